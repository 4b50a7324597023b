"""Dates that a skin prints as a calendar's leaf, day, month and year in elements of their own."""

import re

from crawler import dates
from crawler.page.outline import Leaf

_REST = re.compile(r"(?:(?:tháng|thg\.?|th\.?) ?)?\d{1,2}(?:[,/ -]+\d{4})?|\d{4}|[a-z]{3,9},? ?\d{4}|[a-z]{3,9}", re.I)
_PIECES = 3
_LONGEST = 16
_LEVELS = 2


def with_leaflets(leaves: list[Leaf]) -> list[Leaf]:
    """The lines with each calendar leaf ("03", "Th5", "2024" in one box) as one line; others as they are."""
    found: list[Leaf] = []
    place = 0
    while place < len(leaves):
        text = leaves[place].text
        size = _size(leaves, place) if len(text) <= 2 and text.isdigit() and _years_follow(leaves, place) else 1
        if size > 1:
            text = _joined(leaves[place : place + size])
            first = leaves[place]
            found.append(Leaf(text, first.holder, bold=first.bold, inline=first.inline, unlinked=[text]))
        else:
            found.append(leaves[place])
        place += size
    return found


def _size(leaves: list[Leaf], place: int) -> int:
    """How many lines from here on are one printed day; 1 when they are none."""
    box = leaves[place].holder.getparent()
    for size in range(_PIECES, 1, -1):
        pieces = leaves[place : place + size]
        if len(pieces) < size or not all(_REST.fullmatch(leaf.text) for leaf in pieces[1:]):
            continue
        if any(box not in list(leaf.holder.iterancestors())[:_LEVELS] for leaf in pieces):
            continue
        reading = dates.read(_joined(pieces))
        if reading and reading.precision == "day":
            return size
    return 1


def _years_follow(leaves: list[Leaf], place: int) -> bool:
    """Whether one of the next two lines ends in four digits; asked first, as tables are full of short numbers."""
    for leaf in leaves[place + 1 : place + _PIECES]:
        if 4 <= len(leaf.text) <= _LONGEST and leaf.text[-4:].isdigit():
            return True
    return False


def _joined(pieces: list[Leaf]) -> str:
    """The pieces as one date, with strokes where all of them are numbers."""
    texts = [leaf.text for leaf in pieces]
    return ("/" if all(text.replace("/", "").isdigit() for text in texts) else " ").join(texts)
