"""The floor: a Scrapy spider that downloads the same addresses under the same settings and does nothing else.

``python -m bench.path_bare ours|scrapy ADDRESSES RESULT``: the addresses of a JSON list as start requests,
one connection, no delay, no item, no parsing; all other settings as the crawl has them (``ours``), or
Scrapy's own defaults as far as they leave the addresses the same (``scrapy``). Figures begin with the first
answer, as in ``path_ours``.
"""

import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.engine.run import settings

_DEFAULTS = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "HTTPERROR_ALLOW_ALL": True,
    "LOG_LEVEL": "WARNING",
    "METAREFRESH_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "RETRY_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}
_OURS = {"ITEM_PIPELINES": {}, "DOWNLOAD_DELAY": 0, "SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader"}


class Bare(Spider):
    """Asks for every address once and throws the answers away."""

    name = "bare"
    addresses: list[str]
    begun = 0.0
    answers = 0
    received = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *arguments: Any, **named: Any) -> "Bare":
        """Scrapy's constructor: the clock starts with the first answer."""
        spider = super().from_crawler(crawler, *arguments, **named)
        crawler.signals.connect(spider.begin, signals.response_received)
        return spider

    def begin(self, *_: Any, **__: Any) -> None:
        """The first answer came."""
        Bare.begun = Bare.begun or time.process_time()

    async def start(self) -> AsyncIterator[Request]:
        """All addresses at once."""
        for address in self.addresses:
            yield Request(address, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> None:
        """Counts the answer."""
        Bare.answers += 1
        Bare.received += len(response.body)


def main() -> None:
    """Downloads and writes the figures; see the module."""
    whose, listed, result = sys.argv[1:]
    made = settings() if whose == "ours" else Settings()
    made.setdict(_OURS if whose == "ours" else _DEFAULTS, priority="cmdline")
    process = CrawlerProcess(made)
    process.crawl(Bare, addresses=json.loads(Path(listed).read_text(encoding="utf-8")))
    process.start()
    spent = time.process_time() - Bare.begun
    told = {"spent": spent, "answers": Bare.answers, "bytes": Bare.received}
    Path(result).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
