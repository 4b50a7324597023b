"""The shapes of stamps: the words around dates are few and recur, only the numbers change.

A shape is what stands between the numbers of a line. What its words mean (which number is the day, which the hour;
weekday, label, "chiều") is asked once, of the general scan and of the reader of English, and kept: see `quick`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from crawler.dates.clock import settle_clock, zone_offset
from crawler.dates.days import LAST_YEAR, month_number, write
from crawler.dates.english import CLOCK_FIELDS, ENGLISH_LAST_YEAR, find_common, is_update
from crawler.dates.forms import FIELDS
from crawler.dates.lexicon import ENGLISH_MONTH_NUMBERS, WEEKDAYS
from crawler.dates.models import note
from crawler.dates.normal import normalise
from crawler.dates.scan import Match, american_words, may_is_certain, parts_of
from crawler.dates.stamps import matches_machine

# The digit of "T2" and "Thứ 6" and those of a zone at the end are words, not numbers.
_WEEKDAY_DIGIT = r"[2-7](?=[ ,])(?:(?<=[tTứỨ].)|(?<=[tT]\..)|(?<=[ứỨ] .))[^0-9+]*+"
_NEXT = "([^0-9+]++)([0-9]++)"
split = re.compile(
    rf"([^0-9+]*+(?:{_WEEKDAY_DIGIT})?+)([0-9]++){_NEXT}"
    rf"(?:{_NEXT}(?:{_NEXT}(?:{_NEXT}(?:{_NEXT})?+)?+)?+|(?<=[0-9]{{4}}))"
    r"([^0-9+]*+(?:\+[0-9:]{1,5}+[^0-9+]*+)?+)\Z"
).match
# What two to six numbers can be (a month may be a word), by whether the first is a year.
_YEAR_FIRST = ((), ("ymd",), ("ymdh",), ("ymdhn",), ("ymdhns",))
_YEAR_LAST = (
    ("dy",),
    ("dmy", "mdy"),
    ("dmyh", "hdmy", "dyhn", "hndy"),
    ("dmyhn", "hndmy", "dyhns"),
    ("dmyhns", "hnsdmy"),
)
# A shape must mean the same with the first two of these; the others are for years of two digits, minutes of one.
_SAMPLES = (
    {"d": "11", "m": "12", "y": "2019", "h": "13", "n": "45", "s": "59"},
    {"d": "1", "m": "2", "y": "2000", "h": "4", "n": "05", "s": "06"},
)
_SHORT_YEAR, _SHORT_MINUTE = {**_SAMPLES[0], "y": "19"}, {**_SAMPLES[0], "n": "5"}
# The last number is None unless there are six, and then nothing is left out.
_MISSING = 5
_ANY_DAY = date(2000, 2, 1)
# Portals print far fewer shapes; what merely looks like one may not fill the memory.
_MOST = 2048

_Taker = Callable[[tuple[str, ...]], tuple[str, ...]]
_Words = tuple[str | None, ...]
# Hours as printed -> the hour of the day ("" where only the day is kept) and all notes.
Hours = Mapping[str, tuple[str, tuple[str, ...]]]

_NONE: Hours = MappingProxyType({})
PADDED = {printed: f"{number:02d}" for number in range(100) for printed in (f"{number}", f"{number:02d}")}
_TWO_DIGITS: dict[str | None, str | None] = {None: None} | {f"{number:02d}": f"{number:02d}" for number in range(60)}
_DIGITS: dict[str | None, str | None] = _TWO_DIGITS | {f"{number}": f"{number:02d}" for number in range(10)}


class Shape(NamedTuple):
    """What the words of a shape say.

    `day` takes year, month, day out of the numbers, `clock` hour, minute, second; what isn't printed is None. `form`
    is the date's form, `month` a month in words, `short` whether the year may have two digits; `minutes` are the
    minutes and seconds that may be printed. `sharp` holds the full hours, as midnight and 12:00 AM have ways of
    their own, `hours` all other clocks; `offset` is theirs if it must be converted, and `american` asks whether the
    numbers are an American server's.
    """

    day: _Taker
    clock: _Taker | None
    form: str
    weekday: int | None
    notes: tuple[str, ...]
    month: str | None = None
    hours: Hours = _NONE
    sharp: Hours = _NONE
    offset: int | None = None
    american: bool = False
    short: bool = False
    last_year: str = str(LAST_YEAR)
    minutes: Mapping[str | None, str | None] = _TWO_DIGITS


class _Shapes(dict[_Words, Shape | None]):
    """The shapes seen so far, by their words; emptied when they have become many."""

    def __init__(self, orders: tuple[tuple[str, ...], ...]) -> None:
        self._orders = orders

    def __missing__(self, words: _Words) -> Shape | None:
        if len(self) >= _MOST:
            self.clear()
        found = None
        for order in self._orders[sum(word is not None for word in words) - 3]:
            said = _ask(words, order, _SAMPLES[0])
            if said is not None and said == _ask(words, order, _SAMPLES[1]):
                short = _ask(words, order, _SHORT_YEAR) == said._replace(form="dmyy")
                lone = _ask(words, order, _SHORT_MINUTE) == said
                found = said._replace(short=short, minutes=_DIGITS if lone else _TWO_DIGITS)
                break
        self[words] = found
        return found


def _ask(words: _Words, order: str, sample: Mapping[str, str]) -> Shape | None:
    """What the words mean with the sample's numbers between them, if each of these is taken for what it is."""
    line, spans = words[0] or "", {}
    for field, behind in zip(order, (*words[1 : len(order)], words[-1]), strict=True):
        spans[field] = (len(line), len(line) + len(sample[field]))
        line += sample[field] + (behind or "")
    said = (_scanned(line) or _english(line)) if normalise(line) == line else None
    if said is None or said.spans != spans:
        return None
    shape = Shape(_taker(order, "ymd"), None, said.form, said.weekday, said.notes, said.month)
    if said.form == "english":
        shape = shape._replace(last_year=ENGLISH_LAST_YEAR)
    if "h" not in order:
        return shape
    offset = zone_offset(said.zone) if said.zone else None
    minute = 30 if "n" in order else None
    return shape._replace(
        clock=_taker(order, "hns"),
        hours=_hours(minute, said.mark, said.zone, said.notes),
        sharp=_hours(minute and 0, said.mark, said.zone, said.notes),
        offset=None if offset == 420 else offset,
        american=said.american,
    )


@lru_cache
def _taker(order: str, fields: str) -> _Taker:
    """Takes the fields out of the numbers; of those that aren't printed, None."""
    return itemgetter(*(order.index(field) if field in order else _MISSING for field in fields))


class _Said(NamedTuple):
    """What is said of a line: where the numbers of which fields stand, and what the words say."""

    form: str
    spans: dict[str, tuple[int, int]]
    month: str | None
    weekday: int | None
    mark: str | None
    zone: str | None
    notes: tuple[str, ...]
    american: bool = False


def _scanned(line: str) -> _Said | None:
    """What the scan says; None if there is more to it than a day, a clock and a weekday."""
    parts = parts_of(line)
    if parts is None or parts.day is None or parts.month or parts.days or parts.clocks:
        return None
    form, word = parts.day.lastgroup or "", None
    if form == "dmyy" and parts.day["dmyy_sep"] != "/":
        # Whether it is a day depends on more than its words: the scan is asked each time.
        return None
    fields = dict(zip("ymd", FIELDS[form], strict=True))
    spans = {field: parts.day.span(group) for field, group in fields.items()}
    if not parts.day[fields["m"]].isdigit():
        word = parts.day[fields["m"]]
        del spans["m"]
        if form == "worded" and not may_is_certain(word, parts.day["worded_sep"], True):
            return None
    month = f"{month_number(word):02d}" if word else None
    notes = (note("label_update"),) if parts.update else ()
    if parts.clock is None:
        return _Said(form, spans, month, parts.weekday, None, None, notes)
    mark, zone = _add_clock(spans, parts.clock, FIELDS[parts.clock.lastgroup or ""])
    american = form == "dmy" and parts.weekday is None and american_words(parts.day, parts.clock)
    return _Said(form, spans, month, parts.weekday, mark, zone, notes, american)


def _english(line: str) -> _Said | None:
    """What an English date in a common wording says, unless it may be a machine's."""
    common = find_common(line)
    if common is None or matches_machine(line):
        return None
    number, month, weekday = ("d1", "m1", common["weekday"]) if common["d1"] else ("d2", "m2", common["weekday"])
    spans = {"y": common.span("y"), "d": common.span(number)}
    mark, zone = _add_clock(spans, common, CLOCK_FIELDS) if common["clock"] else (None, None)
    codes = ("label_update", "english") if is_update(line) else ("english",)
    return _Said(
        "english",
        spans,
        f"{ENGLISH_MONTH_NUMBERS[common[month].lower()]:02d}",
        WEEKDAYS[weekday.lower()] if weekday else None,
        mark,
        zone,
        tuple(map(note, codes)),
    )


def _add_clock(spans: dict[str, tuple[int, int]], clock: Match, groups: Sequence[int]) -> tuple[str | None, str | None]:
    """Adds where the clock's numbers stand; its mark and zone."""
    spans.update({field: clock.span(group) for field, group in zip("hns", groups, strict=False) if clock[group]})
    return clock[groups[3]], clock[groups[4]]


@lru_cache(maxsize=256)
def _hours(minute: int | None, mark: str | None, zone: str | None, notes: tuple[str, ...]) -> Hours:
    """What every hour shows in a clock with this mark and zone, on a minute like this one."""
    hours: dict[str, tuple[str, tuple[str, ...]]] = {}
    for printed in PADDED:
        clock = settle_clock(int(printed), minute, None, mark, zone)
        written = write(_ANY_DAY, clock) if clock else None
        if clock is not None and written is not None:
            hour = "" if clock.hour is None else f"{clock.hour:02d}"
            hours[printed] = (hour, (*map(note, written[2]), *notes))
    return hours


YEAR_FIRST, YEAR_LAST = _Shapes(_YEAR_FIRST), _Shapes(_YEAR_LAST)
