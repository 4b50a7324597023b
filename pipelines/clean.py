"""Cleaning, as an item pipeline."""

from typing import Any

from scrapy.crawler import Crawler

from crawler.crawl.item import Answer, Failure
from crawler.crawl.session import Session


class CleanPipeline:
    """Reads the article out of what an article's address answered; other items pass."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CleanPipeline":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: Answer | Failure) -> Any:
        """The item, its article filled in."""
        if isinstance(item, Answer) and item.lease.role == "article":
            session: Session = self._crawler.spider.session  # type: ignore[union-attr]  # set before any item
            item.article = session.read(item.lease, item.fetched)
        return item
