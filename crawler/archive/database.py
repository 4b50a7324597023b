"""Opening the SQLite file: made, migrated, recognised, and refused when it isn't ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.errors import DamagedError, UsageError, full, is_full

APPLICATION_ID = 0x74696E68
"""``tinh`` in SQLite's header: how ``file`` and we recognise an archive."""
SCHEMA = 2
"""The newest schema this version knows; a file with a higher ``user_version`` was written by a later one."""

_migrations = Migrations("tintinh")


@_migrations()
def m001_first(db: Database) -> None:
    """The first schema."""
    _run(db, "schema.sql")


@_migrations()
def m002_narrow(db: Database) -> None:
    """A narrow table for filters and order, former texts searchable, parts, clusters, withdrawals."""
    _run(db, "schema_2.sql")


def _run(db: Database, name: str) -> None:
    script = (files("crawler") / f"archive/{name}").read_text(encoding="utf-8")
    for statement in script.split("\n-----\n"):
        db.conn.execute(statement)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A connection in WAL mode with today's schema; creates the file when there is none.

    Raises ``UsageError`` for a foreign, unwritable or future file and ``DamagedError`` for a broken one.
    """
    _no_folder(path)
    fresh = not path.exists() or path.stat().st_size == 0
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        if not fresh:
            _recognise(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA recursive_triggers = ON")
        _migrate(connection)
    except sqlite3.DatabaseError as wrong:
        raise _sentence(wrong, path) from None
    connection.row_factory = sqlite3.Row
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection; never waits for the writer.

    Raises ``UsageError`` when the file is missing or isn't an archive, ``DamagedError`` when it is broken.
    """
    _no_folder(path)
    if not path.exists():
        raise UsageError(f"no archive at {path}; make one with 'tintinh crawl', or name another with --archive")
    try:
        connection = _reader(path)
        if _is_empty(connection):
            # A crawl that was killed before its first table leaves an empty file: nothing is in it yet.
            connection.close()
            connection = sqlite3.connect(":memory:")
            _migrate(connection)
        connection.execute("PRAGMA mmap_size = 1073741824")
    except sqlite3.DatabaseError as wrong:
        raise _sentence(wrong, path) from None
    connection.row_factory = sqlite3.Row
    return connection


def _reader(path: Path) -> sqlite3.Connection:
    """Read-only; but what a killed writer left half done must be rolled back first, which only a writer's mode may."""
    where = path.absolute().as_uri()
    connection = sqlite3.connect(f"{where}?mode=ro", uri=True, timeout=10)
    try:
        _recognise(connection, path)
    except sqlite3.OperationalError as wrong:
        connection.close()
        if "readonly" not in str(wrong):
            raise
        connection = sqlite3.connect(f"{where}?mode=rw", uri=True, timeout=10)
        _recognise(connection, path)
        connection.execute("PRAGMA query_only = ON")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One write transaction, taken at once: a deferred one would fail when a reader came between."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # SQLite itself rolls back when the disk is full; a second rollback would hide the cause.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _no_folder(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give the path of a file with --archive")


def _migrate(connection: sqlite3.Connection) -> None:
    db = Database(connection)
    if _migrations.pending(db):
        _migrations.apply(db)
    # Not part of the migration's transaction: a crash may have fallen between.
    for name, value in (("application_id", APPLICATION_ID), ("user_version", SCHEMA)):
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
            connection.execute(f"PRAGMA {name} = {value}")


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    """A crash may fall between making the file and naming it: an empty file is nobody's."""
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = found == APPLICATION_ID or not tables or "_sqlite_migrations" in tables
    if not ours:
        raise UsageError(f"{path} is an SQLite file of another program; give another --archive")
    if version > SCHEMA:
        raise UsageError(
            f"{path} has schema {version}, this tintinh knows up to {SCHEMA}; use a newer tintinh to open it"
        )


def _is_empty(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles'").fetchone()
    return found is None


def _sentence(wrong: sqlite3.DatabaseError, path: Path) -> UsageError | DamagedError:
    words = str(wrong)
    if "not a database" in words:
        return UsageError(f"{path} is not an SQLite file; give another --archive")
    if "unable to open" in words or "readonly" in words:
        return UsageError(f"can't open {path}: {words}; check the folder and its permissions")
    if is_full(wrong):
        return DamagedError(full(path, wrong))
    return DamagedError(f"{path} can't be read: {words}; restore a backup or run 'tintinh verify'")
