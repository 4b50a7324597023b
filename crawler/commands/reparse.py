"""``tintinh reparse``: reads the stored pages again with today's extractor; needs no network."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from tqdm import tqdm

from crawler.archive.clusters import cluster_new
from crawler.archive.pool import jobs_for
from crawler.archive.reread import Reread, reread_all
from crawler.archive.store import Store
from crawler.commands.common import archive_option, say
from crawler.errors import DamagedError, UsageError
from crawler.models import EXTRACTOR

_SAID = 20
"""Articles named on the screen; the report has all."""


class _Signalled(BaseException):
    """SIGINT or SIGTERM, by its number; no ``Exception``, or it would be taken for a fault of the page being read."""


@click.command("reparse", epilog="Example: tintinh reparse --portal dong_nai")
@click.option("--portal", help="Only this portal's articles.")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes that read; as many as there are cores if not given."
)
@archive_option
def command(portal: str | None, jobs: int | None, archive: Path) -> int:
    """Extracts again from the stored captures; a better reading is never an edit by the portal."""
    if not archive.exists():
        raise UsageError(f"no archive at {archive}; make one with 'tintinh crawl', or name another with --archive")
    with Store(archive, "reparse") as store:
        known = [row[0] for row in store.db.execute("SELECT name FROM portals ORDER BY name")]
        if portal is not None and portal not in known:
            store.finish(UsageError.status, f"no portal {portal}")
            raise UsageError(f"no portal {portal!r} in {archive}; it holds {', '.join(known) or 'none'}")
        total = store.db.execute(
            "SELECT count(*) FROM articles WHERE ? IS NULL OR portal = ?", (portal, portal)
        ).fetchone()[0]
        try:
            with _signals(), tqdm(total=total, unit=" articles", disable=None) as bar:
                found = reread_all(store, portal, bar.update, jobs or jobs_for(total))
                cluster_new(store)
        except _Signalled as told:
            number = signal.Signals(told.args[0])
            words = f"ended by {number.name}; what was read again is stored, the next reparse reads all"
            store.finish(128 + number, words)
            say(f"tintinh: {words}")
            return 128 + number
        return _closing(store, found)


def _closing(store: Store, found: Reread) -> int:
    status = DamagedError.status if found.damaged else 1 if found.faults else 0
    unreadable = [*found.damaged, *found.faults]
    store.finish(status, f"{found.done} read again, {found.changed} changed, {len(unreadable)} unreadable")
    say(f"{found.done:,} articles read again by extractor {EXTRACTOR}, {found.changed:,} of them changed")
    for words in unreadable[:_SAID]:
        say(f"tintinh: {words}")
    if len(unreadable) > _SAID:
        say(f"tintinh: and {len(unreadable) - _SAID:,} more; 'tintinh report' has all, their texts are as they were")
    for identity in found.left[:_SAID]:
        say(f"tintinh: {identity} stays as it was read: its page was overwritten, because it quoted an erased article")
    if len(found.left) > _SAID:
        say(f"tintinh: and {len(found.left) - _SAID:,} more such")
    return status


@contextmanager
def _signals() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the work between two articles or take the one under way back."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Signalled(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
