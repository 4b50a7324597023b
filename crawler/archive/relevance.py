"""The best first: among the newest matches words in a row, then bm25; at the top, accents as typed."""

import json
import sqlite3
from dataclasses import dataclass

from crawler.archive.former import Former, also_today
from crawler.archive.narrow import Filters, scope
from crawler.archive.query import Query
from crawler.archive.walk import EXAMINED, Scope

RANKED = 5000
"""Newest matches among which relevance is computed: bm25 over all of a common word takes seconds."""
PREFERRED = 200
"""Matches among which those with the accents as typed are put first."""
WEIGHED = 4
"""Words up to which bm25 is asked, which walks each word's whole list. Of longer queries titles that hold them lead."""
_PROBED = 200
_WEIGHTS = "8.0, 3.0, 1.0, 1.0"
_TEXTS = "title, lead, body, captions"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places, the best first; how many matches of today's texts were compared, and the lowest of their places."""

    places: list[int]
    matches: int
    lowest: int | None


def ranked(
    db: sqlite3.Connection, query: Query, filters: Filters, old: dict[int, Former], limit: int | None
) -> Ranking:
    """The ``ord`` of up to ``RANKED`` matches, the best first, or of ``limit``.

    First those that hold the words in a row, then those that hold them anywhere; among the first ``PREFERRED`` the
    accents as typed decide before that. ``old`` are former texts that match; they are ranked with the others.
    """
    rows = scope(db, query.match, filters)
    found = _scored(db, query, rows)
    matches, lowest = len(found), min(found, default=None)
    for place, one in old.items():
        found[place] = min(found.get(place, 0.0), one.score)
    newest = sorted(found, reverse=True)[:RANKED] if old else list(found)
    if query.words > WEIGHED and newest:
        found |= dict.fromkeys(found.keys() & _among(db, f"{{title}} : ({query.match})", newest, query.words), -1.0)
    in_a_row = _among(db, query.phrase, newest, query.words) if query.phrase and newest else set()
    in_a_row |= {place for place, one in old.items() if one.in_a_row}
    # What has no date has a place below nought, and comes last in every order.
    order = sorted(newest, key=lambda place: (place < 0, place not in in_a_row, found[place], -place))
    if query.accented:
        texts = _texts(db, order[:PREFERRED], old)
        tiers = {place: (place < 0, _tier(query, texts[place], place in in_a_row)) for place in order[:PREFERRED]}
        # Python's sort is stable: within a tier the order stays.
        order = sorted(order[:PREFERRED], key=tiers.__getitem__) + order[PREFERRED:]
    return Ranking(order[:limit], matches, lowest)


def _scored(db: sqlite3.Connection, query: Query, rows: Scope) -> dict[int, float]:
    score = f"bm25(articles_fts, {_WEIGHTS})" if query.words <= WEIGHED else "0.0"
    sql = f"SELECT {rows.key}, {score} FROM {rows.tables} WHERE {rows.where} ORDER BY {rows.key} DESC LIMIT ?"  # noqa: S608 - own clauses
    return {row[0]: row[1] for row in db.execute(sql, (*rows.values, RANKED))}


def _among(db: sqlite3.Connection, match: str, newest: list[int], words: int) -> set[int]:
    """Those of the matches that hold something narrower: looked up one by one if they are few, else walked."""
    if len(newest) * words <= _PROBED:
        return also_today(db, match, newest)
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?"
    walked = [row[0] for row in db.execute(sql, (match, min(newest), EXAMINED))]
    if len(walked) < EXAMINED:
        return set(walked)
    # With a filter the matches may all lie behind so many of other portals.
    return set(walked) | also_today(db, match, [place for place in newest if place < walked[-1]])


def _texts(db: sqlite3.Connection, places: list[int], old: dict[int, Former]) -> dict[int, list[str]]:
    """The texts in which the words may stand as typed, in small letters: today's, and a former one that matches."""
    texts: dict[int, list[str]] = {place: [] for place in places}
    numbers = {old[place].number: place for place in places if place in old}
    for table, key, owners in (
        ("articles", "ord", {place: place for place in places}),
        ("revision_rows", "number", numbers),
    ):
        sql = f"SELECT p.value, {_TEXTS} FROM json_each(?) p CROSS JOIN {table} t ON t.{key} = p.value"  # noqa: S608 - own names
        for number, *parts in db.execute(sql, (json.dumps([*owners]),)):
            texts[owners[number]].append("\n".join(part or "" for part in parts).lower())
    return texts


def _tier(query: Query, texts: list[str], in_a_row: bool) -> int:
    """0: accents as typed, in a row; 1: accents as typed; 2: the letters in a row; 3: the rest."""
    best = 2 if in_a_row else 3
    for text in texts:
        typed, row_typed = query.as_typed(text)
        best = min(best, 0 if row_typed else 1 if typed else 3)
    return best
