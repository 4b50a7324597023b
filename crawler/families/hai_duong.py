"""The system of Báo Hải Dương, 2018 to 2022: two skins and a mobile twin of each article.

Seen on real pages: addresses of both eras, ``div.fck``, ``ul.list-news.left.w100pt``, the stamp with its
weekday in capitals, backslashes in picture addresses. Other class names below are alternatives to try;
a page that fits none of them is read by its blocks.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from crawler.families.base import Family, Layout, file_links
from crawler.page.parse import Page, has_class

_ARTICLE = re.compile(r"^(?:/m)?(?:/(?P<cat>[a-z0-9\-]+))?/(?P<slug>[a-z0-9\-]+)-(?P<id>\d{3,})(?:\.html)?$", re.I)
_NO_ARTICLE = {"chuyen-muc", "tag", "rss", "tim-kiem"}

_PICTURES = "//img[contains(translate(@src, '\\', '/'), '/files/library/images/')]"
_RELATED = {"related": f".//*[{has_class('box-link')}]"}

_OLD = Layout(
    "old",
    root=f"//*[{has_class('fck')}]/ancestor::*[.//h1][1]",
    title=f".//h1[{has_class('title-detail')}]|.//h1",
    stamp=f".//*[{has_class('date-detail')}]|.//*[{has_class('date')}]",
    lead=f".//*[{has_class('sapo-detail')}]|.//*[{has_class('sapo')}]",
    body=f".//div[{has_class('fck')}]",
    tags=f".//*[{has_class('tags-detail')}]//a",
    section=f"(//*[{has_class('breadcrumb')}]//a)[last()]",
    drop=_RELATED,
    furniture={
        "tools": f"//*[{has_class('tool-detail')}]",
        "share": f"//*[{has_class('share-detail')}]",
        "comments": "//*[@id='binh-luan']",
        "related": f"//*[{has_class('related')} or {has_class('other-news')}]",
        "latest": f"//*[{has_class('list-latest')}]",
    },
    attachments=file_links(f".//*[{has_class('file-detail')}]"),
)
_NEW = Layout(
    "new",
    root=f"//*[{has_class('c-story')}]",
    title=f".//h1[{has_class('c-story__title')}]",
    stamp=f".//*[{has_class('c-story__time')}]",
    lead=f".//*[{has_class('c-story__sapo')}]",
    body=f".//*[{has_class('c-story__text')}]",
    tags=f".//*[{has_class('c-story__tags')}]//a",
    section=f".//*[{has_class('c-story__cat')}]",
    drop=_RELATED,
    furniture={
        "share": f"//*[{has_class('c-share')}]",
        "comments": f"//*[{has_class('c-comment')}]",
        "related": f"//*[{has_class('c-more')}]",
    },
    attachments=file_links(f".//*[{has_class('c-story__files')}]"),
)
_MOBILE = Layout(
    "mobile",
    root=f"//*[{has_class('m-body')}]/ancestor::*[.//h1][1]",
    title=f".//h1[{has_class('m-title')}]",
    stamp=f".//*[{has_class('m-date')}]",
    lead=f".//*[{has_class('m-sapo')}]",
    body=f".//*[{has_class('m-body')}]",
    section=f".//*[{has_class('m-cate')}]",
    drop=_RELATED,
    furniture={
        "related": f"//*[{has_class('m-other')}]",
        "share": f"//*[{has_class('m-share')}]",
        "latest": f"//*[{has_class('m-latest')}]",
    },
    attachments=file_links(f".//*[{has_class('m-file')}]"),
)


class HaiDuong(Family):
    """See the module."""

    name = "hai_duong"
    traces = ("fck", "w100pt", "/chuyen-muc/", "c-story", "m-body")
    layouts = (_OLD, _NEW, _MOBILE)

    def evidence(self, page: Page) -> list[str]:
        """The editor's ``fck`` body, the width classes of its old skin, its list addresses, its own skins' names."""
        marks = {
            "div.fck": (b"fck", f"//div[{has_class('fck')}]"),
            "classes left w100pt": (b"w100pt", f"//*[{has_class('w100pt')} and {has_class('left')}]"),
            "lists /chuyen-muc/": (b"/chuyen-muc/", "//a[contains(@href, '/chuyen-muc/')]"),
            "pictures under /files/library/images/": (b"library", _PICTURES),
            "classes c-story": (b"c-story", f"//*[{has_class('c-story')}]"),
            "mobile body": (b"m-body", f"//*[{has_class('m-body')}]"),
        }
        return self.seen(page, marks)

    def metadata_date(self, page: Page) -> str | None:
        """None: the newer skin's structured data calls its local time Z."""
        return None

    def updated(self, page: Page) -> str | None:
        """None is printed."""
        return None

    def canonical(self, url: str, page: Page | None = None) -> str:
        """The desktop address; the page's own rel=canonical when it names the same article."""
        own = page.canonical if page else None
        if own and self.identity(own) == self.identity(url):
            url = own
        parts = urlsplit(url)
        if not self.identity(url):
            return url
        return urlunsplit(
            (parts.scheme, parts.netloc.lower().removeprefix("m."), re.sub(r"^/m/", "/", parts.path), "", "")
        )

    def identity(self, url: str) -> str | None:
        """Host and number: a wrong slug is redirected to the right one."""
        parts = urlsplit(url)
        found = _ARTICLE.match(parts.path)
        if not found or (found["cat"] or "").lower() in _NO_ARTICLE:
            return None
        return f"{parts.netloc.lower().removeprefix('www.').removeprefix('m.')}#{found['id']}"


FAMILY = HaiDuong()
