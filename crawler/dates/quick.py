"""The common stamps: their shape is known, so only their numbers are read.

Rules aren't made here: what isn't plainly as printed asks the functions that the general scan asks.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from crawler.dates.clock import Clock
from crawler.dates.days import FIRST_YEAR, LAST_YEAR, make_day, ordered_day, write
from crawler.dates.models import DateReading, note
from crawler.dates.scan import Match, american_numbers, century_is_certain, scan
from crawler.dates.shapes import PADDED, Shape, known_shape, split

_FIRST, _LAST = str(FIRST_YEAR), str(LAST_YEAR)


def read_stamp(line: str, today: date | None = None) -> DateReading | Literal[False] | None:
    """What `scan` says of `line`, False for its None; None itself says that this isn't known without a scan.

    Unlike `scan` it takes any text; what isn't in its normal form isn't known.
    """
    match = split(line)
    shape = known_shape(match) if match is not None else None
    if match is None or shape is None:
        return None
    year, month, number = match.group(*shape.day)
    value = f"{year}-{shape.month or PADDED.get(month)}-{PADDED.get(number)}"
    codes: tuple[str, ...] = ()
    try:
        day = date.fromisoformat(value)
        plain = _FIRST <= year <= _LAST and (shape.weekday is None or shape.weekday == day.weekday())
    except ValueError:
        plain = False
    if not plain:
        found = _look_again(year, month, number, shape, today)
        if found is None:
            return _refuse(shape, match)
        day, codes = found
        value = day.isoformat()
    if shape.american and number != month and american_numbers(number, month, match[shape.clock[0]]):
        return False
    told = _clock(value, day, match.group(*shape.clock), shape) if shape.clock else (value, "day", shape.notes)
    if told is None:
        return _refuse(shape, match)
    value, precision, notes = told
    return DateReading(value, precision, line, (*map(note, codes), *notes) if codes else notes)


def read_line(line: str, today: date | None = None) -> DateReading | None:
    """The same as `scan`, sooner."""
    reading = read_stamp(line, today)
    return scan(line, today) if reading is None else reading or None


def _look_again(
    year: str, month: str, number: str, shape: Shape, today: date | None
) -> tuple[date, tuple[str, ...]] | None:
    """The day where it isn't simply as printed: month first, or a year of two digits."""
    if month not in PADDED or number not in PADDED:
        return None
    if len(year) == 4:
        ordered = shape.form == "dmy"
        return ordered_day(int(year), int(number), int(month), shape.weekday) if ordered else None
    if len(year) != 2 or not shape.short or not century_is_certain(int(year), int(number), int(month), today):
        return None
    day = make_day(2000 + int(year), int(month), int(number))
    if day is None or shape.weekday not in (None, day.weekday()):
        return None
    return day, ("two_digit_year",)


def _clock(value: str, day: date, printed: tuple[str, ...], shape: Shape) -> tuple[str, str, tuple[str, ...]] | None:
    """Value, precision and notes of a day with a clock; None when it can't be one."""
    try:
        minute, second = shape.minutes[printed[1]], shape.minutes[printed[2]]
        hour, notes = (shape.sharp if minute == "00" and second in (None, "00") else shape.hours)[printed[0]]
    except KeyError:
        return None
    if not hour:
        return value, "day", notes
    if shape.offset is not None:
        clock = Clock(int(hour), int(minute or 0), int(second) if second else None, shape.offset, ())
        written = write(day, clock)
        return written and (*written[:2], notes)
    if second is None:
        return f"{value}T{hour}:{minute}+07:00", "minute", notes
    return f"{value}T{hour}:{minute}:{second}+07:00", "second", notes


def _refuse(shape: Shape, match: Match) -> Literal[False] | None:
    """False if the numbers are as long as those of the shape, so that the line is what it seems, but no date."""
    year, month, number = match.group(*shape.day)
    if len(year) != 4 and not (shape.short and len(year) == 2):
        return None
    if number not in PADDED or (month not in PADDED and not shape.month):
        return None
    if shape.form in ("worded", "wordpress") and not shape.month and not 1 <= int(month) <= 12:
        # As a form of words it has ended before such a number.
        return None
    hour, *rest = match.group(*shape.clock) if shape.clock else ("0",)
    fit = hour in PADDED and all(one is None or len(one) == 2 or one in shape.minutes for one in rest)
    return False if fit else None
