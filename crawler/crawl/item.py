"""What travels from the spider through the pipelines: one answer, or the reason why there was none."""

from dataclasses import dataclass, field

from crawler.archive.frontier import Lease
from crawler.crawl.plan import Found
from crawler.models import Article, Fetched


@dataclass(slots=True)
class Answer:
    """An answered address; ``article`` is filled by the pipeline that cleans."""

    lease: Lease
    fetched: Fetched
    found: Found = field(default_factory=Found)
    article: Article | None = None

    def __repr__(self) -> str:
        """The address alone: Scrapy prints items into its log, and a page's bytes are no message."""
        return f"<answer {self.fetched.status} of {self.lease.url}>"


@dataclass(slots=True)
class Failure:
    """An address without an answer."""

    lease: Lease
    reason: str
    detail: str
