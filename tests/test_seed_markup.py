"""The five first captures laid back into the markup of their systems, read field for field.

What stands on a page around the article is taken from the captures too: lines after the article become lists,
counters and boxes. Nothing of it is kept here; the templates are ours.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from typing import Any

import pytest
from support import shared

import crawler
from crawler.models import Article, Sighting

FIELDS = ["title", "lead", "body", "captions", "byline", "published", "published_precision", "published_text"]
NAMES = [
    *("000_27e8a063784d9fa1.txt", "001_c0a9d6578073354a.txt", "002_81134fc867fa7b69.txt"),
    *("003_1ca07dc9989597f3.txt", "004_b3639ccecf32b442.txt"),
]
FETCHED = "2026-11-20T03:15:42Z"
Gold = dict[str, Any]


@cache
def gold() -> dict[str, Gold]:
    return {one["seed"]: one for one in json.loads(shared("seeds", "gold.json").read_text(encoding="utf-8"))}


@cache
def lines(seed: str) -> list[str]:
    text = shared("seeds", seed).read_text(encoding="utf-8")
    return [line.strip(" \t\u00a0•") for line in text.splitlines() if line.strip(" \t\u00a0•")]


def between(seed: str, first: str, last: str | None = None) -> list[str]:
    """The capture's lines after one, up to another or the end."""
    all_ = lines(seed)
    start = next(place for place, line in enumerate(all_) if line.startswith(first)) + 1
    ends = [place for place, line in enumerate(all_) if last and line.startswith(last) and place >= start]
    return all_[start : ends[0] if ends else len(all_)]


def paragraphs(texts: Sequence[str], form: str = "<p>{}</p>") -> str:
    return "\n".join(form.format(escape(text, quote=False)) for text in texts)


def links(texts: Sequence[str], date: str, address: str) -> str:
    """A list of other articles; ``date`` is the pattern of what stands behind a headline."""
    made = []
    for number, text in enumerate(texts):
        found = re.search(rf"\s*({date})$", text)
        told = f" <span>{found[1]}</span>" if found else ""
        words = escape(text[: found.start()] if found else text).lstrip("- ")
        made.append(f'<li><a href="{address.format(number)}">{words}</a>{told}</li>')
    return "<ul>\n" + "\n".join(made) + "\n</ul>"


def tan_dan(one: Gold) -> str:
    seed, related = one["seed"], r"\(\d\d/\d\d/\d{4} [\d:]+ (?:SA|CH)\)"
    address = "/portal/Pages/2020-1-17/tin-so{}abc1x.aspx"
    near = links(between(seed, "Tin liên quan", "Tin mới nhất"), related, address)
    latest = links(between(seed, "Tin mới nhất", "°"), related, address)
    return f"""<html><head><title>{one["title"]}</title></head><body><form id="aspnetForm">
<div class="tandan-menu"><a href="/portal/KenhTin/Xay-dung-chinh-quyen.aspx">Xây dựng chính quyền</a></div>
<div class="tandan-div-article"><p class="tandan-p-article-news-title">{one["title"]}</p>
<div><span class="tandan-span-date-publish">{one["published_text"]}</span> <span class="tandan-zoom">100%</span></div>
<div class="tandan-p-article-main"><div class="ms-rtestate-field">{paragraphs(one["body"])}</div></div></div>
<div class="tandan-div-article-other"><b>Tin liên quan</b>{near}</div>
<div class="tandan-right"><b>Tin mới nhất</b>{latest}
<div class="tandan-weather">°</div><div class="tandan-online">{lines(seed)[-1]}</div></div></form></body></html>"""


def hai_duong(one: Gold) -> str:
    picture = "https://media.baohaiduong.vn/files/library/images/site-1\\20190806\\web\\anh.jpg"
    caption = paragraphs(one["captions"], '<p style="text-align: center;">&nbsp;{}</p>')
    return f"""<html><head><title>{one["title"]} - Báo Hải Dương điện tử</title></head><body>
<ul class="menu left w100pt"><li><a href="/chuyen-muc/chinh-tri/1">Chính trị</a></li></ul>
<div class="detail left w100pt"><h1 class="title-detail">{one["title"]}</h1>
<div class="date-detail">{one["published_text"]}</div><div class="sapo-detail"><strong>{one["lead"]}</strong></div>
<div class="fck"><p style="text-align: center;"><img alt="" src="{picture}"></p>
{caption}
{paragraphs(one["body"], '<p style="text-align: justify;">{}</p>')}
<p>{"&nbsp; " * 21}<strong>{one["byline"]}</strong></p></div></div>
<div class="tool-detail"><a href="#">In bài viết</a></div></body></html>"""


def thai_binh(one: Gold) -> str:
    seed, date, address = one["seed"], r"\d\d\.\d\d\.\d{4} \| \d\d:\d\d [AP]M", "/tin-tuc/4/21480{}/tin-khac"
    same = links(between(seed, "Tin cùng chuyên mục", "Xem tin theo ngày"), date, address)
    days = links(between(seed, "Xem tin theo ngày"), date, address)
    return f"""<html><head><title>{one["title"]}</title></head><body>
<span class="time-now">Thứ Sáu, 20/11/2026, 10:15[GMT+7]</span>
<div class="news-detail"><h1 class="news-title">{one["title"]}</h1><div class="news-content">
{paragraphs(one["body"])}
<p style="text-align: right;"><strong>{one["byline"]}</strong></p></div></div>
<div class="news-same"><h3>Tin cùng chuyên mục</h3>{same}</div>
<div class="news-day"><h3>Xem tin theo ngày</h3>{days}</div></body></html>"""


def nukeviet(one: Gold) -> str:
    seed, caption = one["seed"], one["captions"][0]
    after = paragraphs(between(seed, "Tác giả bài viết", "Thống kê truy cập"))
    counter = "".join(
        "<li><span>{}</span><span>{}</span></li>".format(*re.fullmatch(r"(\D+)([\d,]+)", line).groups())
        for line in between(seed, "Thống kê truy cập", "dvcqgian")
    )
    banners = "".join(
        f'<a href="#"><img alt="{line}"></a>' for line in between(seed, "Tổng lượt truy cập", "Văn bản mới")
    )
    laws = paragraphs(between(seed, "Văn bản mới", "Bạn đã không sử dụng Site"), "<li>{}</li>")
    return f"""<html><head><title>{one["title"]}</title><meta name="generator" content="NukeViet v4.3"></head><body>
<span class="current-time">20/11/2026, 10:15</span>
<div class="news_column panel newsdetail"><div class="panel-body"><h1 class="title margin-bottom-lg">{one["title"]}</h1>
<div class="row newsdetailmetatop"><span class="h5"><i class="fa fa-clock-o"></i>{one["published_text"]}</span>
<span class="h5"><i class="fa fa-eye"></i>155</span> <span class="h5"><i class="fa fa-comment-o"></i>0</span></div>
<div class="clearfix"><figure class="article left pointer"><div id="imgpreview">
<p><img alt="{caption}" src="/uploads/a.jpg"></p><figcaption>{caption}</figcaption></div></figure>
<div class="hometext m-bottom">{one["lead"]}</div></div>
<div id="news-bodyhtml" class="bodytext">{paragraphs(one["body"], '<p class="MsoNormal"><span>{}</span></p>')}</div>
<div class="margin-bottom-lg"><p class="h5 text-right"><strong>Tác giả bài viết: </strong>{one["byline"]}</p></div>
</div></div>
<div class="news_column panel newsdetailbox"><form id="form3B">{after}</form></div>
<div class="panel"><div>Thống kê truy cập</div><ul class="counter">{counter}</ul></div>{banners}
<div class="panel"><div>Văn bản mới</div><ul>{laws}</ul></div>
<div id="timeoutsess" class="chromeframe">{lines(seed)[-1]}</div></body></html>"""


def town(one: Gold) -> str:
    picture = '<p align="center"><img src="/Portals/0/anh.jpg" alt=""></p>\n<p align="center">{}</p>'
    body = "\n".join(
        (picture if " ".join(text.split()) in one["captions"] else "<p>{}</p>").format(escape(text, quote=False))
        for text in between(one["seed"], one["title"], one["byline"])
    )
    section = lines(one["seed"])[2]
    return f"""<html><head><title>{one["title"]}</title></head><body>
<div class="HopNho"><div>Số lượt truy cập</div></div><div class="KhungTin">
<div class="CongCuTin"><a id="hypEmail" href="#">Email</a><a id="hypPrint" href="/print.aspx">Print</a>
<a id="hypZoom">Aa</a></div>
<div class="MucTin"><a href="/Default.aspx?tabid=102">{section}</a></div><div class="TieuDeTin">{one["title"]}</div>
<div class="ThanTin">
{body}
<p align="right"><b>{one["byline"]}</b></p><p>&nbsp;</p></div>
<div class="NutRss"><a href="/rss.aspx">Rss</a></div></div></body></html>"""


PAGES: dict[str, tuple[str, str, Callable[[Gold], str]]] = {
    "000": (
        "tan_dan",
        "https://hungyen.gov.vn/portal/Pages/2020-1-14/Yen-My-Phan-dau-80-so-chinh-quyenw1x2y.aspx",
        tan_dan,
    ),
    "001": ("hai_duong", "https://baohaiduong.vn/chinh-tri/huyen-uy-kim-thanh-4-cong-viec-dot-pha-115000", hai_duong),
    "002": ("thai_binh", "https://baothaibinh.com.vn/tin-tuc/4/214900/dong-hung-xay-dung-13-mo-hinh", thai_binh),
    "003": (
        "nukeviet",
        "https://honquan.binhphuoc.gov.vn/vi/news/tin-tuc/phat-dong-phong-trao-thi-dua-812.html",
        nukeviet,
    ),
    "004": ("town", "http://thitran.example.vn/Default.aspx?tabid=102&ID=377", town),
}


def read(name: str, *hints: Sighting) -> Article:
    _, url, lay = PAGES[name[:3]]
    return crawler.clean(
        lay(gold()[name]), url=url, fetched_at=FETCHED, content_type="text/html; charset=utf-8", status=200, hints=hints
    )


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", NAMES)
def test_field_is_the_gold_standards(name: str, field: str) -> None:
    got, want = getattr(read(name), field), gold()[name][field]
    assert got == want, f"{name} {field}: got {got!r}, expected {want!r}"


@pytest.mark.parametrize("name", NAMES)
def test_family_and_kind(name: str) -> None:
    found = read(name)
    assert (found.kind, found.family) == ("article", PAGES[name[:3]][0]), f"{name}: {found.notes}"


def test_the_towns_category_is_its_section() -> None:
    found = read(NAMES[4])
    assert found.section in (lines(NAMES[4])[2], None)
    assert lines(NAMES[4])[2] not in [found.title, found.lead, *found.body, *found.captions]


@pytest.mark.parametrize("name", [NAMES[2], NAMES[4]])
def test_a_page_without_a_date_gets_none(name: str) -> None:
    found = read(name)
    told = (found.published, found.published_precision, found.published_basis, found.published_text)
    assert told == (None, None, None, None), f"{name} published: got {told}"


@pytest.mark.parametrize("basis", ["listing", "feed"])
@pytest.mark.parametrize("name", [NAMES[2], NAMES[4]])
def test_a_list_or_feed_gives_the_date(name: str, basis: str) -> None:
    url, title = PAGES[name[:3]][1], gold()[name]["title"]
    hint = Sighting(url, f"{url}/danh-sach", basis, title, "20.12.2024 | 08:15 AM", "2024-12-20T08:15+07:00")
    found = read(name, hint)
    told = (found.published, found.published_precision, found.published_basis)
    assert told == ("2024-12-20T08:15+07:00", "minute", basis), f"{name} published: got {told}"
