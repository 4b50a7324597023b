"""The NukeViet sample: which address answers what.

Statuses, redirects and headers follow a real NukeViet 4.5 (multi-language, news under /vi/news/), its
mistakes included: they are what a scraper of such portals meets.
"""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, quote

from crawler.samples.common import NOTICE, VIETNAM, Flood, clock, jpeg, moment, redirect, static
from crawler.samples.editions import later, truth
from crawler.samples.model import SampleArticle, SampleText, load
from crawler.samples.nukeviet.catalogue import MODULE, Catalogue, tag_alias
from crawler.samples.nukeviet.pages import Pages, View
from crawler.samples.nukeviet.replies import feed_reply, file_reply, page_reply
from crawler.samples.site import Ask, Reply, Truth

RULES = ((40, 60.0), (150, 300.0))
INSTALLED = datetime(2024, 1, 2, 8, 0, tzinfo=VIETNAM)
STATIC = ("/uploads/", "/assets/", "/themes/", "/favicon.ico")
MOBILE = re.compile(r"Mobile|Android|iPhone|iPod|BlackBerry|Opera Mini|Windows Phone")
CLOSED = (
    "/admin/", "/composer.json", "/data/", "/includes/", "/install/", "/modules/", "/robots.php",
    "/web.config", "/users/", "/statistics/",
)  # fmt: skip
Answer = Callable[..., Reply]


class NukeVietSite:
    """A whole portal behind ``answer``; ``theme`` is "default" or "egov", the eGovernment edition's."""

    name = "sample_nukeviet"

    def __init__(
        self,
        text: SampleText,
        port: int,
        *,
        edition: int = 1,
        flood: bool = False,
        theme: str = "default",
        now: Callable[[], datetime] = clock,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        """``now`` is the clock on the pages, ``tick`` the one of the limit on requests."""
        self.base = f"http://127.0.0.1:{port}"
        self.edition = edition
        self.flood = flood
        self.first = Catalogue(text)
        self.later = later(text)
        self.catalogue = Catalogue(self.later.text) if edition == 2 else self.first
        links = {one.id: self.first.path(one) for one in text.articles}
        self.pages = Pages(self.catalogue, theme, links)
        self._now = now
        self._limit = Flood(RULES, tick)
        self._routes: list[tuple[re.Pattern[str], Answer]] = [
            (re.compile(pattern), answer) for pattern, answer in self._table()
        ]

    def _table(self) -> list[tuple[str, Answer]]:
        """Patterns of whole paths, the first that fits wins; groups become arguments."""
        return [
            (r"/robots\.txt", self._robots),
            (r"/sitemap(?:-vi)?\.xml", self._index),
            (r"/sitemap-vi\.(news|about|siteterms)\.xml", self._sitemap),
            (r"/index\.php", self._query_address),
            (r"/", lambda ask: redirect("/vi/")),
            (r"(/vi/|/vi/news/)", self._front),
            (r"/vi/news/rss/(?:([^/]+)/)?", self._rss),
            (r"/vi/news/(print|savefile)/([^/]+)/([^/]+)-(\d{1,9})\.html", self._print),
            (r"/vi/news/(tag)/([^/]+)/?", self._topic),
            (r"/vi/news/(author)/([^/]+)/", self._topic),
            (r"/vi/news/(search)/", self._page),
            (r"/vi/news/page-\d+/", lambda ask: redirect(MODULE)),
            (r"/vi/news/([^/]+)/page-(\d{1,9})/", self._section),
            (r"/vi/news/([^/]+)/([^/]+)-(\d{1,9})\.html", self._article),
            (r"/vi/news/([^/]+)/", self._section),
            (r"/vi/about/(?:([^/]+)\.html)?", self._about),
            (r"/vi/comment/post/", lambda ask: self._html(ask, b"ERR_captcha")),
            (r"/vi/([^/]+)/(?:.*/)?", self._page),
            (r"/[^/]+\.html", lambda ask: redirect("/vi/page/")),
        ]

    def answer(self, ask: Ask) -> Reply:
        """The reply to one request; files of the upload folder are beyond the limit on requests."""
        if ask.path.startswith(STATIC):
            return self._static(ask)
        wait = self._limit.wait() if self.flood else 0
        if wait:
            body = self.pages.render("flood.html", self._view(ask), wait=wait)
            return Reply(429, body, {"Content-Type": "text/html; charset=UTF-8", "Retry-After": str(wait)})
        for pattern, answer in self._routes:
            match = pattern.fullmatch(ask.path)
            if match:
                return answer(ask, *match.groups())
        last = ask.path.rpartition("/")[2]
        if last and "." not in last:
            return redirect(ask.path + "/" + ("?" + ask.query if ask.query else ""))
        return self._missing(ask)

    def _view(self, ask: Ask) -> View:
        mobile = bool(MOBILE.search(ask.headers.get("user-agent", "")))
        return View(self.base, ask.number, self._now(), mobile)

    def _html(self, ask: Ask, body: bytes, status: int = 200, **headers: str) -> Reply:
        return page_reply(ask, body, self._now(), status, **headers)

    def _missing(self, ask: Ask, refresh: str = "") -> Reply:
        """A true 404; where an article is missing, its body sends browsers on to the module's page."""
        return self._html(ask, self.pages.render("error.html", self._view(ask), refresh=refresh), 404)

    def _static(self, ask: Ask) -> Reply:
        path = ask.path
        drawn = path == "/favicon.ico" or (path.startswith("/assets/images/") and path.endswith(".jpg"))
        if drawn or path in self.first.pictures:
            return static(ask, jpeg(path), "image/jpeg", INSTALLED)
        if path.endswith((".css", ".js")):
            kind = "text/css" if path.endswith(".css") else "application/javascript"
            return static(ask, f"/* {NOTICE} */\n".encode(), kind, INSTALLED)
        return self._missing(ask)

    def _robots(self, ask: Ask) -> Reply:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
        lines += ["Crawl-delay: 0.05", f"Sitemap: {self.base}/sitemap.xml"]
        kind = "text/plain; charset=utf-8"
        return static(ask, "\n".join(lines).encode(), kind, INSTALLED, by_time=False)

    def _index(self, ask: Ask) -> Reply:
        body = self.pages.render("sitemapindex.xml", self._view(ask))
        return feed_reply(ask, body, self._now() - timedelta(days=1))

    def _sitemap(self, ask: Ask, kind: str) -> Reply:
        changed = self._newest(self.catalogue.newest)
        if kind == "news":
            newest = self.catalogue.newest[:1000]
            places = [(self.catalogue.path(one), moment(one.published).isoformat()) for one in newest]
        elif kind == "about":
            places = [(f"/vi/about/{one[1]}.html", "") for one in self.pages.words["about"]]
        else:
            places = [("/vi/siteterms/", "")]
        return feed_reply(ask, self.pages.render("sitemap.xml", self._view(ask), places=places), changed)

    @staticmethod
    def _newest(articles: list[SampleArticle]) -> datetime:
        return moment(articles[0].published) if articles else INSTALLED

    def _rss(self, ask: Ask, alias: str | None) -> Reply:
        if alias and alias not in self.catalogue.text.sections:
            return redirect(MODULE + "rss/")
        listed = self.catalogue.listed(alias) if alias else self.catalogue.newest
        body = self.pages.rss(alias, self._view(ask))
        return feed_reply(ask, body, self._newest(listed), X_Robots_Tag="noindex, follow")

    def _query_address(self, ask: Ask) -> Reply:
        """The address that pretty ones stand for."""
        asked = {key: values[0] for key, values in parse_qs(ask.query).items()}
        if asked.get("nv", "news") != "news":
            return redirect(f"/vi/{asked['nv']}/")
        operation = asked.get("op", "").strip("/")
        if not operation:
            return redirect(MODULE if "nv" in asked else "/vi/")
        ending = ".html" if re.search(r"/[^/]+-\d+$", operation) else "/"
        return redirect(MODULE + operation + ending)

    def _front(self, ask: Ask, path: str) -> Reply:
        return self._html(ask, self.pages.front(path, self._view(ask)))

    def _section(self, ask: Ask, alias: str, page: str = "") -> Reply:
        """A list page; what is no page of it is sent to the list, and an unknown section to the module."""
        if alias not in self.catalogue.text.sections:
            return redirect(MODULE)
        if page and not 2 <= int(page) <= self.pages.pages(alias):
            return redirect(f"{MODULE}{alias}/")
        return self._html(ask, self.pages.section(alias, int(page or 1), self._view(ask)))

    def _found(self, number: str) -> SampleArticle | None:
        """An article by its id; in the second edition also by the id it had before it moved."""
        old = int(number)
        moved = self.later.moved if self.edition == 2 else {}
        return self.catalogue.by_id.get(moved.get(old, old))

    def _article(self, ask: Ask, section: str, slug: str, number: str) -> Reply:
        article = self._found(number)
        if article is None or section not in (article.section, *article.also_in):
            return self._missing(ask, MODULE)
        path = self.catalogue.path(article)
        if ask.path != path:
            return redirect(path + ("?" + ask.query if ask.query else ""))
        asked = parse_qs(ask.query)
        if "download" in asked or "pdf" in asked:
            return self._file(ask, article, asked)
        return self._html(ask, self.pages.article(article, self._view(ask)))

    def _file(self, ask: Ask, article: SampleArticle, asked: dict[str, list[str]]) -> Reply:
        """A document: sent with a local time that is labelled GMT, or a page that would show it."""
        index = asked.get("id", ["0"])[0]
        if not (index.isascii() and index.isdigit() and int(index[:6]) < len(article.attachments)):
            return self._missing(ask)
        chosen = article.attachments[int(index)]
        file = chosen.file.rpartition("/")[2]
        if "download" not in asked:
            path = f"{self.catalogue.path(article)}?download=1&id={index}"
            return self._html(ask, self.pages.page("Xem trước", path, [file], self._view(ask)))
        return file_reply(file, chosen.title, moment(article.published))

    def _print(self, ask: Ask, kind: str, section: str, slug: str, number: str) -> Reply:
        article = self._found(number)
        if article is None or f"{section}/{slug}" != f"{article.section}/{article.slug}":
            return self._missing(ask, MODULE)
        body = self.pages.print(article, self._view(ask), kind)
        if kind == "print":
            return self._html(ask, body)
        kept = f"attachment; filename={article.slug}.html"
        return self._html(ask, body, Content_Disposition=kept)

    def _topic(self, ask: Ask, kind: str, alias: str) -> Reply:
        if kind == "tag":
            found = self.catalogue.tagged(alias)
            names = [tag for one in found for tag in one.tags if tag_alias(tag) == alias]
        else:
            found, names = self.catalogue.by_account(alias), [alias]
        if not found:
            return redirect(MODULE)
        return self._html(ask, self.pages.topic(names[0], quote(ask.path), found, self._view(ask)))

    def _about(self, ask: Ask, alias: str | None) -> Reply:
        pages = self.pages.words["about"]
        found = [one for one in pages if alias in (None, one[1])]
        if not found:
            return self._missing(ask)
        title = found[0][0] if alias else "Giới thiệu"
        lines = [one[2] for one in found]
        return self._html(ask, self.pages.page(title, ask.path, lines, self._view(ask)))

    def _page(self, ask: Ask, module: str) -> Reply:
        """Modules that are no news; any other is unknown."""
        titles = {"search": "Tìm kiếm", **self.pages.words["pages"]}
        if module not in titles:
            return self._missing(ask)
        return self._html(ask, self.pages.page(titles[module], ask.path, [NOTICE], self._view(ask)))

    def truth(self) -> list[Truth]:
        """What is true of every article in this edition, ordered by canonical address."""
        return sorted(map(self._truth, self.catalogue.newest), key=lambda one: one["canonical_url"])

    def _truth(self, article: SampleArticle) -> Truth:
        url = self.base + self.catalogue.path(article)
        files = [one.file.rpartition("/")[2] for one in article.attachments]
        attachments: list[dict[str, str | None]] = [
            {"url": f"{url}?download=1&id={index}", "title": file, "kind": file.rpartition(".")[2].lower()}
            for index, file in enumerate(files)
        ]
        return truth(article, url, self.catalogue.text.sections[article.section], attachments, article.tags)

    def changes(self) -> dict[str, str]:
        """The canonical address of each article the second edition changed; a moved one's old and new."""
        found = {kind: self._address(self.first, old) for kind, old in self.later.changed.items()}
        for new in self.later.moved.values():
            found["moved"] += " " + self._address(Catalogue(self.later.text), new)
        return found

    def _address(self, catalogue: Catalogue, number: int) -> str:
        return self.base + catalogue.path(catalogue.by_id[number])


def build(port: int, edition: int = 1, flood: bool = False) -> NukeVietSite:
    """The sample with the texts that ship with it."""
    text = load(Path(__file__).with_name("articles.json"))
    return NukeVietSite(text, port, edition=edition, flood=flood)
