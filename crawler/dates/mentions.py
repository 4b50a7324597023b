"""Dates told in running text: days, periods, months, quarters and lunar days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from crawler.dates import told, years
from crawler.dates.days import month_number
from crawler.dates.lexicon import WEEKDAYS
from crawler.dates.models import DateMention
from crawler.dates.normal import normalise

Match = re.Match[str]
Published = tuple[date, date] | None
_PLACES = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])|(?<!\w)(?:rằm|mùng|mồng|tháng|quý)(?!\w)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…;] ")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4}
_LEAD_WINDOW, _FUTURE_WINDOW, _MEMORIAL_WINDOW = 45, 40, 80


class _Place(NamedTuple):
    """Where a date stands: the whole line, start and end of its words, and the weekday among them."""

    line: str
    start: int
    end: int
    weekday: int | None
    # Some words in front make a date of numbers without a year.
    led: bool
    # A part of the day or a weekday does, which no memorial day has.
    proper: bool
    # A number of days stands in front ("trong 2 ngày 7-8/1"), which suits a period only.
    counted: bool = False


def find(text: str, *, published: str | None = None) -> list[DateMention]:
    """The dates told in `text`, a paragraph of prose, in reading order; an empty list when there are none.

    `published` is the article's own date as stored (ISO, to the second, day or month): days, months and quarters
    told without a year are resolved against it, and have no value without it. Left out on purpose: bare years
    and spans of years, "hôm nay" without a number, document numbers, quantities, memorial days as names, days of
    every year, impossible days.
    """
    return list(each(text, published=published))


def each(text: str, *, published: str | None = None) -> Iterator[DateMention]:
    """The same, one by one: a text of very many may be left in the middle."""
    line = normalise(text)
    when = years.published_days(published)
    taken = 0
    for place in _PLACES.finditer(line):
        if place.start() < taken:
            continue
        if place[0][0].isdigit():
            end, mention = _numbers(line, place.start(), taken, when)
        else:
            end, mention = _words(line, place.start())
            if not end:
                end, mention = _alone(line, place.start(), when)
        taken = max(taken, end)
        if mention is not None:
            yield mention


def _words(line: str, start: int) -> tuple[int, DateMention | None]:
    """A lunar day, month or quarter that begins with a word at `start`; (0, None) when there is none."""
    match = told.LUNAR_WORDS.match(line, start)
    if match:
        after = told.LUNAR_AFTER.match(line, match.end())
        end = after.end() if after else match.end()
        return end, DateMention(line[start:end], None, "lunar", "none")
    match = told.MONTH.match(line, start)
    if match:
        value = f"{int(match['y']):04d}-{month_number(match['m']):02d}"
        return match.end(), DateMention(match[0], value, "month", "text")
    match = told.QUARTER.match(line, start)
    if match:
        value = _quarter_value(int(match["y"]), _quarter(match["q"]))
        return match.end(), DateMention(match[0], value, "quarter", "text")
    return 0, None


def _alone(line: str, start: int, when: Published) -> tuple[int, DateMention | None]:
    """A lunar month, or a month or quarter without its year; (0, None) when there is none."""
    match = told.LUNAR_MONTH.match(line, start)
    if match:
        return match.end(), DateMention(match[0], None, "lunar", "none")
    match = told.MONTH_ALONE.match(line, start) or told.QUARTER_ALONE.match(line, start)
    if match is None:
        return 0, None
    if told.NO_MONTH_BEFORE.search(line[max(0, start - 12) : start]) or told.NO_MONTH_AFTER.match(line, match.end()):
        return match.end(), None
    part = match.groupdict()
    quarter = part.get("q")
    length = 3 if quarter else 1
    month = 3 * _quarter(quarter) - 2 if quarter else month_number(part["m"] or part["word"])
    place = _Place(line, start, match.end(), None, False, False)
    near = (part["near"] or "").strip()
    future = near.endswith(("tới", "tới đây")) or (not near and _is_future(place))
    named = part["which"]
    year = years.year_named(named, when) if named else years.resolve_month(month, length, when, future=future)
    precision = "quarter" if quarter else "month"
    if year is None:
        return match.end(), DateMention(match[0], None, precision, "none")
    value = _quarter_value(year, _quarter(quarter)) if quarter else f"{year:04d}-{month:02d}"
    return match.end(), DateMention(match[0], value, precision, "published")


def _quarter(name: str) -> int:
    return int(name) if name.isdigit() else _QUARTERS[name.lower()]


def _quarter_value(year: int, quarter: int) -> str:
    last = ["03-31", "06-30", "09-30", "12-31"][quarter - 1]
    return f"{year:04d}-{3 * quarter - 2:02d}-01/{year:04d}-{last}"


def _numbers(line: str, start: int, taken: int, when: Published) -> tuple[int, DateMention | None]:
    """A day or period that begins with a number at `start`: where it ends and what it is.

    (end, None) for numbers that are seen through and no date of an event; (0, None) where none begins.
    """
    for read, table in ((_period, told.PERIODS), (_full, told.FULL), (_yearless, told.YEARLESS)):
        for pattern in table:
            match = pattern.match(line, start)
            if match is None:
                continue
            lunar = told.LUNAR_AFTER.match(line, match.end())
            place = _place(line, match.start(), lunar.end() if lunar else match.end(), taken)
            if lunar:
                return place.end, DateMention(line[place.start : place.end], None, "lunar", "none")
            read_here = read(match, place, when)
            if read_here is not None:
                return max(read_here[0], match.end()), read_here[1]
    match = told.LUNAR_NUMBER.match(line, start)
    if match:
        place = _place(line, start, match.end(), taken)
        return place.end, DateMention(line[place.start : place.end], None, "lunar", "none")
    return 0, None


def _place(line: str, start: int, end: int, taken: int) -> _Place:
    """The date at start:end with the words in front of it that belong to it."""
    low = max(taken, start - _LEAD_WINDOW)
    lead = told.LEAD.search(line[low:start])
    if lead is None:
        listed = bool(taken) and told.AND.fullmatch(line[taken:start]) is not None
        return _Place(line, start, end, None, listed, False)
    words, before = lead[0], line[max(0, low + lead.start() - 20) : low + lead.start()]
    named = told.WEEKDAY_IN_LEAD.search(words)
    weekday = WEEKDAYS[named[0].lower()] if named else None
    proper = told.PROPER_LEAD.search(words) is not None
    counted = False
    if proper:
        led = named is not None or not told.NO_DAYPART.search(before)
    else:
        counted = told.NUMBER.search(before) is not None and not told.CLOCK_BEFORE.search(before)
        led = not counted and not told.EVERY.search(before)
    begin = low + lead.start()
    if "(" in words:
        if line[end : end + 1] == ")":
            end += 1
        else:
            begin += words.rindex("(") + 1
    return _Place(line, begin, end, weekday, led, proper, counted)


_Read = tuple[int, DateMention | None] | None


def _full(match: Match, place: _Place, when: Published) -> _Read:
    """A day with its year: certain, unless it is impossible or its weekday contradicts it."""
    day = years.make_told_day(int(match["y"]), month_number(match["m"]), int(match["d"]))
    separator = match.groupdict().get("sep")
    if day is None or _is_memorial(place, day.day, day.month) or (separator == "." and _is_quantity(match, ".")):
        return match.end(), None
    return place.end, _mention(place, day.isoformat(), "day", "text", place.weekday in (None, day.weekday()))


def _yearless(match: Match, place: _Place, when: Published) -> _Read:
    """A day without its year, when words in front make it one."""
    day, month = int(match["d"]), month_number(match["m"])
    separator = match.groupdict().get("sep")
    if years.make_told_day(2000, month, day) is None or not place.led:
        return None
    if _is_yearly(place) or _is_memorial(place, day, month):
        return match.end(), None
    if separator and _is_quantity(match, separator):
        return match.end(), None
    if match["which"]:
        year = years.year_named(match["which"], when)
        found = years.make_told_day(year, month, day) if year else None
    else:
        found = years.resolve(month, day, when, future=_is_future(place))
    value = found.isoformat() if found else None
    agrees = found is None or place.weekday in (None, found.weekday())
    return place.end, _mention(place, value, "day", "published", agrees)


def _mention(place: _Place, value: str | None, precision: str, basis: str, certain: bool) -> DateMention:
    words = place.line[place.start : place.end]
    if value is None or not certain:
        return DateMention(words, None, precision, "none")
    return DateMention(words, value, precision, basis)


def _period(match: Match, place: _Place, when: Published) -> _Read:
    """Two ends of one period; anniversaries ("30/4/1975 - 30/4/2025") are seen through."""
    part = match.groupdict()
    month2 = month_number(match["m2"])
    month1 = month_number(part["m1"]) if part.get("m1") else month2
    first, last = (int(match["d1"]), month1), (int(match["d2"]), month2)
    year1, year2 = part.get("y1"), part.get("y2") or part.get("y3")
    if first == last:
        return (match.end(), None) if year1 and year2 else None
    if not year1 and not year2 and (not (place.led or place.counted) or _is_quantity(match, "/")):
        return None
    if not year1 and month1 == month2 and first > last:
        # "28-3/10" isn't a period within one month.
        return None
    if "và" in (part.get("to") or "").lower() and (month1 != month2 or last[0] != first[0] + 1):
        return None
    origin = told.FROM.search(place.line[: place.start][-8:])
    if origin:
        place = place._replace(start=place.start - len(origin[0]))
    ends = _ends(first, last, (int(year1) if year1 else None, int(year2) if year2 else None), place, when)
    value = f"{ends[0].isoformat()}/{ends[1].isoformat()}" if ends else None
    return place.end, _mention(place, value, "period", "text" if year1 or year2 else "published", True)


def _ends(
    first: tuple[int, int],
    last: tuple[int, int],
    printed: tuple[int | None, int | None],
    place: _Place,
    when: Published,
) -> tuple[date, date] | None:
    """First and last day of a period of (day, month) ends; a missing year follows from the other end."""
    year1, year2 = printed
    turns = (first[1], first[0]) > (last[1], last[0])
    if year1 is None and year2 is not None:
        year1 = year2 - turns
    elif year1 is None:
        start = years.resolve(first[1], first[0], when, future=_is_future(place))
        year1 = start.year if start else None
    if year1 is None:
        return None
    if year2 is None:
        year2 = year1 + turns
    begin, end = years.make_told_day(year1, first[1], first[0]), years.make_told_day(year2, last[1], last[0])
    return (begin, end) if begin and end and begin < end else None


def _sentence(place: _Place, before: int, after: int) -> str:
    """The words of the date's sentence, so many characters around it."""
    ahead = place.line[max(0, place.start - before) : place.start]
    behind = place.line[place.end : place.end + after]
    ahead = _SENTENCE_END.split(ahead)[-1]
    return ahead + place.line[place.start : place.end] + _SENTENCE_END.split(behind)[0]


def _is_future(place: _Place) -> bool:
    return told.FUTURE.search(_sentence(place, _FUTURE_WINDOW, _FUTURE_WINDOW)) is not None


def _is_yearly(place: _Place) -> bool:
    """True for a day of every year ("trước ngày 31/3 hằng năm")."""
    before = place.line[max(0, place.start - 30) : place.start]
    return bool(told.YEARLY.match(place.line, place.end) or told.YEARLY_BEFORE.search(before))


def _is_memorial(place: _Place, day: int, month: int) -> bool:
    """True for a day that names an anniversary ("chào mừng Quốc khánh 2/9"), not when something happened."""
    if place.proper:
        return False
    if told.MEMORIAL_OF.search(place.line[max(0, place.start - 40) : place.start]):
        return True
    return (day, month) in told.MEMORIAL_DAYS and told.MEMORIAL_CUE.search(
        _sentence(place, _MEMORIAL_WINDOW, 0)
    ) is not None


def _is_quantity(match: Match, separator: str) -> bool:
    """True where what follows says that the numbers count or measure something."""
    if separator not in "/.":
        # Only a smaller and a larger number make a range: "2-3 người", but "22-3 người dân".
        separator = "-" if int(match["d"]) < int(match["m"]) else "."
    return told.QUANTITY[separator].match(match.string, match.end()) is not None
