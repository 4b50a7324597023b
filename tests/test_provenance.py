"""From row to byte: what is on the disk before what, which file holds what, and other programs that read it."""

import gzip
import hashlib
import os
from pathlib import Path

import pytest
from conftest import Sample
from crash import pointed, sequential
from filed import Portal
from support import query
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import warc
from crawler.archive.store import Store
from crawler.errors import DamagedError
from crawler.models import Fetched

PLACES = 'SELECT id, url, warc, "offset", length, sha256 FROM captures WHERE warc IS NOT NULL ORDER BY id'


def answer(number: int, size: int = 3000) -> Fetched:
    body = hashlib.sha256(str(number).encode()).hexdigest().encode() * (size // 64)
    return Fetched(f"http://127.0.0.1/{number}", 200, [("Content-Type", "text/html")], body, "2026-01-01T00:00:00Z")


def test_another_program_finds_every_capture_of_a_crawl_at_its_place(sample: Sample) -> None:
    rows = query(sample.archive, PLACES)
    assert len(rows) > 250
    pointed(sample.folder, rows)
    sequential(sample.folder)
    files = {}
    for path in (sample.folder / "archive.warc").iterdir():
        with path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                if record.rec_type == "response":
                    body = record.content_stream().read()
                    files[path.name, records.get_record_offset()] = hashlib.sha256(body).hexdigest()
    assert {(row["warc"], row["offset"]): row["sha256"] for row in rows} == files


def test_bytes_are_on_the_disk_before_the_row_that_points_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the moment of each commit every byte that a row points to has been forced to the disk, and its folder too."""
    safe: dict[int, int] = {}
    fsync = os.fsync

    def syncing(number: int) -> None:
        fsync(number)
        found = os.fstat(number)
        safe[found.st_ino] = found.st_size

    monkeypatch.setattr(os, "fsync", syncing)
    commits = []
    with Store(tmp_path / "archive.db", "test") as store:

        def traced(sql: str) -> None:
            if sql != "COMMIT":
                return
            folder = warc.folder(store.path)
            for name, end in pending:
                file = folder / f"{name}.open" if (folder / f"{name}.open").exists() else folder / name
                assert safe.get(file.stat().st_ino, 0) >= end, f"{name}: a row points behind what is on the disk"
                assert folder.stat().st_ino in safe, "the file's name isn't on the disk"
            commits.append(len(pending))

        store.db.set_trace_callback(traced)
        for number in range(12):
            pending: list[tuple[str, int]] = []
            with store.transaction():
                for step in range(number % 3):
                    capture = store.capture(answer(number * 10 + step), keep=True)
                    row = store.db.execute("SELECT * FROM captures WHERE id = ?", (capture,)).fetchone()
                    pending.append((row["warc"], row["offset"] + row["length"]))
        store.db.set_trace_callback(None)
    assert sum(commits) == 12


def fail(store: Store, number: int) -> None:
    with store.transaction():
        store.capture(answer(number), keep=True)
        raise ZeroDivisionError


def test_what_a_failed_transaction_wrote_is_taken_back(tmp_path: Path) -> None:
    with Store(tmp_path / "archive.db", "test") as store:
        with pytest.raises(ZeroDivisionError):
            fail(store, 0)
        assert list(warc.folder(store.path).iterdir()) == []
        with store.transaction():
            store.capture(answer(1), keep=True)
        with pytest.raises(ZeroDivisionError):
            fail(store, 2)
        with store.transaction():
            store.capture(answer(3), keep=True)
    rows = query(tmp_path / "archive.db", PLACES)
    pointed(tmp_path, rows)
    sequential(tmp_path)
    (path,) = (tmp_path / "archive.warc").iterdir()
    with path.open("rb") as stream:
        urls = [one.rec_headers.get_header("WARC-Target-URI") for one in ArchiveIterator(stream)]
    assert urls == [None, "http://127.0.0.1/1", "http://127.0.0.1/3"]


def test_a_file_is_open_until_it_is_closed_and_new_with_each_run(tmp_path: Path) -> None:
    archive, seen = tmp_path / "archive.db", []
    for run in (1, 2):
        with Store(archive, "test") as store, store.transaction():
            store.capture(answer(run), keep=True)
            (opened,) = warc.folder(archive).glob("*.open")
            assert f"run-{run:06}" in opened.name
        assert not list(warc.folder(archive).glob("*.open"))
        seen.append(sorted(path.name for path in warc.folder(archive).iterdir()))
    assert seen == [["run-000001-001.warc.gz"], ["run-000001-001.warc.gz", "run-000002-001.warc.gz"]]
    sequential(tmp_path)


def test_a_full_file_makes_way_for_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert warc.FULL == 1 << 30
    monkeypatch.setattr(warc, "FULL", 1500)
    with Store(tmp_path / "archive.db", "test") as store:
        for number in range(9):
            with store.transaction():
                store.capture(answer(number), keep=True)
    files = sorted(warc.folder(tmp_path / "archive.db").iterdir())
    assert len(files) > 1
    # Each but the last was full, and full only by its last record.
    rows = query(tmp_path / "archive.db", PLACES)
    for path in files[:-1]:
        last = max(row["offset"] for row in rows if row["warc"] == path.name)
        assert last < 1500 <= path.stat().st_size
    pointed(tmp_path, rows)
    sequential(tmp_path)


@pytest.mark.parametrize("tail", [b"", b"\x1f", b"\x1f\x8b\x08\0", b"\0" * 5000, b"noise" * 100, "half"], ids=repr)
def test_the_next_start_cuts_a_torn_tail_and_the_crawl_goes_on(tmp_path: Path, tail: bytes | str) -> None:
    """What a power cut leaves: a part of a record, zeros that the file system had set aside, another file's bytes."""
    archive = tmp_path / "archive.db"
    with Store(archive, "test") as store, store.transaction():
        store.capture(answer(1), keep=True)
        store.capture(answer(2), keep=True)
    (path,) = warc.folder(archive).iterdir()
    left = path.with_name(path.name + ".open")
    path.rename(left)
    whole = left.read_bytes()
    torn = gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" * 9)[:-9] if tail == "half" else bytes(tail)  # type: ignore[arg-type]
    left.write_bytes(whole + torn)
    with Store(archive, "test") as store:
        assert any(f"kept {len(whole)} of {len(whole) + len(torn)} bytes" in one for one in store.recovered)
        with store.transaction():
            store.capture(answer(3), keep=True)
    assert path.read_bytes() == whole
    rows = query(archive, PLACES)
    assert len(rows) == 3
    pointed(tmp_path, rows)
    sequential(tmp_path)


def test_a_member_that_was_cut_is_told_at_every_read(tmp_path: Path) -> None:
    """Every library reads it short and says nothing."""
    portal = Portal(tmp_path)
    portal.answer()
    (row,) = query(portal.archive, PLACES)
    path = warc.folder(portal.archive) / row["warc"]
    place = warc.Place(row["warc"], row["offset"], row["length"])
    raw = path.read_bytes()
    assert warc.read(portal.archive, place, row["sha256"])
    for cut in (1, row["length"] // 2, row["length"] - 20):
        path.write_bytes(raw[:-cut])
        with pytest.raises(DamagedError, match="cut or damaged"):
            warc.read(portal.archive, place, row["sha256"])
    path.write_bytes(raw)
    with pytest.raises(DamagedError, match="aren't those"):
        warc.read(portal.archive, place, "0" * 64)
