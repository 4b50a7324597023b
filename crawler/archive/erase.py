"""Taking an article out of existence: first on record, then out of the rows, the bytes, and what SQLite keeps of both.

Every step may be cut off by a crash; :func:`complete` goes on where the record says the last one stood.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from crawler.archive import quoting, removal, warc, withdrawals
from crawler.archive.database import transaction
from crawler.archive.distinct import distinctive
from crawler.archive.members import Member, members, overwrite
from crawler.clock import stamp
from crawler.errors import DamagedError
from crawler.identity import key_of

_TEXTS = ("title", "lead", "body", "captions")


@dataclass(slots=True)
class Target:
    """What is to be found of an article: its identities, addresses, headlines, and the runs that only it says.

    ``known`` are digests of runs whose words an earlier erasure took, ``gone`` the ids of all that is being erased.
    """

    id: str
    portal: str
    family: str | None
    keys: set[str]
    urls: set[str]
    titles: set[str]
    runs: dict[str, frozenset[str]]
    known: set[int]
    gone: set[str]

    def is_own(self, url: str) -> bool:
        """Whether an address is the article's."""
        return url in self.urls or key_of(url, self.family) in self.keys

    def is_quoted(self, texts: list[str], known: set[int]) -> bool:
        """Whether a record's texts say words that only this article says, or its headline beside its address.

        ``known`` are those digests of the texts' runs that may be this article's and are no other's.
        """
        if quoting.holds(texts, self.runs) or not self.known.isdisjoint(known):
            return True
        if not self.titles or not any(path in text for path in self._paths() for text in texts):
            return False
        plain = [f" {' '.join(quoting.words(text))} " for text in texts]
        return any(f" {title} " in text for title in self.titles for text in plain)

    def _paths(self) -> set[str]:
        parts = [urlsplit(url) for url in self.urls]
        return {part._replace(scheme="", netloc="").geturl() for part in parts if part.path.strip("/")}


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file, with its address and the capture that it is, ``None`` when no row points to it."""

    name: str
    member: Member
    url: str
    capture: int | None


@dataclass(slots=True)
class Found:
    """Records to be overwritten: the article's own, and those of others that quote it."""

    own: list[Record] = field(default_factory=list)
    others: list[Record] = field(default_factory=list)


def complete(
    db: sqlite3.Connection,
    path: Path,
    tick: Callable[[], object] = lambda: None,
    limits: Mapping[str, set[str]] | None = None,
) -> list[str]:
    """Finishes every erasure that was begun; says in a sentence each what was done.

    The caller holds the writer's lock and no transaction. ``tick`` is called for every record read. ``limits`` names
    the files that alone may hold something, for an erasure that was finished before they came.

    Raises ``DamagedError`` when a reader keeps the write-ahead log from being emptied, or a file is missing.
    """
    waiting = withdrawals.pending(db)
    if not waiting:
        return []
    db.execute("PRAGMA secure_delete = ON")
    # What an earlier attempt had planned comes first, so that the search finds only what is left.
    _overwrite(db, path)
    gone = set().union(*(removal.named(db, identity) for identity in waiting))
    targets = [_target(db, identity, gone) for identity in waiting]
    found, said = _search(db, path, targets, tick, limits or {})
    for target in targets:
        _take_out(db, target, found[target.id])
    _overwrite(db, path)
    _forget(db)
    with transaction(db):
        db.execute("DELETE FROM erasures")
        marks = ", ".join("?" * len(waiting))
        db.execute(f"UPDATE withdrawals SET done_at = ? WHERE id IN ({marks})", (stamp(), *waiting))  # noqa: S608
    return said + [f"the erasure of {identity} is complete" for identity in waiting]


def _target(db: sqlite3.Connection, identity: str, gone: set[str]) -> Target:
    """What to look for; after an earlier erasure by the digests that it left."""
    portal, key = db.execute("SELECT portal, key FROM withdrawals WHERE id = ?", (identity,)).fetchone()
    named = sorted(removal.named(db, identity))
    marks = ", ".join("?" * len(named))
    rows = db.execute(f"SELECT * FROM articles WHERE id IN ({marks}) ORDER BY id <> ?", (*named, identity)).fetchall()  # noqa: S608
    family, titles = (rows[0]["family"], [row["title"] for row in rows]) if rows else (None, [])
    urls = removal.addresses(db, identity, portal)
    keys = {key, *(one[0] for one in db.execute(
        "SELECT key FROM withdrawn_keys WHERE withdrawal_id = ?", (identity,)
    ))} | {key_of(url, family) for url in urls}  # fmt: skip
    # A former address may be another article's by now.
    others = {one for one in keys if _stands(db, portal, one, named)}
    texts = [row[name] for row in rows for name in _TEXTS]
    sql = f"SELECT title, lead, body, captions FROM revision_rows WHERE article_id IN ({marks})"  # noqa: S608
    for former in db.execute(sql, named):
        texts += former
    own = distinctive(db, set().union(*map(quoting.runs, texts)), gone)
    known = {one[0] for one in db.execute("SELECT hash FROM withdrawn_runs WHERE withdrawal_id = ?", (identity,))}
    known -= {quoting.digest_of(run) for run in own}
    urls = {url for url in urls if key_of(url, family) not in others}
    said = {" ".join(quoting.words(title)) for title in titles if title}
    return Target(identity, portal, family, keys - others, urls, said, quoting.by_words(own), known, gone)


def _stands(db: sqlite3.Connection, portal: str, key: str, named: list[str]) -> bool:
    """Whether an article that isn't erased has this identity."""
    row = db.execute("SELECT id FROM articles WHERE portal = ? AND key = ?", (portal, key)).fetchone()
    return row is not None and row[0] not in named


def _take_out(db: sqlite3.Connection, target: Target, found: Found) -> None:
    """The article's rows go, and the records that hold its words are marked, in one transaction."""
    identity = target.id
    digests = target.known | {quoting.digest_of(run) for run in target.runs}
    with transaction(db):
        withdrawals.block(db, target.portal, target.keys, identity)
        db.executemany("INSERT OR IGNORE INTO withdrawn_runs VALUES (?, ?)", [(one, identity) for one in digests])
        for record in (*found.own, *found.others):
            _mark(db, identity, record)
        removal.remove(db, identity, target.portal, target.keys, target.urls)
        removal.silence(db, digests, target.gone)
        (before,) = db.execute("SELECT overwritten FROM withdrawals WHERE id = ?", (identity,)).fetchone()
        listed = json.loads(before or "[]") + [{"capture": one.capture, "url": one.url} for one in found.others]
        db.execute(
            "UPDATE withdrawals SET overwritten = ? WHERE id = ?", (json.dumps(listed, ensure_ascii=False), identity)
        )


def _search(
    db: sqlite3.Connection,
    path: Path,
    targets: list[Target],
    tick: Callable[[], object],
    limits: Mapping[str, set[str]],
) -> tuple[dict[str, Found], list[str]]:
    """Reads every record of every file, also those to which no row points any more; and says what can't be read."""
    found, said = {target.id: Found() for target in targets}, []
    for file in sorted(warc.folder(path).glob("*.warc.gz*")):
        name = file.name.removesuffix(".open")
        wanted = [target for target in targets if name in limits.get(target.id, {name})]
        rows = db.execute('SELECT "offset", id, url FROM captures WHERE warc = ?', (name,)).fetchall() if wanted else []
        pointed = {row[0]: (row[1], row[2]) for row in rows}
        for member in members(file, pointed) if wanted else ():
            capture, url = pointed.get(member.offset) or (None, _address(member.content or b""))
            if not _sort(db, Record(name, member, url, capture), wanted, found):
                said.append(f"{name} at {member.offset} can't be read, so what it quotes is not known")
            tick()
    return found, said


def _sort(db: sqlite3.Connection, record: Record, targets: list[Target], found: dict[str, Found]) -> bool:
    """Notes a record for each article that it is of or that it quotes; whether that could be told."""
    owners = [target for target in targets if record.url and target.is_own(record.url)]
    for target in owners:
        found[target.id].own.append(record)
    if owners or record.member.content is None:
        return bool(owners)
    texts = quoting.texts_of(record.member.content)
    known = set().union(*(target.known for target in targets))
    if known:
        # What was distinctive where and when the article was erased may be what others here say.
        known = removal.only_erased(db, texts, known, targets[0].gone)
    for target in targets:
        if target.is_quoted(texts, known):
            found[target.id].others.append(record)
    return True


def _address(record: bytes) -> str:
    for line in record.partition(b"\r\n\r\n")[0].splitlines():
        if line.lower().startswith(b"warc-target-uri:"):
            return line.partition(b":")[2].strip().decode("utf-8", "replace")
    return ""


def _mark(db: sqlite3.Connection, identity: str, record: Record) -> None:
    """Plans a record's overwriting; the capture that it was points to the withdrawal."""
    place = (record.name, record.member.offset, record.member.length)
    db.execute("INSERT OR IGNORE INTO erasures VALUES (?, ?, ?)", place)
    db.execute(
        'UPDATE captures SET warc = NULL, "offset" = NULL, length = NULL, withdrawal_id = ? WHERE id = ?',
        (identity, record.capture),
    )


def _overwrite(db: sqlite3.Connection, path: Path) -> None:
    places: dict[str, list[tuple[int, int, bytes]]] = {}
    for name, offset, length in db.execute('SELECT warc, "offset", length FROM erasures ORDER BY warc, "offset"'):
        places.setdefault(name, []).append((offset, length, _stub(name, offset)))
    for name, several in places.items():
        file = warc.folder(path) / name
        file = file if file.exists() else file.with_name(f"{name}.open")
        if not file.exists():
            raise DamagedError(f"{name} is missing from {warc.folder(path)}, so what it holds can't be overwritten")
        overwrite(file, several)


def _stub(name: str, offset: int) -> bytes:
    """The record that stands in an overwritten one's place; the same each time, so that it may be written again."""
    lines = (
        "WARC/1.0", "WARC-Type: metadata", f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, f'{name}#{offset}')}>",
        "WARC-Date: 1970-01-01T00:00:00Z", "Content-Type: application/warc-fields", "Content-Length: 0", "", "", "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode()


def _forget(db: sqlite3.Connection) -> None:
    """What SQLite keeps of deleted rows: terms in the index's segments, free pages, the write-ahead log."""
    for index in ("articles_fts", "revisions_fts"):
        db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608 - own names
    db.execute("VACUUM")
    busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise DamagedError(
            "a reader holds the archive's write-ahead log, which still has what was erased; end it"
            " (a site, a notebook, another tintinh) and run the same command again"
        )
