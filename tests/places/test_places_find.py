"""Units named in running text: labelled sentences, the rules one by one, and texts of any kind."""

import re
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled import CASES, Case
from labelled_more import CASES as MORE

from crawler.places import PlaceMention, find, load

BOOK = load()


def certain(mentions: Iterable[PlaceMention]) -> list[str]:
    return [one.unit_id for one in mentions if one.unit_id]


def open_names(mentions: Iterable[PlaceMention]) -> set[str]:
    return {one.name for one in mentions if one.unit_id is None}


def measured(cases: Iterable[Case]) -> tuple[float, float, int]:
    """Share of certain mentions that are right, share of labels that were found, number of labels."""
    right = wrong = found = labels = 0
    for case in cases:
        mentions = find(case.text, province=case.province, on=case.on)
        units, names = set(certain(mentions)), {f"?{one}" for one in open_names(mentions)}
        told = set(case.names)
        right, wrong = right + len(units & told), wrong + len(units - told)
        found, labels = found + len((units | names) & told), labels + len(told)
    return right / (right + wrong), found / labels, labels


def test_labelled_sentences() -> None:
    precision, recall, labels = measured(CASES)
    assert labels >= 150
    assert precision >= 0.98
    assert recall >= 0.9


def test_the_second_set_of_labelled_sentences() -> None:
    precision, recall, labels = measured(MORE)
    assert labels >= 100
    assert precision >= 0.98
    assert recall >= 0.9


@pytest.mark.parametrize("case", [one for one in [*CASES, *MORE] if not one.names], ids=lambda case: case.text[:40])
def test_nothing_is_named(case: Case) -> None:
    assert certain(find(case.text, province=case.province, on=case.on)) == []


def test_labels_are_units() -> None:
    assert {one for case in [*CASES, *MORE] for one in case.names if one[0] != "?"} <= set(BOOK.units)


def test_ambiguous_mention_lists_its_candidates() -> None:
    [mention] = find("Hội nghị tại huyện Châu Thành.", on="2019-01-01")
    assert mention.unit_id is None
    assert mention.to_dict()["candidates"] == [one.id for one in BOOK.by_name("huyện Châu Thành")]
    assert (mention.text, mention.name) == ("huyện Châu Thành", "Châu Thành")


def test_certain_mention_is_its_own_candidate() -> None:
    [mention] = find("Hội nghị tại huyện Hớn Quản.")
    assert mention.to_dict() == {
        "text": "huyện Hớn Quản",
        "unit_id": "d-694",
        "name": "Hớn Quản",
        "candidates": ["d-694"],
    }


def test_each_place_once_in_order_of_first_mention() -> None:
    text = "Hưng Yên họp với huyện Yên Mỹ. Tỉnh Hưng Yên và Yên Mỹ thống nhất với tỉnh Hải Dương."
    assert certain(find(text, province="p63-33", on="2019-01-01")) == ["p63-33", "d-327", "p63-30"]


@pytest.mark.parametrize("province", ["p63-34", "Thái Bình", "tỉnh Thái Bình", "thai binh", "d-340"])
def test_portal_by_id_or_name(province: str) -> None:
    assert certain(find("Xã Đông Xá họp.", province=province, on="2019-01-01")) == ["c-old-12724"]


def test_portal_by_a_name_that_outlived_the_reform() -> None:
    text = "Xã Yên Mỹ và huyện Yên Mỹ (cũ) của tỉnh Hưng Yên."
    found = find(text, province="Hưng Yên", on="2025-08-01")
    assert certain(found) == ["c-new-12073", "d-327", "p34-33"]


def test_unknown_province_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="Atlantis"):
        find("Xã Đông Xá họp.", province="Atlantis")


@pytest.mark.parametrize(
    ("on", "unit_id"),
    [
        ("2025-06-30", "p63-33"),
        ("2025-07-01", "p34-33"),
        ("2025-07-01T08:00+07:00", "p34-33"),
        ("2025-06", "p63-33"),
        ("2025-07", "p34-33"),
        ("2024", "p63-33"),
        ("2026", "p34-33"),
    ],
)
def test_day_decides_between_vintages(on: str, unit_id: str) -> None:
    assert certain(find("Tỉnh Hưng Yên họp.", on=on)) == [unit_id]


def test_no_text_names_a_unit_years_before_it_existed() -> None:
    assert certain(find("Xã Hoàn Long và phường Long An, phường Thái Bình.", province="p63-33", on="2015-01-01")) == [
        "c-old-12070"
    ]


def test_name_is_that_of_the_day() -> None:
    assert [one.name for one in find("Tỉnh Thừa Thiên Huế", on="2019-01-01")] == ["Thừa Thiên Huế"]
    assert [one.name for one in find("Thành phố Huế", on="2025-03-01")] == ["Huế"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Huyện ủy Đông Hưng", ["Đông Hưng"]),
        ("các xã Đông Xá, Đông Sơn", ["xã Đông Xá", "Đông Sơn"]),
        ("Thị\u00a0trấn Đông\u00a0Hưng", ["Thị trấn Đông Hưng"]),
        ("(huyện Đông Hưng)", ["huyện Đông Hưng"]),
        ("H. Đông Hưng", ["H. Đông Hưng"]),
        ("UBND HUYỆN ĐÔNG HƯNG", ["HUYỆN ĐÔNG HƯNG"]),
    ],
)
def test_words_as_they_stood(text: str, named: list[str]) -> None:
    assert [one.text for one in find(text, province="p63-34", on="2019-01-01")] == named


def test_decomposed_text_and_newer_tones_are_read() -> None:
    text = unicodedata.normalize("NFD", "Huyện Thái Thuỵ, tỉnh Thái Bình")
    assert certain(find(text, on="2019-01-01")) == ["d-341", "p63-34"]


def test_type_word_and_name_on_two_lines_are_no_mention() -> None:
    assert find("báo cáo UBND huyện\n\nĐông Hưng Thịnh vượng") == []


def test_longest_name_wins() -> None:
    assert certain(find("Phường Đông Hưng Thuận", province="p63-79", on="2019-01-01")) == ["c-old-26788"]
    assert find("Tập đoàn Đông Hưng Thịnh Phát", province="p63-34", on="2019-01-01") == []
    assert certain(find("Quỳnh Phụ và xã Quỳnh Phú", province="p63-34", on="2019-01-01")) == ["d-338"]


def test_bare_name_after_the_reform_is_left_open_where_a_commune_kept_it() -> None:
    [mention] = find("Yên Mỹ thi đua.", province="p34-33", on="2026-01-01")
    assert mention.unit_id is None
    assert mention.candidates == ("c-new-12073", "d-327")


@pytest.mark.parametrize(
    "text",
    [
        "Xã Tân Lạc (huyện Đông Vệ) được mùa.",
        "Xã Thanh Sơn, huyện Ninh Thượng Hạ được mùa.",
        "Phường An Thịnh thông xe cầu.",
        "Các xã Tân Lạc, Kỳ Vỹ, Đại Từ của huyện Đông Vệ tiếp xúc cử tri.",
    ],
)
def test_communes_of_unknown_parents_are_not_looked_for_elsewhere(text: str) -> None:
    assert certain(find(text, province="p63-30", on="2019-01-01")) == []


def test_town_of_a_name_that_its_province_took_later() -> None:
    for on, unit_id in [("2019-01-01", "d-256"), ("2025-08-01", "d-256"), ("2026-09-20", "p34-24")]:
        assert certain(find("Thành phố Bắc Ninh họp.", on=on)) == [unit_id]
    [undated] = find("Thành phố Bắc Ninh họp.")
    assert (undated.unit_id, undated.candidates) == (None, ("p34-24", "d-256"))
    assert certain(find("Đề án thành lập thành phố Đồng Nai.", on="2026-01-01")) == ["p34-75"]


def test_portal_of_a_commune_speaks_for_its_district() -> None:
    text = "Xã Tân Hưng thi đua."
    assert certain(find(text, province="c-old-25357", on="2019-01-01")) == ["c-old-25345"]
    assert certain(find(text, province="p63-70", on="2019-01-01")) == []


def test_undated_bare_name_is_open_where_a_commune_kept_it() -> None:
    assert [one.candidates for one in find("Du khách đến Sa Pa.")] == [("c-new-03006", "d-088")]
    assert certain(find("Du khách đến Sa Pa.", on="2019-01-01")) == ["d-088"]


def test_other_kind_of_commune_is_doubted() -> None:
    [mention] = find("Xã Đông Hưng họp.", province="p63-34", on="2019-01-01")
    assert (mention.unit_id, mention.candidates) == (None, ("c-old-12688",))


def test_list_goes_on_behind_a_name_that_no_list_has() -> None:
    text = "Các xã Đông Xá, Đông Vô Danh, Đông Sơn và Đông Á (huyện Đông Hưng) họp."
    found = certain(find(text, province="p63-34", on="2019-01-01"))
    assert found == ["c-old-12724", "c-old-12703", "c-old-12802", "d-340"]


@pytest.mark.parametrize(
    ("text", "unit_id"),
    [
        ("Phường Xuân Hương - Đà Lạt", "c-new-24781"),
        ("phường Văn Miếu – Quốc Tử Giám", "c-new-00226"),
        ("xã Chân Mây - Lăng Cô", "c-new-20137"),
        ("Bà Rịa - Vũng Tàu", "p63-77"),
    ],
)
def test_names_with_a_dash(text: str, unit_id: str) -> None:
    on = "2019-01-01" if unit_id.startswith("p63") else "2026-01-01"
    assert certain(find(f"Tại {text} có mưa.", on=on)) == [unit_id]


def test_empty_text() -> None:
    assert find("") == find(" \n") == []


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(find(text), list)


WORDS = re.split(
    " ",
    "các xã huyện tỉnh thành phố TP. Q. P. thị trấn Thị xã và , ( ) - – : . \n Huyện ủy Đông Hưng Yên Mỹ Châu Thành "
    "Hòa Bình Bà Rịa - Vũng Tàu Nguyễn 1 12 Quận phường UBND HUYỆN HƯNG YÊN Trung Quốc đường Phan Rang Cư M'gar Huế",
)


@given(
    st.lists(st.sampled_from(WORDS), max_size=30),
    st.sampled_from([None, "p63-33", "p34-33", "d-340", "c-new-12688", "Hưng Yên"]),
    st.sampled_from([None, "2019-01-01", "2025-05-01", "2026-10-01", "2024", "gần đây"]),
)
def test_texts_of_names_are_read(words: list[str], province: str | None, on: str | None) -> None:
    text = " ".join(words)
    seen = set()
    for one in find(text, province=province, on=on):
        assert one.candidates
        assert set(one.candidates) <= set(BOOK.units)
        assert one.unit_id is None or len(one.candidates) == 1
        assert one.unit_id in (None, one.candidates[0])
        assert one.text in " ".join(text.split())
        assert frozenset(one.candidates) not in seen
        seen.add(frozenset(one.candidates))
