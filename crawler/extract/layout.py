"""Reading an article through a family's declared layout."""

import re
from dataclasses import dataclass, field

from crawler import dates
from crawler.catalogue import catalogue
from crawler.dates.models import DateReading
from crawler.extract.between import stamp_and_lead
from crawler.extract.body import Content, sort_blocks
from crawler.extract.credit import labelled, person
from crawler.extract.files import offered_files
from crawler.extract.pictures import pictures_between
from crawler.extract.stamps import Stamp, choose, is_update, stamp_of
from crawler.families.base import Family, Layout
from crawler.models import Asset, Furniture, Kind
from crawler.page.blocks import Block
from crawler.page.fragment import blocks_of_fragment
from crawler.page.kinship import precedes
from crawler.page.parse import Element, Page, drop, glimpse, words

_HEAD = 2
"""First lines of a body among which the date is looked for."""
_LONGEST_ITEM = 400
"""Characters of a stripped region that are kept as evidence; whole sidebars would drown the article."""


_LONGEST_TAG = 60
_TAGS_LABEL = re.compile(r"(?:tags?|từ kho[áa]|từ khóa|thẻ|nhãn)\s*:?", re.I)
_TAG_LINKS = (
    ".//*[contains(@class, 'tag') or contains(@class, 'keyword')]"
    "//a[contains(@href, 'tag') or contains(@href, 'tu-khoa')]"
)


@dataclass(slots=True)
class Reading:
    """What a reader found on one page, whichever way it read."""

    title: str | None = None
    lead: str | None = None
    content: Content = field(default_factory=Content)
    stamp: DateReading | None = None
    edit: DateReading | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    """Machine-readable moments that stand in the article's head, behind the printed ones."""
    kind: Kind | None = None
    """What the page is when it is no article; ``None`` when nothing says so."""


def read_layout(page: Page, family: Family) -> Reading | None:
    """The article by the first layout of the family that fits; ``None`` when none does."""
    for layout in family.layouts:
        root = page.first(layout.root)
        if root is None:
            continue
        body, title = _fullest(page.all(layout.body, root)), page.text(layout.title, root)
        if body is not None and title:
            return _read(page, family, layout, root, body, title)
    return None


def _fullest(bodies: list[Element]) -> Element | None:
    """The first body with words in it: some skins print an empty twin before it."""
    return next((one for one in bodies if glimpse(one, 0)), bodies[0] if bodies else None)


def _read(page: Page, family: Family, layout: Layout, root: Element, body: Element, title: str) -> Reading:
    reading = Reading(title=title, notes=[f"layout: {family.name}/{layout.name}"])
    stamp, rest = _stamp(page, layout, root, body)
    if stamp:
        chosen, reading.edit = choose([stamp])
        reading.stamp = chosen.reading if chosen else None
    dropped = _drop(page, layout, body)
    blocks = [block for picture in _pictures(page, layout, root, body) for block in picture]
    reading.lead = page.text(layout.lead, root) if layout.lead else None
    if not layout.pictures:
        blocks = _pictures_by_place(page, layout, root, body, reading)
    reading.content = sort_blocks(
        blocks + _without_stamp(blocks_of_fragment(body, reading.notes), reading),
        absolute=page.absolute,
        is_article=lambda url: family.identity(url) is not None,
    )
    _by_place(page, reading, title, body, dated=bool(rest))
    reading.content.furniture += rest + dropped + _elsewhere(page, layout, body)
    _credit(page, layout, root, body, reading.content)
    offered = layout.attachments(page, root) if layout.attachments else []
    reading.content.attachments = _joined(offered or offered_files(page, root, body), reading.content.attachments)
    reading.section = page.text(layout.section, root) if layout.section else None
    reading.tags = _tags(page, layout, root)
    return reading


def _without_stamp(blocks: list[Block], reading: Reading) -> list[Block]:
    """The body's blocks without the date line, which some skins keep in the body's element."""
    texts = [block for block in blocks if block.text][:_HEAD]
    for block in texts:
        found = stamp_of(block.text)
        if found and found.reading and (reading.stamp is None or found.reading.value == reading.stamp.value):
            reading.stamp = reading.stamp or found.reading
            return [one for one in blocks if one is not block]
    return blocks


def _by_place(page: Page, reading: Reading, title: str, body: Element, *, dated: bool) -> None:
    """Looks between headline and text for what the layout's names didn't find: a skin may call it otherwise."""
    if (reading.stamp or dated) and reading.lead:
        return
    (stamp, edit), lead = stamp_and_lead(page, title, body)
    reading.edit = reading.edit or edit
    if reading.stamp is None and not dated and stamp:
        reading.stamp = stamp.reading
        reading.notes.append("layout_unfit: the date was found by its place")
    if reading.lead is None and lead:
        reading.lead = lead
        reading.notes.append("layout_unfit: the lead was found by its place")


def _is_own(candidate: Element, body: Element) -> bool:
    """Whether a dated element can be the article's: behind the text, dates beside links are other articles'."""
    if body in candidate.iterancestors() or precedes(candidate, body):
        return True
    around = candidate.getparent()
    return around is not None and next(around.iter("a"), None) is None


def _stamp(page: Page, layout: Layout, root: Element, body: Element) -> tuple[Stamp | None, list[Furniture]]:
    """The article's own stamp and what else stood on its line (view and comment counts)."""
    candidates = page.all(layout.stamp, root) if layout.stamp else []
    text = next((words(one) for one in candidates if _is_own(one, body)), None)
    if not text:
        return None, []
    told = layout.stamp_text(text) if layout.stamp_text else text
    found = dates.locate(told)
    if not found:
        counted = dates.read(told, base=page.moment) if page.moment else None
        return (Stamp(text, counted), []) if counted else (None, [Furniture("undated_stamp", text)])
    first = next((one for one in found if not is_update(one[2])), None)
    edit = next((one[2] for one in found if is_update(one[2])), None)
    start, end, _ = first or found[0]
    rest = [piece.strip() for piece in (text[:start], text[end:])]
    beside = [Furniture("views", piece) for piece in rest if piece.strip(" |-•")]
    return Stamp(text, first[2] if first else None, (), edit), beside


def _drop(page: Page, layout: Layout, body: Element) -> list[Furniture]:
    """Takes declared furniture out of the body's tree before it is read."""
    found: list[Furniture] = []
    for category, xpath in layout.drop.items():
        for element in page.all(xpath, body):
            text = words(element)
            if text:
                found.append(Furniture(category, text[:_LONGEST_ITEM]))
            drop(element)
    return found


def _pictures(page: Page, layout: Layout, root: Element, body: Element) -> list[list[Block]]:
    """Lead pictures that stand outside the body's element; they leave the tree, as some stand inside the lead."""
    if not layout.pictures:
        return []
    # On a broken page a picture's element that was never closed holds the text.
    mixed = {*body.iterancestors(), *body.iter()}
    found = []
    for one in page.all(layout.pictures, root):
        if one not in mixed:
            found.append(blocks_of_fragment(one))
            drop(one)
    return found


def _pictures_by_place(page: Page, layout: Layout, root: Element, body: Element, reading: Reading) -> list[Block]:
    """Lead pictures of a skin that isn't known to have any: whatever stands between headline and text."""
    title = page.first(layout.title, root)
    if title is None or title in set(body.iter()) or body in set(title.iter()):
        return []
    read = [one for xpath in (layout.lead, layout.stamp) if xpath for one in page.all(xpath, root)[:1]]
    taken = {text for text in (reading.title, reading.lead) if text}
    return pictures_between(title, body, read, taken)


def _elsewhere(page: Page, layout: Layout, body: Element) -> list[Furniture]:
    """Declared furniture of the rest of the page, one item a region."""
    found: list[Furniture] = []
    # On a broken page a box that was never closed holds the article, or stands in it.
    mixed = {*body.iterancestors(), *body.iter()}
    for category, xpath in layout.furniture.items():
        for element in page.all(xpath):
            if element in mixed:
                continue
            text = glimpse(element, _LONGEST_ITEM)
            if text:
                found.append(Furniture(_named(element, category), text))
    return list(dict.fromkeys(found))


def _named(element: Element, category: str) -> str:
    """A side box by its own heading, where the skin gives all boxes one class."""
    if category != "box":
        return category
    label = catalogue().label(glimpse(element, 0))
    return label.category if label else category


def _signed_behind(body: Element) -> str | None:
    """The name that stands in the element right behind the body's own; ``None`` for anything else there."""
    after = body.getnext()
    told = glimpse(after, _LONGEST_TAG) if after is not None and after.tag in ("p", "div", "strong", "b") else ""
    credit = labelled(told)
    if credit and credit.kind == "byline":
        return credit.name
    return person(told) if len(told.split()) > 1 else None


def _credit(page: Page, layout: Layout, root: Element, body: Element, content: Content) -> None:
    """The layout's own credit block speaks before the shape of the body's last lines."""
    if content.byline is None and not layout.byline:
        content.byline = _signed_behind(body)
    if layout.credits:
        credits_ = layout.credits(page, root)
        content.byline = credits_.byline or content.byline
        content.source = credits_.source or content.source
    elif layout.byline:
        content.byline = page.text(layout.byline, root) or content.byline
    printed = page.text(layout.source, root) if layout.source else None
    if printed:
        credit = labelled(printed)
        content.source = credit.name if credit and credit.kind == "source" else printed


def _joined(first: list[Asset], second: list[Asset]) -> list[Asset]:
    known = {asset.url for asset in first}
    return first + [asset for asset in second if asset.url not in known]


def _tags(page: Page, layout: Layout, root: Element) -> list[str]:
    found = [words(one) for one in page.all(layout.tags, root)] if layout.tags else []
    if not found:
        found = [words(one) for one in page.all(_TAG_LINKS, root)]
    found = [tag.lstrip("# ") for tag in found if not _TAGS_LABEL.fullmatch(tag)]
    return list(dict.fromkeys(tag for tag in found if tag and len(tag) <= _LONGEST_TAG))
