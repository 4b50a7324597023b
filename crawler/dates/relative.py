"""Dates counted back from the moment of fetching, kept only as far as they are certain.

"Hôm qua, 14:30" names a day of the calendar, "15 phút trước" a minute. "2 giờ trước" is a counter's rounding: the
moment lies anywhere from one and a half to three hours back. It gives the day when all of that is one day, the
month when it is one month.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crawler.dates.clock import VIETNAM
from crawler.dates.lexicon import DAYPART, LABEL_PUBLISH, LABEL_UPDATE, LINK, SEPARATOR
from crawler.dates.models import DateReading, note
from crawler.dates.scan import scan

_DAYS_BACK = {"nay": 0, "qua": 1, "kia": 2}
_CALENDAR = re.compile(rf"(?<!\w)(?:hôm|(?P<part>{DAYPART})(?: hôm)?) (?P<day>nay|qua|kia)(?!\w)", re.IGNORECASE)
_AGO = re.compile(
    rf"(?:(?:{LABEL_UPDATE}|{LABEL_PUBLISH}|{LINK})(?!\w)|{SEPARATOR})*"
    r"(?P<about>khoảng |hơn |cách đây |cách nay )?"
    r"(?:(?P<n>[0-9]{1,3}|một) (?P<unit>giây|phút|giờ|tiếng|ngày|tuần)(?P<ago> trước)?"
    r"|vừa xong|vừa đăng|vài giây trước)"
    rf"{SEPARATOR}*\Z",
    re.IGNORECASE,
)
_UNITS = {
    "giây": timedelta(seconds=1),
    "phút": timedelta(minutes=1),
    "giờ": timedelta(hours=1),
    "tiếng": timedelta(hours=1),
    "ngày": timedelta(days=1),
    "tuần": timedelta(days=7),
}
_MINUTE = _UNITS["phút"]
_JUST_NOW = timedelta(minutes=10)


def read_relative(line: str, base: datetime) -> DateReading | None:
    """Read `line` (normalised) as counted from `base` (aware); None when it isn't certain to the month."""
    try:
        local = base.astimezone(VIETNAM)
        return _read_calendar(line, local) or _read_ago(line, local)
    except OverflowError:
        return None


def _read_calendar(line: str, base: datetime) -> DateReading | None:
    """For "Hôm qua, 14:30", "08:15 hôm nay", "sáng nay": read with the day in place of the words for it."""
    match = _CALENDAR.search(line)
    if match is None:
        return None
    day = (base - timedelta(days=_DAYS_BACK[match["day"].lower()])).date()
    part = f"{match['part']} " if match["part"] else ""
    reading = scan(f"{line[: match.start()]}{part}{day:%d/%m/%Y}{line[match.end() :]}")
    if reading is None or (len(reading.value) > 10 and datetime.fromisoformat(reading.value) > base):
        # A moment still to come contradicts the page it stands on.
        return None
    return DateReading(reading.value, reading.precision, line, (*reading.notes, note("relative")))


def _read_ago(line: str, base: datetime) -> DateReading | None:
    """For "2 giờ trước", "cách đây 3 ngày", "vừa xong"."""
    match = _AGO.match(line)
    if match is None:
        return None
    earliest, latest = base - _JUST_NOW, base
    if match["unit"]:
        if not match["ago"] and not (match["about"] or "").lower().startswith("cách"):
            return None
        unit, count = _UNITS[match["unit"].lower()], int(match["n"]) if match["n"].isdigit() else 1
        if unit == _MINUTE and not match["about"]:
            moment = base - count * unit
            return DateReading(f"{moment:%Y-%m-%dT%H:%M}+07:00", "minute", line, (note("relative"),))
        earliest, latest = base - (count + 1) * unit, base - (count - 0.5) * unit
    if earliest.date() == latest.date():
        return DateReading(latest.date().isoformat(), "day", line, (note("relative"),))
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return DateReading(f"{latest:%Y-%m}", "month", line, (note("relative"),))
    return None
