"""What several commands share: the archive's path, tables, and refusing what isn't built yet."""

import csv
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from tabulate import tabulate

Function = TypeVar("Function", bound=Callable[..., Any])


def archive_option(function: Function) -> Function:
    """``--archive PATH``, else ``TINTINH_ARCHIVE``, else ``archive.db`` in the current folder."""
    option = click.option(
        "--archive",
        type=click.Path(path_type=Path),
        default=lambda: Path(os.environ.get("TINTINH_ARCHIVE") or "archive.db"),
        show_default="archive.db",
        help="The archive's file (or TINTINH_ARCHIVE).",
    )
    return option(function)


def later_option(*names: str) -> Callable[[Function], Function]:
    """Options of the contract that aren't built yet: known by name, refused in a sentence."""

    def refuse(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        if value is not None:
            raise click.UsageError(f"{parameter.opts[0]} is not built yet")

    def add(function: Function) -> Function:
        for name in reversed(names):
            function = click.option(name, callback=refuse, expose_value=False, hidden=True, metavar="X")(function)
        return function

    return add


def say(words: str) -> None:
    """A message for people: stderr, so that data on stdout stays data."""
    click.echo(words, err=True)


def table(rows: Iterable[Sequence[Any]], headers: Sequence[str], widths: Sequence[int | None] | None = None) -> str:
    """A plain table; ``widths`` wrap columns on a terminal only, a pipe gets whole lines."""
    wrap = list(widths) if widths and sys.stdout.isatty() else None
    return tabulate(rows, headers, tablefmt="simple", maxcolwidths=wrap, disable_numparse=True)


def write_jsonl(rows: Iterable[dict[str, Any]], stream: Any) -> int:
    """One JSON object a line; how many there were."""
    count = 0
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(
    rows: Iterable[dict[str, Any]], stream: Any, keys: Sequence[str], dress: Callable[[Any], Any] | None = None
) -> int:
    """CSV of these keys, its header also without rows: lists of strings as lines of a cell, other lists as JSON.

    ``dress`` may change each cell.
    """
    writer = csv.DictWriter(stream, list(keys), lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        cells = {key: _cell(value) for key, value in row.items()}
        writer.writerow({key: dress(cell) for key, cell in cells.items()} if dress else cells)
        count += 1
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def own_name() -> str:
    """How this program was called, so that a suggested command works in the same shell."""
    given = Path(sys.argv[0])
    if given.name != "tintinh" or shutil.which("tintinh"):
        return "tintinh"
    try:
        return str(given.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(given)
