"""WARC files: torn tails are cut, whole records stay, other programs can read them."""

import gzip
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import query

from crawler.archive import warc
from crawler.archive.store import Store
from crawler.errors import DamagedError
from crawler.models import Fetched


def answers(count: int) -> Iterator[Fetched]:
    for number in range(count):
        body = f"<p>Trang {number}: {'nội dung ' * 40}</p>\r\n\r\n".encode() * (number + 1)
        yield Fetched(
            f"http://127.0.0.1/{number}",
            200,
            [("Content-Disposition", "bài".encode().decode("latin-1")), ("Content-Encoding", "gzip")],
            body,
            "2026-01-01T00:00:00Z",
        )


def write(archive: Path, count: int = 6) -> list[tuple[warc.Place, bytes]]:
    """Records in a file that was never closed, as a kill leaves it."""
    files = warc.WarcFiles(archive, 1)
    made = [(files.write(one), one.body) for one in answers(count)]
    files.sync()
    assert files._file
    files._file.close()
    return made


def sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_records_are_read_back_while_the_file_is_open(tmp_path: Path) -> None:
    for place, body in write(tmp_path / "archive.db"):
        assert warc.read(tmp_path / "archive.db", place, sha(body)) == body


def test_a_torn_tail_is_cut_wherever_it_was_torn(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    made = write(archive)
    (left,) = warc.folder(archive).glob("*.open")
    whole = left.read_bytes()
    ends = [place.offset + place.length for place, _ in made]
    last = made[-1][0]
    for size in {
        *range(last.offset, last.offset + 12),
        last.offset + last.length // 2,
        len(whole) - 1,
        ends[2] + 5,
        3,
        0,
    }:
        shutil.rmtree(warc.folder(archive))
        warc.folder(archive).mkdir()
        left.write_bytes(whole[:size])
        warc.recover(archive)
        (closed,) = warc.folder(archive).iterdir()
        assert closed.name == left.name.removesuffix(".open")
        kept = [end for end in ends if end <= size]
        first = made[0][0].offset
        assert closed.stat().st_size == (kept[-1] if kept else first if size >= first else 0), size
        for place, body in made[: len(kept)]:
            assert warc.read(archive, place, sha(body)) == body
        for place, body in made[len(kept) :]:
            with pytest.raises(DamagedError):
                warc.read(archive, place, sha(body))
        if size:
            gzip.decompress(closed.read_bytes())
        assert warc.recover(archive) == []


def test_a_whole_file_that_was_left_open_is_kept(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    made = write(archive)
    assert len(warc.recover(archive)) == 1
    for place, body in made:
        assert warc.read(archive, place, sha(body)) == body


def test_records_behind_a_damaged_one_are_kept(tmp_path: Path) -> None:
    """What a row points to was acknowledged; only what follows the last of these may be torn."""
    archive = tmp_path / "archive.db"
    with Store(archive, "test") as store:
        for one in answers(4):
            with store.transaction():
                store.capture(one, keep=True)
    (closed,) = warc.folder(archive).iterdir()
    whole = closed.read_bytes()
    first, *others = query(archive, 'SELECT warc, "offset", length, sha256 FROM captures ORDER BY id')
    for tail in (b"", whole[first["offset"] : first["offset"] + 90]):
        damaged = bytearray(whole + tail)
        damaged[first["offset"] + first["length"] // 2] ^= 1
        closed.with_name(f"{closed.name}.open").write_bytes(damaged)
        closed.unlink()
        warc.recover(archive)
        assert closed.stat().st_size == len(whole)
        for row in others:
            assert warc.read(archive, warc.Place(*tuple(row)[:3]), row["sha256"])


def test_a_later_run_writes_a_file_of_its_own(tmp_path: Path) -> None:
    """Also when the SQLite file is gone and the run numbers begin anew."""
    archive = tmp_path / "archive.db"
    made = write(archive)
    warc.recover(archive)
    again = warc.WarcFiles(archive, 1)
    place = again.write(next(answers(1)))
    again.close()
    assert place.warc != made[0][0].warc
    assert len(list(warc.folder(archive).iterdir())) == 2


def test_other_programs_read_the_warc_files(tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    archive = tmp_path / "archive.db"
    made = write(archive)
    warc.recover(archive)
    (file,) = warc.folder(archive).iterdir()
    with file.open("rb") as stream:
        bodies = [one.content_stream().read() for one in ArchiveIterator(stream) if one.rec_type == "response"]
    assert bodies == [body for _, body in made]
