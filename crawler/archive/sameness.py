"""Whether two texts are one release: a question to the two alone, so that no order of asking changes the answer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from crawler.archive.fingerprint import Sentence, Text

CONTAINED, SHARED = 0.7, 0.5
"""Least shares of the shorter text's shingles that stand in the other, and of all shingles that stand in both.

With more than half in common, a round-up of several releases is the copy of one of them at most.
"""
EQUAL = 0.9
"""The least share of all shingles for two articles of one portal."""
_ALIKE = 0.6
"""From here on two sentences have one frame (Dice of their words, names left out, numbers made equal)."""
_LONG_FRAME = 4
_CLOSING = 3
"""Sentences at the end that may be the portal's own: whom to write to, which telephone to ring."""


def same(one: Text, other: Text, *, one_portal: bool) -> bool:
    """Whether both give the same release: they share most of their words, and nothing in them is contradicted."""
    mine, yours = one.shingles, other.shingles
    if not mine or not yours:
        return False
    common = len(mine & yours)
    shared = common / (len(mine) + len(yours) - common)
    if shared < (EQUAL if one_portal else SHARED) or common / min(len(mine), len(yours)) < CONTAINED:
        return False
    return not contradicted(one, other)


def contradicted(one: Text, other: Text) -> bool:
    """Whether sentences of one frame hold other numbers or names in the two: then a template made both.

    Sentences are compared only where both texts have something else between equal neighbours; what one text merely
    lacks contradicts nothing.
    """
    weight = 0.0
    if one.sentences != other.sentences:
        for a, b, c, d in _replaced(one.sentences, other.sentences):
            found = _weight(one.sentences[a:b], other.sentences[c:d])
            at_end = (b, d) == (len(one.sentences), len(other.sentences)) and max(b - a, d - c) <= _CLOSING
            weight += min(found, 0.5) if at_end else found
            if weight >= 1:
                return True
    return weight + _weight(one.title, other.title, title=True) >= 1


def _replaced(mine: list[Sentence], yours: list[Sentence]) -> Iterator[tuple[int, int, int, int]]:
    """Where both have something else between equal neighbours: from and to in the one, from and to in the other."""
    if len(mine) == len(yours):
        differ = [at for at, (one, other) in enumerate(zip(mine, yours, strict=True)) if one != other]
        # Instances of one template, which meet by thousands: where nothing stands twice or elsewhere there is but one
        # way to align them.
        if len(set(mine) | set(yours)) == len(mine) + len(differ):
            for _, run in groupby(enumerate(differ), lambda pair: pair[1] - pair[0]):
                places = [at for _, at in run]
                yield places[0], places[-1] + 1, places[0], places[-1] + 1
            return
    matcher = SequenceMatcher(None, mine, yours, autojunk=False)
    yield from ((a, b, c, d) for kind, a, b, c, d in matcher.get_opcodes() if kind == "replace")


def _weight(mine: Sequence[Sentence], yours: Sequence[Sentence], *, title: bool = False) -> float:
    """How much two runs of sentences contradict each other; 1 is enough."""
    weight = 0.0
    known = set(mine) & set(yours)
    for one in mine:
        if one in known:
            continue
        frame = one.frame
        alike = [
            (_dice(frame, other.frame), at)
            for at, other in enumerate(yours)
            if other not in known and _may_be_alike(len(frame), len(other.frame))
        ]
        likeness, at = max(alike, default=(0.0, 0))
        if likeness >= _ALIKE:
            long = sum(word.islower() for word in frame) >= _LONG_FRAME
            weight += _contradiction(one, yours[at], title=title) * (1 if title or long else 0.4)
        if weight >= 1:
            break
    return weight


def _contradiction(one: Sentence, other: Sentence, *, title: bool) -> float:
    """1 for other numbers or names, 0 when one holds all that the other does; half for a title's names.

    Every portal writes a headline of its own, and may name the province where another names the commune.
    """
    # Counted over all words: a name that the other sentence spells without a capital is none.
    if _has_more(one, other, one.numbers) and _has_more(other, one, other.numbers):
        return 1
    return (0.5 if title else 1) if _has_more(one, other, one.names) and _has_more(other, one, other.names) else 0


def _has_more(one: Sentence, other: Sentence, words: frozenset[str]) -> bool:
    """Whether any of the words stands in the first more often than in the second."""
    return any(one.count(word) > other.count(word) for word in words)


def _may_be_alike(one: int, other: int) -> bool:
    """Whether frames of so many words can have what _ALIKE asks for in common."""
    return 2 * min(one, other) >= _ALIKE * (one + other)


def _dice(one: Sequence[str], other: Sequence[str]) -> float:
    if one == other:
        return 1.0
    whole = len(one) + len(other)
    return 2 * (Counter(one) & Counter(other)).total() / whole if whole else 1.0
