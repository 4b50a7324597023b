"""The gazetteer's content against known facts, its look-ups, and what an import costs."""

import subprocess
import sys
import unicodedata
from collections import Counter

import pytest
from support import REPO, environment

from crawler.places import load
from crawler.places.keys import key, loose

BOOK = load()


def ids(level: str, vintage: str) -> list[str]:
    return [one.id for one in BOOK.units.values() if (one.level, one.vintage) == (level, vintage)]


def heirs(unit_id: str) -> set[str]:
    return {one.full_name for one, _ in BOOK.successors(unit_id)}


@pytest.mark.parametrize(
    ("level", "vintage", "count"),
    [
        ("province", "old", 63),
        ("province", "new", 34),
        ("district", "old", 696),
        ("district", "new", 0),
        ("commune", "old", 10_035),
        ("commune", "new", 3_321),
    ],
)
def test_counts(level: str, vintage: str, count: int) -> None:
    assert len(ids(level, vintage)) == count


def test_kinds_of_today() -> None:
    """687 wards, 2,621 communes and 13 special zones in 2025; 22 communes became wards in 2026."""
    kinds = Counter(BOOK.units[one].type for one in ids("commune", "new"))
    assert kinds == {"phường": 687 + 22, "xã": 2_621 - 22, "đặc khu": 13}
    assert Counter(BOOK.units[one].type for one in ids("province", "new")) == {"tỉnh": 25, "thành phố": 9}


def test_every_id_tells_level_vintage_and_code() -> None:
    prefixes = {("province", "old"): "p63-", ("province", "new"): "p34-", ("district", "old"): "d-"}
    prefixes |= {("commune", "old"): "c-old-", ("commune", "new"): "c-new-"}
    digits = {"province": 2, "district": 3, "commune": 5}
    for unit_id, one in BOOK.units.items():
        assert unit_id == one.id == prefixes[one.level, one.vintage] + one.code
        assert len(one.code) == digits[one.level]
        assert one.code.isdigit()


def test_names_are_clean() -> None:
    for one in BOOK.units.values():
        assert one.name == " ".join(one.name.split()) == unicodedata.normalize("NFC", one.name)
        assert "(" not in one.name
        assert all(not word[0].islower() for word in one.name.split() if word != "trường"), one.name


def test_every_unit_has_its_parent() -> None:
    above = {"district": ("province", "old"), "commune": ("district", "old")}
    for one in BOOK.units.values():
        if one.level == "province":
            assert one.parent_id is None
            continue
        parent = BOOK.units[one.parent_id or ""]
        expected = ("province", "new") if one.id.startswith("c-new") else above[one.level]
        assert (parent.level, parent.vintage) == expected
        assert BOOK.province_of(one).level == "province"


def test_validity() -> None:
    for one in BOOK.units.values():
        expected = (None, "2025-06-30") if one.vintage == "old" else ("2025-07-01", None)
        assert (one.valid_from, one.valid_to) == expected
    assert BOOK.units["d-327"].valid_on("2025-06-30")
    assert not BOOK.units["d-327"].valid_on("2025-07-01")
    assert BOOK.units["p34-33"].valid_on("2025-07-01")


def test_every_old_unit_has_successors_or_a_reason() -> None:
    for one in BOOK.units.values():
        successors = BOOK.successors(one.id)
        if one.vintage == "new":
            assert successors == []
            continue
        assert successors or BOOK.reasons[one.id]
        assert {heir.vintage for heir, _ in successors} == {"new"}
        assert len({heir.id for heir, _ in successors}) == len(successors)
        shares = [share for _, share in successors]
        assert shares == [1.0] if len(shares) == 1 else set(shares) == {None}


def test_every_new_unit_has_predecessors() -> None:
    assert all(BOOK.predecessors(one) for one in [*ids("province", "new"), *ids("commune", "new")])


def test_successors_stay_in_the_province() -> None:
    """No district or commune was divided between provinces of today."""
    for one in BOOK.units.values():
        tops = {BOOK.province_of(heir) for heir, _ in BOOK.successors(one.id)}
        assert tops <= {BOOK.current_province(one.id)}


@pytest.mark.parametrize(
    ("unit_id", "name", "count", "now"),
    [
        ("d-694", "huyện Hớn Quản", 5, "Đồng Nai"),
        ("d-293", "huyện Kim Thành", 6, "Hải Phòng"),
        ("d-340", "huyện Đông Hưng", 10, "Hưng Yên"),
        ("d-327", "huyện Yên Mỹ", 4, "Hưng Yên"),
    ],
)
def test_districts_of_the_seeds(unit_id: str, name: str, count: int, now: str) -> None:
    one = BOOK.unit(unit_id)
    assert one is not None
    assert one.full_name == name
    assert len(heirs(unit_id)) == count
    province = BOOK.current_province(unit_id)
    assert province is not None
    assert (province.name, province.vintage) == (now, "new")


def test_communes_that_two_districts_of_the_seeds_became() -> None:
    assert heirs("d-694") == {"phường Bình Long", "xã Minh Đức", "xã Tân Hưng", "phường Tân Khai", "xã Tân Quan"}
    assert heirs("d-327") == {"xã Yên Mỹ", "xã Việt Yên", "xã Hoàn Long", "xã Nguyễn Văn Linh"}


MERGERS = """Tuyên Quang<Hà Giang, Tuyên Quang; Lào Cai<Yên Bái, Lào Cai; Thái Nguyên<Bắc Kạn, Thái Nguyên;
Phú Thọ<Hòa Bình, Vĩnh Phúc, Phú Thọ; Bắc Ninh<Bắc Giang, Bắc Ninh; Hưng Yên<Thái Bình, Hưng Yên;
Hải Phòng<Hải Dương, Hải Phòng; Ninh Bình<Hà Nam, Nam Định, Ninh Bình; Quảng Trị<Quảng Bình, Quảng Trị;
Đà Nẵng<Quảng Nam, Đà Nẵng; Quảng Ngãi<Kon Tum, Quảng Ngãi; Gia Lai<Bình Định, Gia Lai;
Khánh Hòa<Ninh Thuận, Khánh Hòa; Lâm Đồng<Đắk Nông, Bình Thuận, Lâm Đồng; Đắk Lắk<Phú Yên, Đắk Lắk;
Hồ Chí Minh<Bình Dương, Bà Rịa - Vũng Tàu, Hồ Chí Minh; Đồng Nai<Bình Phước, Đồng Nai; Tây Ninh<Long An, Tây Ninh;
Cần Thơ<Sóc Trăng, Hậu Giang, Cần Thơ; Vĩnh Long<Bến Tre, Trà Vinh, Vĩnh Long; Đồng Tháp<Tiền Giang, Đồng Tháp;
Cà Mau<Bạc Liêu, Cà Mau; An Giang<Kiên Giang, An Giang; Hà Nội<Hà Nội; Huế<Huế; Cao Bằng<Cao Bằng;
Điện Biên<Điện Biên; Lai Châu<Lai Châu; Sơn La<Sơn La; Lạng Sơn<Lạng Sơn; Quảng Ninh<Quảng Ninh;
Thanh Hóa<Thanh Hóa; Nghệ An<Nghệ An; Hà Tĩnh<Hà Tĩnh"""


def test_provinces_merged_as_the_resolution_says() -> None:
    told = dict(one.strip().split("<") for one in MERGERS.split(";"))
    assert len(told) == 34
    for one in ids("province", "new"):
        name = BOOK.units[one].name
        assert {it.name for it, _ in BOOK.predecessors(one)} == set(told[name].split(", ")), name


def test_tien_giang_went_to_dong_thap_alone() -> None:
    assert [(one.id, share) for one, share in BOOK.successors("p63-82")] == [("p34-82", 1.0)]


def test_code_24_never_mixes() -> None:
    """It was Bắc Giang's and is Bắc Ninh's."""
    assert (BOOK.units["p63-24"].name, BOOK.units["p34-24"].name) == ("Bắc Giang", "Bắc Ninh")
    assert BOOK.units["p63-27"].name == "Bắc Ninh"
    assert {one.parent_id for one in BOOK.units.values() if one.code == "24"} == {None}
    children = {one.id[:2] for one in BOOK.units.values() if one.parent_id == "p63-24"}
    assert children == {"d-"}
    assert {one.id[:5] for one in BOOK.units.values() if one.parent_id == "p34-24"} == {"c-new"}
    now = BOOK.current_province("p63-24")
    assert now is not None
    assert now.id == "p34-24"


def test_many_codes_changed_their_bearer() -> None:
    old = {BOOK.units[one].code: key(BOOK.units[one].name) for one in ids("commune", "old")}
    new = {BOOK.units[one].code: key(BOOK.units[one].name) for one in ids("commune", "new")}
    assert sum(old[code] != name for code, name in new.items() if code in old) > 1_000


@pytest.mark.parametrize(
    ("unit_id", "day", "full_name"),
    [
        ("p34-75", "2026-04-29", "tỉnh Đồng Nai"),
        ("p34-75", "2026-04-30", "thành phố Đồng Nai"),
        ("p34-22", "2026-08-31", "tỉnh Quảng Ninh"),
        ("p34-22", "2026-09-01", "thành phố Quảng Ninh"),
        ("p34-24", "2026-09-19", "tỉnh Bắc Ninh"),
        ("p34-24", "2026-09-20", "thành phố Bắc Ninh"),
        ("p63-46", "2019-01-01", "tỉnh Thừa Thiên Huế"),
        ("p63-46", "2025-01-01", "thành phố Huế"),
        ("c-new-25357", "2025-12-31", "xã Tân Khai"),
        ("c-new-25357", "2026-04-30", "phường Tân Khai"),
        ("c-new-07399", "2026-09-20", "phường Kép"),
    ],
)
def test_types_have_a_history(unit_id: str, day: str, full_name: str) -> None:
    named = [
        f"{one.type} {one.name}"
        for one in BOOK.history(unit_id)
        if (one.valid_from or "") <= day <= (one.valid_to or "9999")
    ]
    assert named == [full_name]
    assert BOOK.types(BOOK.units[unit_id], day) == {full_name.rpartition(BOOK.history(unit_id)[0].name)[0].strip()} or (
        unit_id == "p63-46"
    )


def test_latest_type_is_the_units_and_sources_are_told() -> None:
    for unit_id in ("p34-75", "p34-22", "p34-24"):
        last = BOOK.history(unit_id)[-1]
        assert BOOK.units[unit_id].type == last.type == "thành phố"
        assert last.resolution is not None
        assert last.resolution.endswith("/2026/QH16")
    assert [one.type for one in BOOK.history("d-327")] == ["huyện"]
    assert BOOK.history("d-999") == []


@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [
        ("huyện Yên Mỹ", "d-327", 1),
        ("Huyen Yen My", "d-327", 1),
        ("H. Yên Mỹ", "d-327", 1),
        ("Yên Mỹ", "d-327", 8),
        ("yen my", "d-327", 8),
        ("thị trấn Yên Mỹ", "c-old-12052", 1),
        ("TT Yên Mỹ", "c-old-12052", 1),
        ("tỉnh Hung Yen", "p34-33", 2),
        ("tỉnh Hưng Yên", "p34-33", 2),
        ("hưng yên", "p34-33", 4),
        ("TP. Hải Phòng", "p34-31", 2),
        ("TP.Hải Phòng", "p34-31", 2),
        ("tp Hải Dương", "d-288", 1),
        ("TX Quảng Trị", "d-462", 1),
        ("thi xa Quang Tri", "d-462", 1),
        ("Q. Bình Thạnh", "d-765", 1),
        ("Q.1", "d-760", 1),
        ("quận 12", "d-761", 1),
        ("P. Đông Hưng Thuận", "c-new-26791", 2),
        ("Tỉnh Hoà Bình", "p63-17", 1),
        ("tinh hoa binh", "p63-17", 1),
        ("Thừa Thiên Huế", "p63-46", 1),
        ("Bà Rịa – Vũng Tàu", "p63-77", 1),
        ("Bà Rịa Vũng Tàu", "p63-77", 1),
        ("Đắc Lắc", "p34-66", 2),
        ("TPHCM", "p34-79", 2),
        ("TP.HCM", "p34-79", 2),
        ("Huyện Cư M’gar", "d-648", 1),
        ("cu mgar", "d-648", 3),
        ("huyện Việt Yên", "d-222", 1),
        ("đặc khu Phú Quốc", "c-new-31078", 1),
        ("Quỳnh Phụ", "d-338", 2),
        ("Xà Phiên", "c-new-31495", 2),
        ("xa phien", "c-new-31495", 2),
    ],
)
def test_typed_names_resolve(typed: str, first: str, count: int) -> None:
    found = BOOK.resolve(typed)
    assert (found[0].id, len(found)) == (first, count), [one.id for one in found]


def test_accents_are_exact_first() -> None:
    assert {one.full_name for one in BOOK.resolve("Kim Thành")} == {"huyện Kim Thành", "xã Kim Thành"}
    assert BOOK.resolve("kim thanh")[0].full_name == "phường Kim Thanh"
    assert {"huyện Kim Thành"} < {one.full_name for one in BOOK.resolve("kim thanh")}
    assert BOOK.by_name("kim thanh") == BOOK.by_name("Kim Thanh") != BOOK.by_name("Kim Thành")


@pytest.mark.parametrize("typed", ["", " ", "huyện", "xã", "Atlantis", "tỉnh Yên Mỹ", "24", "p34-24", "-", "\u0301"])
def test_what_names_no_unit_resolves_to_none(typed: str) -> None:
    assert BOOK.resolve(typed) == []


def test_level_restricts() -> None:
    assert [one.id for one in BOOK.resolve("Hưng Yên", level="province")] == ["p34-33", "p63-33"]
    assert [one.id for one in BOOK.by_name("Hưng Yên", level="district")] == ["d-323"]


def test_unknown_ids() -> None:
    assert BOOK.unit("p34-99") is None
    assert BOOK.successors("nothing") == BOOK.predecessors("nothing") == []
    assert BOOK.current_province("24") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà Bình", "Hòa Bình"), ("Thuỷ Nguyên", "Thủy Nguyên"), ("Kiến Thuỵ", "Kiến Thụy"), ("KHOẺ", "khỏe"),
     ("Mĩ Đức", "Mỹ Đức"), ("Qui Nhơn", "Quy Nhơn"), ("Ea H’leo", "ea h'leo"), ("Cam Ly – Đà Lạt", "cam ly - đà lạt"),
     (unicodedata.normalize("NFD", "Đông Hưng"), "Đông Hưng")],
)  # fmt: skip
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert loose(one) == loose(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Quỳnh Phụ", "Quỳnh Phú"), ("Quý", "Quỷ"), ("Toàn", "Tòan"), ("Hoa", "Hòa")]
)
def test_accents_are_kept_in_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_rows_are_the_archives() -> None:
    rows = BOOK.rows()
    assert len(rows.units) == 63 + 34 + 696 + 10_035 + 3_321
    known: set[str] = set()
    for unit_id, *_, parent in rows.units:
        assert parent is None or parent in known  # parents come first, for foreign keys
        known.add(unit_id)
    assert ("d-327", "district", "327", "Yên Mỹ", "huyện", None, "2025-06-30", "p63-33") in rows.units
    assert len(set(rows.successors)) == len(rows.successors)
    assert {one for one, _, _ in rows.successors} == {one for one in known if one.startswith(("p63", "d", "c-old"))}
    assert {one for _, one, _ in rows.successors} == {one for one in known if one.startswith(("p34", "c-new"))}


def test_import_reads_nothing_and_the_first_use_little() -> None:
    """The data is read on first use, once, without a library of others', in a few dozen megabytes."""
    code = """
import tracemalloc
tracemalloc.start()
import crawler.places
from crawler.places import gazetteer
assert gazetteer.load.cache_info().currsize == 0
before = set(__import__("sys").modules)
crawler.places.find("Huyện Yên Mỹ, tỉnh Hưng Yên", on="2019-01-01")
book = gazetteer.load()
assert gazetteer.load.cache_info().currsize == 1
assert "_loose" not in vars(book)
assert "_back" not in vars(book)
new = {name.partition(".")[0] for name in set(__import__("sys").modules) - before}
assert not new & {"lxml", "scrapy", "dateparser", "sqlite3"}, new
print(tracemalloc.get_traced_memory()[1] // 1_000_000)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), cwd=REPO, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 60
