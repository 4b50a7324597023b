"""What merges that came to nothing left in the folder of WARC files: no row points to it, no erasure would find it."""

import sqlite3
from pathlib import Path

from crawler.archive import warc


def sweep(db: sqlite3.Connection, path: Path) -> None:
    """Removes copies of others' files to which no row points; they may hold what was erased. The lock is held."""
    copies = sorted(warc.folder(path).glob("merged-*"))
    if not copies:
        return
    rows = db.execute("SELECT warc FROM captures WHERE warc LIKE 'merged-%' UNION SELECT warc FROM erasures")
    pointed = {row[0] for row in rows}
    for file in copies:
        if file.name not in pointed:
            file.unlink()
