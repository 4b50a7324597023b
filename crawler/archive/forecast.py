"""How long the disk lasts at the pace of late: said only when that can be measured."""

import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.archive import drive, warc
from crawler.clock import now

_LATELY = timedelta(days=30)
_LEAST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Bytes that the archive takes and that are free; bytes a run and a day of late, and the days that leaves.

    The last three are ``None`` where no two runs that stored anything lie a day apart within the last month.
    """

    size: int
    free: int
    run_bytes: int | None
    day_bytes: int | None
    days_left: int | None

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def forecast(db: sqlite3.Connection, path: Path) -> Forecast:
    """Measures an archive and its disk.

    Rows grow with the stored pages, so each run's share of the SQLite file is taken to be that of its pages.
    """
    folder = warc.folder(path)
    pages = sum(file.stat().st_size for file in folder.iterdir()) if folder.is_dir() else 0
    size = path.stat().st_size + pages
    free = drive.free(path)
    since = (now() - _LATELY).strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = db.execute(
        """SELECT r.started_at, sum(c.length) FROM runs r JOIN captures c ON c.run_id = r.id
        WHERE r.started_at >= ? AND c.length IS NOT NULL GROUP BY r.id ORDER BY r.started_at""",
        (since,),
    ).fetchall()
    span = datetime.fromisoformat(rows[-1][0]) - datetime.fromisoformat(rows[0][0]) if len(rows) > 1 else timedelta()
    if span < _LEAST or not pages:
        return Forecast(size, free, None, None, None)
    # What the first run stored belongs to the time before it.
    stored = sum(row[1] for row in rows[1:]) * size / pages
    day_bytes = int(stored / (span / timedelta(days=1)))
    left = max(0, free - drive.least_free())
    return Forecast(size, free, int(stored / (len(rows) - 1)), day_bytes, int(left / day_bytes) if day_bytes else None)
