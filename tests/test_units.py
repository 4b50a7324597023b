"""Whose article it is: holders of a portal, provinces then and now, filters by place."""

from pathlib import Path

import pytest
from conftest import Sample
from support import query, run

from crawler import clean
from crawler.extract.unit import own_unit
from crawler.models import PortalInfo

PAGE = "Ra quân làm thủy lợi nội đồng\n\n{stamp}\n\nSáng nay, nhân dân trong huyện ra quân nạo vét kênh mương.\n"


def portal(*units: tuple[str, str | None, str | None]) -> PortalInfo:
    return PortalInfo("p", "", "h", "", "district", "government", ("http://h/",), units=units)


OLD, NEW = ("p63-75", None, "2025-06-30"), ("p34-75", "2025-07-01", None)


@pytest.mark.parametrize(
    ("published", "fetched", "unit", "now"),
    [
        ("2020-01-14", "2026-01-01T00:00:00Z", "p63-75", "p34-75"),
        ("2025-06-30T23:59+07:00", None, "p63-75", "p34-75"),
        ("2025-07-01", None, "p34-75", "p34-75"),
        ("2025-06", None, "p63-75", "p34-75"),
        (None, "2024-05-01T00:00:00Z", "p63-75", "p34-75"),
        (None, "2026-05-01T00:00:00Z", None, None),
        (None, None, None, None),
    ],
)
def test_the_holder_on_the_day_of_publication(
    published: str | None, fetched: str | None, unit: str | None, now: str | None
) -> None:
    own = own_unit(portal(OLD, NEW), published, fetched)
    assert (own.unit and own.unit["id"], own.province_now and own.province_now["id"]) == (unit, now)


def test_a_host_that_one_unit_alone_held_speaks_for_it_also_undated() -> None:
    own = own_unit(portal(("d-694", None, "2025-06-30")), None, "2026-01-01T00:00:00Z")
    assert own.unit == {"id": "d-694", "name": "Hớn Quản"}
    assert own.province == {"id": "p63-70", "name": "Bình Phước"}
    assert own.province_now == {"id": "p34-75", "name": "Đồng Nai"}


def test_nobody_is_named_after_the_only_declared_holder_ended() -> None:
    assert own_unit(portal(("d-694", None, "2025-06-30")), "2025-09-01", None).unit is None


@pytest.mark.parametrize(
    ("name", "unit", "province", "today"),
    [
        ("hon_quan", "d-694", "p63-70", "p34-75"),
        ("yen_my", "d-327", "p63-33", "p34-33"),
        ("bao_hai_duong", "p63-30", "p63-30", "p34-31"),
        ("bao_thai_binh", "p63-34", "p63-34", "p34-33"),
    ],
)
def test_declared_portals_of_the_seeds(name: str, unit: str, province: str, today: str) -> None:
    article = clean(PAGE.format(stamp="Đăng ngày 14 - 01 - 2020"), portal=name, content_type="text/plain")
    found = [one and one["id"] for one in (article.unit, article.province, article.province_now)]
    assert found == [unit, province, today]


def test_the_archive_ships_units_and_successors(sample: Sample) -> None:
    counts = query(
        sample.archive,
        "SELECT substr(unit_id, 1, instr(unit_id, '-') - 1) AS kind, count(*) AS n FROM units GROUP BY 1",
    )
    found = {row["kind"]: row["n"] for row in counts}
    assert (found["p63"], found["p34"], found["d"]) == (63, 34, 696)
    names = query(sample.archive, "SELECT unit_id, name FROM units WHERE level = 'province' AND code = '24' ORDER BY 1")
    assert [tuple(row) for row in names] == [("p34-24", "Bắc Ninh"), ("p63-24", "Bắc Giang")]
    heirs = query(sample.archive, "SELECT count(*) AS n FROM unit_successors WHERE unit_id = ?", "d-694")
    assert heirs[0]["n"] == 5


def test_places_tells_history_and_refuses_the_unknown(tmp_path: Path) -> None:
    told = run(tmp_path, "places", "huyen hon quan").fine().out
    assert "d-694" in told
    assert told.count("became") == 5
    assert "30/2026/QH16" in run(tmp_path, "places", "p34-75").fine().out
    run(tmp_path, "places", "Không Có").refused(2, "Không Có")


def test_an_ambiguous_place_lists_its_candidates(sample: Sample) -> None:
    run(sample.folder, "search", "x", "--unit", "Châu Thành").refused(2, "ambiguous", "d-")
    run(sample.folder, "search", "x", "--province", "Không Có").refused(2, "Không Có")
    run(sample.folder, "search", "", "--province-now", "hung yen").fine()
