"""Reading one printed date."""

from __future__ import annotations

import html
import re
from datetime import datetime

from crawler.dates.beside import read_beside
from crawler.dates.days import local_day
from crawler.dates.english import read_english
from crawler.dates.models import DateReading
from crawler.dates.normal import normalise
from crawler.dates.quick import read_stamp
from crawler.dates.relative import read_relative
from crawler.dates.scan import scan
from crawler.dates.stamps import is_iso, looks_machine, read_machine

# No printed date with its labels is longer; what is longer is prose.
MAX_LENGTH = 120
# With counters, sections and credits beside the date.
_LONGEST_LINE = 200
# Day first and yet with ISO's letter, as some templates print it.
_T = re.compile(r"\s*[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}T[0-9]{2}:[0-9]{2}")
# A year of two digits stands behind a stroke; without a year nothing is a date, unless it is counted back.
_year = re.compile(r"[0-9]{4}|[/.-][0-9]{2}(?![0-9])").search


def read(text: str, *, base: datetime | None = None) -> DateReading | None:
    """Read one printed date, the whole of `text` being the date with labels around it.

    `base` is the moment of fetching (aware), needed for "2 giờ trước" and "Hôm qua, 14:30". A clock without a
    zone is Viet Nam's. None when there is no certain reading; ValueError for a `base` without a zone.
    """
    if "&" in text:
        # An attribute that was escaped twice: "2024-08-19T09:12:00&#x2B;07:00".
        text = html.unescape(text)
    if _T.match(text):
        text = text.replace("T", " ", 1)
    line = normalise(text)
    found = _read(text, line, base)
    if found or not line or len(line) > _LONGEST_LINE or (_year(line) is None and base is None):
        return found
    return read_beside(text, base, lambda stamp: _read(stamp, stamp, base, usual=True))


def _read(text: str, line: str, base: datetime | None, *, usual: bool = False) -> DateReading | None:
    """Reads a stamp and nothing else; ``line`` is ``text`` normalised. If ``usual``, dateparser isn't asked."""
    today = None if base is None else local_day(base)
    reading = read_stamp(text, today) if len(text) <= MAX_LENGTH else None
    if reading is not None:
        return reading or None
    if not line or len(line) > MAX_LENGTH:
        return None
    if _year(line) is None:
        return None if base is None else read_relative(line, base)
    if line != text:
        reading = read_stamp(line, today)
        if reading is not None:
            return reading or None
    if is_iso(line):
        return read_machine(line)
    reading = scan(line, today)
    if reading is None and base is not None:
        reading = read_relative(line, base)
    if reading is None and looks_machine(line):
        reading = read_machine(line)
    return reading or read_english(line, usual=usual)
