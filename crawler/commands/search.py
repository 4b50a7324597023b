"""``tintinh search``: finds articles, with or without accents."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from crawler import archive as archives
from crawler.archive import batch, saved
from crawler.archive.facets import Facets
from crawler.archive.reader import DOCUMENT_KEYS, Archive
from crawler.archive.search import CLOSE, OPEN, RANKED, Filters, Result, check_filters
from crawler.commands.common import archive_option, say, table, write_csv, write_jsonl
from crawler.commands.places import unit_options

_MATCHED = "matched_revision"
_SHOWN = 12


@click.command("search", epilog="Example: tintinh search '\"cải cách hành chính\" -họp' --from 2024 --sort newest")
@click.argument("query", required=False)
@click.option("--portal", help="Only this portal's.")
@click.option("--section", help="Only this section's.")
@click.option("--from", "since", metavar="DAY", help="From this day on: 2024, 2024-03 or 2024-03-18.")
@click.option("--to", "until", metavar="DAY", help="Up to and including this day.")
@click.option("--undated", is_flag=True, help="Only articles without a date; with --from or --to these too.")
@click.option("--gone", is_flag=True, help="Only articles that left their portal.")
@click.option("--edited", is_flag=True, help="Only articles with more than one revision.")
@click.option("--any-revision", is_flag=True, help="Search former texts too; says which revision matched.")
@click.option("--sort", type=click.Choice(["newest", "oldest", "relevance"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), help="Articles shown: 20; hits a line of --file: 3.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True)
@click.option("--facets", is_flag=True, help="Counts by province, unit, portal, section and year instead of articles.")
@click.option("--since-last", "name", metavar="NAME", help="Only what was added since the search NAME last ran.")
@click.option(
    "--file", "names", type=click.Path(path_type=Path), metavar="NAMES.txt",
    help="Instead of a query: a name or number a line, sought as it stands; prints the hits of each.",
)  # fmt: skip
@unit_options
@archive_option
def command(
    query: str | None, portal: str | None, section: str | None, since: str | None, until: str | None, undated: bool,
    gone: bool, edited: bool, any_revision: bool, sort: str, limit: int | None, form: str, facets: bool,
    name: str | None, names: Path | None, province: str | None, province_now: str | None, unit: str | None,
    archive: Path,
) -> None:  # fmt: skip
    """Finds articles: words are all required; "phrase", OR, -word, word*."""
    if (query is None) == (names is None):
        raise click.UsageError("give a QUERY ('' for all articles), or a list with --file")
    if name is not None and (names or facets):
        raise click.UsageError("--since-last goes with a QUERY, not with --file or --facets")
    filters = Filters(
        portal, section, since, until, undated, gone, edited, province, province_now, unit, any_revision=any_revision
    )
    with archives.open(archive) as found:
        check_filters(found.db, filters)
        if names:
            _list(found, names, filters, limit or 3, form)
        elif facets:
            _facets(found.facets(query or "", filters), form)
        elif name is not None:
            _since_last(found, name, query or "", filters, sort, limit, form)
        else:
            result = found.search(query or "", filters, sort=sort, limit=limit or 20, exact=True)
            _print(found, result, form)
            _summary(result)


def _print(found: Archive, result: Result, form: str) -> None:
    if form == "table":
        _table(result)
        return
    documents = [
        document | {"snippet": _marked(row), _MATCHED: row[_MATCHED]}
        for document, row in zip(found.documents_of(result.rows), result.rows, strict=True)
    ]
    if form == "jsonl":
        write_jsonl(documents, sys.stdout)
    else:
        write_csv(documents, sys.stdout, (*DOCUMENT_KEYS, "snippet", _MATCHED))


def _since_last(
    found: Archive, name: str, query: str, filters: Filters, sort: str, limit: int | None, form: str
) -> None:
    """New articles are all shown unless a limit is given: they won't be shown again."""
    with saved.held():
        # One view of the archive for search and state: what a crawl adds meanwhile is for the next time.
        found.db.execute("BEGIN")
        entry = saved.newest_entry(found.db)
        last = saved.last_entry(found.db, found.path, name, query, filters)
        limit = limit or (20 if last is None else None)
        result = found.search(query, replace(filters, added_after=last), sort=sort, limit=limit, exact=True)
        _print(found, result, form)
        sys.stdout.flush()
        found.db.execute("ROLLBACK")
        saved.remember(found.path, name, query, filters, entry)
    _summary(result, "new " if last else "")
    if last is None:
        say(f"{name!r} ran for the first time; the next time only what is added from now on is shown")


def _list(found: Archive, names: Path, filters: Filters, limit: int, form: str) -> None:
    lines = batch.read_lines(names)
    shown: Iterable[Any] = tqdm(lines, unit="line", delay=2, leave=False, disable=not sys.stderr.isatty())
    rows = list(batch.hits(found, shown, filters, limit=limit))
    if form == "jsonl":
        write_jsonl(rows, sys.stdout)
    elif form == "csv":
        write_csv(rows, sys.stdout, batch.KEYS)
    else:
        cells = [
            (one["text"], _number(one), one["newest"] or "", "; ".join(map(_hit, one["hits"])))
            for one in rows if not one["error"]
        ]  # fmt: skip
        click.echo(table(cells, ["text", "articles", "newest", "first hits"], [30, None, None, 60]))
    for one in rows:
        if one["error"]:
            say(f"{names}, line {one['line']}: {one['error']}")
    say(f"{len(rows):,} lines, {sum(bool(one['count']) for one in rows):,} with articles")


def _hit(one: dict[str, Any]) -> str:
    return f"{one['title']} ({one['id']})"


def _number(row: dict[str, Any]) -> str:
    return f"{row['count']:,}{'+' if row['capped'] else ''}"


def _facets(found: Facets, form: str) -> None:
    rows = [
        {"facet": facet, "value": value, "name": found.names.get(value), "count": count}
        for facet in ("province", "province_now", "unit", "portal", "section", "year", "month")
        for value, count in getattr(found, facet).items()
    ] + [{"facet": "undated", "value": None, "name": None, "count": found.undated}]
    if form == "jsonl":
        write_jsonl(rows, sys.stdout)
    elif form == "csv":
        write_csv(rows, sys.stdout, ("facet", "value", "name", "count"))
    else:
        _facet_lines(rows)
    least = f"of the newest {found.total:,} articles; more match" if found.capped else f"{found.total:,} articles"
    say(least)


def _facet_lines(rows: list[dict[str, Any]]) -> None:
    """The greatest of each facet; months are for files."""
    seen: dict[str, int] = {}
    for row in rows:
        seen[row["facet"]] = seen.get(row["facet"], 0) + 1
        if row["facet"] != "month" and seen[row["facet"]] <= _SHOWN:
            words = f"{row['name']} ({row['value']})" if row["name"] else row["value"] or ""
            click.echo(f"{row['facet']:12}  {row['count']:>7,}  {words}")
    for facet, count in seen.items():
        if count > _SHOWN and facet != "month":
            say(f"{facet}: {count - _SHOWN} more; --format csv has all, and the months")


def _table(result: Result) -> None:
    """Three lines an article: a table would be as wide as its longest headline."""
    for row in result.rows:
        day = row["published_day"] or row["published_month"] or "undated"
        click.echo(f"{day:10}  {row['title'] or '(no title)'}")
        snippet = _marked(row)
        if snippet:
            click.echo(f"{'':10}  {snippet}")
        former = row[_MATCHED] is not None and row[_MATCHED] != row["revision"]
        note = f"  matched in revision {row[_MATCHED]} of {row['revision']}" if former else ""
        click.echo(f"{'':10}  {row['portal']}  {row['id']}{note}")


def _marked(row: dict[str, Any]) -> str | None:
    """The snippet on one line, hits in brackets, neighbouring ones in one pair."""
    snippet = row.get("snippet")
    if not snippet:
        return None
    return " ".join(snippet.replace(f"{CLOSE} {OPEN}", " ").replace(OPEN, "[").replace(CLOSE, "]").split())


def _summary(result: Result, new: str = "") -> None:
    more = "+" if result.capped else ""
    shown = "" if len(result.rows) >= result.total else f", {len(result.rows)} shown"
    say(f"{result.total:,}{more} {new}articles{shown}")
    if result.ranked:
        say(f"relevance was told among the newest {RANKED:,}; narrow the search, or use --sort newest")
    if result.undated_left_out:
        left_out = f"{result.undated_left_out:,}{'+' if result.undated_capped else ''} undated articles"
        say(f"{left_out} match too and were left out by --from/--to; see --undated")
