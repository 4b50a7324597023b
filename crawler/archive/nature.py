"""An archive holds sample or real portals, never both: an invented article must never be cited."""

import sqlite3
from pathlib import Path

from crawler.archive import database, warc
from crawler.errors import UsageError


def settle(path: Path, *, sample: bool) -> str | None:
    """Makes way for a crawl of the other nature; says what was moved, ``None`` when nothing was.

    Raises ``UsageError`` when a sample crawl is asked for an archive of real portals.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    held = nature(path)
    if sample and "real" in held:
        raise UsageError(f"{path} holds real portals; a sample crawl needs another --archive")
    if sample or "sample" not in held:
        return None
    target = _free(path)
    for suffix in ("", "-wal", "-shm"):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.rename(target.with_name(target.name + suffix))
    if warc.folder(path).exists():
        warc.folder(path).rename(warc.folder(target))
    return f"{path} held the invented sample portals; it was moved aside to {target}"


def nature(path: Path) -> set[str]:
    """What portals an archive holds: ``sample``, ``real``, or nothing yet."""
    connection = database.open_for_reading(path)
    try:
        rows = connection.execute("SELECT DISTINCT status = 'sample' FROM portals").fetchall()
    except sqlite3.DatabaseError:
        return set()
    finally:
        connection.close()
    return {"sample" if row[0] else "real" for row in rows}


def _free(path: Path) -> Path:
    number = 1
    while True:
        target = path.with_name(f"{path.stem}.sample-{number}{path.suffix}")
        if not target.exists() and not warc.folder(target).exists():
            return target
        number += 1
