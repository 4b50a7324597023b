"""The lists and feed of Báo Thái Bình's system; past its end a list repeats its last page."""

import re

from crawler.crawl.plan import NextPage
from crawler.families.thai_binh import FAMILY
from crawler.page.parse import Page, has_class
from spiders.families.base import Portal, numbered

_LIST = re.compile(r"^https?://[^/]+/tin-tuc/[1-9]\d*/?$")
_PAGE = re.compile(r"[?&]page=(\d+)")


class ThaiBinh(Portal, abstract=True):
    """A paper on this system. Its calendar (``?ngay=``) answers for every day there is, so it is never followed."""

    family = FAMILY.name
    feeds = ("/rss/home.rss",)
    entry = f"//*[{has_class('item')}][.//a[{has_class('item-title')}]]"
    entry_link = f".//a[{has_class('item-title')}]"
    entry_date = f".//*[{has_class('item-time')}]"

    def is_section(self, url: str) -> bool:
        """A category's first page; category 0 lists what stands in the others."""
        return _LIST.match(url) is not None

    def next_page(self, page: Page) -> NextPage | None:
        """The link with the next number."""
        return numbered(page, _PAGE, "//a[contains(@href, 'page=')]/@href")
