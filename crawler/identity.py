"""One key for one article, whatever address led to it."""

from urllib.parse import urlsplit, urlunsplit

from crawler import families


def key_of(url: str, family: str | None) -> str:
    """The family's identity of an article's address, else the address without fragment and scheme.

    Servers answer the same over http and https; which of the two was linked says nothing.
    """
    known = families.family(family).identity(url) if family else None
    if known:
        return known
    parts = urlsplit(url)
    return urlunsplit(("", parts.netloc.lower(), parts.path or "/", parts.query, "")).removeprefix("//")


def canonical_of(url: str, family: str | None) -> str:
    """The address to fetch for an address that was linked: variants fold onto the article's own."""
    return families.family(family).canonical(url) if family else url.partition("#")[0]
