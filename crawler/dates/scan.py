"""One pass over a printed date: every part must be known, and together they must say one thing."""

from __future__ import annotations

import re
from datetime import date, timedelta

from crawler.dates.clock import Clock, settle_clock
from crawler.dates.days import make_day, month_number, ordered_day, write
from crawler.dates.forms import FIELDS, KINDS, NUMBERS, SEPARATORS, WORDS
from crawler.dates.lexicon import WEEKDAYS
from crawler.dates.models import DateReading, note

Match = re.Match[str]


class Parts:
    """What stands in one printed date, part by part, as the scan comes upon it."""

    day: Match | None = None
    month: Match | None = None
    clock: Match | None = None
    weekday: int | None = None
    update: bool = False
    # A label or a word like "ngày" stood in front.
    labelled: bool = False
    # Further dates and clocks; they must say what the first ones said.
    days: tuple[Match, ...] = ()
    clocks: tuple[Match, ...] = ()

    def add(self, match: Match, form: str) -> bool:
        """Take a part in; False when it can't stand where it stands."""
        kind = KINDS[form]
        if kind == "date":
            if self.day is None:
                self.day = match
            else:
                self.days += (match,)
        elif kind == "clock":
            if self.clock is None:
                self.clock = match
            else:
                self.clocks += (match,)
        elif kind == "weekday":
            weekday = WEEKDAYS[match["weekday"].lower()]
            if self.weekday not in (None, weekday):
                return False
            self.weekday = weekday
        else:
            return self._add_rare(match, kind)
        return True

    def _add_rare(self, match: Match, kind: str) -> bool:
        if kind == "month":
            first, self.month = self.month is None, match
            return first
        if kind == "update" or kind == "publish":
            self.update |= kind == "update"
            self.labelled = True
            return self.day is None and self.month is None
        if kind == "part":
            return self.day is None
        if kind == "link":
            self.labelled |= self.day is None
        return kind != "zone" or self.day is not None


def scan(text: str, today: date | None = None) -> DateReading | None:
    """Read `text` (normalised) when the whole of it is one date with labels around it; None otherwise.

    `today` is the day of fetching, used only to refuse a two-digit year that it puts in doubt.
    """
    parts = parts_of(text)
    if parts is None:
        return None
    return _settle_month(parts, text) if parts.day is None else _settle(parts, parts.day, text, today)


def parts_of(text: str) -> Parts | None:
    """The parts of `text`; None unless the whole of it consists of parts that can stand where they stand."""
    parts = Parts()
    at, end = 0, len(text)
    if end and not text[0].isalnum():
        leading = SEPARATORS.match(text)
        at = leading.end() if leading is not None else 0
    while at < end:
        match = _numbers(text, at) if "0" <= text[at] <= "9" else _words(text, at)
        if match is None:
            # A full stop at the very end belongs to the sentence.
            if text[at:] == "." and at:
                break
            return None
        if not parts.add(match, match.lastgroup or ""):
            return None
        at = match.end()
    return parts


_numbers, _words = NUMBERS.match, WORDS.match


def _settle_month(parts: Parts, text: str) -> DateReading | None:
    """A month and nothing else: "tháng 3/2024", "2020-06"."""
    match = parts.month
    if match is None or parts.clock is not None or parts.weekday is not None:
        return None
    form = match.lastgroup or ""
    year, month = int(match[f"{form}_y"]), match[f"{form}_m"]
    if make_day(year, month_number(month), 1) is None:
        return None
    if form == "month" and not may_is_certain(month, match["month_sep"], match[0].startswith("Tháng N\u0103m ")):
        # WordPress prints "Tháng Năm 2023" above the archive of May.
        return None
    if form == "iso_month" and int(month) == (year + 1) % 100:
        # "2011-12" may as well be a school year.
        return None
    return DateReading(f"{year:04d}-{month_number(month):02d}", "month", text, _notes(parts, ()))


def _settle(parts: Parts, day: Match, text: str, today: date | None) -> DateReading | None:
    """A day with at most one clock and one weekday, if they don't contradict each other."""
    clock = None
    if parts.month is not None:
        return None
    if parts.clock is not None:
        clock = _clock(parts.clock)
        if clock is None or (parts.clocks and any(_clock(other) != clock for other in parts.clocks)):
            return None
    read = _day(day, parts, today)
    if read is None or (parts.days and any(_day(other, parts, today) != read for other in parts.days)):
        return None
    written = write(read[0], clock)
    if written is None:
        return None
    value, precision, codes = written
    return DateReading(value, precision, text, _notes(parts, read[1] + codes))


def _notes(parts: Parts, codes: tuple[str, ...]) -> tuple[str, ...]:
    if parts.update:
        codes = (*codes, "label_update")
    return tuple(map(note, codes)) if codes else ()


def _clock(match: Match) -> Clock | None:
    hour, minute, second, mark, zone = match.group(*FIELDS[match.lastgroup or ""])
    return settle_clock(int(hour), int(minute) if minute else None, int(second) if second else None, mark, zone)


def _day(match: Match, parts: Parts, today: date | None) -> tuple[date, tuple[str, ...]] | None:
    """The day of one printed date and the codes of what was seen through; None when it isn't certain."""
    form = match.lastgroup or ""
    if form == "dmy":
        return _day_first(match, parts)
    year, month, number = match.group(*FIELDS[form])
    if form == "dmyy":
        if not is_short_day(match, parts) or not century_is_certain(int(year), int(number), int(month), today):
            return None
        year = f"20{year}"
    if form == "worded" and not may_is_certain(month, match["worded_sep"], True):
        return None
    day = make_day(int(year), month_number(month), int(number))
    if day is None or parts.weekday not in (None, day.weekday()):
        return None
    return day, ("two_digit_year",) if form == "dmyy" else ()


def _day_first(match: Match, parts: Parts) -> tuple[date, tuple[str, ...]] | None:
    """18/03/2024: day first unless the weekday or a number above twelve proves month first."""
    year, second, first = match.group(*FIELDS["dmy"])
    clock = parts.clock if parts.weekday is None and first != second else None
    if clock is not None and american_words(match, clock) and american_numbers(first, second, clock["colon_h"]):
        return None
    return ordered_day(int(year), int(first), int(second), parts.weekday)


def may_is_certain(month: str, separator: str, capital: bool) -> bool:
    """False for "ngày 5 tháng năm 2023", which may be a form with its month left blank."""
    if month.lower() not in ("năm", "nam"):
        return True
    return "năm" in separator.lower() or "," in separator or "/" in separator or (capital and month[0] == "N")


def is_short_day(match: Match, parts: Parts) -> bool:
    """True when numbers with a year of two digits are a day: between strokes, or where something says so.

    "1.2.21" may be a section and "12-05-23" a code, so those need a label, a weekday or a clock beside them.
    """
    if match["dmyy_sep"] == "/" or parts.labelled or parts.clock is not None or parts.weekday is not None:
        return True
    return match["dmyy_sep"] == "." and len(match["dmyy_d"]) == len(match["dmyy_m"]) == 2


def century_is_certain(year: int, day: int, month: int, today: date | None) -> bool:
    """True when day/month/year is one day of 20yy and no other: 90 to 99 may be 19yy.

    With a day of fetching, a day after it is refused where reading the year first would lie before it.
    """
    if year >= 90:
        return False
    if today is None:
        return True
    year_last, year_first = make_day(2000 + year, month, day), make_day(2000 + day, month, year)
    tomorrow = today + timedelta(days=1)
    return not (year_last and year_first and year_last > tomorrow >= year_first)


def american_words(day: Match, clock: Match) -> bool:
    """True for what stands around the numbers in ``2/1/2026 6:51:00 AM``, an American .NET server's default.

    Seen on baochinhphu.vn, in titles beside the right date (``01/02/2026 06:51``). A clock without seconds or
    SA/CH is a format somebody chose for Viet Nam, and day first; so is a padded number.
    """
    if clock.lastgroup != "colon" or not clock["colon_s"] or day["dmy_sep"] != "/":
        return False
    return (clock["colon_p"] or "").lower() in ("am", "pm")


def american_numbers(first: str, second: str, hour: str) -> bool:
    """True when such a server may have printed the numbers, so that both orders are possible."""
    return all(number[0] != "0" and int(number) <= 12 for number in (first, second, hour))
