"""Days that exist, in the order the weekday and the calendar prove, and how a moment is written."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crawler.dates.clock import VIETNAM, Clock
from crawler.dates.lexicon import MONTHS

# Provincial portals began after 1990; what lies outside is a misprint or no date.
FIRST_YEAR, LAST_YEAR = 1990, 2100
_TWO = tuple(f"{number:02d}" for number in range(60))


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is no such day or its year lies outside 1990 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def ordered_day(year: int, first: int, second: int, weekday: int | None) -> tuple[date, tuple[str, ...]] | None:
    """The day printed as first/second/year, and codes: day first, unless only month first is possible.

    A printed weekday decides: where it fits neither order there is no certain day (None).
    """
    day = make_day(year, second, first)
    if day is not None and weekday in (None, day.weekday()):
        return day, ()
    day = make_day(year, first, second)
    if day is not None and weekday in (None, day.weekday()):
        return day, ("order_mdy",)
    return None


def month_number(word: str) -> int:
    """1 to 12 for "6", "06", "sáu", "Mười Hai"; KeyError for anything else that isn't a number."""
    return int(word) if word.isdigit() else MONTHS[word.lower()]


def write(day: date, clock: Clock | None) -> tuple[str, str, tuple[str, ...]] | None:
    """ISO value in +07:00, precision and codes of notes for a day and its clock.

    None when the clock was dropped although its zone might move the day.
    """
    if clock is None:
        return day.isoformat(), "day", ()
    if clock.hour is None:
        return (day.isoformat(), "day", clock.notes) if clock.offset in (None, 420) else None
    hour, minute, codes = clock.hour, clock.minute, clock.notes
    if clock.offset is not None and clock.offset != 420:
        shift, minutes = divmod(hour * 60 + minute + 420 - clock.offset, 1440)
        hour, minute = divmod(minutes, 60)
        day = day + timedelta(days=shift) if shift else day
        codes = (*codes, "zone" if clock.offset else "zone_utc")
    if clock.second is None:
        return f"{day.isoformat()}T{_TWO[hour]}:{_TWO[minute]}+07:00", "minute", codes
    return f"{day.isoformat()}T{_TWO[hour]}:{_TWO[minute]}:{_TWO[clock.second]}+07:00", "second", codes


def local_day(base: datetime | None) -> date | None:
    """The day in Viet Nam at the aware moment `base`; None without one, ValueError when it has no zone."""
    if base is None:
        return None
    if base.utcoffset() is None:
        raise ValueError("base must be an aware datetime")
    try:
        return base.astimezone(VIETNAM).date()
    except OverflowError:
        return base.date()
