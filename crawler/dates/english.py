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
ENGLISH_LAST_YEAR = "2099"
_YEAR = "(?:19|20)[0-9]{2}"
# A month's name begins with three such letters; ignoring case with classes is faster than with the flag.
_hint = re.compile(r"[ADFJMNOSadfjmnos][ACEOPUaceopu][BCGLNPRTVYbcglnprtvy](?<![^\W\d_]...)").search
_gate = re.compile(rf"(?<![^\W\d_])(?:{ENGLISH_MONTH})(?![^\W\d_])", re.IGNORECASE).search
_year = re.compile(rf"(?<![0-9]){_YEAR}(?![0-9])").search
_LABEL = rf"(?:{LABEL_UPDATE}|{LABEL_PUBLISH}|{LINK})(?!\w)"
_LABELS = re.compile(rf"(?<!\w){_LABEL}", re.IGNORECASE)
_LABEL_UPDATE = re.compile(rf"(?<!\w){LABEL_UPDATE}(?!\w)", re.IGNORECASE)
_WEEKDAY = re.compile(rf"(?<!\w)(?:{WEEKDAY})(?!\w)", re.IGNORECASE)
_COLON = forms.named(next(form for form in forms.NUMBER_FORMS if form.name == "colon"))
_CLOCK = re.compile(rf"(?<![\w/.:-])(?:{_COLON})(?!\w)", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"([a-z]{{3,9}}),? ({_YEAR})\Z", re.IGNORECASE)
_DAY, _NAME = "[0-9]{1,2}", "[a-z]{3,9}"
# 18 March 2024, Mar 18, 2024, Monday, March 18th, 2024 at 9:41 AM, Posted on: 18-Mar-2024 10:00
_COMMON = re.compile(
    rf"(?P<label>(?:{_LABEL}[ :]{{1,2}})*)(?:(?P<weekday>{_NAME}),? )?"
    rf"(?:(?P<d1>{_DAY})(?:st|nd|rd|th)?[ -](?P<m1>{_NAME})|(?P<m2>{_NAME}) (?P<d2>{_DAY})(?:st|nd|rd|th)?)"
    rf",?[ -](?P<y>{_YEAR})(?:,? (?:at |[-|] )?(?P<clock>{_COLON}))?\Z",
    re.IGNORECASE,
)
CLOCK_FIELDS = tuple(_COMMON.groupindex[f"colon_{field}"] for field in "hnspz")
_FIELDS = tuple(_COMMON.groupindex[field] for field in ("weekday", "d1", "m1", "m2", "d2", "y", "clock"))
_NAMES = tuple(_COMMON.groupindex[field] for field in ("weekday", "m1", "m2"))


def find_common(line: str) -> re.Match[str] | None:
    """The parts of `line` (normalised) if it is a date in one of the common wordings, whether it exists or not."""
    match = _COMMON.match(line) if len(line) <= MAX_LENGTH else None
    if match is None:
        return None
    weekday, month, other = match.group(*_NAMES)
    known = (month or other).lower() in ENGLISH_MONTH_NUMBERS and (not weekday or weekday.lower() in WEEKDAYS)
    return match if known else None


def read_english(line: str, *, usual: bool = False) -> DateReading | None:
    """Read `line` (normalised) as a date with an English month name and a four-digit year.

    Only the common wordings if `usual`; dateparser is asked for the others.
    The answer counts only when its day, month and year each stand in the words, and nothing else does.
    """
    if len(line) > MAX_LENGTH or _hint(line) is None:
        return None
    alone = _MONTH_ALONE.match(line)
    if alone:
        number = ENGLISH_MONTH_NUMBERS.get(alone[1].lower())
        return DateReading(f"{alone[2]}-{number:02d}", "month", line, (note("english"),)) if number else None
    common = find_common(line)
    if common is None:
        return None if usual else read_uncommon(line)
    return read_common(line, common)


def read_common(line: str, common: re.Match[str]) -> DateReading | None:
    """Read what `find_common` found."""
    weekday, first, month, other, second, year, clock = common.group(*_FIELDS)
    day = make_day(int(year), ENGLISH_MONTH_NUMBERS[(month or other).lower()], int(first or second))
    return _settle(line, day, (weekday,) if weekday else (), common if clock else None)


def read_uncommon(line: str) -> DateReading | None:
    """Read any wording: what is left without labels, weekday and clock goes to dateparser."""
    if not _year(line) or not _gate(line):
        return None
    clocks = list(_CLOCK.finditer(line))
    if len(clocks) > 1:
        return None
    rest = _LABELS.sub(" ", _CLOCK.sub(" ", line))
    day, weekdays = parse(_WEEKDAY.sub(" ", rest)), _WEEKDAY.findall(rest)
    return _settle(line, day, weekdays, clocks[0] if clocks else None)


def is_update(line: str) -> bool:
    """True when a label says that `line` is about an update."""
    return _LABEL_UPDATE.search(line) is not None


def _settle(line: str, day: date | None, weekdays: Sequence[str], printed: re.Match[str] | None) -> DateReading | None:
    """The day with its clock, if there is one and the weekdays don't contradict it."""
    if day is None:
        return None
    for weekday in weekdays:
        if WEEKDAYS[weekday.lower()] != day.weekday():
            return None
    clock = None
    if printed is not None:
        hour, minute, second, mark, zone = printed.group(*(f"colon_{field}" for field in "hnspz"))
        clock = settle_clock(int(hour), int(minute), int(second) if second else None, mark, zone)
        if clock is None:
            return None
    written = write(day, clock)
    if written is None:
        return None
    value, precision, codes = written
    if is_update(line):
        codes = (*codes, "label_update")
    return DateReading(value, precision, line, tuple(map(note, (*codes, "english"))))
