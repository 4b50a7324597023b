"""``tintinh report``: what a run did."""

import json
from pathlib import Path
from typing import Any

import click

from crawler import archive as archives
from crawler.archive.forecast import forecast
from crawler.archive.reader import Archive
from crawler.commands.common import archive_option, table
from crawler.errors import UsageError


@click.command("report", epilog="Example: tintinh report --format json")
@click.argument("run", type=int, required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@archive_option
def command(run: int | None, form: str, archive: Path) -> None:
    """What a run did (the last one if none is named): figures a portal, and what could not be had."""
    if form == "html":
        raise click.UsageError("--format html is not built yet")
    with archives.open(archive) as found:
        report = make_report(found, run)
    click.echo(json.dumps(report, ensure_ascii=False, indent=1) if form == "json" else _text(report))


def make_report(found: Archive, run: int | None) -> dict[str, Any]:
    """The figures of a run as plain values.

    Raises ``UsageError`` when there is no such run.
    """
    wanted = "id = ?" if run is not None else "id = (SELECT max(id) FROM runs WHERE command = 'crawl') OR id = ?"
    rows = list(found.rows(f"SELECT * FROM runs WHERE {wanted}", run))  # noqa: S608 - own clauses
    if not rows:
        raise UsageError(f"no run {run} in {found.path}" if run is not None else f"{found.path} holds no run yet")
    number = rows[0]["id"]
    return {
        "run": rows[0],
        "portals": list(found.rows("SELECT * FROM run_portals WHERE run_id = ? ORDER BY portal", number)),
        "failures": list(
            found.rows(
                """SELECT portal, reason, count(*) AS count, min(url) AS example, min(detail) AS detail
                FROM failures WHERE run_id = ? GROUP BY portal, reason ORDER BY portal, count DESC""",
                number,
            )
        ),
        "fill": list(
            found.rows(
                """SELECT portal, count(*) AS articles, avg(title IS NOT NULL) AS title,
                avg(published IS NOT NULL) AS published, avg(body IS NOT NULL) AS body
                FROM articles WHERE kind = 'article' GROUP BY portal ORDER BY portal"""
            )
        ),
        "disk": forecast(found.db, found.path).to_dict(),
    }


def _text(report: dict[str, Any]) -> str:
    run = report["run"]
    ended = run["ended_at"] or "not ended (killed, or still running)"
    lines = [f"run {run['id']} ({run['command']}, tintinh {run['version']}): {run['started_at']} to {ended}"]
    if run["status"] is not None:
        lines.append(f"status {run['status']}: {run['reason']}")
    names = ["portal", "requests", "new", "edited", "unchanged", "pages", "failed"]
    lines += ["", table([[row[name] for name in names] for row in report["portals"]], names)]
    if report["failures"]:
        rows = [[one["portal"], one["reason"], one["count"], one["example"]] for one in report["failures"]]
        lines += ["", table(rows, ["portal", "could not be had", "count", "for example"])]
    fill = [
        [one["portal"], one["articles"], *(f"{one[name]:.0%}" for name in ("title", "published", "body"))]
        for one in report["fill"]
    ]
    lines += ["", table(fill, ["portal", "articles", "with title", "with date", "with body"])]
    lines += ["", _disk(report["disk"])]
    return "\n".join(lines)


def _disk(disk: dict[str, Any]) -> str:
    said = f"disk: the archive takes {disk['size'] / 1e6:,.1f} MB, {disk['free'] / 1e9:,.1f} GB are free"
    if disk["days_left"] is None:
        return said
    return (
        f"{said}; of late {disk['run_bytes'] / 1e6:,.2f} MB a run and {disk['day_bytes'] / 1e6:,.2f} MB a day,"
        f" which lasts {disk['days_left']:,} days"
    )
