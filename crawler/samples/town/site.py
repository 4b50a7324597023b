"""The town sample: which address answers what.

Everything is one program, ``/Default.aspx``; what it shows depends on query keys, which may stand in any
order and letter case. It never says 404 of its own accord: an article it doesn't have is a page like others.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl

from crawler.samples.common import NOTICE, VIETNAM, document, jpeg, moment, redirect, static, token
from crawler.samples.editions import later, truth
from crawler.samples.model import SampleArticle, SampleText, load
from crawler.samples.site import Ask, Reply, Truth
from crawler.samples.town.catalogue import FEED, FILES, START, Catalogue
from crawler.samples.town.pages import Pages, View

INSTALLED = datetime(2016, 3, 1, 8, 0, tzinfo=VIETNAM)
STATIC = ("/portals/",)


class TownSite:
    """A whole portal behind ``answer``. It knows no limit on requests, so ``flood`` changes nothing."""

    name = "sample_town"

    def __init__(self, text: SampleText, port: int, *, edition: int = 1, flood: bool = False) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.edition = edition
        self.flood = flood
        self.first = Catalogue(text)
        self.later = later(text)
        self.second = Catalogue(self.later.text)
        self.catalogue = self.second if edition == 2 else self.first
        self.pages = Pages(self.catalogue)
        self._programs: dict[str, Callable[[Ask], Reply]] = {
            "/": self._page,
            START.lower(): self._page,
            FEED: self._rss,
            "/robots.txt": self._robots,
        }

    def answer(self, ask: Ask) -> Reply:
        """The reply to one request."""
        path = ask.path.lower()
        if path in self._programs:
            return self._programs[path](ask)
        return self._file(ask, path) or self._missing()

    def _view(self, ask: Ask) -> View:
        return View(self.base, ask.number)

    @staticmethod
    def _html(ask: Ask, body: bytes) -> Reply:
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "private",
            "X-AspNet-Version": "2.0.50727",
        }
        session = f"ASP.NET_SessionId={token('session', ask.number)[:24]}; path=/; HttpOnly"
        return Reply(200, body, headers, () if "cookie" in ask.headers else (session,))

    @staticmethod
    def _missing() -> Reply:
        """What the web server says of paths that the program never sees."""
        said = f"<h2>404 - Không có tệp này.</h2><p>{NOTICE}</p>"
        return Reply(404, f"<html><head><title>404</title></head><body>{said}</body></html>".encode())

    @staticmethod
    def _asked(ask: Ask) -> dict[str, str]:
        """The query by keys in lower case; of a key that stands twice the first counts."""
        return {key.lower(): value for key, value in reversed(parse_qsl(ask.query))}

    @staticmethod
    def _number(text: str | None) -> int:
        """A number in a query, or 0 for what is none."""
        return int(text[:9]) if text and text.isascii() and text.isdigit() else 0

    def _page(self, ask: Ask) -> Reply:
        asked, view = self._asked(ask), self._view(ask)
        if not asked.keys() & {"tabid", "id"}:
            return self._html(ask, self.pages.front(view))
        section = self.catalogue.by_tab.get(self._number(asked.get("tabid")))
        if section is None:
            return self._html(ask, self.pages.nothing(view))
        if "id" not in asked:
            return self._html(ask, self.pages.section(section, self._number(asked.get("page")), view))
        return self._article(ask, section, self._number(asked["id"]))

    def _article(self, ask: Ask, section: str, number: int) -> Reply:
        """An article under the number of its section; one that moved sends the client on."""
        new = self.later.moved.get(number) if self.edition == 2 else None
        article = self.catalogue.by_id.get(new or number)
        if article is None or section not in (article.section, *article.also_in):
            return self._html(ask, self.pages.nothing(self._view(ask)))
        if new:
            return redirect(self.catalogue.path(article))
        return self._html(ask, self.pages.article(article, self._view(ask)))

    def _rss(self, ask: Ask) -> Reply:
        tab = self._asked(ask).get("tabid")
        section = self.catalogue.by_tab.get(self._number(tab))
        if tab is not None and section is None:
            return self._html(ask, self.pages.nothing(self._view(ask)))
        body = self.pages.rss(section, self._view(ask))
        return Reply(200, body, {"Content-Type": "text/xml; charset=utf-8", "Cache-Control": "private"})

    @staticmethod
    def _robots(ask: Ask) -> Reply:
        lines = [f"# {NOTICE}", "User-agent: *", "Disallow: /Admin/", "Crawl-delay: 0.05", ""]
        return static(ask, "\r\n".join(lines).encode(), "text/plain; charset=utf-8", INSTALLED)

    def _file(self, ask: Ask, path: str) -> Reply | None:
        """Pictures, documents and what belongs to the program; None if the path is nothing of these."""
        if path in self.catalogue.pictures:
            return static(ask, jpeg(self.catalogue.pictures[path]), "image/jpeg", INSTALLED)
        if path in self.catalogue.files:
            article, file = self.catalogue.files[path]
            return static(ask, *document(file.file, file.title), moment(article.published))
        if path.startswith(STATIC) and path.endswith(".jpg"):
            return static(ask, jpeg(path), "image/jpeg", INSTALLED)
        if path.startswith(STATIC) and path.endswith((".css", ".js")):
            kind = "text/css" if path.endswith(".css") else "application/x-javascript"
            return static(ask, f"/* {NOTICE} */\n".encode(), kind, INSTALLED)
        return None

    def truth(self) -> list[Truth]:
        """What is true of every article in this edition, ordered by canonical address."""
        return sorted(map(self._truth, self.catalogue.newest), key=lambda one: one["canonical_url"])

    def _truth(self, article: SampleArticle) -> Truth:
        catalogue = self.catalogue
        attachments: list[dict[str, str | None]] = [
            {
                "url": self.base + FILES + one.file,
                "title": one.title,
                "kind": one.file.rpartition(".")[2].lower(),
            }
            for one in article.attachments
        ]
        url, section = self.base + catalogue.path(article), catalogue.text.sections[article.section]
        made = truth(article, url, section, attachments, article.tags)
        made["published"], made["published_precision"], made["published_basis"] = self._published(article)
        made["updated"] = None
        return made

    def _published(self, article: SampleArticle) -> tuple[str, str, str]:
        """What the page prints; of a page that prints nothing what the feed says, or else the list."""
        if "no_date" not in article.flags:
            return article.published[:10], "day", "page"
        if article in self.catalogue.fed(article.section):
            return moment(article.published).isoformat(), "second", "feed"
        return article.published[:10], "day", "listing"

    def changes(self) -> dict[str, str]:
        """The canonical address of each article the second edition changed; a moved one's old and new."""
        found = {kind: self._address(self.first, old) for kind, old in self.later.changed.items()}
        for new in self.later.moved.values():
            found["moved"] += " " + self._address(self.second, new)
        return found

    def _address(self, catalogue: Catalogue, number: int) -> str:
        return self.base + catalogue.path(catalogue.by_id[number])


def build(port: int, edition: int = 1, flood: bool = False) -> TownSite:
    """The sample with the texts that ship with it."""
    text = load(Path(__file__).with_name("articles.json"))
    return TownSite(text, port, edition=edition, flood=flood)
