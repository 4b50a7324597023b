"""``tintinh withdraw``: takes an article out of what is published, or out of existence, on record."""

from pathlib import Path

import click
from tqdm import tqdm

from crawler.archive import erase, withdrawals
from crawler.archive.clusters import cluster_new
from crawler.archive.store import Store
from crawler.clock import stamp
from crawler.commands.common import archive_option, say
from crawler.errors import TintinhError, UsageError


@click.command(
    "withdraw", epilog="Example: tintinh withdraw aabcdefghij --reason 'Asked for by the person named' --erase"
)
@click.argument("identity", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why, in a person's words; it stays on record.")
@click.option("--hide", is_flag=True, help="Keep it, but out of search, exports, site and snapshots.")
@click.option("--erase", "gone", is_flag=True, help="Text, revisions, index, files and stored pages, for good.")
@archive_option
def command(identity: str, reason: str, hide: bool, gone: bool, archive: Path) -> int:
    """Withdraws an article; crawls, merges and reparse honour it from now on.

    --erase also overwrites the stored pages of others that quote it, and can't be taken back.
    """
    words = " ".join(reason.split())
    if hide == gone:
        raise click.UsageError("give one of --hide and --erase")
    if not any(sign.isalpha() for sign in words):
        raise click.UsageError("--reason needs words: who asked for it and why")
    if not archive.exists():
        raise UsageError(f"no archive at {archive}; make one with 'tintinh crawl', or name another with --archive")
    with Store(archive, "withdraw") as store:
        for told in store.recovered:
            say(f"tintinh: {told}")
        try:
            with store.transaction():
                mode = withdrawals.ERASE if gone else withdrawals.HIDE
                found = withdrawals.record(store.db, identity, mode=mode, reason=words, at=stamp())
            with tqdm(unit=" records", disable=None) as bar:
                done = erase.complete(store.db, archive, bar.update)
        except TintinhError as wrong:
            store.finish(wrong.status, str(wrong))
            raise
        # The others are grouped anew without it.
        cluster_new(store)
        unread = [one for one in done if not one.endswith("complete")]
        status = 1 if unread else 0
        store.finish(status, f"{found.id} withdrawn ({mode})")
    for one in unread:
        say(f"tintinh: {one}")
    say(str(found))
    return status
