"""Machine-readable stamps: ISO 8601, NukeViet's malformed ones, RFC 822, Java's. Nothing is guessed.

Which zone abbreviations count, and what midnight means, is decided here; see `ABBREVIATIONS` and `machine`.
"""

from __future__ import annotations

import html
import re

from crawler.dates.clock import Clock, zone_offset
from crawler.dates.days import make_day, write
from crawler.dates.lexicon import ENGLISH_MONTHS, WEEKDAYS
from crawler.dates.models import DateReading, note
from crawler.dates.normal import normalise

# Abbreviations that name one offset (minutes east of UTC), and the months in which it can be in force. PHP's
# date("T") prints them into NukeViet's meta tags, after the visitor's country. CST, IST, PST, CDT and BST
# name several offsets and are left out.
_ALWAYS, _SUMMER = range(1, 13), range(3, 12)
ABBREVIATIONS: dict[str, tuple[int, range]] = {
    "Z": (0, _ALWAYS), "UTC": (0, _ALWAYS), "GMT": (0, _ALWAYS), "UT": (0, _ALWAYS), "ICT": (420, _ALWAYS),
    "EST": (-300, _ALWAYS), "EDT": (-240, _SUMMER), "MDT": (-360, _SUMMER), "PDT": (-420, _SUMMER),
    "CET": (60, _ALWAYS), "CEST": (120, range(3, 11)), "EET": (120, _ALWAYS), "EEST": (180, range(3, 11)),
    "MSK": (180, _ALWAYS), "WIB": (420, _ALWAYS), "HKT": (480, _ALWAYS), "JST": (540, _ALWAYS),
    "KST": (540, _ALWAYS), "AEST": (600, _ALWAYS),
}  # fmt: skip

_MONTH = "|".join(ENGLISH_MONTHS)
_DAYS = "mon|tue|wed|thu|fri|sat|sun"
_HMS = r"(?P<h>[0-9]{2}):(?P<n>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
_YMD = r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
_ZONE = r"(?P<z>[+-][0-9]{2}(?::?[0-9]{2})?|[A-Z]{1,5})"
_PATTERNS = tuple(
    re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)
    for pattern in (
        # 2024-03-18, 2024-03-18T03:41:00+07:00, 2026-03-07 08:52:11.000 +07:00, 2024-03-18T03:41Z
        rf"{_YMD}(?:[T ]{_HMS} ?{_ZONE}?)?",
        # 2024-03-18ICT03:41:00, 2026-10-27+0714:05:00: NukeViet's Y-m-dTH:i:s
        rf"{_YMD} ?(?P<z>[+-][0-9]{{2}}(?:[0-9]{{2}})?|[A-Z]{{1,5}}) ?{_HMS}",
        # Tue, 27 Oct 2026 07:10:00 GMT
        rf"(?:(?P<w>{_DAYS})\w*,? )?(?P<d>[0-9]{{1,2}}) (?P<m>{_MONTH}) (?P<y>[0-9]{{4}}) {_HMS} {_ZONE}",
        # Mon Mar 18 03:41:00 ICT 2024, as Java prints it
        rf"(?P<w>{_DAYS}) (?P<m>{_MONTH}) (?P<d>[0-9]{{1,2}}) {_HMS} {_ZONE} (?P<y>[0-9]{{4}})",
        # Mon Mar 18 2024 03:41:00 GMT+0700 (Indochina Time), as JavaScript prints it
        rf"(?P<w>{_DAYS}) (?P<m>{_MONTH}) (?P<d>[0-9]{{1,2}}) (?P<y>[0-9]{{4}}) {_HMS} (?:GMT)?(?P<z>[+-][0-9]{{4}})"
        r"(?: \([^)]{1,40}\))?",
        # 20240318T034100+0700
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})T(?P<h>[0-9]{2})(?P<n>[0-9]{2})(?P<s>[0-9]{2})" + _ZONE,
    )
)
_RFC = 2
_FIELDS = tuple(tuple(map(pattern.groupindex.__getitem__, "ymdhnsz")) for pattern in _PATTERNS)
_YEAR_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:")
_MACHINE = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T+ A-Z]|[0-9]{{8}}T|(?:{_DAYS})\w*,? ", re.IGNORECASE)


def is_iso(line: str) -> bool:
    """True when `line` begins as ISO 8601 with a clock, which no printed date does."""
    return line[10:11] == "T" and _ISO.match(line) is not None


def looks_machine(line: str) -> bool:
    """True when `line` begins as the machine-readable stamps with a clock do."""
    return _MACHINE.match(line) is not None


def matches_machine(line: str) -> bool:
    """True when `line` may be a stamp of the machine-readable forms, whether it can be read or not."""
    return any(pattern.match(line) for pattern in _PATTERNS)


def machine(text: str) -> DateReading | None:
    """Read a machine-readable stamp, the whole of `text`; None when it isn't one or isn't certain.

    Without a zone the clock is taken as Viet Nam's (note `zone_assumed`); UTC is converted and noted, as it
    is often mislabelled local time. An exact midnight stands for a day without a clock: precision `day`
    (None if its zone would move it to another day). A zone that may be several is None, not a guess.
    NukeViet's feeds print the month where the minutes belong: where the two are equal, only the day is kept.
    """
    return read_machine(normalise(html.unescape(text) if "&" in text else text))


def read_machine(line: str) -> DateReading | None:
    """As `machine`, for a line that is normalised already."""
    if not 7 <= len(line) <= 60:
        return None
    for number, pattern in enumerate(_PATTERNS):
        match = pattern.match(line)
        if match:
            weekday = match["w"] if "w" in pattern.groupindex else None
            return _settle(match.group(*_FIELDS[number]), weekday, line, number == _RFC)
    # The month alone, as W3C dates allow it in sitemaps.
    month = _YEAR_MONTH.match(line)
    return DateReading(line, "month", line) if month and make_day(int(month[1]), int(month[2]), 1) else None


def _settle(part: tuple[str | None, ...], weekday: str | None, line: str, feed: bool) -> DateReading | None:
    """The reading of year, month, day, hour, minute, second and zone as printed."""
    month = _month(part[1] or "")
    day = make_day(int(part[0] or 0), month, int(part[2] or 0))
    if day is None or (weekday is not None and WEEKDAYS[weekday.lower()] != day.weekday()):
        return None
    if part[3] is None:
        return DateReading(day.isoformat(), "day", line)
    clock = _clock(part, month)
    if clock is None:
        return None
    written = write(day, clock)
    if written is None:
        return None
    value, precision, codes = written
    if clock[:2] == (0, 0) and not clock.second:
        # Printed and converted day must be one, or it isn't known which day was meant.
        if value[:10] != day.isoformat():
            return None
        value, precision = day.isoformat(), "day"
    elif feed and clock.offset == 0 and clock.minute == month:
        value, precision, codes = value[:10], "day", (*codes, "month_minutes")
    return DateReading(value, precision, line, tuple(map(note, codes)))


def _month(word: str) -> int:
    return int(word) if word.isdigit() else ENGLISH_MONTHS.index(word.lower()) + 1


def _clock(part: tuple[str | None, ...], month: int) -> Clock | None:
    """The clock with its zone, None when either is impossible or the zone isn't certain."""
    hour, minute, second = int(part[3] or 0), int(part[4] or 0), int(part[5]) if part[5] else None
    zone = part[6]
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    codes = () if hour or minute or second else ("midnight",)
    if zone is None:
        return Clock(hour, minute, second, None, (*codes, "zone_assumed"))
    if zone[0] in "+-":
        offset = zone_offset(zone)
        return None if offset is None else Clock(hour, minute, second, offset, codes)
    known = ABBREVIATIONS.get(zone.upper())
    if known is None or month not in known[1]:
        return None
    return Clock(hour, minute, second, known[0], codes)
