"""Taking by-line and source lines off the end of an article, and nothing that the article says."""

from dataclasses import replace

from crawler.extract.credit import LABEL_ALONE, Credit, is_account, labelled, person, signs_for_office
from crawler.page.blocks import Block, Role

_PICTORIAL = (Role.IMAGE, Role.MEDIA, Role.CAPTION)
_NO_LINES = (Role.ROW, Role.ITEM, Role.HEADING)
_STAMPED = ("(đã ký)", "(đã kí)", "đã ký")
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
        taken.append((credit, kept.pop(place).text))
    return kept, taken[::-1]


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


def _allowed(kind: str, names: int) -> int:
    return {"photo": 3, "source": 1}.get(kind, max(1, names))


def _last_line(blocks: list[Block]) -> int | None:
    """The last block that is a line of text, also before the last pictures; ``None`` for a table or list."""
    place = next((i for i in range(len(blocks) - 1, -1, -1) if blocks[i].role not in _PICTORIAL), None)
    return None if place is None or blocks[place].role in _NO_LINES else place


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
