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
        self._headings, self._heads = _either(headings, head=True)
        self._patterns, self._kinds = _either(patterns, head=False)

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
        if len(low) <= _HEADING and low[-1] not in ";,":
            heading = self._headings.fullmatch(low.rstrip(" .…") if low.endswith(("..", "…")) else low)
            if heading:
                return self._heads[heading.lastgroup or ""]
        match = self._patterns.fullmatch(low)
        return self._kinds[match.lastgroup or ""] if match else None


def _either(pairs: list[tuple[str, str]], *, head: bool) -> tuple[re.Pattern[str], dict[str, Label]]:
    """One pattern for all, each in a named group of its own: sixty tries in C cost a tenth of sixty in Python."""
    labels = {f"p{place}": Label(category, head) for place, (_, category) in enumerate(pairs)}
    plain = [re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern) for pattern, _ in pairs]
    return re.compile("|".join(f"(?P<p{place}>{pattern})" for place, pattern in enumerate(plain))), labels


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships with the package."""
    raw = (files("crawler") / _DATA).read_text(encoding="utf-8")
    return Catalogue(tomllib.loads(raw)["label"])
