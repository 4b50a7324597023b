"""The catalogue of page furniture: which words on a line give away that it isn't the article."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any

import regex

_DATA = "data/furniture.toml"
_LONGEST = 200
_CELL = 16
"""Characters of a table's cell, mostly."""
_HEADING = 48
"""Characters of a heading of furniture at most."""
_MARKS = " \t:•·-–—|"
_BEGINNING = 3
"""Characters by which expressions are told that can't match: most lines are then shown to none."""
_HELD = 4096
"""Beginnings that are remembered: there are far fewer Vietnamese syllables."""


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
        # Tables repeat their cells thousands of times.
        self._short = lru_cache(_HELD)(self._label)
        self._headings, self._patterns = _Patterns(headings, head=True), _Patterns(patterns, head=False)

    def label(self, text: str) -> Label | None:
        """The label of a whole line, or ``None``: most lines have none."""
        if len(text) <= _CELL:
            return self._short(text)
        return self._label(text) if len(text) <= _LONGEST else None

    def _label(self, text: str) -> Label | None:
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
    """Regular expressions for whole lines, asked in order; a line is only shown to those that its beginning may fit."""

    def __init__(self, pairs: list[tuple[str, str]], *, head: bool) -> None:
        # The first is made when a line is shown to it, the second tells whether a beginning may fit: re can't.
        self._each = [
            (cache(partial(re.compile, pattern)), regex.compile(pattern), Label(category, head))
            for pattern, category in pairs
        ]
        self._fitting = lru_cache(_HELD)(self._fit)

    def label(self, low: str) -> Label | None:
        """The label of the first expression that a whole line matches, ``None`` when none does."""
        for match, label in self._fitting(low[:_BEGINNING]):
            if match(low):
                return label
        return None

    def _fit(self, beginning: str) -> list[tuple[Callable[[str], re.Match[str] | None], Label]]:
        """The expressions that may match a line that begins so, or that is no longer."""
        return [
            (made().fullmatch, label)
            for made, shown, label in self._each
            if shown.fullmatch(beginning, partial=True) is not None
        ]


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships with the package."""
    raw = (files("crawler") / _DATA).read_text(encoding="utf-8")
    return Catalogue(tomllib.loads(raw)["label"])
