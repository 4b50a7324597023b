"""``tintinh verify``: proves the archive whole."""

from pathlib import Path

import click

from crawler import archive as archives
from crawler.archive import withdrawals
from crawler.archive.digest import digest
from crawler.archive.verify import faults
from crawler.commands.common import archive_option, say
from crawler.errors import DamagedError


@click.command("verify", epilog="Example: tintinh verify --digest")
@click.option("--digest", "only_digest", is_flag=True, help="Print one digest of the content instead.")
@archive_option
def command(only_digest: bool, archive: Path) -> int:
    """Reads every row and byte; status 4 and each fault by name if the archive isn't whole."""
    with archives.open(archive) as found:
        if only_digest:
            click.echo(digest(found.db))
            return 0
        unfinished = withdrawals.pending(found.db)
        for identity in unfinished:
            say(f"tintinh: the erasure of {identity} is not finished; the next command that writes completes it")
        count = 0
        for fault in faults(found.db, found.path):
            count += 1
            click.echo(fault)
        if count:
            say(f"tintinh: {count} faults in {archive}; restore from a backup, or crawl again what is named")
            return DamagedError.status
        articles = found.db.execute("SELECT count(*) FROM articles").fetchone()[0]
        captures = found.db.execute("SELECT count(*), count(warc) FROM captures").fetchone()
        click.echo(f"whole: {articles:,} articles, {captures[0]:,} captures, {captures[1]:,} of them with bytes")
    return 1 if unfinished else 0
