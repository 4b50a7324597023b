"""What an address says of its article's headline: portals write the headline's own words into it, without accents."""

import re
from urllib.parse import unquote, urlsplit

from crawler.page.outline import Leaf
from crawler.page.parse import Page
from crawler.text.fold import fold

_WORDS = re.compile(r"[a-z0-9]+")
_EXTENSION = re.compile(r"\.(?:html?|aspx?|php|jsp|vnp|epi|tpl)$", re.I)
_FEWEST = 4
"""Words of an address that tell one headline from another; fewer may be a section's name."""
_UNNUMBERED = 6
"""The same of an address without a number, as sections have it too."""
_SHORTEST = 12
_SHARE = 0.8
"""Words of the headline that the address must hold: long headlines are cut short in it."""


def slug_of(url: str | None) -> tuple[str, ...]:
    """The words of the longest step of an address's path without numbers at its ends; empty when there are too few."""
    if not url:
        return ()
    steps = [_EXTENSION.sub("", unquote(step)) for step in urlsplit(url).path.split("/")]
    words = max((_WORDS.findall(fold(step)) for step in steps if "-" in step or "_" in step), key=len, default=[])
    while words and (words[-1].isdigit() or re.fullmatch(r"[a-z]?\d+|post|id|art|c|d", words[-1])):
        words.pop()
    while words and words[0].isdigit():
        words.pop(0)
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    numbered = any(letter.isdigit() for letter in last) or _EXTENSION.search(last) is not None
    return tuple(words) if len(words) >= (_FEWEST if numbered else _UNNUMBERED) else ()


def agrees(text: str, slug: tuple[str, ...]) -> bool:
    """Whether a line is the headline that the address was made of: the same words from the first one on."""
    if not slug or not _SHORTEST <= len(text) <= 300:
        return False
    # Most lines begin with another letter.
    if text[0].isalnum() and fold(text[0]) != slug[0][0]:
        return False
    words = _WORDS.findall(fold(text))
    if len(words) < _FEWEST:
        return False
    if len(words) <= len(slug):
        # Behind the headline an address may go on with its section or its number.
        return tuple(words) == slug[: len(words)] and len(words) >= _SHARE * len(slug)
    return tuple(words[: len(slug)]) == slug and len(slug) >= min(8, _SHARE * len(words))


def leads_here(page: Page, leaf: Leaf) -> bool:
    """Whether a line is a link to its own page, as many systems print headlines."""
    link = leaf.holder if leaf.holder.tag == "a" else next(leaf.holder.iter("a"), None)
    href = (link.get("href") or "").strip() if link is not None else ""
    if not href or not page.url or href.startswith(("#", "javascript")):
        return False
    there, here = urlsplit(page.absolute(href)), urlsplit(page.url)
    same = there.path.rstrip("/") == here.path.rstrip("/") and len(there.path) > 1
    return same and (not there.query or there.query == here.query)
