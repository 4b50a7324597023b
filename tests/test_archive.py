"""The archive from below: revisions, order, and readers beside a writer."""

import hashlib
import multiprocessing
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import filed
import pytest
from filed import BODY, FILE, Portal
from support import query

import crawler.archive.articles as articles_module
import crawler.archive.store as store_module
import crawler.crawl.filing as filing_module
from crawler.archive import open as open_archive
from crawler.archive.ids import article_id, content_hash
from crawler.archive.search import Filters
from crawler.archive.store import Store
from crawler.errors import BusyError
from crawler.extract.clean import clean
from crawler.models import Article


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path)


def test_an_edited_text_is_one_revision_with_both_texts(portal: Portal) -> None:
    portal.answer()
    portal.answer(body=BODY.replace("các thôn", "các thôn, ấp"))
    portal.answer()
    first, second = portal.revisions()
    assert (first["revision"], second["revision"]) == (1, 2)
    assert first["body"].endswith("các thôn.")
    assert second["body"].endswith("các thôn, ấp.")
    assert first["content_hash"] == content_hash(first["title"], first["lead"], first["body"])
    assert second["content_hash"] == content_hash(second["title"], second["lead"], second["body"])
    assert first["seen_at"] < second["seen_at"]
    with_bytes = "SELECT count(*) FROM captures WHERE warc IS NOT NULL"
    assert query(portal.archive, with_bytes)[0][0] == 2, "an unchanged page's bytes aren't kept"
    assert portal.faults() == []


@pytest.mark.parametrize(
    ("change", "column", "old", "new"),
    [
        ({"title": "Tiêu đề mới"}, "title", "Tiêu đề", "Tiêu đề mới"),
        ({"lead": "Khác."}, "lead", "Tóm tắt.", "Khác."),
        ({"day": "Thứ ba - 19/03/2024 03:41"}, "published", "2024-03-18T03:41+07:00", "2024-03-19T03:41+07:00"),
        ({"day": "Thứ hai - 18/03/2024 03:42"}, "published", "2024-03-18T03:41+07:00", "2024-03-18T03:42+07:00"),
    ],
)
def test_one_change_alone_is_one_revision(
    portal: Portal, change: dict[str, str], column: str, old: str, new: str
) -> None:
    portal.answer()
    portal.answer(**change)
    portal.answer()
    assert [row[column] for row in portal.revisions()] == [old, new]


def test_another_document_is_a_revision(portal: Portal) -> None:
    portal.answer(files=FILE.format(name="ke-hoach.pdf"))
    portal.answer(files=FILE.format(name="ke-hoach-moi.pdf"))
    hashes = [row["attachments_hash"] for row in portal.revisions()]
    assert len(set(hashes)) == 2


def test_back_to_the_old_words_is_a_third_revision(portal: Portal) -> None:
    portal.answer()
    portal.answer(title="Tiêu đề mới")
    portal.answer(title="Tiêu đề")
    assert [row["title"] for row in portal.revisions()] == ["Tiêu đề", "Tiêu đề mới", "Tiêu đề"]


def test_a_counter_is_no_revision(portal: Portal) -> None:
    for number in range(4):
        portal.answer(counter=str(number))
    assert len(portal.revisions()) == 1
    assert query(portal.archive, "SELECT count(*) FROM captures")[0][0] == 4


def newer_extractor(monkeypatch: pytest.MonkeyPatch, reads: Any) -> None:
    """Tomorrow's version of the reading: another number, and every page read by ``reads``."""
    for module in (articles_module, filing_module):
        monkeypatch.setattr(module, "EXTRACTOR", "other")
    monkeypatch.setattr(store_module, "clean", reads)
    monkeypatch.setattr(filed.reading, "clean", reads)


def shouting(*arguments: Any, **more: Any) -> Article:
    """A reading that differs everywhere."""
    article = clean(*arguments, **more)
    article.title = (article.title or "").upper()
    article.body = [*article.body, "Một đoạn nữa."]
    return article


def test_a_newer_extractor_is_no_revision(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.answer()
    newer_extractor(monkeypatch, shouting)
    portal.answer()
    (row,) = portal.revisions()
    assert row["title"] == "TIÊU ĐỀ"
    assert (row["extractor"], row["content_hash"]) == ("other", content_hash(row["title"], row["lead"], row["body"]))
    assert portal.faults() == []


def test_an_edit_under_a_newer_extractor_is_one_revision(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.answer()
    newer_extractor(monkeypatch, shouting)
    portal.answer(title="Tiêu đề mới")
    assert [row["title"].lower() for row in portal.revisions()] == ["tiêu đề", "tiêu đề mới"]
    assert portal.faults() == []


def test_hash_and_id_are_the_contracts() -> None:
    assert content_hash("A", None, "B\n\nC") == hashlib.sha256(b"A\n\n\n\nB\n\nC").hexdigest()
    assert content_hash(None, None, None) == hashlib.sha256(b"\n\n\n\n").hexdigest()
    made = article_id("thu", "http://127.0.0.1/vi/news/tin/bai-1.html")
    assert made == article_id("thu", "http://127.0.0.1/vi/news/tin/bai-1.html")
    assert made[0].isalpha()
    assert made != article_id("khac", "http://127.0.0.1/vi/news/tin/bai-1.html")


def test_undated_articles_come_last_in_every_order(portal: Portal) -> None:
    days = {
        1: "Thứ hai - 18/03/2024 03:41",
        2: "",
        3: "Chủ nhật - 22/11/2020 23:59",
        4: "",
        5: "Thứ hai - 05/02/2001 07:00",
    }
    for number, day in days.items():
        portal.answer(number, day=day)
    portal.answer(6, day="Thứ hai - 18/03/2024 03:41")
    with open_archive(portal.archive) as found:
        for sort in ("newest", "oldest"):
            for text in ("", "hội nghị"):
                dates = [row["published"] for row in found.search(text, sort=sort).rows]
                assert len(dates) == 6, (sort, text)
                assert dates[-2:] == [None, None], (sort, text)
                assert dates[:4] == sorted(dates[:4], reverse=sort == "newest"), (sort, text)
        assert found.search("", Filters(since="2021")).undated_left_out == 2
        assert len(found.search("", Filters(undated=True)).rows) == 2
    # One that is dated later in life leaves its place.
    portal.answer(2, day="Thứ hai - 25/03/2024 08:00")
    with open_archive(portal.archive) as found:
        assert found.search("", sort="newest").rows[0]["id"] == article_id(
            "thu", "http://127.0.0.1/vi/news/tin/bai-2.html"
        )
        assert [row["published"] for row in found.search("hội nghị", sort="oldest").rows][-1] is None
    assert portal.faults() == []


def test_a_month_matches_when_it_lies_inside_as_a_whole(portal: Portal) -> None:
    portal.answer()
    with closing(sqlite3.connect(portal.archive)) as db, db:
        db.execute("UPDATE articles SET published = '2024-03', published_day = NULL, published_month = '2024-03'")
    with open_archive(portal.archive) as found:
        for since, until, inside in [
            ("2024", "2024", 1), ("2024-03", "2024-03", 1), ("2024-03-01", "2024-03-31", 1), ("2024-03-02", None, 0),
            (None, "2024-03-30", 0), ("2024-02", "2024-04", 1), ("2024-04", None, 0), (None, "2024-02", 0),
        ]:  # fmt: skip
            result = found.search("", Filters(since=since, until=until))
            assert (len(result.rows), result.undated_left_out) == (inside, 0), (since, until)


def read_often(path: str, ready: Any, stop: Any, results: Any) -> None:
    """A reader: opens, searches, counts, closes, again and again; sends what went wrong."""
    count = 0
    ready.wait(60)
    try:
        while not stop.is_set():
            with open_archive(path) as found:
                rows = found.search("hội nghị", limit=None).rows
                assert all(row["title"] for row in rows)
                total = next(found.rows("SELECT count(*) AS n FROM articles"))["n"]
                assert found.search("", limit=None).total >= total
            count += 1
    except Exception as wrong:
        results.put(repr(wrong))
    else:
        results.put(count)


def test_three_readers_beside_a_writer_wait_for_nobody(portal: Portal) -> None:
    portal.answer()
    context = multiprocessing.get_context("spawn")
    ready, stop, results = context.Barrier(4), context.Event(), context.Queue()
    shared = (str(portal.archive), ready, stop, results)
    readers = [context.Process(target=read_often, args=shared) for _ in range(3)]
    for one in readers:
        one.start()
    ready.wait(60)
    try:
        for number in range(2, 60):
            portal.answer(number, title=f"Hội nghị số {number}")
    finally:
        stop.set()
    told_ = [results.get(timeout=60) for _ in readers]
    for one in readers:
        one.join(30)
    assert [one for one in told_ if not isinstance(one, int) or one < 3] == []
    assert portal.faults() == []


def test_a_reader_that_stays_open_sees_one_moment_and_stops_no_writer(portal: Portal) -> None:
    portal.answer()
    with open_archive(portal.archive) as found:
        rows = found.rows("SELECT id FROM articles")
        next(rows)
        for number in range(2, 6):
            portal.answer(number)
        assert list(rows) == []
        assert next(found.rows("SELECT count(*) AS n FROM articles"))["n"] == 5


def test_a_second_store_is_refused_at_once(portal: Portal) -> None:
    portal.answer()
    with Store(portal.archive, "crawl"), pytest.raises(BusyError):
        Store(portal.archive, "crawl").__enter__()
    with Store(portal.archive, "crawl"):
        pass


def test_readers_can_not_write(portal: Portal) -> None:
    portal.answer()
    with open_archive(portal.archive) as found, pytest.raises(sqlite3.OperationalError, match="readonly"):
        found.db.execute("DELETE FROM articles")


def test_a_half_filed_answer_leaves_nothing(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes, article, tags and state go together: a failure in the middle takes all back."""
    portal.answer()
    monkeypatch.setattr(articles_module.Articles, "_revise", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        portal.answer(2)
    monkeypatch.undo()
    assert query(portal.archive, "SELECT count(*) FROM articles")[0][0] == 1
    assert query(portal.archive, "SELECT count(*) FROM captures")[0][0] == 1
    assert portal.faults() == []
    portal.answer(2)
    assert portal.faults() == []


def test_an_article_without_text_of_its_own_is_kept(portal: Portal) -> None:
    """A poster: a picture and no word; the empty string is null."""
    portal.answer(lead="", body='<p><img src="/uploads/a.jpg"></p>')
    (row,) = query(portal.archive, "SELECT lead, body, captions FROM articles")
    assert tuple(row) == (None, None, None)
    assert portal.faults() == []


def test_variants_of_the_address_are_one_article(portal: Portal) -> None:
    article = portal.answer()
    for path in ("/vi/news/print/tin/bai-1.html", "/vi/news/tin/ten-khac-1.html?x=1"):
        url = f"http://127.0.0.1{path}"
        portal.file(replace(article, url=url, canonical_url=url), url)
    assert query(portal.archive, "SELECT count(*) FROM articles")[0][0] == 1
    assert len(portal.revisions()) == 1
