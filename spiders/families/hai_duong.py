"""The lists and feeds of Báo Hải Dương's system."""

import re

from crawler.crawl.plan import NextPage
from crawler.families.hai_duong import FAMILY
from crawler.page.parse import Page, has_class
from spiders.families.base import Portal, numbered

_LIST = re.compile(r"^https?://[^/]+/chuyen-muc/[^/?#]+/\d+$")
_PAGE = re.compile(r"[?&]page=(\d+)")


class HaiDuong(Portal, abstract=True):
    """A paper on this system; lists are ``/chuyen-muc/<slug>/<number>?page=N``, an empty one past the end."""

    family = FAMILY.name
    entry = f"//ul[{has_class('list-news')}]/li|//*[{has_class('m-item')}]"
    entry_link = ".//h4//a[@href]|.//a[@href]"
    entry_date = f".//*[{has_class('date')}]"

    def is_section(self, url: str) -> bool:
        """A category's first page."""
        return _LIST.match(url) is not None

    def next_page(self, page: Page) -> NextPage | None:
        """The link with the next number; a page without entries is past the end, whatever it links to."""
        if page.first(self.entry) is None:
            return None
        return numbered(page, _PAGE, "//a[contains(@href, 'page=')]/@href")
