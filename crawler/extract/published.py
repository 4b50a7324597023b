"""The arbiter of an article's date: who said what, who may be believed, and what was refused.

Only voices that speak of this article are heard: its own stamp on the page, the page's metadata, its
address, and what feeds, sitemaps and lists said of that address. Clocks, related links, documents,
comments and the body are never asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from crawler import dates
from crawler.dates.clock import VIETNAM
from crawler.dates.models import DateReading
from crawler.families.base import Family
from crawler.models import Sighting

_ORDER = ("page", "metadata", "address", "sitemap", "feed", "listing")
_FINENESS = {"month": 0, "day": 1, "minute": 2, "second": 3}
_CUT = {"month": 7, "day": 10, "minute": 16, "second": 19}
_SKEW = timedelta(minutes=10)
"""How far a portal's clock may run ahead of ours before its stamp is refused."""
_NOW = timedelta(minutes=2)
"""A stamp this close to the fetch is the server's clock, unless another voice says the same."""
_LOCAL = timedelta(hours=7)


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


def moment_of(fetched_at: str | None) -> datetime | None:
    """The moment of fetching, aware; a bare day is its last moment in Viet Nam. ``None`` when it isn't known.

    Raises ``ValueError`` for what is no ISO 8601 time.
    """
    if not fetched_at:
        return None
    moment = datetime.fromisoformat(fetched_at)
    if len(fetched_at) <= 10:
        return moment.replace(hour=23, minute=59, second=59, tzinfo=VIETNAM)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def decide(voices: Sequence[Voice], *, fetched_at: str | None) -> Verdict:
    """The first voice in order of trust, made no finer by others; a later voice of another day is noted."""
    verdict = Verdict()
    heard = _heard(voices, moment_of(fetched_at), verdict.notes)
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
    for other in heard:
        if other is chosen or _agree(chosen.reading, other.reading):
            continue
        if _is_local(chosen.reading, other.reading):
            verdict.notes.append(f"zone_local: {other.basis} calls the local clock UTC: {other.reading.text}")
        else:
            verdict.notes.append(f"date_conflict: {other.basis} says {other.reading.text}")
    return verdict


def _heard(voices: Sequence[Voice], moment: datetime | None, notes: list[str]) -> list[Voice]:
    """The voices in order of trust, without those that speak of the future or of the fetch itself."""
    heard: list[Voice] = []
    for voice in sorted(voices, key=lambda one: _ORDER.index(one.basis)):
        reading = _before_fetch(voice.reading, moment) if moment else voice.reading
        if reading is None:
            notes.append(f"date_after_fetch: {voice.basis} says {voice.reading.text}")
        else:
            heard.append(replace(voice, reading=reading))
    told = [one for one in heard if moment is None or not _is_now(one, moment)]
    for voice in heard:
        if voice not in told and not any(_agree(voice.reading, other.reading) for other in told):
            notes.append(f"date_is_clock: {voice.basis} says {voice.reading.text}, the moment of the fetch")
        elif voice not in told:
            told = [one for one in heard if one in told or one is voice]
    return told


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


def later_edit(edit: DateReading, published: str | None, fetched_at: str | None) -> str | None:
    """The time of an edit that really follows publication and precedes the fetch, else ``None``."""
    moment = moment_of(fetched_at)
    reading = _before_fetch(edit, moment) if moment else edit
    if reading is None or (moment and _is_now(Voice("metadata", edit), moment)):
        return None
    size = min(len(published or reading.value), _CUT[reading.precision], 16)
    return reading.value if published is None or reading.value[:size] > published[:size] else None


def _agree(one: DateReading, other: DateReading) -> bool:
    """Equal down to the day: minutes differ between a system's own places without meaning anything."""
    size = min(_CUT[one.precision], _CUT[other.precision], 10)
    return one.value[:size] == other.value[:size]


def _is_local(local: DateReading, utc: DateReading) -> bool:
    """Whether a stamp marked UTC is the local clock: converted it lies exactly seven hours behind it."""
    if not any(note.startswith("zone_utc") for note in utc.notes) or min(len(local.value), len(utc.value)) < 16:
        return False
    return datetime.fromisoformat(utc.value[:16]) - datetime.fromisoformat(local.value[:16]) == _LOCAL


def _before_fetch(reading: DateReading, moment: datetime) -> DateReading | None:
    """The reading if it can be true of a page fetched then; without its clock when that is minutes ahead."""
    here = moment.astimezone(VIETNAM)
    if reading.precision in ("month", "day"):
        return reading if reading.value <= here.isoformat()[: len(reading.value)] else None
    told = datetime.fromisoformat(reading.value)
    if told <= here:
        return reading
    if told - here > _SKEW or told.date() != here.date():
        return None
    return replace(reading, value=reading.value[:10], precision="day")


def _is_now(voice: Voice, moment: datetime) -> bool:
    """Whether a voice that a template can print by itself tells the moment of the fetch."""
    if voice.basis not in ("page", "metadata") or len(voice.reading.value) < 16:
        return False
    if any(note.startswith("relative") for note in voice.reading.notes):
        return False
    return abs(moment - datetime.fromisoformat(voice.reading.value)) <= _NOW
