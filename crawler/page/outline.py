"""The whole page as its lines in document order, each with the element that holds it, by lxml alone.

Made only for pages whose skin nobody declared: it shows where the prose is, before BeautifulSoup gets
the located fragment.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from crawler.catalogue import Label, catalogue
from crawler.page.parse import ACCOUNT, MACHINE_PROPS, Element, Page, is_unseen
from crawler.text.normalise import line

_BLOCK = {
    *("p", "div", "section", "article", "aside", "header", "footer", "main", "center", "blockquote", "form", "body"),
    *("ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "hr", "nav"),
    *("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "figure", "figcaption", "fieldset"),
}
_PIECES = {"span", "time", "small", "em", "i"}
_ROOMS = {"div", "td", "li", "section", "article", "header", "footer", "h1", "h2", "h3", "h4"}
# Spans that templates set apart by style sheets alone: the parts of an article's head.
_PART = re.compile(
    r"title|tieu_?-?de|date|ngay|time|author|tac_?-?gia|summary|sapo|tom_?-?tat|lead|view|luot|hits|tags|cat-", re.I
)
_HEADINGS = {"h1", "h2", "h3", "h4"}
# Counters that templates glue to a headline.
_COUNTS = re.compile(r"view|luot|hits|count|date|ngay", re.I)
_COUNTED = re.compile(r"\(?[\d.,]+ lượt (?:xem|đọc).{0,12}\)?", re.I)
_SILENT = {
    *("script", "style", "noscript", "template", "select", "textarea", "button", "svg", "head", "iframe", "input"),
    *("mat-icon", "ion-icon"),
}


class Leaf:
    """One line: its words, the block-level element that holds them, and how much of it is linked or bold.

    ``inline`` are class and id names of inline elements in the line, lower case; ``unlinked`` the pieces outside links.
    """

    __slots__ = (
        *("text", "holder", "tag", "linked", "bold", "is_link", "inline", "unlinked"),
        *("_asked", "_known", "_own"),
    )

    def __init__(
        self, text: str, holder: Element, linked: int = 0, bold: int = 0, inline: str = "", unlinked: Sequence[str] = ()
    ) -> None:
        self.text, self.holder, self.linked, self.bold = text, holder, linked, bold
        self.inline, self.unlinked = inline, unlinked
        # Asked many times of every line: the holder's tag, and whether nearly all of the words are inside links.
        self.tag: str = holder.tag
        self.is_link = bool(linked) and self._is_linked()
        self._asked = False
        self._known: Label | None = None
        self._own: str | None = None

    def _is_linked(self) -> bool:
        if self.linked >= 0.8 * len(self.text):
            return True
        # A teaser's date often stands behind its link in one line.
        return self.linked >= 0.8 * len(self.text.rstrip("0123456789/:.-() |,SACH"))

    @property
    def plain(self) -> str:
        """The words outside links."""
        return line(" ".join(self.unlinked)) if self.linked else self.text

    @property
    def label(self) -> Label | None:
        """Why the line's words make it furniture; ``None`` for most lines."""
        if not self._asked:
            self._asked, self._known = True, catalogue().label(self.text)
        return self._known

    @property
    def is_bold(self) -> bool:
        """Whether nearly all of the words are bold."""
        return self.bold >= 0.9 * len(self.text)

    def names(self, levels: int = 2, below: Element | None = None) -> str:
        """Class and id names of the holder and the elements around it, up to ``below`` (excluded), lower case."""
        if levels == 1 and below is None:
            if self._own is None:
                self._own = f"{self.inline} {_names(self.holder)}"
            return self._own
        found, element = [self.inline], self.holder
        for _ in range(levels):
            if element is None or element is below:
                break
            found.append(_names(element))
            element = element.getparent()
        return " ".join(found)


def _names(element: Element) -> str:
    if not element.keys():
        return "  "
    get = element.get
    return f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}".lower()


class _Lines:
    """Gathers words until the next boundary of a block."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.clear()

    def clear(self) -> None:
        self.parts: list[str] = []
        self.plain: list[str] = []
        self.inline: list[str] = []
        self.linked = self.bold = 0

    def words(self, text: str, style: str) -> None:
        self.parts.append(text)
        if not style:
            self.plain.append(text)
            return
        size = len(text.strip())
        if "a" in style:
            self.linked += size
        else:
            self.plain.append(text)
        if "b" in style:
            self.bold += size

    def flush(self, holder: Element) -> None:
        if not self.parts:
            self.inline = []
            return
        text = line("".join(self.parts))
        if text:
            inline = " ".join(self.inline).lower() if self.inline else ""
            self.leaves.append(Leaf(text, holder, self.linked, self.bold, inline, self.plain))
        self.clear()


def outline(page: Page) -> list[Leaf]:
    """The page's lines in document order; empty for an empty page. Without recursion: pages may nest thousands deep."""
    return [] if page.root is None else lines_of(page.root)


def lines_of(root: Element, most: int | None = None) -> list[Leaf]:
    """The lines of one element in document order, about the first ``most`` of them."""
    lines = _Lines()
    # An element whose children are walked, whether it is a block, and the holder and dress of the words around it.
    stack: list[tuple[Element, bool, Element, str]] = []
    element, holder, style = root, root, ""
    while True:
        frame = _enter(element, holder, style, lines)
        if frame is not None and len(element):
            stack.append((element, frame[0], holder, style))
            _, holder, style = frame
            element = element[0]
            continue
        if frame is not None and frame[0]:
            lines.flush(element)
        while stack:
            tail, after = element.tail, element.getnext()
            if tail and (lines.parts or not tail.isspace()):
                lines.words(tail, style)
            elif after is not None and not tail and (element.tag in _PIECES or element.tag == "a"):
                # Neighbouring pieces of a meta line, kept apart by style sheets alone.
                lines.parts.append(" ")
                lines.plain.append(" ")
            if after is not None:
                element = after
                break
            element, block, holder, style = stack.pop()
            if block and (lines.parts or lines.inline):
                lines.flush(element)
        else:
            return lines.leaves
        if most is not None and len(lines.leaves) >= most:
            return lines.leaves


_SILENCE, _BREAK, _LINK, _BOX, _STRONG, _PIECE, _SPAN = 0, 1, 2, 3, 4, 5, 6


class _Ways(dict[Any, int]):
    """What an element's tag says of its words."""

    def __missing__(self, tag: Any) -> int:
        # Elements of a site's own ("app-title") are laid out like blocks; a processing instruction has no name.
        return _SILENCE if not isinstance(tag, str) else _BOX if "-" in tag else _SPAN


_WAYS = _Ways(
    {"br": _BREAK, "a": _LINK, "b": _STRONG, "strong": _STRONG}
    | dict.fromkeys(_PIECES, _PIECE)
    | dict.fromkeys(_BLOCK, _BOX)
    | dict.fromkeys(_SILENT, _SILENCE)
)


def _enter(element: Element, holder: Element, style: str, lines: _Lines) -> tuple[bool, Element, str] | None:
    """Takes in an element's first words: whether it is a block, the holder and dress of the words inside.

    ``None`` for one whose words nobody sees.
    """
    way = _WAYS[element.tag]
    if way == _SILENCE:
        return None
    keys = element.keys()
    if keys and not _CALLED.isdisjoint(keys) and _hidden(element, keys):
        return None
    block = way == _BOX or (way == _PIECE and holder.tag in _ROOMS and _is_part(element, holder))
    if block:
        if lines.parts or lines.inline:
            lines.flush(holder)
        holder = element
    elif "class" in keys or "id" in keys:
        lines.inline += [element.get(name) for name in ("class", "id") if name in keys]
    if way == _BREAK:
        lines.parts.append(" ")
    elif way == _LINK:
        style += "a"
    elif way == _STRONG or ("style" in keys and _BOLD.search(element.get("style"))):
        style += "b"
    text = element.text
    # White space at the beginning of a line shows nothing.
    if text and (lines.parts or not text.isspace()):
        lines.words(text, style)
    return block, holder, style


_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)


def _is_part(element: Element, holder: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if holder.tag in _HEADINGS:
        return _COUNTS.search(names) is not None or _COUNTED.fullmatch((element.text or "").strip()) is not None
    return element.tag == "span" and len(names) > 1 and _PART.search(names) is not None


_ISO = re.compile(r"\s*\d{4}-\d\d-\d\dT")


_CALLED = frozenset(("class", "style", "itemprop", "hidden"))
"""Attributes that can hide an element."""


def _hidden(element: Element, keys: list[str]) -> bool:
    if "itemprop" in keys:
        prop = element.get("itemprop")
        if prop in MACHINE_PROPS or (prop in ("datePublished", "dateModified") and _ISO.match(element.text or "")):
            return True
        if prop == "author" and ACCOUNT.fullmatch("".join(element.itertext()).strip()):
            return True
    if "hidden" in keys or ("style" in keys and "display:none" in element.get("style").replace(" ", "").lower()):
        return True
    names = element.get("class") if "class" in keys else ""
    if names and is_unseen(names):
        return True
    return "updated" in names and element.tag == "time" and "published" not in names and _has_published(element)


def _has_published(element: Element) -> bool:
    """Whether the time of publication stands beside that of an edit, which the style sheet then hides."""
    parent = element.getparent()
    near = islice(parent.iter("time"), _TIMES) if parent is not None else ()
    return any("published" in (one.get("class") or "") for one in near)


_TIMES = 20
"""Times within one element that are looked at: a page of very many repeats them for other articles."""
