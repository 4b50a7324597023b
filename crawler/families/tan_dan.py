"""The portal system of Tân Dân JSC on SharePoint, in its older and newer skin.

Seen: class names ``tandan-*`` and addresses on dienbien.gov.vn, ninhthuan.gov.vn and yenmy.hungyen.gov.vn,
the order "title / Đăng ngày DD - MM - YYYY / 100%" on saved pages. The day also stands in the address.
Letter case of addresses doesn't matter to the server, so it can't to us.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from crawler.families.base import Family, Layout, file_links
from crawler.page.parse import Page, has_class

_ARTICLE = re.compile(r"^/portal/pages/(\d{4})-(\d{1,2})(?:-(\d{1,2}))?/([^/]+)\.aspx$", re.I)


def _any(*classes: str) -> str:
    return " or ".join(has_class(name) for name in classes)


_LAYOUT = Layout(
    "article",
    root=f"//*[{_any('tandan-div-article', 'tandan-detail-view')}]|//form[@id='aspnetForm']|//body",
    title=f".//*[{_any('tandan-p-article-news-title', 'tandan-title-view')}]",
    stamp=f".//*[{_any('tandan-span-date-publish', 'tandan-date-view')}]",
    lead=f".//*[{_any('tandan-p-article-news-summary', 'tandan-summary-view')}]",
    body=(
        f".//*[{_any('tandan-p-article-news-content', 'tandan-content-view', 'tandan-p-article-main')}]"
        f"|.//*[{has_class('ms-rtestate-field')}]|.//*[@id='art-content']"
    ),
    tags=f".//*[{has_class('td-tags')}]//a",
    section=f"(//*[{_any('tandan-breadcrumb', 'tandan-breadcrumb-view')}]//a)[last()]",
    source=f".//*[{has_class('tandan-source-view')}]",
    drop={
        "related": f".//*[{_any('tandan-div-article-other', 'tandan-other-list')}]",
        "hidden": ".//*[@id='ctl00_PlaceHolderMain_ctl08_label']",
    },
    furniture={
        "views": f"//*[{_any('tandan-span-view', 'tandan-count-view')}]",
        "tools": f"//*[{_any('tandan-zoom', 'tandan-zoom-view')}]",
        "related": f"//*[{has_class('tandan-div-article-other')}]",
        "weather": f"//*[{has_class('tandan-weather')}]",
        "counter": f"//*[{has_class('tandan-online')}]",
        "latest": "//*[self::div or self::h3 or self::span or self::td][normalize-space(text()) = 'Tin mới nhất']/..",
    },
    attachments=file_links(f".//*[{_any('tandan-div-attach', 'tandan-attach-item')}]"),
)


class TanDan(Family):
    """See the module."""

    name = "tan_dan"
    traces = ("tandan-", "/portal/", "ms-rtestate-field")
    layouts = (_LAYOUT,)
    telling_address = True

    def evidence(self, page: Page) -> list[str]:
        """Class names of the vendor, its list and article addresses, SharePoint's rich-text fields."""
        marks = {
            "classes tandan-*": (b"tandan-", "//*[contains(@class, 'tandan-')]"),
            "lists /portal/KenhTin/": (
                b"/portal/",
                "//a[contains(@href, '/portal/KenhTin/') or contains(@href, '/portal/kenhtin/')]",
            ),
            "articles /portal/Pages/": (
                b"/portal/",
                "//a[contains(@href, '/portal/Pages/') or contains(@href, '/portal/pages/')]",
            ),
            "SharePoint rich text": (b"ms-rtestate-field", f"//*[{has_class('ms-rtestate-field')}]"),
        }
        return self.seen(page, marks)

    def canonical(self, url: str, page: Page | None = None) -> str:
        """``/portal/Pages/`` in the letter case that lists print, without query."""
        parts = urlsplit(url)
        path = re.sub(r"^/portal/pages/", "/portal/Pages/", parts.path, flags=re.I)
        return urlunsplit((parts.scheme, parts.netloc.lower(), path, "", "")) if self.identity(url) else url

    def identity(self, url: str) -> str | None:
        """Host and path in lower case."""
        parts = urlsplit(url)
        if not _ARTICLE.match(parts.path):
            return None
        return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.lower()}"

    def address_date(self, url: str) -> str | None:
        """The folder of an article is its day of first publication, on old sites only the month."""
        found = _ARTICLE.match(urlsplit(url).path)
        if not found:
            return None
        year, month, day = found.group(1), int(found.group(2)), found.group(3)
        return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")


FAMILY = TanDan()
