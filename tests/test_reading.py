"""What the generic reader knows beside its floor: addresses that name headlines, calendar leaves, broken, hacked text.

The pages here are the product's own and show that each rule does what it says; how often that is right on pages by
other hands is what the floor holds.
"""

from __future__ import annotations

import pytest

import crawler
from crawler.extract.slug import agrees, slug_of

TITLE = "Ra quân nạo vét kênh Bà Từ trước mùa mưa"
TEXT = (
    "Sáng 12/3, hơn 80 đoàn viên và người dân hai ấp cùng dọn cỏ, vớt bèo trên đoạn kênh dài gần 2 km chảy qua chợ xã.",
    "Đoạn kênh này nhiều năm bị bồi lắng, mỗi khi mưa lớn nước tràn lên đường, học sinh phải lội nước đến trường.",
    "Xã dự kiến hoàn thành phần việc còn lại trong tháng, sau đó giao cho các tổ tự quản trông coi.",
)
BODY = "".join(f"<p>{text}</p>" for text in TEXT)
URL = "https://bantin.example.vn/tin-tuc/ra-quan-nao-vet-kenh-ba-tu-truoc-mua-mua-2041.html"


def page(inner: str, head: str = "") -> bytes:
    return f"<html><head><meta charset=utf-8><title>Bản tin xã</title>{head}</head><body>{inner}</body></html>".encode()


SLUGS = [
    (URL, ("ra", "quan", "nao", "vet", "kenh", "ba", "tu", "truoc", "mua", "mua")),
    ("https://a.vn/2021/03/ao-dai-len-ray-ngay-8-3.html", ("ao", "dai", "len", "ray", "ngay")),
    ("https://a.vn/tin-tuc", ()),
    ("https://a.vn/vi/news/xay-dung-nong-thon-moi/", ()),
    ("https://a.vn/?id=12", ()),
    (None, ()),
]


@pytest.mark.parametrize(("url", "words"), SLUGS)
def test_the_words_of_an_address(url: str | None, words: tuple[str, ...]) -> None:
    assert slug_of(url) == words


def test_a_line_agrees_with_the_address_it_was_made_into() -> None:
    slug = slug_of(URL)
    assert agrees(TITLE, slug)
    assert agrees(f"{TITLE} năm nay", slug)
    assert not agrees("Ra quân nạo vét kênh", slug), "a part of the headline isn't it"
    assert not agrees("Kênh Bà Từ trước mùa mưa: ra quân nạo vét", slug), "other words in the same letters"
    assert not agrees(TITLE, ())


def test_the_headline_is_the_line_that_the_address_names() -> None:
    banner = "<div>Toàn dân đoàn kết xây dựng đời sống văn hóa ở khu dân cư</div>"
    found = crawler.clean(page(f"{banner}<div>{TITLE}</div><div>{BODY}</div>"), url=URL)
    assert found.title == TITLE


LEAVES = [
    ("<div>12</div><div>Th3</div><div>2024</div>", "2024-03-12"),
    ("<div>12</div><div>Tháng 3, 2024</div>", "2024-03-12"),
    ("<div>12</div><div>03/2024</div>", "2024-03-12"),
    ("<div>12</div><div>Th3</div>", None),
    ("<div>31</div><div>02/2024</div>", None),
]


@pytest.mark.parametrize(("leaf", "day"), LEAVES)
def test_a_calendar_leaf_beside_the_headline_is_its_stamp(leaf: str, day: str | None) -> None:
    inner = f"<div><div class=leaf>{leaf}</div><div><h1>{TITLE}</h1></div></div><div class=text>{BODY}</div>"
    found = crawler.clean(page(inner), url=URL, fetched_at="2024-05-01T00:00:00Z")
    assert (found.published and found.published[:10]) == day
    assert found.body == list(TEXT)


def test_a_clock_in_an_element_of_its_own_belongs_to_its_day() -> None:
    inner = f"<h1>{TITLE}</h1><ul><li>12/03/2024</li><li>14:05</li></ul><div>{BODY}</div>"
    found = crawler.clean(page(inner), url=URL, fetched_at="2024-05-01T00:00:00Z")
    assert found.published == "2024-03-12T14:05+07:00"
    assert found.body == list(TEXT)


def test_a_scrambled_tail_is_left_out_and_said() -> None:
    run = "QmFvVGhhbmhIb2E" * 40
    found = crawler.clean(page(f"<h1>{TITLE}</h1><div>{BODY}<p>{run}</p></div>"), url=URL)
    assert found.body == list(TEXT)
    assert f"scrambled: 1 runs of {len(run)} characters without a space were left out" in found.notes
    assert [one.text for one in found.furniture if one.category == "scrambled"] == [run[:400]]


def test_a_long_address_in_a_text_is_no_scrambled_run() -> None:
    text = "Xem tại https://a.vn/" + "x" * 300 + " để biết thêm."
    found = crawler.clean(page(f"<h1>{TITLE}</h1><div>{BODY}<p>{text}</p></div>"), url=URL)
    assert found.body == [*TEXT, text]


def test_betting_words_in_a_paragraph_are_noted_and_kept() -> None:
    text = "Lực lượng chức năng soi kèo nhà cái 88 đã có mặt tại hiện trường để xử lý vụ việc."
    found = crawler.clean(page(f"<h1>{TITLE}</h1><div>{BODY}<p>{text}</p></div>"), url=URL)
    assert found.body[-1] == text
    assert [note for note in found.notes if note.startswith("spam: paragraph 4 ")]


def test_an_article_about_betting_is_no_spam() -> None:
    text = "Công an huyện triệt phá đường dây cá độ bóng đá qua mạng với số tiền giao dịch hơn 40 tỷ đồng."
    found = crawler.clean(page(f"<h1>{TITLE}</h1><div>{BODY}<p>{text}</p></div>"), url=URL)
    assert not [note for note in found.notes if note.startswith("spam")]


ENDS = [
    ("<p>Hải Yến</p>", "Hải Yến"),
    ("<p><b>T.S – H.A</b></p>", "T.S – H.A"),
    ("<p>Bài, ảnh: Minh Tâm</p>", "Minh Tâm"),
    ("<p>KS. Huỳnh Văn Tòng</p>", "KS. Huỳnh Văn Tòng"),
]


@pytest.mark.parametrize(("line", "name"), ENDS)
def test_a_byline_ends_the_article(line: str, name: str) -> None:
    widget = "<p>Đường dây nóng Phòng Cảnh sát hình sự: 0693.xxx.118</p><p>Thủ tục cấp căn cước qua mạng</p>"
    found = crawler.clean(page(f"<h1>{TITLE}</h1><div>{BODY}{line}{widget}</div>"), url=URL)
    assert (found.byline, found.body) == (name, list(TEXT))


def test_a_signature_and_its_receivers_are_text() -> None:
    lines = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Đặng Hữu Tâm", "Nơi nhận:", "- Lưu: VT."]
    signed = "".join(f"<p>{line}</p>" for line in lines)
    found = crawler.clean(page(f"<h1>{TITLE}</h1><div>{BODY}{signed}</div>"), url=URL)
    assert (found.byline, found.body) == (None, [*TEXT, *lines])


def test_a_section_with_its_list_is_no_article() -> None:
    cards = "".join(
        f"<h3><a href='/tin/bai-so-{n}-{n}.html'>Bài viết số {n} về đời sống ở xã vùng cao</a></h3><p>{TEXT[n % 3]}</p>"
        for n in range(6)
    )
    section = f"<h1>Xây dựng nông thôn mới</h1><p>{TEXT[0]}</p>{cards}"
    found = crawler.clean(page(section), url="https://bantin.example.vn/chuyen-muc/xay-dung-nong-thon-moi")
    assert found.kind == "listing"
