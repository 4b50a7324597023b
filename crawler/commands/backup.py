"""``tintinh backup``: copies an archive while it is written to."""

from pathlib import Path

import click
from tqdm import tqdm

from crawler.archive.copies import backup
from crawler.commands.common import archive_option, say


@click.command("backup", epilog="Example: tintinh backup /media/usb/archive-2026-11.db")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@archive_option
def command(file: Path, archive: Path) -> None:
    """Makes a whole copy of the archive and its WARC files as they are at one moment, also during a crawl.

    What is erased later stays in earlier backups: erase it there too.
    """
    with tqdm(unit=" files", disable=None) as bar:
        count, size = backup(archive, file, bar.update)
    say(f"{file}: whole, with {count:,} WARC files of {size / 1e6:,.1f} MB")
