"""``tintinh crawl`` in a process of its own, its CPU time told by stage.

``python -m bench.path_ours ADDRESS ARCHIVE RESULT``; figures begin with the first answer (robots.txt), so
that starting the interpreter and importing isn't in them, and end when the archive is closed.
"""

import functools
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.archive.store import Store
from crawler.archive.warc import WarcFiles
from crawler.commands.main import main as tintinh
from crawler.extract.clean import clean
from spiders.engine.spider import PortalsSpider
from spiders.families.base import Portal
from spiders.families.undeclared import Undeclared

ENGINE = "download, engine, spider"
_USED = ("crawler.commands.crawl", "pipelines.archive", "pipelines.clean", "spiders.engine.run")
"""What a crawl imports: loaded before the clock is put around what they call."""


class Stages:
    """CPU seconds by stage; a stage inside another is counted once, as the inner one."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.calls: dict[str, int] = {}
        self._open = [ENGINE]
        self._since = time.process_time()
        self.begun = False

    def begin(self, *_: Any, **__: Any) -> None:
        """Forgets what was before the first answer."""
        if not self.begun:
            self.begun = True
            self.spent.clear()
            self.calls.clear()
            self._since = time.process_time()

    def book(self) -> None:
        """Books the time since the last change to the stage that is open."""
        now = time.process_time()
        self.spent[self._open[-1]] = self.spent.get(self._open[-1], 0.0) + now - self._since
        self._since = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Books what happens inside to a stage."""
        self.book()
        self._open.append(name)
        self.calls[name] = self.calls.get(name, 0) + 1
        try:
            yield
        finally:
            self.book()
            self._open.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time booked to a stage."""

        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            with self.stage(name):
                return function(*arguments, **named)

        return call


def instrument(stages: Stages) -> None:
    """Puts the clock around what the stages are made of."""
    for used in _USED:
        importlib.import_module(used)
    original, timed_clean = clean, stages.timed("clean", clean)
    for module in list(sys.modules.values()):
        if getattr(module, "clean", None) is original:
            setattr(module, "clean", timed_clean)  # noqa: B010 - a module's attribute that mypy doesn't know
    wrapped: list[tuple[type, str, str]] = [
        (WarcFiles, "write", "WARC writing"),
        (WarcFiles, "sync", "WARC fsync"),
        (Store, "hints", "store and commit"),
        (Undeclared, "explore", "reading lists, feeds, sitemaps"),
        (Portal, "explore", "reading lists, feeds, sitemaps"),
    ]
    for owner, name, stage in wrapped:
        setattr(owner, name, stages.timed(stage, getattr(owner, name)))
    transaction = Store.transaction

    @contextmanager
    def timed(store: Store) -> Iterator[None]:
        with stages.stage("store and commit"), transaction(store):
            yield

    setattr(Store, "transaction", timed)  # noqa: B010 - measured in place
    made = PortalsSpider.from_crawler

    def from_crawler(crawler: Crawler, *arguments: Any, **named: Any) -> PortalsSpider:
        crawler.signals.connect(stages.begin, signals.response_received)
        return made(crawler, *arguments, **named)

    setattr(PortalsSpider, "from_crawler", from_crawler)  # noqa: B010 - measured in place


def main() -> None:
    """Crawls and writes the figures; see the module."""
    address, archive, result = sys.argv[1:]
    stages = Stages()
    instrument(stages)
    try:
        tintinh(["crawl", address, "--archive", archive])
    except SystemExit as ended:
        if ended.code:
            raise
    stages.book()
    Path(result).write_text(json.dumps({"stages": stages.spent, "calls": stages.calls}), encoding="utf-8")


if __name__ == "__main__":
    main()
