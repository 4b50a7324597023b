"""The catalogue of page furniture: which words on a line give away that it isn't the article."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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

    def __init__(self, labels: list[dict[str, list[str] | str]]) -> None:
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
        self._headings = [(re.compile(pattern), Label(category, head=True)) for pattern, category in headings]
        self._patterns = [(re.compile(pattern), Label(category, head=False)) for pattern, category in patterns]

    def label(self, text: str) -> Label | None:
        """The label of a whole line, or ``None``: most lines have none."""
        if len(text) > 200:
            return None
        low = text.lower().strip(_MARKS)
        if not low:
            return None
        found = self._lines.get(low)
        if found:
            return found
        start = self._start.fullmatch(low) if len(low) <= 80 else None
        if start:
            return self._starts[start.group(1)]
        if len(low) <= _HEADING and low[-1] not in ".;,":
            heading = next((label for pattern, label in self._headings if pattern.fullmatch(low)), None)
            if heading:
                return heading
        return next((label for pattern, label in self._patterns if pattern.fullmatch(low)), None)


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships with the package."""
    raw = (files("crawler") / _DATA).read_text(encoding="utf-8")
    return Catalogue(tomllib.loads(raw)["label"])
