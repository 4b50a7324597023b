"""The whole page as its lines in document order, each with the element that holds it, by lxml alone.

Made only for pages whose skin nobody declared: it shows where the prose is, before BeautifulSoup gets
the located fragment.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Leaf:
    """One line: its words, the block-level element that holds them, and how much of it is linked or bold."""

    text: str
    holder: Element
    linked: int = 0
    bold: int = 0
    inline: str = ""
    """Class and id names of inline elements in the line, lower case."""
    unlinked: list[str] = field(default_factory=list)
    """The pieces outside links."""
    _asked: tuple[Label | None] | None = None
    _own: str | None = None

    @property
    def plain(self) -> str:
        """The words outside links."""
        return line(" ".join(self.unlinked)) if self.linked else self.text

    @property
    def label(self) -> Label | None:
        """Why the line's words make it furniture; ``None`` for most lines."""
        if self._asked is None:
            self._asked = (catalogue().label(self.text),)
        return self._asked[0]

    @property
    def tag(self) -> str:
        """The holder's tag."""
        return str(self.holder.tag)

    @property
    def is_link(self) -> bool:
        """Whether nearly all of the words are inside links."""
        if not self.linked or self.linked >= 0.8 * len(self.text):
            return bool(self.linked)
        # A teaser's date often stands behind its link in one line.
        return self.linked >= 0.8 * len(self.text.rstrip("0123456789/:.-() |,SACH"))

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


def lines_of(root: Element) -> list[Leaf]:
    """The lines of one element in document order."""
    lines = _Lines()
    # Element, its children to come, the holder and dress of its words, whether it is a block.
    stack: list[tuple[Element, Iterator[Element], Element, str, bool]] = []
    entered: Element | None = root
    holder, style = root, ""
    while True:
        if entered is not None:
            frame = _enter(entered, holder, style, lines)
            if frame:
                stack.append(frame)
            else:
                _leave(entered, style, lines)
        elif not stack:
            return lines.leaves
        if not stack:
            return lines.leaves
        element, children, holder, style, block = stack[-1]
        entered = next(children, None)
        if entered is None:
            stack.pop()
            if block:
                lines.flush(element)
            if stack:
                holder, style = stack[-1][2], stack[-1][3]
                _leave(element, style, lines)


def _enter(
    element: Element, holder: Element, style: str, lines: _Lines
) -> tuple[Element, Iterator[Element], Element, str, bool] | None:
    """Takes in an element's first words; ``None`` for one whose words nobody sees."""
    tag = element.tag
    if tag in _SILENT or not isinstance(tag, str):
        return None
    given = dict(element.items())
    if given and _hidden(element, given):
        return None
    # Elements of a site's own ("app-title") are laid out like blocks.
    block = tag in _BLOCK or "-" in tag or (tag in _PIECES and holder.tag in _ROOMS and _is_part(element, holder))
    if block:
        lines.flush(holder)
        holder = element
    elif given:
        lines.inline += [given[name] for name in ("class", "id") if name in given]
    if tag == "br":
        lines.parts.append(" ")
    elif tag == "a":
        style += "a"
    elif tag in _STRONG or ("style" in given and _BOLD.search(given["style"])):
        style += "b"
    if element.text:
        lines.words(element.text, style)
    return element, iter(element), holder, style, block


def _leave(element: Element, style: str, lines: _Lines) -> None:
    """Takes in the words behind an element."""
    if element.tail:
        lines.words(element.tail, style)
    elif (element.tag in _PIECES or element.tag == "a") and element.getnext() is not None:
        # Neighbouring pieces of a meta line, kept apart by style sheets alone.
        lines.parts.append(" ")
        lines.plain.append(" ")


_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_STRONG = frozenset(("b", "strong"))


def _is_part(element: Element, holder: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if holder.tag in _HEADINGS:
        return _COUNTS.search(names) is not None or _COUNTED.fullmatch((element.text or "").strip()) is not None
    return element.tag == "span" and len(names) > 1 and _PART.search(names) is not None


_ISO = re.compile(r"\s*\d{4}-\d\d-\d\dT")


def _hidden(element: Element, given: dict[str, str]) -> bool:
    if "itemprop" in given:
        prop = given["itemprop"]
        if prop in MACHINE_PROPS or (prop in ("datePublished", "dateModified") and _ISO.match(element.text or "")):
            return True
        if prop == "author" and ACCOUNT.fullmatch("".join(element.itertext()).strip()):
            return True
    if "style" in given and "display:none" in given["style"].replace(" ", "").lower():
        return True
    if "hidden" in given:
        return True
    names = given.get("class", "")
    if names and is_unseen(names):
        return True
    return element.tag == "time" and "updated" in names and "published" not in names and _has_published(element)


def _has_published(element: Element) -> bool:
    """Whether the time of publication stands beside that of an edit, which the style sheet then hides."""
    parent = element.getparent()
    return parent is not None and any("published" in (one.get("class") or "") for one in parent.iter("time"))


def ancestor(elements: Sequence[Element]) -> Element:
    """The deepest element that holds all of them (one of them, if it holds the others) and can hold a text."""
    path = _path(elements[0])
    for element in elements[1:]:
        other = _path(element)
        size = next((at for at, pair in enumerate(zip(path, other, strict=False)) if pair[0] is not pair[1]), None)
        path = path[: min(len(path), len(other)) if size is None else size]
    found = path[-1]
    while found.tag in _NO_HOLDERS and found.getparent() is not None:
        found = found.getparent()
    return found


def precedes(first: Element, second: Element) -> bool:
    """Whether an element begins before another one of the same tree; an element around the other does too."""
    for one, other in zip(_path(first), _path(second), strict=False):
        if one is not other:
            parent = one.getparent()
            return parent is None or bool(parent.index(one) < parent.index(other))
    return len(_path(first)) < len(_path(second))


_NO_HOLDERS = frozenset(("p", "span", "li", "tr", "tbody", "h1", "h2", "h3", "h4", "strong", "b", "font", "em"))


def _path(element: Element) -> list[Element]:
    return [*reversed(list(element.iterancestors())), element]
