"""The one parse of a page: lxml over the bytes, after the charset was decided."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from crawler.page.tree import Element as Element
from crawler.page.tree import parse
from crawler.text.charset import decode
from crawler.text.normalise import line

_SILENT = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "select",
    "textarea",
    "button",
    "svg",
    "object",
}

_TOLD = tuple(etree.XPath(xpath, smart_strings=False) for xpath in ("//@class", "descendant::*/@id"))
_LINKED = etree.XPath("descendant::a/@href", smart_strings=False)


class Page:
    """A parsed page. ``root`` is ``None`` when the bytes hold no element at all; ``moment`` is that of fetching."""

    def __init__(
        self,
        body: bytes,
        *,
        url: str | None = None,
        content_type: str | None = None,
        moment: datetime | None = None,
    ) -> None:
        self.url = url
        self.body = body
        self.moment = moment
        text, self.charset, self.notes = decode(body, content_type)
        # lxml knows neither TCVN3 nor VNI, and of Windows-1258 it would make vowels and loose tones.
        source = body if self.charset in ("utf-8", "utf-8-sig") else text.encode("utf-8", "replace")
        self.root, notes = parse(source, "utf-8")
        self.notes += notes
        self.cache: dict[str, Any] = {}
        self._host: str | None = None

    @cached_property
    def _head(self) -> dict[str, list[Element]]:
        """The page's metas, links and titles, which many pages have outside of their heads too."""
        found: dict[str, list[Element]] = {"meta": [], "link": [], "title": []}
        for one in self.root.iter(*found) if self.root is not None else ():
            found[one.tag].append(one)
        return found

    @cached_property
    def attributes(self) -> str:
        """The class names, ids and links of all elements, by which systems give themselves away."""
        if self.root is None:
            return ""
        return "\n".join([*chain.from_iterable(told(self.root) for told in _TOLD), self.addresses])

    @cached_property
    def addresses(self) -> str:
        """Where the page's links and its head's next page lead, as written, one a line."""
        return "" if self.root is None else "\n".join([*_LINKED(self.root), self.following or ""])

    @cached_property
    def title(self) -> str | None:
        """What a browser shows above the page; ``None`` when it has none."""
        return next((words(one) or None for one in self._head["title"]), None)

    @cached_property
    def meta(self) -> dict[str, str]:
        """``name`` or ``property`` of every meta, lower-case, to its content; the first one counts."""
        found: dict[str, str] = {}
        for one in self._head["meta"]:
            if one.get("content") is None:
                continue
            key = (one.get("property") or one.get("name") or one.get("itemprop") or "").lower()
            if key:
                found.setdefault(key, line(one.get("content")))
        return found

    @cached_property
    def canonical(self) -> str | None:
        """The page's own ``rel=canonical``, absolute; ``None`` when it has none."""
        named = (one.get("href") for one in self._head["link"] if one.get("rel") == "canonical")
        href = next((one for one in named if one is not None), None)
        return self.absolute(href) if href else None

    @property
    def following(self) -> str | None:
        """The page's own ``rel=next`` as written, of the next page or another article; ``None`` when it has none."""
        return next((one.get("href") for one in self._head["link"] if one.get("rel") == "next"), None)

    def all(self, xpath: str, within: Element | None = None) -> list[Element]:
        """Elements (or strings) that an XPath selects, below ``within`` or in the whole page."""
        start = self.root if within is None else within
        if start is None or not xpath:
            return []
        found = _compiled(xpath, within is None)(start)
        return found if isinstance(found, list) else [found]

    def first(self, xpath: str, within: Element | None = None) -> Element | None:
        """The first of :meth:`all`, or ``None``."""
        if within is None and self.root is not None and (name := _NAME.fullmatch(xpath)):
            # XPath would look for all of them.
            return next(self.root.iter(name[1]), None)
        found = self.all(xpath, within)
        return found[0] if found else None

    def text(self, xpath: str, within: Element | None = None) -> str | None:
        """The words of the first selected element as one line; ``None`` when absent or empty."""
        if xpath == "//title" and within is None:
            return self.title
        found = self.first(xpath, within)
        if found is None:
            return None
        return (words(found) if not isinstance(found, str) else line(found)) or None

    def absolute(self, href: str | None) -> str:
        """An address of the page made absolute; the address itself when the page's own is unknown."""
        if href and _SIMPLE.fullmatch(href):
            if href[0] != "/":
                return href
            if self._host is None:
                parts = _HOST.match(self.url or "")
                self._host = parts[0] if parts else ""
            if self._host:
                return self._host + href
        try:
            # Some editors write Windows paths into src; a browser reads the backslash as a slash.
            return urljoin(self.url or "", (href or "").strip().replace("\\", "/"))
        except ValueError:
            return (href or "").strip()


# Addresses that joining leaves as they are: nothing to be resolved, decoded or dropped.
_PATH = r"(?:[\w\-/]|\.(?=\w)){0,400}(?:\?[\w\-=&%./]{1,400})?"
_HOST = re.compile(r"https?://[a-z0-9\-]{1,80}(?:\.[a-z0-9\-]{1,80}){1,8}(?=/)")
_SIMPLE = re.compile(rf"(?:{_HOST.pattern}|(?=/(?!/))){_PATH}", re.ASCII)

_XPATHS: dict[tuple[str, bool], etree.XPath] = {}


_NAME = re.compile(r"//([a-z]+\d?)")


def _compiled(xpath: str, root: bool) -> etree.XPath:
    if (xpath, root) not in _XPATHS:
        faster = not _COUNTING.search(xpath)
        _XPATHS[xpath, root] = etree.XPath(
            (_WHOLE if root else _WITHIN).sub(r"\1descendant::", xpath) if faster else xpath
        )
    return _XPATHS[xpath, root]


# "//div" asks every node for its children; a step down the descendants is a quarter faster and gives the same, unless
# places are counted. The root itself is no element that anybody asks for.
_WHOLE = re.compile(r"(^|\|)\.?//(?=[\w*])")
_WITHIN = re.compile(r"(^|\|)\.//(?=[\w*])")
_COUNTING = re.compile(r"\[\d+\]|last\(|position\(|//text\(|//html|//@")


def has_class(name: str) -> str:
    """An XPath condition: the element carries this class among others.

    The plain test first: it is cheap, and nearly every element of a page fails it.
    """
    return f"contains(@class, '{name}') and contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


MACHINE_PROPS = frozenset(("mainEntityOfPage", "publisher", "logo"))
"""Microdata that editors of templates hide by a class; no reader sees it, whatever the class is called."""
_UNSEEN = frozenset(("hidden", "hide", "d-none", "sr-only", "visually-hidden", "screen-reader-text"))
# On a wider screen they are shown after all: Bootstrap's "d-none d-md-block", Tailwind's "hidden md:flex".
_SEEN_WIDE = re.compile(r"(?:^|\s)(?:d-(?:sm|md|lg|xl|xxl)-(?!none)\w+|(?:sm|md|lg|xl|2xl):(?!hidden)[\w-]+)")
_ICONS = frozenset(("material-icons", "material-symbols-outlined", "material-symbols-rounded", "mat-icon"))


def is_unseen(names: str) -> bool:
    """Whether classes (as written, lower case) hide an element from the eye, or make its words an icon's name."""
    if "hid" not in names and "d-none" not in names and "sr-only" not in names and "screen-" not in names:
        return "mat" in names and not _ICONS.isdisjoint(names.split())
    return not _UNSEEN.isdisjoint(names.split()) and _SEEN_WIDE.search(names) is None


ACCOUNT = re.compile(r"[a-z0-9_.\-]{2,20}")
"""The name of an account, which microdata call the author where a person's name would stand for readers."""


def words(element: Element) -> str:
    """All visible words below an element as one line; a line break is a blank."""
    if not len(element):
        return line(element.text or "")
    return line("".join(_pieces(element)))


_UNSTORABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def storable(text: str) -> str:
    """A text with blanks for the control characters that lxml reads from broken pages but refuses to be given."""
    return _UNSTORABLE.sub(" ", text)


def drop(element: Element) -> None:
    """Takes an element out of its tree; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = storable((before.tail or "") + element.tail)
        else:
            parent.text = storable((parent.text or "") + element.tail)
    parent.remove(element)


def glimpse(element: Element, size: int) -> str:
    """The first ``size`` characters of what an element shows: enough to know it by, and cheap for whole sidebars.

    With ``size`` 0 the first words that stand in one element.
    """
    parts, length = [], 0
    for piece in element.itertext(*_TELLING):
        words_ = piece.strip()
        if words_:
            parts.append(words_)
            length += len(words_) + 1
        if length > size:
            break
    return line(" ".join(parts))[: size or None].rstrip()


_TELLING = (
    *("a", "abbr", "article", "aside", "b", "caption", "center", "dd", "div", "dl", "dt", "em", "figcaption", "font"),
    *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "i", "label", "li", "nav", "ol", "p", "section"),
    *("small", "span", "strong", "table", "tbody", "td", "th", "time", "tr", "u", "ul"),
)


def _pieces(element: Element) -> Iterable[str]:
    """Text and tails in document order, without recursion: generators inside generators cost more than the parse."""
    silent = 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        tag = one.tag
        if tag in _SILENT:
            silent += 1 if event == "start" else -1
        elif event == "start":
            if tag == "br":
                yield " "
            if one.text and not silent:
                yield one.text
        elif tag in _BREAKS:
            yield " "
        if event == "end" and one.tail and not silent and one is not element:
            yield one.tail


_BREAKS = {"li", "p", "div", "tr", "td", "h1", "h2", "h3", "h4", "option"}
