"""The portal that is crawled, served by a process of its own, whose CPU time isn't counted.

The 12 saved articles of a real NukeViet stand under every number that its sitemap names, several times
over: under each number with that number's own address and the date that sitemap and lists give it.
``python -m bench.portal COPIES`` prints its address and serves until it is terminated.
"""

import re
import signal
import sys
import threading
from datetime import datetime

from bench.corpus import Saved, sample, saved
from crawler.samples.server import Server
from crawler.samples.site import Ask, Reply, Site, Truth

_ENTRY = re.compile(r"<url><loc>(?P<url>[^<]+-(?P<id>\d+)\.html)</loc><lastmod>(?P<at>[^<]+)</lastmod>.*?</url>")
_ADDRESS = re.compile(r"(/vi/news/[^\"'<>\s]+?-)(\d+)(\.html)")
_STAMP = re.compile(r"(?:Thứ \w+|Chủ nhật) - \d\d/\d\d/\d{4} \d\d:\d\d")
_META = re.compile(r'(property="article:published_time" content=")[^"]*')
_PAGING = re.compile(r'<ul class="pagination">.*?</ul>', re.S)
_DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_SECTIONS = ("kinh-te-xa-hoi", "thong-bao", "van-hoa-the-thao-du-lich")
_PAGED = "tin-tuc-su-kien"
_HERE = "http://127.0.0.1:8085"
_HTML = "text/html; charset=utf-8"
_XML = "text/xml; charset=utf-8"


class Replay:
    """A ``Site`` for the samples' server, made of saved pages; see the module."""

    name = "replay"
    edition = 1
    flood = False

    def __init__(self, pages: list[Saved], copies: int) -> None:
        self.base = ""
        self.copies = copies
        self._files = {page.name: page.body.decode() for page in pages}
        self._entries = {int(one["id"]): one for one in _ENTRY.finditer(self._files["sitemap-vi.news.xml"])}
        self._span = max(self._entries)
        stored = [page for page in pages if page.truth is not None and page.name.count(".") == 1]
        self._articles = [(page.body.decode(), page.url.removeprefix(_HERE)) for page in stored]

    def answer(self, ask: Ask) -> Reply:
        """What the real portal answers at that address."""
        text, kind = self._text(ask.path)
        if text is None and re.fullmatch(r"/(vi/)?|/vi/news/[\w-]+/(page-\d+/)?", ask.path):
            return Reply(301, b"", {"Content-Type": _HTML, "Location": f"{self.base}/vi/news/"})
        status = 200 if text is not None else 404
        body = text if text is not None else self._files["vi_news_tin-tuc-su-kien_khong-ton-tai-99999.html"]
        return Reply(status, body.replace(_HERE, self.base).encode(), {"Content-Type": kind})

    def truth(self) -> list[Truth]:
        """Not told here."""
        return []

    def _text(self, path: str) -> tuple[str | None, str]:
        fixed = {"/robots.txt": "robots.txt", "/sitemap.xml": "sitemap.xml", "/vi/news/": "vi_news.html"}
        if path in fixed:
            return self._files[fixed[path]], "text/plain" if path.endswith("txt") else _kind(path)
        if path == "/sitemap-vi.news.xml":
            return self._sitemap(), _XML
        if path.startswith("/vi/news/rss/"):
            return self._files["vi_news_rss_tin-tuc-su-kien.xml"], _XML
        found = re.fullmatch(r"/vi/news/([\w-]+)/(?:page-(\d+)/)?", path)
        if found:
            return self._list(found[1], int(found[2] or 1)), _HTML
        numbered = re.fullmatch(r"/vi/news/[^/]+/[^/]+-(\d+)\.html", path)
        return (self._article(path, int(numbered[1])) if numbered else None), _HTML

    def _sitemap(self) -> str:
        """The saved one's entries, once a copy, with the copy's numbers."""
        text = self._files["sitemap-vi.news.xml"]
        entries = text[text.index("<url>") : text.rindex("</urlset>")]
        return text.replace(entries, "".join(self._shifted(entries, copy) for copy in range(self.copies)))

    def _list(self, section: str, number: int) -> str | None:
        """Pages one and two of a section as saved, then the same with later numbers; others have one page."""
        if section in _SECTIONS and number == 1:
            text = self._files["vi_news_tin-tuc-su-kien.html"].replace(f"/vi/news/{_PAGED}/", f"/vi/news/{section}/")
            return _PAGING.sub("", text)
        if section != _PAGED or number > 2 * self.copies:
            return None
        second = number % 2 == 0
        text = self._files[f"vi_news_{_PAGED}{'_page-2' if second else ''}.html"]
        ahead = number - (2 if second else 1)
        text = re.sub(r"/page-(\d+)/", lambda one: f"/page-{int(one[1]) + ahead}/", text)
        text = _PAGING.sub("", text) if number == 2 * self.copies else text
        return self._shifted(text, (number - 1) // 2)

    def _shifted(self, text: str, copy: int) -> str:
        return _ADDRESS.sub(lambda one: f"{one[1]}{int(one[2]) + copy * self._span}{one[3]}", text)

    def _article(self, path: str, number: int) -> str | None:
        entry = self._entries.get((number - 1) % self._span + 1)
        if entry is None or number > self._span * self.copies:
            return None
        text, own = self._articles[number % len(self._articles)]
        at = datetime.fromisoformat(entry["at"])
        text = _STAMP.sub(f"{_DAYS[at.weekday()]} - {at:%d/%m/%Y %H:%M}", text, count=1)
        return _META.sub(lambda one: f"{one[1]}{at:%Y-%m-%d}+07{at:%H:%M:%S}", text).replace(own, path)


def _kind(path: str) -> str:
    return _XML if path.endswith(".xml") else _HTML


def site(copies: int) -> Site:
    """The replay, or the sample portal where no pages lie."""
    pages = saved()
    return Replay(pages, copies) if pages else sample()


def main() -> None:
    """Serves; see the module."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with Server(site(int(sys.argv[1])), 0) as server:
        print(server.site.base, flush=True)
        while not ended.wait(0.5):
            pass


if __name__ == "__main__":
    main()
