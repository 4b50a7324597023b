"""The commonest stamps, read by their shape: the words around dates are few and recur, only the numbers change.

A shape is what stands between the numbers. The general scan is asked once what its words mean (which number is
the day, which the hour; weekday, label, "chiều"), and its answer is kept; from then on only numbers are read.
Whatever calls for a closer look (month first, a clock left out, a zone to convert, a shape the scan refuses) is
None here and goes to the scan, so that nothing is decided in two places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from crawler.dates.clock import settle_clock
from crawler.dates.days import FIRST_YEAR, LAST_YEAR
from crawler.dates.forms import FIELDS
from crawler.dates.models import DateReading, note
from crawler.dates.normal import normalise
from crawler.dates.scan import AMERICAN_MARKS, Match, parts_of

# The digit of "T2" and "Thứ 6" and those of a zone at the end are words, not numbers.
_WEEKDAY_DIGIT = r"(?:(?<=[tTứỨ])|(?<=[tT]\.)|(?<=[ứỨ] ))[2-7](?=[ ,])[^0-9+]*+"
_NEXT = "([^0-9+]++)([0-9]++)"
_shape = re.compile(
    rf"([^0-9+]*+(?:{_WEEKDAY_DIGIT})?+)([0-9]++){_NEXT}{_NEXT}(?:{_NEXT}(?:{_NEXT}(?:{_NEXT})?+)?+)?+"
    r"([^0-9+]*+(?:\+[0-9:]{1,5}+[^0-9+]*+)?+)\Z"
).match
_NUMBERS, _WORDS = (2, 4, 6, 8, 10, 12), (1, 3, 5, 7, 9, 11, 13)
# What the numbers can be, by how many there are and whether the first is a year.
_ORDERS = {
    (3, False): ("dmy", "mdy"),
    (3, True): ("ymd",),
    (4, False): ("dmyh", "hdmy"),
    (4, True): ("ymdh",),
    (5, False): ("dmyhn", "hndmy"),
    (5, True): ("ymdhn",),
    (6, False): ("dmyhns", "hnsdmy"),
    (6, True): ("ymdhns",),
}
# A shape must mean the same with either of these.
_SAMPLES = (
    {"d": "11", "m": "12", "y": "2019", "h": "13", "n": "45", "s": "59"},
    {"d": "1", "m": "2", "y": "2000", "h": "4", "n": "05", "s": "06"},
)
_PADDED = {printed: f"{number:02d}" for number in range(32) for printed in (f"{number}", f"{number:02d}")}
# A minute or a second; None where none is printed.
_SIXTY = frozenset((None, *(f"{number:02d}" for number in range(60))))
_ZERO = (None, "00")
_FIRST, _LAST = str(FIRST_YEAR), str(LAST_YEAR)

_Words = tuple[str | None, ...]
# Hours as printed -> the hour of the day ("" where only the day is kept) and all notes.
_Hours = Mapping[str | None, tuple[str, tuple[str, ...]]]


class _Meaning(NamedTuple):
    """What a shape says: the groups of year, month, day and of hour, minute, second, and what its words add.

    `sharp` holds the full hours, as midnight and 12:00 AM have ways of their own; `hours` all other clocks.
    """

    day: tuple[int, ...]
    clock: tuple[int, ...]
    weekday: int | None
    notes: tuple[str, ...]
    hours: _Hours
    sharp: _Hours


def read_shape(line: str) -> DateReading | None:
    """Read `line` if it is a common stamp in its normal form; None says nothing about other lines."""
    match = _shape(line)
    if match is None:
        return None
    meaning = _meaning(match.group(*_WORDS), len(match[2]) == 4)
    if meaning is None:
        return None
    year, month, number = match.group(*meaning.day)
    try:
        value = f"{year}-{_PADDED[month]}-{_PADDED[number]}"
        day = date.fromisoformat(value)
    except (KeyError, ValueError):
        return None
    if not _FIRST <= year <= _LAST or meaning.weekday not in (None, day.weekday()):
        return None
    if not meaning.clock:
        return DateReading(value, "day", line, meaning.notes)
    return _with_clock(value, match.group(*meaning.clock), meaning, line)


def _with_clock(day: str, printed: tuple[str | None, ...], meaning: _Meaning, line: str) -> DateReading | None:
    number, minute, second = printed
    known = (meaning.sharp if minute == "00" and second in _ZERO else meaning.hours).get(number)
    if known is None or minute not in _SIXTY or second not in _SIXTY:
        return None
    hour, notes = known
    if not hour:
        return DateReading(day, "day", line, notes)
    if second is None:
        return DateReading(f"{day}T{hour}:{minute}+07:00", "minute", line, notes)
    return DateReading(f"{day}T{hour}:{minute}:{second}+07:00", "second", line, notes)


@lru_cache(maxsize=2048)
def _meaning(words: _Words, year_first: bool) -> _Meaning | None:
    """What the scan makes of the words of a shape; None when the numbers alone don't settle the rest."""
    numbers = 3 + sum(word is not None for word in words[3:6])
    for order in _ORDERS[numbers, year_first]:
        first, second = (_asked(words, order, sample) for sample in _SAMPLES)
        if first is not None and first == second:
            return first
    return None


def _asked(words: _Words, order: str, sample: Mapping[str, str]) -> _Meaning | None:
    """What the scan makes of the words with the sample's numbers between them, if it takes each for what it is."""
    line, spans = words[0] or "", {}
    for field, behind in zip(order, (*words[1 : len(order)], words[-1]), strict=True):
        spans[field] = (len(line), len(line) + len(sample[field]))
        line += sample[field] + (behind or "")
    parts = parts_of(line) if normalise(line) == line else None
    if parts is None or parts.day is None or parts.month or parts.days or parts.clocks:
        return None
    if not _stands(parts.day, "ymd", spans) or (parts.clock is None) != ("h" not in spans):
        return None
    notes = (note("label_update"),) if parts.update else ()
    hours: _Hours = {}
    sharp: _Hours = {}
    if parts.clock is not None:
        mark, zone = parts.clock.group(*FIELDS[parts.clock.lastgroup or ""][3:])
        # An American server betrays itself by its numbers.
        american = "s" in spans and (mark or "").lower() in AMERICAN_MARKS and parts.weekday is None
        if american or not _stands(parts.clock, "hns", spans):
            return None
        hours, sharp = (_hours(minute if "n" in spans else None, mark, zone, notes) for minute in (30, 0))
    # Fields that aren't printed stand for a group that is None: the numbers that the shape doesn't have.
    groups = dict(zip(order + "hns"[max(0, len(order) - 3) :], _NUMBERS, strict=True))
    clock = tuple(groups[field] for field in "hns") if parts.clock else ()
    return _Meaning((groups["y"], groups["m"], groups["d"]), clock, parts.weekday, notes, hours, sharp)


def _stands(part: Match, fields: str, spans: Mapping[str, tuple[int, int]]) -> bool:
    """True when the part's fields are the numbers that were to be them; what wasn't printed isn't found."""
    groups = FIELDS[part.lastgroup or ""]
    return all(part.span(group) == spans.get(field, (-1, -1)) for group, field in zip(groups, fields, strict=False))


@lru_cache(maxsize=256)
def _hours(minute: int | None, mark: str | None, zone: str | None, notes: tuple[str, ...]) -> _Hours:
    """The hours that a clock with this minute, mark and zone can show; none for a zone to be converted."""
    hours: dict[str | None, tuple[str, tuple[str, ...]]] = {}
    for printed in _PADDED:
        clock = settle_clock(int(printed), minute, None, mark, zone)
        if clock is not None and clock.offset in (None, 420):
            hour = "" if clock.hour is None else f"{clock.hour:02d}"
            hours[printed] = (hour, (*map(note, clock.notes), *notes))
    return hours
