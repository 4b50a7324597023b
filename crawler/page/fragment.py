"""An article's fragment as blocks, by BeautifulSoup: the one place of the product that uses it.

lxml has located the fragment; only its few kilobytes are walked here, where bs4's view of text nodes,
entities and broken nesting is worth its price.
"""

import re
from dataclasses import dataclass, field
from itertools import count, islice

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from lxml import etree

from crawler.page.blocks import Block, Role
from crawler.page.outline import Leaf, lines_of
from crawler.page.parse import ACCOUNT, MACHINE_PROPS, Element, is_unseen
from crawler.page.plain import plain_blocks
from crawler.page.roles import SENTENCE_END, classes_of, inner_role, role_of
from crawler.page.soup import BLOCK, cell_count, holds, joined
from crawler.text.normalise import line

_SILENT = {
    "script",
    "style",
    "noscript",
    "template",
    "select",
    "textarea",
    "button",
    "svg",
    "input",
    "head",
    "mat-icon",
    "ion-icon",
}
LARGEST = 1_000_000
"""Characters of a fragment that BeautifulSoup is given at most; it takes about a second a megabyte."""
CROWD = 25_000
"""Elements of such a fragment at most, for the same reason."""
MOST = 12_000
"""Blocks that are kept of a fragment: several times as many as the longest report has."""
LINES = 2 * MOST
"""Lines of it that are looked at: the cells of one row are several lines and one block."""
# Bold runs inside gathered words, by characters of the private use area that no page prints.
_BOLD, _PLAIN = "\ue000", "\ue001"
_LISTED = re.compile(r"[-–+•*] |\d{1,2}[.)] |>>|»|[►▶]")
_MARKS = re.compile("[\ue000\ue001]")
_BOLD_RUN = re.compile("\ue000[^\ue001]*\ue001")
_MACHINE = MACHINE_PROPS | {"datePublished", "dateModified", "image", "url"}
_MEDIA = {"video", "audio", "iframe", "embed", "object"}
_NEW_SENTENCE = re.compile(r"^[\"“‘(\[]?[^\W\d_]|^[-–+*•\d>»►▶]")


@dataclass(slots=True)
class _Line:
    """Words gathered until the next block boundary, and how they were dressed."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    plain: int = 0
    italic: int = 0
    bold: int = 0
    links: list[str] = field(default_factory=list)


class _Walk:
    """One walk over a fragment, in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.line = _Line()
        self.groups = count(1)
        self.role: Role | None = None

    def element(self, tag: Tag, style: frozenset[str], holder: Tag, group: int) -> None:
        name = tag.name
        if name in _SILENT or _hidden(tag):
            return
        if name == "br":
            self.line.parts.append("\n")
        elif name in ("img", "amp-img"):
            self.picture(tag, holder, group)
        elif name in _MEDIA:
            self.media(tag, holder, group)
        elif (
            name == "tr" and self.role is not Role.CAPTION and cell_count(tag) > 1 and not holds(tag, {"img", "table"})
        ):
            self.flush(holder, group)
            self.row(tag, next(self.groups))
        elif name in BLOCK or "-" in name:
            self.flush(holder, group)
            self.container(tag, style)
        else:
            self.inline(tag, style, holder, group)

    def container(self, tag: Tag, style: frozenset[str]) -> None:
        """A block-level element: its own line boundaries, and a role for what stands inside."""
        outer, inner = self.role, next(self.groups)
        self.role = outer or inner_role(tag)
        if self.role is Role.ITEM and tag.name == "li" and not holds(tag, {"ul", "ol", "img", "table"}):
            self.one_item(tag, inner)
        else:
            self.children(tag, style, tag, inner)
            self.flush(tag, inner)
        self.role = outer

    def one_item(self, tag: Tag, group: int) -> None:
        words = joined(tag)
        if words:
            links = [str(link["href"]) for link in tag.find_all("a", href=True)]
            linked = sum(len(line(link.get_text())) for link in tag.find_all("a", href=True))
            self.blocks.append(Block(words, Role.ITEM, "li", group, linked=linked, links=links))

    def inline(self, tag: Tag, style: frozenset[str], holder: Tag, group: int) -> None:
        css = str(tag.get("style") or "").replace(" ", "").lower()
        extra = set(style)
        if tag.name in ("em", "i", "cite") or "font-style:italic" in css:
            extra.add("i")
        if tag.name in ("strong", "b") or "font-weight:bold" in css:
            extra.add("b")
        href = tag.get("href")
        if tag.name == "a" and href:
            extra.add("a")
            self.line.links.append(str(href))
        self.children(tag, frozenset(extra), holder, group)

    def children(self, tag: Tag, style: frozenset[str], holder: Tag, group: int) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self.element(child, style, holder, group)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.words(str(child), style)

    def words(self, text: str, style: frozenset[str]) -> None:
        size = len(text.strip())
        text = text.replace("\n", " ")
        self.line.parts.append(f"{_BOLD}{text}{_PLAIN}" if "b" in style else text)
        self.line.plain += size
        self.line.linked += size if "a" in style else 0
        self.line.italic += size if "i" in style else 0
        self.line.bold += size if "b" in style else 0

    def flush(self, holder: Tag, group: int) -> None:
        """Ends the gathered line; double breaks and sentence ends split it into paragraphs."""
        gathered, self.line = self.line, _Line()
        if not gathered.plain:
            return
        for text in _paragraphs("".join(gathered.parts)):
            block = _dressed(text, gathered, holder, group)
            block.role = self.role or block.role
            self.blocks.append(block)

    def picture(self, tag: Tag, holder: Tag, group: int) -> None:
        src = tag.get("data-src") or tag.get("data-original") or tag.get("src")
        if src:
            self.flush(holder, group)
            alt = line(str(tag.get("alt") or "")) or None
            self.blocks.append(Block("", Role.IMAGE, "img", group, url=str(src), alt=alt))

    def media(self, tag: Tag, holder: Tag, group: int) -> None:
        inner = tag.find("source")
        src = tag.get("src") or (inner.get("src") if isinstance(inner, Tag) else None) or tag.get("data")
        if src:
            self.flush(holder, group)
            self.blocks.append(Block("", Role.MEDIA, tag.name, group, url=str(src)))

    def row(self, tag: Tag, group: int) -> None:
        cells = [joined(cell) for cell in tag.find_all(["td", "th"], recursive=False)]
        if any(cells):
            self.blocks.append(Block(line(" | ".join(cells)), Role.ROW, "tr", group))


def _paragraphs(text: str) -> list[str]:
    """Splits at two breaks, and at one where a sentence ended and another begins or where bold print ends."""
    found: list[str] = []
    for piece in re.split(r"\n[\s\u00a0]*\n", text):
        current: list[str] = []
        was_bold = False
        for raw in piece.split("\n"):
            words, bold = line(_MARKS.sub("", raw)), not line(_BOLD_RUN.sub("", raw))
            if not words:
                continue
            ended = current and SENTENCE_END.search(current[-1])
            if current and (ended or (was_bold and not bold) or _LISTED.match(words)) and _NEW_SENTENCE.match(words):
                found.append(" ".join(current))
                current = []
            current.append(words)
            was_bold = bold
        if current:
            found.append(" ".join(current))
    return found


def _dressed(text: str, gathered: _Line, holder: Tag, group: int) -> Block:
    css = str(holder.get("style") or "").replace(" ", "").lower()
    align = str(holder.get("align") or "").lower()
    for side in ("center", "right"):
        if f"text-align:{side}" in css or holder.name == side:
            align = side
    share = 0.9 * gathered.plain
    return Block(
        text,
        role_of(holder),
        holder.name,
        group,
        linked=round(len(text) * gathered.linked / gathered.plain),
        italic=gathered.italic >= share or "font-style:italic" in css,
        bold=gathered.bold >= share,
        align=align,
        classes=classes_of(holder),
        links=gathered.links,
    )


def _hidden(tag: Tag) -> bool:
    prop = tag.get("itemprop")
    if prop in _MACHINE or (prop == "author" and ACCOUNT.fullmatch(tag.get_text().strip())):
        return True
    css = str(tag.get("style") or "").replace(" ", "").lower()
    return "display:none" in css or is_unseen(" ".join(classes_of(tag))) or tag.has_attr("hidden")


def blocks_of_fragment(
    element: Element, notes: list[str] | None = None, lines: list[Leaf] | None = None
) -> list[Block]:
    """Blocks of a located lxml element in reading order; hidden and unreadable elements give none.

    What is left out of a huge one is told in ``notes``; ``lines`` are its own, where they are known already.
    """
    markup = ""
    if next(islice(element.iter(), CROWD, None), None) is None:
        markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    if 0 < len(markup) <= LARGEST:
        try:
            return _walked(markup)
        except RecursionError:
            # Nested deeper than Python's own stack: the walk goes down by calling itself.
            return plain_blocks(element)
    return _most(element, notes if notes is not None else [], lines)


def _most(element: Element, notes: list[str], lines: list[Leaf] | None) -> list[Block]:
    """The first blocks of a huge fragment, and what was done to it."""
    lines = lines_of(element, LINES + 1) if lines is None else lines
    blocks = plain_blocks(element, lines[:LINES], MOST)
    notes.append(f"text_vast: more than {CROWD} elements or {LARGEST} characters, so their dress was not looked at")
    if len(blocks) > MOST or len(lines) > LINES:
        notes.append(f"text_cut: {min(len(blocks), MOST)} lines, rows and pictures were kept, and what follows was not")
    return blocks[:MOST]


def _walked(markup: str) -> list[Block]:
    soup = BeautifulSoup(markup, "lxml")
    walk = _Walk()
    for child in (soup.body or soup).children:
        if isinstance(child, Tag):
            walk.element(child, frozenset(), child, next(walk.groups))
            walk.flush(child, 0)
    return walk.blocks
