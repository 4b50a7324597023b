"""The Tân Dân sample: which address answers what.

Like SharePoint it tells no letter cases of an address apart and answers each with the page itself. Lists have
one address; their further pages come only to those who post the page's own hidden fields back.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

from crawler.samples.common import (
    NOTICE,
    VIETNAM,
    clock,
    document,
    http_date,
    jpeg,
    moment,
    redirect,
    static,
)
from crawler.samples.editions import later, truth
from crawler.samples.model import SampleArticle, SampleText, load
from crawler.samples.site import Ask, Reply, Truth
from crawler.samples.tan_dan import viewstate
from crawler.samples.tan_dan.catalogue import HOME, TOPIC, Catalogue, Channel
from crawler.samples.tan_dan.pages import PAGER, Pages, View

INSTALLED = datetime(2017, 10, 2, 8, 0, tzinfo=VIETNAM)
STATIC = ("/_layouts/", "/style library/")


class TanDanSite:
    """A whole portal behind ``answer``. It knows no limit on requests, so ``flood`` changes nothing."""

    name = "sample_tan_dan"

    def __init__(
        self,
        text: SampleText,
        port: int,
        *,
        edition: int = 1,
        flood: bool = False,
        now: Callable[[], datetime] = clock,
    ) -> None:
        """``now`` is the clock on the pages."""
        self.base = f"http://127.0.0.1:{port}"
        self.edition = edition
        self.flood = flood
        days = {one.id: one.published for one in text.articles}
        self.first = Catalogue(text, days)
        self.later = later(text)
        self.second = Catalogue(self.later.text, days)
        self.catalogue = self.second if edition == 2 else self.first
        self.pages = Pages(self.catalogue)
        self._now = now

    def answer(self, ask: Ask) -> Reply:
        """The reply to one request."""
        path = ask.path.lower()
        if path in ("/", "/portal", "/portal/", "/portal/pages", "/portal/pages/"):
            return redirect(HOME, 302)
        if path == HOME.lower():
            return self._html(self.pages.front(self._view(ask)))
        if path == TOPIC.lower():
            return self._topic(ask)
        if path in self.catalogue.channels:
            return self._channel(ask, self.catalogue.channels[path])
        if path in self.catalogue.by_path:
            return self._html(self.pages.article(self.catalogue.by_path[path], self._view(ask)))
        return self._file(ask, path) or self._moved(path) or self._missing(ask)

    def _view(self, ask: Ask) -> View:
        return View(self.base, ask.number, self._now(), ask.path)

    def _html(self, body: bytes, status: int = 200) -> Reply:
        """A page with SharePoint's headers: stale since a fortnight, changed just now."""
        now = self._now()
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "private, max-age=0",
            "Expires": http_date(now - timedelta(days=15)),
            "Last-Modified": http_date(now),
            "X-AspNet-Version": "4.0.30319",
            "MicrosoftSharePointTeamServices": "15.0.0.4569",
        }
        return Reply(status, body, headers)

    def _missing(self, ask: Ask) -> Reply:
        lines = ["Không tìm thấy trang (404).", "Trang này có thể đã bị gỡ bỏ hoặc đổi tên."]
        return self._html(self.pages.message("Không tìm thấy trang", lines, self._view(ask)), 404)

    def _channel(self, ask: Ask, channel: Channel) -> Reply:
        """The first page, or the one that was posted for; what is asked for in the address is ignored."""
        try:
            number = self._posted(ask, channel)
        except viewstate.RefusedError as error:
            return self._html(self.pages.fault(str(error)), 500)
        return self._html(self.pages.channel(channel, number, self._view(ask)))

    @staticmethod
    def _posted(ask: Ask, channel: Channel) -> int:
        """The number of the page to show; raises ``RefusedError`` for a post of fields we didn't send."""
        sent = {}
        if ask.method == "POST":
            fields = parse_qs(ask.body.decode("utf-8", "replace"), keep_blank_values=True)
            sent = {name: values[0] for name, values in fields.items()}
        if "__VIEWSTATE" not in sent and "__EVENTTARGET" not in sent:
            return 1
        before = viewstate.number(channel.path, sent)
        if sent.get("__EVENTTARGET") != PAGER:
            return before
        argument = sent.get("__EVENTARGUMENT", "")
        viewstate.check_event(channel.path, sent, channel.offered(before), argument)
        return int(argument.removeprefix("Page$"))

    def _topic(self, ask: Ask) -> Reply:
        tag = parse_qs(ask.query).get("k", [""])[0]
        found = self.catalogue.tagged(tag)
        return self._html(self.pages.topic(tag, found, self._view(ask))) if found else self._missing(ask)

    def _file(self, ask: Ask, path: str) -> Reply | None:
        """Pictures, documents and what belongs to the program; None if the path is nothing of these."""
        if path == "/robots.txt":
            lines = [f"# {NOTICE}", "User-agent: *", "Disallow: /_layouts/", "Crawl-delay: 0.05", ""]
            return static(ask, "\n".join(lines).encode(), "text/plain; charset=utf-8", INSTALLED)
        if path in self.catalogue.pictures:
            return static(ask, jpeg(self.catalogue.pictures[path]), "image/jpeg", INSTALLED)
        if path in self.catalogue.files:
            article, file = self.catalogue.files[path]
            return static(ask, *document(file.file, file.title), moment(article.published))
        if path.startswith(STATIC) and path.endswith(".jpg"):
            return static(ask, jpeg(path), "image/jpeg", INSTALLED)
        if path.startswith(STATIC) and path.endswith((".css", ".js")):
            kind = "text/css" if path.endswith(".css") else "application/javascript"
            return static(ask, f"/* {NOTICE} */\n".encode(), kind, INSTALLED)
        return None

    def _moved(self, path: str) -> Reply | None:
        """Sends those who have an address that an article left to its new one."""
        old = self.first.by_path.get(path)
        new = self.later.moved.get(old.id) if old and self.edition == 2 else None
        return redirect(self.catalogue.path(self.catalogue.by_id[new])) if new else None

    def truth(self) -> list[Truth]:
        """What is true of every article in this edition, ordered by canonical address."""
        return sorted(map(self._truth, self.catalogue.newest), key=lambda one: one["canonical_url"])

    def _truth(self, article: SampleArticle) -> Truth:
        catalogue = self.catalogue
        attachments: list[dict[str, str | None]] = [
            {
                "url": self.base + catalogue.file_path(article, one),
                "title": one.title,
                "kind": one.file.rpartition(".")[2].lower(),
            }
            for one in article.attachments
        ]
        url, section = self.base + catalogue.path(article), catalogue.text.sections[article.section]
        made = truth(article, url, section, attachments, article.tags)
        silent = "no_date" in article.flags
        made["published"] = catalogue.first_day(article) if silent else article.published[:10]
        made["published_precision"] = "day"
        made["published_basis"] = "address" if silent else "page"
        made["updated"] = None
        return made

    def changes(self) -> dict[str, str]:
        """The canonical address of each article the second edition changed; a moved one's old and new."""
        found = {kind: self._address(self.first, old) for kind, old in self.later.changed.items()}
        for new in self.later.moved.values():
            found["moved"] += " " + self._address(self.second, new)
        return found

    def _address(self, catalogue: Catalogue, number: int) -> str:
        return self.base + catalogue.path(catalogue.by_id[number])


def build(port: int, edition: int = 1, flood: bool = False) -> TanDanSite:
    """The sample with the texts that ship with it."""
    text = load(Path(__file__).with_name("articles.json"))
    return TanDanSite(text, port, edition=edition, flood=flood)
