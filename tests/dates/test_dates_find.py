"""Dates told in running text, and the numbers that are none."""

from __future__ import annotations

import unicodedata

import pytest

from crawler import dates
from crawler.dates.models import DateMention

Told = list[tuple[str, str | None, str, str]]


def day(text: str, value: str | None, basis: str = "text") -> tuple[str, str | None, str, str]:
    return (text, value, "day", basis if value else "none")


PUBLISHED = "2020-01-14"

# The forms that five captures of real pages hold, in sentences of our own (publication, sentence, dates).
SEEDS: list[tuple[str | None, str, Told]] = [
    (
        "2020-01-14",
        "Ngày 13.1, Hội Nông dân xã mở lớp trồng nấm rơm vụ thứ hai.",
        [day("Ngày 13.1", "2020-01-13", "published")],
    ),
    (
        "2019-08-06T19:05:01+07:00",
        "Sáng 6.8, đội bóng thiếu niên lên đường (đội lập năm 1999 - 2000).",
        [day("Sáng 6.8", "2019-08-06", "published")],
    ),
    (
        "2024-03-18T03:41+07:00",
        "Ngày 15/3/2024, phòng Nội vụ trình Kế hoạch số 84/KH-UBND để lấy ý kiến.",
        [day("Ngày 15/3/2024", "2024-03-15")],
    ),
    (
        "2024-03-18T03:41+07:00",
        "theo Quyết định số 77/QĐ-UBND ngày 12/01/2024, chợ họp thêm buổi chiều;",
        [day("ngày 12/01/2024", "2024-01-12")],
    ),
    (
        None,
        "Chiều ngày 2/10 bà con khu 3 dọn kênh, việc nằm trong chương trình 2018-2021.",
        [day("Chiều ngày 2/10", None)],
    ),
    (None, "Nghị định số 69/2024/NĐ-CP ngày 25/6/2024 có hiệu lực", [day("ngày 25/6/2024", "2024-06-25")]),
    (None, "giáo dục pháp luật quý III/2024", [("quý III/2024", "2024-07-01/2024-09-30", "quarter", "text")]),
]

CASES: list[tuple[str, Told]] = [
    # a day with its year
    ("tại Hà Nội 1/7/2024, ông nói", [day("1/7/2024", "2024-07-01")]),
    ("Ngày 22-3-2015, ", [day("Ngày 22-3-2015", "2015-03-22")]),
    ("Chiều 08.12.2015 tại Hà Nội", [day("Chiều 08.12.2015", "2015-12-08")]),
    ("ngày 5 tháng 6 năm 2019", [day("ngày 5 tháng 6 năm 2019", "2019-06-05")]),
    ("ngày 5 tháng Sáu năm 2019", [day("ngày 5 tháng Sáu năm 2019", "2019-06-05")]),
    ("ngày 5/6 năm 2019", [day("ngày 5/6 năm 2019", "2019-06-05")]),
    ("ngày 5 tháng 6/2019", [day("ngày 5 tháng 6/2019", "2019-06-05")]),
    ("hạn cuối 17 giờ ngày 30/6/2025.", [day("ngày 30/6/2025", "2025-06-30")]),
    ("17 giờ 30 ngày 30/6/2025", [day("ngày 30/6/2025", "2025-06-30")]),
    ("thứ Hai, ngày 18/3/2024", [day("thứ Hai, ngày 18/3/2024", "2024-03-18")]),
    ("thứ Ba, ngày 18/3/2024", [day("thứ Ba, ngày 18/3/2024", None)]),
    ("sinh ngày 19/5/1890 tại Nghệ An", [day("ngày 19/5/1890", "1890-05-19")]),
    ("(ngày 15/3/2024)", [day("ngày 15/3/2024", "2024-03-15")]),
    # a day without its year
    ("Ngày 8-1, Phó Thủ tướng", [day("Ngày 8-1", "2020-01-08", "published")]),
    ("Ngày 10/1 tổng kết công tác", [day("Ngày 10/1", "2020-01-10", "published")]),
    ("Ngày 10.1 trường họp", [day("Ngày 10.1", "2020-01-10", "published")]),
    ("sáng 10-1 người dân", [day("sáng 10-1", "2020-01-10", "published")]),
    ("Ngày 15/1, huyện", [day("Ngày 15/1", "2020-01-15", "published")]),
    ("Ngày 28.12, xã", [day("Ngày 28.12", "2019-12-28", "published")]),
    ("Sáng ngày 10/1 tại", [day("Sáng ngày 10/1", "2020-01-10", "published")]),
    ("Rạng sáng 10/1", [day("Rạng sáng 10/1", "2020-01-10", "published")]),
    ("Chiều tối 10/1", [day("Chiều tối 10/1", "2020-01-10", "published")]),
    ("sáng nay (14/1), tại", [day("sáng nay (14/1)", "2020-01-14", "published")]),
    ("sáng nay (14/1, tại xã)", [day("14/1", "2020-01-14", "published")]),
    ("hôm qua 13/1", [day("hôm qua 13/1", "2020-01-13", "published")]),
    ("thứ Hai (13/1)", [day("thứ Hai (13/1)", "2020-01-13", "published")]),
    ("thứ Tư (13/1)", [day("thứ Tư (13/1)", None)]),
    ("Chủ nhật, 12/1", [day("Chủ nhật, 12/1", "2020-01-12", "published")]),
    ("ngày 10 tháng 1", [day("ngày 10 tháng 1", "2020-01-10", "published")]),
    ("Ngày 20/8, huyện", [day("Ngày 20/8", None)]),
    ("Ngày 20/8 năm ngoái, huyện", [day("Ngày 20/8 năm ngoái", "2019-08-20", "published")]),
    ("dự kiến ngày 15/3 sẽ khánh thành", [day("ngày 15/3", "2020-03-15", "published")]),
    ("hoàn thành trước ngày 30/6", [day("ngày 30/6", "2020-06-30", "published")]),
    ("Ngày 15/3 khánh thành. Huyện sẽ", [day("Ngày 15/3", None)]),
    ("tính đến ngày 20/12, toàn huyện", [day("ngày 20/12", "2019-12-20", "published")]),
    ("tính đến ngày 30/5, toàn huyện", [day("ngày 30/5", None)]),
    ("Ngày 29/2, huyện", [day("Ngày 29/2", None)]),
    (
        "các ngày 7/1, 8/1 và 9/1",
        [
            day("ngày 7/1", "2020-01-07", "published"),
            day("8/1", "2020-01-08", "published"),
            day("9/1", "2020-01-09", "published"),
        ],
    ),
    # periods
    ("từ ngày 1-3/10/2018", [("từ ngày 1-3/10/2018", "2018-10-01/2018-10-03", "period", "text")]),
    ("từ ngày 7-9/1, tại", [("từ ngày 7-9/1", "2020-01-07/2020-01-09", "period", "published")]),
    ("từ ngày 7 đến 9/1", [("từ ngày 7 đến 9/1", "2020-01-07/2020-01-09", "period", "published")]),
    (
        "từ ngày 7/1 đến ngày 9/1",
        [("từ ngày 7/1 đến ngày 9/1", "2020-01-07/2020-01-09", "period", "published")],
    ),
    ("Từ ngày 28/12 - 3/1", [("Từ ngày 28/12 - 3/1", "2019-12-28/2020-01-03", "period", "published")]),
    ("từ 28 - 29/5/2016, tại", [("từ 28 - 29/5/2016", "2016-05-28/2016-05-29", "period", "text")]),
    ("từ 29/4 - 4/5/2016", [("từ 29/4 - 4/5/2016", "2016-04-29/2016-05-04", "period", "text")]),
    ("từ 29/12 - 4/1/2016", [("từ 29/12 - 4/1/2016", "2015-12-29/2016-01-04", "period", "text")]),
    ("13-15/03/2015", [("13-15/03/2015", "2015-03-13/2015-03-15", "period", "text")]),
    (
        "từ ngày 1/10/2018 đến ngày 3/10/2018",
        [("từ ngày 1/10/2018 đến ngày 3/10/2018", "2018-10-01/2018-10-03", "period", "text")],
    ),
    (
        "ngày 1-3 tháng 10 năm 2018",
        [("ngày 1-3 tháng 10 năm 2018", "2018-10-01/2018-10-03", "period", "text")],
    ),
    ("từ ngày 1-3/9", [("từ ngày 1-3/9", None, "period", "none")]),
    ("trong 2 ngày 7-8/1", [("ngày 7-8/1", "2020-01-07/2020-01-08", "period", "published")]),
    ("trong hai ngày 7 và 8/1", [("ngày 7 và 8/1", "2020-01-07/2020-01-08", "period", "published")]),
    ("ngày 7 và 9/1", []),
    ("từ 1-3/10", []),
    ("ngày 28-3/10/2018", []),
    # months and quarters
    ("Từ tháng 3/2024, ", [("tháng 3/2024", "2024-03", "month", "text")]),
    ("đầu tháng 3 năm 2024", [("tháng 3 năm 2024", "2024-03", "month", "text")]),
    ("tháng Ba năm 2024", [("tháng Ba năm 2024", "2024-03", "month", "text")]),
    ("Quý I năm 2024", [("Quý I năm 2024", "2024-01-01/2024-03-31", "quarter", "text")]),
    ("quý 4-2024", [("quý 4-2024", "2024-10-01/2024-12-31", "quarter", "text")]),
    ("quý II.2024", [("quý II.2024", "2024-04-01/2024-06-30", "quarter", "text")]),
    ("6 tháng đầu năm 2024, 9 tháng năm 2024, lương tháng 13, tháng 7-8, quý 1,2 triệu", []),
    # months and quarters without a year
    ("trong tháng 12, huyện", [("tháng 12", "2019-12", "month", "published")]),
    ("Tháng 1 này, xã", [("Tháng 1 này", "2020-01", "month", "published")]),
    ("tháng 3 vừa qua", [("tháng 3 vừa qua", None, "month", "none")]),
    ("đến tháng 5 sẽ hoàn thành", [("tháng 5", "2020-05", "month", "published")]),
    ("đến tháng 12 sẽ hoàn thành", [("tháng 12", None, "month", "none")]),
    ("tháng 5 năm nay", [("tháng 5 năm nay", "2020-05", "month", "published")]),
    ("quý IV, thu ngân sách", [("quý IV", "2019-10-01/2019-12-31", "quarter", "published")]),
    ("quý II tới", [("quý II tới", "2020-04-01/2020-06-30", "quarter", "published")]),
    ("Cách mạng Tháng Tám, mỗi tháng 5 triệu, tháng 5 lần", []),
    ("ngày tháng năm 2023; ngày 5 tháng năm 2023; ngày 31 tháng 6 năm 2023", []),
    # lunar days
    ("Ngày 10/3 âm lịch", [("Ngày 10/3 âm lịch", None, "lunar", "none")]),
    ("ngày 10/3 (âm lịch)", [("ngày 10/3 (âm lịch)", None, "lunar", "none")]),
    ("từ ngày 8-10/3 âm lịch", [("ngày 8-10/3 âm lịch", None, "lunar", "none")]),
    (
        "rằm tháng Giêng, Rằm tháng 7",
        [(t, None, "lunar", "none") for t in ("rằm tháng Giêng", "Rằm tháng 7")],
    ),
    ("tháng Giêng", [("tháng Giêng", None, "lunar", "none")]),
    ("tháng 3 âm lịch", [("tháng 3 âm lịch", None, "lunar", "none")]),
    ("mùng 3 Tết", [("mùng 3 Tết", None, "lunar", "none")]),
    ("mùng 10 tháng 3 âm lịch", [("mùng 10 tháng 3 âm lịch", None, "lunar", "none")]),
    ("ngày 23 tháng Chạp", [("ngày 23 tháng Chạp", None, "lunar", "none")]),
    ("đêm 30 Tết", [("đêm 30 Tết", None, "lunar", "none")]),
    (
        "ngày 10/1 (tức 16/12 âm lịch)",
        [day("ngày 10/1", "2020-01-10", "published"), ("16/12 âm lịch", None, "lunar", "none")],
    ),
    ("tức ngày 10/1 dương lịch", [day("ngày 10/1", "2020-01-10", "published")]),
    # names of memorial days, anniversaries, days of every year
    ("Chào mừng Quốc khánh ngày 2/9, huyện", []),
    ("kỷ niệm 45 năm ngày 30/4", []),
    ("nhân ngày 20/11, trường", []),
    ("chào mừng ngày 12/8", []),
    ("kỷ niệm 75 năm Quốc khánh (2/9/1945 - 2/9/2020)", []),
    ("Kỷ niệm 45 năm Ngày Giải phóng miền Nam 30/4/1975", []),
    ("dịp 8-3 năm nay, dịp lễ 20-10", []),
    ("nộp trước ngày 31/3 hằng năm", []),
    ("công khai thu chi hằng năm trước ngày 31/3.", []),
    ("từ ngày 5-10 hàng tháng", []),
    (
        "Chào mừng Ngày 3/2, sáng 10/1, huyện",
        [day("sáng 10/1", "2020-01-10", "published")],
    ),
    ("Lễ kỷ niệm được tổ chức ngày 10/1", [day("ngày 10/1", "2020-01-10", "published")]),
    ("Sáng 9/1, kỷ niệm 70 năm Ngày truyền thống", [day("Sáng 9/1", "2020-01-09", "published")]),
    # numbers that are no dates
    ("tăng 6.8 tỷ đồng, đạt 13.1%, 1/3 diện tích, 24/24 giờ", []),
    ("mỗi ngày 6.8 tấn rác, một ngày 2.5 triệu, ngày 8-10 giờ", []),
    ("sau 3 ngày 1/3 số hộ", []),
    ("Kế hoạch số 84/KH-UBND, 67/TB, 05-NQ/TU, 08-ĐA/TU, Nghị quyết 19/2024/NQ-HĐND", []),
    ("giai đoạn 2018-2021, (1969 - 2019), năm 2020, năm học 2019-2020", []),
    ("13 trong tổng số 20 xã; tỷ lệ 2/3; điểm 1-3/10; COVID-19", []),
    ("ánh sáng 6.8, thắp sáng 5/6 tuyến đường, điểm sáng 2/10", []),
    ("ngày 10-11/2018", []),
    ("ngày 15/3 2019", []),
    ("ngày 31/6, ngày 32/1, ngày 5/13, ngày 30/02/2020", []),
    ("SĐT 0221.3862.123, phiên bản 1.2.2020.3, /2020/01/14/", []),
    ("từ 1/3, tài khoản; (22-3)", []),
    ("1.2.2020 đồng", []),
    ("hôm nay, sáng nay, hôm qua, tuần trước, năm 2020", []),
    ("", []),
]


def told(text: str, published: str | None) -> Told:
    return [(m.text, m.value, m.precision, m.basis) for m in dates.find(text, published=published)]


@pytest.mark.parametrize(("published", "text", "expected"), SEEDS)
def test_seeds(published: str | None, text: str, expected: Told) -> None:
    assert told(text, published) == expected


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_told(text: str, expected: Told) -> None:
    assert told(text, PUBLISHED) == expected
    assert told(unicodedata.normalize("NFD", text.replace(" ", "\u00a0 ")), PUBLISHED) == expected


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_told_without_a_publication_date(text: str, expected: Told) -> None:
    """The same words are found; what publication had said has no value."""
    without = [(t, v if b == "text" else None, p, b if b == "text" else "none") for t, v, p, b in expected]
    assert told(text, None) == without
    assert told(text, "not a date") == without


def test_there_are_enough_cases() -> None:
    assert len(CASES) + len(SEEDS) >= 60


def test_a_month_of_publication_resolves_what_is_sure_for_all_of_it() -> None:
    assert told("Ngày 10/3, huyện", "2024-04") == [day("Ngày 10/3", "2024-03-10", "published")]
    # On the first of April the twenty-fifth is no known day yet, on the last it is.
    assert told("Ngày 25/4, huyện", "2024-04") == [day("Ngày 25/4", None)]


def test_to_dict_has_the_keys_of_the_article() -> None:
    mention = dates.find("ngày 12/01/2024")[0]
    assert mention.to_dict() == {
        "text": "ngày 12/01/2024",
        "value": "2024-01-12",
        "precision": "day",
        "basis": "text",
    }
    assert isinstance(mention, DateMention)


def test_long_prose_keeps_every_date() -> None:
    prose = "Năm 2019, công tác chỉ đạo được 80% số xã thực hiện; " * 200
    text = f"Ngày 13.1, huyện họp. {prose} Sáng 10/1, xã họp."
    assert [m.text for m in dates.find(text, published=PUBLISHED)] == ["Ngày 13.1", "Sáng 10/1"]
