"""The catalogue of page furniture: which words on a line give away that it isn't the article."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = "data/furniture.toml"
_HEADING = 48
"""Characters of a heading of furniture at most."""
_MARKS = " \t:•·-–—|"


@dataclass(frozen=True, slots=True)
class Label:
    """Why a line is furniture. ``head``: what follows it belongs to it too."""

    category: str
    head: bool


class Catalogue:
    """Labels by lower-case words; built once from the data file that ships with the package."""

    def __init__(self, labels: list[dict[str, Any]]) -> None:
        self._lines: dict[str, Label] = {}
        starts: list[tuple[str, str]] = []
        patterns: list[tuple[str, str]] = []
        headings: list[tuple[str, str]] = []
        for one in labels:
            category = str(one["category"])
            for head in one.get("heads", ()):
                self._lines[head] = Label(category, head=True)
            for words in one.get("lines", ()):
                self._lines.setdefault(words, Label(category, head=False))
            headings += [(pattern, category) for pattern in one.get("headings", ())]
            starts += [(words, category) for words in one.get("starts", ())]
            patterns += [(pattern, category) for pattern in one.get("patterns", ())]
        self._starts = {words: Label(category, head=False) for words, category in starts}
        words = "|".join(re.escape(start) for start, _ in sorted(starts, key=lambda pair: -len(pair[0])))
        # A value must follow the label: a sentence that begins with the same words is the article's.
        self._start = re.compile(rf"({words}) ?(?:: ?[\d.,/|\- ]*|[\d.,]+)(?: .{{0,20}})?")
        self._openings = frozenset(words[:2] for words in self._starts)
        self._holding = [
            (held, re.compile(pattern).fullmatch, Label(str(one["category"]), head=False))
            for one in labels
            for held, pattern in one.get("holding", ())
        ]
        self._headings, self._patterns = _Patterns(headings, head=True), _Patterns(patterns, head=False)

    def label(self, text: str) -> Label | None:
        """The label of a whole line, or ``None``: most lines have none."""
        if len(text) > 200:
            return None
        low = text.lower().strip(_MARKS)
        if not low:
            return None
        found = self._lines.get(low)
        if found or low.isdecimal():
            # A number alone is a table's cell.
            return found
        start = self._start.fullmatch(low) if low[:2] in self._openings and len(low) <= 80 else None
        if start:
            return self._starts[start.group(1)]
        if len(low) <= _HEADING and low[-1] not in ";,":
            heading = self._headings.label(low.rstrip(" .…") if low.endswith(("..", "…")) else low)
            if heading:
                return heading
        found = self._patterns.label(low)
        if found is None:
            for held, match, label in self._holding:
                if held in low and match(low):
                    return label
        return found


class _Patterns:
    """Regular expressions for whole lines, asked in order; a line is only shown to those that its first letter fits."""

    def __init__(self, pairs: list[tuple[str, str]], *, head: bool) -> None:
        self._labels = {f"p{place}": Label(category, head) for place, (_, category) in enumerate(pairs)}
        self._named = [
            (f"(?P<p{place}>{_plain(pattern)})", openings(_plain(pattern))) for place, (pattern, _) in enumerate(pairs)
        ]
        self._letters = frozenset[str]().union(*(known for _, known in self._named if known))
        self._made: dict[str, Callable[[str], re.Match[str] | None]] = {}

    def label(self, low: str) -> Label | None:
        """The label of the first expression that a whole line matches, ``None`` when none does."""
        letter = _DIGIT if low[:1].isdecimal() else low[:1]
        if letter not in self._letters:
            letter = ""
        match = (self._made.get(letter) or self._make(letter))(low)
        return self._labels[match.lastgroup or ""] if match else None

    def _make(self, letter: str) -> Callable[[str], re.Match[str] | None]:
        """One pattern for all that a letter fits, each in a named group of its own: tries in C cost a tenth."""
        fit = [pattern for pattern, known in self._named if known is None or letter in known]
        self._made[letter] = re.compile("|".join(fit) or "(?!)").fullmatch
        return self._made[letter]


def _plain(pattern: str) -> str:
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)


def openings(pattern: str) -> frozenset[str] | None:
    """The characters with which a match of a regular expression may begin; ``None`` when they can't be told.

    Knows what the catalogue is written in: letters, escaped marks, groups of alternatives and their question mark.
    """
    found: set[str] = set()
    for branch in _branches(pattern):
        first = _first(branch)
        if first is None:
            return None
        found |= first
    return frozenset(found)


def _first(branch: str) -> frozenset[str] | None:
    """The same for an expression without alternatives at its top."""
    part = _PARTS.match(branch)
    if part is None:
        return None
    if branch.startswith("(?:"):
        end = _closing(branch) + 1
        inside = openings(branch[3 : end - 1])
    else:
        inside, end = _characters(part[0]), part.end()
    rest = branch[end:]
    if inside is None or not rest.startswith(("?", "*", "{")):
        return inside
    after = _first(rest[1:]) if not rest.startswith("{") and rest[1:2] not in ("+", "?") else None
    return inside | after if after is not None else None


def _characters(part: str) -> frozenset[str] | None:
    """What one part of an expression stands for: a character, an escaped one, a class of some."""
    if part == r"\d" or part.isdecimal():
        return frozenset(_DIGIT)
    if part[0] == "\\":
        return frozenset(part[1]) if not part[1].isalnum() else None
    if part[0] != "[":
        return frozenset(part) if part not in ".^$(" else None
    inside = part[1:-1]
    if inside.startswith("^") or _RANGE.search(inside):
        return None
    return frozenset(_DIGIT if one.isdecimal() else one for one in inside.replace(r"\d", _DIGIT).replace("\\", ""))


_DIGIT = "0"
"""Stands for all digits."""
_RANGE = re.compile(r"[^\\\[]-.|\\[a-ce-zA-Z]")


def _closing(branch: str) -> int:
    """The place of the bracket that closes the group with which an expression begins."""
    depth = 0
    for part in _PARTS.finditer(branch):
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if not depth:
            return part.start()
    raise ValueError(f"a group isn't closed in {branch!r}")


_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.")
"""An escaped character, a class in brackets, or one character."""


def _branches(pattern: str) -> list[str]:
    """The alternatives at the top of an expression."""
    found, depth = [""], 0
    for part in _PARTS.findall(pattern):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if part == "|" and not depth:
            found.append("")
        else:
            found[-1] += part
    return found


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships with the package."""
    raw = (files("crawler") / _DATA).read_text(encoding="utf-8")
    return Catalogue(tomllib.loads(raw)["label"])
