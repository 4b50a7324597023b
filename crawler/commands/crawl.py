"""``tintinh crawl``: crawls portals into the archive."""

import importlib
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from crawler.archive.clusters import cluster_new
from crawler.archive.drive import require_room
from crawler.archive.nature import settle
from crawler.archive.store import Store
from crawler.commands.common import archive_option, later_option, own_name, say, table
from crawler.crawl.outcome import outcome, watch
from crawler.crawl.plan import Options
from crawler.crawl.session import Session
from crawler.days import bounds
from crawler.errors import UsageError

_SAMPLE = "sample_"
_SIGNALLED = 128


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        bounds(value)
    return value


@click.command("crawl", epilog="Example: tintinh crawl dong_nai --limit 50")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--sample", is_flag=True, help="Crawl the invented portals that ship with tintinh.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many articles a portal.")
@click.option("--since", callback=_day, metavar="DAY", help="Leave out what lists say is older.")
@click.option("--full", is_flag=True, help="Go through all lists again.")
@click.option("--recheck", is_flag=True, help="Fetch known articles again.")
@click.option(
    "--edition", type=click.IntRange(1, 2), default=1, help="Sample portals as first published, or later (2)."
)
@click.option("--flood", is_flag=True, help="Switch on the sample portals' limits on requests.")
@later_option("--assets", "--shard")
@archive_option
def command(
    targets: tuple[str, ...], sample: bool, limit: int | None, since: str | None, full: bool, recheck: bool,
    edition: int, flood: bool, archive: Path,
) -> int:  # fmt: skip
    """Crawls declared portals by name, or an address whose system is found out by itself.

    One connection a server, two seconds or more between requests, robots.txt obeyed.
    """
    engine: Any = importlib.import_module("spiders.engine.run")
    names = _targets(engine, targets, sample)
    samples = [name for name in names if name.startswith(_SAMPLE)]
    if samples and len(samples) < len(names):
        raise UsageError("sample and real portals can't share an archive; crawl them one after the other")
    if (edition > 1 or flood) and not samples:
        raise UsageError("--edition and --flood are switches of the sample portals; leave them away for real ones")
    for name in names:
        engine.resolve(name)
    require_room(archive)
    with ExitStack() as stack:
        store = stack.enter_context(Store(archive, "crawl", prepare=lambda path: settle(path, sample=bool(samples))))
        for words in store.recovered:
            say(f"tintinh: {words}")
        try:
            _serve(stack, samples, edition, flood)
        except UsageError as wrong:
            store.finish(wrong.status, str(wrong))
            raise
        options = Options(limit, since, full, recheck)
        with tqdm(unit=" pages", disable=None) as bar:
            session: Session = engine.crawl(store, names, options, lambda one: watch(one, bar.update))
        status, reasons = outcome(session)
        if status < _SIGNALLED:
            # Who was told to stop stops; the next run groups what waits.
            cluster_new(store)
        store.finish(status, "; ".join(reasons) or "finished")
        for words in reasons:
            say(f"tintinh: {words}")
        _closing(store, archive)
    return status


def _targets(engine: Any, targets: tuple[str, ...], sample: bool) -> list[str]:
    if sample and not targets:
        return [info.name for info in engine.declared() if info.status == "sample"]
    if not targets:
        raise UsageError("name a portal or an http address, or give --sample; see 'tintinh portals list'")
    if sample and any(not name.startswith(_SAMPLE) for name in targets):
        raise UsageError("--sample crawls the invented portals alone; leave it away for real ones")
    return list(dict.fromkeys(targets))


def _serve(stack: ExitStack, samples: list[str], edition: int, flood: bool) -> None:
    """Serves the sample portals from this process for as long as the crawl lasts."""
    if not samples:
        return
    registry: Any = importlib.import_module("crawler.samples.registry")
    server: Any = importlib.import_module("crawler.samples.server")
    for name in samples:
        try:
            site = registry.build(name, edition=edition, flood=flood)
            stack.enter_context(server.Server(site, registry.port(name)))
        except (OSError, LookupError) as wrong:
            raise UsageError(f"can't serve {name}: {wrong}") from None


def _closing(store: Store, archive: Path) -> None:
    rows = []
    for figures in store.figures():
        stored, dated, newest = store.db.execute(
            "SELECT count(*), count(published), max(published_day) FROM articles WHERE portal = ?",
            (figures["portal"],),
        ).fetchone()
        names = ("requests", "new", "edited", "unchanged", "failed")
        rows.append([figures["portal"], *(figures[name] for name in names), stored, dated, newest or ""])
    headers = ["portal", "requests", "new", "edited", "unchanged", "failed", "stored", "dated", "newest"]
    click.echo(table(rows, headers))
    where = "" if archive == Path("archive.db") else f" --archive {archive}"
    say(f'\nTry: {own_name()} search "cai cach hanh chinh"{where}\n     {own_name()} report{where}')
