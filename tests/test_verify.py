"""``verify`` names what is broken: bytes, rows and the file itself."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Sample
from support import query, run


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
