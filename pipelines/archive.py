"""Storing, as an item pipeline: one transaction an item, and a stop when the archive can't take more."""

import sqlite3
from typing import Any

from scrapy.crawler import Crawler

from crawler.crawl.item import Answer, Failure
from crawler.crawl.session import Session


class ArchivePipeline:
    """Files answers and failures with the session of the spider."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchivePipeline":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: Answer | Failure) -> Any:
        """The item, filed. A full or broken disk ends the crawl: the address stays due, nothing is half stored."""
        session: Session = self._crawler.spider.session  # type: ignore[union-attr]  # set before any item
        try:
            if isinstance(item, Answer):
                session.answered(item.lease, item.fetched, item.found, item.article)
            else:
                session.failed(item.lease, item.reason, item.detail)
        except (sqlite3.Error, OSError) as wrong:
            # Scrapy doesn't heed CloseSpider from a pipeline; the spider sees this when the item is through.
            session.broken = wrong
        return item
