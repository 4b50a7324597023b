"""Reading stored pages again: many processes read, one writes, a transaction an article."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import filterfalse
from pathlib import Path

from crawler.archive.articles import PAGE_BASES, columns
from crawler.archive.pool import Read, read_all
from crawler.archive.store import Store, read_row
from crawler.archive.withdrawals import overwritten
from crawler.errors import DamagedError
from crawler.models import EXTRACTOR, Article, Part

_PAGE = 1000
_FORMER = ("title", "lead", "body", "captions", "byline", "content_hash", "attachments_hash", "extractor")


@dataclass(slots=True)
class Reread:
    """How many articles were read, how many came out otherwise, and what couldn't be read, a sentence each.

    ``left`` are the ids of those whose pages were overwritten, because they quoted what was erased: they stay as read.
    """

    done: int = 0
    changed: int = 0
    damaged: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Readings:
    """An article's present text and its former ones by revision, all by today's extractor."""

    article: Article
    former: list[tuple[int, Article]]


def reread_all(store: Store, portal: str | None, tick: Callable[[], object], jobs: int = 1) -> Reread:
    """Brings every article and its former texts to today's reading; ``jobs`` processes read.

    What can't be read keeps its text, and ``failures`` says why. No revision is added: the portal did nothing.
    """
    found = Reread(left=overwritten(store.db, portal))
    ids = filterfalse(frozenset(found.left).__contains__, _ids(store.db, portal))
    for read in read_all(store.path, ids, read_both, jobs):
        row = store.db.execute("SELECT * FROM articles WHERE id = ?", (read.id,)).fetchone()
        with store.transaction():
            if read.fault is None:
                found.changed += _write(store, row, read.value)
                found.done += 1
            else:
                _fail(store, row, read, found)
        tick()
    return found


def _ids(db: sqlite3.Connection, portal: str | None) -> Iterator[str]:
    """A million ids needn't be held at once, nor a query kept open while rows change."""
    last = ""
    while rows := db.execute(
        "SELECT id FROM articles WHERE id > ? AND (? IS NULL OR portal = ?) ORDER BY id LIMIT ?",
        (last, portal, portal, _PAGE),
    ).fetchall():
        yield from (row[0] for row in rows)
        last = rows[-1][0]


def read_both(db: sqlite3.Connection, path: Path, identity: str) -> Readings:
    """An article's stored pages read with today's extractor and all that was said of its address.

    Raises ``DamagedError`` when the bytes of its present text aren't whole; former ones that aren't are left out.
    """
    row = dict(db.execute("SELECT * FROM articles WHERE id = ?", (identity,)).fetchone())
    article = read_row(db, path, row)
    article.furniture = []
    former = []
    for revision, capture, url in _former(db, row):
        try:
            reading = read_row(db, path, row | {"capture_id": capture, "url": url})
        except DamagedError:
            continue
        reading.furniture = []
        former.append((revision, reading))
    return Readings(article, former)


def _former(db: sqlite3.Connection, row: dict[str, object]) -> list[sqlite3.Row]:
    """Former revisions with their captures; none where further pages belong to the text, whose versions aren't kept."""
    return db.execute(
        """SELECT r.revision, r.capture_id, c.url FROM revision_rows r JOIN captures c ON c.id = r.capture_id
        WHERE r.article_id = ? AND r.revision < ?
        AND NOT EXISTS (SELECT 1 FROM article_parts p WHERE p.article_id = r.article_id) ORDER BY r.revision""",
        (row["id"], row["revision"]),
    ).fetchall()


def _write(store: Store, row: sqlite3.Row, read: Readings) -> bool:
    """Puts the readings in the place of the old ones; whether any differs."""
    store.articles.reread(row, read.article)
    changed = any(row[name] != value for name, value in columns(read.article).items())
    for revision, article in read.former:
        now = columns(article)
        if article.kind != "article" or any(note.startswith("paged:") for note in article.notes):
            # Of a text that once had further pages this one alone would be the poorer reading.
            continue
        values = {name: now[name] for name in _FORMER}
        if article.published_basis in PAGE_BASES:
            # What lists said then may be overwritten by what they say now: a date of theirs stays as it was.
            values["published"] = article.published
        sets = ", ".join(f"{name} = ?" for name in values)
        where = " OR ".join(f"{name} IS NOT ?" for name in values)
        changed |= bool(
            store.db.execute(
                f"UPDATE revision_rows SET {sets} WHERE article_id = ? AND revision = ? AND ({where})",  # noqa: S608 - own names
                (*values.values(), row["id"], revision, *values.values()),
            ).rowcount
        )
    return changed


def _fail(store: Store, row: sqlite3.Row, read: Read, found: Reread) -> None:
    (found.damaged if read.damaged else found.faults).append(f"{read.id}: {read.fault}")
    reason = "damaged" if read.damaged else "fault"
    store.fail(row["portal"], row["url"], reason, f"extractor {EXTRACTOR}: {read.fault}", None, row["id"])


def read_stored(store: Store, row: sqlite3.Row, part: Part | None = None) -> Article:
    """An article's stored pages read with today's extractor; ``part`` in the place of the page of its number."""
    return read_row(store.db, store.path, row, part)
