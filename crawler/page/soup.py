"""Small questions to a BeautifulSoup element: its words, what stands below it."""

from collections.abc import Iterable

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from crawler.text.normalise import line

BLOCK = {
    *("p", "div", "section", "article", "aside", "header", "footer", "main", "center", "blockquote", "form"),
    *("ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "hr", "nav"),
    *("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "figure", "figcaption", "fieldset"),
}


def joined_all(tags: Iterable[Tag]) -> str:
    """The words below several elements as one line."""
    return line(" ".join(joined(one) for one in tags))


def joined(tag: Tag) -> str:
    """The words below an element as one line: block boundaries and breaks become blanks."""
    parts: list[str] = []
    for node in tag.descendants:
        if isinstance(node, Tag):
            if node.name in BLOCK or node.name == "br":
                parts.append(" ")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            parts.append(str(node))
    return line("".join(parts))


def holds(tag: Tag, names: set[str]) -> bool:
    """Whether an element of one of these names stands below; bs4's own search is many times dearer."""
    return any(isinstance(node, Tag) and node.name in names for node in tag.descendants)


def is_text_around(tag: Tag) -> bool:
    """Whether words stand before the first picture, or paragraphs are parted by double breaks: running text."""
    breaks = 0
    pictured = False
    for node in tag.descendants:
        if isinstance(node, Tag):
            pictured = pictured or node.name == "img"
            breaks = breaks + 1 if node.name == "br" else 0
            if breaks > 1:
                return True
        elif isinstance(node, NavigableString) and str(node).strip():
            if not pictured:
                return True
            breaks = 0
    return False


def cell_count(row: Tag) -> int:
    """Cells of a row; one with a single cell frames its content and is no row of a table."""
    return sum(1 for child in row.children if isinstance(child, Tag) and child.name in ("td", "th"))
