"""Full-text search: newest first by row order, relevance over the newest matches, accents as typed first."""

import re
import sqlite3
from dataclasses import dataclass, field, replace
from typing import Any

from crawler.archive.query import Query, Term, parse
from crawler.days import bounds
from crawler.errors import UsageError
from crawler.text.fold import fold

RANKED = 5000
"""Newest matches among which relevance is computed: bm25 over all of a common word takes seconds."""
PREFERRED = 200
"""Matches among which those with the accents as typed are put first."""
COUNTED = 10_000
_WORD = re.compile(r"\w+")
OPEN, CLOSE = "\u0001", "\u0002"
"""Marks around a hit in a snippet; whoever shows it puts brackets or tags in their place."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. ``since`` and ``until`` are days in Viet Nam, inclusive; ``2024`` and ``2024-03`` too."""

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


@dataclass(slots=True)
class Result:
    """Rows in order, how many match in all (``capped`` when counting stopped), undated ones left out."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    undated_left_out: int = 0


def search(
    db: sqlite3.Connection,
    text: str,
    filters: Filters | None = None,
    *,
    sort: str = "relevance",
    limit: int | None = 20,
) -> Result:
    """Finds articles. ``sort`` is ``newest``, ``oldest`` or ``relevance``; ``limit`` None gives all.

    Raises ``UsageError`` for a query or filter that can't be understood.
    """
    filters = filters or Filters()
    query = parse(text) if text.strip() else None
    where, values = _where(query, filters)
    result = Result()
    counted = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {_tables(query)} WHERE {where} LIMIT ?)",  # noqa: S608 - own clauses
        (*values, COUNTED + 1),
    ).fetchone()[0]
    result.total, result.capped = min(counted, COUNTED), counted > COUNTED
    if filters.since or filters.until:
        result.undated_left_out = _undated(db, query, filters)
    order = "a.ord ASC" if sort == "oldest" else "a.ord DESC"
    if sort == "relevance" and query:
        ords = _relevant(db, query, where, values, limit)
    else:
        # Undated articles come last in every order, also when the oldest come first.
        order = f"a.published IS NULL, {order}" if sort == "oldest" else order
        ords = _page(db, query, where, values, order, limit)
    result.rows = [row for place in ords if (row := _row(db, place, query))]
    return result


def check_filters(db: sqlite3.Connection, filters: Filters) -> None:
    """Refuses what a person can only have mistyped: a portal that isn't in the archive, days the wrong way round."""
    names = [row[0] for row in db.execute("SELECT name FROM portals ORDER BY name")]
    if filters.portal is not None and filters.portal not in names:
        raise UsageError(f"no portal {filters.portal!r} in this archive; it holds {', '.join(names) or 'none'}")
    if filters.since is not None and filters.until is not None and bounds(filters.since)[0] > bounds(filters.until)[1]:
        raise UsageError(f"--from {filters.since} lies after --to {filters.until}")


def _tables(query: Query | None) -> str:
    return "articles_fts f JOIN articles a ON a.ord = f.rowid" if query else "articles a"


def _where(query: Query | None, filters: Filters) -> tuple[str, list[Any]]:
    clauses, values = ["a.kind = 'article'"], []
    if query:
        clauses.append("articles_fts MATCH ?")
        values.append(query.match)
    units = (("province_id", filters.province), ("province_now_id", filters.province_now), ("unit_id", filters.unit))
    for column, value in (("portal", filters.portal), ("section", filters.section), *units):
        if value is not None:
            clauses.append(f"a.{column} = ?")
            values.append(value)
    clauses += ["a.published IS NULL"] if filters.undated else []
    clauses += ["a.gone_since IS NOT NULL"] if filters.gone else []
    clauses += ["a.revision > 1"] if filters.edited else []
    dated, days = _days(filters)
    return " AND ".join(clauses + dated), values + days


def _days(filters: Filters) -> tuple[list[str], list[str]]:
    """Clauses for the days; a month-precise article matches when its whole month lies inside."""
    clauses, values = [], []
    if filters.since is not None:
        first = bounds(filters.since)[0]
        clauses.append("coalesce(a.published_day, a.published_month || '-01') >= ?")
        values.append(first)
    if filters.until is not None:
        last = bounds(filters.until)[1]
        clauses.append("coalesce(a.published_day, date(a.published_month || '-01', '+1 month', '-1 day')) <= ?")
        values.append(last)
    return clauses, values


def _undated(db: sqlite3.Connection, query: Query | None, filters: Filters) -> int:
    """Articles that all but the days would find, left out because they have none."""
    rest = replace(filters, since=None, until=None, undated=True)
    where, values = _where(query, rest)
    found = db.execute(f"SELECT count(*) FROM {_tables(query)} WHERE {where}", values).fetchone()[0]  # noqa: S608 - own clauses
    return int(found)


def _page(
    db: sqlite3.Connection, query: Query | None, where: str, values: list[Any], order: str, limit: int | None
) -> list[int]:
    rows = db.execute(
        f"SELECT a.ord FROM {_tables(query)} WHERE {where} ORDER BY {order} LIMIT ?",  # noqa: S608 - own clauses
        (*values, -1 if limit is None else limit),
    )
    return [row[0] for row in rows]


def _relevant(db: sqlite3.Connection, query: Query, where: str, values: list[Any], limit: int | None) -> list[int]:
    """The best of the newest matches; among the first of them those with the accents as typed lead."""
    rows = db.execute(
        f"""SELECT ord, score FROM (
          SELECT a.ord AS ord, bm25(articles_fts, 8.0, 3.0, 1.0, 1.0) AS score
          FROM {_tables(query)} WHERE {where} ORDER BY a.ord DESC LIMIT ?
        ) ORDER BY score, ord DESC LIMIT ?""",  # noqa: S608 - own clauses
        (*values, RANKED, max(limit or RANKED, PREFERRED)),
    ).fetchall()
    ords = [row[0] for row in rows]
    # Python's sort is stable: within a tier bm25's order stays.
    first = sorted(ords[:PREFERRED], key=lambda place: _tier(db, place, query))
    return (first + ords[PREFERRED:])[:limit]


def _tier(db: sqlite3.Connection, place: int, query: Query) -> int:
    """0: accents as typed, in one phrase; 1: accents as typed; 2: the letters in one phrase; 3: the rest.

    A query typed without accents asks for letters only: an article that lacks accents is no better for it.
    """
    row = db.execute("SELECT title, lead, body, captions FROM articles WHERE ord = ?", (place,)).fetchone()
    syllables = _WORD.findall(" ".join(part or "" for part in row).lower())
    if query.accented and all(any(_contains(syllables, term) for term in group) for group in query.groups):
        return 0 if _runs(syllables, [one for term in query.terms for one in term.typed]) else 1
    letters = [fold(one) for one in syllables]
    return 2 if _runs(letters, [one for term in query.terms for one in term.folded]) else 3


def _runs(syllables: list[str], wanted: list[str]) -> bool:
    """Whether the wanted syllables stand one after another."""
    starts = (place for place, one in enumerate(syllables) if one == wanted[0])
    return any(syllables[start : start + len(wanted)] == wanted for start in starts)


def _contains(syllables: list[str], term: Term) -> bool:
    if term.prefix:
        return any(one.startswith(term.typed[0]) for one in syllables)
    return _runs(syllables, list(term.typed))


def _row(db: sqlite3.Connection, place: int, query: Query | None) -> dict[str, Any]:
    if query is None:
        found = db.execute("SELECT a.*, NULL AS snippet FROM articles a WHERE ord = ?", (place,)).fetchone()
    else:
        # The best-matching column is chosen by FTS5 itself (-1); text comes accented from the articles.
        found = db.execute(
            """SELECT a.*, snippet(articles_fts, -1, ?, ?, '…', 24) AS snippet
            FROM articles_fts f JOIN articles a ON a.ord = f.rowid WHERE articles_fts MATCH ? AND f.rowid = ?""",
            (OPEN, CLOSE, query.match, place),
        ).fetchone()
    return dict(found) if found else {}
