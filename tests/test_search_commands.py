"""Saved searches, lists of names, former texts, hidden articles and facets, on the command line."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest
from support import run

from crawler.archive import open as open_archive
from crawler.archive import saved
from crawler.archive.search import Filters
from crawler.archive.store import Store
from crawler.errors import BusyError
from crawler.models import Article, Fetched

DAY = "2026-01-01T00:00:00Z"


class Shelf:
    """An archive that the test fills as a crawl would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "archive.db"
        self.state = folder / "state" / "searches.json"

    def add(self, number: int, title: str, *, body: str = "Nội dung.", published: str | None = "2024-03-18") -> None:
        url = f"http://127.0.0.1/bai-{number}.html"
        article = Article(
            kind="article", url=url, canonical_url=url, portal="thu", title=title, body=[body], published=published,
            published_precision="day", published_basis="page",
        )  # fmt: skip
        with Store(self.path, "test") as store, store.transaction():
            capture = store.capture(Fetched(url, 200, [], title.encode(), DAY), keep=True)
            known = store.articles.find("thu", url)
            if known:
                store.articles.see_again(known, article, capture, DAY)
            else:
                store.articles.insert(article, url, capture, DAY, rights=None)

    def search(self, *arguments: str) -> Any:
        return run(self.folder, "search", *arguments, TINTINH_STATE=str(self.state))

    def found(self, *arguments: str) -> list[str]:
        return [line["title"] for line in self.search(*arguments, "--format", "jsonl").fine().lines]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    made.add(1, "Hội nghị tổng kết")
    made.add(2, "Hội nghị sơ kết", published="2024-05-01")
    made.add(3, "Nguyễn Văn Ân nhận khen thưởng", published=None)
    return made


def test_a_saved_search_shows_only_what_was_added_since(shelf: Shelf) -> None:
    asked = ("hội nghị", "--since-last", "họp")
    assert shelf.found(*asked) == ["Hội nghị sơ kết", "Hội nghị tổng kết"]
    assert shelf.found(*asked) == []
    # Entered last, published first: entry counts. All carry the same stamp.
    shelf.add(4, "Hội nghị cũ", published="2001-01-01")
    shelf.add(5, "Không liên quan")
    assert shelf.found(*asked) == ["Hội nghị cũ"]
    assert shelf.found(*asked) == []
    kept = json.loads(shelf.state.read_text(encoding="utf-8"))
    assert kept[str(shelf.path.resolve())]["họp"]["asked"] == {"query": "hội nghị"}
    assert {one.name for one in shelf.state.parent.iterdir()} == {"searches.json", "searches.json.lock"}


def test_two_runs_at_once_show_an_article_once(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits while the first prints, and sees what that has written."""
    monkeypatch.setenv(saved.VARIABLE, str(shelf.state))
    shelf.search("hội nghị", "--since-last", "họp").fine()
    shelf.add(4, "Hội nghị mới")
    with ThreadPoolExecutor(1) as pool, open_archive(shelf.path) as archive:
        with saved.held():
            second = pool.submit(shelf.found, "hội nghị", "--since-last", "họp")
            wait([second], 1.5)
            assert not second.done()
            saved.remember(shelf.path, "họp", "hội nghị", Filters(), saved.newest_entry(archive.db))
        assert second.result() == []


def test_a_search_that_never_ends_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(saved.VARIABLE, str(shelf.state))
    monkeypatch.setattr(saved, "_PATIENCE", 0.2)
    with saved.held(), pytest.raises(BusyError, match=r"searches\.json"), saved.held():
        pass
    with saved.held():
        assert not shelf.state.exists()


def test_a_name_stands_for_one_query(shelf: Shelf) -> None:
    shelf.search("hội nghị", "--since-last", "a").fine()
    shelf.search("khen thưởng", "--since-last", "a").refused(2, "hội nghị", "khen thưởng")
    shelf.search("hội nghị", "--from", "2024", "--since-last", "a").refused(2, "since 2024")
    shelf.search("hội nghị", "--since-last", "a", "--limit", "5", "--sort", "newest").fine()
    shelf.search("khen thưởng", "--since-last", "b").fine()


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"a": 1}', '{"a": {"b": {"entry": []}}}', "\udcff"])
def test_a_broken_state_is_said_and_kept(shelf: Shelf, broken: str) -> None:
    shelf.state.parent.mkdir()
    written = broken.encode("utf-8", "surrogateescape")
    shelf.state.write_bytes(written)
    shelf.search("hội nghị", "--since-last", "a").refused(2, "searches.json")
    assert shelf.state.read_bytes() == written


def test_an_archive_made_anew_at_the_same_path_is_seen(shelf: Shelf) -> None:
    shelf.search("hội", "--since-last", "a").fine()
    for one in shelf.folder.glob("archive.*"):
        if one.is_file():
            one.unlink()
    with Store(shelf.path, "test") as store, store.transaction():
        article = Article(kind="article", url="http://b/", canonical_url="http://b/", portal="thu", title="Hội mới")
        store.articles.insert(article, "b", 1, "2026-02-01T00:00:00Z", rights=None)
    assert shelf.found("hội", "--since-last", "a") == ["Hội mới"]


def test_readers_write_nothing_beside_the_state(shelf: Shelf) -> None:
    before = shelf.path.read_bytes()
    shelf.search("hội nghị", "--since-last", "a").fine()
    shelf.search("ngh*").fine()
    assert shelf.path.read_bytes() == before


def test_a_list_of_names(shelf: Shelf) -> None:
    names = shelf.folder / "names.txt"
    names.write_text("\ufeffNguyễn Văn An\r\nhội nghị\n\n***\nVăn Nguyễn\nhội -tổng\n", encoding="utf-8")
    done = shelf.search("--file", str(names), "--format", "jsonl").fine()
    told = [(line["line"], line["count"], line["newest"], bool(line["error"])) for line in done.lines]
    assert told == [(1, 1, None, False), (2, 2, "2024-05-01", False), (4, None, None, True), (5, 0, None, False),
                    (6, 1, "2024-05-01", False)]  # fmt: skip
    assert [hit["title"] for hit in done.lines[1]["hits"]] == ["Hội nghị sơ kết", "Hội nghị tổng kết"]
    assert "line 4" in done.err
    rows = list(csv.DictReader(io.StringIO(shelf.search("--file", str(names), "--format", "csv").fine().out)))
    assert [row["count"] for row in rows] == ["1", "2", "", "0", "1"]
    assert "Nguyễn Văn An" in shelf.search("--file", str(names)).fine().out
    narrowed = shelf.search("--file", str(names), "--to", "2024-04", "--format", "jsonl").fine()
    assert [line["count"] for line in narrowed.lines] == [0, 1, None, 0, 0]


def test_a_list_that_can_not_be_read_is_refused(shelf: Shelf) -> None:
    (shelf.folder / "bad.txt").write_bytes(b"a\xff")
    shelf.search("--file", "bad.txt").refused(2, "bad.txt", "UTF-8")
    shelf.search("--file", "none.txt").refused(2, "none.txt")
    shelf.search("x", "--file", "bad.txt").refused(2, "--file")
    shelf.search().refused(2, "QUERY")


def test_former_texts_are_found_when_asked_for(shelf: Shelf) -> None:
    shelf.add(1, "Tổng kết", body="Ông Lê Thanh Long chủ trì.")
    shelf.add(1, "Tổng kết năm", body="Ông Trần Bình chủ trì.")
    assert shelf.found("Lê Thanh Long") == []
    (line,) = shelf.search("Lê Thanh Long", "--any-revision", "--format", "jsonl").fine().lines
    assert (line["title"], line["revision"], line["matched_revision"]) == ("Tổng kết năm", 3, 2)
    assert "[Lê Thanh Long]" in line["snippet"]
    said = shelf.search("Lê Thanh Long", "--any-revision").fine()
    assert "revision 2 of 3" in said.out
    assert "1 articles" in said.err
    (today,) = shelf.search("chủ trì", "--any-revision", "--format", "jsonl").fine().lines
    assert today["matched_revision"] == 3
    assert shelf.found("hội nghị", "--any-revision", "--sort", "newest") == ["Hội nghị sơ kết", "Tổng kết năm"]
    assert shelf.found("hội nghị", "--any-revision", "--from", "2024-04") == ["Hội nghị sơ kết"]
    assert shelf.found("than*", "--any-revision") == ["Tổng kết năm"]
    assert shelf.found("", "--edited") == ["Tổng kết năm"]
    with open_archive(shelf.path) as found:
        assert found.facets("hội nghị", Filters(any_revision=True)).total == 2


def test_hidden_articles_come_only_when_asked_for(shelf: Shelf) -> None:
    with Store(shelf.path, "test") as store, store.transaction():
        store.db.execute("UPDATE articles SET hidden_at = ? WHERE title LIKE 'Hội nghị tổng%'", (DAY,))
    assert shelf.found("hội nghị") == shelf.found("", "--from", "2024") == ["Hội nghị sơ kết"]
    with open_archive(shelf.path) as found:
        assert [row["title"] for row in found.search("hội", Filters(hidden=True)).rows] == ["Hội nghị tổng kết"]
        assert found.facets("hội").total == found.search("hội").total == 1


def test_facets_on_the_command_line(shelf: Shelf) -> None:
    lines = shelf.search("", "--facets", "--format", "jsonl").fine().lines
    told = {(line["facet"], line["value"]): line["count"] for line in lines}
    assert told["portal", "thu"] == 3
    assert told["year", "2024"] == 2
    assert told["month", "2024-05"] == 1
    assert told["undated", None] == 1
    said = shelf.search("hội nghị", "--facets").fine()
    assert "year" in said.out
    assert "2 articles" in said.err


def test_what_has_no_date_comes_last_by_relevance_too(shelf: Shelf) -> None:
    shelf.add(6, "Khen thưởng", body="Tin khác, có nhắc Nguyễn Văn Ân một lần.", published="2020-01-01")
    assert shelf.found("nguyễn văn ân") == ["Khen thưởng", "Nguyễn Văn Ân nhận khen thưởng"]


def test_undated_articles_left_out_are_counted_whole(shelf: Shelf) -> None:
    shelf.add(7, "Nguyễn Văn Ân dự họp", published=None)
    shelf.add(7, "Đại biểu dự họp", published=None)
    asked = ("nguyễn văn ân", "--from", "2020")
    assert "1 undated articles" in shelf.search(*asked).err
    assert "2 undated articles" in shelf.search(*asked, "--any-revision").err


@pytest.mark.parametrize("query", ["hội -nghị OR sơ", "hội OR -nghị", "-hội OR nghị"])
def test_an_exclusion_is_no_alternative(shelf: Shelf, query: str) -> None:
    shelf.search("--", query).refused(2, "OR")


def test_a_dash_between_names_is_no_operator(shelf: Shelf) -> None:
    shelf.add(8, "Đường Sài Gòn - Gia Định")
    shelf.add(9, "Gia Định và Sài Gòn")
    names = shelf.folder / "names.txt"
    names.write_text("Sài Gòn - Gia Định\n", encoding="utf-8")
    (line,) = shelf.search("--file", str(names), "--format", "jsonl").fine().lines
    assert [one["title"] for one in line["hits"]] == ["Đường Sài Gòn - Gia Định"]


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--province", "d-327", "no province"), ("--province-now", "p63-33", "as it was")],
)
def test_an_id_of_another_kind_of_unit_is_refused(shelf: Shelf, option: str, value: str, words: str) -> None:
    shelf.search("hội nghị", option, value).refused(2, words)


def test_sections_are_found_however_they_are_typed() -> None:
    assert Filters(section="Kinh te\u0302\u0301").section == "Kinh tế"
