"""A portal's spider under Scrapy's own ``scrapy crawl NAME``: a session of its own, as ``tintinh crawl`` makes one."""

import os
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.archive.nature import settle
from crawler.archive.store import Store
from crawler.crawl.outcome import outcome
from crawler.crawl.plan import Options, Plan
from crawler.crawl.session import Session
from spiders.engine import loader


def open_session(crawler: Crawler, name: str) -> dict[str, Any]:
    """The spider's arguments, with the archive of TINTINH_ARCHIVE open until the spider has closed."""
    path = Path(os.environ.get("TINTINH_ARCHIVE") or "archive.db")
    portal = loader.portal_class(name)()
    info = portal.info()
    store = Store(path, "scrapy crawl", prepare=lambda file: settle(file, sample=info.status == "sample"))
    store.__enter__()
    store.declare(info)
    plan = Plan(info, portal.seeds(), info.family)
    session = Session(store, [plan], Options(), crawler.settings["TINTINH_AGENT_TOKEN"])

    def closed(reason: str) -> None:
        status, reasons = outcome(session)
        store.finish(status, "; ".join(reasons) or reason)
        store.__exit__(None, None, None)

    # Scrapy holds receivers weakly; the session keeps this one alive.
    session.listeners.append(lambda: closed)
    crawler.signals.connect(closed, signals.spider_closed)
    return {"session": session, "portals": {name: portal}}
