"""The arbiter of an article's date: who said what, who may be believed, and what was refused.

Only voices that speak of this article are heard: its own stamp on the page, the page's metadata, its
address, and what feeds, sitemaps and lists said of that address. Clocks, related links, documents,
comments and the body are never asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler import dates
from crawler.dates.models import DateReading
from crawler.families.base import Family
from crawler.models import Sighting

_ORDER = ("page", "metadata", "address", "sitemap", "feed", "listing")
_FINENESS = {"month": 0, "day": 1, "minute": 2, "second": 3}
_CUT = {"month": 7, "day": 10, "minute": 16, "second": 19}


@dataclass(frozen=True, slots=True)
class Voice:
    """One statement about the date: on what basis, and what it says."""

    basis: str
    reading: DateReading


@dataclass(slots=True)
class Verdict:
    """What the arbiter found; all ``None`` when no voice was believed."""

    value: str | None = None
    precision: str | None = None
    basis: str | None = None
    text: str | None = None
    notes: list[str] = field(default_factory=list)


def decide(voices: Sequence[Voice], *, fetched_at: str | None) -> Verdict:
    """The first voice in order of trust, made no finer by others; a later voice of another day is noted."""
    verdict = Verdict()
    heard: list[Voice] = []
    for voice in sorted(voices, key=lambda one: _ORDER.index(one.basis)):
        if _after_fetch(voice.reading, fetched_at):
            verdict.notes.append(f"date_after_fetch: {voice.basis} says {voice.reading.text}")
        else:
            heard.append(voice)
    if not heard:
        return verdict
    chosen = heard[0]
    if chosen.reading.precision == "month":
        # A month is no rival of a day that lies in it: the finer voice says more and nothing else.
        chosen = next(
            (one for one in heard if one.reading.precision != "month" and _agree(heard[0].reading, one.reading)), chosen
        )
    verdict.value, verdict.precision = chosen.reading.value, chosen.reading.precision
    verdict.basis, verdict.text = chosen.basis, chosen.reading.text
    verdict.notes += chosen.reading.notes
    for other in heard[1:]:
        if not _agree(chosen.reading, other.reading):
            verdict.notes.append(f"date_conflict: {other.basis} says {other.reading.text}")
    return verdict


def voices_of(hints: Sequence[Sighting], family: Family | None) -> list[Voice]:
    """What lists, feeds and sitemaps said, cut to what the family's are known to tell truly."""
    found: list[Voice] = []
    for hint in hints:
        known = family.trusted(hint) if family else hint
        if known is None or known.basis not in _ORDER:
            continue
        reading = dates.machine(known.value) if known.value else dates.read(known.text or "")
        if reading:
            found.append(Voice(known.basis, replace(reading, text=known.text or reading.text)))
    return sorted(found, key=lambda one: (one.basis, -_FINENESS[one.reading.precision], one.reading.value))


def is_later(updated: DateReading, published: str | None) -> bool:
    """Whether an edit time really follows publication; equal times are no edit."""
    return published is None or _naive(updated.value)[:16] > _naive(published)[:16]


def _agree(one: DateReading, other: DateReading) -> bool:
    """Equal down to the day: minutes differ between a system's own places without meaning anything."""
    size = min(_CUT[one.precision], _CUT[other.precision], 10)
    return one.value[:size] == other.value[:size]


def _after_fetch(reading: DateReading, fetched_at: str | None) -> bool:
    """A day of grace: clocks of portals run ahead, and announcements are dated for tomorrow's paper."""
    if not fetched_at:
        return False
    limit = datetime.fromisoformat(fetched_at) + timedelta(days=1)
    return reading.value[:10] > limit.date().isoformat()


def _naive(value: str) -> str:
    return value[:19]
