"""Taking by-line and source lines off the end of an article, and nothing that the article says."""

import re
from dataclasses import replace

from crawler.extract.credit import LABEL_ALONE, Credit, credits_in, is_account, labelled, person, signs_for_office
from crawler.page.blocks import Block, Role

_PICTORIAL = (Role.IMAGE, Role.MEDIA, Role.CAPTION)
_NO_LINES = (Role.ROW, Role.ITEM, Role.HEADING)
_REACH = 14
"""Lines from the end among which the by-line is sought that ends an article."""
_SAID = 60
"""Characters of a line that says something of the article."""
_SENTENCE = re.compile(r"[.!?…:;][\"”’)]*$")
_STAMPED = ("(đã ký)", "(đã kí)", "đã ký")
_BRACKETS = re.compile(r"([.!?…][\"”’]?)\s*\(([^()]{4,40})\)\.?$")
_FEWEST = 2
"""Syllables of a name in brackets; one alone may be a paper's or a place's."""
_ENOUGH_NAMES = 50
"""Names that are counted at most."""
_MOST_NAMES = 2
"""Names on lines of their own that make a by-line; more are a list that the article gives."""


def take_credits(blocks: list[Block]) -> tuple[list[Block], list[tuple[Credit, str]]]:
    """The blocks without their last credit lines, and these in reading order with their words.

    At most one by-line (two when each of two names has a line), one source and photo credits; a name under an
    office's signature, under a colon, or in a list of names stays.
    """
    kept = _joined(blocks)
    taken: list[tuple[Credit, str]] = []
    names = _names_at_end(kept)
    while True:
        place = _last_line(kept)
        if place is None:
            break
        credit = labelled(kept[place].text) or _name(kept, place, names)
        if credit is None or sum(one.kind == credit.kind for one, _ in taken) >= _allowed(credit.kind, names):
            break
        text = kept.pop(place).text
        taken += [(one, text) for one in reversed(credits_in(text) or [credit])]
    if not any(credit.kind == "byline" for credit, _ in taken):
        taken += _bracketed(kept)
    return kept, taken[::-1]


def _bracketed(blocks: list[Block]) -> list[tuple[Credit, str]]:
    """The by-line in brackets behind the last sentence, taken off its paragraph; empty when there is none."""
    place = _last_line(blocks)
    found = _BRACKETS.search(blocks[place].text) if place is not None else None
    name = person(found[2].strip()) if found else None
    if place is None or found is None or name is None or len(name.split()) < _FEWEST:
        return []
    blocks[place] = replace(blocks[place], text=blocks[place].text[: found.end(1)])
    return [(Credit("byline", name), found[0].strip())]


def _joined(blocks: list[Block]) -> list[Block]:
    """The blocks with a credit's label and the value on the next line as one; accounts of the CMS left out."""
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if before and before.role is Role.TEXT and LABEL_ALONE.fullmatch(before.text) and 0 < len(block.text) <= 60:
            found[-1] = replace(block, text=f"{before.text.rstrip(': ')}: {block.text}")
        elif not is_account(block.text):
            found.append(block)
    return found


def behind_byline(blocks: list[Block]) -> int:
    """Where the article is over: one behind its by-line, when only short lines follow that say nothing of it.

    The number of blocks when nothing ends there: a by-line on top, an office's signature, text behind the name.
    """
    end = len(blocks)
    for place in range(len(blocks) - 1, max(0, len(blocks) - _REACH), -1):
        block = blocks[place]
        if block.role in _PICTORIAL or not block.text:
            continue
        credit = labelled(block.text)
        name = person(block.text) if block.role is Role.TEXT and not block.is_link else None
        if (credit and credit.kind in ("byline", "source")) or (name and _ends_text(blocks, place)):
            rest = blocks[place + 1 :]
            if credit and credit.kind == "source" and any(one.role in _NO_LINES for one in rest):
                # "Nguồn: ..." above a table tells where its figures come from.
                return end
            strange = [one for one in rest if one.role not in _PICTORIAL and one.text and not labelled(one.text)]
            return place + 1 if strange and person(strange[0].text) is None else end
        if len(block.text) >= _SAID and block.linked < 0.5 * len(block.text) and _SENTENCE.search(block.text):
            return end
    return end


def _ends_text(blocks: list[Block], place: int) -> bool:
    """Whether a name stands right below a sentence, which is no list's and no signature's."""
    before = _before(blocks, place)
    name = blocks[place].text
    if LABEL_ALONE.fullmatch(before):
        return True
    sure = len(name.split()) > 1 or name.replace(".", "").isupper()
    return sure and len(before) >= _SAID // 2 and before.rstrip('"”’)').endswith((".", "!", "?", "…"))


def _allowed(kind: str, names: int) -> int:
    return {"photo": 5, "source": 1}.get(kind, max(1, names))


def _last_line(blocks: list[Block]) -> int | None:
    """The last block that is a line of text, also before the last pictures; ``None`` for a table or list."""
    place = next((i for i in range(len(blocks) - 1, -1, -1) if blocks[i].role not in _PICTORIAL), None)
    if place is None or blocks[place].role not in _NO_LINES:
        return place
    label, _, name = blocks[place].text.partition(" | ")
    if blocks[place].role is Role.ROW and LABEL_ALONE.fullmatch(label) and name and " | " not in name:
        blocks[place] = replace(blocks[place], text=f"{label.rstrip(': ')}: {name}")
        return place
    return None


def _name(blocks: list[Block], place: int, names: int) -> Credit | None:
    name = person(blocks[place].text)
    if name is None or names > _MOST_NAMES:
        return None
    before = _before(blocks, place)
    if signs_for_office(before) or before.endswith(":"):
        return None
    return Credit("byline", name)


def _before(blocks: list[Block], place: int) -> str:
    """The line above, past a stamp such as "(Đã ký)"; empty at the top."""
    for block in reversed(blocks[:place]):
        if block.role not in _PICTORIAL and block.text.lower() not in _STAMPED:
            return block.text
    return ""


def _names_at_end(blocks: list[Block]) -> int:
    """How many of the last lines are nothing but a name."""
    count = 0
    for block in reversed(blocks):
        if block.role in _PICTORIAL:
            continue
        if labelled(block.text):
            continue
        if person(block.text) is None:
            break
        count += 1
        if count > _ENOUGH_NAMES:
            break
    return count
