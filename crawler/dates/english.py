"""Dates with English month names, as English editions and untranslated themes print them.

The common wordings are read here. What else holds a day, a month's name and a year goes to dateparser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crawler.dates import forms
from crawler.dates.clock import settle_clock
from crawler.dates.days import make_day, write
from crawler.dates.fallback import parse
from crawler.dates.lexicon import (
    ENGLISH_MONTH,
    ENGLISH_MONTH_NUMBERS,
    LABEL_PUBLISH,
    LABEL_UPDATE,
    LINK,
    WEEKDAY,
    WEEKDAYS,
)
from crawler.dates.models import DateReading, note

# Longer is prose; dateparser is slow and reads dates into it.
MAX_LENGTH = 60
# A month's name begins with three such letters; ignoring case with classes is faster than with the flag.
_hint = re.compile(r"[ADFJMNOSadfjmnos][ACEOPUaceopu][BCGLNPRTVYbcglnprtvy](?<![^\W\d_]...)").search
_gate = re.compile(rf"(?<![^\W\d_])(?:{ENGLISH_MONTH})(?![^\W\d_])", re.IGNORECASE).search
_year = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])").search
_LABEL = rf"(?:{LABEL_UPDATE}|{LABEL_PUBLISH}|{LINK})(?!\w)"
_LABELS = re.compile(rf"(?<!\w){_LABEL}", re.IGNORECASE)
_LABEL_UPDATE = re.compile(rf"(?<!\w){LABEL_UPDATE}(?!\w)", re.IGNORECASE)
_WEEKDAY = re.compile(rf"(?<!\w)(?:{WEEKDAY})(?!\w)", re.IGNORECASE)
_COLON = forms.named(next(form for form in forms.NUMBER_FORMS if form.name == "colon"))
_CLOCK = re.compile(rf"(?<![\w/.:-])(?:{_COLON})(?!\w)", re.IGNORECASE)
_CLOCK_FIELDS = tuple(f"colon_{field}" for field in "hnspz")
_DAY, _NAME = "[0-9]{1,2}", "[a-z]{3,9}"
# 18 March 2024, Mar 18, 2024, Monday, March 18th, 2024 at 9:41 AM, Posted on: 18-Mar-2024 10:00
_COMMON = re.compile(
    rf"(?P<label>(?:{_LABEL}[ :]{{1,2}})*)(?:(?P<weekday>{_NAME}),? )?"
    rf"(?:(?P<d1>{_DAY})(?:st|nd|rd|th)?[ -](?P<m1>{_NAME})|(?P<m2>{_NAME}) (?P<d2>{_DAY})(?:st|nd|rd|th)?)"
    rf",?[ -](?P<y>(?:19|20)[0-9]{{2}})(?:,? (?:at |[-|] )?(?P<clock>{_COLON}))?\Z",
    re.IGNORECASE,
)
_FIELDS = tuple(_COMMON.groupindex[field] for field in ("label", "weekday", "d1", "m1", "m2", "d2", "y", "clock"))


def read_english(line: str) -> DateReading | None:
    """Read `line` (normalised) as a date with an English month name and a four-digit year.

    The answer counts only when its day, month and year each stand in the words, and nothing else does.
    """
    if len(line) > MAX_LENGTH or not _hint(line) or not _year(line):
        return None
    match = _COMMON.match(line)
    if match is not None:
        label, weekday, first, month, other, second, year, clock = match.group(*_FIELDS)
        number = ENGLISH_MONTH_NUMBERS.get((month or other).lower())
        if number is not None and (weekday is None or weekday.lower() in WEEKDAYS):
            day = make_day(int(year), number, int(first or second))
            weekdays = (weekday,) if weekday else ()
            return _settle(line, day, weekdays, match if clock else None, bool(label) and _is_update(line))
    return read_uncommon(line) if _gate(line) else None


def read_uncommon(line: str) -> DateReading | None:
    """Read any other wording: what is left without labels, weekday and clock goes to dateparser."""
    clocks = list(_CLOCK.finditer(line))
    if len(clocks) > 1:
        return None
    rest = _LABELS.sub(" ", _CLOCK.sub(" ", line))
    day, weekdays = parse(_WEEKDAY.sub(" ", rest)), _WEEKDAY.findall(rest)
    return _settle(line, day, weekdays, clocks[0] if clocks else None, _is_update(line))


def _is_update(line: str) -> bool:
    return _LABEL_UPDATE.search(line) is not None


def _settle(
    line: str, day: date | None, weekdays: Sequence[str], printed: re.Match[str] | None, update: bool
) -> DateReading | None:
    """The day with its clock, if there is one and the weekdays don't contradict it."""
    if day is None:
        return None
    for weekday in weekdays:
        if WEEKDAYS[weekday.lower()] != day.weekday():
            return None
    clock = None
    if printed is not None:
        hour, minute, second, mark, zone = printed.group(*_CLOCK_FIELDS)
        clock = settle_clock(int(hour), int(minute), int(second) if second else None, mark, zone)
        if clock is None:
            return None
    written = write(day, clock)
    if written is None:
        return None
    value, precision, codes = written
    if update:
        codes = (*codes, "label_update")
    return DateReading(value, precision, line, tuple(map(note, (*codes, "english"))))
