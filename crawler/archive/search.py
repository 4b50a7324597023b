"""Full-text search: newest first by row order, relevance over the newest matches, accents as typed first."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from crawler.archive import former
from crawler.archive.narrow import LISTED, LISTED_FOR_PAGE, Filters, check_text, scope
from crawler.archive.query import Query, expand, parse
from crawler.archive.relevance import RANKED, ranked
from crawler.days import bounds
from crawler.errors import UsageError

__all__ = ["CLOSE", "COUNTED", "OPEN", "RANKED", "Filters", "Result", "check_filters", "each", "places", "search"]

COUNTED = 10_000
"""Matches are counted up to here: "10,000+"."""
OPEN, CLOSE = "\u0001", "\u0002"
"""Marks around a hit in a snippet; whoever shows it puts brackets or tags in their place."""
SORTS = ("newest", "oldest", "relevance")


@dataclass(slots=True)
class Result:
    """Rows in order, how many match in all, undated ones left out. When counting stopped (``capped``), ``total``
    is the least that match; ``undated_capped`` says so of ``undated_left_out``.

    ``ranked`` says that relevance was asked for and more than the newest ``RANKED`` match: only those were
    compared, the rest follow them newest first. Each row has, besides the columns of ``articles``, ``snippet`` and
    ``matched_revision``, the newest revision in which the words stand; both are ``None`` without words.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    undated_left_out: int = 0
    undated_capped: bool = False
    ranked: bool = False


def search(
    db: sqlite3.Connection,
    text: str,
    filters: Filters | None = None,
    *,
    sort: str = "relevance",
    limit: int | None = 20,
    count: bool = True,
    exact: bool = False,
) -> Result:
    """Finds articles. ``sort`` is ``newest``, ``oldest`` or ``relevance``; ``limit`` None gives all.

    Of common words with a filter only the newest 50,000 articles are counted, so that an answer comes at once;
    ``exact`` counts on, up to 10,000. Without ``count`` the figures of the result stay 0. Raises ``UsageError`` for a
    query, filter or sort that can't be understood.
    """
    filters = filters or Filters()
    query, old = _asked(db, text, filters, sort)
    result = Result()
    found = _places(db, query, old, filters, sort, limit)
    if count:
        short = limit is None or len(found) < limit
        _count(db, text, query, old, filters, result, exact, len(found) if short else None)
    result.ranked = sort == "relevance" and query is not None and count and result.total > RANKED
    result.rows = [row for place in found if (row := _row(db, place, query, old))]
    return result


def each(
    db: sqlite3.Connection, text: str, filters: Filters | None = None, *, sort: str = "newest"
) -> Iterator[dict[str, Any]]:
    """All matches as :func:`search` gives them, one at a time: a million rows fit in no memory."""
    filters = filters or Filters()
    query, old = _asked(db, text, filters, sort)
    for place in _places(db, query, old, filters, sort, None):
        row = _row(db, place, query, old)
        if row:
            yield row


def places(db: sqlite3.Connection, text: str, filters: Filters, sort: str) -> list[int]:
    """The ``ord`` of all matching articles, in order; raises as :func:`search` does."""
    query, old = _asked(db, text, filters, sort)
    return _places(db, query, old, filters, sort, None)


def check_filters(db: sqlite3.Connection, filters: Filters) -> None:
    """Refuses what a person can only have mistyped: a portal that isn't in the archive, days the wrong way round."""
    names = [row[0] for row in db.execute("SELECT name FROM portals ORDER BY name")]
    if filters.portal is not None and filters.portal not in names:
        raise UsageError(f"no portal {filters.portal!r} in this archive; it holds {', '.join(names) or 'none'}")
    if filters.since is not None and filters.until is not None and bounds(filters.since)[0] > bounds(filters.until)[1]:
        raise UsageError(f"--from {filters.since} lies after --to {filters.until}")


def _asked(
    db: sqlite3.Connection, text: str, filters: Filters, sort: str
) -> tuple[Query | None, dict[int, former.Former]]:
    """The query, ``None`` without words, and the former texts that match it where those are asked for."""
    if sort not in SORTS:
        raise UsageError(f"sort is {sort!r}; give one of {', '.join(SORTS)}")
    check_text(filters)
    query = parse(text) if text.strip() else None
    old = former.matches(db, query, filters) if query and filters.any_revision else {}
    return (expand(db, query) if query else None), old


def _places(
    db: sqlite3.Connection,
    query: Query | None,
    old: dict[int, former.Former],
    filters: Filters,
    sort: str,
    limit: int | None,
) -> list[int]:
    """The ``ord`` of matching articles, in order."""
    match = query.match if query else None
    if query is None or sort != "relevance":
        return _dated_first(db, match, filters, old, "ASC" if sort == "oldest" else "DESC", limit)
    first = ranked(db, query, filters, old, limit)
    if len(first) < RANKED or (limit is not None and len(first) >= limit):
        return first
    known = set(first)
    rest = _dated_first(db, match, filters, old, "DESC", None)
    return [*first, *(place for place in rest if place not in known)][:limit]


def _dated_first(
    db: sqlite3.Connection,
    match: str | None,
    filters: Filters,
    old: dict[int, former.Former],
    order: str,
    limit: int | None,
) -> list[int]:
    """By date, those without one last in either direction; former texts where their articles stand."""
    found: list[int] = []
    ranged = bool(filters.since or filters.until)
    listed = LISTED if limit is None or limit > 100 else LISTED_FOR_PAGE
    for dated in (True, False):
        if (filters.undated and not ranged) if dated else (ranged and not filters.undated):
            continue
        left = None if limit is None else limit - len(found)
        if left is None or left > 0:
            here = scope(db, match, filters, dated=dated, listed=listed).ords(db, order, left)
            more = [place for place, one in old.items() if one.dated == dated]
            found += sorted({*here, *more}, reverse=order == "DESC")[:left] if more else here
    return found


def left_out(db: sqlite3.Connection, text: str, filters: Filters, most: int = -1) -> int:
    """How many undated articles match but for the days of the filters, counted up to ``most`` if that is given."""
    if not (filters.since or filters.until) or filters.undated:
        return 0
    rest = replace(filters, since=None, until=None, undated=True)
    query, old = _asked(db, text, rest, "newest")
    match = query.match if query else None
    found = scope(db, match, rest).count(db, most)
    return found + len(old) - len(former.also_today(db, match, old)) if old else found


def _count(
    db: sqlite3.Connection,
    text: str,
    query: Query | None,
    old: dict[int, former.Former],
    filters: Filters,
    result: Result,
    exact: bool,
    all_found: int | None,
) -> None:
    """Fills in the figures; ``all_found`` is the number of matches where it is known already."""
    match = query.match if query else None
    rows = scope(db, match, filters)
    if all_found is not None:
        counted, old = all_found, {}
        result.capped = counted > COUNTED
    elif exact:
        counted = rows.count(db, COUNTED + 1)
        result.capped = counted > COUNTED
    else:
        counted, result.capped = rows.at_least(db, COUNTED)
    if old and not result.capped:
        # An article whose text of today matches too counts once.
        counted += len(old) - len(former.also_today(db, match, old))
        result.capped = counted > COUNTED
    result.total = min(counted, COUNTED)
    result.undated_left_out = min(left := left_out(db, text, filters, COUNTED + 1), COUNTED)
    result.undated_capped = left > COUNTED


def _row(db: sqlite3.Connection, place: int, query: Query | None, old: dict[int, former.Former]) -> dict[str, Any]:
    """A row with its snippet, cut from the text in which the words were found."""
    if query is None:
        sql = "SELECT a.*, NULL AS snippet, NULL AS matched_revision FROM articles a WHERE ord = ?"
        found = db.execute(sql, (place,)).fetchone()
        return dict(found) if found else {}
    # The best-matching column is chosen by FTS5 itself (-1); text comes accented from the articles.
    found = db.execute(
        """SELECT a.*, snippet(articles_fts, -1, ?, ?, '…', 24) AS snippet, a.revision AS matched_revision
        FROM articles_fts f JOIN articles a ON a.ord = f.rowid WHERE articles_fts MATCH ? AND f.rowid = ?""",
        (OPEN, CLOSE, query.match, place),
    ).fetchone()
    if found is None and place in old:
        return former.row(db, place, old[place], (OPEN, CLOSE))
    return dict(found) if found else {}
