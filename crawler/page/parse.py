"""The one parse of a page: lxml over the bytes, after the charset was decided."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from crawler.text.charset import decode
from crawler.text.normalise import line

Element = Any
"""An lxml element: the library ships no types that strict checking accepts."""

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


class Page:
    """A parsed page. ``root`` is ``None`` when the bytes hold no element at all."""

    def __init__(self, body: bytes, *, url: str | None = None, content_type: str | None = None) -> None:
        self.url = url
        self.body = body
        _, self.charset, self.notes = decode(body, content_type)
        parser = lxml.html.HTMLParser(encoding=self.charset.removesuffix("-sig"), remove_comments=True)
        try:
            self.root: Element | None = lxml.html.document_fromstring(body, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            self.root = None
        self.cache: dict[str, Any] = {}

    @cached_property
    def meta(self) -> dict[str, str]:
        """``name`` or ``property`` of every meta, lower-case, to its content; the first one counts."""
        found: dict[str, str] = {}
        for one in self.all("//meta[@content]"):
            key = (one.get("property") or one.get("name") or one.get("itemprop") or "").lower()
            if key:
                found.setdefault(key, line(one.get("content")))
        return found

    @cached_property
    def canonical(self) -> str | None:
        """The page's own ``rel=canonical``, absolute; ``None`` when it has none."""
        href = next((one.get("href") for one in self.all("//link[@rel='canonical'][@href]")), None)
        return self.absolute(href) if href else None

    def all(self, xpath: str, within: Element | None = None) -> list[Element]:
        """Elements (or strings) that an XPath selects, below ``within`` or in the whole page."""
        start = self.root if within is None else within
        if start is None or not xpath:
            return []
        found = _compiled(xpath)(start)
        return found if isinstance(found, list) else [found]

    def first(self, xpath: str, within: Element | None = None) -> Element | None:
        """The first of :meth:`all`, or ``None``."""
        found = self.all(xpath, within)
        return found[0] if found else None

    def text(self, xpath: str, within: Element | None = None) -> str | None:
        """The words of the first selected element as one line; ``None`` when absent or empty."""
        found = self.first(xpath, within)
        if found is None:
            return None
        return (words(found) if not isinstance(found, str) else line(found)) or None

    def absolute(self, href: str) -> str:
        """An address of the page made absolute; the address itself when the page's own is unknown."""
        try:
            # Some editors write Windows paths into src; a browser reads the backslash as a slash.
            return urljoin(self.url or "", href.strip().replace("\\", "/"))
        except ValueError:
            return href.strip()


_XPATHS: dict[str, etree.XPath] = {}


def _compiled(xpath: str) -> etree.XPath:
    if xpath not in _XPATHS:
        _XPATHS[xpath] = etree.XPath(xpath)
    return _XPATHS[xpath]


def has_class(name: str) -> str:
    """An XPath condition: the element carries this class among others."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def words(element: Element) -> str:
    """All visible words below an element as one line; a line break is a blank."""
    return line("".join(_pieces(element)))


def _pieces(element: Element) -> Iterable[str]:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    if element.tag == "br":
        yield " "
    if element.text:
        yield element.text
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail
    if element.tag in ("li", "p", "div", "tr", "td", "h1", "h2", "h3", "h4", "option"):
        yield " "
