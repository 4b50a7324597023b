"""From words and filters to SQL over the index and the narrow table, and by which of them to walk.

Texts stand in ``articles``, a page of the file each: nothing here reads them.
"""

import sqlite3
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from crawler.archive.ids import order_floor
from crawler.days import bounds
from crawler.errors import UsageError

DATED_FROM = order_floor("0001-01-01", "")
"""Where articles with a date begin in ``ord``; the undated lie below it, or among days before any portal's."""
_PROBED, _LISTED = 2_000, 50_000
"""Up to so many articles that pass the filters, each is looked up in the index; up to so many, their numbers are
listed and the words' articles checked against the list; with more, each article of the words is looked up."""
_SLACK = 1 << 25
"""A month of ``ord``: a day's articles may have spilled into the next."""
_EQUAL = {
    "portal": ("portal", "facets_portal"),
    "section": ("section", "facets_section"),
    "unit": ("unit_id", "facets_unit"),
    "province": ("province_id", "facets_province"),
    "province_now": ("province_now_id", "facets_province_now"),
}
_FLAGS = {"gone": "facets_gone", "edited": "facets_edited", "hidden": "facets_hidden"}
# Entry into the archive is counted by revisions' numbers; what another machine added may bear an earlier stamp.
_ENTERED = """SELECT a.ord FROM revision_rows r CROSS JOIN articles a ON a.id = r.article_id
  WHERE r.number > ? AND r.revision = 1 UNION SELECT ord FROM facets WHERE added_at > ?"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. ``since`` and ``until`` are days in Viet Nam, inclusive; ``2024`` and ``2024-03`` too.

    ``hidden`` articles, withdrawn from what is published, are found only when they are asked for, and then alone.
    ``any_revision`` seeks the words in former texts too. ``added_after`` is the last entry that is known already
    (:class:`crawler.archive.saved.Entry`).
    """

    portal: str | None = None
    section: str | None = None
    since: str | None = None
    until: str | None = None
    undated: bool = False
    gone: bool = False
    edited: bool = False
    province: str | None = None
    province_now: str | None = None
    unit: str | None = None
    hidden: bool = False
    any_revision: bool = False
    added_after: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows to walk: tables and conditions of a query, with their values.

    ``key`` is the expression of the row's number; ordering by it needs no sorting.
    """

    tables: str
    where: str
    values: tuple[Any, ...]
    key: str

    def ords(self, db: sqlite3.Connection, order: str, limit: int | None, more: str = "") -> list[int]:
        """Numbers of rows; ``order`` is ``ASC`` or ``DESC``, ``more`` a further condition."""
        sql = f"SELECT {self.key} FROM {self.tables} WHERE {self.where} {more} ORDER BY {self.key} {order} LIMIT ?"  # noqa: S608 - own clauses
        return [row[0] for row in db.execute(sql, (*self.values, -1 if limit is None else limit))]

    def count(self, db: sqlite3.Connection, most: int) -> int:
        """How many rows, counted up to ``most``."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {self.tables} WHERE {self.where} LIMIT ?)"  # noqa: S608 - own clauses
        return int(db.execute(sql, (*self.values, most)).fetchone()[0])


def scope(db: sqlite3.Connection, match: str | None, filters: Filters, *, dated: bool | None = None) -> Scope:
    """The cheapest way to the rows that hold the words (an expression for ``MATCH``) and pass the filters.

    ``dated`` narrows to articles with or without a date. Raises ``UsageError`` for a filter that can't be understood.
    """
    if filters.undated:
        dated = False
    clauses, values = _clauses(filters, dated)
    source, passing = _narrowest(db, filters)
    where = " AND ".join(clauses)
    if match is None:
        return Scope(source, where, tuple(values), "f.ord")
    if passing <= _PROBED:
        tables = f"{source} CROSS JOIN articles_fts ON articles_fts.rowid = f.ord"
        return Scope(tables, f"{where} AND articles_fts MATCH ?", (*values, match), "f.ord")
    words, bound = ["articles_fts MATCH ?"], list[Any]([match])
    for sign, place in zip((">=", "<="), _range(filters, dated), strict=True):
        if place is not None:
            words.append(f"articles_fts.rowid {sign} ?")
            bound.append(place)
    if passing <= _LISTED:
        words.append(f"+articles_fts.rowid IN (SELECT f.ord FROM {source} WHERE {where})")  # noqa: S608 - own clauses
        tables = "articles_fts"
    else:
        words.append(where)
        tables = "articles_fts CROSS JOIN facets f ON f.ord = articles_fts.rowid"
    return Scope(tables, " AND ".join(words), (*bound, *values), "articles_fts.rowid")


def check_text(filters: Filters) -> None:
    """Raises ``UsageError`` for a filter that SQLite can't be asked for."""
    for one in fields(filters):
        value = getattr(filters, one.name)
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise UsageError(f"{one.name} {value!r} holds bytes that are no UTF-8 text; type it again") from None


def _clauses(filters: Filters, dated: bool | None) -> tuple[list[str], list[Any]]:
    """Conditions on the narrow table, and their values."""
    clauses, values = ["f.is_article = 1", f"f.hidden = {int(filters.hidden)}"], []
    for name, (column, _) in _EQUAL.items():
        value = getattr(filters, name)
        if value is not None:
            clauses.append(f"f.{column} = ?")
            values.append(value)
    clauses += [f"f.{name} = 1" for name in ("gone", "edited") if getattr(filters, name)]
    if dated is not None:
        clauses.append(f"f.published_month IS {'NOT ' if dated else ''}NULL")
    days, limits = _days(filters)
    for sign, place in zip((">=", "<="), _range(filters, dated), strict=True):
        if place is not None:
            clauses.append(f"f.ord {sign} ?")
            values.append(place)
    if filters.added_after:
        clauses.append(f"f.ord IN ({_ENTERED})")
        values += filters.added_after
    return clauses + days, values + limits


def _days(filters: Filters) -> tuple[list[str], list[str]]:
    """Clauses for the days; a month-precise article matches when its whole month lies inside."""
    clauses, values = [], []
    if filters.since is not None:
        first = date.fromisoformat(bounds(filters.since)[0])
        month = _month(first, 0 if first.day == 1 else 1)
        clauses.append("(f.published_day >= ? OR f.published_day IS NULL AND f.published_month >= ?)")
        values += [first.isoformat(), month]
    if filters.until is not None:
        last = date.fromisoformat(bounds(filters.until)[1])
        ends = last.day == monthrange(last.year, last.month)[1]
        month = _month(last, 0 if ends else -1)
        clauses.append("(f.published_day <= ? OR f.published_day IS NULL AND f.published_month <= ?)")
        values += [last.isoformat(), month]
    return clauses, values


def _month(day: date, steps: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 + steps, 12)
    return f"{year:04}-{month + 1:02}"


def _range(filters: Filters, dated: bool | None) -> tuple[int | None, int | None]:
    """First and last place in ``ord`` where matches may stand; ``None`` is open."""
    low = DATED_FROM if dated else None
    high = -1 if dated is False else None
    if filters.since is not None:
        low = order_floor(bounds(filters.since)[0], "")
    if filters.until is not None:
        high = order_floor(bounds(filters.until)[1], "") + _SLACK
        low = DATED_FROM if low is None else low
    return low, high


def _narrowest(db: sqlite3.Connection, filters: Filters) -> tuple[str, int]:
    """The narrow table walked by the filter that the fewest articles pass, and how many those are (up to a limit)."""
    best, least = "facets f", _LISTED + 1
    candidates: list[tuple[str, str, tuple[Any, ...]]] = [
        (f"facets f INDEXED BY {index}", f"f.{column} = ?", (getattr(filters, name),))
        for name, (column, index) in _EQUAL.items()
        if getattr(filters, name) is not None
    ]
    candidates += [
        (f"facets f INDEXED BY {index}", f"f.{name} = 1", ())
        for name, index in _FLAGS.items()
        if getattr(filters, name)
    ]
    if filters.added_after:
        candidates.append(("facets f", f"f.ord IN ({_ENTERED})", filters.added_after))
    for source, clause, values in candidates:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {clause} LIMIT ?)"  # noqa: S608 - own clauses
        (passing,) = db.execute(sql, (*values, least)).fetchone()
        if passing < least or best == "facets f":
            best, least = source, min(passing, least)
    return best, least
