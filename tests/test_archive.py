"""The archive from below: torn files, named faults, revisions, order, and readers beside a writer."""

import gzip
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Sample
from support import query, run

import crawler.archive.articles as articles_module
import crawler.crawl.filing as filing_module
from crawler.archive import open as open_archive
from crawler.archive import warc
from crawler.archive.frontier import Lease
from crawler.archive.ids import article_id, content_hash
from crawler.archive.search import Filters
from crawler.archive.store import Store
from crawler.archive.verify import faults
from crawler.crawl.filing import Filing
from crawler.crawl.plan import Plan
from crawler.errors import BusyError, DamagedError
from crawler.extract.clean import clean
from crawler.models import Article, Fetched, Link, PortalInfo

INFO = PortalInfo(
    name="thu", title="Thử", host="127.0.0.1", family="nukeviet", level="district", rights="government",
    start=("http://127.0.0.1/vi/news/",), status="undeclared",
)  # fmt: skip
PAGE = """<!DOCTYPE html><html><head><meta name="generator" content="NukeViet v4.5"><title>{title}</title></head><body>
<div class="news_column" itemtype="http://schema.org/NewsArticle"><h1 class="title" itemprop="headline">{title}</h1>
<span class="h5">{day}</span><div class="hometext m-bottom" itemprop="description">{lead}</div>
<div id="news-bodyhtml" class="bodytext">{body}</div>{files}</div>
<ul class="counter"><li>Đang truy cập {counter}</li></ul></body></html>"""
BODY = "<p>Sáng nay, hội nghị bàn về cải cách hành chính đã diễn ra.</p><p>Đến dự có đại diện các thôn.</p>"
FILE = """<div class="news-download-file"><a download="" href="?download=1&amp;id={number}"><strong>{name}</strong></a></div>"""


class Portal:
    """One article's address, filed as a crawl does, without a network."""

    def __init__(self, folder: Path) -> None:
        self.archive = folder / "archive.db"
        self.hour = 0
        self.page = {"title": "Tiêu đề", "day": "Thứ hai - 18/03/2024 03:41", "lead": "Tóm tắt.", "body": BODY}
        self.page |= {"counter": "1", "files": ""}

    def answer(self, number: int = 1, **parts: str) -> Article:
        """One more fetch of an article, with what changed on its page."""
        self.page |= parts
        self.hour += 1
        url = f"http://127.0.0.1/vi/news/tin/bai-{number}.html"
        body = PAGE.format(**self.page).encode()
        at = f"2026-01-{1 + self.hour // 24:02}T{self.hour % 24:02}:00:00Z"
        fetched = Fetched(url, 200, [("Content-Type", "text/html; charset=utf-8")], body, at)
        article = clean(body, url=url, portal="thu", fetched_at=at, content_type="text/html; charset=utf-8")
        with Store(self.archive, "crawl") as store:
            store.declare(INFO)
            filing = Filing(store, {"thu": Plan(INFO, [Link(INFO.start[0], "list")], "nukeviet")})
            lease = Lease("thu", f"127.0.0.1/news#{number}", url, "article", 1, 1, None, None)
            with store.transaction():
                filing.article(lease, fetched, article)
        return article

    def revisions(self) -> list[sqlite3.Row]:
        """All revisions, in order."""
        return query(self.archive, "SELECT * FROM revisions ORDER BY article_id, revision")

    def faults(self) -> list[str]:
        """What ``verify`` finds."""
        with open_archive(self.archive) as found:
            return list(faults(found.db, found.path))


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
    portal.answer(files=FILE.format(number=0, name="ke-hoach.pdf"))
    portal.answer(files=FILE.format(number=0, name="ke-hoach-moi.pdf"))
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
    import crawler.archive.reread as reread_module

    for module in (articles_module, filing_module):
        monkeypatch.setattr(module, "EXTRACTOR", "2")
    monkeypatch.setattr(reread_module, "clean", reads)
    monkeypatch.setitem(globals(), "clean", reads)


def shouting(*arguments: Any, **more: Any) -> Article:
    """A reading that differs everywhere."""
    article = clean_of_today(*arguments, **more)
    article.title = (article.title or "").upper()
    article.body = [*article.body, "Một đoạn nữa."]
    return article


clean_of_today = clean


def test_a_newer_extractor_is_no_revision(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.answer()
    newer_extractor(monkeypatch, shouting)
    portal.answer()
    (row,) = portal.revisions()
    assert row["title"] == "TIÊU ĐỀ"
    assert (row["extractor"], row["content_hash"]) == ("2", content_hash(row["title"], row["lead"], row["body"]))
    assert portal.faults() == []


def test_an_edit_under_a_newer_extractor_is_one_revision(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.answer()
    newer_extractor(monkeypatch, shouting)
    portal.answer(title="Tiêu đề mới")
    assert [row["title"].lower() for row in portal.revisions()] == ["tiêu đề", "tiêu đề mới"]
    assert portal.faults() == []


def test_hash_and_id_are_the_contracts() -> None:
    import hashlib

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
        5: "Thứ năm - 01/01/1970 07:00",
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


def answers(count: int) -> Iterator[Fetched]:
    for number in range(count):
        body = f"<p>Trang {number}: {'nội dung ' * 40}</p>\r\n\r\n".encode() * (number + 1)
        yield Fetched(
            f"http://127.0.0.1/{number}",
            200,
            [("X-Sốt", "đ"), ("Content-Encoding", "gzip")],
            body,
            "2026-01-01T00:00:00Z",
        )


def write(archive: Path, count: int = 6) -> list[tuple[warc.Place, bytes]]:
    """Records in a file that was never closed, as a kill leaves it."""
    files = warc.WarcFiles(archive, 1)
    made = [(files.write(one), one.body) for one in answers(count)]
    files.sync()
    assert files._file
    files._file.close()
    return made


def sha(body: bytes) -> str:
    import hashlib

    return hashlib.sha256(body).hexdigest()


def test_records_are_read_back_while_the_file_is_open(tmp_path: Path) -> None:
    for place, body in write(tmp_path / "archive.db"):
        assert warc.read(tmp_path / "archive.db", place, sha(body)) == body


def test_a_torn_tail_is_cut_wherever_it_was_torn(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    made = write(archive)
    (left,) = warc.folder(archive).glob("*.open")
    whole = left.read_bytes()
    ends = [place.offset + place.length for place, _ in made]
    last = made[-1][0]
    for size in {
        *range(last.offset, last.offset + 12),
        last.offset + last.length // 2,
        len(whole) - 1,
        ends[2] + 5,
        3,
        0,
    }:
        shutil.rmtree(warc.folder(archive))
        warc.folder(archive).mkdir()
        left.write_bytes(whole[:size])
        warc.recover(archive)
        (closed,) = warc.folder(archive).iterdir()
        assert closed.name == left.name.removesuffix(".open")
        kept = [end for end in ends if end <= size]
        first = made[0][0].offset
        assert closed.stat().st_size == (kept[-1] if kept else first if size >= first else 0), size
        for place, body in made[: len(kept)]:
            assert warc.read(archive, place, sha(body)) == body
        for place, body in made[len(kept) :]:
            with pytest.raises(DamagedError):
                warc.read(archive, place, sha(body))
        if size:
            gzip.decompress(closed.read_bytes())
        assert warc.recover(archive) == []


def test_a_whole_file_that_was_left_open_is_kept(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    made = write(archive)
    assert len(warc.recover(archive)) == 1
    for place, body in made:
        assert warc.read(archive, place, sha(body)) == body


def test_a_later_run_writes_a_file_of_its_own(tmp_path: Path) -> None:
    """Also when the SQLite file is gone and the run numbers begin anew."""
    archive = tmp_path / "archive.db"
    made = write(archive)
    warc.recover(archive)
    again = warc.WarcFiles(archive, 1)
    place = again.write(next(answers(1)))
    again.close()
    assert place.warc != made[0][0].warc
    assert len(list(warc.folder(archive).iterdir())) == 2


def test_other_programs_read_the_warc_files(tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    archive = tmp_path / "archive.db"
    made = write(archive)
    warc.recover(archive)
    (file,) = warc.folder(archive).iterdir()
    with file.open("rb") as stream:
        bodies = [one.content_stream().read() for one in ArchiveIterator(stream) if one.rec_type == "response"]
    assert bodies == [body for _, body in made]


@pytest.fixture
def damaged(tmp_path: Path, sample: Sample) -> Path:
    """A copy of the sample archive, to be damaged."""
    shutil.copytree(sample.folder, tmp_path / "copy")
    run(tmp_path / "copy", "verify").fine()
    return tmp_path / "copy"


def told(folder: Path, *words: str) -> None:
    """``verify`` ends with 4 and names this."""
    done = run(folder, "verify").refused(4)
    assert all(word in done.out for word in words), done.out


def largest(folder: Path) -> Path:
    return max((folder / "archive.warc").iterdir(), key=lambda one: one.stat().st_size)


@pytest.mark.parametrize("part", [0.3, 0.5, 0.9])
def test_verify_names_a_flipped_byte(damaged: Path, part: float) -> None:
    file = largest(damaged)
    rows = query(damaged / "archive.db", 'SELECT "offset", length FROM captures WHERE warc = ?', file.name)
    row = rows[int(len(rows) * part)]
    raw = bytearray(file.read_bytes())
    raw[row["offset"] + row["length"] // 2] ^= 1
    file.write_bytes(raw)
    told(damaged, file.name, str(row["offset"]))


def test_verify_names_a_missing_file(damaged: Path) -> None:
    file = largest(damaged)
    file.unlink()
    told(damaged, file.name, "missing")


def test_verify_names_a_cut_file(damaged: Path) -> None:
    file = largest(damaged)
    os.truncate(file, file.stat().st_size // 2)
    told(damaged, file.name)


CHANGES = {
    "dangling capture": "DELETE FROM captures WHERE id = (SELECT capture_id FROM articles LIMIT 1)",
    "capture without bytes": "UPDATE captures SET warc = NULL WHERE id = (SELECT capture_id FROM articles LIMIT 1)",
    "text": "UPDATE articles SET body = body || 'x' WHERE id = (SELECT id FROM articles LIMIT 1)",
    "revision": "DELETE FROM revision_rows WHERE article_id = (SELECT id FROM articles LIMIT 1)",
    "alias": "INSERT INTO aliases VALUES ('aold', 'anowhere')",
    "index": "INSERT INTO articles_fts(articles_fts) VALUES ('delete-all')",
    "orphan": "INSERT INTO tags VALUES ('anowhere', 0, 'x')",
    "two ways of saying a day": "UPDATE articles SET published_day = '1999-01-01'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_verify_names_a_row_that_lies(damaged: Path, change: str) -> None:
    with closing(sqlite3.connect(damaged / "archive.db")) as db, db:
        db.execute(CHANGES[change])
    done = run(damaged, "verify").refused(4)
    assert done.out.strip()


@pytest.mark.parametrize("part", [0.2, 0.5, 0.95])
def test_verify_notices_a_truncated_database(damaged: Path, part: float) -> None:
    file = damaged / "archive.db"
    os.truncate(file, int(file.stat().st_size * part) // 4096 * 4096 + 100)
    run(damaged, "verify").refused(4)


def test_a_damaged_archive_is_not_written_to_as_if_it_were_whole(damaged: Path) -> None:
    largest(damaged).unlink()
    done = run(damaged, "reparse").refused(4)
    assert "missing" in done.err


def read_often(path: str, stop: Any, results: Any) -> None:
    """A reader: opens, searches, counts, closes, again and again; sends what went wrong."""
    count = 0
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
    stop, results = context.Event(), context.Queue()
    readers = [context.Process(target=read_often, args=(str(portal.archive), stop, results)) for _ in range(3)]
    for one in readers:
        one.start()
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


def test_family_and_address_variants_are_one_article(portal: Portal) -> None:
    article = portal.answer()
    for variant in (
        "http://127.0.0.1/vi/news/print/tin/bai-1.html",
        "http://127.0.0.1/vi/news/tin/ten-khac-1.html?x=1",
    ):
        again = replace(article, url=variant, canonical_url=variant)
        with Store(portal.archive, "crawl") as store:
            store.declare(INFO)
            filing = Filing(store, {"thu": Plan(INFO, [], "nukeviet")})
            with store.transaction():
                body = PAGE.format(**portal.page).encode()
                filing.article(
                    Lease("thu", "127.0.0.1/news#1", variant, "article", 1, 1, None, None),
                    Fetched(variant, 200, [], body, "2026-02-01T00:00:00Z"),
                    again,
                )
    assert query(portal.archive, "SELECT count(*) FROM articles")[0][0] == 1
    assert len(portal.revisions()) == 1
