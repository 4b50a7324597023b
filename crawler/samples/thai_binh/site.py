"""The Báo Thái Bình sample: which address answers what."""

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qs

from crawler.samples.common import NOTICE, clock, redirect, static
from crawler.samples.hai_duong.paper import HTML, INSTALLED, Answer, Paper, page_number
from crawler.samples.model import SampleArticle, SampleFile, SampleText, load
from crawler.samples.site import Ask, Reply
from crawler.samples.thai_binh.pages import FED, FIRST_ID, Pages, article_path, category, file_path

DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")


class ThaiBinhSite(Paper):
    """A newspaper whose articles stand under every category number, with a calendar that never ends."""

    name = "sample_thai_binh"

    def __init__(
        self,
        text: SampleText,
        port: int,
        *,
        edition: int = 1,
        flood: bool = False,
        now: Callable[[], datetime] = clock,
    ) -> None:
        super().__init__(text, port, edition=edition, flood=flood, now=now)
        self.pages = Pages(self.shelf, {one.id: article_path(one) for one in text.articles})

    def routes(self) -> list[tuple[str, Answer]]:
        """The paper's addresses; the second number alone finds an article."""
        return [
            (r"/robots\.txt", self._robots),
            (r"/", lambda ask: self._html(ask, self.pages.front(self.view(ask)))),
            (r"/rss/home\.rss", self._rss),
            (r"/tags/news", self._tag),
            (r"/tin-tuc/([0-9]{1,6})/?", self._list),
            (r"/tin-tuc/([0-9]{1,6})/([0-9]{1,9})(?:/[^/]*)?", self._article),
        ]

    def path(self, article: SampleArticle) -> str:
        """The address under the main section's number."""
        return article_path(article)

    def file_path(self, article: SampleArticle, file: SampleFile) -> str:
        """The address in the upload folder."""
        return file_path(article, file)

    def dated(self, article: SampleArticle) -> tuple[str, str, str]:
        """Where a page lost its date, the feed knows it while it's new, and else the list."""
        if "no_date" not in article.flags:
            return article.published + "+07:00", "second", "page"
        if article in self.shelf.newest[:FED]:
            return article.published + "+07:00", "second", "feed"
        return article.published[:16] + "+07:00", "minute", "listing"

    def _html(self, ask: Ask, body: bytes, status: int = 200) -> Reply:
        cookies = () if "cookie" in ask.headers else (f"PHPSESSID={ask.number:026x}; path=/",)
        return Reply(status, body, {"Content-Type": HTML, "Cache-Control": "no-cache"}, cookies)

    def missing(self, ask: Ask) -> Reply:
        """A true 404, for what doesn't look like news."""
        return self._html(ask, self.pages.error(self.view(ask)), 404)

    def _robots(self, ask: Ask) -> Reply:
        lines = [f"# {NOTICE}", "User-agent: *", "Disallow: /admin/", "Crawl-delay: 0.05", ""]
        return static(ask, "\n".join(lines).encode(), "text/plain; charset=utf-8", INSTALLED)

    def _rss(self, ask: Ask) -> Reply:
        return Reply(200, self.pages.rss(self.view(ask)), {"Content-Type": "application/xml; charset=utf-8"})

    def _tag(self, ask: Ask) -> Reply:
        tag = parse_qs(ask.query).get("tag", [""])[0]
        return self._html(ask, self.pages.tag(tag, self.view(ask)))

    def _list(self, ask: Ask, number: str) -> Reply:
        """A section's list or its list of a day; number 0 is all news, and any other goes to the front."""
        names = {category(slug): (slug, name) for slug, name in self.shelf.text.sections.items()}
        slug, name = names.get(int(number), ("", "Tin tức"))
        if int(number) and not slug:
            return redirect("/", 302)
        listed = self.shelf.listed(slug) if slug else self.shelf.newest
        day = _day(parse_qs(ask.query).get("ngay", [""])[0])
        if day:
            return self._html(ask, self.pages.day(listed, int(number), name, day, self.view(ask)))
        return self._html(ask, self.pages.listing(listed, int(number), name, page_number(ask), self.view(ask)))

    def _article(self, ask: Ask, seen: str, number: str) -> Reply:
        """An article under any category and slug; an unknown one is the front page, as after a removal."""
        article, moved = self.found(int(number) - FIRST_ID)
        if article is None:
            return redirect("/", 302)
        if moved:
            return redirect(article_path(article))
        return self._html(ask, self.pages.article(article, self.view(ask)))


def _day(text: str) -> date | None:
    match = DAY.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def build(port: int, edition: int = 1, flood: bool = False) -> ThaiBinhSite:
    """The sample with the texts that ship with it."""
    text = load(Path(__file__).with_name("articles.json"))
    return ThaiBinhSite(text, port, edition=edition, flood=flood)
