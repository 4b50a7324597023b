"""Figures of CPU time, each beside a named peer or floor measured in the same run: ``python -m bench``."""
