"""The time of day and its zone: what a printed clock means, and when it means less than it shows."""

from __future__ import annotations

import re
from datetime import timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

VIETNAM = timezone(timedelta(hours=7), "+07:00")

_MORNING = ("sa", "am", "a.m", "a.m.")
# Hours a part of the day can name: as printed -> hours to add. What isn't listed contradicts itself
# ("9 giờ chiều").
_PARTS: dict[str, dict[int, int]] = {
    "sáng": dict.fromkeys(range(12), 0),
    "trưa": {10: 0, 11: 0, 12: 0, 13: 0, 1: 12, 2: 12},
    "chiều": {**dict.fromkeys(range(1, 7), 12), **dict.fromkeys(range(12, 19), 0)},
    "tối": {**dict.fromkeys(range(5, 12), 12), **dict.fromkeys(range(17, 24), 0)},
    # "12 giờ đêm" is left out: midnight at which end of the day isn't said.
    "đêm": {
        **dict.fromkeys(range(9, 12), 12),
        **dict.fromkeys(range(21, 24), 0),
        **dict.fromkeys(range(5), 0),
    },
}


class Clock(NamedTuple):
    """A read clock: `hour` is None when only the day is to be kept; `offset`, None if unsaid, is minutes
    east of UTC; `notes` are codes.
    """

    hour: int | None
    minute: int
    second: int | None
    offset: int | None
    notes: tuple[str, ...]


def settle_clock(hour: int, minute: int | None, second: int | None, mark: str | None, zone: str | None) -> Clock | None:
    """What a printed clock says; None when it can't be one (25:00, 10:61, a zone beyond the world's)."""
    if hour > 23 or (minute or 0) > 59 or (second or 0) > 59:
        return None
    offset = None
    if mark is None and zone is None and minute is not None and (hour or minute or second):
        return Clock(hour, minute, second, None, ())
    if zone is not None:
        offset = zone_offset(zone)
        if offset is None:
            return None
    shift, code = _half_day(hour, minute or 0, second or 0, mark.lower()) if mark else (0, None)
    codes = (code,) if code else ()
    if shift is None:
        return Clock(None, 0, None, offset, codes)
    if minute is None:
        # "14h ngày 9/5" is two o'clock sharp to whoever prints it.
        return Clock(hour + shift, 0, None, offset, (*codes, "hour_only"))
    if not code and hour + shift == 0 and not minute and not second:
        codes = ("midnight",)
    return Clock(hour + shift, minute, second, offset, codes)


def _half_day(hour: int, minute: int, second: int, mark: str) -> tuple[int | None, str | None]:
    """Hours to add for AM, SA, CH, "chiều" ... (None: drop the clock), and the code of what was noticed."""
    if mark in _PARTS:
        shift = _PARTS[mark].get(hour)
        return (shift, None) if shift is not None else (None, "clock_conflict")
    if mark in _MORNING:
        if hour == 12:
            # A bare 12:00 AM is what date-only fields print (seen on donggiang.quangnam.gov.vn).
            return (-12, None) if minute or second else (None, "no_clock")
        if hour > 12:
            return None, "clock_conflict"
        return 0, None if hour else "clock_24h"
    if hour == 0:
        # 00:30 PM is half past noon in one library's 0-11 hours and nonsense elsewhere.
        return None, "clock_conflict"
    if hour >= 13:
        return 0, "clock_24h"
    return (12 if hour < 12 else 0), None


_NUMERIC = re.compile(r"(?:gmt|utc)? ?(?:([+-]) ?([0-9]{1,2})(?::?([0-9]{2}))?)?\Z", re.IGNORECASE)


@lru_cache(maxsize=256)
def zone_offset(zone: str) -> int | None:
    """Minutes east of UTC for Z, GMT, GMT+7, +0700, ICT; None when it isn't certainly a zone."""
    if zone.lower() == "ict":
        return 420
    if zone.lower() == "z":
        return 0
    match = _NUMERIC.match(zone)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    if sign is None:
        return 0
    offset = int(hours) * 60 + int(minutes or 0)
    if offset > 14 * 60 or int(minutes or 0) not in (0, 30, 45):
        return None
    return -offset if sign == "-" else offset
