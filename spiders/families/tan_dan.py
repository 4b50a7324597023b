"""The lists of Tân Dân's SharePoint portals: numbered ``__doPostBack`` pages; no feeds, no sitemap."""

import re

from crawler.crawl.plan import NextPage
from crawler.families.tan_dan import FAMILY
from crawler.page.parse import Page, has_class
from spiders.families.base import Portal

_LIST = re.compile(r"/portal/kenhtin/[^/?#]+\.aspx$", re.I)
_POSTBACK = re.compile(r"__doPostBack\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]Page\$(\d+)['\"]\s*\)")
_NUMBER = re.compile(r"#page=(\d+)$")


class TanDan(Portal, abstract=True):
    """A portal of this vendor; ``start`` is its front page or some of its channels."""

    family = FAMILY.name
    entry = f"//*[{has_class('channel-news-title')}]"
    entry_date = f".//*[{has_class('channel-news-date')}]"

    def is_section(self, url: str) -> bool:
        """A channel's page."""
        return _LIST.search(url) is not None

    def next_page(self, page: Page) -> NextPage | None:
        """The pager's link with the next number, as the fields that a browser would post.

        The server checks its hidden fields, so they are sent back exactly as they came with this page.
        """
        own = _NUMBER.search(page.url or "")
        wanted = int(own.group(1)) + 1 if own else 2
        for href in page.all("//a[contains(@href, '__doPostBack')]/@href"):
            found = _POSTBACK.search(href)
            if found and int(found.group(2)) == wanted:
                hidden = {one.get("name"): one.get("value", "") for one in page.all("//input[@type='hidden'][@name]")}
                form = hidden | {"__EVENTTARGET": found.group(1), "__EVENTARGUMENT": f"Page${wanted}"}
                return NextPage((page.url or "").partition("#")[0], form, wanted)
        return None
