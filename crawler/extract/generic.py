"""Reading an article by blocks and the catalogue alone: plain-text captures and undeclared skins."""

import re
from datetime import datetime
from itertools import islice, pairwise

from crawler.extract.body import sort_blocks
from crawler.extract.credit import labelled, person
from crawler.extract.layout import Reading
from crawler.extract.shape import ends_article, is_telling
from crawler.extract.stamps import choose, stamp_of
from crawler.models import Furniture
from crawler.page.blocks import Block, Role

_SENTENCE_END = re.compile(r"[.!?…;:][\"”’)\]]*$|\./\.*$")
_LISTED = re.compile(r"^(?:[-–+*•]|\d{1,2}[.)/]|[a-zđ]\)|[IVX]{1,4}\.)\s")
_PARAGRAPH = 120
"""Characters from which a line is prose and no headline."""
_HEAD = 1000
"""Lines of a capture among which headline and stamp are sought; the longest menus have some hundred."""
_CAPTION_SYLLABLES = range(6, 46)


def read_lines(blocks: list[Block], moment: datetime | None = None) -> Reading:
    """The article of a plain-text capture fetched at ``moment``; no title and an empty body when there is none."""
    reading = Reading(notes=["reader: lines"])
    furniture: list[Furniture] = []
    kept = _without_tail(_marked(blocks), furniture)
    stamp_at = _stamp_place(kept)
    title_at = _title_place(kept, stamp_at)
    if title_at is None:
        reading.content.furniture = furniture
        return reading
    reading.title = kept[title_at][0].text
    before = [block for block, label in kept[:title_at] if not label]
    if len(before) == 1 and stamp_at is not None and stamp_at < title_at:
        before = []
    reading.section = before[-1].text if before and len(before[-1].text) <= 60 else None
    furniture += [
        Furniture(label or "breadcrumb", block.text)
        for block, label in kept[:title_at]
        if block.text != reading.section
    ]
    rest = kept[title_at + 1 :]
    rest = _read_stamp(rest, reading, furniture, moment)
    furniture += [Furniture(label, block.text) for block, label in rest if label]
    body = [block for block, label in rest if not label]
    body = _take_lead(body, reading)
    reading.content = sort_blocks(_with_captions(body))
    reading.content.furniture = furniture + reading.content.furniture
    return reading


Marked = list[tuple[Block, str | None]]
"""Blocks, each with the category of furniture that its words give away, if any."""


def _marked(blocks: list[Block]) -> Marked:
    found: Marked = []
    for block in blocks:
        label = block.label
        found.append((block, (label.category + "*" if label.head else label.category) if label else None))
    return found


def _without_tail(marked: Marked, furniture: list[Furniture]) -> Marked:
    """Cuts from the first furniture heading after the article has begun; strips the heading marks."""
    prose = 0
    for place, (block, category) in enumerate(marked):
        later = (tail.text for tail, _ in islice(marked, place + 1, None))
        if category and prose and category.endswith("*") and ends_article(category.rstrip("*"), later):
            current = category.rstrip("*")
            for tail, own in marked[place:]:
                current = own.rstrip("*") if own and own.endswith("*") else current
                furniture.append(Furniture(own.rstrip("*") if own else current, tail.text))
            marked = marked[:place]
            break
        prose += len(block.text) >= _PARAGRAPH
    return [(block, category.rstrip("*") if category else None) for block, category in marked]


def _stamp_place(marked: Marked) -> int | None:
    """The stamp before the first prose; of several the last one, since a site's clock comes first."""
    place = None
    for index, (block, category) in enumerate(marked[:_HEAD]):
        if len(block.text) >= _PARAGRAPH and not category:
            break
        if not category and stamp_of(block.text):
            place = index
    return place


def _title_place(marked: Marked, stamp_at: int | None) -> int | None:
    """The line before the stamp, or the last short line before the prose begins."""
    if stamp_at is not None:
        before = [i for i in range(stamp_at) if not marked[i][1] and not stamp_of(marked[i][0].text)]
        if before:
            return before[-1]
    candidates: list[int] = []
    for index, (block, category) in enumerate(marked[:_HEAD]):
        if category or stamp_of(block.text):
            continue
        if candidates and (len(block.text) >= _PARAGRAPH or block.text.endswith(".")):
            return candidates[-1]
        if len(block.text) > 300:
            break
        candidates.append(index)
    return candidates[0] if candidates else None


def _read_stamp(rest: Marked, reading: Reading, furniture: list[Furniture], moment: datetime | None) -> Marked:
    """Reads the stamp under the title and puts the counts beside it where they belong."""
    for place, (block, category) in enumerate(rest[:3]):
        found = None if category else stamp_of(block.text, moment)
        if found:
            stamp, reading.edit = choose([found])
            reading.stamp = stamp.reading if stamp else None
            furniture += [Furniture("views", piece) for piece in found.beside]
            return rest[:place] + rest[place + 1 :]
    return rest


def _take_lead(body: list[Block], reading: Reading) -> list[Block]:
    """Recognises a sapô by its place; what is not certainly one stays the first paragraph."""
    if len(body) < 2:
        return body
    first, second = body[0], body[1]
    tight = reading.stamp is not None and first.gap == 0 and any(block.gap for block in body[1:3])
    if tight and all(block.gap == 0 for block in body[:1]):
        reading.lead = first.text
        return [_as_caption(block) if _tight_caption(block) else block for block in body[1:]]
    follows = len(body) > 2 and _is_caption(second, body[2]) and len(first.text) >= 40
    if follows and (second.gap >= 2 or second.indent) and not is_telling(second.text):
        reading.lead = first.text
        return [_as_caption(second), *body[2:]]
    return body


def _tight_caption(block: Block) -> bool:
    return block.gap == 0 and not _SENTENCE_END.search(block.text) and person(block.text) is None


def _as_caption(block: Block) -> Block:
    block.role = Role.CAPTION
    return block


def _with_captions(body: list[Block]) -> list[Block]:
    """Bare lines between paragraphs that show rather than tell are captions of lost pictures."""
    for block, after in pairwise(body):
        if block.role is Role.TEXT and _is_caption(block, after):
            block.role = Role.CAPTION
    return body


def _is_caption(block: Block, after: Block) -> bool:
    text = block.text
    if _SENTENCE_END.search(text) or _LISTED.match(text) or is_telling(text) or text.isupper():
        return False
    if len(text.split()) not in _CAPTION_SYLLABLES or person(text) or labelled(text):
        return False
    return len(after.text) >= _PARAGRAPH or after.role is Role.CAPTION or bool(_SENTENCE_END.search(after.text))
