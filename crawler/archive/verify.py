"""Proving an archive whole: the file, its index, its rows and every byte they point to."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from crawler.archive.articles import CHILDREN
from crawler.archive.copies import is_snapshot
from crawler.archive.database import one_moment
from crawler.archive.ids import content_hash
from crawler.archive.indexed import index_faults
from crawler.archive.records import record_faults

_DANGLING = {
    "article without its capture": (
        "SELECT a.id FROM articles a LEFT JOIN captures c ON c.id = a.capture_id"
        " WHERE c.id IS NULL OR (c.warc IS NULL AND c.withdrawal_id IS NULL)"
    ),
    "revision without its capture": (
        "SELECT r.article_id || ' revision ' || r.revision FROM revision_rows r"
        " LEFT JOIN captures c ON c.id = r.capture_id"
        " WHERE c.id IS NULL OR (c.warc IS NULL AND c.withdrawal_id IS NULL)"
    ),
    "further page without its capture": (
        "SELECT p.article_id || ' page ' || p.position FROM article_parts p"
        " LEFT JOIN captures c ON c.id = p.capture_id "
        " WHERE c.id IS NULL OR (c.warc IS NULL AND c.withdrawal_id IS NULL)"
    ),
    "article without its revisions": (
        "SELECT a.id FROM articles a WHERE a.revision <>"
        " (SELECT count(*) FROM revision_rows r WHERE r.article_id = a.id)"
    ),
    "revision without its article": (
        "SELECT article_id FROM revision_rows WHERE article_id NOT IN (SELECT id FROM articles)"
    ),
    "article that was erased": (
        "SELECT a.id FROM articles a JOIN withdrawals w ON w.id = a.id WHERE w.mode = 'erase' AND w.done_at IS NOT NULL"
    ),
    "hidden article that is shown": (
        "SELECT a.id FROM articles a JOIN withdrawals w ON w.id = a.id WHERE a.hidden_at IS NULL"
    ),
    "alias that leads nowhere": (
        "SELECT old_id FROM aliases WHERE id NOT IN (SELECT id FROM articles)"
        " AND id NOT IN (SELECT old_id FROM aliases)"
        " AND id NOT IN (SELECT id FROM withdrawals)"
    ),
}


def faults(db: sqlite3.Connection, path: Path) -> Iterator[str]:
    """Each fault by name, none for a whole archive. Reads every stored byte once."""
    try:
        for row in db.execute("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield f"sqlite: {row[0]}"
        # Without it a crawl's next article would be in one of two tables that are compared.
        with one_moment(db):
            yield from _rows(db)
        if not is_snapshot(db):
            # A snapshot was made for a site, without the bytes; the archive that it was made of has them.
            yield from record_faults(db, path)
    except sqlite3.DatabaseError as wrong:
        yield f"sqlite: {wrong}"


def _rows(db: sqlite3.Connection) -> Iterator[str]:
    yield from index_faults(db)
    for name, sql in _DANGLING.items():
        for row in db.execute(sql):
            yield f"{name}: {row[0]}"
    yield from _orphans(db)
    yield from _texts(db)


def _orphans(db: sqlite3.Connection) -> Iterator[str]:
    for table in CHILDREN:
        rows = db.execute(
            f"SELECT DISTINCT article_id FROM {table} WHERE article_id NOT IN (SELECT id FROM articles)"  # noqa: S608 - own names
        )
        for row in rows:
            yield f"{table} of no article: {row[0]}"


def _texts(db: sqlite3.Connection) -> Iterator[str]:
    for row in db.execute("SELECT id, title, lead, body, content_hash FROM articles"):
        if content_hash(row[1], row[2], row[3]) != row[4]:
            yield f"article's text isn't what its hash says: {row[0]}"
