"""Publication stamps found in a line with other words around them."""

from __future__ import annotations

import unicodedata

import pytest

from crawler import dates

# (line, [(the stamp's words, value)])
LINES: list[tuple[str, list[tuple[str, str]]]] = [
    ("Thứ hai - 18/03/2024 03:41 155 0", [("Thứ hai - 18/03/2024 03:41", "2024-03-18T03:41+07:00")]),
    ("quantri gửi vào T5, 2015-04-02 14:47", [("gửi vào T5, 2015-04-02 14:47", "2015-04-02T14:47+07:00")]),
    ("Đăng ngày 14 - 01 - 2020 100%", [("Đăng ngày 14 - 01 - 2020", "2020-01-14")]),
    ("Đăng ngày 17 - 05 - 2024 Lượt xem: 400 100%", [("Đăng ngày 17 - 05 - 2024", "2024-05-17")]),
    ("THỨ BA, 06/08/2019 19:05:01", [("THỨ BA, 06/08/2019 19:05:01", "2019-08-06T19:05:01+07:00")]),
    (
        "Chợ hoa xuân mở cửa sớm(20/01/2020 8:53 SA)",
        [("20/01/2020 8:53 SA", "2020-01-20T08:53+07:00")],
    ),
    (
        "- Ra quân nạo vét kênh 23.12.2024 | 17:08 PM",
        [("23.12.2024 | 17:08 PM", "2024-12-23T17:08+07:00")],
    ),
    ("Nguyên Minh - 07/03/2026 08:47", [("07/03/2026 08:47", "2026-03-07T08:47+07:00")]),
    ("Chính trị 08/01/2026 - 18:21 Chia sẻ", [("08/01/2026 - 18:21", "2026-01-08T18:21+07:00")]),
    ("Tuổi Trẻ 23/03/2015 08:06 GMT+7 Lưu", [("23/03/2015 08:06 GMT+7", "2015-03-23T08:06+07:00")]),
    (
        "Ngày đăng: 14/01/2020 08:00 | Lượt xem: 400",
        [("Ngày đăng: 14/01/2020 08:00", "2020-01-14T08:00+07:00")],
    ),
    (
        "Ngày đăng: 14/01/2020 - Cập nhật: 15/01/2020 09:00",
        [("Ngày đăng: 14/01/2020", "2020-01-14"), ("Cập nhật: 15/01/2020 09:00", "2020-01-15T09:00+07:00")],
    ),
    ("Tin tức | 08:15 - 05/06/2023 | In", [("08:15 - 05/06/2023", "2023-06-05T08:15+07:00")]),
    (
        "Cập nhật lúc 17:30 ngày 5/6/2023 (GMT+7)",
        [("Cập nhật lúc 17:30 ngày 5/6/2023", "2023-06-05T17:30+07:00")],
    ),
    ("14:05 27/10/2026 Xem 5", [("14:05 27/10/2026", "2026-10-27T14:05+07:00")]),
    (
        "CTTĐT - Thứ Tư, 08/04/2015, 08:11 [GMT+7]",
        [("Thứ Tư, 08/04/2015, 08:11 [GMT+7]", "2015-04-08T08:11+07:00")],
    ),
    ("(Cổng TTĐT) ngày 05 tháng 6 năm 2023, tại", [("ngày 05 tháng 6 năm 2023", "2023-06-05")]),
    ("Bởi admin Th7 21, 2025 Bình luận", [("Th7 21, 2025", "2025-07-21")]),
    # The first clock may belong to either date, so neither gets it.
    ("03:41 18/03/2024 04:41 19/03/2024", [("18/03/2024", "2024-03-18"), ("19/03/2024", "2024-03-19")]),
    (
        "18/03/2024 03:41 19/03/2024 04:41",
        [("18/03/2024 03:41", "2024-03-18T03:41+07:00"), ("19/03/2024 04:41", "2024-03-19T04:41+07:00")],
    ),
    ("Quyết định số 77/QĐ-UBND ngày 12/01/2024 ban hành", [("ngày 12/01/2024", "2024-01-12")]),
    ("từ 28 - 29/5/2016, tại Lima", []),
    ("Từ ngày 24 đến ngày 25 tháng 2 năm 2016 tại", []),
    ("Thứ năm, 2/11/2023, 19:20 (GMT+7) Chia sẻ", [("Thứ năm, 2/11/2023, 19:20 (GMT+7)", "2023-11-02T19:20+07:00")]),
    ("13-15/03/2015", []),
    ("Thứ Năm, 2/10/2018 8:00", []),
    ("ngày 31/6/2023", []),
    ("Nghị định 12/01/2024/NĐ-CP", []),
    ("/uploads/2020/01/14/anh.jpg v1.2.2020.3 024.38.04.2345", []),
    ("Kế hoạch 84/KH-UBND năm 2024, 1909 người, 24/24 giờ, 13.1, tháng 3/2024, 21/7/25", []),
    ("18/03/2024 25:61 Xem", []),
    ("18/03/2024\u0300 Xem", []),
    ("", []),
]


@pytest.mark.parametrize(("line", "stamps"), LINES)
def test_stamps(line: str, stamps: list[tuple[str, str]]) -> None:
    found = dates.locate(line)
    assert [(reading.text, reading.value) for _, _, reading in found] == stamps
    assert [line[start:end] for start, end, _ in found] == [words for words, _ in stamps]


@pytest.mark.parametrize(("line", "stamps"), LINES)
def test_offsets_are_those_of_the_text_as_given(line: str, stamps: list[tuple[str, str]]) -> None:
    odd = unicodedata.normalize("NFD", line.replace(" ", "\u00a0 ").replace("n", "n\u200b"))
    found = dates.locate(odd)
    assert [(reading.text, reading.value) for _, _, reading in found] == stamps
    for start, end, reading in found:
        again = dates.read(odd[start:end])
        assert again is not None
        assert (again.text, again.value) == (reading.text, reading.value)
        assert not odd[start].isspace()
        assert not odd[end - 1].isspace()


def test_two_clocks_are_noted() -> None:
    (_, _, reading), _ = dates.locate("03:41 18/03/2024 04:41 19/03/2024")
    assert reading.notes == ("two_clocks: a clock stands on both sides of the date; only the day is kept",)
