"""Files and disks that aren't as they should be: said in a sentence, with the right status, and nothing lost."""

import importlib
import json
import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from filed import BODY, Portal
from inside import call, killed
from sqlite_utils import Database
from support import figure, query

from crawler.archive import database, drive, migrations
from crawler.archive.store import Store

READING = [("search", "x"), ("export",), ("verify",), ("verify", "--digest"), ("report",), ("portals",)]
WRITING = [("reparse",), ("withdraw", "ax", "--reason", "x", "--hide"), ("merge", "other.db")]


def words(arguments: tuple[str, ...]) -> str:
    return " ".join(arguments)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    portal = Portal(tmp_path_factory.mktemp("care"))
    for number in range(1, 5):
        portal.answer(number, title=f"Tin số {number}")
    portal.answer(4, body=BODY.replace("các thôn", "các ấp"))
    shutil.copyfile(portal.archive, portal.archive.with_name("other.db"))
    shutil.copytree(portal.archive.with_suffix(".warc"), portal.archive.with_name("other.warc"))
    return portal.archive.parent


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        for statement in statements:
            db.execute(statement)


ONE = "(SELECT id FROM articles ORDER BY id LIMIT 1)"
UNTRIGGERED = "DROP TRIGGER articles_fts_update"
INTO = "INSERT INTO withdrawals(id, mode, reason, at, done_at)"
OUT_OF_STEP = {
    "other words": f"{UNTRIGGERED}; UPDATE articles SET lead = 'Hai từ khác hẳn' WHERE id = {ONE}",
    "as many words": f"{UNTRIGGERED}; UPDATE articles SET lead = 'Tóm tét.' WHERE id = {ONE}",
    "an entry too many": "INSERT INTO articles_fts(rowid, title) VALUES (7, 'thừa')",
    "an entry lost": "DELETE FROM articles_fts_docsize WHERE id = (SELECT max(id) FROM articles_fts_docsize)",
    "former texts": "INSERT INTO revisions_fts(revisions_fts) VALUES ('delete-all')",
    "a filter": "UPDATE facets SET section = 'khác'",
    "a filter lost": "DELETE FROM facets",
    "a filter of no article": "UPDATE facets SET ord = 1 WHERE ord = (SELECT min(ord) FROM facets)",
    "a count": "UPDATE counted SET month = 5 WHERE ord = (SELECT max(ord) FROM counted)",
    "a count lost": "DELETE FROM counted",
    "a count of no article": "INSERT INTO counted VALUES (1, 1, 1)",
    "what is counted": "UPDATE profiles SET section = 'khác'",
    "a part": f"INSERT INTO article_parts VALUES ({ONE}, 2, 'x', 999)",
    "a part of none": "INSERT INTO article_parts SELECT 'anone', 2, 'x', id FROM captures LIMIT 1",
    "a hidden one shown": f"{INTO} VALUES ({ONE}, 'hide', 'x', '2026', '2026')",
    "an erased one": f"{INTO} VALUES ({ONE}, 'erase', 'x', '2026', '2026')",
}
SAID = {
    "other words": "articles_fts) has other", "as many words": "words stand elsewhere",
    "an entry too many": "5 entries for 4", "an entry lost": "lacks", "former texts": "revisions_fts) lacks",
    "a filter": "table of filters", "a filter lost": "table of filters",
    "a filter of no article": "row 1 of no article", "a count": "table of counts", "a count lost": "table of counts",
    "a count of no article": "row 1 of no article", "what is counted": "table of counts",
    "a part": "further page without its capture",
    "a part of none": "article_parts of no article", "a hidden one shown": "is shown", "an erased one": "was erased",
}  # fmt: skip


@pytest.mark.parametrize("kind", OUT_OF_STEP)
def test_verify_names_what_is_out_of_step(folder: Path, kind: str) -> None:
    call(folder, "verify").fine()
    change(folder, *OUT_OF_STEP[kind].split("; "))
    done = call(folder, "verify").refused(4)
    assert SAID[kind] in done.out


def test_verify_leaves_nothing_behind(folder: Path) -> None:
    before = (folder / "archive.db").read_bytes()
    call(folder, "verify").fine()
    assert (folder / "archive.db").read_bytes() == before


def first_schema(path: Path) -> None:
    """A file as the first schema's code made it, with an article in two revisions."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in (files("crawler") / "archive/schema.sql").read_text(encoding="utf-8").split("\n-----\n"):
            db.execute(statement)
        migrations._migrations.ensure_migrations_table(Database(db))
        db.execute("INSERT INTO _sqlite_migrations(migration_set, name) VALUES ('tintinh', 'm001_first')")
        db.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")


def old_archive(folder: Path) -> Path:
    """The contents of an archive of today under the first schema."""
    path = folder / "old.db"
    first_schema(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ATTACH ? AS today", (str(folder / "archive.db"),))
        for table in (
            "portals",
            "articles",
            "captures",
            "tags",
            "article_notes",
            "article_dates",
            "revision_rows",
            "runs",
        ):
            names = ", ".join(f'"{row[1]}"' for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table}({names}) SELECT {names} FROM today.{table}")
    (folder / "archive.warc").rename(folder / "old.warc")
    return path


@pytest.mark.parametrize("listed", [True, False])
def test_the_first_schema_is_brought_forward(folder: Path, listed: bool) -> None:
    wanted = call(folder, "verify", "--digest").fine().out
    path = old_archive(folder)
    if not listed:
        with closing(sqlite3.connect(path)) as db:
            db.execute("DROP TABLE _sqlite_migrations")
    before = path.read_bytes()
    call(folder, "search", "tin", "--archive", "old.db").refused(2, "older schema 1", "tintinh reparse")
    assert path.read_bytes() == before
    call(folder, "reparse", "--archive", "old.db").fine()
    assert figure(path, "PRAGMA user_version") == database.SCHEMA
    call(folder, "verify", "--archive", "old.db").fine()
    assert call(folder, "verify", "--digest", "--archive", "old.db").fine().out == wanted
    assert figure(path, "SELECT count(*) FROM revisions_fts WHERE revisions_fts MATCH 'thon'") == 1


@pytest.mark.parametrize("step", ["m002", "number"])
def test_a_killed_migration_is_done_again(folder: Path, step: str) -> None:
    """Schema and number change together; a number that an earlier version failed to write is put right."""
    path = old_archive(folder)
    if step == "number":
        with Store(path, "reparse"):
            pass
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version = 0")
    else:
        assert killed(Database, "table", 1, lambda: call(folder, "reparse", "--archive", "old.db"))
        assert figure(path, "PRAGMA user_version") == 1
        assert query(path, "SELECT 1 FROM sqlite_master WHERE name = 'facets'") == []
    call(folder, "reparse", "--archive", "old.db").fine()
    assert figure(path, "PRAGMA user_version") == database.SCHEMA
    call(folder, "verify", "--archive", "old.db").fine()


@pytest.mark.parametrize("arguments", [*READING, *WRITING, ("backup", "x.db"), ("snapshot", "x.db")], ids=words)
@pytest.mark.parametrize("kind", ["foreign", "text", "future"])
def test_a_file_that_is_none_of_ours_is_left_alone(folder: Path, kind: str, arguments: tuple[str, ...]) -> None:
    path = folder / "archive.db"
    if kind == "future":
        change(folder, "PRAGMA user_version = 99")
    else:
        path.unlink()
    if kind == "foreign":
        change(folder, "CREATE TABLE articles(id, title)")
    elif kind == "text":
        path.write_text("Đây không phải là một kho lưu trữ.\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    call(folder, *arguments).refused(2, "archive.db")
    assert path.read_bytes() == before
    assert not (folder / "x.db").exists()


@pytest.mark.parametrize("arguments", [*READING, *WRITING], ids=words)
def test_a_corrupted_file_is_damaged(folder: Path, arguments: tuple[str, ...]) -> None:
    path = folder / "archive.db"
    raw = bytearray(path.read_bytes())
    raw[100:] = b"\xa5" * (len(raw) - 100)
    path.write_bytes(raw)
    done = call(folder, *arguments)
    assert done.status == 4, done.out + done.err
    assert "Traceback" not in done.err
    assert path.read_bytes() == raw


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_drive_is_refused_to_writers(folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = folder / "mounts"
    spaced = str(folder.resolve()).replace(" ", "\\040")
    table.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {spaced} {kind} rw 0 0\n/dev/sdb {spaced}er ext4 rw 0 0\n")
    monkeypatch.setattr(drive, "_MOUNTS", table)
    call(folder, "reparse").refused(2, "network drive", kind, drive.NETWORK)
    call(folder, "verify").fine()
    monkeypatch.setenv(drive.NETWORK, "1")
    call(folder, "reparse").fine()


def test_a_local_drive_is_none_of_the_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = folder / "mounts"
    table.write_text(f"server:/x / nfs rw 0 0\n/dev/sdb {folder.resolve()} ext4 rw 0 0\n")
    monkeypatch.setattr(drive, "_MOUNTS", table)
    assert drive.network(folder / "archive.db") is None
    monkeypatch.setattr(drive, "_MOUNTS", folder / "none")
    assert drive.network(folder / "archive.db") is None


def test_another_writer_is_busy(folder: Path) -> None:
    """Ours holds the lock; another program's transaction is waited for, then told."""
    with Store(folder / "archive.db", "crawl"):
        for arguments in WRITING:
            call(folder, *arguments).refused(3, "archive.db")
        for arguments in READING:
            call(folder, *arguments).fine()


def limited(folder: Path, size: int, *arguments: str) -> tuple[int, str]:
    """A command in a child whose files may not grow beyond a size, as on a full disk; its status and words."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            done = call(folder, *arguments)
            status = done.status
            (folder / "said").write_text(done.err)
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended), (folder / "said").read_text()


@pytest.mark.parametrize("share", [0.02, 0.5])
@pytest.mark.parametrize(
    "arguments",
    [("backup", "copy.db"), ("snapshot", "copy.db"), ("merge", "other.db", "--archive", "new.db"), ("withdraw", "1")],
    ids=words,
)
def test_a_full_disk_loses_nothing(folder: Path, arguments: tuple[str, ...], share: float) -> None:
    """A limit on the size of files stands for the full disk: SQLite and WARC hit it the same way."""
    before = call(folder, "verify", "--digest").fine().out
    if arguments[0] == "withdraw":
        one = figure(folder / "archive.db", "SELECT id FROM articles LIMIT 1")
        arguments = ("withdraw", one, "--reason", "Theo đơn", "--erase")
    status, said = limited(folder, int((folder / "archive.db").stat().st_size * share), *arguments)
    assert status == 4, said
    assert "full" in said
    assert "Traceback" not in said
    assert not list(folder.glob("copy*"))
    if arguments[0] == "withdraw":
        assert call(folder, "verify").status in (0, 1)
    else:
        call(folder, "verify").fine()
        assert call(folder, "verify", "--digest").fine().out == before
    call(folder, *arguments).fine()
    call(folder, "verify").fine()


@pytest.fixture
def guarded(made: Path) -> Iterator[Path]:
    """The archive in a folder that this process may only read; root becomes nobody for the time."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        shutil.copytree(made, copy)
        Path(name).chmod(0o755)
        for one in (copy, *copy.rglob("*")):
            one.chmod(0o555 if one.is_dir() else 0o444)
        if os.geteuid() == 0:
            # Nobody may not read the interpreter's own folder, so all that will be needed is imported before.
            for arguments in (*READING, *WRITING, ("backup",), ("snapshot",)):
                importlib.import_module(f"crawler.commands.{arguments[0]}")
            os.seteuid(65534)
            try:
                yield copy
            finally:
                os.seteuid(0)
        else:
            yield copy
        for one in (copy, *(one for one in copy.rglob("*") if one.is_dir())):
            one.chmod(0o755)


def test_a_read_only_folder_is_read_and_not_written(guarded: Path) -> None:
    for arguments in READING[:-1]:
        call(guarded, *arguments).fine()
    for arguments in (*WRITING, ("backup", "copy.db"), ("snapshot", "copy.db")):
        call(guarded, *arguments).refused(2, "ermission")


def test_a_crawl_stops_before_the_disk_is_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(drive.MIN_FREE, str(10**18))
    done = call(folder, "crawl", "http://127.0.0.1:1/").refused(4, "GB are free", drive.MIN_FREE)
    assert "1000000000.00 GB" in done.err
    monkeypatch.setenv(drive.MIN_FREE, "two")
    call(folder, "crawl", "http://127.0.0.1:1/").refused(2, drive.MIN_FREE)
    monkeypatch.setenv(drive.MIN_FREE, "0")
    assert call(folder, "crawl", "http://127.0.0.1:1/", "--limit", "0").status == 2
    drive.require_room(folder / "archive.db")


def test_the_forecast_is_given_only_when_it_can_be_measured(folder: Path) -> None:
    disk = json.loads(call(folder, "report", "--format", "json").fine().out)["disk"]
    assert disk["days_left"] is None
    assert disk["size"] > 10_000
    change(
        folder,
        "UPDATE runs SET started_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || (10 - id) || ' days')",
    )
    disk = json.loads(call(folder, "report", "--format", "json").fine().out)["disk"]
    (stored,) = query(folder / "archive.db", "SELECT sum(length) FROM captures WHERE run_id > 1")[0]
    assert disk["day_bytes"] > stored / 4
    assert disk["run_bytes"] == disk["day_bytes"]
    assert disk["days_left"] == (disk["free"] - 2 * 10**9) // disk["day_bytes"]
    assert "which lasts" in call(folder, "report").fine().out
