"""One key for one article, whatever address led to it."""

from urllib.parse import urlsplit, urlunsplit

from crawler import address, families


def key_of(url: str, family: str | None) -> str:
    """The family's identity of an article's address; of its lists' the address without fragment and scheme.

    Servers answer the same over http and https; which of the two was linked says nothing. Without a family the key
    of :mod:`crawler.address`.
    """
    if not family:
        return address.key(url)
    known = families.family(family).identity(url)
    if known:
        return known
    parts = urlsplit(url)
    return urlunsplit(("", parts.netloc.lower(), parts.path or "/", parts.query, "")).removeprefix("//")


def canonical_of(url: str, family: str | None) -> str:
    """The address to fetch for an address that was linked: variants fold onto the article's own."""
    return families.family(family).canonical(url) if family else address.canonical(url)


def looks_like_article(url: str, own: str | None) -> bool:
    """Whether an address of an unknown system is likely another article's of the same site.

    Articles' addresses end in words or a number of their own; lists', tags' and authors' are short.
    """
    try:
        parts, here = urlsplit(url), urlsplit(own or "")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https", ""):
        return False
    last = parts.path.rstrip("/").rpartition("/")[2]
    if last.count("-") < 3 and sum(map(str.isdigit, f"{last}?{parts.query}")) < 4:
        return False
    if (parts.path, parts.query) == (here.path, here.query):
        return not own
    return not own or parts.netloc == here.netloc or address.site(parts.netloc) == address.site(here.netloc)
