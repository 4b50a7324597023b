"""``tintinh export``: all that a search finds, as a file, never cut."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import click

from crawler import archive as archives
from crawler.archive.reader import DOCUMENT_KEYS
from crawler.archive.search import Filters, check_filters
from crawler.commands.common import archive_option, later_flag, say, write_csv, write_jsonl
from crawler.commands.places import unit_options
from crawler.errors import UsageError


@click.command("export", epilog="Example: tintinh export --from 2024 --format csv --output 2024.csv")
@click.argument("query", default="")
@click.option("--portal", help="Only this portal's.")
@click.option("--section", help="Only this section's.")
@click.option("--from", "since", metavar="DAY", help="From this day on.")
@click.option("--to", "until", metavar="DAY", help="Up to and including this day.")
@click.option("--undated", is_flag=True, help="Only articles without a date.")
@click.option("--gone", is_flag=True, help="Only articles that left their portal.")
@click.option("--edited", is_flag=True, help="Only articles with more than one revision.")
@click.option("--sort", type=click.Choice(["newest", "oldest"]), default="newest", show_default=True)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet", "wacz"]), default="jsonl")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write; stdout if not given.")
@unit_options
@later_flag("--any-revision", "--excel")
@archive_option
def command(
    query: str, portal: str | None, section: str | None, since: str | None, until: str | None, undated: bool,
    gone: bool, edited: bool, sort: str, form: str, output: Path | None, province: str | None,
    province_now: str | None, unit: str | None,
    archive: Path,
) -> None:  # fmt: skip
    """All matching articles as JSON lines or CSV; without a query all articles."""
    if form in ("parquet", "wacz"):
        raise click.UsageError(f"--format {form} is not built yet")
    filters = Filters(portal, section, since, until, undated, gone, edited, province, province_now, unit)
    with archives.open(archive) as found:
        check_filters(found.db, filters)
        result = found.search(query, filters, sort=sort, limit=None)
        rows = (found.document(row) for row in result.rows)
        count = _write(output, lambda stream: _writer(form)(rows, stream))
    say(f"{count:,} articles exported")
    if result.undated_left_out:
        say(f"{result.undated_left_out:,} undated articles match too and were left out by --from/--to")


def _writer(form: str) -> Callable[[Any, Any], int]:
    return write_jsonl if form == "jsonl" else lambda rows, stream: write_csv(rows, stream, DOCUMENT_KEYS)


def _write(output: Path | None, write: Callable[[IO[str]], int]) -> int:
    if output is None:
        return write(sys.stdout)
    try:
        with output.open("w", encoding="utf-8", newline="") as stream:
            return write(stream)
    except OSError as wrong:
        raise UsageError(f"can't write {output}: {wrong.strerror}") from None
