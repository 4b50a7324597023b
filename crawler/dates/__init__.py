"""Dates as Vietnamese portals print them, and as their prose and their metadata tell them.

`read` one printed date, `locate` stamps in a line, `machine` stamps of metadata and feeds, `find` dates in
prose. Everything fails closed: what has no certain reading is None, or a mention without a value. No I/O;
dateparser is only imported when an unusual wording of an English date asks for it.
"""

from __future__ import annotations

from crawler.dates.located import locate
from crawler.dates.mentions import each, find
from crawler.dates.models import DateMention, DateReading
from crawler.dates.printed import read
from crawler.dates.stamps import machine

__all__ = ["DateMention", "DateReading", "each", "find", "locate", "machine", "read"]
