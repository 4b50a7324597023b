"""``tintinh snapshot``: makes what a public site serves."""

from pathlib import Path

import click

from crawler.archive.copies import snapshot
from crawler.commands.common import archive_option, say


@click.command("snapshot", epilog="Example: tintinh snapshot site.db")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@archive_option
def command(file: Path, archive: Path) -> None:
    """Makes one read-only file for a site: no withdrawn texts, no state of the crawl, the index ready.

    An earlier snapshot of that name is replaced in one step; any other file is left alone.
    """
    articles, hidden = snapshot(archive, file)
    left = f", {hidden:,} hidden left out" if hidden else ""
    say(f"{file}: {articles:,} articles{left}")
