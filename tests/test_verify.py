"""``verify`` names what is broken: bytes, rows and the file itself."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Sample
from filed import Portal
from inside import call
from support import query

from crawler.archive import database
from crawler.archive import open as open_archive
from crawler.archive.digest import digest
from crawler.archive.store import Store
from crawler.archive.verify import faults
from crawler.models import Fetched


@pytest.fixture
def damaged(tmp_path: Path, sample: Sample) -> Path:
    """A copy of the sample archive, to be damaged."""
    shutil.copytree(sample.folder, tmp_path / "copy")
    call(tmp_path / "copy", "verify").fine()
    return tmp_path / "copy"


def told(folder: Path, *words: str) -> None:
    """``verify`` ends with 4 and names this."""
    done = call(folder, "verify").refused(4)
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


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two articles, whose records lie in one file."""
    portal = Portal(tmp_path_factory.mktemp("filed"))
    portal.answer(1)
    with Store(portal.archive, "test") as store, store.transaction():
        for number in range(3):
            store.capture(
                Fetched(f"http://127.0.0.1/{number}", 200, [], b"<p>x</p>", "2026-01-01T00:00:00Z"), keep=True
            )
    return portal.archive.parent


@pytest.fixture
def small(filed: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(filed, tmp_path / "copy")
    return tmp_path / "copy"


def found_in(folder: Path) -> list[str]:
    with open_archive(folder / "archive.db") as found:
        return list(faults(found.db, found.path))


def flipped(file: Path, place: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[place] ^= 1
    file.write_bytes(raw)


def test_verify_reads_also_what_no_row_points_to(small: Path) -> None:
    """The first record of a file says who wrote it; of every record the gzip header has no checksum."""
    assert found_in(small) == []
    file = max((small / "archive.warc").iterdir())
    pointed = query(small / "archive.db", 'SELECT "offset" FROM captures WHERE warc = ?', file.name)
    for place in (0, *(row[0] for row in pointed)):
        for byte in (0, 3, 4, 8, 9, 100):
            flipped(file, place + byte)
            assert f"{file.name} at {place}:" in " ".join(found_in(small)), (place, byte)
            flipped(file, place + byte)
    assert found_in(small) == []


def test_verify_reads_what_was_put_in_the_place_of_erased_records(small: Path) -> None:
    row = query(small / "archive.db", 'SELECT a.id, warc, "offset", length FROM captures c JOIN articles a')[0]
    call(small, "withdraw", row["id"], "--reason", "Theo đơn", "--erase").fine()
    assert found_in(small) == []
    for place in (20, row["length"] - 12):
        flipped(small / "archive.warc" / row["warc"], row["offset"] + place)
        assert f"{row['warc']} at {row['offset']}:" in " ".join(found_in(small))
        flipped(small / "archive.warc" / row["warc"], row["offset"] + place)


def test_what_an_erasure_has_half_overwritten_is_no_fault(small: Path) -> None:
    """A kill may tear the record; the erasure goes on with the next command that writes."""
    archive = small / "archive.db"
    row = query(archive, 'SELECT a.id, warc, "offset", length FROM captures c JOIN articles a')[0]
    call(small, "withdraw", row["id"], "--reason", "Theo đơn", "--erase").fine()
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute("UPDATE withdrawals SET done_at = NULL")
        db.execute("INSERT INTO erasures VALUES (?, ?, ?)", tuple(row)[1:])
    file = small / "archive.warc" / row["warc"]
    flipped(file, row["offset"] + row["length"] - 12)
    assert "is not finished" in call(small, "verify").err
    assert found_in(small) == []
    with Store(archive, "test"):
        pass
    assert found_in(small) == []
    call(small, "verify").fine()


def test_a_file_that_is_written_to_may_end_in_half_a_record(small: Path) -> None:
    file = max((small / "archive.warc").iterdir())
    whole = file.read_bytes()
    file.unlink()
    opened = file.with_name(f"{file.name}.open")
    opened.write_bytes(whole + whole[: len(whole) // 2])
    assert found_in(small) == []
    opened.write_bytes(whole[:-20])
    assert file.name in " ".join(found_in(small))


@pytest.mark.parametrize("statement", ["FROM articles_fts_docsize", "FROM revisions"])
def test_what_is_compared_is_of_one_moment(small: Path, monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """An article that a crawl files between two of the statements is in none of them."""
    real = database.open_for_writing

    def hasty(path: Path) -> sqlite3.Connection:
        # At its end a writer waits for readers before it folds its log in, and does without when they stay.
        db = real(path)
        db.execute("PRAGMA busy_timeout = 50")
        return db

    monkeypatch.setattr(database, "open_for_writing", hasty)
    calm = digest_of(small)
    told: list[str] = []

    def act(said: str) -> None:
        if statement in said and not told:
            told.append(said)
            filing = threading.Thread(target=Portal(small).answer, args=(3,), kwargs={"title": "Tin mới"})
            filing.start()
            filing.join()

    with open_archive(small / "archive.db") as found:
        found.db.set_trace_callback(act)
        assert list(faults(found.db, found.path)) == [] if "fts" in statement else digest(found.db) == calm
    assert told
    assert digest_of(small) != calm


def digest_of(folder: Path) -> str:
    with open_archive(folder / "archive.db") as found:
        return digest(found.db)


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
}


@pytest.mark.parametrize("change", CHANGES)
def test_verify_names_a_row_that_lies(damaged: Path, change: str) -> None:
    with closing(sqlite3.connect(damaged / "archive.db")) as db, db:
        db.execute(CHANGES[change])
    done = call(damaged, "verify").refused(4)
    assert done.out.strip()


@pytest.mark.parametrize("part", [0.2, 0.5, 0.95])
def test_verify_notices_a_truncated_database(damaged: Path, part: float) -> None:
    file = damaged / "archive.db"
    os.truncate(file, int(file.stat().st_size * part) // 4096 * 4096 + 100)
    call(damaged, "verify").refused(4)


def test_a_damaged_archive_is_not_written_to_as_if_it_were_whole(damaged: Path) -> None:
    largest(damaged).unlink()
    done = call(damaged, "reparse").refused(4)
    assert "missing" in done.err
