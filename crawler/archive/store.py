"""The archive open for writing: one writer, one run, one transaction for all that an answer gave."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from crawler.archive import database, erase, leftovers, warc, withdrawals
from crawler.archive.articles import Articles
from crawler.archive.frontier import Frontier
from crawler.archive.lock import WriterLock
from crawler.clock import stamp
from crawler.errors import DamagedError, UsageError, WithdrawnError
from crawler.extract.clean import clean
from crawler.identity import key_of
from crawler.models import Article, Fetched, Part, PortalInfo, Sighting
from crawler.places import load
from crawler.version import __version__


class Store:
    """Holds the writer's lock from entering to leaving; leftovers of a killed run are mended on entering.

    ``prepare`` may make way for a new file once the lock is held; what it says is put on ``recovered``.
    """

    def __init__(self, path: Path, command: str, *, prepare: Callable[[Path], str | None] = lambda path: None) -> None:
        self.path = path
        self._command = command
        self._prepare = prepare
        self._lock = WriterLock(path)

    def __enter__(self) -> "Store":
        if not self.path.parent.is_dir():
            raise UsageError(
                f"no folder {self.path.parent} to make {self.path.name} in; make it, or give another --archive"
            )
        self._lock.__enter__()
        try:
            prepared = self._prepare(self.path)
            self.db = database.open_for_writing(self.path)
            self.recovered = ([prepared] if prepared else []) + warc.recover(self.path)
            self.articles = Articles(self.db)
            self._know_units()
            leftovers.sweep(self.db, self.path)
            self.recovered += erase.complete(self.db, self.path)
            self.run = self._begin()
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise
        self.frontier = Frontier(self.db, self.run)
        self.warcs = warc.WarcFiles(self.path, self.run)
        with self.transaction():
            self.frontier.reclaim()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            # On a full disk neither works, and nothing is lost by it: the next start mends and folds in.
            with suppress(OSError):
                self.warcs.close()
            with suppress(sqlite3.OperationalError):
                self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.db.close()
        finally:
            self._lock.__exit__(kind, value, trace)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; WARC bytes written inside are on the disk before the commit."""
        try:
            with database.transaction(self.db):
                yield
                self.warcs.sync()
        except BaseException:
            self.warcs.rollback()
            raise

    def _begin(self) -> int:
        with database.transaction(self.db):
            cursor = self.db.execute(
                "INSERT INTO runs(started_at, command, version) VALUES (?, ?, ?)",
                (stamp(), self._command, __version__),
            )
        return int(cursor.lastrowid or 0)

    def finish(self, status: int, reason: str) -> None:
        """Writes how the run ended; a full disk takes no more rows, and the run stays one that did not end."""
        may_fail = suppress(sqlite3.OperationalError) if status == DamagedError.status else nullcontext()
        with may_fail, self.transaction():
            self.db.execute(
                "UPDATE runs SET ended_at = ?, status = ?, reason = ? WHERE id = ?",
                (stamp(), status, reason, self.run),
            )

    def declare(self, portal: PortalInfo) -> None:
        """Writes what is declared of a portal; what was proven of it stays."""
        with self.transaction():
            self.db.execute(
                """INSERT INTO portals(name, title, level, unit_id, host, family, rights, status, proven_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET title = excluded.title,
                level = excluded.level, unit_id = excluded.unit_id, host = excluded.host,
                family = coalesce(excluded.family, family), rights = excluded.rights, status = excluded.status""",
                (
                    *(portal.name, portal.title or None, portal.level or None, portal.unit_id, portal.host),
                    *(portal.family or None, portal.rights, portal.status, portal.proven_at),
                ),
            )
            self.db.execute("DELETE FROM portal_units WHERE portal = ?", (portal.name,))
            self.db.executemany(
                "INSERT INTO portal_units VALUES (?, ?, ?, ?)", [(portal.name, *holder) for holder in portal.units]
            )

    def set_family(self, portal: str, family: str, evidence: Iterable[str]) -> None:
        """Remembers the family that an undeclared portal's pages gave away. Inside a transaction."""
        self.db.execute(
            "UPDATE portals SET family = ?, evidence = ? WHERE name = ?",
            (family, ", ".join(evidence), portal),
        )

    def _know_units(self) -> None:
        """The units of Viet Nam and their successors, so that any tool can join them."""
        if self.db.execute("SELECT 1 FROM units LIMIT 1").fetchone():
            return
        units, successors = load().rows()
        with database.transaction(self.db):
            self.db.executemany("INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?)", units)
            self.db.executemany("INSERT INTO unit_successors VALUES (?, ?, ?)", successors)

    def family_of(self, portal: str) -> str | None:
        """The family that an earlier crawl found out; ``None`` when none did."""
        row = self.db.execute("SELECT family FROM portals WHERE name = ?", (portal,)).fetchone()
        return row["family"] if row else None

    def capture(self, fetched: Fetched, *, source: str = "live", keep: bool, own: Iterable[str | None] = ()) -> int:
        """A row for an answer, with its bytes when they are to be kept. Inside a transaction.

        ``own`` are the words of the article that the page is: see :meth:`keep_bytes`.
        """
        cursor = self.db.execute(
            """INSERT INTO captures(url, fetched_at, status, source, content_type, sha256, run_id)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                *(fetched.url, fetched.fetched_at, fetched.status, source, fetched.header("Content-Type")),
                *(hashlib.sha256(fetched.body).hexdigest(), self.run),
            ),
        )
        number = int(cursor.lastrowid or 0)
        if keep:
            self.keep_bytes(number, fetched, own)
        return number

    def keep_bytes(self, capture: int, fetched: Fetched, own: Iterable[str | None] = ()) -> None:
        """Writes the bytes of a capture and where they lie; not those of a page that quotes what was erased.

        ``own`` are the words of the article that the page is, which it may say. Inside a transaction.
        """
        quoted = withdrawals.quoted_by(self.db, fetched.body, own)
        if quoted:
            self.db.execute("UPDATE captures SET withdrawal_id = ? WHERE id = ?", (quoted, capture))
            return
        place = self.warcs.write(fetched)
        self.db.execute(
            'UPDATE captures SET warc = ?, "offset" = ?, length = ? WHERE id = ?',
            (place.warc, place.offset, place.length, capture),
        )

    def bytes_of(self, capture: int) -> tuple[sqlite3.Row, bytes]:
        """A capture's row and its bytes.

        Raises ``DamagedError`` when they aren't whole or not there.
        """
        return load_capture(self.db, self.path, capture)

    def sight(self, portal: str, family: str | None, seen: Iterable[Sighting]) -> list[str]:
        """Writes down what a page said of addresses; gives the keys for which that was new."""
        new: list[str] = []
        for one in seen:
            key = key_of(one.url, family)
            if withdrawals.erased(self.db, portal, key):
                continue
            values = (key, one.url, one.seen_in, one.basis, one.title or "", one.text or "", one.value or "")
            known = self.db.execute(
                """UPDATE sightings SET seen_at = ? WHERE key = ? AND url = ? AND seen_in = ? AND basis = ?
                AND coalesce(title, '') = ? AND coalesce(text, '') = ? AND coalesce(value, '') = ?""",
                (stamp(), *values),
            ).rowcount
            if not known:
                self.db.execute(
                    """INSERT INTO sightings(url, key, portal, seen_in, seen_at, basis, title, text, value)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    (one.url, key, portal, one.seen_in, stamp(), one.basis, one.title, one.text, one.value),
                )
                new.append(key)
        return new

    def hints(self, portal: str, key: str) -> list[Sighting]:
        """All that was ever said of an address, in a fixed order."""
        return load_hints(self.db, portal, key)

    def fail(
        self, portal: str, url: str, reason: str, detail: str | None, status: int | None, article: str | None
    ) -> None:
        """Records what could not be had, and why. Inside a transaction."""
        self.db.execute(
            """INSERT INTO failures(run_id, portal, url, article_id, at, reason, detail, status)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (self.run, portal, url, article, stamp(), reason, detail, status),
        )

    def count(self, portal: str, **numbers: int) -> None:
        """Adds to a portal's figures of this run. Inside a transaction."""
        self.db.execute(
            "INSERT INTO run_portals(run_id, portal) VALUES (?, ?) ON CONFLICT DO NOTHING", (self.run, portal)
        )
        sets = ", ".join(f"{name} = {name} + ?" for name in numbers)
        self.db.execute(
            f"UPDATE run_portals SET {sets} WHERE run_id = ? AND portal = ?",  # noqa: S608 - own column names
            (*numbers.values(), self.run, portal),
        )

    def figures(self) -> list[dict[str, Any]]:
        """The figures of this run, a row a portal."""
        rows = self.db.execute("SELECT * FROM run_portals WHERE run_id = ? ORDER BY portal", (self.run,))
        return [dict(row) for row in rows]


def load_hints(db: sqlite3.Connection, portal: str, key: str) -> list[Sighting]:
    """What each list, feed and sitemap said last of an address, in a fixed order.

    A source that changed its mind is heard once, with what it says now; its former words stay in the table.
    """
    rows = db.execute(
        """SELECT url, seen_in, basis, title, text, value FROM sightings WHERE portal = ? AND key = ?
        ORDER BY seen_at, rowid""",
        (portal, key),
    )
    last: dict[tuple[str, str], Sighting] = {}
    for row in rows:
        said = Sighting(*row)
        if said.value or said.text or (said.basis, said.seen_in) not in last:
            last[said.basis, said.seen_in] = said
    return sorted(last.values(), key=lambda one: (one.basis, one.seen_in, one.url, one.value or "", one.text or ""))


def load_capture(db: sqlite3.Connection, path: Path, capture: int) -> tuple[sqlite3.Row, bytes]:
    """A capture's row and bytes; see :meth:`Store.bytes_of`.

    Raises ``WithdrawnError`` when the bytes were overwritten because they quoted an erased article.
    """
    row = db.execute("SELECT * FROM captures WHERE id = ?", (capture,)).fetchone()
    if row is not None and row["warc"] is None and row["withdrawal_id"]:
        raise WithdrawnError(
            f"the bytes of capture {capture} were overwritten, because they quoted the erased article"
            f" {row['withdrawal_id']}"
        )
    if row is None or row["warc"] is None:
        raise DamagedError(f"capture {capture} is named by an article, and its bytes are not there")
    place = warc.Place(row["warc"], row["offset"], row["length"])
    return row, warc.read(path, place, row["sha256"])


def load_parts(db: sqlite3.Connection, path: Path, article: str) -> list[Part]:
    """The stored pages behind an article's first, in order; none for most articles.

    Raises ``DamagedError`` when the bytes aren't whole or not there.
    """
    rows = db.execute("SELECT url, capture_id FROM article_parts WHERE article_id = ? ORDER BY position", (article,))
    found = [(row["url"], *load_capture(db, path, row["capture_id"])) for row in rows.fetchall()]
    return [Part(url, body, capture["content_type"]) for url, capture, body in found]


def read_row(
    db: sqlite3.Connection, path: Path, row: Mapping[str, Any] | sqlite3.Row, part: Part | None = None
) -> Article:
    """The stored pages of an article's row, read by today's extractor with all that was said of its address.

    ``part`` stands for the stored further page of its number. Raises ``DamagedError`` when the bytes aren't whole or
    not there.
    """
    capture, body = load_capture(db, path, row["capture_id"])
    return clean(
        body,
        url=row["url"],
        portal=row["portal"],
        fetched_at=capture["fetched_at"],
        content_type=capture["content_type"],
        status=capture["status"],
        hints=load_hints(db, row["portal"], row["key"]),
        parts=[*load_parts(db, path, row["id"]), *([part] if part else [])],
    )
