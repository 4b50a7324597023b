"""Every record of the WARC files, read once: whether it unpacks, and whether it is what the rows say of it."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from crawler.archive import warc
from crawler.archive.database import open_for_reading
from crawler.archive.members import Member, is_as_written, members

_CUT = "the record is cut or damaged"
_OTHER = "the bytes aren't those that were stored"
_HEADER = "the header of the gzip member isn't as it was written"


def record_faults(db: sqlite3.Connection, path: Path) -> Iterator[str]:
    """Each record that is cut, damaged or not what was stored, also those to which no row points.

    A file that a writer has open, or was killed with, may end in half a record to which no row points; and what an
    erasure that isn't finished is to overwrite may be half overwritten.
    """
    planned: dict[str, dict[int, int]] = {}
    for name, offset, length in db.execute('SELECT warc, "offset", length FROM erasures'):
        planned.setdefault(name, {})[offset] = length
    rows = db.execute(
        'SELECT warc, "offset", length, id, sha256 FROM captures WHERE warc IS NOT NULL ORDER BY warc, "offset"'
    )
    told = set()
    for name, several in groupby(rows, key=lambda row: str(row[0])):
        told.add(name)
        yield from _File(path, name, several, planned.get(name, {})).faults()
    there = {file.name.removesuffix(".open") for file in warc.folder(path).glob("*.warc.gz*")}
    for name in sorted(there - told):
        if name.endswith(".warc.gz"):
            yield from _File(path, name, (), planned.get(name, {})).faults()


class _File:
    """A file, the rows that point into it by offset, and the lengths of the records that are to be overwritten."""

    def __init__(self, path: Path, name: str, rows: Iterable[sqlite3.Row], planned: dict[int, int]) -> None:
        self._path = path
        self._name = name
        self._pointed: dict[int, list[tuple[int, int, str]]] = {}
        self._planned = planned
        self._end = 0
        for _, offset, length, capture, sha256 in rows:
            self._pointed.setdefault(offset, []).append((length, capture, sha256))
            self._end = max(self._end, offset + length)

    def faults(self) -> Iterator[str]:
        """Each fault of the file by name."""
        tails: dict[int, bytes] = {}
        try:
            for file, member in self._walk():
                if file.suffix == ".open" and member.offset >= self._end:
                    break
                if member.offset in self._planned:
                    continue
                yield from self._record(file, member)
                if member.content is not None and not member.is_replacement:
                    tails[member.offset] = member.head[8:]
        except FileNotFoundError:
            if self._end:
                first = min(self._pointed.items())[1][0][1]
                yield f"capture {first} and all others in it: {self._name} is missing from {warc.folder(self._path)}"
            return
        except OSError as wrong:
            yield f"{self._name} can't be read: {wrong.strerror}"
            return
        for offset in sorted(self._pointed):
            yield from self._rows(offset, "no record begins there")
        yield from self._tails(tails)

    def _walk(self) -> Iterator[tuple[Path, Member]]:
        """The writer may rename the file between two looks at it."""
        closed = warc.folder(self._path) / self._name
        starts = {*self._pointed, *self._planned, *(sum(one) for one in self._planned.items())}
        opened = closed.with_name(f"{self._name}.open")
        for file in (closed, opened):
            try:
                for member in members(file, starts):
                    yield file, member
            except FileNotFoundError:
                continue
            return
        for member in members(closed, starts):
            yield closed, member

    def _record(self, file: Path, member: Member) -> Iterator[str]:
        pointed = self._pointed.get(member.offset)
        if member.content is None:
            yield from self._rows(member.offset, _CUT) if pointed else [f"{self._name} at {member.offset}: {_CUT}"]
        elif not is_as_written(file, member):
            yield f"{self._name} at {member.offset}: {_HEADER}"
        if pointed and member.content is not None:
            digest = hashlib.sha256(warc.payload(member.content)).hexdigest()
            for length, capture, sha256 in pointed:
                if length != member.length or sha256 != digest:
                    yield from self._row(member.offset, capture, _CUT if length != member.length else _OTHER)
        self._pointed.pop(member.offset, None)

    def _rows(self, offset: int, words: str) -> Iterator[str]:
        for _, capture, _ in self._pointed[offset]:
            yield from self._row(offset, capture, words)

    def _row(self, offset: int, capture: int, words: str) -> Iterator[str]:
        """An erasure may have overwritten the record meanwhile: the row as it is now decides."""
        with closing(open_for_reading(self._path)) as now:
            sql = 'SELECT 1 FROM captures WHERE id = ? AND warc = ? AND "offset" = ?'
            if now.execute(sql, (capture, self._name, offset)).fetchone():
                yield f"capture {capture}: {self._name} at {offset}: {words}"

    def _tails(self, tails: dict[int, bytes]) -> Iterator[str]:
        """The last two bytes of the headers: one writer made the file, and packed all but its first record alike."""
        first = tails.pop(0, None)
        if not tails:
            return
        usual = Counter(tails.values()).most_common(1)[0][0]
        odd = [offset for offset, tail in tails.items() if tail != usual]
        if first is not None and first != b"\2" + usual[1:]:
            odd.insert(0, 0)
        for offset in odd:
            yield f"{self._name} at {offset}: {_HEADER}"
