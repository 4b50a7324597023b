"""A writer and five readers: nobody sees a lock, whatever is found can be read, and a second writer is told at once."""

import json
import multiprocessing
import os
import sqlite3
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from crash import content
from inside import call
from support import run, sample_base, started, stored, wait_for

from crawler.archive import open as open_archive
from crawler.archive.ids import JOIN, content_hash

pytestmark = [pytest.mark.crawl, pytest.mark.xdist_group("readers")]
SECONDS = 60.0 if os.environ.get("TINTINH_SOAK") else 8.0
READERS = 5
PAUSE = 0.0 if os.environ.get("TINTINH_SOAK") else 0.1
"""Seconds between two looks: readers that never rest take the writer's processor, and it writes the less."""
WAIT = 9.0
"""SQLite is told to wait ten seconds for a lock; a reader that needs none is done in milliseconds."""
PORTALS = ("sample_town", "sample_hai_duong")


def read_on(archive: Path, told: "Connection[Any, Any]") -> None:
    """A reader: opens the archive anew each time, searches and reads what it found in full, until told to end."""
    looks, seen, wrong = 0, 0, []
    told.send("ready")
    while not told.poll(PAUSE) and not wrong:
        try:
            with open_archive(archive) as found:
                wrong += _look(found)
                seen = max(seen, next(iter(found.rows("SELECT count(*) AS n FROM articles")))["n"])
        except sqlite3.Error as fault:
            wrong.append(f"{type(fault).__name__}: {fault}")
        looks += 1
    told.send((looks, seen, wrong))


def _look(found: Any) -> list[str]:
    """Faults of one search: an article whose text isn't that of its digest, whose page or tags aren't there."""
    wrong = []
    for hit in found.search("xã OR tỉnh OR huyện", sort="newest", limit=5).rows:
        row = found.get(hit["id"])
        document = found.document(row)
        if content_hash(document["title"], document["lead"], JOIN.join(document["body"])) != row["content_hash"]:
            wrong.append(f"{row['id']}: text and digest don't agree")
        if len(found.revisions(row["id"])) < row["revision"]:
            wrong.append(f"{row['id']}: a revision is missing")
        if found.reading(row).title != document["title"]:
            wrong.append(f"{row['id']}: page and text don't agree")
    return wrong


def test_a_writer_and_five_readers(tmp_path: Path) -> None:
    env = {"TINTINH_SAMPLE_PORTS": sample_base()}
    calm, busy = tmp_path / "calm", tmp_path / "busy"
    for folder in (calm, busy):
        folder.mkdir()
    run(calm, "crawl", *PORTALS, **env).fine()
    archive = busy / "archive.db"
    readers = []
    context = multiprocessing.get_context("spawn")
    with started(busy, "crawl", *PORTALS, **env) as writer:
        wait_for(lambda: archive.exists() and stored(archive) > 0)
        for _ in range(READERS):
            ours, theirs = context.Pipe()
            context.Process(target=read_on, args=(archive, theirs), daemon=True).start()
            theirs.close()
            readers.append(ours)
        refused = run(busy, "reparse") if writer.poll() is None else None
        assert writer.wait(120) == 0, (busy / "said.txt").read_text()
    assert [one.recv() for one in readers] == ["ready"] * READERS
    until, rounds = time.time() + SECONDS, 0
    while time.time() < until or rounds < 2:
        again = ("reparse", "--jobs", "1") if rounds % 2 else ("crawl", *PORTALS, "--recheck")
        run(busy, *again, **env).fine()
        rounds += 1
    for one in readers:
        one.send("end")
        looks, seen, wrong = one.recv()
        assert not wrong, wrong
        assert looks > 0
        assert seen > 0
    assert refused is None or refused.status == 3, refused
    assert content(busy) == content(calm)


def test_a_second_writer_is_told_at_once_and_commands_that_read_go_on(tmp_path: Path) -> None:
    from crawler.archive.store import Store

    env = {"TINTINH_SAMPLE_PORTS": sample_base()}
    run(tmp_path, "crawl", "sample_town", **env).fine()
    archive = tmp_path / "archive.db"
    with Store(archive, "test") as store, store.transaction():
        # In the middle of a transaction, which a reader must not see and needn't wait for.
        store.db.execute("DELETE FROM articles")
        began = time.monotonic()
        with open_archive(archive) as reading:
            assert len(reading.search("xã", limit=5).rows) == 5
        assert time.monotonic() - began < WAIT, "a reader waited for a lock"
        call(tmp_path, "reparse").refused(3, "another tintinh is writing")
        run(tmp_path, "crawl", "sample_town", **env).refused(3, "another tintinh is writing")
        found = call(tmp_path, "search", "xã", "--format", "jsonl", "--limit", "1").fine().lines
        shown = json.loads(call(tmp_path, "show", found[0]["id"], "--format", "json").fine().out)
        assert shown["body"] == found[0]["body"]
        assert len(call(tmp_path, "export").fine().lines) == 42
        store.db.execute("ROLLBACK")
        store.db.execute("BEGIN")
    assert stored(archive) == 42
