"""The NukeViet sample over real HTTP: it must mislead a scraper exactly as the real system does."""

import contextlib
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message
from urllib.parse import quote

import lxml.html
import pytest
from lxml import etree

from crawler.samples import registry
from crawler.samples.common import NOTICE, VIETNAM
from crawler.samples.model import Part, SampleArticle, SampleFile, SampleText
from crawler.samples.nukeviet.site import NukeVietSite
from crawler.samples.server import Server

NOW = datetime(2026, 11, 22, 7, 26, tzinfo=VIETNAM)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Got:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def to(self) -> str:
        return str(self.headers["Location"])

    def tree(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.body)


def get(server: Server, path: str, method: str = "GET", **headers: str) -> Got:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(server.site.base + path, headers=named, method=method)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=5) as answer:
            return Got(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, error.headers, error.read())


def article(number: int, **more: object) -> SampleArticle:
    made = SampleArticle(
        id=number, slug=f"bai-so-{number}", section="tin-tuc", title=f"Bài số {number}: chuyện ngày 27/7",
        published=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T14:05:00",
        lead=f"Lời dẫn của bài {number}.",
        parts=(Part("p", text=f"Đoạn một của bài {number}."), Part("p", text=f"Đoạn hai của bài {number}.")),
    )  # fmt: skip
    return replace(made, **more)


def texts() -> SampleText:
    rich = article(
        40,
        published="2026-10-27T14:05:00", updated="2026-10-30T14:05:00", tags=("dâng hương",),
        lead="Ra quân cao điểm.\nĐợt này kéo dài 60 ngày.", account="quantri", byline="Ngọc Ánh",
        lead_image=Part("image", src="/uploads/news/2026_10/a.jpg", caption="Ảnh đầu", markup="left"),
        parts=(
            Part("p", text='Ông nói: "A & B" < C.'),
            Part("table", rows=(("STT", "Xã"), ("1", "Bến Nước"))),
            Part("image", src="/uploads/news/2026_10/b.jpg", caption="Ảnh hai", markup="table"),
            Part("related", text="Bài khác", to=1),
            Part("signature", text="Văn phòng huyện"),
        ),
    )  # fmt: skip
    files = (SampleFile("lich.pdf", "Lịch cắt điện"), SampleFile("phu-luc.xlsx", "Phụ lục"))
    articles = [article(number) for number in range(1, 36)]
    articles += [
        article(36, also_in=("thong-bao",)),
        article(37, section="thong-bao", attachments=files),
        rich,
    ]
    sections = {"tin-tuc": "Tin tức", "thong-bao": "Thông báo"}
    return SampleText("Cổng mẫu huyện Bến Nước", "huyện Bến Nước", sections, tuple(articles))


@contextlib.contextmanager
def served(**how: object) -> Iterator[Server]:
    site = NukeVietSite(texts(), 0, now=lambda: NOW, **how)  # type: ignore[arg-type]
    with Server(site, 0) as server:
        yield server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served() as running:
        yield running


RICH, FILED = "/vi/news/tin-tuc/bai-so-40-40.html", "/vi/news/thong-bao/bai-so-37-37.html"


MOVED = {
    "/": "/vi/", "/vi/news/page-2/": "/vi/news/", "/vi/news/khong-co/": "/vi/news/",
    "/vi/news/tin-tuc/page-1/": "/vi/news/tin-tuc/", "/vi/news/tin-tuc/page-99/": "/vi/news/tin-tuc/",
    "/vi/news/tin-tuc": "/vi/news/tin-tuc/", "/khong-co.html": "/vi/page/",
    "/vi/news/tin-tuc/ten-cu-40.html": RICH,
    "/vi/news/thong-bao/bai-so-36-36.html": "/vi/news/tin-tuc/bai-so-36-36.html",
    "/index.php?language=vi&nv=news&op=tin-tuc/bai-so-40-40": RICH,
}  # fmt: skip


@pytest.mark.parametrize(("path", "to"), MOVED.items())
def test_addresses_that_move(server: Server, path: str, to: str) -> None:
    got = get(server, path)
    assert (got.status, got.to) == (301, to)


@pytest.mark.parametrize(
    "path",
    ["/vi/", "/vi/news/", "/vi/news/tin-tuc/page-2/", RICH + "?utm_source=x", "/vi/news/author/quantri/",
     "/vi/news/tag/" + quote("dâng-hương"), "/vi/news/print" + RICH[8:], "/vi/news/savefile" + RICH[8:],
     "/vi/about/", "/vi/contact/", FILED + "?pdf=1&id=0"],
)  # fmt: skip
def test_pages_say_they_are_invented(server: Server, path: str) -> None:
    got = get(server, path)
    assert got.status == 200
    assert NOTICE in " ".join(got.tree().text_content().split())


MISSING = ["/x/", "/vi/khong-co/", "/uploads/khong-co.jpg"]
MISSING += ["/vi/news/thong-bao/bai-so-40-40.html", "/vi/news/tin-tuc/khong-co-999.html"]


@pytest.mark.parametrize("path", MISSING)
def test_true_404(server: Server, path: str) -> None:
    got = get(server, path)
    assert got.status == 404
    assert got.headers["Content-Type"].startswith("text/html")
    assert ("3;URL=/vi/news/" in got.text) == path.endswith(".html")


def test_detail_page_dates(server: Server) -> None:
    page = get(server, RICH)
    tree = page.tree()
    assert tree.xpath("string(//span[@class='h5'])") == "Thứ ba - 27/10/2026 14:05"
    assert '"article:published_time" content="2026-10-27+0714:05:00"' in page.text
    assert tree.xpath("string(//*[@itemprop='datePublished'])") == "2026-10-30T14:05:00+07:00"
    assert "22/11/2026, 07:26" in get(server, "/vi/").text
    assert "&#x3A; chuyện ngày 27&#x002F;7</h1>" in page.text
    assert "ETag" not in page.headers
    assert page.headers["Last-Modified"] == "Sat, 21 Nov 2026 00:26:00 GMT"
    assert any(one.startswith("nv4_sess=") for one in page.headers.get_all("Set-Cookie", []))


def test_detail_page_markup(server: Server) -> None:
    page = get(server, RICH)
    tree = page.tree()
    assert "Ra quân cao điểm.<br />Đợt này kéo dài 60 ngày.</div>" in page.text
    assert tree.xpath("//figcaption/text()") == ["Ảnh đầu", "Ảnh đầu"]
    assert '<a href="/vi/news/author/quantri/">quantri</a>, Ngọc Ánh' in page.text
    body = tree.get_element_by_id("news-bodyhtml")
    assert 'Ông nói: "A & B" < C.' in body.text_content()
    assert body.xpath(".//table[@class='image']//td")[1].text_content() == "Ảnh hai"
    assert body.xpath(".//a/@href") == ["/vi/news/tin-tuc/bai-so-1-1.html"]
    assert '/vi/news/tag/dâng-hương"' in page.text


def test_a_telephone_gets_another_theme(server: Server) -> None:
    tree = get(server, RICH, User_Agent=PHONE).tree()
    assert [one.get("class") for one in tree.xpath("//h1")] == ["hidden", None]
    assert tree.xpath("string(//em[@class='time'])") == "Thứ ba - 27/10/2026 14:05"
    assert not tree.xpath("//*[@id='news-bodyhtml']")
    assert tree.xpath("//div[@id='hometext']/div[@class='h2']")


def test_egov_theme() -> None:
    with served(theme="egov") as server:
        tree = get(server, RICH).tree()
        printed = [one.text_content() for one in tree.xpath("//span[@class='h5']")]
        assert printed[0] == "Thứ ba - 27/10/2026 14:05"
        assert all(one.isdigit() for one in printed[1:])
        assert "Tác giả bài viết: " in tree.text_content()
        assert "lượt tải:" in tree.text_content()
        assert tree.find("body").text_content().strip().endswith("60 giây")


def test_lists(server: Server) -> None:
    first, last = get(server, "/vi/news/tin-tuc/").tree(), get(server, "/vi/news/tin-tuc/page-4/").tree()
    assert len(first.xpath("//div[@class='news_column']//*[self::h2 or self::h3]/a")) == 10
    assert len(first.xpath("//h4[.='Các tin khác']/following-sibling::ul[1]/li")) == 10
    assert first.xpath("//link[@rel='next']/@href") == [server.site.base + "/vi/news/tin-tuc/page-2/"]
    assert not last.xpath("//link[@rel='next']")
    second = get(server, "/vi/news/thong-bao/").tree()
    assert "/vi/news/thong-bao/bai-so-36-36.html" in second.xpath("//a/@href")


def test_feeds_and_sitemaps(server: Server) -> None:
    feed = etree.fromstring(get(server, "/vi/news/rss/tin-tuc/").body)
    assert len(feed.findall(".//item")) == 30
    assert feed.findtext(".//item/pubDate") == "Tue, 27 Oct 2026 07:10:00 GMT"
    assert feed.findtext(".//item/title") == "Bài số 40: chuyện ngày 27/7"
    index = etree.fromstring(get(server, "/sitemap.xml").body)
    assert index.xpath("//text()")[1] == server.site.base + "/sitemap-vi.news.xml"
    places = etree.fromstring(get(server, "/sitemap-vi.news.xml").body)
    assert places.xpath("//text()")[:2] == [server.site.base + RICH, "2026-10-27T14:05:00+07:00"]
    assert get(server, "/vi/news/rss/", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_files(server: Server) -> None:
    assert [one["title"] for one in find(server, FILED)["attachments"]] == ["lich.pdf", "phu-luc.xlsx"]
    got = get(server, FILED + "?download=1&id=0")
    assert got.body.startswith(b"%PDF")
    assert got.headers["Content-Disposition"] == 'attachment; filename="lich.pdf"'
    assert get(server, FILED + "?download=1&id=9").status == 404
    picture = get(server, "/uploads/news/2026_10/a.jpg")
    assert picture.body[:2] + picture.body[-2:] == b"\xff\xd8\xff\xd9"
    again = get(server, "/uploads/news/2026_10/a.jpg", If_None_Match=picture.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    robots = get(server, "/robots.txt")
    assert "Crawl-delay: 0.05\n" in robots.text
    assert get(server, "/robots.txt", If_None_Match=robots.headers["ETag"]).status == 304
    assert get(server, "/robots.txt", If_Modified_Since=robots.headers["Last-Modified"]).status == 200


def find(server: Server, path: str) -> dict[str, object]:
    return next(dict(one) for one in server.site.truth() if one["canonical_url"] == server.site.base + path)


def test_truth(server: Server) -> None:
    true = find(server, RICH)
    assert true["lead"] == "Ra quân cao điểm. Đợt này kéo dài 60 ngày."
    assert true["body"] == ['Ông nói: "A & B" < C.', "STT | Xã", "1 | Bến Nước", "Văn phòng huyện"]
    assert (true["published"], true["updated"]) == ("2026-10-27T14:05+07:00", "2026-10-30T14:05+07:00")
    assert (true["byline"], true["section"]) == ("Ngọc Ánh", "Tin tức")
    assert true["captions"] == ["Ảnh đầu", "Ảnh hai"]


def test_only_the_surroundings_change(server: Server) -> None:
    one, two = get(server, RICH), get(server, RICH)
    assert one.body != two.body
    for where in ("//h1", "//*[@id='news-bodyhtml']", "//*[@itemprop='description']"):
        assert etree.tostring(one.tree().xpath(where)[0]) == etree.tostring(two.tree().xpath(where)[0])


def test_flood() -> None:
    seconds = [1000.0]
    with served(flood=True, tick=lambda: seconds[0]) as server:
        assert {get(server, "/vi/contact/").status for _ in range(40)} == {200}
        seconds[0] += 20
        blocked = get(server, "/robots.txt")
        assert (blocked.status, blocked.headers["Retry-After"]) == (429, "40")
        assert get(server, "/uploads/news/2026_10/a.jpg").status == 200
        seconds[0] += 40
        assert get(server, "/robots.txt").status == 200


def test_second_edition() -> None:
    with served() as first, served(edition=2) as later:
        before = {one["canonical_url"].removeprefix(first.site.base): one for one in first.site.truth()}
        after = {one["canonical_url"].removeprefix(later.site.base): one for one in later.site.truth()}
        assert isinstance(later.site, NukeVietSite)
        changed = {kind: url.replace(later.site.base, "") for kind, url in later.site.changes().items()}
        old, new = changed["moved"].split()
        assert set(before) - set(after) == {changed["gone"], old}
        assert set(after) - set(before) == {new}
        assert get(later, changed["gone"]).status == 404
        assert get(later, old).to == new
        assert get(later, new).status == 200
        differ = {
            path for path in set(before) & set(after)
            if {**before[path], "canonical_url": "", "attachments": []}
            != {**after[path], "canonical_url": "", "attachments": []}
        }  # fmt: skip
        assert differ == {changed["text"], changed["date"]}
        assert before[changed["text"]]["body"] != after[changed["text"]]["body"]
        assert before[changed["date"]]["published"] != after[changed["date"]]["published"]
        file = changed["attachment"] + "?download=1&id=0"
        assert get(first, file).body != get(later, file).body


def test_shipped_pages_hold_the_shipped_texts() -> None:
    site = registry.build("sample_nukeviet", base_port=0)
    with Server(site, 0) as server:
        for true in site.truth():
            page = get(server, true["canonical_url"].removeprefix(site.base)).tree()
            body = " ".join(page.get_element_by_id("news-bodyhtml").text_content().split())
            for piece in (one.strip() for line in true["body"] for one in line.split("|")):
                assert piece in body, (true["canonical_url"], piece)
            assert " ".join(page.xpath("string(//h1)").split()) == true["title"]
            shown = " ".join(page.text_content().split())
            assert all(caption in shown for caption in true["captions"])
