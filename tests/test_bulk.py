"""Loading in bulk: the index ends as the triggers would have left it, and a crash leaves the archive as it was."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.synthetic import fill, rows
from crawler.archive import database
from crawler.archive import open as open_archive
from crawler.archive.aside import Aside
from crawler.archive.bulk import load, loading
from crawler.archive.verify import faults
from crawler.text.plain import plain

WORDS = ("huyện", "đường", '"nông thôn"', "thay", "mới")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "archive.db"
    fill(made, rows(200, 1))
    return made


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(database.open_for_writing(path)) as connection:
        yield connection


def change(db: sqlite3.Connection) -> None:
    """All that may happen inside: old and new rows changed, moved, deleted, and one number used twice."""
    load(db, (row | {"portal": "again", "id": f"b{row['id']}", "ord": row["ord"] + 300} for row in rows(50, 1, 5)))
    first, second, third = (row[0] for row in db.execute("SELECT ord FROM articles WHERE portal <> 'again' LIMIT 3"))
    db.execute("UPDATE articles SET body = 'thay đường' WHERE ord = ?", (first,))
    db.execute("UPDATE articles SET body = 'thay lần nữa' WHERE ord = ?", (first,))
    db.execute("DELETE FROM articles WHERE ord = ?", (second,))
    db.execute("UPDATE articles SET ord = ? WHERE ord = ?", (second, third))
    new = [row[0] for row in db.execute("SELECT ord FROM articles WHERE portal = 'again' LIMIT 2")]
    db.execute("UPDATE articles SET title = 'mới' WHERE ord = ?", (new[0],))
    db.execute("DELETE FROM articles WHERE ord = ?", (new[1],))


def fail(db: sqlite3.Connection, fault: type[BaseException]) -> None:
    with loading(db):
        change(db)
        raise fault


def found(path: Path) -> dict[str, Any]:
    with open_archive(path) as archive:
        told: dict[str, Any] = {word: [row["id"] for row in archive.search(word, limit=None).rows] for word in WORDS}
        told["faults"] = [one for one in faults(archive.db, path) if "index" in one or "fts" in one]
        told["triggers"] = [
            row["sql"] for row in archive.rows("SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        ]
        return told


def test_bulk_leaves_what_triggers_leave(path: Path, db: sqlite3.Connection, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    fill(other, rows(200, 1))
    with loading(db):
        change(db)
    with closing(database.open_for_writing(other)) as usual, database.transaction(usual):
        change(usual)
    assert found(path) == found(other)
    assert found(path)["faults"] == []
    assert found(path)["thay"]
    db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('integrity-check')")
    with closing(sqlite3.connect(path)) as later:
        assert later.execute("UPDATE articles SET title = 'sau cùng' WHERE title = 'mới'").rowcount == 1
        later.commit()
    with open_archive(path) as archive:
        assert [row["title"] for row in archive.search('"sau cùng"', limit=None).rows].count("sau cùng") == 1


def test_what_fails_inside_leaves_no_trace(path: Path, db: sqlite3.Connection) -> None:
    before = found(path)
    for fault in (ValueError, KeyboardInterrupt):
        with pytest.raises(fault):
            fail(db, fault)
        assert found(path) == before
    with loading(db):
        change(db)
    assert found(path) != before


def test_a_first_load_that_fails_midway_leaves_an_empty_archive(tmp_path: Path) -> None:
    def cut() -> Iterator[dict[str, Any]]:
        yield from rows(3000, 1)
        raise ValueError

    made = tmp_path / "archive.db"
    with pytest.raises(ValueError):  # noqa: PT011 - has no words
        fill(made, cut())
    assert not [one for one in threading.enumerate() if one.name == "index"]
    with closing(database.open_for_writing(made)) as db:
        triggers = db.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'facets_%'").fetchone()
        with loading(db):
            assert load(db, rows(20, 1)) == 20
        db.execute("UPDATE articles SET title = 'cùng kết nối' WHERE ord = (SELECT max(ord) FROM articles)")
        db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('integrity-check')")
        found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        assert db.execute(found, ('"cung ket noi"',)).fetchone()[0] == 1
        assert db.execute(found, ("title: ket",)).fetchone()[0] >= 1
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'facets_%'").fetchone() == triggers
        assert [one for one in faults(db, made) if "index" in one or "filters" in one] == []


def test_a_loaded_index_is_not_written_anew_for_later_articles(tmp_path: Path) -> None:
    made = tmp_path / "archive.db"
    fill(made, rows(3000, 1))
    with closing(database.open_for_writing(made)) as db:
        pages = "SELECT id FROM articles_fts_data WHERE id > 10"
        before = {row[0] for row in db.execute(pages)}
        assert len(before) > 100
        for number in range(1200):
            db.execute(
                "INSERT INTO articles_fts(rowid, title, lead, body, captions) VALUES (?, 'thêm', NULL, ?, NULL)",
                (-1 - number, f"lời {number}"),
            )
        assert before <= {row[0] for row in db.execute(pages)}
        found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'them'"
        assert db.execute(found).fetchone()[0] >= 1200


def test_what_fails_in_the_index_ends_the_load(tmp_path: Path) -> None:
    twice = [row | {"ord": 7, "id": f"a{number}", "key": str(number)} for number, row in enumerate(rows(2, 1))]
    with pytest.raises(sqlite3.DatabaseError):
        fill(tmp_path / "archive.db", twice)
    with Aside("unicode61") as index:
        index.feed([("no number", None, None, None, None)])
        with closing(sqlite3.connect(":memory:")) as db, pytest.raises(sqlite3.Error):
            index.bring(db, "articles_fts")


def test_plain_words_are_the_words_that_the_index_makes_of_the_accented_ones() -> None:
    signs = [chr(point) for point in (*range(1, 0x2100), *range(0x1E00, 0x1F00)) if not 0xD800 <= point < 0xE000]
    with closing(sqlite3.connect(":memory:")) as db:
        for table in ("accented", "folded"):
            db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(t, tokenize='unicode61 remove_diacritics 2')")
            db.execute(f"CREATE VIRTUAL TABLE {table}_words USING fts5vocab({table}, instance)")
        texts = [f"x{sign}y {sign}" for sign in signs]
        db.executemany(
            "INSERT INTO accented VALUES (?)", ((text.replace("đ", "d").replace("Đ", "D"),) for text in texts)
        )
        db.executemany("INSERT INTO folded VALUES (?)", ((plain(text),) for text in texts))
        words = [set(db.execute(f"SELECT term, doc, offset FROM {name}_words")) for name in ("accented", "folded")]
    assert words[0] == words[1]
    assert all((plain(sign) or "").isascii() for sign in "ĐđƯỡắỵÔ“”–…")
    assert plain(None) is None
