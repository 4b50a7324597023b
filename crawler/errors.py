"""Errors that people see. Each says what was given, where, what is allowed and what to do."""


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
