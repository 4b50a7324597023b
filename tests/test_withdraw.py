"""What is withdrawn: hidden, or gone from every byte, and it doesn't come back."""

import gzip
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filed import FILE, Portal
from inside import call, killed
from support import figure, query
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import erase as erasing
from crawler.archive.members import replacement
from crawler.archive.quoting import words
from crawler.archive.store import Store
from crawler.models import Fetched, Sighting

TITLE = "Ông Nguyễn Khắc Tường bị xử phạt vì lấn chiếm lòng hồ"
LEAD = "Chiều qua, tổ công tác xã Phú Hòa lập biên bản đối với hộ ông Tường."
SHARED = "Hội nghị do Ủy ban nhân dân huyện Đồng Khê tổ chức tại trụ sở mới."
BODY = (
    f"<p>Hộ ông Nguyễn Khắc Tường đã đổ hơn ba trăm khối đất xuống lòng hồ Sông Mây.</p><p>{SHARED}</p>"
    "<p>Tổ công tác buộc ông Tường khôi phục hiện trạng trước cuối tháng tư.</p>"
)
OTHER = f"<p>{SHARED}</p><p>Đại biểu bàn về chỉ tiêu thu ngân sách sáu tháng đầu năm nay.</p>"
BOX = f'<div class="related"><a href="/vi/news/tin/bai-1.html" title="{TITLE}">{TITLE}</a></div>'
LIST = "http://127.0.0.1/vi/news/"
RARE = "tuong"


def page_of(url: str, text: str, at: str = "2026-01-05T00:00:00Z") -> Fetched:
    return Fetched(url, 200, [("Content-Type", "text/html; charset=utf-8")], text.encode(), at)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Article 1 in two revisions, article 2 whose page quotes it, a list and a feed that tell of both."""
    folder = tmp_path_factory.mktemp("withdraw")
    portal = Portal(folder)
    portal.answer(1, title=TITLE, lead=LEAD, body=BODY.replace("ba trăm", "hai trăm"))
    portal.answer(1, body=BODY)
    portal.answer(2, title="Huyện họp bàn về thu ngân sách", lead="Tin vắn.", body=OTHER, files=BOX)
    portal.answer(3, title="Khai giảng năm học mới", lead="Tin giáo dục.", body=OTHER, files="")
    with Store(portal.archive, "crawl") as store, store.transaction():
        store.capture(page_of(LIST, f"<html><body>{BOX}<p>Trang chủ</p></body></html>"), keep=True)
        feed = f"<rss><item><description>&lt;p&gt;{LEAD}&lt;/p&gt;</description></item></rss>"
        store.capture(page_of(f"{LIST}rss/", feed), keep=True)
        store.capture(page_of(f"{LIST}json", json.dumps({"a": TITLE})), keep=True)
        store.capture(
            page_of(f"{LIST}khac/", "<html><body><p>Không có gì ở đây cả, thật vậy.</p></body></html>"), keep=True
        )
        for number in (1, 2):
            url = f"{LIST}tin/bai-{number}.html"
            store.sight("thu", "nukeviet", [Sighting(url, LIST, "listing", TITLE if number == 1 else "Huyện họp")])
            store.frontier.add("thu", f"127.0.0.1/news#{number}", url, "article", depth=1)
        store.fail("thu", f"{LIST}tin/bai-1.html", "listing_instead", TITLE, 200, None)
        # Bytes whose row was rolled back by a crash stay in the file.
        store.warcs.write(page_of(f"{LIST}tin/bai-1.html", f"<html><p>{BODY}</p></html>"))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def identity(folder: Path, number: int = 1) -> str:
    return str(figure(folder / "archive.db", "SELECT id FROM articles WHERE url LIKE ?", f"%bai-{number}.html"))


def unpacked(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of the archive as text: gzip members unpacked, everything else raw."""
    for file in folder.rglob("*"):
        if file.is_file():
            raw = file.read_bytes()
            raw += gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else b""
            yield file.name, raw.decode("utf-8", "ignore")


def own_runs() -> list[str]:
    """Five-word runs as they stand in the text, save those of the sentence that others say too."""
    texts = re.sub(r"<[^>]+>", "\n", BODY + BODY.replace("ba trăm", "hai trăm")).splitlines()
    made = []
    for text in [*texts, TITLE, LEAD]:
        parts = text.split()
        made += [" ".join(parts[start : start + 5]) for start in range(len(parts) - 4)]
    return [one for one in made if one not in SHARED]


def traces(folder: Path) -> list[str]:
    runs = own_runs()
    return [f"{name}: {run}" for name, text in unpacked(folder) for run in runs if run in text]


def erase(folder: Path, one: str) -> None:
    call(folder, "withdraw", one, "--reason", "Theo đơn của người được nêu tên", "--erase").fine()


def test_the_search_for_traces_finds_them_before(folder: Path) -> None:
    found = traces(folder)
    assert len(own_runs()) > 30
    assert any("archive.db" in one for one in found)
    assert any(".warc.gz" in one for one in found)


def test_erasing_leaves_no_trace_and_a_whole_archive(folder: Path) -> None:
    one = identity(folder)
    erase(folder, one)
    archive = folder / "archive.db"
    assert traces(folder) == []
    with closing(sqlite3.connect(archive)) as db:
        for table in ("articles_fts", "revisions_fts"):
            db.execute(f"CREATE VIRTUAL TABLE temp.{table}_v USING fts5vocab(main, {table}, 'row')")
            assert db.execute(f"SELECT count(*) FROM {table}_v WHERE term = ?", (RARE,)).fetchone()[0] == 0
            raw = b"".join(row[0] for row in db.execute(f"SELECT block FROM {table}_data"))
            assert b"khoi phuc"[:4] not in raw
    assert "whole: 2 articles" in call(folder, "verify").fine().out
    (row,) = query(archive, "SELECT * FROM withdrawals")
    assert (row["id"], row["mode"], row["reason"]) == (one, "erase", "Theo đơn của người được nêu tên")
    assert row["done_at"]
    listed = {item["url"] for item in json.loads(row["overwritten"])}
    assert listed == {LIST, f"{LIST}rss/", f"{LIST}json", f"{LIST}tin/bai-2.html"}
    assert figure(archive, "SELECT count(*) FROM sightings WHERE title IS NOT NULL") == 1
    assert figure(archive, "SELECT count(*) FROM sightings WHERE url LIKE '%bai-1.html'") == 0
    assert figure(archive, "SELECT count(*) FROM captures WHERE withdrawal_id = ? AND warc IS NOT NULL", one) == 0
    assert figure(archive, "SELECT count(*) FROM captures WHERE withdrawal_id = ?", one) == 6
    assert figure(archive, "SELECT count(*) FROM captures WHERE withdrawal_id IS NULL AND warc IS NOT NULL") == 2


def test_what_is_left_reads_as_warc(folder: Path) -> None:
    sizes = {file.name: file.stat().st_size for file in (folder / "archive.warc").iterdir()}
    erase(folder, identity(folder))
    kinds: list[str] = []
    for file in sorted((folder / "archive.warc").iterdir()):
        if file.name in sizes:
            assert file.stat().st_size == sizes[file.name]
        with file.open("rb") as stream:
            kinds += [record.rec_type for record in ArchiveIterator(stream)]
    assert kinds.count("metadata") == 7
    assert kinds.count("response") == 2


def test_an_erased_article_is_told_of_in_a_sentence(folder: Path) -> None:
    one = identity(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        db.execute("INSERT INTO aliases VALUES ('aold', ?)", (one,))
    erase(folder, "aold")
    for name in (one, "aold"):
        call(folder, "show", name).refused(2, one, "withdrawn on", "Theo đơn")
    call(folder, "withdraw", one, "--reason", "x", "--hide").refused(2, "was erased")
    call(folder, "withdraw", one, "--reason", "lại", "--erase").fine()
    call(folder, "verify").fine()


def test_reparse_and_show_leave_an_article_whose_page_was_overwritten(folder: Path) -> None:
    erase(folder, identity(folder))
    other = identity(folder, 2)
    before = query(folder / "archive.db", "SELECT * FROM articles WHERE id = ?", other)[0]
    done = call(folder, "reparse").fine()
    assert f"{other} stays as it was read" in done.err
    assert tuple(query(folder / "archive.db", "SELECT * FROM articles WHERE id = ?", other)[0]) == tuple(before)
    shown = call(folder, "show", other).fine()
    assert "overwritten: it quoted the erased article" in shown.out
    assert "Đại biểu bàn về" in shown.out


def test_a_new_crawl_does_not_bring_it_back(folder: Path) -> None:
    """Neither by its address, nor by a list that tells of it, nor under a new address."""
    one = identity(folder)
    erase(folder, one)
    portal = Portal(folder)
    portal.hour = 50
    portal.page |= {"title": TITLE, "lead": LEAD, "body": BODY}
    url = f"{LIST}tin/bai-1.html"
    with Store(portal.archive, "crawl") as store, store.transaction():
        store.frontier.add("thu", "127.0.0.1/news#1", url, "article", depth=1, again=True)
        store.frontier.follow("thu", "127.0.0.1/news#1", url, "127.0.0.1/news#2", 1)
        assert [lease.key for lease in store.frontier.lease("thu", 9, "2027", articles=9)] == ["127.0.0.1/news#2"]
        store.sight("thu", "nukeviet", [Sighting(url, LIST, "listing", TITLE)])
        store.capture(page_of(LIST, f"<html><body>{BOX}</body></html>"), keep=True)
    portal.answer(1)
    portal.answer(9)
    portal.answer(2, title="Huyện họp bàn về thu ngân sách", lead="Tin vắn, sửa.", body=OTHER, files=BOX)
    assert traces(folder) == []
    assert figure(portal.archive, "SELECT count(*) FROM articles") == 2
    assert figure(portal.archive, "SELECT reason FROM frontier WHERE key = '127.0.0.1/news#1'") == "withdrawn"
    assert figure(portal.archive, "SELECT lead FROM articles WHERE url LIKE '%bai-2.html'") == "Tin vắn, sửa."
    assert portal.faults() == []


def test_a_hidden_article_is_kept_and_not_published(folder: Path) -> None:
    one = identity(folder)
    call(folder, "withdraw", one, "--reason", "Chờ xác minh", "--hide").fine()
    archive = folder / "archive.db"
    assert figure(archive, "SELECT f.hidden FROM facets f JOIN articles a USING (ord) WHERE a.id = ?", one) == 1
    shown = call(folder, "show", one).fine().out
    assert re.search(r"withdrawn .*Chờ xác minh", shown)
    assert "khôi phục hiện trạng" in shown
    call(folder, "verify").fine()
    call(folder, "withdraw", one, "--reason", "Đã xác minh", "--erase").fine()
    assert traces(folder) == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("withdraw", "a1"), "--reason"),
        (("withdraw", "a1", "--reason", "x"), "--hide"),
        (("withdraw", "a1", "--reason", "x", "--hide", "--erase"), "--hide"),
        (("withdraw", "a1", "--reason", " . ", "--hide"), "--reason"),
        (("withdraw", "anone", "--reason", "x", "--hide"), "anone"),
    ],
    ids=str,
)
def test_withdraw_refuses(folder: Path, arguments: tuple[str, ...], word: str) -> None:
    call(folder, *arguments).refused(2, word)
    assert figure(folder / "archive.db", "SELECT count(*) FROM withdrawals") == 0


STEPS = ["_search", "_mark", "_overwrite", "_forget", "overwrite"]


@pytest.mark.parametrize(("step", "number"), [*((step, 0) for step in STEPS), ("_mark", 3), ("overwrite", 1)])
@pytest.mark.parametrize("then", ["again", "next"])
def test_a_killed_erasure_is_completed(folder: Path, step: str, number: int, then: str) -> None:
    one = identity(folder)
    order = ("withdraw", one, "--reason", "Theo đơn", "--erase")
    assert killed(erasing, step, number, lambda: call(folder, *order))
    said = call(folder, "verify")
    assert said.status == 1, said.out + said.err
    assert "not finished" in said.err
    call(folder, *(order if then == "again" else ("reparse",))).fine()
    assert traces(folder) == []
    call(folder, "verify").fine()
    (row,) = query(folder / "archive.db", "SELECT * FROM withdrawals")
    assert len(json.loads(row["overwritten"])) == 4


@pytest.mark.parametrize("size", [150, 400, 70_000, 200_000])
def test_a_record_is_replaced_byte_for_byte(size: int) -> None:
    made = replacement(size, b"WARC/1.0\r\n\r\n" + os.urandom(60))
    assert len(made) == size
    assert gzip.decompress(made).startswith(b"WARC")
    assert len(replacement(25, b"x" * 500)) == 25


def test_words_are_compared_without_dress() -> None:
    assert words("HỌP, báo 24/7") == ["họp", "báo", "24", "7"]


ESCAPED = '<script>var a = "vui \\ud83d\\ude00 quá \\ud83d thật là hay"</script>'


def test_escaped_signs_are_read_after_an_erasure(folder: Path) -> None:
    """Scripts write an emoji as two halves, and a text may be cut between them."""
    erase(folder, identity(folder))
    portal = Portal(folder)
    portal.hour = 50
    portal.answer(7, title="Tin có biểu tượng", body=OTHER, files=ESCAPED)
    assert figure(portal.archive, "SELECT warc IS NOT NULL FROM captures WHERE url LIKE '%bai-7.html'")
    assert portal.faults() == []


COMMON = "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu"
ORDER = {
    "title": "Họp báo quý một",
    "lead": "Tin vắn.",
    "body": f"<p>{COMMON} các ngành khẩn trương giải ngân vốn.</p>",
}


def small(folder: Path) -> Portal:
    """An archive of two articles whose erased one had a common phrase that no other said there."""
    portal = Portal(folder)
    portal.answer(1, title=TITLE, lead=LEAD, body=f"{BODY}<p>{COMMON} xử lý nghiêm.</p>")
    portal.answer(2, title="Khai giảng năm học mới", lead="Tin giáo dục.", body=OTHER)
    erase(folder, identity(folder))
    return portal


def kept(folder: Path) -> int:
    return int(figure(folder / "archive.db", "SELECT count(warc) FROM captures"))


def test_a_merge_leaves_the_pages_of_articles_that_say_a_phrase_themselves(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for one in folders:
        one.mkdir()
    a, b, c = folders
    small(a)
    for one in (b, c):
        portal = Portal(one)
        portal.hour = 100
        for number in range(10, 13):
            portal.answer(number, **(ORDER | {"title": f"Họp báo số {number}"}))
        with Store(portal.archive, "crawl") as store, store.transaction():
            store.capture(page_of(f"{LIST}khac/", f"<p>{COMMON}</p><p>Hộ ông Nguyễn Khắc Tường đã đổ</p>"), keep=True)
            store.sight("thu", "nukeviet", [Sighting(f"{LIST}tin/bai-10.html", LIST, "listing", COMMON)])
    call(b, "merge", "../a/archive.db").fine()
    assert kept(b) == 4
    assert figure(b / "archive.db", "SELECT title FROM sightings") == COMMON
    assert "quoted" not in call(b, "reparse").fine().err
    call(a, "merge", "../c/archive.db").fine()
    assert kept(a) == 4


def test_a_phrase_that_others_say_now_costs_no_page_its_bytes(tmp_path: Path) -> None:
    portal = small(tmp_path)
    portal.hour = 50
    portal.answer(10, **ORDER)
    box = f'<div class="related"><a href="/vi/news/tin/bai-10.html">{COMMON} các ngành</a></div>'
    portal.answer(11, title="Bài khác hẳn", lead="", body="<p>Một bài khác hẳn về thời tiết hôm nay.</p>", files=box)
    assert kept(tmp_path) == 3


def test_titles_of_files_are_an_article_s_words(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.answer(1, title=TITLE, lead=LEAD, body=BODY)
    name = "Biên bản ba trăm khối đất xuống lòng hồ"
    portal.answer(2, title="Khai giảng năm học mới", lead="Tin.", body=OTHER, files=FILE.format(name=name))
    erase(tmp_path, identity(tmp_path))
    assert kept(tmp_path) == 1
    portal.answer(3, title="Bế giảng năm học", files=FILE.format(name=name))
    assert kept(tmp_path) == 2


def test_an_erased_text_is_no_edit_of_another_article(folder: Path) -> None:
    erase(folder, identity(folder))
    portal = Portal(folder)
    portal.hour = 50
    portal.answer(2, title=TITLE, lead=LEAD, body=BODY)
    archive = portal.archive
    assert traces(folder) == []
    assert figure(archive, "SELECT revision FROM articles WHERE url LIKE '%bai-2.html'") == 1
    assert figure(archive, "SELECT reason FROM failures ORDER BY id DESC") == "withdrawn"
    portal.answer(2, title="Huyện họp bàn về thu ngân sách", lead="Tin vắn, sửa.", body=OTHER)
    assert figure(archive, "SELECT revision FROM articles WHERE url LIKE '%bai-2.html'") == 2
    call(folder, "verify").fine()


def test_lists_that_told_a_new_address_forget_it(folder: Path) -> None:
    erase(folder, identity(folder))
    portal = Portal(folder)
    portal.hour = 50
    with Store(portal.archive, "crawl") as store, store.transaction():
        store.sight("thu", "nukeviet", [Sighting(f"{LIST}tin/bai-9.html", LIST, "listing", TITLE)])
    portal.answer(9, title=TITLE, lead=LEAD, body=BODY)
    assert figure(portal.archive, "SELECT count(*) FROM sightings WHERE url LIKE '%bai-9.html'") == 0


def test_a_page_that_now_quotes_doesn_t_replace_a_good_one(folder: Path) -> None:
    """Another picture is no edit, so the page that can be read goes on standing for the article."""
    erase(folder, identity(folder))
    portal = Portal(folder)
    portal.hour = 50
    portal.answer(3, title="Khai giảng năm học mới", lead="Tin giáo dục.", body=OTHER, files="")
    sql = "SELECT c.id, c.warc FROM articles a JOIN captures c ON c.id = a.capture_id WHERE a.url LIKE '%bai-3.html'"
    (before,) = query(portal.archive, sql)
    portal.answer(3, body=f'{OTHER}<p><img src="/x.jpg"/></p>', files=BOX)
    assert figure(portal.archive, "SELECT withdrawal_id FROM captures ORDER BY id DESC")
    (after,) = query(portal.archive, sql)
    assert tuple(after) == tuple(before)
    assert figure(portal.archive, "SELECT count(*) FROM images WHERE url LIKE '%/x.jpg'") == 1
    assert identity(folder, 3) not in call(folder, "reparse").fine().err
    call(folder, "verify").fine()
