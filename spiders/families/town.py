"""The lists and feeds of the town skin; past its end a list repeats its last page."""

import re
from urllib.parse import parse_qs, urlsplit

from crawler.crawl.plan import NextPage
from crawler.families.town import FAMILY
from crawler.page.parse import Page, has_class
from spiders.families.base import Portal, numbered

_PAGE = re.compile(r"[?&]page=(\d+)", re.I)


class Town(Portal, abstract=True):
    """A portal in this skin."""

    family = FAMILY.name
    entry = f"//tr[.//a[{has_class('DanhSachTin_Tua')}]][not(.//tr)]|//div[./a[{has_class('DanhSachTin_Tua')}]]"
    entry_link = f".//a[{has_class('DanhSachTin_Tua')}]"
    entry_date = f".//*[{has_class('DanhSachTin_Ngay')}]"

    def is_section(self, url: str) -> bool:
        """A tab without an article's number and without a page's."""
        keys = {name.lower() for name in parse_qs(urlsplit(url).query)}
        return urlsplit(url).path.lower().endswith("/default.aspx") and "tabid" in keys and not keys & {"id", "page"}

    def next_page(self, page: Page) -> NextPage | None:
        """The link with the next number."""
        return numbered(page, _PAGE, "//a[contains(@href, 'page=')]/@href")
