"""Stored pages read by several processes, in order; the caller alone writes.

Plain processes with a pipe each, and not ``concurrent.futures``: there one process that dies takes every pending page
with it and nobody knows whose fault it was. Here the page is known, and the rest goes on.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any

from crawler.archive.database import open_for_reading
from crawler.errors import DamagedError, TintinhError

_CHUNK = 16
"""Pages handed to a process at a time."""
_AHEAD = 3
"""Chunks a process that may be read before the oldest one is written: what bounds memory."""
_FEW = 100
"""Pages that are read sooner than another process has started."""

Reader = Callable[[Database, Path, str], Any]
"""What reads: a function of a module, so that another process can import it; gives what can be pickled."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one article: a value, or why there is none; ``damaged`` when its stored bytes are to blame."""

    id: str
    value: Any = None
    fault: str | None = None
    damaged: bool = False


def jobs_for(count: int) -> int:
    """How many processes are worth starting for so many pages: one a core, fewer for few pages."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, count // _FEW))


def read_all(path: Path, ids: Iterable[str], read: Reader, jobs: int) -> Generator[Read, None, None]:
    """Reads articles with ``jobs`` processes (1: this one); they come in the order of ``ids``, whatever is done first.

    A page that raises, or twice kills its process, comes back with the fault. Raises ``TintinhError`` when processes
    can't start.
    """
    if jobs == 1:
        db = open_for_reading(path)
        try:
            for identity in ids:
                yield _read(read, db, path, identity)
        finally:
            db.close()
        return
    workers = [_Worker(path, read) for _ in range(jobs)]
    try:
        yield from _in_order(workers, ids)
    finally:
        for worker in workers:
            worker.end()


def _read(read: Reader, db: Database, path: Path, identity: str) -> Read:
    try:
        return Read(identity, read(db, path, identity))
    except DamagedError as wrong:
        return Read(identity, fault=str(wrong), damaged=True)
    except Exception as wrong:
        return Read(identity, fault=f"{type(wrong).__name__}: {wrong}")


def _in_order(workers: list["_Worker"], ids: Iterable[str]) -> Iterator[Read]:
    source, given, due = iter(ids), 0, 0
    done: dict[int, list[Read]] = {}
    while True:
        for worker in workers:
            if worker.number is None and given - due < _AHEAD * len(workers):
                chunk = list(islice(source, _CHUNK))
                if chunk:
                    worker.give(given, chunk)
                    given += 1
        busy = {worker.pipe: worker for worker in workers if worker.number is not None}
        if not busy:
            return
        for pipe in wait(list(busy)):
            finished = busy[pipe].take()  # type: ignore[index]  # what came back is one of the pipes
            if finished:
                done[finished[0]] = finished[1]
        while due in done:
            yield from done.pop(due)
            due += 1


class _Worker:
    """One process, the chunk it reads, and what it has read of it so far."""

    def __init__(self, path: Path, read: Reader) -> None:
        self._path, self._read = path, read
        self.number: int | None = None
        self._left: deque[str] = deque()
        self._got: list[Read] = []
        self._blamed = ""
        self._start()

    def _start(self) -> None:
        # The same way on every system: a forked process would share SQLite's and lxml's inner state.
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self._process = context.Process(target=_work, args=(self._path, self._read, other), daemon=True)
        with _deaf():
            self._process.start()
        other.close()
        self._ready = False

    def give(self, number: int, chunk: list[str]) -> None:
        """Hands over a chunk; its results come with :meth:`take`."""
        self.number, self._left, self._got = number, deque(chunk), []
        self._send()

    def _send(self) -> None:
        try:
            self.pipe.send(list(self._left))
        except OSError:
            # It died; take() will find that out.
            return

    def take(self) -> tuple[int, list[Read]] | None:
        """One more result; the chunk's number and all its results when it was the last."""
        try:
            found = self.pipe.recv()
        except (EOFError, OSError):
            self._died()
        else:
            if found is None:
                self._ready = True
                return None
            self._left.popleft()
            self._got.append(found)
        if self._left or self.number is None:
            return None
        number, self.number = self.number, None
        return number, self._got

    def _died(self) -> None:
        self._process.join()
        self.pipe.close()
        code = self._process.exitcode
        if not self._ready:
            raise TintinhError(f"a reading process can't start (it ended with {code}); try again with --jobs 1")
        if self._left[0] == self._blamed:
            self._got.append(Read(self._left.popleft(), fault=f"the process that read it died (it ended with {code})"))
        else:
            # Memory that ran out, or an operator, may have ended it: the page gets a second reading.
            self._blamed = self._left[0]
        self._start()
        if self._left:
            self._send()

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _work(path: Path, read: Reader, pipe: "Connection[Any, Any]") -> None:
    """A process's whole life: it ends when the pipe does, also when the caller was killed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # A terminal's Ctrl-C reaches every process of the group; the caller decides what it means.
        signal.signal(number, signal.SIG_IGN)
    db = open_for_reading(path)
    try:
        pipe.send(None)
        while True:
            for identity in pipe.recv():
                pipe.send(_read(read, db, path, identity))
    except (EOFError, OSError):
        return


@contextmanager
def _deaf() -> Iterator[None]:
    """A process started inside hears no Ctrl-C while it loads; ours is told of it afterwards. Windows can't do it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
