"""The full-text index of a first load, made beside it on another core: SQLite works without Python's lock.

It is an index of its own in a temporary file, with the archive's tokenizer. Its blocks are then taken over as they
are, which only an empty index allows.
"""

import sqlite3
import threading
from collections.abc import Sequence
from queue import Queue
from types import TracebackType

from crawler.text.plain import plain

TUNED = {"hashsize": 4 << 20, "automerge": 0, "crisismerge": 1999}
"""Pieces of a size that the processor's caches hold, and no merging before all are there; 2,000 are allowed."""
_LEVELS = 6
"""Levels of FTS5's below the finished index. Sixteen pieces of a level are merged at once, into the next one: without
them the whole index would be written anew for the few hundredth article that is added later."""
_STRUCTURE, _COOKIE = 10, 4
"""The block that lists the pieces by levels, and the bytes before its first number (fts5_index.c, "STRUCTURE")."""
_MORE = 128
"""In numbers of several bytes all but the last have this bit."""
_WAITING = 8
_BLOCKS = ("data", "idx", "docsize")
Texts = Sequence[tuple[int, str | None, str | None, str | None, str | None]]
"""Number, title, lead, body and captions of articles."""


class Aside:
    """Takes texts while the context lasts; ``bring`` puts the finished index into the archive's empty one."""

    def __init__(self, tokenizer: str) -> None:
        self._made = f"fts5(title, lead, body, captions, content='', tokenize='{tokenizer}')"
        self._queue: Queue[Texts | None] = Queue(_WAITING)
        self._wrong: BaseException | None = None
        self._stopped = False
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._thread = threading.Thread(target=self._work, name="index", daemon=True)

    def __enter__(self) -> "Aside":
        self._db.execute("PRAGMA cache_size = -64000")
        self._db.execute("PRAGMA secure_delete = OFF")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute(f"CREATE VIRTUAL TABLE made USING {self._made}")
        for name, value in TUNED.items():
            self._db.execute("INSERT INTO made(made, rank) VALUES (?, ?)", (name, value))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped = True
        self._end()
        self._db.close()

    def feed(self, texts: Texts) -> None:
        """Hands over texts in the order of their numbers. Raises what failed for those before."""
        self._raise()
        self._queue.put(texts)

    def bring(self, db: sqlite3.Connection, table: str) -> None:
        """Ends the work and copies its blocks into an index that nothing has used since it was made."""
        self._end()
        self._raise()
        for part in _BLOCKS:
            db.execute(f"DELETE FROM {table}_{part}")  # noqa: S608 - own names
            rows = self._db.execute(f"SELECT * FROM made_{part}")  # noqa: S608 - own names
            marks = ", ".join("?" * len(rows.description))
            db.executemany(f"INSERT INTO {table}_{part} VALUES ({marks})", rows)  # noqa: S608 - own names
        _lift(db, table)

    def _end(self) -> None:
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    def _raise(self) -> None:
        if self._wrong:
            raise self._wrong

    def _work(self) -> None:
        """Goes on taking after a failure, so that who feeds never waits for nobody."""
        try:
            self._db.execute("BEGIN")
            while (texts := self._queue.get()) is not None:
                if not self._stopped:
                    self._db.executemany(
                        "INSERT INTO made(rowid, title, lead, body, captions) VALUES (?, ?, ?, ?, ?)",
                        ((number, *map(plain, words)) for number, *words in texts),
                    )
            if not self._stopped:
                self._db.execute("INSERT INTO made(made) VALUES ('optimize')")
            self._db.execute("COMMIT")
        except BaseException as wrong:
            # Raised again by who feeds.
            self._wrong = wrong
            while self._queue.get() is not None:
                pass


def _lift(db: sqlite3.Connection, table: str) -> None:
    """Puts empty levels below the finished index: what is added later is merged there."""
    (block,) = db.execute(f"SELECT block FROM {table}_data WHERE id = ?", (_STRUCTURE,)).fetchone()  # noqa: S608 - own names
    levels, behind = block[_COOKIE], _COOKIE + 1
    # The number of levels, of pieces (one) and of pages ever written; the last has up to nine bytes.
    first = next(at for at in range(behind + 1, len(block)) if block[at] < _MORE) + 1
    # Another form of the block, or an index without texts: left as it is.
    if levels + _LEVELS < _MORE and block[behind] == 1:
        lifted = block[:_COOKIE] + bytes([levels + _LEVELS]) + block[behind:first] + bytes(2 * _LEVELS) + block[first:]
        db.execute(f"UPDATE {table}_data SET block = ? WHERE id = ?", (lifted, _STRUCTURE))  # noqa: S608 - own names
