"""Reading an HTML page whose skin nobody declared, from its lines and the catalogue alone.

First where the prose is and the headline above it (`region`), then the stamp and the sapô between the
two; what is left of the text's own element (`prune`) is sorted like the body of a declared layout.
"""

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

from crawler import dates
from crawler.extract import around, dating
from crawler.extract.between import PROSE, is_clock, is_prose, lead_of, stamp_on
from crawler.extract.body import sort_blocks
from crawler.extract.kinds import kind_of
from crawler.extract.layout import Reading
from crawler.extract.leaflets import with_leaflets
from crawler.extract.pictures import pictures_above
from crawler.extract.prune import key_of, prune
from crawler.extract.region import Region, find_region, next_heading
from crawler.extract.shape import ends_article, goes_on
from crawler.extract.signature import behind_byline
from crawler.extract.sitename import is_site
from crawler.families.base import Family
from crawler.identity import looks_like_article
from crawler.models import Furniture, Kind
from crawler.page.blocks import Block
from crawler.page.breaks import part_breaks
from crawler.page.fragment import LINES, blocks_of_fragment
from crawler.page.outline import Leaf, outline
from crawler.page.parse import Element, Page

_MOST_LABELS = 40
_LOOKED = 5_000
"""Lines outside the text that are asked for their labels: many more than any portal's page has."""
_FAR = 500
"""Lines below the headline among which its stamp, sapô and credits are sought."""
_SECTION = 40
"""Characters of a section's name, which a menu links and a chip below the headline repeats."""
_COUNT = re.compile(r"[\d.,]+")
_TITLE_DATE = re.compile(r"\s*[(\[]\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?:[ ,-]+\d{1,2}:\d{2}[^()]{0,8})?)\s*[)\]]$")


def read_page(page: Page, family: Family | None) -> Reading:
    """The article by its lines; title ``None`` and an empty body when there is no prose."""
    reading = Reading(notes=["reader: generic"])
    if family:
        reading.notes.append(f"layout_unfit: no layout of {family.name} fits this page")
    leaves = _lines(page)
    region, anchor = find_region(page, leaves)
    reading.kind = _kind(page, family, leaves, region, anchor)
    if reading.kind:
        reading.title = page.title
        return reading
    offered = region
    if region is None:
        reading.title = leaves[anchor].text if anchor is not None else _claimed(page)
        if anchor is None:
            return reading
        # A notice that is nothing but a file, an infographic: the lines behind the headline are all there is.
        end = next_heading(leaves, anchor)
        region, offered = (Region(anchor, last, last, leaves[anchor].holder) for last in (end, anchor + 1))
    if region.last - region.first > LINES:
        reading.notes.append(f"text_cut: what follows its first {LINES} lines was not looked at")
        leaves = leaves[: region.last]
    reading.title = leaves[region.title].text if region.title is not None else _claimed(page)
    own = _head(page, leaves, region, reading)
    _part_title(page, reading)
    files = around.attachments_behind(page, offered or region, leaves)
    _read_region(page, leaves, region, own, reading, _other_article(page, family))
    reading.content.attachments += [one for one in files if one not in reading.content.attachments]
    reading.section = page.meta.get("article:section")
    return reading


def _read_region(
    page: Page, leaves: list[Leaf], region: Region, own: set[int], reading: Reading, is_article: Callable[[str], bool]
) -> None:
    """Fills the reading from the region's element; ``own`` are lines that were read already."""
    content = reading.content
    above = pictures_above(leaves, region, own)
    reading.tags = around.tags_behind(region, leaves)
    byline, source = around.credits_behind(leaves[region.last :])
    furniture, mixed, lines = prune(leaves, region, own, is_article)
    blocks = _without_head(blocks_of_fragment(region.body, reading.notes, lines), reading, mixed, furniture)
    over = behind_byline(blocks)
    furniture += [Furniture("around", block.text) for block in blocks[over:] if block.text]
    found = sort_blocks([*above, *blocks[:over]], absolute=page.absolute, is_article=is_article)
    found.byline = around.with_coauthors(page, leaves, content.byline or found.byline or byline)
    found.source = content.source or found.source or source
    found.furniture += _apart(content.furniture, found.body) + furniture + _labelled(leaves, set(region.body.iter()))
    reading.content = found


def _apart(beside: list[Furniture], body: list[str]) -> list[Furniture]:
    """What stood beside a stamp, unless its whole line is a paragraph's: tags that are lost glue the two together."""
    return [one for one in beside if not any(one.text in text for text in body)]


def _lines(page: Page) -> list[Leaf]:
    if page.root is not None:
        part_breaks(page.root)
    return with_leaflets(outline(page))


def _kind(
    page: Page, family: Family | None, leaves: list[Leaf], region: Region | None, anchor: int | None
) -> Kind | None:
    elsewhere = family if family and page.url and family.identity(page.url) is None else None
    kind = kind_of(page, leaves, region, anchor, elsewhere)
    if kind == "listing" and family and page.url and family.identity(page.url):
        # The address is an article's; a short notice between long side columns only looks like a list.
        return None
    return kind


def _claimed(page: Page) -> str | None:
    told = (page.meta.get("og:title"), page.text("//h1"))
    return next((one for one in told if one and not is_site(one)), None) or next((one for one in told if one), None)


def _head(page: Page, leaves: list[Leaf], region: Region, reading: Reading) -> set[int]:
    """Reads what stands between headline and text; the places of the lines that were read."""
    texts = (at for at in range(region.first, region.last) if is_prose(leaves[at]))
    prose = next((at for at in texts if not stamp_on(leaves[at], page.moment)), region.first)
    prose = min(prose, len(leaves) - 1, (region.title if region.title is not None else prose) + _FAR)
    stamp, reading.edit = dating.stamp_around(page, leaves, region, prose)
    if stamp:
        reading.stamp = stamp.reading
        reading.content.furniture += [Furniture("views", piece) for piece in stamp.beside]
    if region.title is None:
        return set()
    head = leaves[region.title + 1 : prose + 1]
    reading.claims = dating.moments(head)
    reading.edit = reading.edit or dating.edit_moment(head)
    low = region.title + 1
    between = leaves[low : prose + 1]
    reading.lead = lead_of(page, between, leaves[prose + 1 : prose + 3], region.body)
    byline, source, credited = around.byline_above(leaves[low:prose])
    stamps = {at: found for at in range(low, prose + 1) if (found := stamp_on(leaves[at], page.moment))}
    if stamp:
        # A stamp below the text is none of its lines.
        below = range(max(prose, region.first), region.last)
        again = (at for at in below if stamp.is_told_by(leaves[at].text) or stamp.is_told_by(leaves[at].plain))
        stamps |= {at: stamp for at in again if stamp_on(leaves[at], page.moment) == stamp}
    beside = [piece for one in [stamp, *stamps.values()] if one for piece in one.beside]
    reading.content.byline = byline or around.byline_beside(beside)
    reading.content.source = source or around.source_beside(beside)
    own = {low + place for place in credited}
    own |= set(stamps)
    if stamp and stamp.reading and len(stamp.reading.value) > 10:
        own |= {at for at in range(low, prose) if is_clock(leaves[at].text)}
    own |= {at for at in range(low, prose + 1) if leaves[at].text == reading.title}
    sections = {leaf.text for leaf in leaves if leaf.is_link and len(leaf.text) <= _SECTION}
    own |= {at for at in range(low, prose) if leaves[at].text in sections or _COUNT.fullmatch(leaves[at].text)}
    if reading.lead:
        own.add(next(at for at in range(low, prose + 1) if leaves[at].text == reading.lead))
    return own


def _part_title(page: Page, reading: Reading) -> None:
    """Parts a headline from the date in brackets that old templates print behind it."""
    found = _TITLE_DATE.search(reading.title or "")
    told = dates.read(found[1], base=page.moment) if found else None
    if found and told and reading.title and len(reading.title) - len(found[0]) >= 15:
        reading.title = reading.title[: found.start()].rstrip()
        reading.stamp = reading.stamp or told


def _without_head(
    blocks: list[Block], reading: Reading, mixed: Counter[str], furniture: list[Furniture]
) -> list[Block]:
    """The blocks behind the headline, without lines that were read already, up to a furniture heading."""
    kept: list[Block] = []
    prose = False
    for place, block in enumerate(blocks):
        label = block.label
        later = [one.text for one in blocks[place + 1 :] if not one.is_link] if label and label.head else []
        # The region's end was found before: what follows a box of links within it is the text again.
        boxed = label is not None and label.category in ("related", "documents") and goes_on(later, 1)
        if label and label.head and prose and not boxed and ends_article(label.category, later):
            furniture += [Furniture(label.category, one.text) for one in blocks[place:] if one.text]
            break
        if block.text and block.text == reading.title and not prose:
            continue
        key = key_of(block.text) if mixed else ""
        if key and mixed[key] > 0:
            mixed[key] -= 1
            continue
        prose = prose or len(block.text) >= PROSE
        kept.append(block)
    return kept


def _other_article(page: Page, family: Family | None) -> Callable[[str], bool]:
    """Whether an address (as written on the page) is another article's."""
    if family:
        return lambda url: family.identity(page.absolute(url)) is not None
    return lambda url: looks_like_article(page.absolute(url), page.url)


def _labelled(leaves: list[Leaf], inside: set[Element]) -> list[Furniture]:
    """Lines outside the text that their words give away as furniture, a sample of them."""
    found: dict[Furniture, None] = {}
    for leaf in islice((leaf for leaf in leaves if leaf.holder not in inside), _LOOKED):
        label = leaf.label
        if label:
            found[Furniture(label.category, leaf.text)] = None
    return list(found)[:_MOST_LABELS]
