"""The whole path: ``tintinh crawl`` of a NukeViet portal beside a Scrapy spider that only downloads it."""

import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.corpus import REAL, ROOT, saved
from bench.measure import middle, over, show, verdict

COPIES = 4
"""How often the real portal's 64 numbers are served; see ``bench.portal``."""
ROUNDS = 5
DEMANDED = 0.2
_STAGES = (
    "download, engine, spider",
    "clean",
    "WARC writing",
    "WARC fsync",
    "store and commit",
    "reading lists, feeds, sitemaps",
)


@dataclass(slots=True)
class Runs:
    """Figures of all rounds: CPU ms a page from the first answer on, and of the whole process."""

    pages: int = 0
    articles: int = 0
    received: int = 0
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    defaults: list[float] = field(default_factory=list)
    ours_whole: list[float] = field(default_factory=list)
    bare_whole: list[float] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in _STAGES})


def path() -> None:
    """Measures and prints."""
    runs = Runs()
    with tempfile.TemporaryDirectory(prefix="tintinh-bench-") as folder, _served() as base:
        for number in range(ROUNDS):
            _round(runs, Path(folder) / str(number), base)
    _print(runs)


@contextmanager
def _served() -> Iterator[str]:
    """The address of the portal, served by another process as long as this lasts."""
    command = [sys.executable, "-m", "bench.portal", str(COPIES)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            base = server.stdout.readline().strip()
            if not base:
                raise RuntimeError("the portal's server did not start")
            yield base
        finally:
            server.terminate()


def _round(runs: Runs, folder: Path, base: str) -> None:
    folder.mkdir()
    archive, told = folder / "archive.db", folder / "told.json"
    whole, ours = _child("bench.path_ours", f"{base}/vi/news/", archive, told)
    addresses, articles = _crawled(archive)
    if runs.pages and (len(addresses), articles) != (runs.pages, runs.articles):
        raise RuntimeError(f"{len(addresses)} pages, {articles} articles; the round before had other numbers")
    runs.pages, runs.articles = len(addresses), articles
    if ours["calls"].get("clean", 0) < articles:
        raise RuntimeError(f"{articles} articles, but clean was seen {ours['calls'].get('clean', 0)} times")
    listed = folder / "addresses.json"
    listed.write_text(json.dumps(addresses), encoding="utf-8")
    bare_whole, bare = _child("bench.path_bare", "ours", listed, told)
    _, defaults = _child("bench.path_bare", "scrapy", listed, told)
    for answers in (bare["answers"], defaults["answers"]):
        if answers != runs.pages:
            raise RuntimeError(f"a bare spider had {answers} answers, the crawl {runs.pages}")
    runs.received = bare["bytes"]
    # The first answer starts the clock and isn't in the figures.
    scale = 1000 / (runs.pages - 1)
    for name in _STAGES:
        runs.stages[name].append(ours["stages"].get(name, 0.0) * scale)
    runs.ours.append(sum(ours["stages"].values()) * scale)
    runs.bare.append(bare["spent"] * scale)
    runs.defaults.append(defaults["spent"] * scale)
    runs.ours_whole.append(whole * 1000 / runs.pages)
    runs.bare_whole.append(bare_whole * 1000 / runs.pages)


def _child(module: str, *arguments: object) -> tuple[float, dict[str, Any]]:
    """CPU seconds of a whole process and what it told; its last argument is the file it tells in."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode:
        raise RuntimeError(f"{module} ended with {ended.returncode}:\n{ended.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(Path(str(arguments[-1])).read_text(encoding="utf-8"))
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, told


def _crawled(archive: Path) -> tuple[list[str], int]:
    """The addresses that the crawl asked for, in order, and how many articles it stored."""
    connection = sqlite3.connect(archive)
    addresses = [row[0] for row in connection.execute("SELECT url FROM captures ORDER BY id")]
    (articles,) = connection.execute("SELECT count(*) FROM articles WHERE kind = 'article'").fetchone()
    strange = connection.execute("SELECT reason, url FROM failures WHERE reason <> 'not_found' LIMIT 1").fetchone()
    connection.close()
    if strange:
        raise RuntimeError(f"the crawl did not go well: {strange[0]} at {strange[1]}")
    return addresses, articles


def _print(runs: Runs) -> None:
    kind = (
        f"a real NukeViet 4.5.05 replayed: its 12 saved articles under {runs.articles} numbers, each with "
        "its own address and date, and its saved lists, feed and sitemap"
        if saved()
        else f"no pages at {REAL}: the sample portal sample_nukeviet instead"
    )
    print(f"Corpus: {kind}; {runs.pages} requests, {runs.articles} articles stored, {runs.received / 1e6:.1f} MB.")
    print(f"Median of {ROUNDS} rounds (least–greatest), CPU ms a page; the server is another process, not counted.")
    total = statistics.median(runs.ours)
    rows: list[list[object]] = []
    for name, values in runs.stages.items():
        rows.append([f"  {name}", middle(values), f"{statistics.median(values) / total:.0%}"])
    rows.insert(0, ["tintinh crawl, from its first answer on", middle(runs.ours), "100%"])
    rows.append(["bare Scrapy, the same addresses and settings", middle(runs.bare), ""])
    rows.append(["bare Scrapy, the same addresses, its defaults", middle(runs.defaults), ""])
    rows.append(["tintinh crawl, whole process with its start", middle(runs.ours_whole), ""])
    rows.append(["bare Scrapy, whole process with its start", middle(runs.bare_whole), ""])
    show(["", "CPU ms a page", "share"], rows)
    # The peer is the spider that anyone would write; under our settings, which spare it work too, it is faster still.
    print(verdict("bare (its defaults) / ours, from the first answer on", over(runs.defaults, runs.ours), DEMANDED))
    print(f"bare under our settings / ours, from the first answer on: {middle(over(runs.bare, runs.ours))}")
    print(f"bare / ours, whole processes: {middle(over(runs.bare_whole, runs.ours_whole))}")
