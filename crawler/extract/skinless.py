"""Reading an HTML page whose skin nobody declared, from its lines and the catalogue alone.

First where the prose is, then the headline above it, then the stamp and the sapô between the two; what
stands inside the prose's container is sorted like the body of a declared layout.
"""

from crawler.catalogue import catalogue
from crawler.extract.between import PROSE, is_prose, lead_of, stamps_in
from crawler.extract.body import Content, sort_blocks
from crawler.extract.credit import labelled, person
from crawler.extract.headline import best_headline, certain_headline
from crawler.extract.layout import Reading
from crawler.extract.shape import ends_article
from crawler.extract.stamps import Stamp, stamp_of
from crawler.families.base import Family
from crawler.models import Furniture
from crawler.page.blocks import Block
from crawler.page.fragment import blocks_of_fragment
from crawler.page.outline import Leaf, outline
from crawler.page.parse import Element, Page
from crawler.text.normalise import line

_NO_HOLDERS = ("p", "span", "li", "tr", "tbody", "h2", "h3", "strong", "b", "font")
_MOST_LABELS = 40
_AFTER = 6
"""Lines behind the text that are looked at for a by-line."""


def read_page(page: Page, family: Family | None) -> Reading:
    """The article by its lines; title ``None`` and an empty body when there is no prose."""
    reading = Reading(notes=["reader: generic"])
    if family:
        reading.notes.append(f"layout_unfit: no layout of {family.name} fits this page")
    leaves = outline(page)
    anchor = certain_headline(page, leaves)
    body = _container(leaves, anchor)
    if body is None:
        reading.title = _claimed(page)
        return reading
    inside = set(body.iter())
    after = 0 if anchor is None else anchor + 1
    within = [place for place in range(after, len(leaves)) if leaves[place].holder in inside]
    first = next((place for place in within if is_prose(leaves[place])), within[0] if within else after)
    title_at = anchor if anchor is not None else best_headline(page, leaves, first)
    reading.title = leaves[title_at].text if title_at is not None else _claimed(page)
    between = leaves[title_at + 1 : first + 1] if title_at is not None else []
    stamp, reading.edit = stamps_in(between, page.moment)
    if stamp:
        reading.stamp = stamp.reading
        reading.content.furniture += [Furniture("views", piece) for piece in stamp.beside]
    reading.lead = lead_of(between, leaves[first + 1 : first + 2], inside)
    blocks = _own(blocks_of_fragment(body), reading, stamp)
    furniture = reading.content.furniture
    reading.content = _sorted(blocks, page, family)
    reading.content.furniture += furniture + _labelled(leaves, inside)
    _credits_after(reading.content, leaves, inside)
    reading.section = page.meta.get("article:section")
    return reading


def _claimed(page: Page) -> str | None:
    return page.meta.get("og:title") or page.text("//h1") or None


def _zone(leaves: list[Leaf], anchor: int | None) -> list[Leaf]:
    """From the certain headline to the first heading of furniture behind it; all lines without one."""
    if anchor is None:
        return leaves
    for place in range(anchor + 1, len(leaves)):
        label = catalogue().label(leaves[place].text)
        if label and label.head:
            return leaves[anchor + 1 : place]
    return leaves[anchor + 1 :]


def _container(leaves: list[Leaf], anchor: int | None) -> Element | None:
    """The deepest element that still holds most of the article's prose; ``None`` when there is none.

    Below a certain headline short lines count too: a notice of one sentence is an article.
    """
    zone = _zone(leaves, anchor)
    chosen = [leaf for leaf in zone if is_prose(leaf)]
    if not chosen and anchor is not None:
        chosen = [leaf for leaf in zone[:8] if leaf.linked == 0 and catalogue().label(leaf.text) is None]
        chosen = [leaf for leaf in chosen if stamp_of(leaf.text) is None]
    prose: dict[Element, int] = {}
    for leaf in chosen:
        element = leaf.holder
        while element is not None:
            prose[element] = prose.get(element, 0) + len(leaf.text)
            element = element.getparent()
    if not prose:
        return None
    current = leaves[0].holder.getroottree().getroot()
    while True:
        below = [child for child in current if child in prose]
        best = max(below, key=lambda child: prose[child], default=None)
        if best is None or prose[best] < 0.6 * prose[current]:
            break
        current = best
    while current.tag in _NO_HOLDERS:
        current = current.getparent()
    return current


def _own(blocks: list[Block], reading: Reading, stamp: Stamp | None) -> list[Block]:
    """The container's blocks without headline, stamp and sapô, up to the first heading of furniture."""
    kept: list[Block] = []
    lead_left = reading.lead
    prose = False
    for place, block in enumerate(blocks):
        label = catalogue().label(block.text) if block.text else None
        later = (one.text for one in blocks[place + 1 :])
        if label and label.head and prose and ends_article(label.category, later):
            reading.content.furniture.append(Furniture(label.category, block.text))
            break
        if not prose and block.text and block.text == reading.title:
            kept.clear()
            continue
        if not prose and stamp and line(stamp.text) == block.text:
            continue
        if lead_left and block.text == lead_left:
            lead_left = None
            continue
        prose = prose or len(block.text) >= PROSE
        kept.append(block)
    return kept


def _sorted(blocks: list[Block], page: Page, family: Family | None) -> Content:
    is_article = (lambda url: family.identity(url) is not None) if family else None
    return sort_blocks(blocks, absolute=page.absolute, is_article=is_article)


def _labelled(leaves: list[Leaf], inside: set[Element]) -> list[Furniture]:
    """Lines outside the text that their words give away as furniture, a sample of them."""
    found: dict[Furniture, None] = {}
    for leaf in leaves:
        label = catalogue().label(leaf.text) if leaf.holder not in inside else None
        if label:
            found[Furniture(label.category, leaf.text)] = None
    return list(found)[:_MOST_LABELS]


def _credits_after(content: Content, leaves: list[Leaf], inside: set[Element]) -> None:
    """A by-line or source that stands in an element of its own right behind the text."""
    last = max(place for place, leaf in enumerate(leaves) if leaf.holder in inside)
    for leaf in leaves[last + 1 : last + 1 + _AFTER]:
        label = catalogue().label(leaf.text)
        if label and label.head:
            return
        credit = labelled(leaf.text)
        if credit and credit.kind == "source":
            content.source = content.source or credit.name
        elif credit and credit.kind == "byline":
            content.byline = content.byline or credit.name
        elif leaf is leaves[last + 1] and not leaf.is_link and person(leaf.text):
            content.byline = content.byline or person(leaf.text)
