"""Reading an archive: what the command line, notebooks and the site ask of it. Never writes."""


class Archive:
    """placeholder"""


def open(path: str) -> Archive:
    """placeholder"""
    return Archive()
