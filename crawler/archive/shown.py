"""The rows that a search shows: whole, each with its snippet, cut from the text in which the words were found."""

import json
import sqlite3
from typing import Any

from crawler.archive import former
from crawler.archive.query import Query

OPEN, CLOSE = "\u0001", "\u0002"
"""Marks around a hit in a snippet; whoever shows it puts brackets or tags in their place."""
PASSED = 1_000
"""Matches of a word that are walked past in the time in which five are looked up."""
# The best-matching column is chosen by FTS5 itself (-1); text comes accented from the articles.
_SNIPPET = "SELECT a.*, snippet(articles_fts, -1, ?, ?, '…', 24) AS snippet, a.revision AS matched_revision"


def shown(
    db: sqlite3.Connection, places: list[int], query: Query | None, old: dict[int, former.Former], passed: int | None
) -> list[dict[str, Any]]:
    """The rows at these places, in this order; those that are gone are left out.

    ``passed`` is how many matches lie between the first and the last, ``None`` where that isn't known.
    """
    walked: dict[int, dict[str, Any]] = {}
    if query and passed is not None and len(places) > 1 and passed * query.words <= PASSED + 50 * len(places):
        walked = _walked(db, places, query)
    rows = (walked.get(place) or row(db, place, query, old) for place in places)
    return [one for one in rows if one]


def _walked(db: sqlite3.Connection, places: list[int], query: Query) -> dict[int, dict[str, Any]]:
    """Rows by place, met on one walk: FTS5 takes as long to find one article as to pass hundreds."""
    sql = f"""{_SNIPPET} FROM articles_fts f CROSS JOIN articles a ON a.ord = f.rowid
      WHERE articles_fts MATCH ? AND f.rowid >= ? AND f.rowid <= ? AND +f.rowid IN (SELECT value FROM json_each(?))
      ORDER BY f.rowid DESC LIMIT ?"""  # noqa: S608 - own words
    bounds = (min(places), max(places), json.dumps(places), len(places))
    return {row["ord"]: dict(row) for row in db.execute(sql, (OPEN, CLOSE, query.match, *bounds))}


def row(db: sqlite3.Connection, place: int, query: Query | None, old: dict[int, former.Former]) -> dict[str, Any]:
    """One row; empty when it is gone."""
    if query is None:
        sql = "SELECT a.*, NULL AS snippet, NULL AS matched_revision FROM articles a WHERE ord = ?"
        found = db.execute(sql, (place,)).fetchone()
        return dict(found) if found else {}
    # Most are among the newest, which a walk from there reaches sooner.
    found = db.execute(
        f"""{_SNIPPET} FROM articles_fts f CROSS JOIN articles a ON a.ord = f.rowid
        WHERE articles_fts MATCH ? AND f.rowid = ? ORDER BY f.rowid DESC""",
        (OPEN, CLOSE, query.match, place),
    ).fetchone()
    if found is None and place in old:
        return former.row(db, place, old[place], (OPEN, CLOSE))
    return dict(found) if found else {}
