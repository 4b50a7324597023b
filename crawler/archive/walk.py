"""Walking the index and the narrow tables: the rows of a search one after another, and how many they are."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

EXAMINED = 50_000
"""Of words with filters, so many articles are looked at where an answer must come soon."""


# One text for all rows: a row each takes longer to hand over than to find, and wakes Python's garbage collector.
_TALLY = "SELECT group_concat(c.profile), group_concat(coalesce(c.month, '')) FROM"


@dataclass(frozen=True, slots=True)
class Tally:
    """Of articles the numbers of their profiles, and their months, counted from the year 0 and empty without a date."""

    profiles: list[str]
    months: list[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows to walk. ``tables`` and ``where`` make up a statement; ordering by ``key`` needs no sorting.

    ``walked`` are the words alone, when they lead: their articles are looked at one after another, and of those
    ``kept`` (a join, a condition and its values) are found.
    """

    tables: str
    where: str
    values: tuple[Any, ...]
    key: str
    walked: tuple[str, tuple[Any, ...]] | None = None
    kept: tuple[str, str, tuple[Any, ...]] = ("", "", ())

    @classmethod
    def of_words(cls, words: tuple[str, tuple[Any, ...]], join: str, kept: str, values: tuple[Any, ...]) -> "Scope":
        """The words' articles that pass a condition; ``{place}`` in it and in the join is the article's number."""
        key = "articles_fts.rowid"
        where = " AND ".join(filter(None, (words[0], kept.format(place=key))))
        tables = f"articles_fts{join.format(place=key)}"
        there = join.format(place="w.place"), kept.format(place="w.place"), values
        return cls(tables, where, (*words[1], *values), key, words, there)

    def ords(self, db: sqlite3.Connection, order: str, limit: int | None) -> list[int]:
        """The rows' numbers; ``order`` is ``ASC`` or ``DESC``."""
        sql = f"SELECT {self.key} FROM {self.tables} WHERE {self.where} ORDER BY {self.key} {order} LIMIT ?"  # noqa: S608 - own clauses
        return [row[0] for row in plain(db, sql, (*self.values, -1 if limit is None else limit))]

    def passing(self, db: sqlite3.Connection, examined: int = EXAMINED) -> tuple[list[int], int]:
        """Of the words' newest ``examined`` articles those that pass, newest first, and how many were looked at.

        One more than ``examined`` were when there are more.
        """
        if self.walked is None:
            raise ValueError("no words lead here: the rows are found by their filters")
        join, kept, values = self.kept
        sql = f"SELECT group_concat(CASE WHEN {kept or 1} THEN w.place END), count(*) FROM ({self._newest()}) w{join}"  # noqa: S608 - own clauses
        ((places, walked),) = plain(db, sql, (*values, *self.walked[1], examined + 1))
        return sorted(map(int, places.split(",")), reverse=True) if places else [], walked

    def newest(self, db: sqlite3.Connection, most: int) -> tuple[list[int], bool]:
        """The numbers of the newest ``most``, and whether there may be more.

        With filters, of the words' articles only the newest ``EXAMINED`` are looked at.
        """
        if self.walked and self.kept[1]:
            places, walked = self.passing(db)
            return places[:most], len(places) > most or walked > EXAMINED
        places = self.ords(db, "DESC", most + 1)
        return places[:most], len(places) > most

    def tally(self, db: sqlite3.Connection, most: int) -> tuple[Tally, bool]:
        """What is counted of the same articles."""
        if self.walked and self.kept[1]:
            places, more = self.newest(db, most)
            return tally(db, places), more
        walk, values = self._newest(), self.values
        if not self.walked:
            walk = f"SELECT {self.key} AS place FROM {self.tables} WHERE {self.where} ORDER BY {self.key} DESC LIMIT ?"  # noqa: S608 - own clauses
        found = _tally(db, f"({walk}) w CROSS JOIN counted c ON c.ord = w.place", (*values, most + 1))
        # They come as they were walked.
        return Tally(found.profiles[:most], found.months[:most]), len(found.profiles) > most

    def count(self, db: sqlite3.Connection, most: int, below: int | None = None) -> int:
        """How many rows, counted up to ``most``; only of those ``below`` a place if one is given."""
        further, more = ("", ()) if below is None else (f" AND {self.key} < ?", (below,))
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {self.tables} WHERE {self.where}{further} LIMIT ?)"  # noqa: S608 - own clauses
        return int(plain(db, sql, (*self.values, *more, most))[0][0])

    def _newest(self) -> str:
        """The words' articles, newest first."""
        words = self.walked[0] if self.walked else "0"
        walk = f"FROM articles_fts WHERE {words} ORDER BY articles_fts.rowid DESC LIMIT ?"
        return f"SELECT articles_fts.rowid AS place {walk}"


def plain(db: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Rows as tuples: making ten thousand with names takes longer than finding them."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, values).fetchall()


def tally(db: sqlite3.Connection, places: list[int]) -> Tally:
    """What is counted of these articles."""
    return _tally(db, "json_each(?) p CROSS JOIN counted c ON c.ord = p.value", (json.dumps(places),))


def _tally(db: sqlite3.Connection, tables: str, values: tuple[Any, ...]) -> Tally:
    ((profiles, months),) = plain(db, f"{_TALLY} {tables}", values)
    return Tally(profiles.split(","), months.split(",")) if profiles else Tally([], [])
