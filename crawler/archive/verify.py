"""Proving an archive whole: the file, its index, its rows and every byte they point to."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from crawler.archive import warc
from crawler.archive.articles import CHILDREN
from crawler.archive.copies import is_snapshot
from crawler.archive.ids import content_hash
from crawler.errors import DamagedError

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
        " LEFT JOIN captures c ON c.id = p.capture_id WHERE c.id IS NULL OR c.warc IS NULL"
    ),
    "article without its revisions": (
        "SELECT a.id FROM articles a WHERE a.revision <>"
        " (SELECT count(*) FROM revision_rows r WHERE r.article_id = a.id)"
    ),
    "revision without its article": (
        "SELECT article_id FROM revision_rows WHERE article_id NOT IN (SELECT id FROM articles)"
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
        yield from _index(db)
        for name, sql in _DANGLING.items():
            for row in db.execute(sql):
                yield f"{name}: {row[0]}"
        yield from _orphans(db)
        yield from _texts(db)
        yield from _bytes(db, path)
    except sqlite3.DatabaseError as wrong:
        yield f"sqlite: {wrong}"


def _index(db: sqlite3.Connection) -> Iterator[str]:
    """The index is fed without the stroke of đ, so comparing it with the texts (rank 1) must fail by design."""
    articles = db.execute("SELECT count(*) FROM articles").fetchone()[0]
    indexed = db.execute("SELECT count(*) FROM articles_fts_docsize").fetchone()[0]
    if articles != indexed:
        yield f"search index out of step: {indexed} entries for {articles} articles"
    missing = db.execute("SELECT id FROM articles WHERE ord NOT IN (SELECT id FROM articles_fts_docsize) LIMIT 20")
    for row in missing:
        yield f"search index lacks article: {row[0]}"


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


def _bytes(db: sqlite3.Connection, path: Path) -> Iterator[str]:
    if is_snapshot(db):
        # Made for a site, without the bytes; the archive that it was made of has them.
        return
    rows = db.execute(
        'SELECT id, warc, "offset", length, sha256 FROM captures WHERE warc IS NOT NULL ORDER BY warc, "offset"'
    )
    missing: set[str] = set()
    for row in rows:
        if row["warc"] in missing:
            continue
        try:
            warc.read(path, warc.Place(row["warc"], row["offset"], row["length"]), row["sha256"])
        except DamagedError as wrong:
            if "is missing" in str(wrong):
                missing.add(row["warc"])
            yield f"capture {row['id']}: {wrong}"
