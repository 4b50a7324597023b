"""Search over twenty thousand articles: answers checked against the texts, and how SQLite walks to them."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bench.synthetic import fill, rows
from crawler.archive import Archive
from crawler.archive import open as open_archive
from crawler.archive.narrow import Filters, scope
from crawler.archive.query import parse
from crawler.archive.shown import shown
from crawler.archive.verify import faults
from crawler.errors import UsageError
from crawler.text.fold import fold

ROWS = 20_000
FILTERS = {
    "none": Filters(),
    "common": Filters(province="p63-01"),
    "portal": Filters(portal="bench_p63-01_1"),
    "two": Filters(province="p63-01", section="Mục 7"),
    "days": Filters(since="2014-03", until="2015"),
    "undated": Filters(undated=True),
    "beside": Filters(since="2020", undated=True),
    "gone": Filters(gone=True),
    "hidden": Filters(hidden=True),
    "nowhere": Filters(section="no such"),
}


@pytest.fixture(scope="module")
def made() -> list[dict[str, Any]]:
    return list(rows(ROWS, 1))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, made: list[dict[str, Any]]) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("large") / "archive.db"
    fill(path, made)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE articles SET hidden_at = 'x' WHERE id IN (SELECT id FROM articles ORDER BY id LIMIT 40)")
        db.execute(
            "UPDATE articles SET gone_since = 'x' WHERE id IN (SELECT id FROM articles ORDER BY id DESC LIMIT 50)"
        )
    db.close()
    with open_archive(path) as archive:
        yield archive


def passes(row: dict[str, Any], filters: Filters, hidden: set[str], gone: set[str]) -> bool:
    """Whether a row passes, told otherwise than the product tells it."""
    for name, column in (("province", "province_id"), ("portal", "portal"), ("section", "section")):
        wanted = getattr(filters, name)
        if wanted is not None and row[column] != wanted:
            return False
    day, ranged = row["published_day"], filters.since or filters.until
    if day is None and ranged and not filters.undated:
        return False
    if day is not None and filters.undated and not ranged:
        return False
    if day is not None and ranged and not ((filters.since or "") <= day and day[:4] <= (filters.until or "9999")[:4]):
        return False
    return (row["id"] in hidden) == filters.hidden and (not filters.gone or row["id"] in gone)


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("share", [0.6, 0.02, 0.0005])
def test_answers_are_those_of_the_texts(
    large: Archive, made: list[dict[str, Any]], name: str, share: float, words: dict[float, str]
) -> None:
    word, filters = words[share], FILTERS[name]
    ids = sorted(row["id"] for row in made)
    hidden, gone = set(ids[:40]), set(ids[-50:])
    wanted = [row for row in made if word in row["syllables"] and passes(row, filters, hidden, gone)]
    dated = sorted((row for row in wanted if row["published"]), key=lambda row: -row["ord"])
    undated = sorted((row for row in wanted if not row["published"]), key=lambda row: -row["ord"])
    newest = [row["id"] for row in (*dated, *undated)]
    found = large.search(word, filters, sort="newest", limit=20)
    assert [row["id"] for row in found.rows] == newest[:20]
    exact = large.search(word, filters, sort="newest", limit=1, exact=True)
    assert (exact.total, exact.capped) == (min(len(newest), 10_000), len(newest) > 10_000)
    # With a filter a count may stop early, and says so.
    assert found.total == exact.total or (name != "none" and found.capped and 20 <= found.total < exact.total)
    oldest = [row["id"] for row in (*dated[::-1], *undated[::-1])]
    assert [row["id"] for row in large.search(word, filters, sort="oldest", limit=20).rows] == oldest[:20]
    ranked = large.search(word, filters, limit=20)
    assert {row["id"] for row in ranked.rows} <= set(newest)
    assert len(ranked.rows) == min(20, len(newest))
    assert ranked.ranked == (len(newest) > 5000)
    facets = large.facets(word, filters)
    assert (facets.total, facets.capped) == (exact.total, exact.capped)
    if not facets.capped:
        assert facets.undated == len(undated)
        assert sum(facets.year.values()) == len(dated)
        assert sum(facets.province.values()) == len(wanted)


@pytest.fixture(scope="module")
def words(made: list[dict[str, Any]]) -> dict[float, str]:
    """A word for each share of the articles that hold it; rows learn their syllables on the way."""
    counts: dict[str, int] = {}
    for row in made:
        row["syllables"] = set(re.findall(r"[^\W_]+", fold(f"{row['title']} {row['lead']} {row['body']}")))
        for one in row["syllables"]:
            counts[one] = counts.get(one, 0) + 1
    return {share: min(counts, key=lambda one: (abs(counts[one] - share * ROWS), one)) for share in (0.6, 0.02, 0.0005)}


def plan(archive: Archive, text: str, filters: Filters, order: str, dated: bool | None) -> str:
    match = parse(text).match if text else None
    walk = scope(archive.db, match, filters, dated=dated)
    sql = f"SELECT {walk.key} FROM {walk.tables} WHERE {walk.where} ORDER BY {walk.key} {order} LIMIT 20"
    return "\n".join(row["detail"] for row in archive.db.execute(f"EXPLAIN QUERY PLAN {sql}", walk.values))


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("text", ["", "huyện", '"huyện uỷ" "nông thôn"'])
@pytest.mark.parametrize("order", ["ASC", "DESC"])
@pytest.mark.parametrize("dated", [True, False, None])
def test_no_text_is_read_and_nothing_sorted(
    large: Archive, name: str, text: str, order: str, dated: bool | None
) -> None:
    told = plan(large, text, FILTERS[name], order, dated)
    assert not re.search(r"\b(SCAN|SEARCH) (articles|a)\b", told), told
    assert "TEMP B-TREE" not in told, told
    if FILTERS[name].province or FILTERS[name].gone:
        assert "INDEX facets_" in told, told


def test_an_index_loaded_in_bulk_is_whole(large: Archive) -> None:
    assert not [one for one in faults(large.db, large.path) if "index" in one]
    (integrity,) = large.db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'huyen'").fetchone()
    assert integrity > 100
    assert large.search("đường", limit=1).rows[0]["snippet"]


def test_beginnings_are_looked_up(large: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    assert large.search("xă*", sort="newest").total > large.search("xăng", sort="newest").total > 0
    monkeypatch.setattr("crawler.archive.query.ENDINGS", 20)
    with pytest.raises(UsageError, match="give a letter more"):
        large.search("t*")


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("dated", [True, False, None])
def test_every_way_leads_to_the_same_rows(large: Archive, name: str, dated: bool | None) -> None:
    ways = [scope(large.db, '"huyen"', FILTERS[name], dated=dated, listed=listed) for listed in (0, ROWS)]
    one, other = (way.ords(large.db, "DESC", None) for way in ways)
    assert one == other
    tallies = [way.tally(large.db, 500) for way in ways]
    assert tallies[0] == tallies[1]
    assert len(tallies[0][0].profiles) == min(len(one), 500)
    assert all(way.newest(large.db, 7)[0] == one[:7] for way in ways)
    assert ways[0].count(large.db, ROWS, below=one[4] if len(one) > 4 else 0) == max(len(one) - 5, 0)


def test_facets_say_what_the_rows_say(large: Archive, made: list[dict[str, Any]], words: dict[float, str]) -> None:
    hidden = {row["id"] for row in large.rows("SELECT id FROM articles WHERE hidden_at IS NOT NULL")}
    found = [row for row in made if words[0.02] in row["syllables"] and row["id"] not in hidden]
    facets = large.facets(words[0.02])
    columns = {"province": "province_id", "province_now": "province_now_id", "unit": "unit_id"}
    for name in ("portal", "section", "month", *columns):
        column = "published_month" if name == "month" else columns.get(name, name)
        counts = Counter(row[column] for row in found if row[column] is not None)
        assert getattr(facets, name) == counts, name
    assert facets.total == facets.undated + sum(facets.month.values()) == len(found)


def test_facets_read_two_numbers_an_article(large: Archive, words: dict[float, str]) -> None:
    asked: list[str] = []
    large.db.set_trace_callback(asked.append)
    large.facets(words[0.6])
    large.db.set_trace_callback(None)
    plans = [
        row["detail"]
        for sql in asked
        if sql.startswith("SELECT")
        for row in large.db.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    assert any("SEARCH c USING INTEGER PRIMARY KEY" in one for one in plans), plans
    assert not [one for one in plans if re.search(r"\b(SCAN|SEARCH) (articles|a|f)\b|TEMP B-TREE", one)], plans
    assert not [one for one in plans if "SCAN facets" in one], plans


@pytest.mark.parametrize("name", ["none", "common", "two"])
def test_rows_met_on_a_walk_are_those_looked_up(large: Archive, name: str) -> None:
    query, found = parse("huyện"), large.search("huyện", FILTERS[name], sort="newest")
    places = [row["ord"] for row in found.rows]
    assert len(places) == 20
    assert found.rows == shown(large.db, places, query, {}, None) == shown(large.db, places, query, {}, len(places))


def test_a_count_stops_and_says_so(large: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = large.search("huyện", FILTERS["common"], sort="newest", exact=True)
    monkeypatch.setattr("crawler.archive.search._AT_ONCE", 2_000)
    part = large.search("huyện", FILTERS["common"], sort="newest")
    assert part.rows == whole.rows
    assert 0 < part.total < whole.total
    assert (part.capped, whole.capped) == (True, False)
    best = large.search("huyện", FILTERS["common"])
    assert (best.total, best.capped) == (whole.total, False)
