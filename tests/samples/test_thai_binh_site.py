"""The Báo Thái Bình sample over real HTTP: one article under many addresses, and a calendar without end."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from crawler.samples import registry
from crawler.samples.common import NOTICE, VIETNAM, WEEKDAYS
from crawler.samples.model import load
from crawler.samples.server import Server
from crawler.samples.site import Truth
from crawler.samples.thai_binh.site import ThaiBinhSite

NOW = datetime(2026, 11, 22, 7, 26, tzinfo=VIETNAM)
TEXTS = Path(registry.__file__).parent / "thai_binh" / "articles.json"
KHU = "/khu-kinh-te-ven-bien-duong-mo-toi-dau-nha-may-theo-toi-do"
COAST = "/tin-tuc/5/79412" + KHU


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Got:
    status: int
    headers: Message
    body: bytes

    @property
    def to(self) -> str:
        return str(self.headers["Location"])

    def tree(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.body)

    def said(self) -> str:
        return " ".join(self.tree().text_content().split())

    def one(self, css: str) -> str:
        """The text of the only element with a class."""
        (found,) = self.tree().find_class(css)
        return " ".join(found.text_content().split())


def get(server: Server, path: str, **headers: str) -> Got:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(server.site.base + path.removeprefix(server.site.base), headers=named)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=5) as answer:
            return Got(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, error.headers, error.read())


def make(edition: int = 1) -> ThaiBinhSite:
    return ThaiBinhSite(load(TEXTS), 0, edition=edition, now=lambda: NOW)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(make(), 0) as running:
        yield running


def test_it_is_registered() -> None:
    assert registry.build("sample_thai_binh").base == "http://127.0.0.1:18464"


@pytest.mark.parametrize(
    "path",
    ["/", COAST, "/tin-tuc/4", "/tin-tuc/0", "/tin-tuc/4?page=99", "/tin-tuc/4?ngay=01-03-2044", "/tags/news",
     "/tags/news?tag=ngh%E1%BB%81%20mu%E1%BB%91i"],
)  # fmt: skip
def test_pages_say_they_are_invented(server: Server, path: str) -> None:
    got = get(server, path)
    assert got.status == 200
    assert NOTICE in got.said()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/tin-tuc/4/99999/khong-co", 302), ("/tin-tuc/999", 302), ("/x", 404), ("/sitemap.xml", 404),
     ("/upload/khong.jpg", 404)],
)  # fmt: skip
def test_what_is_missing(server: Server, path: str, status: int) -> None:
    got = get(server, path)
    assert got.status == status
    assert got.headers["Location"] == ("/" if status == 302 else None)


@pytest.mark.parametrize("number", [0, 4, 5, 206, 77])
def test_one_article_under_many_numbers(server: Server, number: int) -> None:
    page = get(server, f"/tin-tuc/{number}/79412{KHU}")
    assert page.status == 200
    assert page.tree().xpath("//div[@class='breadcrumb']/a/@href") == ["/", "/tin-tuc/5"]
    assert not page.tree().xpath("//link[@rel='canonical'] | //meta[@property='og:url']")
    assert [one["canonical_url"] for one in server.site.truth() if "/79412/" in one["canonical_url"]] == [
        server.site.base + COAST
    ]


def test_clock_and_date(server: Server) -> None:
    page = get(server, COAST)
    assert page.one("time-now") == "Chủ nhật, 22/11/2026, 07:26[GMT+7]"
    assert page.one("news-date") == "Thứ năm, 28/02/2019 | 07:31:18"
    assert page.body.index(b"time-now") < page.body.index(b"news-title") < page.body.index(b"news-date")
    assert page.one("news-view") != get(server, COAST).one("news-view")
    assert page.one("news-content") == get(server, COAST).one("news-content")
    assert "Ảnh: Hoàng Ngải" in page.one("news-content")
    (same,) = page.tree().find_class("news-same")
    times = [one.text for one in same.iter("span")]
    assert len(times) == 10
    assert times[0] == "15.08.2024 | 15:50 PM"
    assert times[-1] == "22.03.2017 | 16:54 PM"
    assert len(page.tree().xpath("//div[@class='news-day']/ul/li")) == 10


def items(tree: lxml.html.HtmlElement) -> dict[str, str]:
    """Addresses of a list with their times."""
    return {
        one.xpath("string(a[@class='item-title']/@href)"): one.xpath("string(div[@class='item-time'])")
        for one in tree.xpath("//div[@class='item']")
    }


def test_lists_repeat_their_last_page(server: Server) -> None:
    pages = [items(get(server, f"/tin-tuc/4?page={number}").tree()) for number in (1, 2, 3, 99)]
    assert [len(one) for one in pages[:2]] == [10, 8]
    assert pages[1] == pages[2] == pages[3]
    home = "/tin-tuc/4/79444/chuyen-o-lang-khong-co-hang-rao"
    assert pages[0][home] == "23.12.2024 | 17:08 PM"
    assert get(server, home).one("breadcrumb").endswith("Văn hóa - Đời sống")


def test_the_calendar_has_no_end(server: Server) -> None:
    day = get(server, "/tin-tuc/4?ngay=05-03-2044").tree()
    assert len(items(day)) == 10
    assert day.xpath("string(//a[@class='day-after']/@href)") == "/tin-tuc/4?ngay=06-03-2044"
    assert day.xpath("string(//a[@class='day-before']/@href)") == "/tin-tuc/4?ngay=04-03-2044"
    assert len(day.xpath("//table[@class='calendar']//a")) == 31
    real = items(get(server, "/tin-tuc/5?ngay=28-02-2019").tree())
    assert next(iter(real.items())) == (COAST, "28.02.2019 | 07:31 AM")
    for odd in ("01-01-0001", "31-12-9999", "31-02-2020", "x"):
        assert get(server, f"/tin-tuc/0?ngay={odd}").status == 200


def test_feed(server: Server) -> None:
    found = etree.fromstring(get(server, "/rss/home.rss").body).findall(".//item")
    truth = {one["canonical_url"]: one for one in server.site.truth()}
    assert len(found) == 20
    for item in found:
        sent = item.findtext("pubDate") or ""
        assert sent.endswith("+0700")
        assert parsedate_to_datetime(sent).isoformat() == truth[item.findtext("link") or ""]["published"]
    robots = get(server, "/robots.txt").body.decode()
    assert "Crawl-delay: 0.05\n" in robots
    assert "Sitemap" not in robots


def test_pages_without_a_date(server: Server) -> None:
    bases: dict[str | None, int] = {}
    for true in server.site.truth():
        bases[true["published_basis"]] = bases.get(true["published_basis"], 0) + 1
        shown = get(server, true["canonical_url"]).tree().find_class("news-date")
        assert bool(shown) == (true["published_basis"] == "page")
        minute = true["published_basis"] == "listing"
        assert true["published_precision"] == ("minute" if minute else "second")
        assert len(true["published"] or "") == (22 if minute else 25)
    assert bases == {"page": 36, "feed": 4, "listing": 4}


def test_pages_hold_the_texts(server: Server) -> None:
    for true in server.site.truth():
        page = get(server, true["canonical_url"])
        body, said = page.one("news-content"), page.said()
        lines = [cell for line in true["body"] for cell in line.split(" | ")]
        for line in (*lines, *true["captions"], true["byline"] or "", true["source"] or ""):
            assert line in body, (true["canonical_url"], line)
        assert all(tag in said for tag in true["tags"])
        assert page.one("news-title") == true["title"]
        assert true["lead"] is None or page.one("news-sapo") == true["lead"]
        assert page.one("breadcrumb").endswith(true["section"] or "-")
        if true["published_basis"] == "page":
            when = datetime.fromisoformat(true["published"] or "")
            assert page.one("news-date") == f"{WEEKDAYS[when.weekday()]}, {when:%d/%m/%Y | %H:%M:%S}"
        for file in true["attachments"]:
            assert page.tree().xpath("//a[text()=$title]/@href", title=file["title"])
            assert get(server, file["url"] or "").status == 200
        for source in page.tree().xpath("//div[@class='news-content']//img/@src"):
            assert get(server, source).headers["Content-Type"] == "image/jpeg"


def test_second_edition(server: Server) -> None:
    with Server(make(2), 0) as later:
        before = {one["canonical_url"].removeprefix(server.site.base): one for one in server.site.truth()}
        after = {one["canonical_url"].removeprefix(later.site.base): one for one in later.site.truth()}
        assert isinstance(later.site, ThaiBinhSite)
        changed = {kind: url.replace(later.site.base, "") for kind, url in later.site.changes().items()}
        assert set(changed) == {"text", "date", "attachment", "gone", "moved"}
        old, new = changed["moved"].split()
        assert set(before) - set(after) == {changed["gone"], old}
        assert set(after) - set(before) == {new}
        assert new.split("/")[3] != old.split("/")[3]
        assert (get(later, changed["gone"]).status, get(later, changed["gone"]).to) == (302, "/")
        assert (get(later, old).status, get(later, old).to) == (301, new)
        assert get(later, old.replace("/tin-tuc/206/", "/tin-tuc/0/")).to == new
        differ = {path for path in set(before) & set(after) if told(before[path]) != told(after[path])}
        assert differ == {changed["text"], changed["date"], changed["attachment"]}
        files = [one[changed["attachment"]]["attachments"][0] for one in (before, after)]
        assert get(server, files[0]["url"] or "").body != get(later, files[1]["url"] or "").body


def told(true: Truth) -> dict[str, object]:
    """A truth without the address, which has the port in it."""
    titles = [one["title"] for one in true["attachments"]]
    return {**true, "canonical_url": "", "attachments": titles}
