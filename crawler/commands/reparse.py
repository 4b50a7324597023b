"""``tintinh reparse``: reads the stored pages again with today's extractor; needs no network."""

from pathlib import Path

import click
from tqdm import tqdm

from crawler.archive import withdrawals
from crawler.archive.clusters import cluster_new
from crawler.archive.reread import reread_all
from crawler.archive.store import Store
from crawler.commands.common import archive_option, say
from crawler.errors import UsageError


@click.command("reparse", epilog="Example: tintinh reparse --portal dong_nai")
@click.option("--portal", help="Only this portal's articles.")
@archive_option
def command(portal: str | None, archive: Path) -> int:
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
        with tqdm(total=total, unit=" articles", disable=None) as bar:
            done, changed, faults = reread_all(store, portal, bar.update)
        left = withdrawals.overwritten(store.db, portal)
        cluster_new(store)
        status = 4 if faults else 0
        store.finish(status, f"{done} read again, {changed} changed, {len(faults)} unreadable")
    say(f"{done:,} articles read again, {changed:,} of them changed")
    for fault in faults[:20]:
        say(f"tintinh: {fault}")
    for identity in left[:20]:
        say(f"tintinh: {identity} stays as it was read: its page was overwritten, because it quoted an erased article")
    return status
