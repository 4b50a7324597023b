"""The gzip members of a WARC file, one a record: found without an index, and overwritten where they stand."""

import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LONGEST = 64 << 20
"""Bytes of a record that are looked at."""
_CHUNK = 1 << 16
"""Most records are smaller: what is read beyond a record's end is read again with the next."""
_FIXED = 10
_COMMENT = 0x10
_REPLACED = bytes((0x1F, 0x8B, 8, _COMMENT, 0, 0, 0, 0, 0, 255))


@dataclass(frozen=True, slots=True)
class Member:
    """Where a member lies and what it unpacks to; ``content`` is ``None`` where it is cut or damaged.

    ``head`` are the ten bytes of its header that every member has, which no checksum covers.
    """

    offset: int
    length: int
    content: bytes | None
    head: bytes = b""

    @property
    def is_replacement(self) -> bool:
        """Whether it was put in the place of another, see :func:`replacement`."""
        return self.head[:4] == _REPLACED[:4]


def members(path: Path, known: Iterable[int] = ()) -> Iterator[Member]:
    """Every member of a file, in order, also those to which no row points.

    ``known`` are offsets at which members begin; behind a damaged one the reading goes on at the next of them.
    """
    starts = sorted(set(known))
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        position = 0
        while position < size:
            found = _one(file, position)
            if found.content is None:
                after = next((start for start in starts if start > position), size)
                found = Member(position, after - position, None)
            yield found
            position += found.length


def _one(file: IO[bytes], offset: int) -> Member:
    file.seek(offset)
    unit, content, read, head = zlib.decompressobj(31), bytearray(), 0, b""
    while not unit.eof:
        chunk = file.read(_CHUNK)
        if not chunk:
            return Member(offset, 0, None)
        head = head or chunk[:_FIXED]
        read += len(chunk)
        try:
            content += unit.decompress(chunk)
        except zlib.error:
            return Member(offset, 0, None)
        if len(content) > LONGEST:
            return Member(offset, 0, None)
    return Member(offset, read - len(unit.unused_data), bytes(content), head)


def replacement(length: int, record: bytes) -> bytes:
    """A gzip member of exactly this length that holds ``record``; what is left over is a comment in its header.

    So every other record of the file stays where it is, and the file is read as before. Where the record doesn't
    fit, it holds nothing.
    """
    for content in (record, b""):
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush()
        tail = packed + zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
        free = length - _FIXED - len(tail)
        if free > 0:
            return _REPLACED + b" " * (free - 1) + b"\0" + tail
    return bytes(length)


def is_as_written(file: Path, member: Member) -> bool:
    """Whether the header of a whole member says what ours say: no time, no name, and if a comment one of blanks.

    Its last two bytes, the effort of packing and the system, are the writer's: they are alike within a file.
    """
    if not member.is_replacement:
        return member.head[:8] == b"\x1f\x8b\x08\0\0\0\0\0" and member.head[8] in (0, 2)
    with file.open("rb") as stream:
        stream.seek(member.offset + _FIXED)
        comment = stream.read(member.length - _FIXED).partition(b"\0")[0]
    return member.head == _REPLACED and not comment.strip(b" ")


def overwrite(path: Path, places: Iterable[tuple[int, int, bytes]]) -> None:
    """Puts records in the places of others, ``(offset, length, record)``, and forces them to the disk.

    Doing it again changes nothing, so that what a crash left half done is simply done again.
    """
    with path.open("r+b") as file:
        for offset, length, record in places:
            file.seek(offset)
            file.write(replacement(length, record))
        file.flush()
        os.fsync(file.fileno())
