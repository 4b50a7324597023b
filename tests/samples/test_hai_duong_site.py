"""The Báo Hải Dương sample over real HTTP: two skins, a mobile twin and a feed that tells the truth."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from crawler.samples import registry
from crawler.samples.common import NOTICE, VIETNAM, WEEKDAYS
from crawler.samples.hai_duong.site import HaiDuongSite
from crawler.samples.model import load
from crawler.samples.server import Server

NOW = datetime(2026, 11, 22, 7, 26, tzinfo=VIETNAM)
TEXTS = Path(registry.__file__).parent / "hai_duong" / "articles.json"
FIELD = "/kinh-te/vi-sao-nong-dan-gia-phuc-bo-ruong-98016"
OLD_CLASSES = ("title-detail", "date-detail", "sapo-detail", "fck")
NEW_CLASSES = ("c-story__title", "c-story__time", "c-story__sapo", "c-story__text")


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


def make(edition: int = 1) -> HaiDuongSite:
    return HaiDuongSite(load(TEXTS), 0, edition=edition, now=lambda: NOW)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(make(), 0) as running:
        yield running


def test_it_is_registered() -> None:
    assert registry.build("sample_hai_duong").base == "http://127.0.0.1:18463"


@pytest.mark.parametrize(
    "path",
    ["/", "/m/", FIELD, "/m" + FIELD, "/chuyen-muc/xa-hoi/11", "/chuyen-muc/xa-hoi/11?page=99", "/binh-luan",
     "/tag/OCOP"],
)  # fmt: skip
def test_pages_say_they_are_invented(server: Server, path: str) -> None:
    got = get(server, path)
    assert got.status == 200
    assert NOTICE in got.said()


@pytest.mark.parametrize(
    "path",
    ["/x", "/chuyen-muc/xa-hoi/5", "/chuyen-muc/khong/1", "/kinh-te/khong-co-99999", "/khong-co-99999.html",
     "/m/kinh-te/khong-co-99999", "/rss/khong.rss", "/files/khong.jpg"],
)  # fmt: skip
def test_true_404(server: Server, path: str) -> None:
    got = get(server, path)
    assert got.status == 404
    assert NOTICE in got.said()


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/xa-hoi/ten-khac-98016", FIELD),
        (FIELD[len("/kinh-te") :] + ".html?utm=1", FIELD + "?utm=1"),
        ("/m/xa-hoi/ten-khac-98016", "/m" + FIELD),
    ],
)
def test_the_id_alone_finds_an_article(server: Server, path: str, to: str) -> None:
    got = get(server, path)
    assert (got.status, got.to) == (301, to)


def test_old_skin(server: Server) -> None:
    page = get(server, FIELD)
    tree = page.tree()
    assert page.one("date-detail") == "THỨ BA, 06/08/2019 19:05:01"
    assert page.one("title-detail") == "Vì sao nông dân Gia Phúc bỏ ruộng?"
    (body,) = tree.find_class("fck")
    sources = body.xpath(".//img/@src")
    assert sources[0] == r"\files\library\images\site-1\20190806\web\ruong-bo-hoang-1.jpg"
    assert get(server, sources[0].replace("\\", "/")).headers["Content-Type"] == "image/jpeg"
    last = body.xpath("./p")[-1]
    assert last.text_content().startswith("\xa0" * 20)
    assert last.text_content().strip() == "Lan Chi"
    assert tree.xpath("string(//meta[@property='og:url']/@content)") == server.site.base + FIELD
    newer = [one.text for one in tree.find_class("related")[0].iter("span")]
    assert newer[0] == "(20/10/2022 15:37)"


def test_absolute_images_have_backslashes_too(server: Server) -> None:
    page = get(server, "/chinh-tri/huyen-uy-cam-phu-moi-chi-bo-dang-ky-mot-viec-kho-98001")
    (source,) = page.tree().xpath("//div[@class='fck']//img/@src")
    assert source.startswith(server.site.base + r"\files\library")
    assert page.tree().xpath("string(//div[@class='fck']//figcaption)").startswith("Đoàn kiểm tra")


def test_new_skin_lies_in_its_structured_data(server: Server) -> None:
    path = "/hang-tet-suc-mua-cham-gia-nhich-nhe-98038.html"
    page = get(server, path)
    told = json.loads(page.tree().xpath("string(//script[@type='application/ld+json'])"))
    assert page.one("c-story__time") == "13/01/2022 16:47"
    assert told["datePublished"] == "2022-01-13T16:47:22Z"
    assert told["mainEntityOfPage"] == server.site.base + path
    assert not page.tree().find_class("fck")


def test_mobile_twin_names_the_desktop_address(server: Server) -> None:
    page = get(server, "/m" + FIELD)
    assert page.tree().xpath("//link[@rel='canonical']/@href") == [server.site.base + FIELD]
    assert page.one("m-date") == "THỨ BA, 06/08/2019 19:05:01"
    assert page.tree().xpath("//div[@class='m-item']/a/@href")[0].startswith("/m/")


def test_lists(server: Server) -> None:
    where = "//ul[@class='list-news left w100pt']/li"
    sizes, found = [], []
    for page in (1, 2, 3, 4):
        tree = get(server, f"/chuyen-muc/xa-hoi/11?page={page}").tree()
        sizes.append(len(tree.xpath(where)))
        found += tree.xpath(where + "/h4/a/@href")
        assert bool(tree.xpath("//a[.='Trang sau']")) == bool(sizes[-1])
    assert sizes == [10, 10, 2, 0]
    assert len(set(found)) == 22
    days = get(server, "/chuyen-muc/kinh-te/5?page=2").tree().xpath(where + "/span[@class='date']/text()")
    assert days == ["28/12/2018", "02/08/2018", "07/06/2018"]


def test_feeds_and_sitemap(server: Server) -> None:
    for path, size in (("/rss/home.rss", 30), ("/rss/kinh-te.rss", 13)):
        got = get(server, path)
        feed = etree.fromstring(got.body)
        assert len(feed.findall(".//item")) == size
        assert get(server, path, If_None_Match=got.headers["ETag"]).status == 304
    truth = {one["canonical_url"]: one for one in server.site.truth()}
    for item in feed.iter("item"):
        sent = item.findtext("pubDate") or ""
        published = truth[item.findtext("link") or ""]["published"] or ""
        assert sent.endswith("+0700")
        assert parsedate_to_datetime(sent).isoformat()[: len(published) - 6] == published[:-6]
    places = etree.fromstring(get(server, "/sitemap.xml").body)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    dated = {one.findtext("s:loc", None, names): one.findtext("s:lastmod", None, names) for one in places}
    assert dated[server.site.base + FIELD] == "2019-08-06"
    assert set(truth) < set(dated)
    robots = get(server, "/robots.txt").body.decode()
    assert "Crawl-delay: 0.05\n" in robots
    assert f"Sitemap: {server.site.base}/sitemap.xml\n" in robots


def test_only_the_surroundings_change(server: Server) -> None:
    pages = [get(server, FIELD) for _ in range(3)]
    assert len({one.body for one in pages}) > 1
    assert len({one.one("fck") + one.one("date-detail") for one in pages}) == 1


def test_pages_hold_the_texts(server: Server) -> None:
    for true in server.site.truth():
        url, published = true["canonical_url"], datetime.fromisoformat(true["published"] or "")
        newer = published.year >= 2022
        assert url.endswith(".html") == newer
        assert true["published_precision"] == ("minute" if newer else "second")
        for path in (url, url.replace(server.site.base, server.site.base + "/m")):
            page = get(server, path)
            said = page.said()
            lines = [cell for line in true["body"] for cell in line.split(" | ")]
            more = [true["title"], true["lead"] or "", true["byline"] or "", true["section"] or ""]
            for line in (*lines, *true["captions"], *true["tags"], *more):
                assert line in said, (path, line)
            assert true["source"] is None or f"Theo {true['source']}" in said
        title, when, _, body = NEW_CLASSES if newer else OLD_CLASSES
        page = get(server, url)
        day = f"{WEEKDAYS[published.weekday()].upper()}, {published:%d/%m/%Y %H:%M:%S}"
        assert page.one(when) == (f"{published:%d/%m/%Y %H:%M}" if newer else day)
        assert page.one(title) == true["title"]
        assert all(caption in page.one(body) for caption in true["captions"])
        for file in true["attachments"]:
            assert page.tree().xpath("//a[text()=$title]/@href", title=file["title"])
            assert get(server, file["url"] or "").status == 200


def test_second_edition(server: Server) -> None:
    with Server(make(2), 0) as later:
        before = {one["canonical_url"].removeprefix(server.site.base): one for one in server.site.truth()}
        after = {one["canonical_url"].removeprefix(later.site.base): one for one in later.site.truth()}
        assert isinstance(later.site, HaiDuongSite)
        changed = {kind: url.replace(later.site.base, "") for kind, url in later.site.changes().items()}
        assert set(changed) == {"text", "date", "attachment", "gone", "moved"}
        old, new = changed["moved"].split()
        assert set(before) - set(after) == {changed["gone"], old}
        assert set(after) - set(before) == {new}
        assert get(later, changed["gone"]).status == 404
        assert (get(later, old).status, get(later, old).to) == (301, new)
        assert get(later, "/m" + old).to == "/m" + new
        dates = [one[changed["date"]]["published"] or "" for one in (before, after)]
        moved = datetime.fromisoformat(dates[1]) - datetime.fromisoformat(dates[0])
        assert moved == timedelta(days=1, hours=2)
        assert before[changed["text"]]["body"] != after[changed["text"]]["body"]
        assert after[changed["text"]]["updated"] is None
        files = [one[changed["attachment"]]["attachments"][0] for one in (before, after)]
        assert files[0]["title"] != files[1]["title"]
        assert get(server, files[0]["url"] or "").body != get(later, files[1]["url"] or "").body
