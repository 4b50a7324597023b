"""Opening the SQLite file: made, migrated, recognised, and refused when it isn't ours."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.archive.drive import refuse_network
from crawler.errors import BusyError, DamagedError, NoRoomError, TintinhError, UsageError, full, is_full

APPLICATION_ID = 0x74696E68
"""``tinh`` in SQLite's header: how ``file`` and we recognise an archive."""
SCHEMA = 2
"""The newest schema this version knows; a file with a higher ``user_version`` was written by a later one."""


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A connection in WAL mode with today's schema; creates the file when there is none.

    Raises ``UsageError`` for a foreign, unwritable or future file, a snapshot, and one on a network drive, and
    ``DamagedError`` for a broken one.
    """
    _no_folder(path)
    refuse_network(path)
    fresh = not path.exists() or path.stat().st_size == 0
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        if not fresh:
            _recognise(connection, path)
            _no_snapshot(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # 16 MB of log: every article touches the same pages of the indexes, which are then written back once for many.
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        connection.execute("PRAGMA recursive_triggers = ON")
        _migrate(connection)
    except sqlite3.DatabaseError as wrong:
        raise sentence(wrong, path) from None
    connection.row_factory = sqlite3.Row
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection; never waits for the writer.

    Raises ``UsageError`` when the file is missing, isn't an archive or has an older schema, ``DamagedError`` when it
    is broken.
    """
    _no_folder(path)
    if not path.exists():
        raise UsageError(f"no archive at {path}; make one with 'tintinh crawl', or name another with --archive")
    try:
        connection = _reader(path)
        if _is_empty(connection, path):
            # A crawl that was killed before its first table leaves an empty file: nothing is in it yet.
            connection.close()
            connection = sqlite3.connect(":memory:")
            _migrate(connection)
        # Mapped pages would count as the reader's own memory, and answers are no faster for them.
        connection.execute("PRAGMA cache_size = -32000")
    except sqlite3.DatabaseError as wrong:
        raise sentence(wrong, path) from None
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
        if ("unable to open" in str(wrong) or "readonly" in str(wrong)) and _is_at_rest(path):
            connection = sqlite3.connect(f"{where}?immutable=1", uri=True)
            _recognise(connection, path)
            return connection
        if "readonly" not in str(wrong):
            raise
        connection = sqlite3.connect(f"{where}?mode=rw", uri=True, timeout=10)
        _recognise(connection, path)
        connection.execute("PRAGMA query_only = ON")
    return connection


def _is_at_rest(path: Path) -> bool:
    """Whether a file lies where we can't write and no writer left a log: SQLite itself would have to make one."""
    log = path.with_name(f"{path.name}-wal")
    own = os.access in os.supports_effective_ids
    may_write = os.access(path.absolute().parent, os.W_OK, effective_ids=own)
    return not may_write and not (log.exists() and log.stat().st_size)


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


@contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read inside is of one moment, whatever a writer commits meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _no_folder(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give the path of a file with --archive")


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == SCHEMA:
        return
    # Loaded here alone: where pandas is installed, sqlite-utils takes all of it in, half a second of any command.
    from crawler.archive.migrations import migrate

    migrate(connection, version)


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


def _no_snapshot(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'snapshot'").fetchone():
        raise UsageError(f"{path} is a snapshot for a site and is never written to; give the archive it was made of")


def _is_empty(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether nothing is in a file yet. One of an older schema with content in it is for a writer to bring forward."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles'").fetchone() is None:
        return True
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version >= SCHEMA:
        return False
    if connection.execute("SELECT 1 FROM captures LIMIT 1").fetchone() is None:
        return True
    raise UsageError(
        f"{path} has the older schema {version}, and readers never change a file; any command that writes brings it to"
        f" schema {SCHEMA}: run 'tintinh reparse --archive {path}' once, after a backup"
    )


def sentence(wrong: sqlite3.DatabaseError, path: Path) -> TintinhError:
    """What an error of SQLite means for a person, with the status that goes with it."""
    words = str(wrong)
    if is_full(wrong):
        return NoRoomError(full(path, wrong))
    if "I/O" in words:
        return DamagedError(
            f"the disk that {path} lies on can't be read or written as needed ({words}): it is failing, or files may"
            " not grow there; what was stored is whole"
        )
    if "locked" in words:
        return BusyError(f"another program is writing to {path}; wait for it to end")
    if "not a database" in words:
        return UsageError(f"{path} is not an SQLite file; give another --archive")
    if "unable to open" in words or "readonly" in words:
        return UsageError(f"can't open {path} as needed: {words}; check the folder and its permissions")
    return DamagedError(f"{path} can't be read: {words}; restore a backup or run 'tintinh verify'")
