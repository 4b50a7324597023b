"""Backups while a crawl goes on, and snapshots for a site."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from filed import BODY, Portal
from inside import call
from support import figure, query

from crawler.archive import copies
from crawler.archive.frontier import Lease
from crawler.archive.store import Store
from crawler.crawl.moves import Moves
from crawler.crawl.parts import Parts
from crawler.models import Article, Fetched, Sighting


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    portal = Portal(tmp_path_factory.mktemp("copies"))
    portal.answer(1, title="Tin công khai")
    portal.answer(2, title="Tin bị ẩn", body=BODY.replace("các thôn", "ông Nguyễn Khắc Tường"))
    portal.answer(2, body=BODY.replace("các thôn", "ông Nguyễn Khắc Tường, bà Bảy"))
    with Store(portal.archive, "crawl") as store, store.transaction():
        url = "http://127.0.0.1/vi/news/tin/bai-2.html"
        store.sight("thu", "nukeviet", [Sighting(url, "http://127.0.0.1/", "listing", "Tin bị ẩn")])
        store.fail("thu", url, "timeout", "lời riêng của máy", None, None)
        store.frontier.add("thu", "k", url, "list", depth=0)
    return portal.archive.parent


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def digest(folder: Path, archive: str) -> str:
    call(folder, "verify", "--archive", archive).fine()
    return call(folder, "verify", "--digest", "--archive", archive).fine().out


def test_a_backup_is_whole(folder: Path) -> None:
    call(folder, "backup", "safe.db").fine()
    assert digest(folder, "safe.db") == digest(folder, "archive.db")
    assert sorted(file.name for file in (folder / "safe.warc").iterdir())
    assert not list(folder.glob("*.part*"))
    call(folder, "reparse", "--archive", "safe.db").fine()


@pytest.mark.parametrize("there", ["safe.db", "safe.warc"])
def test_a_backup_overwrites_nothing(folder: Path, there: str) -> None:
    (folder / there).mkdir()
    call(folder, "backup", "safe.db").refused(2, there, "exists already")
    assert {one.name for one in folder.iterdir()} >= {"archive.db", there}
    call(folder, "backup", "no/safe.db").refused(2, "no folder")


def test_a_backup_of_an_archive_that_is_written_to(folder: Path) -> None:
    """Articles are filed all the while; the copy is whole, and the writer never waits for it."""
    portal, stop = Portal(folder), threading.Event()
    portal.hour = 30
    failed: list[BaseException] = []

    def write() -> None:
        number = 10
        try:
            while not stop.is_set():
                portal.answer(number, title=f"Tin {number}")
                number += 1
        except BaseException as wrong:
            failed.append(wrong)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            copies.backup(portal.archive, folder / f"safe{number}.db")
    finally:
        stop.set()
        writer.join()
    assert failed == []
    counts = [figure(folder / f"safe{number}.db", "SELECT count(*) FROM articles") for number in range(4)]
    assert counts == sorted(counts)
    for number in range(4):
        call(folder, "verify", "--archive", f"safe{number}.db").fine()


def test_a_backup_takes_the_file_that_is_still_open(folder: Path) -> None:
    with Store(folder / "archive.db", "crawl") as store:
        with store.transaction():
            fetched = Fetched("http://127.0.0.1/x", 200, [], b"<html>x</html>", "2026-01-01T00:00:00Z")
            store.capture(fetched, keep=True)
        store.warcs.write(fetched)
        store.warcs.sync()
        copies.backup(folder / "archive.db", folder / "safe.db")
    call(folder, "verify", "--archive", "safe.db").fine()
    assert not list((folder / "safe.warc").glob("*.open"))


def test_a_cut_file_makes_no_backup(folder: Path) -> None:
    file = max((folder / "archive.warc").iterdir())
    file.write_bytes(file.read_bytes()[:-50])
    call(folder, "backup", "safe.db").refused(4, file.name, "cut")
    file.unlink()
    call(folder, "backup", "safe.db").refused(4, file.name, "missing")
    assert not list(folder.glob("safe*"))


def test_a_snapshot_holds_only_what_a_site_serves(folder: Path) -> None:
    two = figure(folder / "archive.db", "SELECT id FROM articles WHERE url LIKE '%-2.html'")
    call(folder, "withdraw", two, "--reason", "Theo đơn của bà Bảy", "--hide").fine()
    said = call(folder, "snapshot", "site.db").fine().err
    assert "1 articles, 1 hidden left out" in said
    site = folder / "site.db"
    raw = site.read_bytes().decode("utf-8", "ignore")
    for words in ("Khắc Tường", "bà Bảy", "Tin bị ẩn", "lời riêng", "bai-2.html"):
        assert words not in raw
    for table in ("frontier", "hosts", "withdrawn_keys", "withdrawn_runs"):
        assert figure(site, f"SELECT count(*) FROM {table}") == 0
    assert figure(site, "SELECT count(*) FROM articles WHERE rights IS NULL") == 0
    assert figure(site, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'cong khai'") == 1
    assert figure(site, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'tuong'") == 0
    assert figure(site, "PRAGMA journal_mode") == "delete"
    assert {one.name for one in folder.glob("site*")} == {"site.db"}
    call(folder, "verify", "--archive", "site.db").fine()
    one = figure(site, "SELECT id FROM articles")
    assert "Tin công khai" in call(folder, "show", one, "--archive", "site.db").fine().out
    call(folder, "show", two, "--archive", "site.db").refused(2, "withdrawn")


def test_what_was_hidden_stays_so_when_its_address_turns_out_to_be_anothers(folder: Path) -> None:
    """The article that moved there is hidden with it, in a snapshot too, under either id."""
    archive = folder / "archive.db"
    one, two = (row[0] for row in query(archive, "SELECT id FROM articles ORDER BY url"))
    call(folder, "withdraw", two, "--reason", "Theo đơn của bà Bảy", "--hide").fine()
    key = "127.0.0.1/news#2"
    url = figure(archive, "SELECT url FROM articles WHERE id = ?", two)
    with Store(archive, "crawl") as store, store.transaction():
        lease = Lease("thu", key, url, "article", 1, 1, None, "127.0.0.1/news#1")
        found = store.articles.find("thu", key)
        moved = Moves(store).follow(lease, key, Article(title="Tin công khai", url=url), found)
        assert moved is not None
        assert moved["id"] == one
    assert query(archive, "SELECT id, key FROM withdrawals")[0][:] == (one, key)
    call(folder, "verify").fine()
    call(folder, "snapshot", "site.db").fine()
    call(folder, "verify", "--archive", "site.db").fine()
    for name in (one, two):
        call(folder, "show", name, "--archive", "site.db").refused(2, "withdrawn")


def test_a_snapshot_has_no_alias_that_leads_nowhere(folder: Path) -> None:
    archive = folder / "archive.db"
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute("UPDATE articles SET hidden_at = '2026-01-01T00:00:00Z' WHERE url LIKE '%-2.html'")
        db.execute("INSERT INTO aliases SELECT 'aold', id FROM articles WHERE hidden_at IS NOT NULL")
        db.execute("INSERT INTO aliases VALUES ('aolder', 'aold')")
        db.execute("INSERT INTO aliases SELECT 'akept', id FROM articles WHERE hidden_at IS NULL")
    call(folder, "snapshot", "site.db").fine()
    call(folder, "verify", "--archive", "site.db").fine()
    assert [row[0] for row in query(folder / "site.db", "SELECT old_id FROM aliases")] == ["akept"]


def test_a_hidden_article_that_is_a_further_page_hides_its_article(folder: Path) -> None:
    archive = folder / "archive.db"
    call(folder, "withdraw", figure(archive, "SELECT id FROM articles WHERE url LIKE '%-2.html'"),
         "--reason", "Theo đơn", "--hide").fine()  # fmt: skip
    with Store(archive, "crawl") as store, store.transaction():
        row = store.articles.find("thu", "127.0.0.1/news#1")
        assert row is not None
        Parts(store)._fold(row, "127.0.0.1/news#2", Article(title="Tin bị"))
    assert figure(archive, "SELECT count(*) FROM articles WHERE hidden_at IS NOT NULL") == 1
    assert figure(archive, "SELECT id FROM withdrawals") == figure(archive, "SELECT id FROM articles")
    call(folder, "verify").fine()


def test_a_snapshot_replaces_only_a_snapshot(folder: Path) -> None:
    call(folder, "snapshot", "site.db").fine()
    call(folder, "snapshot", "site.db").fine()
    before = (folder / "archive.db").read_bytes()
    call(folder, "snapshot", "archive.db").refused(2, "no snapshot")
    assert (folder / "archive.db").read_bytes() == before
    call(folder, "reparse", "--archive", "site.db").refused(2, "snapshot")


def test_an_erasure_while_copying_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = copies._copy

    def between(*given: object) -> None:
        with closing(sqlite3.connect(folder / "archive.db")) as db, db:
            db.execute("UPDATE captures SET withdrawal_id = 'ax'")
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(copies, "_copy", between)
    call(folder, "backup", "safe.db").refused(3, "erased while")
    assert not list(folder.glob("safe*"))
    assert query(folder / "archive.db", "SELECT 1 FROM articles")
