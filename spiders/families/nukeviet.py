"""NukeViet's lists, feeds and paging; its pages are read by ``crawler.families.nukeviet``.

Past its end a list redirects to its beginning, the module's front page isn't paged, and every page links
to articles of other sections in its side columns: those are followed, but only a list's own entries tell
whether there is news.
"""

import re
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.crawl.plan import Found
from crawler.families.nukeviet import FAMILY
from crawler.models import Link
from crawler.page.parse import Element, Page, has_class, words
from spiders.families.base import Portal, listed

_PAGE = re.compile(r"/page-(\d+)/$")
_OWN_PAGES = {
    *(
        "rss",
        "search",
        "tag",
        "author",
        "content",
        "print",
        "savefile",
        "sendmail",
        "rating",
        "topic",
        "groups",
    ),
    *(
        "page",
        "about",
        "users",
        "voting",
        "seek",
        "contact",
        "statistics",
        "feeds",
        "siteterms",
        "banners",
        "comment",
    ),
}
_ENTRY = (
    f"//div[{has_class('news_column')}]//div[{has_class('panel-body')}][.//h3/a or .//h2/a]"
    f"|//li[.//h3/a][ancestor::div[{has_class('news_column')}]]"
)


class NukeViet(Portal, abstract=True):
    """A portal on NukeViet. ``module`` is the alias of its news module, ``news`` unless renamed."""

    family = FAMILY.name
    module: ClassVar[str] = "news"

    def explore_list(self, page: Page) -> Found:
        """Own entries with their dates, all other article links, sections, feeds and the next page."""
        found = Found()
        known: set[str] = set()
        for entry in page.all(_ENTRY):
            link = self._entry(page, entry)
            if link and link.url not in known:
                known.add(link.url)
                found.links.append(link)
                found.items += 1
        for url in dict.fromkeys(self._addresses(page)):
            if url in known:
                continue
            if FAMILY.identity(url):
                found.links.append(Link(url, "article"))
            elif self._is_section(url):
                found.links.append(Link(url, "list"))
        for feed in page.all("//link[@rel='alternate'][contains(@type, 'rss')]/@href"):
            found.links.append(Link(page.absolute(feed), "feed"))
        found.next_page = self._next(page)
        return found

    def _entry(self, page: Page, entry: Element) -> Link | None:
        anchor = page.first(".//h2/a[@href]|.//h3/a[@href]", entry)
        if anchor is None:
            return None
        url = page.absolute(anchor.get("href"))
        if not FAMILY.identity(url):
            return None
        clock = page.first(f".//em[{has_class('fa-clock-o')}]/..|.//*[{has_class('time')}]", entry)
        return listed(page, url, words(anchor), words(clock) if clock is not None else None)

    def _addresses(self, page: Page) -> Iterator[str]:
        for href in page.all("//a/@href"):
            if not href.startswith(("javascript:", "mailto:", "#", "tel:")):
                yield page.absolute(href).partition("#")[0]

    def _is_section(self, url: str) -> bool:
        """``/vi/news/<section>/``: not the module's service pages, and page one only."""
        pieces = [piece for piece in urlsplit(url).path.split("/") if piece]
        if urlsplit(url).query or not urlsplit(url).path.endswith("/"):
            return False
        if pieces and pieces[0] in ("vi", "en"):
            pieces = pieces[1:]
        return len(pieces) == 2 and pieces[0] == self.module and pieces[1] not in _OWN_PAGES

    def _next(self, page: Page) -> str | None:
        """The address of the page after this one: every later number carries rel=next in the body."""
        found = _PAGE.search(urlsplit(page.url or "").path)
        wanted = int(found.group(1)) + 1 if found else 2
        for href in page.all(f"//ul[{has_class('pagination')}]//a/@href"):
            number = _PAGE.search(urlsplit(page.absolute(href)).path)
            if number and int(number.group(1)) == wanted:
                return page.absolute(href)
        return None
