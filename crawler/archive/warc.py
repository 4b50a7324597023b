"""WARC files beside the archive: one new file a run, ``.open`` until it is closed whole.

A gzip member that was cut reads short without an error in every library, and records appended after a
torn one are unreadable; so files are never appended to by a later run, leftovers of a crash are cut to
their last whole record, and every read checks length and digest.
"""

import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import IO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.database import open_for_reading
from crawler.errors import DamagedError
from crawler.models import Fetched

FULL = 1 << 30
"""Bytes after which a new file is begun."""
_CHUNK = 1 << 20
_LONGEST = 64 << 20
# The body is stored decoded, so headers that describe its transfer would be lies.
_TRANSFER = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: file name, first byte and number of bytes of its gzip member."""

    warc: str
    offset: int
    length: int


def folder(archive: Path) -> Path:
    """The folder of an archive's WARC files: ``archive.db`` has ``archive.warc/``.

    Other endings stay in the folder's name, since ``archive.sqlite`` beside it is another archive.
    """
    return archive.with_suffix(".warc") if archive.suffix == ".db" else archive.with_name(archive.name + ".warc")


class WarcFiles:
    """The files that one run writes, opened when the first record comes."""

    def __init__(self, archive: Path, run: int) -> None:
        self.folder = folder(archive)
        self._run = run
        self._number = 0
        self._file: FileIO | None = None
        self._name = ""
        self._synced = 0

    def write(self, fetched: Fetched) -> Place:
        """Appends a response record. It is in the file, not yet forced to the disk: see :meth:`sync`."""
        file = self._current()
        start = file.tell()
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=False)
        headers = [(name, value) for name, value in fetched.headers if name.lower() not in _TRANSFER]
        headers.append(("Content-Length", str(len(fetched.body))))
        record = writer.create_warc_record(
            fetched.url,
            "response",
            payload=io.BytesIO(fetched.body),
            http_headers=StatusAndHeaders(f"{fetched.status} -", headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": fetched.fetched_at},
        )
        writer.write_record(record)
        # warcio would compress at zlib's highest level, which takes three times as long for five percent less size.
        packer = zlib.compressobj(4, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        packed = packer.compress(buffer.getbuffer()) + packer.flush()
        _write_all(file, packed)
        return Place(self._name, start, len(packed))

    def sync(self) -> None:
        """Forces what was written to the disk, so that a row may point into it."""
        if self._file and self._file.tell() > self._synced:
            os.fsync(self._file.fileno())
            self._synced = self._file.tell()

    def rollback(self) -> None:
        """Takes back what was written since the last :meth:`sync`: no row will point to it, and it may be torn."""
        if self._file:
            self._file.seek(self._synced)
            self._file.truncate()
            if not self._synced:
                self._file.close()
                self._file = None
                (self.folder / f"{self._name}.open").unlink()

    def close(self) -> None:
        """Ends the current file and gives it its final name; one that can't be made safe stays ``.open``."""
        if self._file:
            try:
                self.sync()
            finally:
                self._file.close()
                self._file = None
            opened = self.folder / f"{self._name}.open"
            opened.rename(self.folder / self._name)
            _sync_folder(self.folder)

    def _current(self) -> FileIO:
        if self._file and self._file.tell() >= FULL:
            self.close()
        if self._file is None:
            self.folder.mkdir(exist_ok=True)
            self._name = self._free_name()
            # Unbuffered: what a full disk refused must not lie in wait in a buffer until the file is closed.
            self._file, self._synced = FileIO(self.folder / f"{self._name}.open", "x"), 0
            _sync_folder(self.folder)
            buffer = io.BytesIO()
            writer = WARCWriter(buffer, gzip=True)
            writer.write_record(writer.create_warcinfo_record(self._name, {"software": "tintinh"}))
            _write_all(self._file, buffer.getvalue())
        return self._file

    def _free_name(self) -> str:
        """A run number may come again when the SQLite file was removed and its WARC folder left."""
        while True:
            self._number += 1
            name = f"run-{self._run:06}-{self._number:03}.warc.gz"
            if not any((self.folder / taken).exists() for taken in (name, f"{name}.open")):
                return name


def _write_all(file: FileIO, raw: bytes) -> None:
    """An unbuffered write may take a part only: the disk's last free bytes, before the error comes."""
    left = memoryview(raw)
    while left:
        left = left[file.write(left) :]


def _sync_folder(path: Path) -> None:
    """A new or renamed file is safe when its folder's entry is; Windows has no such call and needs none."""
    if os.name == "posix":
        entry = os.open(path, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)


def recover(archive: Path) -> list[str]:
    """Closes the files that a killed run left open, cut to their last whole record; says what was done.

    What rows point to stays, also behind a damaged record: whole records follow it.
    """
    done = []
    for left in sorted(folder(archive).glob("*.warc.gz.open")):
        size = left.stat().st_size
        whole = min(size, max(_whole_length(left), _pointed_length(archive, left.stem)))
        if whole < size:
            with left.open("r+b") as file:
                file.truncate(whole)
                os.fsync(file.fileno())
        left.rename(left.with_suffix(""))
        done.append(f"{left.stem}: kept {whole} of {size} bytes")
    return done


def _pointed_length(archive: Path, name: str) -> int:
    """Bytes of a file up to the end of the last record that a row points to, 0 when none does."""
    if not archive.exists():
        return 0
    with closing(open_for_reading(archive)) as db:
        found = db.execute('SELECT max("offset" + length) FROM captures WHERE warc = ?', (name,)).fetchone()
    return int(found[0] or 0)


def _whole_length(path: Path) -> int:
    """Bytes up to the end of the last gzip member that decompresses to its end."""
    whole = 0
    with path.open("rb") as file:
        for end in _members(file):
            whole = end
    return whole


def _members(file: IO[bytes]) -> Iterator[int]:
    """The end offset of each complete gzip member."""
    position, unit = 0, zlib.decompressobj(31)
    while chunk := file.read(_CHUNK):
        while chunk:
            try:
                unit.decompress(chunk)
            except zlib.error:
                return
            position += len(chunk) - len(unit.unused_data)
            chunk = unit.unused_data
            if not unit.eof:
                break
            yield position
            unit = zlib.decompressobj(31)


def read(archive: Path, place: Place, sha256: str) -> bytes:
    """The body that a record holds, checked.

    Raises ``DamagedError`` naming the file and the fault: missing, cut, or another digest than was stored.
    """
    path = folder(archive) / place.warc
    if not path.exists():
        path = path.with_name(path.name + ".open")
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            packed = file.read(place.length)
    except OSError:
        raise DamagedError(f"{place.warc} is missing from {folder(archive)}") from None
    body = _payload(packed, place)
    if hashlib.sha256(body).hexdigest() != sha256:
        raise DamagedError(f"{place.warc} at {place.offset}: the bytes aren't those that were stored")
    return body


def _payload(packed: bytes, place: Place) -> bytes:
    unit = zlib.decompressobj(31)
    try:
        text = unit.decompress(packed, _LONGEST)
    except zlib.error:
        text = b""
    if not unit.eof or len(packed) != place.length:
        raise DamagedError(f"{place.warc} at {place.offset}: the record is cut or damaged")
    return payload(text)


def payload(record: bytes) -> bytes:
    """The body in an unpacked response record: behind WARC and HTTP headers, before two closing line ends."""
    _, _, rest = record.partition(b"\r\n\r\n")
    _, _, body = rest.partition(b"\r\n\r\n")
    return body.removesuffix(b"\r\n\r\n")
