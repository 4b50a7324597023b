"""Full-text search: newest first by row order, relevance over the newest matches, accents as typed first."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from crawler.archive import former
from crawler.archive.narrow import DATED_FROM, LISTED, LISTED_FOR_PAGE, Filters, check_text, scope
from crawler.archive.query import Query, expand, parse
from crawler.archive.relevance import RANKED, Ranking, ranked
from crawler.archive.shown import CLOSE, OPEN, row, shown
from crawler.days import bounds
from crawler.errors import UsageError

__all__ = ["CLOSE", "COUNTED", "OPEN", "RANKED", "Filters", "Result", "check_filters", "each", "places", "search"]

COUNTED = 10_000
"""Matches are counted up to here: "10,000+"."""
_AT_ONCE = 10_000
"""Of a word with filters, so many articles are looked at for a count, unless an exact one is asked for; of a phrase
or several words, which take longer, as many as there are words fewer."""
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

    Of a common word with a filter only the newest 10,000 articles are counted (of several a part of that), so that an
    answer comes at once; ``exact`` counts on, up to 10,000. Without ``count`` the figures of the result stay 0. Raises
    ``UsageError`` for a query, filter or sort that can't be understood.
    """
    filters = filters or Filters()
    query, old = _asked(db, text, filters, sort)
    found = _find(db, query, old, filters, sort, limit, at_once=count and not exact)
    result = Result()
    if count:
        _count(db, text, query, old, filters, result, exact, found, limit)
    result.ranked = sort == "relevance" and query is not None and count and result.total > RANKED
    result.rows = shown(db, found.places, query, old, found.passed)
    return result


def each(
    db: sqlite3.Connection, text: str, filters: Filters | None = None, *, sort: str = "newest"
) -> Iterator[dict[str, Any]]:
    """All matches as :func:`search` gives them, one at a time: a million rows fit in no memory."""
    filters = filters or Filters()
    query, old = _asked(db, text, filters, sort)
    for place in _find(db, query, old, filters, sort, None, at_once=False).places:
        found = row(db, place, query, old)
        if found:
            yield found


def places(db: sqlite3.Connection, text: str, filters: Filters, sort: str) -> list[int]:
    """The ``ord`` of all matching articles, in order; raises as :func:`search` does."""
    query, old = _asked(db, text, filters, sort)
    return _find(db, query, old, filters, sort, None, at_once=False).places


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


@dataclass(slots=True)
class _Found:
    """Places in order, and what was learned on the way: how many match at least, whether there may be more, below
    which place nothing was counted, and how many matches lie between the places."""

    places: list[int]
    total: int | None = None
    capped: bool = False
    below: int | None = None
    passed: int | None = None


def _find(
    db: sqlite3.Connection,
    query: Query | None,
    old: dict[int, former.Former],
    filters: Filters,
    sort: str,
    limit: int | None,
    *,
    at_once: bool,
) -> _Found:
    """What is shown; ``at_once``: with a count of what is met soon."""
    if query and sort == "relevance":
        places, ranking = _best(db, query, old, filters, limit)
        known = None if old else ranking.matches
        return _Found(places, known, below=None if old or ranking.matches < RANKED else ranking.lowest)
    quick = None
    if query and sort == "newest" and limit is not None and at_once and not old:
        quick = _met_soon(db, query, filters, limit)
        if quick and (len(quick.places) == limit or (len(quick.places) == quick.total and not quick.capped)):
            return quick
    places = _dated_first(
        db, query.match if query else None, filters, old, "ASC" if sort == "oldest" else "DESC", limit
    )
    passed = len(places) if sort == "newest" and filters == Filters() else None
    return _Found(places, quick.total, quick.capped) if quick else _Found(places, passed=passed)


def _met_soon(db: sqlite3.Connection, query: Query, filters: Filters, limit: int) -> _Found | None:
    """Newest matches and their count on one walk; ``None`` where nothing is to be filtered, or no words lead."""
    rows = scope(db, query.match, filters)
    if rows.walked is None or not rows.kept[1]:
        return None
    examined = _AT_ONCE // query.words
    passing, walked = rows.passing(db, examined)
    # Among days before any portal's, the walk may meet what has no date too early.
    page = list(takewhile(lambda place: place >= 0 or place < DATED_FROM, passing[:limit]))
    passed = walked * len(page) // max(len(passing), 1)
    return _Found(page, min(len(passing), COUNTED), len(passing) > COUNTED or walked > examined, passed=passed)


def _best(
    db: sqlite3.Connection, query: Query, old: dict[int, former.Former], filters: Filters, limit: int | None
) -> tuple[list[int], Ranking]:
    """Those that were ranked, then the others newest first."""
    ranking = ranked(db, query, filters, old, limit)
    first = ranking.places
    if len(first) < RANKED or (limit is not None and len(first) >= limit):
        return first, ranking
    known = set(first)
    rest = _dated_first(db, query.match, filters, old, "DESC", None)
    return [*first, *(place for place in rest if place not in known)][:limit], ranking


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
    found: _Found,
    limit: int | None,
) -> None:
    """Fills in the figures."""
    match = query.match if query else None
    if limit is None or len(found.places) < limit:
        counted, old = len(found.places), {}
        result.capped = counted > COUNTED
    else:
        counted, result.capped = _counted(db, query, filters, found, exact)
    if old and not result.capped:
        # An article whose text of today matches too counts once.
        counted += len(old) - len(former.also_today(db, match, old))
        result.capped = counted > COUNTED
    result.total = min(counted, COUNTED)
    result.undated_left_out = min(left := left_out(db, text, filters, COUNTED + 1), COUNTED)
    result.undated_capped = left > COUNTED


def _counted(
    db: sqlite3.Connection, query: Query | None, filters: Filters, found: _Found, exact: bool
) -> tuple[int, bool]:
    """How many match, and whether there may be more: what is known already isn't walked again."""
    known = found.total or 0
    if found.total is not None and found.below is None:
        return known, found.capped
    rows = scope(db, query.match if query else None, filters)
    if not exact and query and rows.walked and rows.kept[1]:
        examined = _AT_ONCE // query.words
        passing, walked = rows.passing(db, examined)
        return max(len(passing), known), len(passing) > COUNTED or walked > examined
    counted = known + rows.count(db, COUNTED + 1 - known, found.below)
    return counted, counted > COUNTED
