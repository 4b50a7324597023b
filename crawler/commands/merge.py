"""``tintinh merge``: brings several machines' archives together."""

from pathlib import Path

import click
from tqdm import tqdm

from crawler.archive import erase
from crawler.archive.clusters import cluster_new
from crawler.archive.lock import WriterLock
from crawler.archive.merge import check, merge
from crawler.archive.store import Store
from crawler.commands.common import archive_option, say
from crawler.errors import BusyError, TintinhError, UsageError


@click.command("merge", epilog="Example: tintinh merge other.db third.db --archive all.db")
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER.db...")
@archive_option
def command(others: tuple[Path, ...], archive: Path) -> int:
    """Takes other archives into this one, or into a new one; the others are only read.

    Articles that several machines saw become one, with all revisions in order of time; withdrawals of any archive
    hold for all. Merging again changes nothing.
    """
    check(archive, list(others))
    with Store(archive, "merge") as store:
        for words in store.recovered:
            say(f"tintinh: {words}")
        try:
            for other in others:
                limits = _one(store, other)
                for words in erase.complete(store.db, archive, limits=limits):
                    say(f"tintinh: {words}")
        except TintinhError as wrong:
            store.finish(wrong.status, str(wrong))
            raise
        # What a merge brings, or brings more of, has left its groups.
        cluster_new(store)
        store.finish(0, f"merged {', '.join(map(str, others))}")
    return 0


def _one(store: Store, other: Path) -> dict[str, set[str]]:
    """Takes in one archive; gives which files alone the erasures of before have to look at."""
    lock: WriterLock | None = WriterLock(other)
    try:
        lock.__enter__()  # type: ignore[union-attr]  # just made
    except BusyError as wrong:
        raise BusyError(f"{other} can't be merged now: {wrong}") from None
    except UsageError:
        # A folder in which nothing can be written has no writer to wait for.
        lock = None
    try:
        with tqdm(unit=" articles", disable=None) as bar:
            done = merge(store, other, bar.update)
    finally:
        if lock:
            lock.__exit__(None, None, None)
    say(f"{other}: {done.new:,} new articles, {done.known:,} known ones, {done.captures:,} answers")
    return done.limits
