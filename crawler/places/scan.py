"""Where a text may name units: runs of capitalised syllables, the type word before them, lists that share one.

Nothing is decided here but what the words alone tell; :mod:`crawler.places.choose` knows portal, day and neighbours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from crawler.places.before import Before, types
from crawler.places.gazetteer import load
from crawler.places.keys import syllable
from crawler.places.models import Unit
from crawler.places.words import (
    LEADS,
    LEVELS,
    NEVER,
    OTHERS,
    PEACE,
    PERSONS,
    PLURAL,
    RARELY,
    RESTART,
)

_UPPER = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x1EFA)) if char.isupper())
_WORD = rf"[{_UPPER}]\w*(?:['’ʼ]\w+)*"
_RUN = re.compile(rf"(?<!\w){_WORD}(?:[ \t\xa0]+(?:{_WORD}|\d{{1,2}}(?![\w.,/]*\d|\w|%)))*")
_NUMBERED = re.compile(r"(?<!\w)(phường|quận|[PQ]\.) ?(\d{1,2})(?!\w|[.,/]\d|%)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(\([^()\n]{0,80}\))?\s*(?:,|;|&|,? ?và|,? ?cùng(?: với)?|,? ?hoặc|–|-)?\s*")
_DASH = re.compile(r" ?[-–] ?")
_ABROAD = re.compile(r"\s*[,(–-]\s*Trung Quốc")


@dataclass(slots=True, eq=False)
class Span:
    """A possible mention. ``kinds`` are the types its words allow; none for a bare name.

    Without units it is a district or province that no list knows: what lies in it is none of the known either.
    """

    start: int
    end: int
    name: str
    key: str
    kinds: tuple[str, ...]
    units: list[Unit]
    shared: bool = False  # the type word stands before another name of its list
    group: int = -1  # equal for the names of one list
    weak: bool = False  # a bare name among capitals, where initials tell nothing
    above: list["Span"] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """What the previous name leaves to the next one of its list."""

    end: int = -1
    kinds: tuple[str, ...] = ()
    group: int = -1
    done: int = 0  # up to here the text is taken, when a name went on behind a dash


@cache
def _longest() -> dict[str, int]:
    """How many syllables the longest name has that begins with a given one."""
    found: dict[str, int] = {}
    for name in (*load().names, *OTHERS):
        first, length = name.partition(" ")[0], name.count(" ") + 1
        found[first] = max(found.get(first, 0), length)
    return found


@cache
def _halves() -> set[str]:
    """What stands before the dash in names that have one."""
    return {name.partition(" - ")[0] for name in load().names if " - " in name}


@cache
def _bare() -> dict[str, list[Unit]]:
    """Provinces and districts whose names may stand without a type word."""
    found = {}
    for name, units in load().names.items():
        high = [one for one in units if one.level != "commune"]
        single = " " not in name and (name.isdigit() or all(one.level == "district" for one in high))
        if high and not single and name not in PERSONS:
            found[name] = sorted(high, key=lambda one: one.level == "district")
    return found


def spans(text: str) -> list[Span]:
    """Possible mentions in the order of the text."""
    found: list[Span] = []
    state = _State()
    longest = _longest()
    for run in _RUN.finditer(text):
        words = run.group()
        if " " not in words and "\xa0" not in words and syllable(words) not in longest:
            continue
        found.extend(_Run(text, run.start(), words, state).spans())
    numbered = list(_numbered(text))
    if numbered:
        taken = {one.end for one in found}
        found = sorted([*found, *(one for one in numbered if one.end not in taken)], key=lambda one: one.start)
    return found


def _numbered(text: str) -> Iterator[Span]:
    for one in _NUMBERED.finditer(text):
        kind = types()[one.group(1).lower()]
        units = [it for it in load().names.get(one.group(2).lstrip("0"), []) if it.type == kind]
        if units:
            yield Span(one.start(), one.end(), one.group(2), one.group(2), (kind,), units)


class _Run:
    """One run of capitalised syllables, read from left to right."""

    __slots__ = ("at", "before", "caps", "ends", "keys", "state", "text")

    def __init__(self, text: str, start: int, words: str, state: _State) -> None:
        self.text, self.state = text, state
        tokens = words.split()
        self.keys = [syllable(one) for one in tokens]
        self.at: list[int] = []
        self.ends: list[int] = []
        place = start
        for one in tokens:
            place = text.index(one, place)
            self.at.append(place)
            place += len(one)
            self.ends.append(place)
        self.caps = len(tokens) > 1 and words.isupper()
        self.before = Before(text, start)

    def spans(self) -> Iterator[Span]:
        """The mentions of the run."""
        before = self.before
        place, kinds, began = 0, before.kinds, before.start
        shared = False
        while place < len(self.keys) and self.at[place] < self.state.done:
            place, kinds = place + 1, ()
        if not kinds and self.state.kinds and self._follows():
            kinds, shared = self.state.kinds, True
        clean = True  # nothing unknown stands between the start of the run, or the last known name, and here
        plural = before.plural
        while place < len(self.keys):
            size, kind = self._type_at(place)
            if size:
                kinds, began, shared, plural, clean = (kind,), self.at[place], False, False, True
                if place and self.keys[place - 1] in PLURAL:
                    plural = True
                place += size
                continue
            found = self._match(place, kinds, began, shared, clean)
            if found is None:
                if kinds and not before.implied:
                    yield from self._unknown(place, kinds, began, plural, shared)
                clean = self.keys[place] in LEADS or (clean and self._acronym(place))
                place, kinds, shared = place + 1, (), False
                continue
            span, size = found
            if span is not None:
                self._remember(span, plural or shared)
                yield span
            place, kinds, shared, plural, clean = place + size, (), False, False, True

    def _unknown(self, place: int, kinds: tuple[str, ...], began: int, plural: bool, shared: bool) -> Iterator[Span]:
        """A typed name that no list has: its list goes on behind it, its communes aren't looked for elsewhere."""
        if plural or shared:
            self.state.kinds, self.state.end = kinds, self.ends[-1]
            self.state.group = self.state.group if shared else self.at[place]
        elif not any("commune" in LEVELS[kind] for kind in kinds):
            yield Span(min(began, self.at[place]), self.ends[-1], "", "", kinds, [])

    def _follows(self) -> bool:
        between = self.text[self.state.end : self.at[0]]
        return len(between) < 100 and bool(between.strip()) and _BETWEEN.fullmatch(between) is not None

    def _remember(self, span: Span, listed: bool) -> None:
        state = self.state
        state.done = span.end
        if span.kinds and listed:
            if not span.shared:
                state.group = span.start
            span.group = state.group
            state.kinds, state.end = span.kinds, span.end
        else:
            state.kinds, state.end = (), -1

    def _type_at(self, place: int) -> tuple[int, str]:
        """How many syllables of a type word stand here, and which type: "Huyện Yên Mỹ", "THÀNH PHỐ", "TP"."""
        left = len(self.keys) - place
        if left > 2:
            kind = types().get(f"{self.keys[place]} {self.keys[place + 1]}")
            if kind:
                return 2, kind
        if left > 1:
            kind = types().get(self.keys[place])
            if kind:
                return 1, kind
        return 0, ""

    def _acronym(self, place: int) -> bool:
        word = self.text[self.at[place] : self.ends[place]]
        return len(word) > 2 and word.isupper() and not self.caps and self.keys[place] not in NEVER

    def _match(
        self, place: int, kinds: tuple[str, ...], began: int, shared: bool, clean: bool
    ) -> tuple[Span | None, int] | None:
        """The longest name here and its length; no span when it is one but no mention."""
        keys = self.keys
        most = min(_longest().get(keys[place], 0), len(keys) - place)
        for size in range(most, 0, -1):
            name = " ".join(keys[place : place + size])
            if name in OTHERS:
                return None, size
            units = load().names.get(name)
            if units is None and name not in _halves():
                continue
            span = self._typed(place, size, name, units or [], kinds, shared) if kinds else None
            if span is None and clean and (shared or not kinds):
                span = self._untyped(place, size, name, kinds)
            if span is not None:
                if span.kinds and not shared and not self.before.implied:
                    span.start = min(began, span.start)
                return span, size
            if not kinds and size > 1 and name in _bare():
                return None, size
        return None

    def _typed(
        self, place: int, size: int, name: str, units: list[Unit], kinds: tuple[str, ...], shared: bool
    ) -> Span | None:
        levels = {level for kind in kinds for level in LEVELS[kind]}
        end, name, units = self._dashed(place + size, name, units)
        units = [one for one in units if one.level in levels]
        if shared and "commune" not in levels:
            # "các huyện Yên Mỹ, Văn Lâm, Hưng Yên": the last is the province.
            units = [one for one in units if load().types(one) & set(kinds)]
        if not units or (end == self.ends[place + size - 1] and not self._over(place + size)):
            return None
        if "tỉnh" in kinds and _ABROAD.match(self.text, end):
            return None
        return Span(self.at[place], end, self.text[self.at[place] : end], name, kinds, units, shared)

    def _untyped(self, place: int, size: int, name: str, kinds: tuple[str, ...]) -> Span | None:
        units = _bare().get(name)
        if units is None or (units[0].level == "district" and any("commune" in LEVELS[kind] for kind in kinds)):
            return None
        end, name, units = self._dashed(place + size, name, units)
        if end == self.ends[place + size - 1] and not self._over(place + size, bare=True):
            return None
        before = self.before if place == 0 else None
        if before and (before.last in NEVER or before.pair in NEVER):
            return None
        if _ABROAD.match(self.text, end):
            return None
        office = before is not None and before.last in RARELY
        if (office or self.caps) and (name in PEACE or (office and all(one.level == "district" for one in units))):
            return None
        return Span(self.at[place], end, self.text[self.at[place] : end], name, (), units, weak=self.caps)

    def _dashed(self, place: int, name: str, units: list[Unit]) -> tuple[int, str, list[Unit]]:
        """The longer name of which this is the part before a dash: "Bà Rịa - Vũng Tàu"."""
        end = self.ends[place - 1]
        if place == len(self.keys) and (dash := _DASH.match(self.text, end)):
            other = _RUN.match(self.text, dash.end())
            words = other.group().split() if other else []
            for size in range(len(words), 0, -1):
                whole = f"{name} - {' '.join(map(syllable, words[:size]))}"
                if whole in load().names:
                    tail = words[size - 1]
                    return self.text.index(tail, dash.end()) + len(tail), whole, load().names[whole]
        return end, name, units

    def _over(self, place: int, bare: bool = False) -> bool:
        """Whether a name may end before this syllable of the run."""
        if place == len(self.keys):
            return True
        after = self.keys[place]
        if after in RESTART or after.isdigit() or self._type_at(place)[0]:
            return True
        if self.caps and not bare:
            return True
        rest = " ".join(self.keys[place : place + 2])
        return rest in _bare() and len(self.keys) - place == 2
