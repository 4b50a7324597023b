"""Articles that a portal splits over several pages: which pagers are theirs, and how the pages become one article."""

from time import process_time

import pytest

import crawler
from crawler.extract.parts import further
from crawler.models import Part
from crawler.page.parse import Page
from crawler.paging import number_of

HOST = "https://baoxa.example.vn"
URL = f"{HOST}/tin-tuc/ra-quan-nao-vet-kenh-ba-tu-2041.html"
SLUG = f"{HOST}/2024/03/ra-quan-nao-vet-kenh-ba-tu/"
TITLE = "Ra quân nạo vét kênh Bà Tư trước mùa mưa"
LEAD = (
    "Sáng 12/3, hơn 80 đoàn viên và người dân hai ấp cùng dọn cỏ, vớt bèo trên đoạn kênh dài gần 2 km chảy qua chợ xã."
)
TEXT = "Đoạn kênh này nhiều năm bị bồi lắng, mỗi khi mưa lớn nước tràn lên đường, học sinh phải lội nước đến trường."
OTHERS = "".join(
    f"<li><a href='/tin-tuc/tin-{n}-{n}.html'>Xã Tân Lập trao nhà tình thương số {n}</a></li>" for n in "1234"
)


def document(inner: str, head: str = "") -> bytes:
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body>{inner}</body></html>"
    return html.encode()


def article(pager: str, head: str = "", behind: str = "") -> bytes:
    body = f"<h1>{TITLE}</h1><div class=body><p>{LEAD}</p><p>{TEXT}</p>{pager}</div>"
    return document(f"<div class=main><div class=post>{body}</div>{behind}</div>", head)


def links(*hrefs: str, form: str = "<a href='{}'>{}</a>") -> str:
    return " ".join(form.format(href, place) for place, href in enumerate(hrefs, 2))


THEIRS = {
    "wordpress": (
        SLUG,
        f"<div class='page-links'>Pages: <span class='post-page-numbers current'>1</span> "
        f"<a href='{SLUG}2/' class='post-page-numbers'>2</a> <a href='{SLUG}3/' class='post-page-numbers'>3</a></div>",
        [f"{SLUG}2/", f"{SLUG}3/"],
    ),
    "wordpress, translated, with words in the links": (
        SLUG,
        f"<p class=post-nav-links>Trang: <a href='{SLUG}2/'>Trang 2</a> <a href='{SLUG}3/'>Trang 3</a></p>",
        [f"{SLUG}2/", f"{SLUG}3/"],
    ),
    "wordpress without permalinks": (
        f"{HOST}/?p=123",
        f"<div class=page-links>Trang: 1 {links('/?p=123&amp;page=2', '/?p=123&amp;page=3')}</div>",
        [f"{HOST}/?p=123&page=2", f"{HOST}/?p=123&page=3"],
    ),
    "joomla, only the next page": (
        f"{HOST}/index.php/tin/88-nao-vet",
        "<div class=pagenavcounter>Page 1 of 3</div><div class=pagination><ul><li>Prev</li>"
        "<li><a href='/index.php/tin/88-nao-vet?start=1'>Next &raquo;</a></li></ul></div>",
        [f"{HOST}/index.php/tin/88-nao-vet?start=1"],
    ),
    "joomla 1.5": (
        f"{HOST}/index.php?option=com_content&view=article&id=88",
        "<div class=article_pagination>"
        + links(
            *(f"/index.php?option=com_content&amp;view=article&amp;id=88&amp;limitstart={n}" for n in (1, 2)),
        )
        + "</div>",
        [f"{HOST}/index.php?option=com_content&view=article&id=88&limitstart={n}" for n in (1, 2)],
    ),
    "query, page": (
        URL,
        f"<div>Trang: <b>1</b> {links('?page=2', '?page=3')}</div>",
        [f"{URL}?page=2", f"{URL}?page=3"],
    ),
    "query, trang": (URL, f"<p>Trang 1 | {links('?trang=2', form='<a href={}>[{}]</a>')}</p>", [f"{URL}?trang=2"]),
    "query, p": (URL, f"<ul class=paging><li>1</li><li>{links(URL + '?p=2')}</li></ul>", [f"{URL}?p=2"]),
    "-p2": (
        URL,
        f"<div class=phan-trang>1 {links('/tin-tuc/ra-quan-nao-vet-kenh-ba-tu-2041-p2.html')}</div>",
        [URL.replace(".html", "-p2.html")],
    ),
    "-trang-2": (
        URL,
        f"<div>Trang {links(*(URL.replace('.html', f'-trang-{n}.html') for n in (2, 3)))}</div>",
        [URL.replace(".html", f"-trang-{n}.html") for n in (2, 3)],
    ),
    "_2": (URL, f"<div>1 {links(URL.replace('.html', '_2.html'))} Trang sau</div>", [URL.replace(".html", "_2.html")]),
    "/trang-2": (SLUG, f"<div>1 {links(SLUG + 'trang-2')} Trang cuối</div>", [f"{SLUG}trang-2"]),
    "dotnetnuke": (
        f"{HOST}/Tin-tuc/ArticleId/812/nao-vet-kenh-ba-tu",
        f"<div class=ArticlePager>Page: 1 {links('/Tin-tuc/ArticleId/812/page/2/nao-vet-kenh-ba-tu')}</div>",
        [f"{HOST}/Tin-tuc/ArticleId/812/page/2/nao-vet-kenh-ba-tu"],
    ),
    "only the next page, by its words": (URL, "<div><a href='?page=2'>Xem trang tiếp »</a></div>", [f"{URL}?page=2"]),
    "numbers left out": (
        URL,
        "<div class=pagination>1 <a href='?page=2'>2</a> ... <a href='?page=9'>9</a> <a href='?page=2'>Tiếp</a></div>",
        [f"{URL}?page=2", f"{URL}?page=9"],
    ),
    "a pager behind the text's element, above other news": (
        URL,
        f"</div><div class=share>Chia sẻ</div><div class=pages>Trang 1 {links('?page=2')}</div>"
        f"<h3>Tin khác</h3><ul>{OTHERS}</ul>",
        [f"{URL}?page=2"],
    ),
    "the first page is linked too, and the last": (
        URL,
        f"<div class=paging><a href='{URL}'>1</a> <a href='?page=2'>2</a> <a href='?page=4'>Cuối</a></div>",
        [f"{URL}?page=2"],
    ),
    "the first page has its number": (f"{URL}?page=1", f"<div>1 {links('?page=2')}</div>", [f"{URL}?page=2"]),
}


@pytest.mark.parametrize("name", THEIRS)
def test_the_further_pages_of_an_article(name: str) -> None:
    url, pager, wanted = THEIRS[name]
    page = article(pager)
    assert further(Page(page, url=url)) == wanted
    found = crawler.clean(page, url=url)
    assert found.further == found.missing == wanted
    assert found.body[-1] == TEXT, "the pager is no text"
    assert "paging" in {one.category for one in found.furniture}
    assert f"paged: 1 of {1 + len(wanted)} pages read, without {' '.join(wanted)}" in found.notes
    assert not {"further", "missing"} & found.to_dict().keys()


PAGER = f"<div class=pagination>1 {links('?page=2', '?page=3')}</div>"
NONE = {
    "no pager": ("", "", ""),
    "comment pages of wordpress": (links(f"{URL}/comment-page-2/", f"{URL}/comment-page-3/#comments"), "", ""),
    "comment pages by parameter": (links("?cpage=2", "?cpage=3"), "", ""),
    "in a comment box": (f"<div class=comments><p>{LEAD}</p>{PAGER}</div>", "", ""),
    "below a heading of comments": ("", "", f"<div><div>Bình luận</div><p>{LEAD}</p>{PAGER}</div>"),
    "below a field for comments": ("", "", f"<form><textarea></textarea></form><p>{TEXT}</p>{PAGER}"),
    "of other news": ("", "", f"<div><h3>Tin liên quan</h3><ul>{OTHERS}</ul>{PAGER}</div>"),
    "of other news without a heading": ("", "", f"<ul>{OTHERS}</ul>{PAGER}"),
    "of other news with summaries": (
        "",
        "",
        "".join(
            f"<div><h3><a href='/b-{n}.html'>Xã Tân Lập trao nhà tình thương số {n}</a></h3><p>{TEXT}</p></div>"
            for n in "12"
        )
        + PAGER,
    ),
    "of a side column": ("", "", f"<aside>{PAGER}</aside>"),
    "of a gallery": (f"<div class='gallery'><img src=a.jpg>{PAGER}</div>", "", ""),
    "a gallery's counter": ("<div class=photo-count>1/12</div>", "", ""),
    "loaded by a script": (PAGER.replace("<a ", "<a onclick='load(2); return false' "), "", ""),
    "by javascript alone": ("<div class=pagination>1 <a href='javascript:trang(2)'>2</a></div>", "", ""),
    "the next article": (f"<a rel=next href='{HOST}/tin-tuc/le-hoi-lang-2042.html'>Bài tiếp</a>", "", ""),
    "the next article in the head": ("", f"<link rel=next href='{HOST}/tin-tuc/le-hoi-lang-2042.html'>", ""),
    "another article by its number": (links(URL.replace("2041", "2042"), URL.replace("2041", "2043")), "", ""),
    "the same slug once more": (f"<a href='{URL.replace('.html', '-2.html')}'>2</a> Trang", "", ""),
    "pages of the section": (f"<div class=pagination>{links('/tin-tuc/?page=2', '/tin-tuc/?page=3')}</div>", "", ""),
    "another site": (links("https://khac.example.com/tin-tuc/ra-quan-nao-vet-kenh-ba-tu-2041.html?page=2"), "", ""),
    "pages without the second": (f"<div class=pagination>{links('?page=7', '?page=8')}</div>", "", ""),
    "words that are no page": ("<p>Xem <a href='?page=2'>bảng giá đất năm 2</a></p>", "", ""),
    "a link amid the text": (f"<p>{TEXT} <a href='?page=2'>2</a></p>", "", ""),
    "the next article with the page's parameter": ("<p><a href='?page=2'>Bài tiếp theo</a></p>", "", ""),
    "the next article of joomla, called a page": (
        "<ul class='pager pagenav'><li class=previous><a href='/tin-tuc/le-hoi-2040.html' rel=prev>Trang trước</a></li>"
        f"<li class=next><a href='{URL}/2' rel=next>Trang sau</a></li></ul>",
        "",
        "",
    ),
    "an article below its section, called a page": (
        f"<ul class=pager><li><a href='{URL}/2'>Trang sau</a></li></ul>",
        "",
        "",
    ),
    "of a list whose entries are lines": (
        "".join(f"<p><a href='/b-{n}.html'>Xã Tân Lập trao nhà tình thương số {n}</a> {TEXT}</p>" for n in "123")
        + PAGER,
        "",
        "",
    ),
    "of a search": (
        "".join(
            f"<div><h3><a href='/b-{n}.html'>Xã Tân Lập trao nhà tình thương số {n}</a></h3><div>baoxa.example.vn</div>"
            f"<div>10-10-2025 22:41</div><p>{TEXT}</p></div>"
            for n in "123"
        )
        + PAGER,
        "",
        "",
    ),
    "beyond any article": (f"<div class=pagination>{links(*(f'?page={n}' for n in range(31, 35)))}</div>", "", ""),
    "rel=next of a list on the page": ("", f"<link rel=next href='{URL}?page=2'>", f"<ul>{OTHERS}</ul>{PAGER}"),
}


@pytest.mark.parametrize("name", NONE)
def test_no_further_pages(name: str) -> None:
    pager, head, behind = NONE[name]
    page = article(pager, head, behind)
    assert further(Page(page, url=URL)) == []
    found = crawler.clean(page, url=URL)
    assert found.further == []
    assert not [note for note in found.notes if note.startswith("paged")]


def test_the_head_may_name_the_next_page() -> None:
    page = article("", f"<link rel=next href='{SLUG}2/'>")
    assert further(Page(page, url=SLUG)) == [f"{SLUG}2/"]


def test_a_further_page_met_alone_has_none() -> None:
    page = article(f"<div>Trang <a href='?page=3'>3</a> <a href='{URL}'>1</a></div>")
    assert further(Page(page, url=f"{URL}?page=2")) == []
    assert further(Page(page, url=f"{URL}?page=2"), URL) == [f"{URL}?page=3"]


ADDRESSES = [
    (f"{URL}?page=2", 2),
    (f"{URL}?page=2#top", 2),
    (URL.replace("https://", "http://www.") + "?page=2", 2),
    (f"{URL}?page=2&sort=1", None),
    (f"{URL}?page=1", None),
    (f"{URL}?page=2024", None),
    (f"{URL}/2", 2),
    (URL.replace("2041", "2041-2"), None),
    (f"{HOST}/?page=2", None),
    ("http://[", None),
]


@pytest.mark.parametrize(("url", "number"), ADDRESSES)
def test_the_number_of_an_address(url: str, number: int | None) -> None:
    found = number_of(url, URL)
    assert (found and found[0]) == number


@pytest.mark.parametrize(
    "inner", ["<a href='?page=2'>2</a>", "<div><a href='?page={}'>2</a>", "<p>2<a href='?page=2'>"]
)
def test_endless_pagers_cost_little(inner: str) -> None:
    page = Page(article("".join(inner.format(n) for n in range(20_000))), url=URL)
    began = process_time()
    assert further(page) == []
    assert process_time() - began < 5


FIRSTS = [
    (f"{HOST}/tin/ky-hop-thu-1.html", "/tin/ky-hop-thu-1.html?page=2"),
    (f"{HOST}/tin/ky-hop-thu-p1.html", "/tin/ky-hop-thu-p2.html"),
    (f"{HOST}/tin/ky-hop/1/", "/tin/ky-hop/2/"),
    (f"{HOST}/tin/kỳ-họp.html", "/tin/k%E1%BB%B3-h%E1%BB%8Dp.html?page=2"),
    (f"{HOST}/?id=12&page=1", "/?page=2&id=12"),
]


@pytest.mark.parametrize(("first", "second"), FIRSTS)
def test_a_cheap_first_look_misses_no_form(first: str, second: str) -> None:
    assert further(Page(article(f"<div>Trang 1 {links(second)}</div>"), url=first)) == [HOST + second]


def test_the_front_page_is_no_article() -> None:
    assert number_of(f"{HOST}/?page=2", f"{HOST}/") is None


MORE = (
    "Ông Trần Văn Út, trưởng ấp Phú Lợi, cho biết bà con đã góp hơn 200 ngày công để dọn sạch hai bên bờ kênh.",
    "Đoàn xã cũng trồng 300 cây sao dọc bờ kênh, mỗi cây có một hộ dân nhận chăm sóc trong suốt mùa khô năm nay.",
)
END = "Theo kế hoạch số 12/KH-UBND ngày 02/3/2024, xã Phú Lợi sẽ tiếp tục nạo vét ba tuyến kênh còn lại trong quý II."


def pages() -> tuple[bytes, list[Part]]:
    """A three-page article: its first page and the two behind it."""

    def one(number: int, text: str) -> bytes:
        hrefs = [URL, f"{URL}?page=2", f"{URL}?page=3"]
        pager = " ".join(f"<a href='{href}'>{at}</a>" for at, href in enumerate(hrefs, 1) if at != number)
        picture = (
            f"<figure><img src='/anh-{number}.jpg'><figcaption>Ảnh số {number} của buổi ra quân</figcaption></figure>"
        )
        body = f"<div class=body>{picture}{text}<div class=pager>Trang: {pager}</div></div>"
        return document(f"<div class=main><h1>{TITLE}</h1><div class=date>Thứ ba, 12/03/2024 08:15</div>{body}</div>")

    first = one(1, f"<p>{LEAD}</p><p>{TEXT}</p>")
    second = one(2, "".join(f"<p>{text}</p>" for text in MORE))
    third = one(
        3, f"<p>{END}</p><p>{TEXT.replace('Đoạn', 'Con')}</p><p style='text-align:right'><b>Nguyễn Văn Bình</b></p>"
    )
    return first, [Part(f"{URL}?page=2", second), Part(f"{URL}?page=3", third)]


def test_the_pages_are_one_article() -> None:
    first, parts = pages()
    alone = crawler.clean(first, url=URL)
    found = crawler.clean(first, url=URL, parts=parts)
    assert found.title == alone.title == TITLE
    assert (alone.body, found.body) == ([LEAD, TEXT], [LEAD, TEXT, *MORE, END, TEXT.replace("Đoạn", "Con")])
    assert found.captions == [f"Ảnh số {number} của buổi ra quân" for number in (1, 2, 3)]
    assert [one.url for one in found.images] == [f"{HOST}/anh-{number}.jpg" for number in (1, 2, 3)]
    assert found.byline == "Nguyễn Văn Bình"
    assert found.published == alone.published == "2024-03-12T08:15+07:00"
    assert [one["text"] for one in found.documents] == ["12/KH-UBND"]
    assert "2024-03-02" in [one["value"] for one in found.dates]
    assert found.missing == []
    assert found.further == [one.url for one in parts]
    assert "paged: 3 of 3 pages read" in found.notes
    assert found.to_dict() == crawler.clean(first, url=URL, parts=parts[::-1]).to_dict(), "their numbers order them"


def test_a_page_that_was_not_given_is_named() -> None:
    first, parts = pages()
    found = crawler.clean(first, url=URL, parts=parts[1:])
    assert found.body == [LEAD, TEXT, END, TEXT.replace("Đoạn", "Con")]
    assert found.missing == [f"{URL}?page=2"]
    assert f"paged: 2 of 3 pages read, without {URL}?page=2" in found.notes


@pytest.mark.parametrize("body", ["the first page again", "nothing", "another's"])
def test_a_page_that_adds_nothing_is_not_read(body: str) -> None:
    first, parts = pages()
    given = {"the first page again": first, "nothing": b"<html><body><p>404</p></body></html>", "another's": b""}[body]
    found = crawler.clean(first, url=URL, parts=[Part(f"{URL}?page=2", given), parts[1]])
    assert found.body == [LEAD, TEXT, END, TEXT.replace("Đoạn", "Con")]
    assert found.missing == [f"{URL}?page=2"]


def test_pages_of_another_article_are_passed_over() -> None:
    first, parts = pages()
    stray = Part(f"{HOST}/tin-tuc/khac-1.html?page=2", parts[0].body)
    assert crawler.clean(first, url=URL, parts=[stray]).to_dict() == crawler.clean(first, url=URL).to_dict()
    plain = article("")
    assert crawler.clean(plain, url=URL, parts=parts).to_dict() == crawler.clean(plain, url=URL).to_dict()


def test_further_pages_tell_of_more_pages() -> None:
    def one(number: int, text: str) -> bytes:
        after = f"<div class=pagination><a href='?page={number + 1}'>Trang sau</a></div>" if number < 3 else ""
        return document(f"<h1>{TITLE}</h1><div class=body><p>{text}</p><p>{text[::-1]}</p>{after}</div>")

    first, parts = one(1, TEXT), [Part(f"{URL}?page={n}", one(n, text)) for n, text in ((2, MORE[0]), (3, MORE[1]))]
    assert crawler.clean(first, url=URL).further == [f"{URL}?page=2"]
    found = crawler.clean(first, url=URL, parts=parts[:1])
    assert (found.further, found.missing) == ([f"{URL}?page=2", f"{URL}?page=3"], [f"{URL}?page=3"])
    found = crawler.clean(first, url=URL, parts=parts)
    assert found.missing == []
    assert [text for text in found.body if text in MORE] == list(MORE)


def test_a_repeated_head_is_read_once() -> None:
    def one(inner: str, number: int) -> bytes:
        pager = f"<div>Trang 1 <a href='?page={number}'>{number}</a></div>"
        return document(f"<h1>{TITLE}</h1><div class=body><p>{LEAD}</p>{inner}{pager}</div>")

    first, second = one(f"<p>{TEXT}</p>", 2), one(f"<p>{MORE[0]}</p><p>{MORE[1]}</p>", 2)
    found = crawler.clean(first, url=URL, parts=[Part(f"{URL}?page=2", second)])
    assert [found.lead, *found.body].count(LEAD) == 1
    assert found.body[-2:] == list(MORE)
