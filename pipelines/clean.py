"""Cleaning, as an item pipeline."""

from typing import Any

from scrapy.crawler import Crawler

from crawler.crawl.item import Answer, Failure
from crawler.crawl.session import Session
from crawler.extract.clean import clean


class CleanPipeline:
    """Reads the article out of an answered article's address; other items pass."""

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
            item.article = clean(
                item.fetched.body,
                url=item.fetched.url,
                portal=item.lease.portal,
                fetched_at=item.fetched.fetched_at,
                content_type=item.fetched.header("Content-Type"),
                status=item.fetched.status,
                hints=session.hints(item.lease),
            )
        return item
