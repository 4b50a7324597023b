"""What a search finds, counted by place, portal, section and time, over the newest matches."""

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from crawler.archive import former
from crawler.archive.narrow import Filters, check_text, scope
from crawler.archive.query import expand, parse

COUNTED = 10_000
"""Newest matches that are counted."""
COLUMNS = {
    "province": "province_id", "province_now": "province_now_id", "unit": "unit_id", "portal": "portal",
    "section": "section", "month": "published_month",
}  # fmt: skip
_NAMED = ", ".join(f"f.{column}" for column in COLUMNS.values())


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


def facets(db: sqlite3.Connection, text: str = "", filters: Filters | None = None) -> Facets:
    """Counts what :func:`crawler.archive.search.search` finds for the same words and filters.

    Raises ``UsageError`` for a query or filter that can't be understood.
    """
    filters = filters or Filters()
    check_text(filters)
    query = parse(text) if text.strip() else None
    match = expand(db, query).match if query else None
    rows, capped = scope(db, match, filters).newest(db, COUNTED, f"f.ord, {_NAMED}")
    if query and filters.any_revision:
        old = former.matches(db, query, filters)
        more = _rows(db, sorted({*old} - {row[0] for row in rows}, reverse=True))
        rows, capped = [*rows, *more][:COUNTED], capped or len(rows) + len(more) > COUNTED
    found = Facets(total=len(rows), capped=capped)
    for (name, _), values in zip(COLUMNS.items(), list(zip(*rows, strict=True))[1:], strict=False):
        counts = Counter(values)
        counts.pop(None, None)
        setattr(found, name, dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))))
    found.undated = found.total - sum(found.month.values())
    found.month = dict(sorted(found.month.items(), reverse=True))
    for month, count in found.month.items():
        found.year[month[:4]] = found.year.get(month[:4], 0) + count
    found.names = _names(db, {*found.province, *found.province_now, *found.unit})
    return found


def _rows(db: sqlite3.Connection, ords: list[int]) -> list[tuple[Any, ...]]:
    sql = f"SELECT f.ord, {_NAMED} FROM json_each(?) p CROSS JOIN facets f ON f.ord = p.value"  # noqa: S608 - own names
    return [tuple(row) for row in db.execute(sql, (str(ords),))]


def _names(db: sqlite3.Connection, units: set[str]) -> dict[str, str]:
    sql = "SELECT unit_id, name FROM units WHERE unit_id = ?"
    rows = (db.execute(sql, (unit,)).fetchone() for unit in sorted(units))
    return {row[0]: row[1] for row in rows if row}
