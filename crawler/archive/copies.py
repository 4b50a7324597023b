"""Copies of an archive: a whole one while a crawl goes on, and one for a public site that holds only what it serves."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from crawler.archive import warc
from crawler.archive.articles import CHILDREN
from crawler.archive.bring import duplicate
from crawler.archive.database import open_for_reading
from crawler.clock import stamp
from crawler.errors import BusyError, DamagedError, UsageError
from crawler.version import __version__

_PARTS = ("", "-wal", "-shm", "-journal")
_PRIVATE = ("frontier", "hosts", "withdrawn_keys", "withdrawn_runs", "erasures")
"""Tables of the crawl and of what must not come back: no reader's business."""
_HIDDEN = "SELECT id FROM articles WHERE hidden_at IS NOT NULL"

_LOST = """
DELETE FROM aliases WHERE id NOT IN (SELECT id FROM articles UNION SELECT id FROM withdrawals)
AND id NOT IN (SELECT old_id FROM aliases)"""
"""Aliases that lead to nothing, as those of what was hidden under another id."""


def backup(archive: Path, target: Path, tick: Callable[[], object] = lambda: None) -> tuple[int, int]:
    """Copies an archive as it is at one moment, with its WARC files; how many of them, and their bytes.

    A writer may go on meanwhile: bytes reach its files before the rows that point to them, so the files are copied
    after the rows. The copy has its name only once it is whole. ``tick`` is called for every file.

    Raises ``UsageError`` when something is there already, ``DamagedError`` when a WARC file is missing or cut, and
    ``BusyError`` when an erasure came in between.
    """
    folder = warc.folder(target)
    for path in (target, folder):
        if path.exists():
            raise UsageError(f"{path} exists already; give the backup another name")
    made = folder.with_name(f"{folder.name}.part")
    with _made(target) as part, closing(open_for_reading(archive)) as source:
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            withdrawn = _withdrawn(copy)
            files = copy.execute(
                'SELECT warc, max("offset" + length) FROM captures WHERE warc IS NOT NULL GROUP BY warc ORDER BY warc'
            ).fetchall()
        shutil.rmtree(made, ignore_errors=True)
        try:
            made.mkdir(parents=True)
            for name, size in files:
                _copy(warc.folder(archive), made, name, size)
                tick()
            if _withdrawn(source) != withdrawn:
                raise BusyError(f"an article of {archive} was erased while it was copied; make the backup again")
            made.rename(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    return len(files), sum(size for _, size in files)


def _withdrawn(db: sqlite3.Connection) -> tuple[int, int]:
    found: tuple[int, int] = db.execute(
        "SELECT (SELECT count(*) FROM captures WHERE withdrawal_id IS NOT NULL), (SELECT count(*) FROM erasures)"
    ).fetchone()
    return tuple(found)  # type: ignore[return-value]  # a row of two numbers


def _copy(source: Path, target: Path, name: str, size: int) -> None:
    """The writer may rename a file between two looks at it."""
    for file in (source / name, source / f"{name}.open", source / name):
        try:
            if file.stat().st_size < size:
                raise DamagedError(f"{name} in {source} is cut: {size} bytes are pointed to; see 'tintinh verify'")
            duplicate(file, target / name, size)
        except FileNotFoundError:
            continue
        return
    raise DamagedError(f"{name} is missing from {source}; see 'tintinh verify'")


def snapshot(archive: Path, target: Path) -> tuple[int, int]:
    """Makes the file that a public site serves; how many articles it holds, and how many were left out as hidden.

    One file without a write-ahead log, with the index, without texts that were withdrawn and without the crawl's own
    tables. It takes the place of an earlier snapshot in one step.

    Raises ``UsageError`` when another kind of file is in the way.
    """
    if target.exists() and not _is_snapshot(target):
        raise UsageError(f"{target} exists and is no snapshot; give another name")
    with closing(open_for_reading(archive)) as source, _made(target) as part:
        source.execute("VACUUM INTO ?", (str(part),))
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA recursive_triggers = ON")
            hidden = _publish(copy)
            (articles,) = copy.execute("SELECT count(*) FROM articles").fetchone()
            copy.execute(
                "CREATE TABLE snapshot(made_at TEXT NOT NULL, version TEXT NOT NULL, articles INTEGER NOT NULL)"
            )
            copy.execute("INSERT INTO snapshot VALUES (?, ?, ?)", (stamp(), __version__, articles))
            copy.execute("VACUUM")
            copy.execute("PRAGMA journal_mode = DELETE")
    return articles, hidden


def _publish(copy: sqlite3.Connection) -> int:
    """Takes out what a public site must not serve; how many articles that were."""
    (hidden,) = copy.execute(f"SELECT count(*) FROM ({_HIDDEN})").fetchone()  # noqa: S608 - own words
    copy.execute(
        """DELETE FROM sightings WHERE (portal, key) IN
        (SELECT portal, key FROM articles WHERE hidden_at IS NOT NULL UNION SELECT portal, key FROM withdrawals)"""
    )
    for table in ("captures", "failures"):
        copy.execute(
            f"""DELETE FROM {table} WHERE url IN (SELECT url FROM articles WHERE hidden_at IS NOT NULL
            UNION SELECT canonical_url FROM articles WHERE hidden_at IS NOT NULL)"""  # noqa: S608 - own names
        )
    for table in (*CHILDREN, "revision_rows"):
        copy.execute(f"DELETE FROM {table} WHERE article_id IN ({_HIDDEN})")  # noqa: S608 - own names
    copy.execute("DELETE FROM articles WHERE hidden_at IS NOT NULL")
    while copy.execute(_LOST).rowcount:
        # An alias may lead to another.
        pass
    for table in _PRIVATE:
        copy.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
    copy.execute("UPDATE failures SET detail = NULL")
    # A reason is a person's word to the archive's keeper, and may name somebody.
    copy.execute("UPDATE withdrawals SET reason = 'withdrawn', key = NULL, overwritten = NULL")
    copy.execute("UPDATE articles SET rights = (SELECT rights FROM portals WHERE name = portal) WHERE rights IS NULL")
    for index in ("articles_fts", "revisions_fts"):
        copy.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608 - own names
    return int(hidden)


def _is_snapshot(path: Path) -> bool:
    with closing(open_for_reading(path)) as db:
        return is_snapshot(db)


def is_snapshot(db: sqlite3.Connection) -> bool:
    """Whether an open file was made by :func:`snapshot`: it has no WARC files beside it and is never written to."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'snapshot'").fetchone() is not None


@contextmanager
def _made(target: Path) -> Iterator[Path]:
    """A path to write to that becomes the target only when all went well; nothing is left behind otherwise."""
    if not target.parent.is_dir():
        raise UsageError(f"no folder {target.parent} to make {target.name} in; make it, or give another name")
    part = target.with_name(f"{target.name}.part")
    leftovers = [part.with_name(part.name + suffix) for suffix in _PARTS]
    for one in leftovers:
        one.unlink(missing_ok=True)
    try:
        yield part
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        for one in leftovers:
            one.unlink(missing_ok=True)
