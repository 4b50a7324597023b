"""Many articles at once: the index is fed in one go at the end, which is several times faster than row by row."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from crawler.archive import database

CACHE = 256
"""Megabytes of page cache while loading: ids and addresses fall anywhere into their indexes."""
_TRIGGERS = ("articles_fts_insert", "articles_fts_delete", "articles_fts_update")
_FED = ("title", "lead", "body", "captions")
_OPTIMIZE_FROM = 0.1
"""Share of new rows from which putting the index into one piece is worth rewriting all of it."""


def _fed(prefix: str) -> str:
    return ", ".join(f"replace(replace({prefix}{name}, 'đ', 'd'), 'Đ', 'D')" for name in _FED)


# ruff: noqa: S608 - own names
# Triggers of the connection, not of the file: they note what the index must be fed, and take out at once what
# stands in it already. A row that was noted and never fed must not be taken out of an index that lacks it.
_NOTES = (
    "CREATE TEMP TABLE fed_later(ord INTEGER PRIMARY KEY)",
    """CREATE TEMP TRIGGER fed_later_insert AFTER INSERT ON main.articles BEGIN
      INSERT INTO fed_later VALUES (new.ord);
    END""",
    f"""CREATE TEMP TRIGGER fed_later_delete AFTER DELETE ON main.articles BEGIN
      INSERT INTO articles_fts(articles_fts, rowid, {", ".join(_FED)})
        SELECT 'delete', old.ord, {_fed("old.")} WHERE old.ord NOT IN (SELECT ord FROM fed_later);
      DELETE FROM fed_later WHERE ord = old.ord;
    END""",
    f"""CREATE TEMP TRIGGER fed_later_update AFTER UPDATE OF ord, {", ".join(_FED)} ON main.articles BEGIN
      INSERT INTO articles_fts(articles_fts, rowid, {", ".join(_FED)})
        SELECT 'delete', old.ord, {_fed("old.")} WHERE old.ord NOT IN (SELECT ord FROM fed_later);
      DELETE FROM fed_later WHERE ord = old.ord;
      INSERT INTO fed_later VALUES (new.ord);
    END""",
)
_DROPPED = ("fed_later_insert", "fed_later_delete", "fed_later_update")


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
        with database.transaction(db):
            kept = _take_away(db)
            yield
            _feed(db)
            for sql in kept:
                db.execute(sql)
    finally:
        db.execute(f"PRAGMA cache_size = {cache}")


def load(db: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]) -> int:
    """Inserts rows of ``articles``, all with the same columns, inside :func:`loading`; how many there were.

    Each gets its first revision. Captures and what hangs on an article (pictures, tags, places) are the caller's.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return 0
    names = tuple(first)
    insert = f"INSERT INTO articles({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    revise = """INSERT INTO revision_rows(article_id, revision, seen_at, capture_id, content_hash, attachments_hash,
      extractor) VALUES (:id, :revision, :added_at, :capture_id, :content_hash, :attachments_hash, :extractor)"""
    count = 0
    for batch in _batches(first, rows):
        db.executemany(insert, [tuple(row[name] for name in names) for row in batch])
        db.executemany(revise, batch)
        count += len(batch)
    return count


def _batches(first: Mapping[str, Any], rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    batch = [first]
    for row in rows:
        batch.append(row)
        if len(batch) >= 1000:
            yield batch
            batch = []
    if batch:
        yield batch


def _take_away(db: sqlite3.Connection) -> list[str]:
    """Replaces the file's triggers by the notes; the statements that make them again."""
    kept = []
    for name in _TRIGGERS:
        kept.append(db.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (name,)).fetchone()[0])
        db.execute(f"DROP TRIGGER main.{name}")
    for sql in _NOTES:
        db.execute(sql)
    return kept


def _feed(db: sqlite3.Connection) -> None:
    """Feeds the index what was noted, in the order of its rows."""
    for name in _DROPPED:
        db.execute(f"DROP TRIGGER temp.{name}")
    (new,) = db.execute("SELECT count(*) FROM fed_later").fetchone()
    db.execute(
        f"""INSERT INTO articles_fts(rowid, {", ".join(_FED)})
        SELECT ord, {_fed("")} FROM fed_later CROSS JOIN articles USING (ord) ORDER BY fed_later.ord"""
    )
    db.execute("DROP TABLE temp.fed_later")
    (all_rows,) = db.execute("SELECT count(*) FROM facets").fetchone()
    if new >= all_rows * _OPTIMIZE_FROM:
        db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('optimize')")
