"""``tintinh portals``: what is declared, and how it fares."""

import importlib
from pathlib import Path
from typing import Any

import click

from crawler import archive as archives
from crawler.commands.common import archive_option, table


@click.group("portals", invoke_without_command=True, epilog="Example: tintinh portals list")
@click.pass_context
def command(context: click.Context) -> None:
    """Declared portals, and how they fare in the archive."""
    if context.invoked_subcommand is None:
        context.invoke(list_portals, archive=archive_default())


def archive_default() -> Path:
    """The archive a bare ``tintinh portals`` looks at."""
    import os

    return Path(os.environ.get("TINTINH_ARCHIVE") or "archive.db")


@command.command("list", epilog="Example: tintinh portals list --archive news.db")
@archive_option
def list_portals(archive: Path) -> None:
    """All declared portals: proven (and when) or only declared, with their figures if there is an archive."""
    stored: dict[str, dict[str, Any]] = {}
    if archive.exists():
        with archives.open(archive) as found:
            stored = {row["name"]: row for row in found.portals()}
    rows = [_row(info.name, info.status, info.proven_at, info.family, info.title, stored) for info in declared()]
    known = {row[0] for row in rows}
    rows += [
        _row(name, row["status"], row["proven_at"], row["family"], row["title"] or "", stored)
        for name, row in stored.items()
        if name not in known
    ]
    headers = ["portal", "state", "family", "articles", "dated", "newest", "title"]
    click.echo(table(rows, headers))


def declared() -> list[Any]:
    """Every declaration; the spiders' package is named by string, so that the library needs no Scrapy."""
    found: list[Any] = importlib.import_module("spiders.engine.run").declared()
    return found


def _row(
    name: str,
    status: str,
    proven: str | None,
    family: str | None,
    title: str,
    stored: dict[str, dict[str, Any]],
) -> list[Any]:
    figures = stored.get(name, {})
    state = f"proven {proven}" if proven else status
    return [
        name,
        state,
        family or "",
        figures.get("articles", ""),
        figures.get("dated", ""),
        figures.get("newest") or "",
        title,
    ]


@command.command("check", hidden=True)
@click.argument("name")
def check(name: str) -> None:
    """Not built yet."""
    raise click.UsageError("'tintinh portals check' is not built yet")


@command.command("new", hidden=True)
@click.argument("name")
@click.argument("address")
def new(name: str, address: str) -> None:
    """Not built yet."""
    raise click.UsageError("'tintinh portals new' is not built yet")
