"""Page numbers in addresses: which address is a further page of an article, and which page it is.

The forms are those of WordPress (``/2/``, ``page=2``), Joomla (``start=1``, ``limitstart=1``: counted from nought),
DotNetNuke (``/page/2`` amid the path), and of systems made in Viet Nam (``trang=2``, ``-p2.html``, ``-trang-2.html``,
``_2.html``). A bare ``-2`` is none: WordPress so tells apart two articles with one headline.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from crawler.address import site

MOST = 30
"""Pages of one article that are followed; longer pagers are some list's."""
_PARAMETERS = dict.fromkeys(
    ("page", "trang", "p", "pg", "paged", "pageno", "page_no", "pagenumber", "pageindex", "trangso"), 0
) | {"start": 1, "limitstart": 1}
_TAIL = re.compile(
    r"(?P<stem>/.*?[^/])(?P<mark>/(?:page|trang)[/-]|/(?:page|trang|p)?|[-_](?:page|trang)[-_]?|[-_]p|_)"
    r"(?P<number>\d{1,2})(?P<ext>\.[a-z]{3,5})?/?",
    re.I,
)
_AMID = re.compile(r"/(?P<mark>page|trang|pageindex)/(?P<number>\d{1,2})(?=/)", re.I)
_QUERY = r"[?&][^\"'<>\s]{0,150}?\b(?:" + "|".join(_PARAMETERS) + r")=\d"
_BEHIND = re.compile(
    r"(?:\.[a-z]{3,5})?(?:(?:/(?:page|trang|p)?[/-]?|[-_](?:page|trang|p)?[-_]?)\d{1,2}(?:[./\"'?#&\s>]|$)|"
    + _QUERY
    + r")",
    re.I,
)
_RELATIVE = re.compile("^" + _QUERY, re.I | re.M)
LIKELY = re.compile(
    r"[?&][a-z_]{1,10}=\d{1,2}(?:[&#]|$)|[-_/](?:p|page[-/]?|trang[-/]?)?\d{1,2}(?:\.[a-z]{3,5})?/?(?:[?#]|$)"
    r"|/(?:page|trang|pageindex)/\d",
    re.I,
)
"""What an address with a page number has somewhere."""
_INDEX = re.compile(r"(?:index)?/?\d{1,2}/", re.I)
_PLAIN_STEM = re.compile(r"[\w.,\-]{4,}", re.ASCII)
_FIRST_STEM = re.compile(r"[-_](?:p|page-?|trang-?)?1$")


def is_first(url: str, first: str) -> bool:
    """Whether an address is that of the article's first page, with or without the number 1."""
    try:
        return _plain(url) == _plain(first) or bool(_own(url) & _own(first))
    except ValueError:
        return False


def may_go_on(addresses: str, first: str) -> bool:
    """Whether a page's links, one a line, may hold a further page of the article at ``first``: a cheap first look."""
    try:
        segment = urlsplit(first).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return False
    own = re.sub(r"\.[A-Za-z]{3,5}$", "", segment)
    stems = {own, _FIRST_STEM.sub("", own)}
    if not all(map(_PLAIN_STEM.fullmatch, stems)):
        return True
    looks = [(stem, _BEHIND) for stem in stems] + [(mark, _INDEX) for mark in ("/page", "/Page", "/trang")]
    return any(_follows(addresses, *look) for look in looks) or _RELATIVE.search(addresses) is not None


def _follows(addresses: str, literal: str, pattern: re.Pattern[str]) -> bool:
    """Whether the pattern stands right behind some place of the literal."""
    at = addresses.find(literal)
    while at >= 0:
        at += len(literal)
        if pattern.match(addresses, at):
            return True
        at = addresses.find(literal, at)
    return False


def number_of(url: str, first: str) -> tuple[int, str] | None:
    """Which page of the article at ``first`` lies at ``url``, and by which form of number; both absolute.

    ``None`` when ``url`` differs from ``first`` in anything but a page number of 2 to ``MOST``.
    """
    try:
        own = _own(first)
        for base, form, number in _numbers(url):
            if base and base in own and 2 <= number <= MOST:
                return number, form
    except ValueError:
        # No address at all.
        return None
    return None


@lru_cache(maxsize=8)
def _own(first: str) -> frozenset[str]:
    """The forms of the first page's address: as it is, and without the number 1."""
    return frozenset({_plain(first), *(base for base, _, number in _numbers(first) if number == 1)})


def _plain(url: str) -> str:
    parts = urlsplit(url)
    return _base(parts.netloc, parts.path, parse_qsl(parts.query, keep_blank_values=True))


def _base(host: str, path: str, query: list[tuple[str, str]]) -> str:
    """An address without scheme, last slash and order of parameters; the front page's is never an article's."""
    path = unquote(path).rstrip("/")
    return f"{site(host)}{path}?{urlencode(sorted(query))}" if path or query else ""


def _numbers(url: str) -> Iterator[tuple[str, str, int]]:
    """Every way to see a page number in an address: the address without it, the form, the number."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for place, (name, value) in enumerate(query):
        low = name.lower()
        if low in _PARAMETERS and len(value) <= 2 and value.isdecimal():
            rest = query[:place] + query[place + 1 :]
            base = _base(parts.netloc, parts.path, rest)
            if base:
                yield base, f"?{low}", int(value) + _PARAMETERS[low]
    tail = _TAIL.fullmatch(parts.path)
    if tail:
        path = tail["stem"] + (tail["ext"] or "")
        yield _base(parts.netloc, path, query), tail["mark"].lower(), int(tail["number"])
    amid = _AMID.search(parts.path)
    if amid:
        path = parts.path[: amid.start()] + parts.path[amid.end() :]
        yield _base(parts.netloc, path, query), f"/{amid['mark'].lower()}/", int(amid["number"])
