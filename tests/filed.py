"""One article's address, filed as a crawl does, without a network."""

import sqlite3
from pathlib import Path

from support import query

from crawler.archive import open as open_archive
from crawler.archive.frontier import Lease
from crawler.archive.store import Store
from crawler.archive.verify import faults
from crawler.crawl.filing import Filing
from crawler.crawl.plan import Plan
from crawler.extract import clean as reading
from crawler.models import Article, Fetched, Link, PortalInfo

INFO = PortalInfo(
    name="thu", title="Thử", host="127.0.0.1", family="nukeviet", level="district", rights="government",
    start=("http://127.0.0.1/vi/news/",), status="undeclared",
)  # fmt: skip
PAGE = """<!DOCTYPE html><html><head><meta name="generator" content="NukeViet v4.5"><title>{title}</title></head><body>
<div class="news_column" itemtype="http://schema.org/NewsArticle"><h1 class="title" itemprop="headline">{title}</h1>
<span class="h5">{day}</span><div class="hometext m-bottom" itemprop="description">{lead}</div>
<div id="news-bodyhtml" class="bodytext">{body}</div>{files}</div>
<ul class="counter"><li>Đang truy cập {counter}</li></ul></body></html>"""
BODY = "<p>Sáng nay, hội nghị bàn về cải cách hành chính đã diễn ra.</p><p>Đến dự có đại diện các thôn.</p>"
FILE = (
    """<div class="news-download-file"><a download="" href="?download=1&amp;id=0"><strong>{name}</strong></a></div>"""
)


class Portal:
    """One article's address, filed as a crawl does, without a network."""

    def __init__(self, folder: Path) -> None:
        self.archive = folder / "archive.db"
        self.hour = 0
        self.page = {"title": "Tiêu đề", "day": "Thứ hai - 18/03/2024 03:41", "lead": "Tóm tắt.", "body": BODY}
        self.page |= {"counter": "1", "files": ""}

    def answer(self, number: int = 1, **parts: str) -> Article:
        """One more fetch of an article, with what changed on its page."""
        self.page |= parts
        self.hour += 1
        url = f"http://127.0.0.1/vi/news/tin/bai-{number}.html"
        body = PAGE.format(**self.page).encode()
        at = f"2026-01-{1 + self.hour // 24:02}T{self.hour % 24:02}:00:00Z"
        fetched = Fetched(url, 200, [("Content-Type", "text/html; charset=utf-8")], body, at)
        article = reading.clean(body, url=url, portal="thu", fetched_at=at, content_type="text/html; charset=utf-8")
        self.file(article, url, fetched, number)
        return article

    def file(self, article: Article, url: str, fetched: Fetched | None = None, number: int = 1) -> None:
        """Files an article as what an address gave."""
        fetched = fetched or Fetched(url, 200, [], PAGE.format(**self.page).encode(), "2026-02-01T00:00:00Z")
        with Store(self.archive, "crawl") as store:
            store.declare(INFO)
            filing = Filing(store, {"thu": Plan(INFO, [Link(INFO.start[0], "list")], "nukeviet")})
            lease = Lease("thu", f"127.0.0.1/news#{number}", url, "article", 1, 1, None, None)
            with store.transaction():
                filing.article(lease, fetched, article)

    def revisions(self) -> list[sqlite3.Row]:
        """All revisions, in order."""
        return query(self.archive, "SELECT * FROM revisions ORDER BY article_id, revision")

    def faults(self) -> list[str]:
        """What ``verify`` finds."""
        with open_archive(self.archive) as found:
            return list(faults(found.db, found.path))
