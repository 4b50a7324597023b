"""The Tân Dân sample over real HTTP: lists turn only by post, and addresses know no letter case."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

import lxml.html
import pytest

from crawler.samples import registry
from crawler.samples.common import NOTICE, VIETNAM
from crawler.samples.model import load
from crawler.samples.server import Server
from crawler.samples.site import Truth
from crawler.samples.tan_dan import site as module
from crawler.samples.tan_dan.catalogue import bare
from crawler.samples.tan_dan.pages import half_day
from crawler.samples.tan_dan.site import TanDanSite

TEXT = load(Path(module.__file__).with_name("articles.json"))
NOW = datetime(2026, 11, 22, 7, 26, tzinfo=VIETNAM)
NEWEST = "/portal/KenhTin/Tin-moi-nhat.aspx"
SECTION = "/portal/KenhTin/Tin-trong-tinh.aspx"


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
        return " ".join(self.tree().text_content().replace("\u200b", "").split())

    def titles(self) -> list[str]:
        return [one.text_content() for one in self.tree().cssselect(".channel-news-title a")]

    def pager(self) -> list[str]:
        return [one.text_content() for one in self.tree().cssselect(".channel-pager td")]

    def fields(self) -> dict[str, str]:
        return {one.get("name"): one.get("value", "") for one in self.tree().xpath("//input[@type='hidden']")}


def ask(server: Server, path: str, sent: dict[str, str] | None = None) -> Got:
    data = urlencode(sent).encode() if sent is not None else None
    request = urllib.request.Request(server.site.base + path.removeprefix(server.site.base), data)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=5) as answer:
            return Got(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, error.headers, error.read())


def turn(server: Server, path: str, before: Got, text: str, **changed: str) -> Got:
    """Follows the pager's link with this text as a browser does."""
    links = before.tree().cssselect(".channel-pager a")
    chosen = [one.get("href") for one in links if one.text_content() == text][-1]
    target, argument = chosen.split("'")[1::2]
    return ask(server, path, {**before.fields(), "__EVENTTARGET": target, "__EVENTARGUMENT": argument, **changed})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(TanDanSite(TEXT, 0, now=lambda: NOW), 0) as running:
        yield running


@pytest.fixture(scope="module")
def later() -> Iterator[Server]:
    with Server(TanDanSite(TEXT, 0, edition=2, now=lambda: NOW), 0) as running:
        yield running


def of(server: Server, number: int) -> Truth:
    assert isinstance(server.site, TanDanSite)
    article = server.site.catalogue.by_id[number]
    url = server.site.base + server.site.catalogue.path(article)
    return next(one for one in server.site.truth() if one["canonical_url"] == url)


def test_addresses() -> None:
    assert bare("Phố Đò: “80%” – số 1/KH & nhà") == "Pho-Do-80-so-1-KH-nha"
    times = [datetime(2020, 1, 20, hour, 5, tzinfo=VIETNAM) for hour in (0, 8, 12, 13)]
    assert [half_day(one)[11:] for one in times] == ["12:05 SA", "8:05 SA", "12:05 CH", "1:05 CH"]


def test_lists_turn_by_post(server: Server) -> None:
    first = ask(server, SECTION)
    second = turn(server, SECTION, first, "2")
    newest_first = [one.title for one in sorted(TEXT.articles, key=lambda one: one.published, reverse=True)]
    section = [one.title for one in TEXT.articles if one.section == "tin-trong-tinh"]
    assert first.titles() == [one for one in newest_first if one in section][:10]
    assert sorted(first.titles() + second.titles()) == sorted(section)
    assert turn(server, SECTION, second, "1").titles() == first.titles()
    assert ask(server, SECTION + "?Page=2&page=2").titles() == first.titles()
    assert "(" in first.tree().cssselect(".channel-news-date")[0].text_content()
    assert not ask(server, "/portal/KenhTin/Thong-bao.aspx").pager()


def test_windows_of_the_pager(server: Server) -> None:
    got = ask(server, NEWEST)
    assert got.pager() == ["1", "2", "3", "4", "5", "..."]
    found = got.titles()
    got = turn(server, NEWEST, got, "...")
    assert got.pager() == ["...", "6", "7", "8", "9"]
    assert turn(server, NEWEST, got, "...").tree().cssselect(".channel-pager span")[0].text == "5"
    last = turn(server, NEWEST, got, "9")
    assert len(last.titles()) == 2
    assert not set(found) & set(last.titles())


@pytest.mark.parametrize(
    "changed",
    [
        {"__VIEWSTATE": "/wEPDwUKMTIzNDU2Nzg5MGRk"},
        {"__VIEWSTATE": ""},
        {"__VIEWSTATE": "không"},
        {"__VIEWSTATEGENERATOR": "00000000"},
        {"__EVENTVALIDATION": "/wEW"},
        {"__EVENTARGUMENT": "Page$3"},
    ],
)
def test_wrong_fields(server: Server, changed: dict[str, str]) -> None:
    got = turn(server, SECTION, ask(server, SECTION), "2", **changed)
    assert got.status == 500
    assert not got.titles()
    assert NOTICE in got.words()


def test_fields_of_another_list(server: Server) -> None:
    other = ask(server, "/portal/KenhTin/Kinh-te-Xa-hoi.aspx")
    assert turn(server, SECTION, other, "2").status == 500
    assert ask(server, SECTION, {"ctl00$tim": "x"}).titles() == ask(server, SECTION).titles()
    assert ask(server, SECTION, ask(server, SECTION).fields()).status == 200


def test_every_text_stands_on_its_page(server: Server) -> None:
    for true in server.site.truth():
        got = ask(server, true["canonical_url"])
        shown, tree = got.words(), got.tree()
        title = tree.cssselect(".tandan-p-article-news-title, .tandan-title-view")
        assert [one.text_content() for one in title] == [true["title"]]
        body = tree.cssselect(".ms-rtestate-field")[0].text_content().replace("\u200b", "")
        body = " ".join(body.split())
        pieces = [cell for line in true["body"] for cell in line.split(" | ")]
        assert [one for one in pieces + true["captions"] if one not in body] == []
        others = [true["lead"], true["byline"], true["source"], true["section"], *true["tags"]]
        assert [one for one in others if one and one not in shown] == []
        printed = tree.cssselect(".tandan-span-date-publish, .tandan-date-view")
        assert bool(printed) == (true["published_basis"] == "page")
        if printed:
            year, month, day = str(true["published"]).split("-")
            assert printed[0].text_content() == f"Đăng ngày {day} - {month} - {year}"
        linked = {one.get("href") for one in tree.cssselect(".tandan-attach-item a")}
        assert linked == {str(one["url"]).removeprefix(server.site.base) for one in true["attachments"]}
        assert NOTICE in shown


def test_neighbours_are_newer(server: Server) -> None:
    for number in (1, 20, 41):
        true = of(server, number)
        dates = ask(server, true["canonical_url"]).tree().cssselect(".tandan-other-date")
        days = ["-".join(one.text_content()[1:11].split("/")[::-1]) for one in dates]
        assert days
        assert min(days) >= str(true["published"])


def test_truth(server: Server) -> None:
    dated, silent = of(server, 14), of(server, 25)
    assert (dated["published"], dated["published_precision"], dated["updated"]) == ("2019-05-31", "day", None)
    assert (silent["published"], silent["published_basis"]) == ("2020-09-22", "address")
    assert "/portal/Pages/2020-9-22/" in silent["canonical_url"]
    assert dated["attachments"][0]["title"] == "Công văn số 1128/UBND-KT ngày 29/5/2019"
    assert ask(server, str(dated["attachments"][0]["url"])).body.startswith(b"%PDF")
    assert len(server.site.truth()) == len(TEXT.articles)


@pytest.mark.parametrize("number", [20, 40])
def test_letter_case(server: Server, number: int) -> None:
    path = of(server, number)["canonical_url"].removeprefix(server.site.base)
    small = ask(server, path.replace("/Pages/", "/pages/"))
    assert (small.status, ask(server, path.upper()).status) == (200, 200)
    links = small.tree().xpath("//*[@class='tandan-div-article-other']//a/@href | //link[@rel='canonical']/@href")
    assert links
    assert not [one for one in links if "/portal/Pages/" in one and ".example/" not in one]


def test_only_the_surroundings_change(server: Server) -> None:
    url = of(server, 30)["canonical_url"]
    one, two = ask(server, url), ask(server, url)
    assert one.body != two.body
    fields = [lxml.html.tostring(got.tree().cssselect(".ms-rtestate-field")[0]) for got in (one, two)]
    assert fields[0] == fields[1]


@pytest.mark.parametrize(
    "path",
    ["/portal/Pages/2020-1-1/Khong-co.aspx", "/portal/KenhTin/Khong-co.aspx", "/rss.aspx", "/sitemap.xml",
     "/portal/Photos/khong-co.jpg", "/portal/Pages/Tu-khoa.aspx?k=x", "/x"],
)  # fmt: skip
def test_missing(server: Server, path: str) -> None:
    got = ask(server, path)
    assert got.status == 404
    assert NOTICE in got.words()


def test_other_pages(server: Server) -> None:
    assert (ask(server, "/").status, ask(server, "/").headers["Location"]) == (
        302,
        "/portal/Pages/Trang-chu.aspx",
    )
    front = ask(server, "/portal/Pages/Trang-chu.aspx").tree().xpath("//a/@href")
    assert {SECTION, NEWEST} <= set(front)
    assert [one for one in front if ".example/" in one]
    assert b"Crawl-delay: 0.05\n" in ask(server, "/robots.txt").body
    tagged = ask(server, of(server, 1)["canonical_url"]).tree().cssselect(".td-tags a")
    assert TEXT.articles[0].title in ask(server, tagged[0].get("href")).titles()
    assert ask(server, "/portal/Photos/2018-03/hoa-nhan-lac-dinh.jpg").body.startswith(b"\xff\xd8")


def test_second_edition(server: Server, later: Server) -> None:
    assert isinstance(later.site, TanDanSite)
    before = {one["canonical_url"].removeprefix(server.site.base): one for one in server.site.truth()}
    after = {one["canonical_url"].removeprefix(later.site.base): one for one in later.site.truth()}
    changed = {kind: url.replace(later.site.base, "") for kind, url in later.site.changes().items()}
    old, new = changed["moved"].split()
    assert set(changed) == {"text", "date", "attachment", "gone", "moved"}
    assert set(before) - set(after) == {changed["gone"], old}
    assert set(after) - set(before) == {new}
    assert ask(later, changed["gone"]).status == 404
    moved = ask(later, old)
    assert (moved.status, moved.headers["Location"], ask(later, new).status) == (301, new, 200)
    assert before[changed["text"]]["body"] != after[changed["text"]]["body"]
    date, moved_to = before[changed["date"]]["published"], after[changed["date"]]["published"]
    assert str(date) < str(moved_to)
    assert f"Đăng ngày {str(moved_to)[8:]} - " in ask(later, changed["date"]).words()
    files = [one[changed["attachment"]]["attachments"][0] for one in (before, after)]
    assert str(files[1]["title"]) in ask(later, changed["attachment"]).words()
    assert {files[0]["title"], files[0]["url"]}.isdisjoint({files[1]["title"], files[1]["url"]})
    listed = ask(later, SECTION)
    links = {one.get("href") for got in (listed, turn(later, SECTION, listed, "2"))
             for one in got.tree().cssselect(".channel-news-title a")}  # fmt: skip
    assert new in links
    assert not {old, changed["gone"]} & links


def test_registered() -> None:
    assert registry.port("sample_tan_dan") == 18462
    assert registry.build("sample_tan_dan", base_port=0, edition=2, flood=True).edition == 2
