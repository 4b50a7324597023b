"""``tintinh``: the group of commands, and how errors become one sentence and an exit status."""

import errno
import importlib
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import click

from crawler.errors import DamagedError, NoRoomError, TintinhError, UsageError, full, is_full
from crawler.version import __version__

_BUILT = {
    "crawl": "crawl", "clean": "clean", "reparse": "reparse", "search": "search", "show": "show",
    "export": "export", "portals": "portals", "report": "report", "verify": "verify", "places": "places",
    "withdraw": "withdraw", "merge": "merge", "backup": "backup", "snapshot": "snapshot",
}  # fmt: skip
_LATER = {
    "harvest": "crawls what web archives hold",
    "run": "what a timer calls: every portal that is due",
    "schedule": "prints or installs a timer",
    "release": "makes a frozen, citable data set",
    "serve": "the search site",
}


class Commands(click.Group):
    """Loads a command's module only when it is called, so that ``--help`` and ``clean`` start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names of the contract, built or not."""
        return sorted([*_BUILT, *_LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name in _BUILT:
            module = importlib.import_module(f"crawler.commands.{_BUILT[cmd_name]}")
            found: click.Command = module.command
            return found
        return _unbuilt(cmd_name) if cmd_name in _LATER else None


def _unbuilt(name: str) -> click.Command:
    @click.command(name, help=f"Not built yet: {_LATER[name]}.", context_settings={"ignore_unknown_options": True})
    @click.argument("anything", nargs=-1, type=click.UNPROCESSED)
    def later(anything: tuple[str, ...]) -> None:
        raise click.UsageError(f"'tintinh {name}' is not built yet")

    return later


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tintinh")
def group() -> None:
    """Scraper and archive of Vietnamese provincial government news.

    Example: tintinh crawl --sample
    """


def _archive_of(arguments: list[str] | None) -> str:
    """The archive that the command line meant, for a sentence about it."""
    given = sys.argv[1:] if arguments is None else arguments
    for place, one in enumerate(given):
        if one == "--archive" and place + 1 < len(given):
            return given[place + 1]
        if one.startswith("--archive="):
            return one.partition("=")[2]
    return os.environ.get("TINTINH_ARCHIVE") or "archive.db"


def _sentence(wrong: sqlite3.DatabaseError | OSError, path: Path) -> TintinhError:
    """What went wrong below, and the status that goes with it; other errors of the system are faults of ours."""
    if isinstance(wrong, sqlite3.DatabaseError):
        database: Any = importlib.import_module("crawler.archive.database")
        told: TintinhError = database.sentence(wrong, path)
        return told
    if is_full(wrong):
        return NoRoomError(full(path, wrong))
    if wrong.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UsageError(f"can't write {wrong.filename or path}: {wrong.strerror}; check the permissions")
    if wrong.errno == errno.EIO:
        return DamagedError(f"the disk that {path} lies on fails: {wrong.strerror}; save what you have elsewhere")
    raise wrong


def main(arguments: list[str] | None = None) -> None:
    """Runs a command and exits with the contract's status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # real streams here
    try:
        status: Any = group.main(arguments, prog_name="tintinh", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(128 + signal.SIGINT)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except TintinhError as wrong:
        click.echo(f"tintinh: {wrong}", err=True)
        sys.exit(wrong.status)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except UnicodeEncodeError:
        click.echo("tintinh: an argument holds bytes that are no UTF-8 text; type it again", err=True)
        sys.exit(2)
    except (sqlite3.DatabaseError, OSError) as wrong:
        told = _sentence(wrong, Path(_archive_of(arguments)))
        click.echo(f"tintinh: {told}", err=True)
        sys.exit(told.status)
    except SystemExit:
        # click's answer to a closed pipe: whoever read our output (head, a pager) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
