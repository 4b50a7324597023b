"""The town sample over real HTTP: one program whose query says everything, and that never says 404."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import parse_qs

import lxml.html
import pytest
from lxml import etree

from crawler.samples import registry
from crawler.samples.common import NOTICE
from crawler.samples.model import load
from crawler.samples.server import Server
from crawler.samples.site import Truth
from crawler.samples.town import site as module
from crawler.samples.town.site import TownSite

TEXT = load(Path(module.__file__).with_name("articles.json"))
NOTHING = "Không tìm thấy nội dung yêu cầu"
NEWS = "/Default.aspx?tabid=52"
ITEM = ".DanhSachTin_Tua"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Got:
    status: int
    headers: Message
    body: bytes

    def tree(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.body.decode())

    def words(self) -> str:
        return " ".join(self.tree().text_content().split())

    def links(self, selector: str) -> list[str]:
        return [one.get("href") for one in self.tree().cssselect(selector)]


def ask(server: Server, path: str) -> Got:
    request = urllib.request.Request(server.site.base + path.removeprefix(server.site.base))
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=5) as answer:
            return Got(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, error.headers, error.read())


def feed(server: Server, tab: int) -> dict[str, str]:
    """Dates as the feed prints them, by address."""
    items = etree.fromstring(ask(server, f"/rss.aspx?tabid={tab}").body).findall(".//item")
    return {str(one.findtext("link")): str(one.findtext("pubDate")) for one in items}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(TownSite(TEXT, 0), 0) as running:
        yield running


@pytest.fixture(scope="module")
def later() -> Iterator[Server]:
    with Server(TownSite(TEXT, 0, edition=2), 0) as running:
        yield running


def of(server: Server, number: int) -> Truth:
    return next(one for one in server.site.truth() if one["canonical_url"].endswith(f"&ID={number}"))


def test_lists(server: Server) -> None:
    pages = [ask(server, f"{NEWS}&page={number}").links(ITEM) for number in (1, 2, 3)]
    assert [len(one) for one in pages] == [10, 10, 3]
    assert len({link for page in pages for link in page}) == 23
    assert ask(server, NEWS).links(ITEM) == pages[0]
    assert ask(server, "/default.aspx?PAGE=2&TabID=52").links(ITEM) == pages[1]
    for number in ("4", "99", "9" * 30):
        past = ask(server, f"{NEWS}&page={number}")
        assert (past.status, past.links(ITEM)) == (200, pages[2])
    dates = [one.text_content() for one in ask(server, NEWS).tree().cssselect(".DanhSachTin_Ngay")]
    assert dates[0] == "09/10/2019"


def test_every_text_stands_on_its_page(server: Server) -> None:
    for true in server.site.truth():
        got = ask(server, true["canonical_url"])
        tree, shown = got.tree(), got.words()
        assert tree.cssselect(".TieuDeTin")[0].text_content() == true["title"]
        assert " ".join(str(tree.findtext(".//title")).split()) == TEXT.title
        body = " ".join(tree.cssselect(".ThanTin")[0].text_content().split())
        pieces = [cell for line in true["body"] for cell in line.split(" | ")]
        assert [one for one in [*pieces, *true["captions"], true["byline"]] if one and one not in body] == []
        assert [one for one in (true["lead"], true["section"]) if one and one not in shown] == []
        printed = [one.text_content() for one in tree.cssselect(".NgayTin")]
        if true["published_basis"] == "page":
            day = "/".join(str(true["published"]).split("-")[::-1])
            assert printed in ([f"Ngày đăng: {day}"], [f"({day})"])
        else:
            assert not printed
        assert shown.index("Số lượt truy cập") < shown.index("EmailPrintAa") < shown.index(true["title"])
        assert shown.endswith("Rss")
        assert NOTICE in shown
        assert not tree.xpath("//h1")


def test_dates_of_silent_pages(server: Server) -> None:
    fed = {tab: feed(server, tab) for tab in (52, 63, 74)}
    assert [len(one) for one in fed.values()] == [20, 8, 11]
    silent = [one for one in server.site.truth() if one["published_basis"] != "page"]
    assert {one["published_basis"] for one in silent} == {"feed", "listing"}
    known = {url: date for one in fed.values() for url, date in one.items()}
    for true in silent:
        date = known.get(true["canonical_url"])
        assert (true["published_basis"] == "feed") == (date is not None)
        if date:
            assert parsedate_to_datetime(date).isoformat() == true["published"]
    oldest = of(server, 1)
    assert (oldest["published"], oldest["published_precision"]) == ("2016-05-23", "day")
    assert "23/05/2016" in ask(server, f"{NEWS}&page=3").words()
    assert len(etree.fromstring(ask(server, "/rss.aspx").body).findall(".//item")) == 20


def test_neighbours_are_newer(server: Server) -> None:
    for number in (1, 20, 41):
        true = of(server, number)
        dates = ask(server, true["canonical_url"]).tree().cssselect(".TinKhac_Ngay")
        days = ["-".join(one.text_content().strip("()").split("/")[::-1]) for one in dates]
        assert days
        assert min(days) > str(true["published"])[:10]


def test_one_article_has_many_addresses(server: Server) -> None:
    title = of(server, 8)["title"]
    for path in ("/default.aspx?id=8&tabid=52", "/DEFAULT.ASPX?mid=385&TABID=52&Id=8", f"{NEWS}&ID=8&x="):
        assert ask(server, path).tree().cssselect(".TieuDeTin")[0].text_content() == title
    links = ask(server, of(server, 3)["canonical_url"]).links(".TinKhac_Tua")
    asked = [{key.lower(): one[0] for key, one in parse_qs(link.partition("?")[2]).items()} for link in links]
    assert all(set(one) == {"tabid", "id", "mid"} for one in asked)
    assert all(ask(server, link).status == 200 for link in links)


@pytest.mark.parametrize(
    "path",
    [f"{NEWS}&ID=999", "/Default.aspx?tabid=63&ID=8", f"{NEWS}&ID=x", "/Default.aspx?tabid=1",
     "/rss.aspx?tabid=1", "/Default.aspx?ID=8"],
)  # fmt: skip
def test_nothing_is_found_with_status_200(server: Server, path: str) -> None:
    got = ask(server, path)
    assert got.status == 200
    assert NOTHING in got.words()
    assert NOTICE in got.words()


def test_other_addresses(server: Server) -> None:
    assert ask(server, "/sitemap.xml").status == 404
    assert b"Crawl-delay: 0.05" in ask(server, "/robots.txt").body
    assert {NEWS, "/Default.aspx?tabid=63", "/Default.aspx?tabid=74"} <= set(ask(server, "/").links("a"))
    assert ask(server, "/Images/bau-cu-2016-1.jpg").body.startswith(b"\xff\xd8")
    file = of(server, 27)["attachments"][0]
    assert (file["title"], file["kind"]) == ("Phương án phòng chống thiên tai năm 2018", "pdf")
    assert ask(server, str(file["url"])).body.startswith(b"%PDF")


def test_only_the_surroundings_change(server: Server) -> None:
    url = of(server, 30)["canonical_url"]
    one, two = ask(server, url), ask(server, url)
    assert one.body != two.body
    parts = [lxml.html.tostring(got.tree().cssselect(".ThanTin")[0]) for got in (one, two)]
    assert parts[0] == parts[1]


def test_second_edition(server: Server, later: Server) -> None:
    assert isinstance(later.site, TownSite)
    before = {one["canonical_url"].removeprefix(server.site.base): one for one in server.site.truth()}
    after = {one["canonical_url"].removeprefix(later.site.base): one for one in later.site.truth()}
    changed = {kind: url.replace(later.site.base, "") for kind, url in later.site.changes().items()}
    old, new = changed["moved"].split()
    assert set(changed) == {"text", "date", "attachment", "gone", "moved"}
    assert set(before) - set(after) == {changed["gone"], old}
    assert set(after) - set(before) == {new}
    gone = ask(later, changed["gone"])
    assert gone.status == 200
    assert NOTHING in gone.words()
    moved = ask(later, old + "&mid=381")
    assert (moved.status, moved.headers["Location"], ask(later, new).status) == (301, new, 200)
    assert before[changed["text"]]["body"] != after[changed["text"]]["body"]
    assert str(before[changed["date"]]["published"]) < str(after[changed["date"]]["published"])
    files = [one[changed["attachment"]]["attachments"][0] for one in (before, after)]
    assert {files[0]["title"], files[0]["url"]}.isdisjoint({files[1]["title"], files[1]["url"]})
    assert str(files[1]["title"]) in ask(later, changed["attachment"]).words()
    listed = {link for number in (1, 2, 3) for link in ask(later, f"{NEWS}&page={number}").links(ITEM)}
    assert new in listed
    assert not {old, changed["gone"]} & listed
    fed = {one.removeprefix(later.site.base) for one in feed(later, 52)}
    assert new in fed
    assert not {old, changed["gone"]} & fed


def test_registered() -> None:
    assert registry.port("sample_town") == 18465
    assert registry.build("sample_town", base_port=0, edition=2, flood=True).edition == 2
