"""Reading one printed date."""

from __future__ import annotations

from datetime import date, datetime

from crawler.dates.clock import VIETNAM
from crawler.dates.english import read_english
from crawler.dates.models import DateReading
from crawler.dates.normal import normalise
from crawler.dates.relative import read_relative
from crawler.dates.scan import scan
from crawler.dates.shapes import read_shape
from crawler.dates.stamps import looks_machine, read_machine

# No printed date with its labels is longer; what is longer is prose.
MAX_LENGTH = 120


def read(text: str, *, base: datetime | None = None) -> DateReading | None:
    """Read one printed date, the whole of `text` being the date with labels around it.

    `base` is the moment of fetching (aware), needed for "2 giờ trước" and "Hôm qua, 14:30". A clock without a
    zone is Viet Nam's. None when there is no certain reading; ValueError for a `base` without a zone.
    """
    today = None if base is None else local_day(base)
    reading = read_shape(text) if len(text) <= MAX_LENGTH else None
    if reading is not None:
        return reading
    line = normalise(text)
    if not line or len(line) > MAX_LENGTH:
        return None
    reading = (read_shape(line) if line != text else None) or scan(line, today)
    if reading is None and base is not None:
        reading = read_relative(line, base)
    if reading is None and looks_machine(line):
        reading = read_machine(line)
    return reading or read_english(line)


def local_day(base: datetime | None) -> date | None:
    """The day in Viet Nam at the aware moment `base`; None without one, ValueError when it has no zone."""
    if base is None:
        return None
    if base.utcoffset() is None:
        raise ValueError("base must be an aware datetime")
    try:
        return base.astimezone(VIETNAM).date()
    except OverflowError:
        return base.date()
