"""The common stamps: their shape is known, so only their numbers are read.

No rules are made here: what isn't plainly as printed is asked of the functions that the general scan asks.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from crawler.dates.clock import Clock
from crawler.dates.days import FIRST_YEAR, make_day, ordered_day, write
from crawler.dates.models import DateReading, note
from crawler.dates.scan import american_numbers, century_is_certain, scan
from crawler.dates.shapes import PADDED, YEAR_FIRST, YEAR_LAST, Shape, split

_FIRST = str(FIRST_YEAR)


def read_stamp(line: str, today: date | None = None) -> DateReading | Literal[False] | None:
    """The reading of `line`, a text that needn't be normalised; False if it is no certain date.

    None says that it isn't known: the shape is no common one, or the text isn't in its normal form.
    """
    match = split(line)
    if match is None:
        return None
    pieces = match.groups()
    shape = (YEAR_FIRST if len(pieces[1]) == 4 else YEAR_LAST)[pieces[::2]]
    if shape is None:
        return None
    numbers = pieces[1::2]
    year, month, number = shape.day(numbers)
    notes: tuple[str, ...] = ()
    try:
        value = f"{year}-{shape.month or PADDED[month]}-{PADDED[number]}"
        day = date.fromisoformat(value)
        plain = _FIRST <= year <= shape.last_year and (shape.weekday is None or shape.weekday == day.weekday())
    except (KeyError, ValueError):
        plain = False
    if not plain:
        found = _look_again(year, month, number, shape, today)
        if found is None:
            return _refuse(shape, numbers)
        day, notes = found
        value = day.isoformat()
    if shape.clock is None:
        return DateReading(value, "day", line, notes + shape.notes)
    hour, minute, second = shape.clock(numbers)
    told = _clock(value, day, hour, minute, second, shape)
    if told is None or (shape.american and number != month and american_numbers(number, month, hour)):
        return _refuse(shape, numbers)
    return DateReading(told[0], told[1], line, notes + told[2])


def read_line(line: str, today: date | None = None) -> DateReading | None:
    """The same as `scan`, sooner."""
    reading = read_stamp(line, today)
    return scan(line, today) if reading is None else reading or None


def _look_again(
    year: str, month: str, number: str, shape: Shape, today: date | None
) -> tuple[date, tuple[str, ...]] | None:
    """The day where it isn't simply as printed, and its notes: month first, or a year of two digits."""
    if month not in PADDED or number not in PADDED:
        return None
    if len(year) == 4:
        ordered = ordered_day(int(year), int(number), int(month), shape.weekday) if shape.form == "dmy" else None
        return ordered and (ordered[0], tuple(map(note, ordered[1])))
    if len(year) != 2 or not shape.short or not century_is_certain(int(year), int(number), int(month), today):
        return None
    day = make_day(2000 + int(year), int(month), int(number))
    if day is None or shape.weekday not in (None, day.weekday()):
        return None
    return day, (note("two_digit_year"),)


def _clock(
    value: str, day: date, number: str, printed: str, second: str | None, shape: Shape
) -> tuple[str, str, tuple[str, ...]] | None:
    """Value, precision and notes of a day with a clock; None when it can't be one."""
    try:
        minute, second = shape.minutes[printed], shape.minutes[second]
        hour, notes = (shape.sharp if minute == "00" and second in (None, "00") else shape.hours)[number]
    except KeyError:
        return None
    if not hour:
        return value, "day", notes
    minute = minute or "00"
    if shape.offset is not None:
        clock = Clock(int(hour), int(minute or 0), int(second) if second else None, shape.offset, ())
        written = write(day, clock)
        return written and (*written[:2], notes)
    if second is None:
        return f"{value}T{hour}:{minute}+07:00", "minute", notes
    return f"{value}T{hour}:{minute}:{second}+07:00", "second", notes


def _refuse(shape: Shape, numbers: tuple[str, ...]) -> Literal[False] | None:
    """False if the numbers are as long as those of the shape, so that the line is what it seems, but no date."""
    year, month, number = shape.day(numbers)
    if len(year) != 4 and not (shape.short and len(year) == 2):
        return None
    if number not in PADDED or (month not in PADDED and not shape.month):
        return None
    if shape.form in ("worded", "wordpress") and not shape.month and not 1 <= int(month) <= 12:
        # As a form of words it has ended before such a number.
        return None
    hour, *rest = shape.clock(numbers) if shape.clock else ("0",)
    fit = hour in PADDED and all(one is None or len(one) == 2 or one in shape.minutes for one in rest)
    return False if fit else None
