"""What is refused, and how: files of other kinds, second writers, mixed archives, damage."""

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Sample
from replay import Replay
from support import (
    digest,
    free_port,
    query,
    run,
    sample_base,
    started,
    stored,
    wait_for,
)

CLOSED = "http://127.0.0.1:1/"
READING = [
    *(("search", "x"), ("show", "a1"), ("export",), ("verify",), ("verify", "--digest"), ("report",)),
    ("reparse",),
]


def words(arguments: tuple[str, ...]) -> str:
    return " ".join(arguments)


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE articles(id, title)")
    db.close()


def text(path: Path) -> None:
    path.write_text("Đây là một bài báo, không phải một kho lưu trữ.\n" * 100, encoding="utf-8")


WRONG_FILES = {"foreign": foreign, "text": text, "folder": Path.mkdir}


@pytest.mark.parametrize("kind", WRONG_FILES)
@pytest.mark.parametrize("arguments", [*READING, ("crawl", CLOSED), ("crawl", "--sample"), ("portals",)], ids=words)
def test_a_file_of_another_kind_is_refused_and_left_alone(
    tmp_path: Path, kind: str, arguments: tuple[str, ...]
) -> None:
    path = tmp_path / "archive.db"
    WRONG_FILES[kind](path)
    before = path.read_bytes() if path.is_file() else None
    run(tmp_path, *arguments, TINTINH_SAMPLE_PORTS=sample_base()).refused(2, "archive.db")
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not (tmp_path / "archive.warc").exists()


@pytest.mark.parametrize("arguments", READING, ids=words)
def test_an_archive_in_the_making_is_read_as_empty(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A crawl that was killed before its first table leaves an empty file: nobody's fault, and nothing is in it."""
    (tmp_path / "archive.db").touch()
    done = run(tmp_path, *arguments)
    assert "Traceback" not in done.err
    assert done.status in (0, 2), done.err


@pytest.mark.parametrize("place", ["a-file/archive.db", "no/such/folder/archive.db", "/proc/archive.db"])
def test_where_nothing_can_be_written(tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").touch()
    if place.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    folder = str(Path(place).parent)
    run(tmp_path, "crawl", CLOSED, "--archive", place).refused(2, folder)


def test_an_unreachable_host_is_for_a_person(tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    run(tmp_path, "crawl", f"http://{address}/").refused(1, address)
    (row,) = query(tmp_path / "archive.db", "SELECT * FROM failures")
    assert row["reason"] == "unreachable"
    assert row["portal"] == address
    (ended,) = query(tmp_path / "archive.db", "SELECT status, reason FROM runs")
    assert ended["status"] == 1
    assert address in ended["reason"]
    run(tmp_path, "verify").fine()
    assert address in run(tmp_path, "report").fine().out


@contextmanager
def held(archive: Path) -> Iterator[None]:
    """Another writer, as the kernel sees it."""
    with archive.with_name(archive.name + ".lock").open("a+") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        yield


@pytest.mark.parametrize("arguments", [("crawl", CLOSED), ("crawl", "--sample"), ("reparse",)], ids=words)
def test_a_second_writer_ends_at_once(tmp_path: Path, sample: Sample, arguments: tuple[str, ...]) -> None:
    copy(sample, tmp_path)
    with held(tmp_path / "archive.db"):
        began = time.monotonic()
        run(tmp_path, *arguments, TINTINH_SAMPLE_PORTS=sample_base()).refused(3, "archive.db")
        assert time.monotonic() - began < 8
    assert digest(tmp_path) == digest(sample.folder)


@pytest.mark.crawl
def test_a_second_crawl_of_the_samples_ends_at_once(tmp_path: Path) -> None:
    """The same command typed in two terminals: the second is told of the first, not of ports."""
    env = {"TINTINH_SAMPLE_PORTS": sample_base()}
    with started(tmp_path, "crawl", "--sample", **env) as first:
        wait_for(lambda: (tmp_path / "archive.db").exists() and stored(tmp_path / "archive.db"))
        run(tmp_path, "crawl", "--sample", **env).refused(3, "archive.db")
        # Readers don't wait.
        assert run(tmp_path, "search", "huyện").fine().out
        assert first.wait(60) == 0
    run(tmp_path, "verify").fine()


def copy(sample: Sample, folder: Path) -> Path:
    """A copy of the sample archive that may be written to and broken."""
    archive = folder / "archive.db"
    source, target = sqlite3.connect(sample.archive), sqlite3.connect(archive)
    source.backup(target)
    source.close()
    target.close()
    (folder / "archive.warc").mkdir()
    for one in (sample.folder / "archive.warc").iterdir():
        (folder / "archive.warc" / one.name).write_bytes(one.read_bytes())
    return archive


def test_a_sample_crawl_into_a_real_archive_is_refused(tmp_path: Path) -> None:
    run(tmp_path, "crawl", f"http://127.0.0.1:{free_port()}/")
    before = digest(tmp_path)
    for arguments in (("--sample",), ("sample_nukeviet",)):
        run(tmp_path, "crawl", *arguments, TINTINH_SAMPLE_PORTS=sample_base()).refused(2, "archive.db")
    assert digest(tmp_path) == before
    assert query(tmp_path / "archive.db", "SELECT name FROM portals WHERE status = 'sample'") == []


def test_a_real_crawl_moves_a_sample_archive_aside(tmp_path: Path, sample: Sample) -> None:
    wanted = digest(sample.folder)
    copy(sample, tmp_path)
    address = f"127.0.0.1:{free_port()}"
    done = run(tmp_path, "crawl", f"http://{address}/").refused(1, "moved aside")
    (moved,) = [one for one in tmp_path.glob("*.db") if one.name != "archive.db"]
    assert moved.name in done.err
    assert [row[0] for row in query(tmp_path / "archive.db", "SELECT name FROM portals")] == [address]
    run(tmp_path, "verify", "--archive", moved.name).fine()
    assert run(tmp_path, "verify", "--digest", "--archive", moved.name).fine().out.strip() == wanted
    run(tmp_path, "verify").fine()


def test_archives_whose_names_differ_in_the_ending_alone_keep_their_own_bytes(tmp_path: Path, sample: Sample) -> None:
    copy(sample, tmp_path)
    with Replay() as portal:
        run(tmp_path, "crawl", portal.url("/vi/news/"), "--archive", "archive.sqlite").fine()
    run(tmp_path, "verify", "--archive", "archive.sqlite").fine()
    run(tmp_path, "crawl", CLOSED).refused(1, "moved aside")
    run(tmp_path, "verify", "--archive", "archive.sqlite").fine()


DAMAGED = [
    *(("search", "huyện"), ("search", "", "--sort", "newest"), ("export",), ("verify",), ("verify", "--digest")),
    *(("report",), ("reparse",), ("portals",), ("crawl", "--sample")),
]


@pytest.mark.parametrize("part", [0.0, 0.4])
@pytest.mark.parametrize("arguments", DAMAGED, ids=words)
def test_a_damaged_archive_is_told_in_a_sentence(
    tmp_path: Path, sample: Sample, arguments: tuple[str, ...], part: float
) -> None:
    """All pages from one on overwritten, as a failing disk does; status 4 where it is noticed, never a traceback."""
    archive = copy(sample, tmp_path)
    raw = bytearray(archive.read_bytes())
    start = max(1, int(len(raw) // 4096 * part)) * 4096
    raw[start:] = b"\xa5" * (len(raw) - start)
    archive.write_bytes(raw)
    done = run(tmp_path, *arguments, TINTINH_SAMPLE_PORTS=sample_base())
    # A table that is still whole may be all that a command reads.
    if part and done.status in (0, 1) and arguments[0] in ("report", "portals"):
        return
    done.refused(4, "archive.db")


def test_a_missing_capture_is_told_in_a_sentence(tmp_path: Path, sample: Sample) -> None:
    archive = copy(sample, tmp_path)
    identity = query(archive, "SELECT id FROM articles LIMIT 1")[0][0]
    with sqlite3.connect(archive) as db:
        db.execute(
            "UPDATE captures SET warc = NULL WHERE id = (SELECT capture_id FROM articles WHERE id = ?)", (identity,)
        )
    db.close()
    run(tmp_path, "show", identity).refused(4)
    run(tmp_path, "reparse").refused(4, identity)


def test_an_archive_of_the_future_is_refused(tmp_path: Path, sample: Sample) -> None:
    archive = copy(sample, tmp_path)
    with sqlite3.connect(archive) as db:
        db.execute("PRAGMA user_version = 9999")
    db.close()
    for arguments in (("search", "x"), ("verify",), ("reparse",)):
        run(tmp_path, *arguments).refused(2, "9999")
