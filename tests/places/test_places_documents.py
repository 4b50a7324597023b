"""Numbers of documents: what is one, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.places import find_documents

NUMBERS = [
    ("Kế hoạch số 84/KH-UBND phát động phong trào", "84/KH-UBND"),
    ("Nghị quyết 202/2025/QH15", "202/2025/QH15"),
    ("đặc biệt là Đề án số 08-ĐA/TU gắn với", "08-ĐA/TU"),
    ("Công văn 151/CV của phòng", "151/CV"),
    ("Nghị định 69/2024/NĐ-CP", "69/2024/NĐ-CP"),
    ("Quyết định số 77/QĐ-UBND ngày 12/01/2024", "77/QĐ-UBND"),
    ("NQ 30/2026/QH16", "30/2026/QH16"),
    ("1656/NQ-UBTVQH15", "1656/NQ-UBTVQH15"),
    ("Chỉ thị số 05-CT/TW", "05-CT/TW"),
    ("Công văn số 1234/UBND-VX", "1234/UBND-VX"),
    ("Thông báo 15-TB/HU", "15-TB/HU"),
    ("Quyết định 749/QĐ-TTg", "749/QĐ-TTg"),
    ("Thông tư 22/2021/TT-BGDĐT", "22/2021/TT-BGDĐT"),
    ("Nghị quyết 57-NQ/TW", "57-NQ/TW"),
    ("Kế hoạch 84 / KH-UBND", "84/KH-UBND"),
    ("Báo cáo 23/BC-BCĐ", "23/BC-BCĐ"),
    ("Giấy mời số 45/GM-UBND", "45/GM-UBND"),
    ("Thông tư liên tịch 01/2015/TTLT-BTP-BNV", "01/2015/TTLT-BTP-BNV"),
    ("Hướng dẫn 36-HD/VPTW", "36-HD/VPTW"),
    ("số 6/2024/NQ-HĐND", "6/2024/NQ-HĐND"),
    ("Công điện 123/CĐ-TTg,", "123/CĐ-TTg"),
    ("19/2025/QĐ-TTg;", "19/2025/QĐ-TTg"),
    ("Tờ trình số 78/TTr-CP", "78/TTr-CP"),
    ("Quy chế 04-QC/TU", "04-QC/TU"),
    ("01/HDLT-MTTQ-CAT", "01/HDLT-MTTQ-CAT"),
    ("Văn bản 1234/SGDĐT-VP", "1234/SGDĐT-VP"),
    ("156/BC-UBND.", "156/BC-UBND"),
    ("(Số 45/KH-BTG)", "45/KH-BTG"),
    ("quyết định số: 123/QĐ- UBND", "123/QĐ-UBND"),
    ("Kết luận 117-KL/TW", "117-KL/TW"),
    ("Quyết định 12a/QĐ-UBND", "12a/QĐ-UBND"),
    ("NGHỊ QUYẾT SỐ 10/NQ-HĐND", "10/NQ-HĐND"),
    ("Kế hoạch 84/KH-UBND", "84/KH-UBND"),
]
NONE = [
    "ngày 12/01/2024", "tháng 3/2024", "2/3 diện tích", "tỷ lệ 3/4", "trực 24/24", "24/7", "km 12/5", "KM 12/5",
    "điện thoại 0912/345.678", "năm học 2021/2022", "số 12/A đường Lê Lợi", "nhà 5/B", "90km/h", "AH1/QL5", "7/12A",
    "5 kg/ha", "30/4 và 1/5", "tỷ số 2-1", "Covid-19", "F0/F1", "đạt 100/100 điểm", "9/10 xã", "13-CT", "A/B",
    "giai đoạn 2018-2021", "QH15", "16:9", "1/500", "50/50", "3-4 ngày",
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number_is_found(text: str, number: str) -> None:
    assert find_documents(text) == [{"text": number}]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert find_documents(text) == []


def test_each_number_once_in_order() -> None:
    text = "Theo 84/KH-UBND và 77/QĐ-UBND; 84/KH-UBND thay 08-ĐA/TU."
    assert [one["text"] for one in find_documents(text)] == ["84/KH-UBND", "77/QĐ-UBND", "08-ĐA/TU"]


def test_decomposed_letters_are_letters() -> None:
    assert find_documents("77/QĐ-UBND vu\u031b\u0300a ban hành") == [{"text": "77/QĐ-UBND"}]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for one in find_documents(text):
        assert set(one) == {"text"}


@given(st.text(alphabet="0123456789/-.KHUBNDQĐTW ", max_size=60))
def test_texts_of_signs_are_read(text: str) -> None:
    assert all(one["text"][0].isdigit() for one in find_documents(text))
