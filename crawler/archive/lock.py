"""One writer at a time, by a lock that the kernel drops when its holder dies, however it dies."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from crawler.errors import BusyError, UsageError


class WriterLock:
    """Holds ``<archive>.lock`` for as long as the context lasts.

    Raises ``BusyError`` at once when another process holds it.
    """

    def __init__(self, archive: Path) -> None:
        self.path = archive.with_name(archive.name + ".lock")
        self._file: IO[str] | None = None

    def __enter__(self) -> "WriterLock":
        try:
            self._file = self.path.open("a+")
        except OSError as wrong:
            raise UsageError(f"can't write beside {self.path}: {wrong.strerror}") from None
        try:
            take(self._file)
        except OSError:
            self._file.close()
            raise BusyError(
                f"another tintinh is writing to {self.path.with_suffix('')};"
                " wait for it to end, or give another --archive"
            ) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()


def take(file: IO[str]) -> None:
    """Locks an open file until it is closed; ``OSError`` at once when another process holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
