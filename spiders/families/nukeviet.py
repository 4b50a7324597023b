"""NukeViet's lists, feeds and paging; its pages are read by ``crawler.families.nukeviet``.

Past its end a list redirects to its beginning, the module's front page isn't paged, and every page links
to articles of other sections in its side columns: those are followed, but only a list's own entries tell
whether there is news.
"""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.crawl.plan import NextPage
from crawler.families.nukeviet import FAMILY
from crawler.page.parse import Page, has_class
from spiders.families.base import Portal, numbered

_PAGE = re.compile(r"/page-(\d+)/$")
_OWN_PAGES = {
    *("rss", "search", "tag", "author", "content", "print", "savefile", "sendmail", "rating", "topic", "groups"),
    *("page", "about", "users", "voting", "seek", "contact", "statistics", "feeds", "siteterms", "banners", "comment"),
}


class NukeViet(Portal, abstract=True):
    """A portal on NukeViet. ``module`` is the alias of its news module, ``news`` unless renamed."""

    family = FAMILY.name
    module: ClassVar[str] = "news"
    entry = (
        f"//div[{has_class('news_column')}]//div[{has_class('panel-body')}][.//h3/a or .//h2/a]"
        f"|//li[.//h3/a][ancestor::div[{has_class('news_column')}]]"
    )
    entry_link = ".//h2/a[@href]|.//h3/a[@href]"
    entry_date = f".//em[{has_class('fa-clock-o')}]/..|.//*[{has_class('time')}]"

    def is_section(self, url: str) -> bool:
        """``/vi/news/<section>/``: not the module's service pages, and page one only."""
        path = urlsplit(url).path
        pieces = [piece for piece in path.split("/") if piece]
        if urlsplit(url).query or not path.endswith("/"):
            return False
        if pieces and pieces[0] in ("vi", "en"):
            pieces = pieces[1:]
        return len(pieces) == 2 and pieces[0] == self.module and pieces[1] not in _OWN_PAGES

    def next_page(self, page: Page) -> NextPage | None:
        """The address of the page after this one: every later number carries rel=next in the body."""
        return numbered(page, _PAGE, f"//ul[{has_class('pagination')}]//a/@href")
