"""The system of Báo Thái Bình: one article under any category number, a clock at the page's top.

Seen on real pages: addresses ``/tin-tuc/<category>/<article>/<slug>``, the clock with [GMT+7] above the
headline, "Chủ nhật, 31/12/2017 | 19:57:31" and "1,464 lượt xem" below it, lists "23.12.2024 | 17:08 PM".
Class names are alternatives to try; a page that fits none of them is read by its blocks.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from crawler.families.base import Family, Layout, file_links
from crawler.page.parse import Page, has_class, words

_ARTICLE = re.compile(r"^/tin-tuc/(?P<cat>\d+)/(?P<id>\d+)(?:/(?P<slug>[^/]*))?/?$")
_HREF = re.compile(r"^(?:https?://[^/\n]+)?/tin-tuc/\d+/\d+(?:[/?#]|$)", re.M)
_LIST = re.compile(r"^/tin-tuc/(\d+)/?$")
_CLOCK = re.compile(r"\[GMT\+7\]")

_LAYOUT = Layout(
    "article",
    root=f"//*[{has_class('news-detail')}]",
    title=f".//h1[{has_class('news-title')}]|.//h1",
    stamp=f".//*[{has_class('news-date')}]",
    lead=f".//*[{has_class('news-sapo')}]",
    body=f".//*[{has_class('news-content')}]",
    tags=f"//*[{has_class('news-tags')}]//a",
    section=f"(//*[{has_class('breadcrumb')}]//a)[last()]",
    drop={"related": f".//*[{has_class('link-more')} or {has_class('news-relate-in')}]"},
    furniture={
        "clock": f"//*[{has_class('time-now')}]",
        "views": f"//*[{has_class('news-view')}]",
        "tools": f"//*[{has_class('news-tool')}]",
        "related": f"//*[{has_class('news-same')}]",
        "archive": f"//*[{has_class('news-day')}]",
    },
    attachments=file_links(f".//*[{has_class('news-files')}]"),
)


class ThaiBinh(Family):
    """See the module."""

    name = "thai_binh"
    layouts = (_LAYOUT,)
    telling_address = True
    traces = ("/tin-tuc/",)

    def evidence(self, page: Page) -> list[str]:
        """Its addresses, the calendar of past days, the clock with its zone in brackets."""
        found = []
        if _HREF.search(page.addresses):
            found.append("addresses /tin-tuc/<number>/<number>/")
        elif not (page.url and self.identity(page.url)):
            # Without its addresses nothing else would be enough, and looking through all texts takes long.
            return []
        if page.first("//*[contains(text(), 'Xem tin theo ngày')]") is not None:
            found.append("the calendar Xem tin theo ngày")
        if any(_CLOCK.search(text) for text in page.all("//text()[contains(., '[GMT+7]')]")[:5]):
            found.append("a clock with [GMT+7]")
        return found

    def canonical(self, url: str, page: Page | None = None) -> str:
        """The address under the main category, which the breadcrumb names; a page alone knows it."""
        parts = urlsplit(url)
        found = _ARTICLE.match(parts.path)
        if not found:
            return url
        category = (self._main_category(page) if page else None) or found["cat"]
        path = f"/tin-tuc/{category}/{found['id']}" + (f"/{found['slug']}" if found["slug"] else "")
        return urlunsplit((parts.scheme, parts.netloc.lower(), path, "", ""))

    def identity(self, url: str) -> str | None:
        """Host and article number; any category and any slug give the same page."""
        parts = urlsplit(url)
        found = _ARTICLE.match(parts.path)
        return f"{parts.netloc.lower().removeprefix('www.')}#{found['id']}" if found else None

    def _main_category(self, page: Page) -> str | None:
        for link in page.all(f"//*[{has_class('breadcrumb')}]//a[@href]"):
            found = _LIST.match(urlsplit(page.absolute(link.get("href"))).path)
            if found and words(link):
                return found.group(1)
        return None


FAMILY = ThaiBinh()
