"""Lines that are an article's date stamp: a date, and little else."""

import re
from dataclasses import dataclass

from crawler.dates import locate
from crawler.dates.models import DateReading

_LONGEST = 80
_WORDS_BESIDE = 12
"""Letters that may stand beside the date ("155 0" has none); more make the line a sentence."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp line: the whole of it, the reading, and what else stands on it."""

    text: str
    reading: DateReading
    beside: tuple[str, ...]


def is_update(reading: DateReading) -> bool:
    """Whether the stamp's own label says that it tells an edit, not the publication."""
    return any(note.startswith("label_update") for note in reading.notes)


def stamp_of(text: str) -> Stamp | None:
    """The stamp that a line is; ``None`` for sentences and for lines with two dates."""
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    found = [one for one in locate(text) if not is_update(one[2])]
    if len(found) != 1:
        return None
    start, end, reading = found[0]
    around = (text[:start].strip(), text[end:].strip())
    if len(re.sub(r"[\W\d_]+", "", "".join(around))) > _WORDS_BESIDE:
        return None
    return Stamp(text, reading, tuple(piece for piece in around if piece.strip(" |-•()")))
