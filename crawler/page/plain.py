"""An article's fragment as blocks by lxml alone: for fragments that BeautifulSoup would take too long over.

Coarser than `fragment`: one block a line, a role by its element, pictures in their places. A megabyte of one
article is a table dump or an attack; what it says is kept, how it was dressed is not.
"""

from crawler.page.blocks import Block, Role
from crawler.page.outline import Leaf, lines_of
from crawler.page.parse import Element
from crawler.text.normalise import line

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CELLS = ("td", "th")
_ROLES = dict.fromkeys(HEADINGS, Role.HEADING) | {"li": Role.ITEM, "figcaption": Role.CAPTION}
_PICTURES = ("data-src", "data-original", "src")


def plain_blocks(root: Element, lines: list[Leaf] | None = None, most: int | None = None) -> list[Block]:
    """Blocks of an element in reading order, of all its lines or those given; empty when it shows nothing.

    About the first ``most`` of them, where that is given.
    """
    leaves = lines_of(root) if lines is None else lines
    pictures = [one for one in root.iter("img") if _source(one)]
    order = _order(root, {leaf.holder for leaf in leaves}) if pictures else {}
    found: list[Block] = []
    row: Element | None = None
    cells: list[str] = []
    at = 0
    for leaf in leaves:
        while at < len(pictures) and order[pictures[at]] < order.get(leaf.holder, 0):
            found.append(_picture(pictures[at]))
            at += 1
        holder = leaf.holder
        around = holder.getparent() if holder.tag in _CELLS else None
        if around is not None and around is row and found[-1].role is Role.ROW:
            cells.append(leaf.text)
            continue
        _join(found, cells)
        if most is not None and len(found) > most:
            return found
        row, cells = around, [leaf.text]
        found.append(_block(leaf, Role.ROW if around is not None and len(around) > 1 else None))
    _join(found, cells)
    return found + [_picture(one) for one in pictures[at:]]


def _join(found: list[Block], cells: list[str]) -> None:
    """Writes the gathered cells into the row that was found last."""
    if len(cells) > 1:
        row = next(one for one in reversed(found) if one.role is Role.ROW)
        row.text = " | ".join(cells)


def _order(root: Element, holders: set[Element]) -> dict[Element, int]:
    """The places of pictures and of lines' elements in reading order."""
    return {element: place for place, element in enumerate(root.iter()) if element.tag == "img" or element in holders}


def _block(leaf: Leaf, role: Role | None) -> Block:
    tag = str(leaf.holder.tag)
    classes = frozenset((leaf.holder.get("class") or "").lower().split())
    links = [one.get("href") for one in leaf.holder.iter("a") if one.get("href")] if leaf.linked else []
    return Block(
        leaf.text,
        role or _ROLES.get(tag, Role.TEXT),
        tag,
        linked=leaf.linked,
        bold=leaf.is_bold,
        classes=classes,
        links=links,
    )


def _source(picture: Element) -> str | None:
    return next((picture.get(name) for name in _PICTURES if picture.get(name)), None)


def _picture(picture: Element) -> Block:
    return Block("", Role.IMAGE, "img", url=_source(picture), alt=line(picture.get("alt") or "") or None)
