"""The skin of a small town's portal: counter and toolbar first, then category, headline and text.

Known from one saved text alone ("Số lượt truy cập / EmailPrintAa / ... / Rss"); no host of it was found.
Its lines are certain, its markup is an assumption of ours (an ASPX page with table layout), so pages that
don't fit it are read by their blocks.
"""

import re
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from crawler.families.base import Family, Layout, file_links
from crawler.models import Kind
from crawler.page.parse import Page, has_class, words

_NOTHING = "không tìm thấy nội dung"

_LAYOUT = Layout(
    "article",
    root=f"//*[{has_class('KhungTin')}]",
    title=f".//*[{has_class('TieuDeTin')}]",
    stamp=f".//*[{has_class('NgayTin')}]",
    lead=f".//*[{has_class('TrichTin')}]",
    body=f".//*[{has_class('ThanTin')}]",
    tags=f".//*[{has_class('TuKhoaTin')}]/span",
    section=f".//*[{has_class('MucTin')}]//a",
    furniture={
        "tools": f"//*[{has_class('CongCuTin')}]",
        "related": f"//*[{has_class('TinKhac')}]",
        "box": f"//*[{has_class('HopNho')}]",
        "feed": f"//*[{has_class('NutRss')}]",
    },
    attachments=file_links(f".//*[{has_class('TepTin')}]"),
)


class Town(Family):
    """See the module."""

    name = "town"
    traces = ("tabid=", "TABID=", "TieuDeTin")
    spoken = ("Số lượt truy cập".encode(),)
    layouts = (_LAYOUT,)
    telling_address = True

    def evidence(self, page: Page) -> list[str]:
        """Labels that stand in a certain order on no other system's pages, and addresses by tabid and ID."""
        found = []
        if page.first("//*[contains(text(), 'Số lượt truy cập')]") is not None:
            found.append("the counter Số lượt truy cập")
        tools = [words(one) for one in page.all("//a[contains(@id, 'hyp') or contains(@href, 'print')]")]
        if {"Email", "Print", "Aa"} <= set(tools):
            found.append("the toolbar Email Print Aa")
        if page.first("//a[contains(translate(@href, 'TABID', 'tabid'), 'tabid=')]") is not None:
            found.append("addresses by tabid")
        return found

    def kind(self, page: Page, url: str | None) -> Kind | None:
        """Nothing found is said with status 200; a list has no article's frame."""
        for message in page.all(f"//*[{has_class('ThongBao')}]"):
            if _NOTHING in words(message).lower():
                return "not_found"
        if page.first(f"//*[{has_class('DanhSachTin_Tua')}]") is not None:
            return "listing"
        return None

    def canonical(self, url: str, page: Page | None = None) -> str:
        """``/Default.aspx?tabid=..&ID=..``: other keys, their order and letter case mean nothing."""
        parts = urlsplit(url)
        keys = _keys(parts.query)
        if "tabid" not in keys or "id" not in keys:
            return url
        query = urlencode({"tabid": keys["tabid"], "ID": keys["id"]})
        return urlunsplit((parts.scheme, parts.netloc.lower(), "/Default.aspx", query, ""))

    def identity(self, url: str) -> str | None:
        """Host, tab and number."""
        parts = urlsplit(url)
        keys = _keys(parts.query)
        if not parts.path.lower().endswith("/default.aspx") or "tabid" not in keys or "id" not in keys:
            return None
        return f"{parts.netloc.lower().removeprefix('www.')}#{keys['tabid']}-{keys['id']}"


def _keys(query: str) -> dict[str, str]:
    return {name.lower(): values[0] for name, values in parse_qs(re.sub(r"&amp;", "&", query)).items()}


FAMILY = Town()
