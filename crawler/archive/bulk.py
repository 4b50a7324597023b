"""Many articles at once: the index is fed in one go at the end, which is several times faster than row by row."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from crawler.archive import database
from crawler.archive.aside import TUNED, Aside
from crawler.archive.indexed import FACETS
from crawler.text.plain import plain

CACHE = 256
"""Megabytes of page cache while loading: ids and addresses fall anywhere into their indexes."""
_FTS = ("articles_fts_insert", "articles_fts_delete", "articles_fts_update")
_FED = ("title", "lead", "body", "captions")
_TOKENIZER = "unicode61 remove_diacritics 2"
_REVISED = ("id", "revision", "added_at", "capture_id", "content_hash", "attachments_hash", "extractor")
_REVISE = """INSERT INTO revision_rows(article_id, revision, seen_at, capture_id, content_hash, attachments_hash,
  extractor) VALUES (?, ?, ?, ?, ?, ?, ?)"""
_BATCH = 1000
_OPTIMIZE_FROM = 0.1
"""Share of new rows from which putting the index into one piece is worth rewriting all of it."""
_USUAL = {"hashsize": 1 << 20, "automerge": 4, "crisismerge": 16}
"""What FTS5 does when nothing is said."""


def _fed(prefix: str) -> str:
    return ", ".join(f"replace(replace({prefix}{name}, 'đ', 'd'), 'Đ', 'D')" for name in _FED)


# ruff: noqa: S608 - own names
# Triggers of the connection, not of the file: they note what the index must be fed, and take out at once what
# stands in it already. A row that was noted and never fed must not be taken out of an index that lacks it.
_NOTES = {
    "fed_later_insert": """AFTER INSERT ON main.articles BEGIN
      INSERT INTO fed_later VALUES (new.ord);
    END""",
    "fed_later_delete": f"""AFTER DELETE ON main.articles BEGIN
      INSERT INTO articles_fts(articles_fts, rowid, {", ".join(_FED)})
        SELECT 'delete', old.ord, {_fed("old.")} WHERE old.ord NOT IN (SELECT ord FROM fed_later);
      DELETE FROM fed_later WHERE ord = old.ord;
    END""",
    "fed_later_update": f"""AFTER UPDATE OF ord, {", ".join(_FED)} ON main.articles BEGIN
      INSERT INTO articles_fts(articles_fts, rowid, {", ".join(_FED)})
        SELECT 'delete', old.ord, {_fed("old.")} WHERE old.ord NOT IN (SELECT ord FROM fed_later);
      DELETE FROM fed_later WHERE ord = old.ord;
      INSERT INTO fed_later VALUES (new.ord);
    END""",
}


@contextmanager
def loading(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction in which articles may be inserted, changed and deleted by the usual statements, faster.

    ``articles_fts`` follows at the end and may not be searched inside. The triggers that keep it in step are taken
    away and put back within the transaction, so a crash leaves the archive as it was. Readers go on undisturbed.
    For more than some hundred articles; memory is ``CACHE`` megabytes.
    """
    (cache,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute(f"PRAGMA cache_size = {-CACHE * 1000}")
    try:
        with database.transaction(db), _without(db, "trigger", _FTS):
            db.execute("CREATE TEMP TABLE fed_later(ord INTEGER PRIMARY KEY)")
            for name, sql in _NOTES.items():
                db.execute(f"CREATE TEMP TRIGGER {name} {sql}")
            yield
            for name in _NOTES:
                db.execute(f"DROP TRIGGER temp.{name}")
            _feed(db)
            db.execute("DROP TABLE temp.fed_later")
    finally:
        db.execute(f"PRAGMA cache_size = {cache}")


def load(db: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]) -> int:
    """Inserts rows of ``articles``, all with the same columns and ``ord`` among them; how many there were.

    Inside :func:`loading`. Each gets its first revision. Captures and what hangs on an article (pictures, tags,
    places) are the caller's. The first load of an archive is the fastest: its index is made on another core,
    and best in the order of ``ord``.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return 0
    batches = _batches(chain([first], rows))
    names = tuple(name for name in first if name != "cluster_id")
    with _without(db, "trigger", ("facets_insert", "clusters_insert")):
        if db.execute("SELECT 1 FROM articles LIMIT 1").fetchone():
            return sum(_insert(db, names, batch) for batch in batches)
        return _load_first(db, names, batches)


def _load_first(db: sqlite3.Connection, names: tuple[str, ...], batches: Iterator[list[Mapping[str, Any]]]) -> int:
    """Into an archive without articles: what may be made at the end in order is, and the index beside it."""
    db.execute("DROP TRIGGER temp.fed_later_insert")
    own = "SELECT name FROM main.sqlite_master WHERE type = 'index' AND tbl_name = 'facets' AND sql IS NOT NULL"
    count = 0
    with Aside(_TOKENIZER) as index, _without(db, "index", [row[0] for row in db.execute(own)]):
        # Made anew, it remembers nothing of what it was.
        with _without(db, "table", ("articles_fts",)):
            pass
        for batch in batches:
            index.feed([(row["ord"], *(row.get(name) for name in _FED)) for row in batch])
            count += _insert(db, names, batch)
        index.bring(db, "articles_fts")
    db.execute(f"CREATE TEMP TRIGGER fed_later_insert {_NOTES['fed_later_insert']}")
    return count


def _insert(db: sqlite3.Connection, names: tuple[str, ...], batch: list[Mapping[str, Any]]) -> int:
    """The rows, and what the file's triggers would make of them."""
    db.executemany(
        f"INSERT INTO articles({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        map(itemgetter(*names), batch),
    )
    db.executemany(f"INSERT INTO facets {FACETS} WHERE ord = ?", ((row["ord"],) for row in batch))
    db.executemany("INSERT OR IGNORE INTO cluster_queue VALUES (?)", sorted((row["id"],) for row in batch))
    db.executemany(_REVISE, map(itemgetter(*_REVISED), batch))
    return len(batch)


def _batches(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    while batch := list(islice(rows, _BATCH)):
        yield sorted(batch, key=lambda row: int(row["ord"]))


@contextmanager
def _without(db: sqlite3.Connection, kind: str, names: Iterable[str]) -> Iterator[None]:
    """Triggers, indexes or tables of the file are dropped, and made again by their own statements."""
    kept = []
    for name in names:
        kept.append(db.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (name,)).fetchone()[0])
        db.execute(f"DROP {kind} main.{name}")
    yield
    for sql in kept:
        db.execute(sql)


def _feed(db: sqlite3.Connection) -> None:
    """Feeds the index what was noted, in the order of its rows."""
    (new,) = db.execute("SELECT count(*) FROM fed_later").fetchone()
    (all_rows,) = db.execute("SELECT count(*) FROM facets").fetchone()
    whole = new and new >= all_rows * _OPTIMIZE_FROM
    if whole:
        _tune(db, TUNED)
    texts = db.execute(
        f"SELECT ord, {', '.join(_FED)} FROM fed_later CROSS JOIN articles USING (ord) ORDER BY fed_later.ord"
    )
    db.executemany(
        f"INSERT INTO articles_fts(rowid, {', '.join(_FED)}) VALUES (?, ?, ?, ?, ?)",
        ((number, *map(plain, words)) for number, *words in texts),
    )
    if whole:
        db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('optimize')")
        _tune(db, _USUAL)


def _tune(db: sqlite3.Connection, values: Mapping[str, int]) -> None:
    for name, value in values.items():
        db.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES (?, ?)", (name, value))
