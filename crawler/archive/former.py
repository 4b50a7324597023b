"""Former texts of edited articles: which of them hold the words."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crawler.archive.narrow import Filters, scope
from crawler.archive.query import Query, expand

CONSIDERED = 10_000
"""Former texts that are looked at, the ones filed last: an archive has few beside its articles."""


@dataclass(frozen=True, slots=True)
class Former:
    """The newest of an article's former texts that holds ``match``; of bm25, its ``score``, less is better."""

    match: str
    number: int
    revision: int
    score: float
    dated: bool
    in_a_row: bool


def matches(db: sqlite3.Connection, query: Query, filters: Filters) -> dict[int, Former]:
    """By ``ord``, the articles that pass the filters and of which a former text matches."""
    query = expand(db, query, "revisions_fts")
    rows = db.execute(
        """SELECT a.ord, r.number, r.revision, m.score, f.published_month IS NOT NULL FROM (
          SELECT rowid AS number, bm25(revisions_fts, 8.0, 3.0, 1.0, 1.0) AS score FROM revisions_fts
          WHERE revisions_fts MATCH ? ORDER BY rowid DESC LIMIT ?
        ) m CROSS JOIN revision_rows r ON r.number = m.number CROSS JOIN articles a ON a.id = r.article_id
        CROSS JOIN facets f ON f.ord = a.ord ORDER BY r.revision""",
        (query.match, CONSIDERED),
    ).fetchall()
    rowwise = _numbers(db, query.phrase) if query.phrase and rows else set()
    passing = set(_passing(db, filters, {row[0] for row in rows}))
    return {
        row[0]: Former(query.match, row[1], row[2], row[3], bool(row[4]), row[1] in rowwise)
        for row in rows
        if row[0] in passing
    }


def also_today(db: sqlite3.Connection, match: str | None, old: Iterable[int]) -> set[int]:
    """Those of these articles whose text of today matches as well."""
    sql = """SELECT p.value FROM json_each(?) p CROSS JOIN articles_fts ON articles_fts.rowid = p.value
      WHERE articles_fts MATCH ?"""
    return {row[0] for row in db.execute(sql, (json.dumps(list(old)), match))}


def row(db: sqlite3.Connection, place: int, one: Former, marks: tuple[str, str]) -> dict[str, Any]:
    """The article's row, with the snippet of the former text; empty when it is gone."""
    found = db.execute(
        """SELECT a.*, snippet(revisions_fts, -1, ?, ?, '…', 24) AS snippet, ? AS matched_revision
        FROM revisions_fts r CROSS JOIN articles a ON a.ord = ? WHERE revisions_fts MATCH ? AND r.rowid = ?""",
        (*marks, one.revision, place, one.match, one.number),
    ).fetchone()
    return dict(found) if found else {}


def _numbers(db: sqlite3.Connection, phrase: str) -> set[int]:
    sql = "SELECT rowid FROM revisions_fts WHERE revisions_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
    return {row[0] for row in db.execute(sql, (phrase, CONSIDERED))}


def _passing(db: sqlite3.Connection, filters: Filters, ords: set[int]) -> list[int]:
    rows = scope(db, None, filters)
    sql = f"SELECT f.ord FROM facets f WHERE f.ord IN (SELECT value FROM json_each(?)) AND {rows.where}"  # noqa: S608 - own clauses
    return [row[0] for row in db.execute(sql, (json.dumps(sorted(ords)), *rows.values))]
