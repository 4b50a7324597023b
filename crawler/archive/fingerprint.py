"""What of an article's words is compared with others': sentences, shingles, and a MinHash of them.

An edited copy drops or adds sentences and keeps the others; an instance of a template keeps the frame and puts other
numbers and names into it. So shingles that begin with a number or a name are all hashed, and of the others about a
quarter: instances of one template then meet less often, which keeps the look-up short where there are thousands.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, filterfalse
from operator import eq
from struct import pack
from typing import NamedTuple
from zlib import crc32

from rensa import RMinHash

from crawler.text.normalise import characters

SHINGLE = 4
"""Syllables of a shingle; a shorter sentence is one shingle."""
LEAST = 40
"""Syllables of lead and body together that a text needs for a fingerprint: a shorter one has no cluster."""
BANDS, ROWS = 24, 4
"""Of pairs that share 0.8 of their shingles one in 300,000 fails to meet, at 0.6 one in 28, at 0.3 four of five."""
METHOD = (
    f"minhash-1: {BANDS} bands of {ROWS} minima over shingles of {SHINGLE} syllables, "
    f"rensa's R-MinHash {RMinHash.ALGORITHM_VERSION}"
)
"""Stands beside every cluster. Whatever changes what is grouped must change it: all is grouped anew then."""
_SEED = 20261122
_FEWEST_MARKS = 8
_PIECE = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+|[^\W\d_]+")
_END = re.compile(r"[.!?;:…][^\w\s]*$")
# "(Baohaiduong.vn) - ", "TTXVN – ", "Hải Dương, ngày 12/3 - ": whose hand sent it, not what it says.
_DATELINE = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*[-–—:]?|[^\W\d_][\w.]*(?:,? [\w./]+){0,5}\s+[-–—])\s+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NUMBER = "N"
_KEPT = 200_000


class _Pieces(dict[str, tuple[tuple[str, ...], bool]]):
    """The comparable pieces of what stands between two blanks, and whether a sentence or line ends with it.

    A word is lower case with its tone at the end. Capitals mark what tells an article from others of its kind: names
    keep their first letter's, numbers get one before them. So ``str.islower`` says whether a piece is a plain word.
    Kept, because words recur: looking one up costs a thirtieth of making it.
    """

    def __missing__(self, word: str) -> tuple[tuple[str, ...], bool]:
        if len(self) > _KEPT:
            self.clear()
        made = (tuple(map(_piece, _PIECE.findall(word))), word == "\n" or _END.search(word) is not None)
        self[word] = made
        return made


def _piece(piece: str) -> str:
    if piece[0].isdigit():
        return _NUMBER + (piece.replace(".", "").lstrip("0") or "0")
    # An acronym is no name, for it may stand for its long form.
    name = piece[0].isupper() and (len(piece) == 1 or not piece.isupper())
    return _toned(piece.lower()).capitalize() if name else _toned(piece.lower())


def _toned(word: str) -> str:
    """A syllable with its tone at the end: hòa and hoà become one."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(mark for mark in parts if mark in _TONES)
    return "".join(mark for mark in parts if mark not in _TONES) + tone if tone else word


class _Begins(dict[str, bool]):
    """Whether a shingle that begins with a piece is hashed; kept for the same reason.

    Which plain words begin one is told by their length: the same for every text, and free.
    """

    def __missing__(self, piece: str) -> bool:
        if len(self) > _KEPT:
            self.clear()
        self[piece] = made = not piece.islower() or not len(piece) % 5
        return made


_pieces, _begins = _Pieces(), _Begins()


class Sentence(tuple[str, ...]):
    """A sentence or line as its syllables, numbers as N and their digits; capitals of names are kept apart."""

    names: frozenset[str]
    numbers: frozenset[str]
    frame: tuple[str, ...]

    def __new__(cls, pieces: Sequence[str]) -> "Sentence":
        """From comparable pieces with their marks."""
        made = super().__new__(
            cls, [piece if piece.islower() or _is_number(piece) else piece.lower() for piece in pieces]
        )
        marked = [piece for piece in pieces if not piece.islower()]
        made.numbers = frozenset(filter(_is_number, marked))
        made.names = frozenset(piece.lower() for piece in marked if not _is_number(piece))
        made.frame = tuple(
            piece if piece.islower() else _NUMBER for piece in pieces if piece.islower() or _is_number(piece)
        )
        return made


def _is_number(piece: str) -> bool:
    return piece[0] == _NUMBER and piece[1:].isdigit()


@dataclass(frozen=True)
class Text:
    """An article as it is compared: the pieces of every line of its title, and of its lead and body."""

    head: list[list[str]]
    lines: list[list[str]]

    @property
    def syllables(self) -> int:
        """How many syllables lead and body have."""
        return sum(map(len, self.lines))

    @cached_property
    def title(self) -> list[Sentence]:
        """The sentences of the title."""
        return [Sentence(line) for line in self.head]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of lead and body."""
        return [Sentence(line) for line in self.lines]

    @cached_property
    def shingles(self) -> frozenset[str]:
        """All shingles of lead and body: every portal writes a headline of its own."""
        return frozenset(one.lower() for one in _shingles(self.lines))


class Fingerprint(NamedTuple):
    """``signature`` estimates how much two texts share, a byte a minimum; texts meet where ``bands`` are equal.

    The last band is of the names and numbers in their order: only by it can articles of one portal meet.
    """

    signature: bytes
    bands: tuple[int, ...]


def read(title: str | None, lead: str | None, body: str | None) -> Text:
    """Splits an article into comparable sentences."""
    return Text(_lines(title or ""), _lines(_undated(lead or "")) + _lines(_undated(body or "")))


def fingerprint(text: Text) -> Fingerprint | None:
    """Its fingerprint; ``None`` for a text of fewer than :data:`LEAST` syllables."""
    if text.syllables < LEAST:
        return None
    features: list[str] = []
    for line in text.lines:
        runs = zip(line, line[1:], line[2:], line[3:], strict=False) if line[3:] else [line]
        features += map(" ".join, compress(runs, map(_begins.__getitem__, line)))
    minima = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    minima.update(features or sorted(text.shingles))
    digest = minima.digest()
    raw = pack(f"<{BANDS * ROWS}I", *digest)
    size = 4 * ROWS
    bands = [crc32(raw[band * size : (band + 1) * size], band) for band in range(BANDS)]
    return Fingerprint(raw[::4], (*bands, crc32(_marks(text), BANDS)))


def estimate(one: bytes, other: bytes) -> float:
    """The share of equal minima of two signatures, from 0 to 1."""
    same: int = sum(map(eq, one, other))
    return same / len(one)


def _shingles(lines: list[list[str]]) -> list[str]:
    """Runs of :data:`SHINGLE` syllables within a line; a shorter line is one."""
    found: list[str] = []
    for line in lines:
        # A single shingle is joined the same way: zip gives nothing for a shorter line.
        found += map(" ".join, zip(line, line[1:], line[2:], line[3:], strict=False)) if line[3:] else [" ".join(line)]
    return found


def _marks(text: Text) -> bytes:
    """Names and numbers of lead and body in order; all words where there are too few of them."""
    marks = list(filterfalse(str.islower, chain.from_iterable(text.lines)))
    if len(marks) < _FEWEST_MARKS:
        marks = list(chain.from_iterable(text.lines))
    return " ".join(marks).lower().encode()


def _undated(text: str) -> str:
    found = _DATELINE.match(text)
    return text[found.end() :] if found else text


def _lines(text: str) -> list[list[str]]:
    """Comparable pieces, a list a sentence or line."""
    lines: list[list[str]] = []
    line: list[str] = []
    for pieces, ends in map(_pieces.__getitem__, characters(text).replace("\n", " \n ").split(" ")):
        line += pieces
        if ends and line:
            lines.append(line)
            line = []
    if line:
        lines.append(line)
    for line in lines:
        # Every sentence begins with a capital.
        if not _is_number(line[0]):
            line[0] = line[0].lower()
    return lines
