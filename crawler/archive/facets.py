"""What a search finds, counted by place, portal, section and time, over the newest matches."""

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from crawler.archive import former
from crawler.archive.narrow import Filters, check_text, scope
from crawler.archive.query import expand, parse
from crawler.archive.walk import plain, tallies

COUNTED = 10_000
"""Newest matches that are counted."""
COLUMNS = {
    "province": "province_id", "province_now": "province_now_id", "unit": "unit_id", "portal": "portal",
    "section": "section",
}  # fmt: skip
Profile = tuple[str, ...]
"""What a number in ``counted`` stands for, in the order of ``COLUMNS``; empty for none."""


@dataclass(slots=True)
class Facets:
    """Counts by value, the greatest first (months and years newest first); articles without a value count nowhere.

    ``province``, ``province_now`` and ``unit`` are unit ids with their ``names``; ``province`` is as of publication,
    ``province_now`` where it lies today. ``undated`` articles have neither month nor year. ``capped`` says that more
    than the ``total`` newest matches exist, which alone were counted.
    """

    total: int = 0
    capped: bool = False
    undated: int = 0
    province: dict[str, int] = field(default_factory=dict)
    province_now: dict[str, int] = field(default_factory=dict)
    unit: dict[str, int] = field(default_factory=dict)
    portal: dict[str, int] = field(default_factory=dict)
    section: dict[str, int] = field(default_factory=dict)
    year: dict[str, int] = field(default_factory=dict)
    month: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def facets(
    db: sqlite3.Connection,
    text: str = "",
    filters: Filters | None = None,
    profiles: dict[int, Profile] | None = None,
) -> Facets:
    """Counts what :func:`crawler.archive.search.search` finds for the same words and filters.

    ``profiles`` are those that are known already, and get what was looked up. Raises ``UsageError`` for a query or
    filter that can't be understood.
    """
    filters = filters or Filters()
    check_text(filters)
    query = parse(text) if text.strip() else None
    match = expand(db, query).match if query else None
    rows, capped = scope(db, match, filters).counted(db, COUNTED)
    if query and filters.any_revision:
        old = former.matches(db, query, filters)
        more = tallies(db, sorted({*old} - {row[0] for row in rows}, reverse=True))
        rows, capped = [*rows, *more][:COUNTED], capped or len(rows) + len(more) > COUNTED
    found = Facets(total=len(rows), capped=capped)
    _, numbers, months = zip(*rows, strict=True) if rows else ((), (), ())
    _by_profile(db, found, Counter(numbers), {} if profiles is None else profiles)
    by_month = Counter(months)
    found.undated = by_month.pop(None, 0)
    for month, count in sorted(by_month.items(), reverse=True):
        year, ahead = divmod(month, 12)
        found.month[f"{year:04}-{ahead + 1:02}"] = count
        found.year[f"{year:04}"] = found.year.get(f"{year:04}", 0) + count
    found.names = _names(db, {*found.province, *found.province_now, *found.unit})
    return found


def _by_profile(db: sqlite3.Connection, found: Facets, numbers: Counter[int], known: dict[int, Profile]) -> None:
    """Counts by what the profiles stand for; those that aren't known yet are looked up."""
    sql = f"""SELECT profile, {", ".join(COLUMNS.values())} FROM json_each(?) n
      CROSS JOIN profiles p ON p.profile = n.value"""  # noqa: S608 - own names
    for number, *texts in plain(db, sql, (json.dumps([one for one in numbers if one not in known]),)):
        known[number] = tuple(map(sys.intern, texts))
    profiles = [known[number] for number in numbers]
    for name, values in zip(COLUMNS, zip(*profiles, strict=True), strict=False):
        counts: dict[str, int] = defaultdict(int)
        for value, count in zip(values, numbers.values(), strict=True):
            counts[value] += count
        counts.pop("", None)
        setattr(found, name, dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))))


def _names(db: sqlite3.Connection, units: set[str]) -> dict[str, str]:
    sql = "SELECT unit_id, name FROM units WHERE unit_id = ?"
    rows = (db.execute(sql, (unit,)).fetchone() for unit in sorted(units))
    return {row[0]: row[1] for row in rows if row}
