"""The Báo Hải Dương sample: which address answers what."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from crawler.samples.common import NOTICE, clock, moment, redirect, static
from crawler.samples.hai_duong.pages import (
    FIRST_ID,
    Pages,
    article_path,
    category,
    file_path,
    is_new,
)
from crawler.samples.hai_duong.paper import HTML, INSTALLED, Answer, Paper, page_number
from crawler.samples.model import SampleArticle, SampleFile, SampleText, load
from crawler.samples.site import Ask, Reply


class HaiDuongSite(Paper):
    """A newspaper that changed its skin and its addresses in 2022, with a mobile twin under /m/."""

    name = "sample_hai_duong"

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
        """The paper's addresses; the id at an article's end is all that finds it."""
        return [
            (r"/robots\.txt", self._robots),
            (r"/sitemap\.xml", self._sitemap),
            (r"/(m/)?", self._front),
            (r"/rss/([a-z-]+)\.rss", self._rss),
            (r"/chuyen-muc/([a-z-]+)/(\d{1,4})", self._section),
            (r"/tag/(.+)", lambda ask, tag: self._html(ask, self.pages.tag(tag, self.view(ask)))),
            (
                r"/binh-luan",
                lambda ask: self._html(ask, self.pages.page("thanks.html", "Bình luận", self.view(ask))),
            ),
            (r"(/m)?/[^/]+-(\d{5,9})\.html", self._article),
            (r"(/m)?/[^/]+/[^/]+-(\d{5,9})", self._article),
        ]

    def path(self, article: SampleArticle) -> str:
        """The address by the custom of the year."""
        return article_path(article)

    def file_path(self, article: SampleArticle, file: SampleFile) -> str:
        """The address in the library."""
        return file_path(article, file)

    def dated(self, article: SampleArticle) -> tuple[str, str, str]:
        """The older skin prints seconds, the newer minutes."""
        if is_new(article):
            return article.published[:16] + "+07:00", "minute", "page"
        return article.published + "+07:00", "second", "page"

    def _html(self, ask: Ask, body: bytes, status: int = 200) -> Reply:
        cookies = () if "cookie" in ask.headers else (f"bhd_sid={ask.number:08x}; path=/; HttpOnly",)
        return Reply(status, body, {"Content-Type": HTML, "Cache-Control": "private"}, cookies)

    def missing(self, ask: Ask) -> Reply:
        """A true 404."""
        return self._html(ask, self.pages.page("error.html", "Không tìm thấy trang", self.view(ask)), 404)

    def _robots(self, ask: Ask) -> Reply:
        lines = [f"# {NOTICE}", "User-agent: *", "Disallow: /binh-luan", "Crawl-delay: 0.05"]
        lines += [f"Sitemap: {self.base}/sitemap.xml", ""]
        return static(ask, "\n".join(lines).encode(), "text/plain; charset=utf-8", INSTALLED)

    def _xml(self, ask: Ask, body: bytes, listed: list[SampleArticle]) -> Reply:
        """Feeds and the sitemap know whether they changed."""
        changed = moment(listed[0].published) if listed else INSTALLED
        return static(ask, body, "text/xml; charset=utf-8", changed, by_time=False)

    def _sitemap(self, ask: Ask) -> Reply:
        return self._xml(ask, self.pages.sitemap(self.view(ask)), self.shelf.newest)

    def _rss(self, ask: Ask, slug: str) -> Reply:
        if slug != "home" and slug not in self.shelf.text.sections:
            return self.missing(ask)
        listed = self.shelf.newest if slug == "home" else self.shelf.listed(slug)
        return self._xml(ask, self.pages.rss(slug, self.view(ask)), listed)

    def _front(self, ask: Ask, mobile: str | None) -> Reply:
        return self._html(ask, self.pages.front(self.view(ask), mobile=bool(mobile)))

    def _section(self, ask: Ask, slug: str, number: str) -> Reply:
        if slug not in self.shelf.text.sections or int(number) != category(slug):
            return self.missing(ask)
        return self._html(ask, self.pages.section(slug, page_number(ask), self.view(ask)))

    def _article(self, ask: Ask, mobile: str | None, number: str) -> Reply:
        """An article at its address; a wrong slug, section or era with the right id is sent there."""
        article, _ = self.found(int(number) - FIRST_ID)
        if article is None:
            return self.missing(ask)
        path = (mobile or "") + article_path(article)
        if ask.path != path:
            return redirect(path + ("?" + ask.query if ask.query else ""))
        return self._html(ask, self.pages.article(article, self.view(ask), mobile=bool(mobile)))


def build(port: int, edition: int = 1, flood: bool = False) -> HaiDuongSite:
    """The sample with the texts that ship with it."""
    text = load(Path(__file__).with_name("articles.json"))
    return HaiDuongSite(text, port, edition=edition, flood=flood)
