"""Errors that people see. Each says what was given, where, what is allowed and what to do."""

import errno
import sqlite3
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
# A limit of file sizes, or a quota, reaches SQLite as a failed write.
_UNWRITTEN = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}


class TintinhError(Exception):
    """An error with one clear sentence for the user and the exit status that goes with it."""

    status = 1


class UsageError(TintinhError):
    """The command was given something that can't be right."""

    status = 2


class BusyError(TintinhError):
    """Another writer holds the archive."""

    status = 3


class DamagedError(TintinhError):
    """The archive is damaged, or the disk is full."""

    status = 4


class NoRoomError(DamagedError):
    """Too little room is left on the drive; what was stored is whole."""


class WithdrawnError(DamagedError):
    """What was asked for was withdrawn, or its bytes were overwritten with what they quoted: gone, and on purpose."""

    status = 2


def is_full(wrong: BaseException) -> bool:
    """Whether an error of a file or of SQLite says that the disk, or what may be used of it, is full."""
    if isinstance(wrong, sqlite3.Error):
        return getattr(wrong, "sqlite_errorcode", None) in _UNWRITTEN
    return isinstance(wrong, OSError) and wrong.errno in _FULL


def full(path: Path | str, wrong: BaseException) -> str:
    """The sentence for it."""
    return f"the disk of {path} is full or takes no more ({wrong}); what was stored is whole, make room and try again"
