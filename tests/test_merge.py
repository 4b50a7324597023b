"""Several machines' archives into one, in any order, with nothing lost, doubled or brought back."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest
from filed import BODY, Portal
from inside import call, killed
from support import figure, query

from crawler.archive import bring
from crawler.archive.articles import CHILDREN
from crawler.archive.lock import WriterLock
from crawler.archive.store import Store
from crawler.models import Fetched, Sighting

LIST = "http://127.0.0.1/vi/news/"


def machine(folder: Path, name: str, hour: int = 0) -> Portal:
    (folder / name).mkdir()
    portal = Portal(folder / name)
    portal.hour = hour
    return portal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three machines: a and b saw article 1 by turns, c in between; each alone saw another; a list of a dates c's."""
    folder = tmp_path_factory.mktemp("machines")
    a, b, c = machine(folder, "a"), machine(folder, "b", 1), machine(folder, "c", 3)
    a.answer(1)
    a.answer(2, title="Tin của máy một", body=BODY)
    a.hour = 9
    a.answer(1, title="Tiêu đề", body=BODY.replace("các thôn", "các thôn, ấp"), counter="7")
    b.answer(1)
    b.answer(3, title="Tin của máy hai", lead="Khác.")
    b.hour = 11
    b.answer(1, title="Tiêu đề", lead="Tóm tắt, sửa.", body=BODY.replace("các thôn", "các thôn, ấp"))
    c.answer(1, counter="3")
    c.answer(4, title="Tin không ngày", day="")
    with Store(a.archive, "crawl") as store, store.transaction():
        store.sight(
            "thu", "nukeviet", [Sighting(f"{LIST}tin/bai-4.html", LIST, "listing", "Tin", "05/01/2024", "2024-01-05")]
        )
        store.fail("thu", f"{LIST}tin/bai-8.html", "not_found", None, 404, None)
        store.db.execute("INSERT INTO aliases VALUES ('aold', (SELECT id FROM articles LIMIT 1))")
        store.frontier.add("thu", "k1", LIST, "list", depth=0)
    return folder


def digest(folder: Path, archive: str) -> str:
    call(folder, "verify", "--archive", archive).fine()
    return call(folder, "verify", "--digest", "--archive", archive).fine().out


def merged(folder: Path, into: str, *names: str) -> Path:
    call(folder, "merge", *(f"{name}/archive.db" for name in names), "--archive", into).fine()
    return folder / into


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def test_the_order_of_merging_does_not_matter(folder: Path) -> None:
    found = set()
    for number, names in enumerate(permutations("abc")):
        merged(folder, f"all{number}.db", *names)
        found.add(digest(folder, f"all{number}.db"))
    assert len(found) == 1
    merged(folder, "ab.db", "a", "b")
    call(folder, "merge", "ab.db", "--archive", "c/archive.db").fine()
    assert digest(folder, "c/archive.db") in found
    assert digest(folder, "a/archive.db") not in found


def test_an_article_of_two_machines_is_one_with_all_revisions(folder: Path) -> None:
    archive = merged(folder, "all.db", "b", "c", "a")
    rows = query(
        archive, "SELECT * FROM revisions WHERE article_id = (SELECT id FROM articles WHERE url LIKE '%-1.html')"
    )
    assert [(row["seen_at"][11:13], row["lead"], row["body"].endswith("ấp.")) for row in rows] == [
        ("01", "Tóm tắt.", False),
        ("10", "Tóm tắt.", True),
        ("12", "Tóm tắt, sửa.", True),
    ]
    (one,) = query(archive, "SELECT * FROM articles WHERE url LIKE '%-1.html'")
    assert (one["first_seen"][11:13], one["last_seen"][11:13], one["revision"]) == ("01", "12", 3)
    assert figure(archive, "SELECT count(*) FROM articles") == 4
    assert figure(archive, "SELECT count(*) FROM aliases WHERE old_id = 'aold'") == 1
    assert figure(archive, "SELECT published_day FROM articles WHERE url LIKE '%-4.html'") == "2024-01-05"
    assert figure(archive, "SELECT count(*) FROM frontier WHERE key = 'k1' AND state = 'queued'") == 1
    parts = ("a", "b", "c")
    for table in ("captures", "runs", "failures"):
        wanted = sum(figure(folder / one / "archive.db", f"SELECT count(*) FROM {table}") for one in parts)
        assert figure(archive, f"SELECT count(*) FROM {table}") == wanted + (table == "runs")
    told = call(folder, "reparse", "--archive", "all.db").fine().err
    assert "4 articles read again" in told
    assert "0 of them changed" in told


def test_merging_again_changes_nothing(folder: Path) -> None:
    archive = merged(folder, "all.db", "a", "b")
    before, files = digest(folder, "all.db"), sorted((folder / "all.warc").iterdir())
    said = call(folder, "merge", "a/archive.db", "b/archive.db", "--archive", "all.db").fine().err
    assert "0 new articles, 2 known ones, 0 answers" in said
    assert digest(folder, "all.db") == before
    assert sorted((folder / "all.warc").iterdir()) == files
    assert figure(archive, "SELECT count(*) FROM sightings") == 1


def test_the_others_are_only_read(folder: Path) -> None:
    files = {file: file.read_bytes() for file in (folder / "b").rglob("*") if file.suffix in (".db", ".gz")}
    merged(folder, "all.db", "a", "b")
    assert all(file.read_bytes() == raw for file, raw in files.items())


def test_a_withdrawal_of_either_holds_for_both(folder: Path) -> None:
    one = figure(folder / "a/archive.db", "SELECT id FROM articles WHERE url LIKE '%-1.html'")
    call(folder, "withdraw", one, "--reason", "Theo đơn", "--erase", "--archive", "a/archive.db").fine()
    two = figure(folder / "b/archive.db", "SELECT id FROM articles WHERE url LIKE '%-3.html'")
    call(folder, "withdraw", two, "--reason", "Chờ", "--hide", "--archive", "b/archive.db").fine()
    for number, names in enumerate((("a", "b"), ("b", "a"))):
        archive = merged(folder, f"all{number}.db", *names)
        assert figure(archive, "SELECT count(*) FROM articles WHERE id = ?", one) == 0
        assert figure(archive, "SELECT hidden_at IS NOT NULL FROM articles WHERE id = ?", two)
        call(folder, "show", one, "--archive", archive.name).refused(2, "Theo đơn")
        assert figure(archive, "SELECT count(*) FROM captures WHERE url LIKE '%-1.html' AND warc IS NOT NULL") == 0
    assert digest(folder, "all0.db") == digest(folder, "all1.db")
    call(folder, "merge", "a/archive.db", "--archive", "c/archive.db").fine()
    assert figure(folder / "c/archive.db", "SELECT count(*) FROM articles WHERE id = ?", one) == 0
    assert figure(folder / "c/archive.db", "SELECT count(*) FROM articles") == 2
    whole = (folder / "all0.warc").iterdir()
    assert sum(b"bai-1.html" in file.read_bytes() for file in whole) == 0


def test_an_earlier_address_gives_the_id(folder: Path) -> None:
    """A machine that met the article only after it had moved made another id of it."""
    b = folder / "b/archive.db"
    (old,) = query(b, "SELECT id FROM articles WHERE url LIKE '%-1.html'")[0]
    with closing(sqlite3.connect(b)) as db, db:
        for table in (*CHILDREN, "revision_rows"):
            db.execute(f"UPDATE {table} SET article_id = 'alater' WHERE article_id = ?", (old,))
        db.execute("UPDATE articles SET id = 'alater' WHERE id = ?", (old,))
    first = figure(folder / "a/archive.db", "SELECT id FROM articles WHERE url LIKE '%-1.html'")
    for number, names in enumerate((("a", "b"), ("b", "a"))):
        archive = merged(folder, f"all{number}.db", *names)
        assert figure(archive, "SELECT id FROM aliases WHERE old_id = 'alater'") == first
    assert digest(folder, "all0.db") == digest(folder, "all1.db")
    call(folder, "withdraw", first, "--reason", "Theo đơn", "--erase", "--archive", "a/archive.db").fine()
    call(folder, "merge", "a/archive.db", "--archive", "b/archive.db").fine()
    assert figure(b, "SELECT count(*) FROM articles WHERE url LIKE '%-1.html'") == 0
    call(folder, "show", "alater", "--archive", "b/archive.db").refused(2, "withdrawn")


@pytest.mark.parametrize("step", ["duplicate", "captures", "plain"])
def test_a_killed_merge_goes_on(folder: Path, step: str) -> None:
    merged(folder, "whole.db", "a", "b")
    order = ("merge", "a/archive.db", "b/archive.db", "--archive", "all.db")
    assert killed(bring, step, 1, lambda: call(folder, *order))
    call(folder, "verify", "--archive", "all.db").fine()
    call(folder, *order).fine()
    assert digest(folder, "all.db") == digest(folder, "whole.db")
    assert figure(folder / "all.db", "SELECT count(*) FROM captures") == figure(
        folder / "whole.db", "SELECT count(*) FROM captures"
    )


def test_sample_and_real_are_not_merged(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "b/archive.db")) as db, db:
        db.execute("UPDATE portals SET status = 'sample'")
    call(folder, "merge", "a/archive.db", "b/archive.db", "--archive", "all.db").refused(2, "sample")
    assert not (folder / "all.db").exists()


@pytest.mark.parametrize(
    ("given", "word"), [("none.db", "none.db"), ("a/archive.db", "itself"), ("text.db", "text.db")], ids=str
)
def test_merge_refuses(folder: Path, given: str, word: str) -> None:
    (folder / "text.db").write_text("no archive, surely\n" * 100)
    call(folder, "merge", given, "--archive", "a/archive.db").refused(2, word)


def test_a_writer_and_a_missing_file_are_named(folder: Path) -> None:
    with WriterLock(folder / "b/archive.db"):
        call(folder, "merge", "b/archive.db", "--archive", "all.db").refused(3, "b/archive.db")
    next((folder / "b/archive.warc").iterdir()).unlink()
    call(folder, "merge", "b/archive.db", "--archive", "all.db").refused(4, "missing")
    assert figure(folder / "all.db", "SELECT count(*) FROM articles") == 0


def test_other_readings_are_not_compared(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "b/archive.db")) as db, db:
        db.execute("UPDATE articles SET extractor = '0'")
    call(folder, "merge", "a/archive.db", "b/archive.db", "--archive", "all.db").refused(2, "reparse")


def test_a_merge_shows_a_saved_search_only_what_is_new(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers of revisions tell what entered since, and a merge writes known articles anew."""
    monkeypatch.setenv("TINTINH_STATE", str(folder / "searches.json"))
    merged(folder, "all.db", "a")
    asked = ("search", "", "--since-last", "mới", "--archive", "all.db", "--format", "jsonl")
    assert len(call(folder, *asked).fine().lines) == 2
    merged(folder, "all.db", "b")
    assert [line["title"] for line in call(folder, *asked).fine().lines] == ["Tin của máy hai"]
    merged(folder, "all.db", "b", "a")
    assert call(folder, *asked).fine().lines == []


def test_a_number_is_never_given_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what enters after an erasure would count as seen."""
    monkeypatch.setenv("TINTINH_STATE", str(folder / "searches.json"))
    asked = ("search", "", "--since-last", "mới", "--archive", "all.db", "--format", "jsonl")
    merged(folder, "all.db", "a")
    (newest,) = query(
        folder / "all.db", "SELECT article_id FROM revision_rows WHERE revision = 1 ORDER BY number DESC LIMIT 1"
    )
    call(folder, *asked).fine()
    call(folder, "withdraw", newest[0], "--erase", "--reason", "thử", "--archive", "all.db").fine()
    merged(folder, "all.db", "b")
    assert "Tin của máy hai" in [line["title"] for line in call(folder, *asked).fine().lines]


def test_what_a_merge_brings_is_grouped(tmp_path: Path) -> None:
    a, b = machine(tmp_path, "a"), machine(tmp_path, "b")
    text = "".join(
        f"<p>Đoàn số {n} ra quân làm sạch kênh mương ở ấp {n}, vớt bèo và thu gom rác thải.</p>" for n in range(20)
    )
    a.answer(1, title="Ra quân làm sạch kênh mương", body=text)
    b.answer(2, title="Ra quân làm sạch kênh mương", body=text)
    with closing(sqlite3.connect(b.archive)) as db, db:
        db.execute("UPDATE articles SET portal = 'khac'")
    archive = merged(tmp_path, "all.db", "a", "b")
    assert figure(archive, "SELECT count(*) FROM cluster_queue") == 0
    assert figure(archive, "SELECT count(*) FROM syndication") == 2


ERASED = {
    "title": "Ông Nguyễn Khắc Tường bị xử phạt vì lấn chiếm lòng hồ",
    "lead": "Chiều qua tổ công tác lập biên bản.",
    "body": "<p>Hộ ông Nguyễn Khắc Tường đã đổ hơn ba trăm khối đất xuống lòng hồ Sông Mây.</p>"
    "<p>Tổ công tác buộc ông Tường khôi phục hiện trạng trước cuối tháng tư.</p>",
}
WORDS = "ba trăm khối đất"


def erasing(folder: Path, *others: int) -> Portal:
    """A machine that erased article 1, and met its text again at other addresses."""
    portal = machine(folder, "e")
    portal.answer(2)
    portal.answer(1, **ERASED)
    one = figure(portal.archive, "SELECT id FROM articles WHERE url LIKE '%-1.html'")
    call(folder, "withdraw", one, "--reason", "Theo đơn", "--erase", "--archive", "e/archive.db").fine()
    for number in others:
        portal.answer(number)
    return portal


def keeping(folder: Path, name: str, *numbers: int) -> Portal:
    """A machine that knows of no erasure and has the text at these addresses."""
    portal = machine(folder, name, 50)
    for number in numbers:
        portal.answer(number, **ERASED)
    return portal


def leaks(folder: Path, name: str) -> list[str]:
    """Files of an archive in which words of the erased article stand."""
    files = [folder / name, *(folder / name).with_suffix(".warc").iterdir()]
    raws = {one.name: one.read_bytes() for one in files}
    texts = {name: gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw for name, raw in raws.items()}
    return [one for one, raw in texts.items() if WORDS.encode() in raw]


@pytest.mark.parametrize(
    ("into", "met", "numbers"),
    [
        ("e/archive.db", (), (9,)),
        ("o/archive.db", (), (9, 8)),
        ("e/archive.db", (9,), (1, 9)),
        ("o/archive.db", (9, 8), (9, 8)),
        ("all.db", (9,), (1, 9)),
    ],
    ids=str,
)
def test_no_address_brings_an_erased_text_back(
    tmp_path: Path, into: str, met: tuple[int, ...], numbers: tuple[int, ...]
) -> None:
    erasing(tmp_path, *met)
    keeping(tmp_path, "o", *numbers)
    given = [one for one in ("e/archive.db", "o/archive.db") if one != into]
    call(tmp_path, "merge", *given, "--archive", into).fine()
    assert figure(tmp_path / into, "SELECT count(*) FROM articles") == 1
    assert leaks(tmp_path, into) == []
    assert "whole: 1 articles" in call(tmp_path, "verify", "--archive", into).fine().out
    (one,) = query(tmp_path / into, "SELECT * FROM withdrawals")
    assert one["done_at"]
    call(tmp_path, "show", one["id"], "--archive", into).refused(2, "Theo đơn")


def test_a_notice_of_the_erased_one_s_form_stays(tmp_path: Path) -> None:
    erasing(tmp_path)
    keeping(tmp_path, "o", 9)
    with closing(sqlite3.connect(tmp_path / "o/archive.db")) as db, db:
        db.execute("UPDATE articles SET title = 'Một hộ khác bị xử phạt vì lấn chiếm lòng sông'")
    call(tmp_path, "merge", "e/archive.db", "--archive", "o/archive.db").fine()
    assert figure(tmp_path / "o/archive.db", "SELECT count(*) FROM articles") == 2


@pytest.mark.parametrize("how", ["refused", "killed"])
def test_a_merge_that_comes_to_nothing_leaves_no_copies(tmp_path: Path, how: str) -> None:
    """What was copied may hold what was erased here."""
    erasing(tmp_path)
    keeping(tmp_path, "o", 1, 2)
    into = tmp_path / "e/archive.db"
    order = ("merge", "o/archive.db", "--archive", "e/archive.db")
    if how == "refused":
        with closing(sqlite3.connect(tmp_path / "o/archive.db")) as db, db:
            db.execute("UPDATE articles SET extractor = '0' WHERE url LIKE '%-2.html'")
        call(tmp_path, *order).refused(2, "reparse")
    else:
        assert killed(bring, "runs", 0, lambda: call(tmp_path, *order))
        (into.with_suffix(".warc") / "merged-0.warc.gz.part").write_text(WORDS)
        assert len(leaks(tmp_path, "e/archive.db")) == 3
        call(tmp_path, "reparse", "--archive", "e/archive.db").fine()
    assert leaks(tmp_path, "e/archive.db") == []
    assert not list(into.with_suffix(".warc").glob("merged-*"))
    assert not query(into, "SELECT 1 FROM withdrawals WHERE done_at IS NULL")


def test_what_a_merge_brought_stays_when_the_next_one_fails(folder: Path) -> None:
    merged(folder, "all.db", "a")
    before = sorted((folder / "all.warc").iterdir())
    with closing(sqlite3.connect(folder / "b/archive.db")) as db, db:
        db.execute("UPDATE articles SET extractor = '0'")
    call(folder, "merge", "b/archive.db", "--archive", "all.db").refused(2, "reparse")
    assert sorted((folder / "all.warc").iterdir()) == before
    call(folder, "verify", "--archive", "all.db").fine()


@pytest.mark.parametrize("into", ["e", "f"])
def test_what_the_other_erased_is_sought_in_the_files_of_before(tmp_path: Path, into: str) -> None:
    """One machine erased a later text of the article, which a list of the other quotes."""
    later = "Sáng nay Thanh tra huyện kết luận vụ việc ba trăm khối đất kéo dài suốt bảy năm qua."
    lister = erasing(tmp_path)
    with Store(lister.archive, "crawl") as store, store.transaction():
        page = f"<html><p>{later}</p></html>".encode()
        store.capture(Fetched(LIST, 200, [("Content-Type", "text/html")], page, "2026-01-05T00:00:00Z"), keep=True)
    portal = keeping(tmp_path, "f", 1)
    portal.answer(1, body=f"{ERASED['body']}<p>{later}</p>")
    one = figure(portal.archive, "SELECT id FROM articles")
    call(tmp_path, "withdraw", one, "--reason", "Theo đơn", "--erase", "--archive", "f/archive.db").fine()
    other = "f" if into == "e" else "e"
    assert leaks(tmp_path, "e/archive.db")
    call(tmp_path, "merge", f"{other}/archive.db", "--archive", f"{into}/archive.db").fine()
    assert leaks(tmp_path, f"{into}/archive.db") == []


def test_an_id_folded_away_leads_on_in_any_order(tmp_path: Path) -> None:
    """The look between two equal ones makes no revision, and its id is known all the same."""
    a, b = machine(tmp_path, "a"), machine(tmp_path, "b", 4)
    a.answer(1)
    a.hour = 9
    a.answer(1, counter="5")
    b.answer(1)
    with closing(sqlite3.connect(b.archive)) as db, db:
        for table in (*CHILDREN, "revision_rows"):
            db.execute(f"UPDATE {table} SET article_id = 'alater'")
        db.execute("UPDATE articles SET id = 'alater'")
    merged(tmp_path, "ab.db", "a", "b")
    merged(tmp_path, "ba.db", "b", "a")
    call(tmp_path, "show", "alater", "--archive", "ab.db").fine()
    assert digest(tmp_path, "ab.db") == digest(tmp_path, "ba.db")


def test_a_snapshot_is_not_merged(folder: Path) -> None:
    call(folder, "snapshot", "site.db", "--archive", "b/archive.db").fine()
    call(folder, "merge", "site.db", "--archive", "all.db").refused(2, "snapshot")
    assert not (folder / "all.db").exists()
