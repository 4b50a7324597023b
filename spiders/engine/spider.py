"""The one spider: it asks the session where to go, hands pages to the portals, and reports every end."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure as TwistedFailure

from crawler.archive.frontier import Lease
from crawler.clock import stamp
from crawler.crawl.item import Answer, Failure
from crawler.crawl.plan import Found
from crawler.crawl.session import Session
from crawler.models import Fetched
from spiders.engine import alone
from spiders.engine.pace import set_pace, slot_of
from spiders.families.base import Portal

WINDOW = 2
"""Addresses of one portal handed to Scrapy at a time: its slot never waits for us, and a 429 stops all but one more."""
_LONGEST_WAIT = 600.0


class PortalsSpider(Spider):
    """Crawls all portals of a session in one engine, so that one connection a server holds across them."""

    name = "tintinh"
    portal: str | None = None
    session: Session
    portals: dict[str, Portal]
    running: dict[str, int]
    """Portals whose robots.txt has answered, and how many of their addresses are under way."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "PortalsSpider":
        """Scrapy's constructor: binds the signals that keep the portals supplied."""
        if cls.portal and "session" not in kwargs:
            kwargs |= alone.open_session(crawler, cls.portal)
        spider: PortalsSpider = super().from_crawler(crawler, *args, **kwargs)
        spider.running = {}
        crawler.signals.connect(spider.filed, signals.item_scraped)
        crawler.signals.connect(spider.erred, signals.item_error)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        crawler.signals.connect(spider.broke, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """robots.txt of every portal; all else follows from their answers."""
        for name in self.portals:
            url = self.session.robots_url(name)
            set_pace(self.crawler.engine.downloader, url, None)
            yield self._request(url, name, self.opened, self.closed_to_us)

    def opened(self, response: Response) -> Iterator[Request]:
        """robots.txt answered: the portal begins, or is left alone."""
        name: str = response.meta["portal"]
        target = self.session.robots_moved(name, fetched_of(response), response.meta.get("hops", 0))
        if target:
            again = self._request(target, name, self.opened, self.closed_to_us)
            again.meta["hops"] = response.meta.get("hops", 0) + 1
            yield again
            return
        begun = False
        with self._guard():
            begun = self.session.begin(name, fetched_of(response))
        if not begun:
            return
        policy = self.session.policies[name]
        set_pace(self.crawler.engine.downloader, response.url, policy.delay)
        self.running[name] = 0
        yield from self.more(name)

    def closed_to_us(self, failure: TwistedFailure) -> None:
        """No answer for robots.txt: the host can't be reached, and nothing else of it is asked for."""
        self.session.begin(_request_of(failure).meta["portal"], None, _words(failure))

    def more(self, name: str) -> Iterator[Request]:
        """Requests that fill the portal's window again."""
        leases: list[Lease] = []
        with self._guard():
            leases = self.session.take(name, WINDOW - self.running[name])
        for lease in leases:
            self.running[name] += 1
            request = self._request(lease.url, name, self.answered, self.failed, lease.form)
            request.meta["lease"] = lease
            yield request

    def answered(self, response: Response) -> Iterator[Answer]:
        """An answer, with what the portal's family finds in it when it is a list."""
        lease: Lease = response.meta["lease"]
        fetched = fetched_of(response, lease.url)
        found = Found()
        if lease.role not in ("article", "part") and 200 <= fetched.status < 300:
            try:
                found = self.portals[lease.portal].explore(fetched, lease.role)
            except Exception as wrong:
                found = Found(fault=f"{type(wrong).__name__}: {wrong}")
        yield Answer(lease, fetched, found)

    def failed(self, failure: TwistedFailure) -> Iterator[Failure]:
        """No answer for an address."""
        yield Failure(_request_of(failure).meta["lease"], type(failure.value).__name__, _words(failure))

    def filed(self, item: Answer | Failure, **_: Any) -> None:
        """An item has gone through the pipelines, well or ill: its portal gets its next addresses."""
        self.running[item.lease.portal] -= 1
        if self.session.broken:
            self._stop()
        else:
            self._supply(item.lease.portal)

    def erred(self, item: Answer | Failure, failure: TwistedFailure, **_: Any) -> None:
        """A fault of ours in a pipeline: the address goes back with the reason, and its portal goes on."""
        with self._guard():
            self.session.erred(item.lease, failure.value or RuntimeError(_words(failure)))
        self.filed(item)

    def broke(self, failure: TwistedFailure, **_: Any) -> None:
        """A fault of ours in a callback: Scrapy logs it and would end with success."""
        self.session.errors.append(f"{type(failure.value).__name__}: {_words(failure)}")

    def idle(self) -> None:
        """Nothing is under way: give lost addresses back, wait for what is due later, else end."""
        waits = []
        with self._guard():
            for name in self.running:
                self.running[name] = 0
                self.session.sweep(name)
                due = self.session.due_in(name)
                if due is not None and due <= _LONGEST_WAIT:
                    waits.append(due)
        if waits and not self.session.broken:
            call_later(min(waits) + 0.05, self._supply_all)
            raise DontCloseSpider

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """A full disk or a broken archive ends the crawl; what was stored before is whole."""
        try:
            yield
        except (sqlite3.Error, OSError) as wrong:
            self.session.broken = wrong
            self._stop()

    def _stop(self) -> None:
        deferred_from_coro(self.crawler.engine.close_spider_async(reason="archive"))

    def _supply_all(self) -> None:
        for name in self.running:
            self._supply(name)

    def _supply(self, name: str) -> None:
        for request in self.more(name):
            self.crawler.engine.crawl(request)

    def _request(
        self, url: str, portal: str, callback: Any, errback: Any, form: dict[str, str] | None = None
    ) -> Request:
        meta = {"portal": portal, "download_slot": slot_of(url)}
        made = Request(url, callback=callback, errback=errback, meta=meta, dont_filter=True)
        if form is None:
            return made
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return made.replace(method="POST", headers=kind, body=urlencode(form))


def fetched_of(response: Response, url: str | None = None) -> Fetched:
    """Scrapy's response as the library knows it, under the address that was asked for."""
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    return Fetched(url or response.url, response.status, headers, response.body, stamp())


def _request_of(failure: TwistedFailure) -> Request:
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure it hands out
    return request


def _words(failure: TwistedFailure) -> str:
    return str(failure.value).strip() or type(failure.value).__name__
