"""``tintinh export``: all that a search finds, as a file, never cut."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import click
from tqdm import tqdm

from crawler import archive as archives
from crawler.archive import exporting, package, parquet
from crawler.archive.reader import Archive
from crawler.archive.search import Filters, check_filters, left_out
from crawler.commands.common import archive_option, say, write_csv, write_jsonl
from crawler.commands.excel import Excel
from crawler.commands.places import unit_options
from crawler.errors import DamagedError, UsageError

_FORMATS = ("jsonl", "csv", "parquet")


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
@click.option("--format", "form", type=click.Choice([*_FORMATS, "wacz"]), help="As the output's name ends, else jsonl.")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write; stdout if not given.")
@click.option("--excel", is_flag=True, help="CSV that Excel opens as it is: accents, no formulas, codes as text.")
@unit_options
@click.option("--any-revision", is_flag=True, help="Search former texts too; the articles come as they are now.")
@archive_option
def command(
    query: str, portal: str | None, section: str | None, since: str | None, until: str | None, undated: bool,
    gone: bool, edited: bool, sort: str, form: str | None, output: Path | None, excel: bool, province: str | None,
    province_now: str | None, unit: str | None, any_revision: bool, archive: Path,
) -> None:  # fmt: skip
    """All matching articles as JSON lines, CSV or Parquet; without a query all articles.

    With --output, datapackage.json and codebook.md are written beside the file.
    """
    form = _form(form, output, excel)
    filters = Filters(
        portal, section, since, until, undated, gone, edited, province, province_now, unit, any_revision=any_revision
    )
    facts = package.Facts(query, filters, sort, archive.name, excel)
    with archives.open(archive) as found:
        check_filters(found.db, filters)
        facts.undated_left_out = left_out(found.db, query, filters)
        _export(found, form, output, facts)
    say(f"{facts.count:,} articles exported")
    if facts.undated_left_out:
        say(f"{facts.undated_left_out:,} undated articles match too and were left out by --from/--to")


def _form(form: str | None, output: Path | None, excel: bool) -> str:
    """The format asked for, or meant by the output's name."""
    if form == "wacz":
        raise click.UsageError("--format wacz is not built yet")
    if excel and form not in (None, "csv"):
        raise click.UsageError(f"--excel is for CSV, not for --format {form}")
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    form = form or ("csv" if excel else suffix if suffix in _FORMATS else "jsonl")
    if form == "parquet":
        parquet.need()
        if output is None:
            raise click.UsageError("--format parquet needs --output: such a file can't be written to a pipe")
    return form


def _export(found: Archive, form: str, output: Path | None, facts: package.Facts) -> None:
    names = (*exporting.DOCUMENT_KEYS, *(exporting.FLAT_KEYS if form == "parquet" else ()))
    dress = Excel()

    def articles() -> Iterator[dict[str, Any]]:
        batches = exporting.rows(found.db, facts.query, facts.filters, facts.sort)
        for batch in tqdm(batches, delay=2, disable=None, unit=f" x {exporting.BATCH} articles"):
            facts.count += len(batch)
            facts.extractors |= {row["extractor"] for row in batch}
            yield from exporting.documents_of(found.db, batch, flat=form == "parquet")

    def text(stream: IO[str]) -> None:
        if form == "jsonl":
            write_jsonl(articles(), stream)
        elif facts.excel:
            stream.write("\ufeff")
            write_csv(articles(), stream, names, dress.dress)
        else:
            write_csv(articles(), stream, names)

    def write(path: Path) -> None:
        if form == "parquet":
            parquet.write(articles(), path, names, facts.to_dict)
            return
        with path.open("w", encoding="utf-8", newline="") as stream:
            text(stream)

    if output is None:
        text(sys.stdout)
    else:
        _write(output, write, lambda: package.write(output, form, names, facts))
    for words in dress.warnings(facts.count) if facts.excel else ():
        say(words)


def _write(output: Path, write: Callable[[Path], None], describe: Callable[[], None]) -> None:
    """A file under its name is whole: it is written beside and moved there. A pipe or device is just written to."""
    if not output.name or output.is_dir():
        raise UsageError(f"{output} is a folder; give --output the name of a file in it")
    part = output.with_name(f"{output.name}.part")
    try:
        if output.exists() and not output.is_file():
            write(output)
            return
        package.check(output)
        try:
            write(part)
            os.replace(part, output)
        finally:
            part.unlink(missing_ok=True)
        describe()
    except OSError as wrong:
        if wrong.errno == errno.ENOSPC:
            raise DamagedError(f"the disk is full: {output} was not written") from None
        raise UsageError(f"can't write {output}: {wrong.strerror or wrong}") from None
