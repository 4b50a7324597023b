"""What of an article's words is compared with others': sentences, shingles, and a MinHash of them.

An edited copy drops or adds sentences and keeps the others; an instance of a template keeps the frame and puts other
numbers and names into it. So shingles that hold a number or a name are all hashed, and of the others every fourth:
instances of one template then rarely meet, which also keeps the look-up short where a portal posts thousands of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from struct import pack

from rensa import RMinHash

from crawler.text.normalise import characters

SHINGLE = 4
"""Syllables of a shingle; a shorter sentence is one shingle."""
LEAST = 40
"""Syllables of lead and body together that a text needs for a fingerprint: a shorter one has no cluster."""
BANDS, ROWS = 24, 4
"""Of texts that share 0.8 of their shingles one pair in 200,000 fails to meet, at 0.6 one in 28, at 0.3 four of five."""
METHOD = (
    f"minhash-1: {BANDS} bands of {ROWS} minima over shingles of {SHINGLE} syllables, "
    f"rensa's R-MinHash {RMinHash.ALGORITHM_VERSION}"
)
"""Stands beside every cluster. Whatever changes what is grouped must change it: all is grouped anew then."""
_SEED = 20261122
_PLAIN, _NAME, _NUMBER = 0, 1, 2
_FEWEST_MARKS = 8
_SENTENCE = re.compile(r"[.!?;:…]+(?=\s|$)|\n+")
_WORD = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+|[^\W\d_]+")
# "(Baohaiduong.vn) - ", "TTXVN – ", "Hải Dương, ngày 12/3 - ": whose hand sent it, not what it says.
_DATELINE = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*[-–—:]?|[^\W\d_][\w.]*(?:,? [\w./]+){0,5}\s+[-–—])\s+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class _Syllables(dict[str, tuple[str, int]]):
    """Each spelling's comparable form and whether it is a plain word, a name or a number; kept, for words recur."""

    def __missing__(self, word: str) -> tuple[str, int]:
        if word[0].isdigit():
            made = (word.replace(".", "").lstrip("0") or "0", _NUMBER)
        else:
            acronym = len(word) > 1 and word.isupper()
            made = (_toned(word.lower()), _NAME if word[0].isupper() and not acronym else _PLAIN)
        if len(self) < 100_000:
            self[word] = made
        return made


def _toned(word: str) -> str:
    """A syllable with its tone at the end: hòa and hoà become one."""
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(mark for mark in parts if mark in _TONES)
    return "".join(mark for mark in parts if mark not in _TONES) + tone if tone else word


_syllables = _Syllables()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or line: its syllables in comparable form, each with 0 (word), 1 (name) or 2 (number)."""

    words: tuple[str, ...]
    kinds: tuple[int, ...]

    def of(self, kind: int) -> set[str]:
        """Its words, names or numbers."""
        return {word for word, own in zip(self.words, self.kinds, strict=True) if own == kind}

    def numbers(self) -> set[str]:
        """The numbers in it, without leading noughts and dots between thousands."""
        return self.of(_NUMBER)

    def names(self) -> set[str]:
        """Syllables with a capital that don't begin it; acronyms are words, for they stand for their long forms."""
        return self.of(_NAME)

    def frame(self) -> list[str]:
        """What is left when names are taken out and numbers made equal."""
        return [
            "#" if kind == _NUMBER else word for word, kind in zip(self.words, self.kinds, strict=True) if kind != _NAME
        ]

    def shingles(self) -> Iterator[tuple[str, bool]]:
        """Runs of :data:`SHINGLE` syllables, each with whether a name or number is in it."""
        words, kinds = self.words, self.kinds
        if len(words) <= SHINGLE:
            yield " ".join(words), any(kinds)
            return
        for at in range(len(words) - SHINGLE + 1):
            yield " ".join(words[at : at + SHINGLE]), any(kinds[at : at + SHINGLE])


@dataclass(frozen=True, slots=True)
class Text:
    """An article as it is compared: the sentences of its title, those of lead and body."""

    title: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]

    @property
    def syllables(self) -> int:
        """How many syllables lead and body have."""
        return sum(len(one.words) for one in self.sentences)

    def shingles(self) -> set[str]:
        """All shingles of lead and body: every portal writes a headline of its own."""
        return {shingle for one in self.sentences for shingle, _ in one.shingles()}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``signature`` estimates how much two texts share, a byte a minimum; texts meet where ``bands`` are equal.

    The last band is of the names and numbers in their order: only by it can articles of one portal meet.
    """

    signature: bytes
    bands: tuple[int, ...]


def read(title: str | None, lead: str | None, body: str | None) -> Text:
    """Splits an article into comparable sentences."""
    first, _, rest = (body or "").partition("\n")
    told = [*_sentences(_undated(lead or "")), *_sentences(_undated(first)), *_sentences(rest)]
    return Text(tuple(_sentences(title or "")), tuple(told))


def fingerprint(text: Text) -> Fingerprint | None:
    """Its fingerprint; ``None`` for a text of fewer than :data:`LEAST` syllables."""
    if text.syllables < LEAST:
        return None
    # The quarter of the plain shingles is told by their length: the same for every text, and free.
    features = [shingle for one in text.sentences for shingle, told in one.shingles() if told or not len(shingle) % 4]
    minima = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    minima.update(features or sorted(text.shingles()))
    digest = minima.digest()
    bands = [_hash(pack(f"<B{ROWS}I", band, *digest[band * ROWS : (band + 1) * ROWS])) for band in range(BANDS)]
    return Fingerprint(bytes(one & 255 for one in digest), (*bands, _hash(_marks(text))))


def estimate(one: bytes, other: bytes) -> float:
    """The share of equal minima of two signatures, from 0 to 1."""
    return sum(map(int.__eq__, one, other)) / len(one)


def _marks(text: Text) -> bytes:
    """Names and numbers of lead and body in order; all words where there are too few of them."""
    pairs = [pair for one in text.sentences for pair in zip(one.words, one.kinds, strict=True)]
    marks = [word for word, kind in pairs if kind]
    return " ".join(marks if len(marks) >= _FEWEST_MARKS else [word for word, _ in pairs]).encode()


def _hash(what: bytes) -> int:
    return int.from_bytes(blake2b(what, digest_size=6).digest(), "big")


def _undated(text: str) -> str:
    found = _DATELINE.match(text)
    return text[found.end() :] if found else text


def _sentences(text: str) -> Iterator[Sentence]:
    for line in _SENTENCE.split(characters(text)):
        pairs = [_syllables[word] for word in _WORD.findall(line)]
        if not pairs:
            continue
        words, kinds = zip(*pairs, strict=True)
        if kinds[0] == _NAME:
            # Every sentence begins with a capital.
            kinds = (_PLAIN, *kinds[1:])
        yield Sentence(words, kinds)
