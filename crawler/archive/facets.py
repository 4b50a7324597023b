"""What a search finds, counted by place, portal, section and time, over the newest matches."""

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from crawler.archive import former
from crawler.archive.narrow import Filters, check_text, scope
from crawler.archive.query import expand, parse
from crawler.archive.walk import plain, tally

COUNTED = 10_000
"""Newest matches that are counted."""
COLUMNS = {
    "province": "province_id", "province_now": "province_now_id", "unit": "unit_id", "portal": "portal",
    "section": "section",
}  # fmt: skip


class Profiles:
    """What the numbers in ``counted`` stand for, as far as it was looked up: it never changes."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, str]] = {name: {} for name in COLUMNS}

    def look_up(self, db: sqlite3.Connection, numbers: set[str]) -> None:
        """Takes in those that aren't known yet."""
        wanted = json.dumps([int(one) for one in numbers - self._values["portal"].keys()])
        sql = f"""SELECT profile, {", ".join(COLUMNS.values())} FROM json_each(?) n
          CROSS JOIN profiles p ON p.profile = n.value"""  # noqa: S608 - own names
        for number, *texts in plain(db, sql, (wanted,)):
            for name, text in zip(COLUMNS, texts, strict=True):
                self._values[name][str(number)] = sys.intern(text)

    def count(self, name: str, numbers: Counter[str]) -> dict[str, int]:
        """How many of these have each value, the greatest first; without a value they count nowhere."""
        values, counts = self._values[name], defaultdict[str, int](int)
        for number, count in numbers.items():
            counts[values[number]] += count
        counts.pop("", None)
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


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
    profiles: Profiles | None = None,
) -> Facets:
    """Counts what :func:`crawler.archive.search.search` finds for the same words and filters.

    ``profiles`` keep what they looked up for the next time. Raises ``UsageError`` for a query or
    filter that can't be understood.
    """
    filters = filters or Filters()
    check_text(filters)
    query = parse(text) if text.strip() else None
    match = expand(db, query).match if query else None
    rows, profiles = scope(db, match, filters), profiles or Profiles()
    if query and filters.any_revision:
        today, capped = rows.newest(db, COUNTED)
        places = sorted({*today, *former.matches(db, query, filters)}, reverse=True)
        counted, capped = tally(db, places[:COUNTED]), capped or len(places) > COUNTED
    else:
        counted, capped = rows.tally(db, COUNTED)
    found = Facets(total=len(counted.profiles), capped=capped)
    by_profile = Counter(counted.profiles)
    profiles.look_up(db, {*by_profile})
    for name in COLUMNS:
        setattr(found, name, profiles.count(name, by_profile))
    by_month = Counter(counted.months)
    found.undated = by_month.pop("", 0)
    for month, count in sorted(((int(one), count) for one, count in by_month.items()), reverse=True):
        year, ahead = divmod(month, 12)
        found.month[f"{year:04}-{ahead + 1:02}"] = count
        found.year[f"{year:04}"] = found.year.get(f"{year:04}", 0) + count
    found.names = _names(db, {*found.province, *found.province_now, *found.unit})
    return found


def _names(db: sqlite3.Connection, units: set[str]) -> dict[str, str]:
    sql = "SELECT unit_id, name FROM units WHERE unit_id = ?"
    rows = (db.execute(sql, (unit,)).fetchone() for unit in sorted(units))
    return {row[0]: row[1] for row in rows if row}
