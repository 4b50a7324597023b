"""The country's units before and since 1 July 2025: names, parents, successors. Data: crawler/data/units.json.gz.

Made by scripts/make_units.py. Codes were used again on that day, so units are known by ``unit_id``, never by a code.
"""

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import resources
from typing import Any, NamedTuple

from crawler.places.keys import key, loose
from crawler.places.models import Level, Naming, Unit, Vintage
from crawler.places.words import LEVELS, TYPE_WORDS
from crawler.text.fold import fold

_LEVELS: dict[str, tuple[Level, Vintage]] = {
    "p63": ("province", "old"),
    "p34": ("province", "new"),
    "d": ("district", "old"),
    "c-old": ("commune", "old"),
    "c-new": ("commune", "new"),
}
_RANK = {"province": 0, "district": 1, "commune": 2}
_WORDS = sorted([*TYPE_WORDS, *map(fold, TYPE_WORDS)], key=len, reverse=True)
_TYPED = re.compile(rf"\s*({'|'.join(map(re.escape, _WORDS))})(?:\.\s*|\s+|(?=\d))", re.IGNORECASE)
_FOLDED = {fold(word): kind for word, kind in TYPE_WORDS.items()}


class Rows(NamedTuple):
    """Rows of the archive's tables ``units`` and ``unit_successors``, in the order of the contract's columns."""

    units: list[tuple[str, Level, str, str, str, str | None, str | None, str | None]]
    successors: list[tuple[str, str, float | None]]


def split_type(text: str) -> tuple[str | None, str]:
    """Type and rest of "huyện Yên Mỹ", "TP. Hải Phòng", "thi xa Quang Tri"; no type gives ``None`` and the text."""
    found = _TYPED.match(text)
    if found is None or not key(text[found.end() :]):
        return None, text
    word = found.group(1).lower()
    return TYPE_WORDS.get(word) or _FOLDED[word], text[found.end() :]


class Gazetteer:
    """All units, by id and by name. One instance serves the whole process: see :func:`load`."""

    def __init__(self, data: dict[str, Any]) -> None:
        about = data["about"]
        self.as_of: str = about["as_of"]
        self.units: dict[str, Unit] = {one.id: one for one in _units(data, about["reform"], about["eve"])}
        self.reasons: dict[str, str] = data["reasons"]
        self._provinces: dict[str, str] = data["province_successors"]
        self._heirs: dict[str, list[str]] = {f"c-old-{one[0]}": one[4] for one in data["old"]}
        self._heirs |= {f"d-{one[0]}": one[4] for one in data["d"] if len(one) > 4}
        self._aliases: dict[str, list[str]] = data["aliases"]
        self._history: dict[str, list[Naming]] = {}
        for unit_id, *naming in data["history"]:
            self._history.setdefault(unit_id, []).append(Naming(*naming))

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of that id, or ``None``."""
        return self.units.get(unit_id)

    @cached_property
    def names(self) -> dict[str, list[Unit]]:
        """Units by the key of every name and other spelling they have or had."""
        found: dict[str, list[Unit]] = {}
        keys: dict[str, str] = {}
        for one in self.units.values():
            name = keys.get(one.name)
            if name is None:
                name = keys[one.name] = key(one.name)
            found.setdefault(name, []).append(one)
            if " - " in name:
                found.setdefault(name.replace(" - ", " "), []).append(one)
        others = [(unit_id, name) for unit_id, names in self._aliases.items() for name in names]
        others += [(unit_id, naming.name) for unit_id, namings in self._history.items() for naming in namings]
        for unit_id, name in others:
            bearers = found.setdefault(key(name), [])
            if self.units[unit_id] not in bearers:
                bearers.append(self.units[unit_id])
        return found

    @cached_property
    def _loose(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {}
        for name, bearers in self.names.items():
            found.setdefault(loose(name), []).extend(bearers)
        return found

    @cached_property
    def _children(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {}
        for one in self.units.values():
            if one.parent_id:
                found.setdefault(one.parent_id, []).append(one)
        return found

    @cached_property
    def _back(self) -> dict[str, list[tuple[Unit, float | None]]]:
        found: dict[str, list[tuple[Unit, float | None]]] = {}
        for one in sorted(self.units.values(), key=lambda one: (-_RANK[one.level], one.id)):
            for heir, share in self.successors(one.id):
                found.setdefault(heir.id, []).append((one, share))
        return found

    def by_name(self, text: str, *, level: Level | None = None) -> list[Unit]:
        """Units of exactly that name, accents included, with or without a type word; empty when there are none.

        A type word that no bearer ever had ("huyện" of a town since raised) still selects its level.
        """
        return self._pick(text, self.names, key, level)

    def resolve(self, text: str, *, level: Level | None = None) -> list[Unit]:
        """Units that a typed name may mean: exact accents first, then the same letters without accents.

        Several units are the candidates of an ambiguous name, provinces first, of today before former ones.
        """
        exact = self.by_name(text, level=level)
        if exact and fold(text) != text.lower():
            return exact
        return list(dict.fromkeys([*exact, *self._pick(text, self._loose, loose, level)]))

    def _pick(self, text: str, index: dict[str, list[Unit]], fold_name: Any, level: Level | None) -> list[Unit]:
        kind, rest = split_type(text)
        found = index.get(fold_name(rest), [])
        if kind:
            found = [one for one in found if one.level in LEVELS[kind]]
            # A name may begin like a type word: then the whole text is the name.
            found = [one for one in found if kind in self.types(one)] or found or index.get(fold_name(text), [])
        picked = dict.fromkeys(one for one in found if level in (None, one.level))
        return sorted(picked, key=lambda one: (_RANK[one.level], one.vintage, one.id))

    def history(self, unit_id: str) -> list[Naming]:
        """Names and types a unit had, oldest first; one entry when none is known to have changed, none if unknown."""
        one = self.units.get(unit_id)
        if one is None:
            return []
        return self._history.get(unit_id) or [Naming(one.name, one.type, one.valid_from, one.valid_to, None)]

    def naming(self, one: Unit, on: str | None = None) -> Naming | None:
        """How a unit was called on an ISO day; the latest for other days; ``None`` if it never changed."""
        namings = self._history.get(one.id)
        if namings is None:
            return None
        then = [it for it in namings if on and (it.valid_from or "") <= on <= (it.valid_to or "9999")]
        return (then or namings)[-1]

    def types(self, one: Unit, on: str | None = None) -> set[str]:
        """All types a unit had, or only the one of an ISO day."""
        if on and (naming := self.naming(one, on)):
            return {naming.type}
        return {it.type for it in self._history.get(one.id, ())} or {one.type}

    def successors(self, unit_id: str) -> list[tuple[Unit, float | None]]:
        """Units that took over an old unit's territory, with the share of it; the main one of a commune first.

        The share is 1 where the whole went to one; ``None`` where it was divided: no open source measured the parts.
        Empty for units that exist today and for unknown ids (``reasons`` says why when an old unit has none).
        """
        one = self.units.get(unit_id)
        if one is None or one.vintage == "new":
            return []
        if one.level == "province":
            return [(self.units[f"p34-{self._provinces[one.code]}"], 1.0)]
        codes = self._heirs.get(unit_id)
        if codes is None:
            codes = sorted({code for child in self._children[unit_id] for code in self._heirs[child.id]})
        return [(self.units[f"c-new-{code}"], 1.0 if len(codes) == 1 else None) for code in codes]

    def predecessors(self, unit_id: str) -> list[tuple[Unit, float | None]]:
        """Old units of whose territory a new one took a part, with the share of *theirs*; communes before districts."""
        return list(self._back.get(unit_id, []))

    def province_of(self, one: Unit) -> Unit:
        """The province of the unit's own vintage; a province is its own."""
        while one.parent_id:
            one = self.units[one.parent_id]
        return one

    def current_province(self, unit_id: str) -> Unit | None:
        """The province of today in which the unit's territory lies; ``None`` for an unknown id."""
        one = self.units.get(unit_id)
        if one is None:
            return None
        province = self.province_of(one)
        # No old province was divided, so the province's successor is that of everything in it.
        return province if province.vintage == "new" else self.units[f"p34-{self._provinces[province.code]}"]

    def rows(self) -> Rows:
        """What the archive ships of the gazetteer."""
        units = [
            (one.id, one.level, one.code, one.name, one.type, one.valid_from, one.valid_to, one.parent_id)
            for one in self.units.values()
        ]
        old = [one.id for one in self.units.values() if one.vintage == "old"]
        return Rows(units, [(one, heir.id, share) for one in old for heir, share in self.successors(one)])


def _units(data: dict[str, Any], reform: str, eve: str) -> Iterator[Unit]:
    parents = {"d": "p63-", "c-old": "d-", "c-new": "p34-"}
    for prefix, section in (("p63", "p63"), ("p34", "p34"), ("d", "d"), ("c-old", "old"), ("c-new", "new")):
        level, vintage = _LEVELS[prefix]
        since, until = (None, eve) if vintage == "old" else (reform, None)
        changed = {one[0]: one[2] for one in data["history"] if one[0].startswith(prefix)}
        above = parents.get(prefix)
        for code, name, kind, *more in data[section]:
            unit_id = f"{prefix}-{code}"
            kind = changed.get(unit_id, kind)
            yield Unit(unit_id, level, vintage, code, name, kind, since, until, above + more[0] if above else None)


@cache
def load() -> Gazetteer:
    """The gazetteer, read on the first call."""
    packed = resources.files("crawler").joinpath("data/units.json.gz").read_bytes()
    return Gazetteer(json.loads(gzip.decompress(packed)))
