"""English month names, left to dateparser: the only module that imports it, and only when one is printed."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.dates import forms
from crawler.dates.clock import Clock, settle_clock
from crawler.dates.days import make_day, write
from crawler.dates.lexicon import (
    ENGLISH_MONTH,
    ENGLISH_MONTHS,
    LABEL_PUBLISH,
    LABEL_UPDATE,
    LINK,
    WEEKDAY,
    WEEKDAYS,
)
from crawler.dates.models import DateReading, note

# Longer is prose; dateparser is slow and reads dates into it.
MAX_LENGTH = 60
_GATE = re.compile(rf"(?<![^\W\d_])(?P<month>{ENGLISH_MONTH})(?![^\W\d_])", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_LABELS = re.compile(rf"(?<!\w)(?:{LABEL_UPDATE}|{LABEL_PUBLISH}|{LINK})(?!\w)", re.IGNORECASE)
_WEEKDAY = re.compile(rf"(?<!\w)(?:{WEEKDAY})(?!\w)", re.IGNORECASE)
_CLOCK = re.compile(
    rf"(?<![\w/.:-])(?:{forms.named(next(f for f in forms.NUMBER_FORMS if f.name == 'colon'))})(?!\w)",
    re.IGNORECASE,
)
_TOKENS = re.compile(r"[0-9]+|[^\W\d_]+")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "of"))
_SETTINGS = {
    "DATE_ORDER": "DMY",
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
    "RETURN_AS_TIMEZONE_AWARE": False,
}


def read_english(line: str) -> DateReading | None:
    """Read `line` (normalised) as a date with an English month name and a four-digit year.

    The answer counts only when its day, month and year each stand in the words, and nothing else does.
    """
    if len(line) > MAX_LENGTH or not _GATE.search(line) or not _YEAR.search(line):
        return None
    clocks = list(_CLOCK.finditer(line))
    if len(clocks) > 1:
        return None
    clock = _clock(clocks[0]) if clocks else None
    if clocks and clock is None:
        return None
    rest = _LABELS.sub(" ", _CLOCK.sub(" ", line))
    weekdays = {WEEKDAYS[found.lower()] for found in _WEEKDAY.findall(rest)}
    rest = _WEEKDAY.sub(" ", rest)
    moment = _parse(rest)
    day = make_day(moment.year, moment.month, moment.day) if moment else None
    if day is None or not weekdays <= {day.weekday()}:
        return None
    written = write(day, clock)
    if written is None:
        return None
    value, precision, codes = written
    if _LABEL_UPDATE.search(line):
        codes = (*codes, "label_update")
    return DateReading(value, precision, line, tuple(map(note, (*codes, "english"))))


_LABEL_UPDATE = re.compile(rf"(?<!\w){LABEL_UPDATE}(?!\w)", re.IGNORECASE)


def _clock(match: re.Match[str]) -> Clock | None:
    hour, minute, second, mark, zone = match.group("colon_h", "colon_n", "colon_s", "colon_p", "colon_z")
    return settle_clock(int(hour), int(minute), int(second) if second else None, mark, zone)


def _parse(words: str) -> datetime | None:
    """What dateparser makes of the words left over, if they are a day, a month's name, a year and no more."""
    tokens = [token.lower() for token in _TOKENS.findall(words) if token.lower() not in _ORDINALS]
    numbers = sorted((token for token in tokens if token.isdigit()), key=len)
    names = [token for token in tokens if not token.isdigit()]
    if len(numbers) != 2 or len(names) != 1 or len(numbers[0]) > 2 or len(numbers[1]) != 4:
        return None
    import dateparser

    try:
        moment = dateparser.parse(" ".join((numbers[0], names[0], numbers[1])), languages=["en"], settings=_SETTINGS)
    except (ValueError, OverflowError):
        return None
    if moment is None or (moment.day, moment.year) != (int(numbers[0]), int(numbers[1])):
        return None
    return moment if names[0][:3] == ENGLISH_MONTHS[moment.month - 1] else None
