"""``tintinh search``: finds articles, with or without accents."""

import sys
from pathlib import Path
from typing import Any

import click

from crawler import archive as archives
from crawler.archive.reader import DOCUMENT_KEYS
from crawler.archive.search import CLOSE, OPEN, Filters, Result, check_filters
from crawler.commands.common import (
    archive_option,
    later_flag,
    later_option,
    say,
    write_csv,
    write_jsonl,
)
from crawler.commands.places import unit_options


@click.command("search", epilog="Example: tintinh search '\"cải cách hành chính\" -họp' --from 2024 --sort newest")
@click.argument("query")
@click.option("--portal", help="Only this portal's.")
@click.option("--section", help="Only this section's.")
@click.option("--from", "since", metavar="DAY", help="From this day on: 2024, 2024-03 or 2024-03-18.")
@click.option("--to", "until", metavar="DAY", help="Up to and including this day.")
@click.option("--undated", is_flag=True, help="Only articles without a date.")
@click.option("--gone", is_flag=True, help="Only articles that left their portal.")
@click.option("--edited", is_flag=True, help="Only articles with more than one revision.")
@click.option("--sort", type=click.Choice(["newest", "oldest", "relevance"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True)
@unit_options
@later_option("--since-last")
@later_flag("--any-revision")
@archive_option
def command(
    query: str, portal: str | None, section: str | None, since: str | None, until: str | None, undated: bool,
    gone: bool, edited: bool, sort: str, limit: int, form: str, province: str | None,
    province_now: str | None, unit: str | None,
    archive: Path,
) -> None:  # fmt: skip
    """Finds articles: words are all required; "phrase", OR, -word, word*."""
    filters = Filters(portal, section, since, until, undated, gone, edited, province, province_now, unit)
    with archives.open(archive) as found:
        check_filters(found.db, filters)
        result = found.search(query, filters, sort=sort, limit=limit)
        if form == "table":
            _table(result)
        else:
            documents = [found.document(row) | {"snippet": _marked(row)} for row in result.rows]
            if form == "jsonl":
                write_jsonl(documents, sys.stdout)
            else:
                write_csv(documents, sys.stdout, (*DOCUMENT_KEYS, "snippet"))
    _summary(result)


def _table(result: Result) -> None:
    """Three lines an article: a table would be as wide as its longest headline."""
    for row in result.rows:
        day = row["published_day"] or row["published_month"] or "undated"
        click.echo(f"{day:10}  {row['title']}")
        snippet = _marked(row)
        if snippet:
            click.echo(f"{'':10}  {snippet}")
        click.echo(f"{'':10}  {row['portal']}  {row['id']}")


def _marked(row: dict[str, Any]) -> str | None:
    """The snippet on one line, hits in brackets, neighbouring ones in one pair."""
    snippet = row.get("snippet")
    if not snippet:
        return None
    return " ".join(snippet.replace(f"{CLOSE} {OPEN}", " ").replace(OPEN, "[").replace(CLOSE, "]").split())


def _summary(result: Result) -> None:
    more = "+" if result.capped else ""
    shown = "" if len(result.rows) >= result.total else f", {len(result.rows)} shown"
    say(f"{result.total:,}{more} articles{shown}")
    if result.undated_left_out:
        say(f"{result.undated_left_out:,} undated articles match too and were left out by --from/--to; see --undated")
