"""Finding publication stamps in a line that has other words around them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime

from crawler.dates import forms
from crawler.dates.days import local_day
from crawler.dates.lexicon import DASH, DAYPART, LABEL_PUBLISH, LABEL_UPDATE, LINK, SEPARATOR, WEEKDAY
from crawler.dates.models import DateReading, note
from crawler.dates.normal import INVISIBLE, normalise_mapped
from crawler.dates.quick import read_line

_TABLE = forms.NUMBER_FORMS + forms.WORD_FORMS
# Dates with a two-digit year are left out: in a line they may be a version, a score, a part of a number.
_FULL = re.compile(
    r"(?=[0-9t])(?<![\w/.])(?<!\w-)(?:"
    + "|".join(forms.named(form) for form in _TABLE if form.kind == "date" and form.name != "dmyy")
    + r")(?!\w)",
    re.IGNORECASE,
)
_CLOCK = "|".join(forms.named(form) for form in _TABLE if form.kind == "clock")
_GAP = rf"{SEPARATOR}{{0,5}}(?:(?:{LINK}){SEPARATOR}{{1,3}})?"
_CLOCK_AFTER = re.compile(rf"{_GAP}(?:{_CLOCK})(?!\w)", re.IGNORECASE)
# "24h" and "24/7" are names of papers and columns.
_CLOCK_BEFORE = re.compile(rf"(?<![\w/.:,])(?!24h)(?:{_CLOCK}){_GAP}\Z", re.IGNORECASE)
# Weekday, label and linking words directly in front, in any order the scan understands.
_HEAD_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:{LABEL_UPDATE}|{LABEL_PUBLISH}|{LINK}|{DAYPART}|{WEEKDAY})(?!\w){SEPARATOR}{{0,5}})+\Z",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(
    rf"(?:(?<![0-9:])(?<!24/)(?!24/7)[0-9]{{1,2}}(?:[/.][0-9]{{1,2}})? ?{DASH} ?"
    r"|(?<!\w)(?:đến|tới)(?: hết)?(?: ngày)? )\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"[0-9](?:[{INVISIBLE}]*[0-9]){{3}}")
# Labels, weekday and clock in front of a date are shorter than this.
_WINDOW = 60


def locate(text: str, *, base: datetime | None = None) -> list[tuple[int, int, DateReading]]:
    """Find the certain full dates (with a four-digit year) in `text`, a line with other words around them.

    Returns (start, end, reading) by place: offsets into `text` as given; `reading.text` is the stamp's own
    words, with its clock and weekday, and a label directly in front. Empty when none is certain. English
    month names aren't sought. `base` is the moment of fetching (aware), as for `read`.
    """
    today = local_day(base)
    if _YEAR.search(text) is None:
        return []
    line, starts, ends = normalise_mapped(text)
    found: list[tuple[int, int, DateReading]] = []
    taken = 0
    for match in _FULL.finditer(line):
        if match.start() < taken:
            continue
        start, end, two_clocks, taken = _stamp(line, match.start(), match.end(), taken)
        # A combining mark behind the last digit makes it another sign.
        whole = end == len(line) or not unicodedata.combining(line[end])
        reading = read_line(line[start:end], today) if start < end and whole else None
        if reading is not None:
            if two_clocks:
                reading = replace(reading, notes=(*reading.notes, note("two_clocks")))
            found.append((starts[start], ends[end - 1], reading))
    return found


def _stamp(line: str, start: int, end: int, taken: int) -> tuple[int, int, bool, int]:
    """Widen a date at start:end to its stamp: (start, end, clocks on both sides?, where the next may begin).

    The stamp is empty where the date is the second half of a range ("28 - 29/5/2016").
    """
    after = _CLOCK_AFTER.match(line, end)
    low = max(taken, start - _WINDOW)
    if low == start:
        end = after.end() if after else end
        return start, end, False, end
    head = _HEAD_BEFORE.search(line[low:start])
    head_start = low + head.start() if head else start
    before = _CLOCK_BEFORE.search(line[low:head_start])
    if before is None and _RANGE_BEFORE.search(line[low:start]):
        return end, end, False, end
    if before and after:
        return head_start, end, True, after.end()
    if after:
        end = after.end()
    if before is None:
        return head_start, end, False, end
    start = low + before.start()
    label = _HEAD_BEFORE.search(line[low:start])
    return (low + label.start() if label else start), end, False, end
