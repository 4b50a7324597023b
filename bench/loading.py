"""Loading articles in bulk: the archive whole, beside the least that SQLite has to do for the same texts."""

import pickle
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench.synthetic import rows
from crawler.archive.bulk import CACHE, load, loading
from crawler.archive.reader import Archive
from crawler.archive.store import Store
from crawler.archive.verify import faults
from crawler.models import Fetched

BYTES = 20_000
"""Bytes of disk an article while it is loaded: rows to load, file, the log beside it, the index being made."""
_BATCH = 20_000
_FLOOR = 100_000
"""Articles of which the floor is measured; it is no faster with more."""
_FED = ("title", "lead", "body", "captions")
Row = Sequence[object]


def build(path: Path, count: int) -> list[Row]:
    """Makes the rows, which isn't counted, loads them, reading them back included, and proves the archive whole."""
    folder = path.parent / "rows"
    folder.mkdir()
    made, number = rows(count, 1), 0
    while batch := list(islice(made, _BATCH)):
        with (folder / f"{number:06}").open("wb") as stream:
            pickle.dump(batch, stream, pickle.HIGHEST_PROTOCOL)
        number += 1
    with Store(path, "bench") as store:
        with store.transaction():
            store.capture(Fetched("http://127.0.0.1/", 200, [], b"", "2026-01-01T00:00:00Z"), keep=True)
        began, spent = time.perf_counter(), time.process_time()
        with loading(store.db):
            load(store.db, _read(folder))
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        wall, cpu = time.perf_counter() - began, time.process_time() - spent
    figures = [_figure("bulk load: articles, revisions, filters, index, on disk, a second", "10,000", count, wall, cpu)]
    figures += _floor(path.with_name("floor.db"), folder, min(count, _FLOOR))
    with Archive(path) as archive:
        found = list(islice(faults(archive.db, path), 5))
    figures.append(["faults that verify finds after it", "0", f"{len(found)}", "; ".join(found)])
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    return figures


def _read(folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.iterdir()):
        yield from pickle.loads(file.read_bytes())


def _floor(path: Path, folder: Path, count: int) -> list[Row]:
    """The same rows by ``executemany`` into a bare table, the bare index fed from it as FTS5 does by itself."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", f"cache_size = {-CACHE * 1000}"):
        db.execute(f"PRAGMA {pragma}")
    names = tuple(next(_read(folder)))
    db.execute(f"CREATE TABLE t({', '.join(names)}, captions)".replace("(ord,", "(ord INTEGER PRIMARY KEY,"))
    db.execute(
        f"CREATE VIRTUAL TABLE f USING fts5({', '.join(_FED)}, content='t', content_rowid='ord',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    folded = ", ".join(f"replace(replace({name}, 'đ', 'd'), 'Đ', 'D')" for name in _FED)
    steps: dict[str, Callable[[], object]] = {
        "floor: bare executemany": lambda: db.executemany(
            f"INSERT INTO t({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            (tuple(row.values()) for row in islice(_read(folder), count)),
        ),
        "floor: bare FTS5 feed, đ as d": lambda: db.execute(
            f"INSERT INTO f(rowid, {', '.join(_FED)}) SELECT ord, {folded} FROM t"
        ),
        "floor: FTS5 optimize": lambda: db.execute("INSERT INTO f(f) VALUES ('optimize')"),
        "floor: commit and checkpoint": lambda: (db.execute("COMMIT"), db.execute("PRAGMA wal_checkpoint(TRUNCATE)")),
    }
    db.execute("BEGIN IMMEDIATE")
    figures, walls, cpus = [], 0.0, 0.0
    for name, step in steps.items():
        began, spent = time.perf_counter(), time.process_time()
        step()
        wall, cpu = time.perf_counter() - began, time.process_time() - spent
        walls, cpus = walls + wall, cpus + cpu
        figures.append(_figure(name, "", count, wall, cpu))
    db.close()
    path.unlink()
    return [*figures, _figure(f"floor: all four, {count:,} articles", "", count, walls, cpus)]


def _figure(name: str, demanded: str, count: int, wall: float, cpu: float) -> Row:
    return [name, demanded, f"{count / wall:,.0f}", f"{count / cpu:,.0f} by CPU time"]
