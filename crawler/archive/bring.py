"""What a merge brings over row by row and file by file; see :mod:`crawler.archive.merge`."""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

from crawler.archive import warc
from crawler.archive.store import Store
from crawler.archive.withdrawals import erased
from crawler.errors import DamagedError

_HEAD = 1 << 18
_SAME = "SELECT id FROM captures WHERE url = ? AND fetched_at = ? AND sha256 = ?"
_KEPT = f"{_SAME} AND coalesce(warc, withdrawal_id) IS NOT NULL"


def files(store: Store, other: sqlite3.Connection, path: Path) -> dict[str, str]:
    """Copies the WARC files that hold anything new under free names; what each is called here.

    A name is made of the file's beginning, so that a merge that was cut off finds what it had copied.

    Raises ``DamagedError`` when a file is missing or shorter than its rows say.
    """
    needed: dict[str, int] = {}
    rows = other.execute('SELECT url, fetched_at, sha256, warc, "offset" + length FROM captures WHERE warc IS NOT NULL')
    for url, fetched_at, sha256, name, end in rows:
        if name in needed or store.db.execute(_KEPT, (url, fetched_at, sha256)).fetchone() is None:
            needed[name] = max(needed.get(name, 0), end)
    for name in needed:
        (needed[name],) = other.execute(
            'SELECT max("offset" + length) FROM captures WHERE warc = ?', (name,)
        ).fetchone()
    return {name: copy(warc.folder(path), name, size, warc.folder(store.path)) for name, size in needed.items()}


def copy(source: Path, name: str, size: int, target: Path) -> str:
    """Copies a file up to the last record that a row points to; the name it got.

    Raises ``DamagedError`` when it is missing or shorter than that.
    """
    file = source / name
    file = file if file.exists() else source / f"{name}.open"
    if not file.exists() or file.stat().st_size < size:
        raise DamagedError(f"{name} is {'cut' if file.exists() else 'missing'} in {source}; see 'tintinh verify' there")
    with file.open("rb") as stream:
        mark = hashlib.sha256(stream.read(min(_HEAD, size))).hexdigest()[:16]
    made = target / f"merged-{mark}.warc.gz"
    if not made.exists() or made.stat().st_size < size:
        target.mkdir(exist_ok=True)
        duplicate(file, made, size)
    return made.name


def duplicate(file: Path, made: Path, size: int) -> None:
    """The first bytes of a file in another, which has its name only once it is whole and on the disk."""
    part = made.with_name(f"{made.name}.part")
    with file.open("rb") as stream, part.open("wb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
        out.truncate(size)
        out.flush()
        os.fsync(out.fileno())
    part.replace(made)


def runs(db: sqlite3.Connection, other: sqlite3.Connection) -> dict[int, int]:
    """The other's runs under free numbers; a run that came before keeps the one it got.

    Timers start machines in the same second, so a run is known by the first answer it got.
    """
    first = {
        row[0]: tuple(row)[1:]
        for row in other.execute(
            """SELECT c.run_id, c.url, c.fetched_at, c.sha256 FROM captures c JOIN
            (SELECT min(id) AS id FROM captures GROUP BY run_id) USING (id)"""
        )
    }
    numbers: dict[int, int] = {}
    for number, *values in other.execute(
        "SELECT id, started_at, ended_at, command, status, reason, version FROM runs ORDER BY id"
    ).fetchall():
        known = _known_run(db, values, first.get(number), set(numbers.values()))
        if known is None:
            cursor = db.execute(
                "INSERT INTO runs(started_at, ended_at, command, status, reason, version) VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
            known = int(cursor.lastrowid or 0)
            _copy_figures(db, other, number, known)
        numbers[number] = known
    return numbers


def _known_run(
    db: sqlite3.Connection, values: list[object], answer: tuple[object, ...] | None, taken: set[int]
) -> int | None:
    found = db.execute(
        """SELECT id FROM runs WHERE started_at = ? AND ended_at IS ? AND command = ? AND status IS ?
        AND reason IS ? AND version = ?""",
        values,
    ).fetchall()
    made = "SELECT 1 FROM captures WHERE url = ? AND fetched_at = ? AND sha256 = ? AND run_id = ?"
    for (number,) in found:
        if answer is not None:
            same = db.execute(made, (*answer, number)).fetchone() is not None
        else:
            silent = db.execute("SELECT 1 FROM captures WHERE run_id = ? LIMIT 1", (number,)).fetchone() is None
            same = silent and number not in taken
        if same:
            return int(number)
    return None


def _copy_figures(db: sqlite3.Connection, other: sqlite3.Connection, number: int, new: int) -> None:
    names = "portal, requests, new, edited, unchanged, pages, failed"
    rows = other.execute(f"SELECT {names} FROM run_portals WHERE run_id = ?", (number,))  # noqa: S608 - own names
    db.executemany(
        f"INSERT INTO run_portals(run_id, {names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - own names
        [(new, *row) for row in rows],
    )


def captures(
    db: sqlite3.Connection, other: sqlite3.Connection, names: dict[str, str], numbers: dict[int, int]
) -> dict[int, int]:
    """The other's answers; what each one's number is here. An answer that both hold is one."""
    made: dict[int, int] = {}
    for row in other.execute("SELECT * FROM captures ORDER BY id"):
        found = db.execute(_KEPT if row["warc"] else _SAME, (row["url"], row["fetched_at"], row["sha256"])).fetchone()
        if found:
            made[row["id"]] = found[0]
            continue
        cursor = db.execute(
            """INSERT INTO captures(url, fetched_at, status, source, content_type, sha256, warc, "offset", length,
            run_id, withdrawal_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                *(row[name] for name in ("url", "fetched_at", "status", "source", "content_type", "sha256")),
                *(names.get(row["warc"] or ""), row["offset"], row["length"]),
                *(numbers.get(row["run_id"]), row["withdrawal_id"]),
            ),
        )
        made[row["id"]] = int(cursor.lastrowid or 0)
    return made


def plain(db: sqlite3.Connection, other: sqlite3.Connection, numbers: dict[int, int], run: int) -> set[tuple[str, str]]:
    """Portals, hosts, sightings, failures and the frontier: what only has to be joined.

    Gives portal and key of the addresses of which something was said that wasn't known here.
    """
    db.executemany(
        """INSERT INTO portals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET
        proven_at = max(coalesce(proven_at, excluded.proven_at), coalesce(excluded.proven_at, proven_at)),
        family = coalesce(family, excluded.family), evidence = coalesce(evidence, excluded.evidence)""",
        map(tuple, other.execute("SELECT * FROM portals")),
    )
    db.executemany(
        """INSERT INTO portal_units SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM portal_units
        WHERE portal = ?1 AND unit_id = ?2 AND valid_from IS ?3 AND valid_to IS ?4)""",
        map(tuple, other.execute("SELECT * FROM portal_units")),
    )
    db.executemany(
        "INSERT OR IGNORE INTO hosts VALUES (?, ?, ?, ?, ?)", map(tuple, other.execute("SELECT * FROM hosts"))
    )
    told = _sightings(db, other)
    for row in other.execute("SELECT run_id, portal, url, article_id, at, reason, detail, status FROM failures"):
        db.execute(
            """INSERT INTO failures(run_id, portal, url, article_id, at, reason, detail, status)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (SELECT 1 FROM failures
            WHERE url = ?3 AND at = ?5 AND reason = ?6 AND portal IS ?2)""",
            (numbers.get(row[0]), *tuple(row)[1:]),
        )
    _frontier(db, other, numbers, run)
    return told


def _sightings(db: sqlite3.Connection, other: sqlite3.Connection) -> set[tuple[str, str]]:
    told = set()
    for row in other.execute("SELECT * FROM sightings ORDER BY seen_at, rowid"):
        if erased(db, row["portal"], row["key"]):
            continue
        known = db.execute(
            """UPDATE sightings SET seen_at = max(seen_at, :seen_at) WHERE key = :key AND url = :url
            AND seen_in = :seen_in AND basis = :basis AND coalesce(title, '') = coalesce(:title, '')
            AND coalesce(text, '') = coalesce(:text, '') AND coalesce(value, '') = coalesce(:value, '')""",
            dict(row),
        ).rowcount
        if not known:
            db.execute("INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", tuple(row))
            told.add((row["portal"], row["key"]))
    return told


def _frontier(db: sqlite3.Connection, other: sqlite3.Connection, numbers: dict[int, int], run: int) -> None:
    """What either has answered is answered; what the other had under way is due."""
    for row in other.execute("SELECT * FROM frontier"):
        values = dict(row) | {"run_id": numbers.get(row["run_id"], run)}
        values["state"] = "queued" if row["state"] == "leased" else row["state"]
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        db.execute(
            f"""INSERT INTO frontier({names}) VALUES ({marks}) ON CONFLICT(portal, key) DO UPDATE SET
            state = CASE WHEN excluded.state = 'done' THEN 'done' ELSE state END,
            complete = max(complete, excluded.complete)""",  # noqa: S608 - own names
            values,
        )
