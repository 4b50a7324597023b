"""The words before a name: the type word, an office that implies one, whether a list follows."""

from functools import cache

from crawler.places.keys import syllable
from crawler.places.words import LEVELS, OFFICES, PLURAL, TYPE_WORDS

OPENING = "(“\"'‘[*•–-"
LAST = 34  # characters before a name in which the words that matter to it stand


@cache
def types() -> dict[str, str]:
    """Type words as keys; abbreviations also with their full stop, single letters only with it."""
    found = {}
    for word, kind in TYPE_WORDS.items():
        folded = " ".join(map(syllable, word.split()))
        if len(word) > 1:
            found[folded] = kind
        if word not in LEVELS:
            found[folded + "."] = kind
    return found


@cache
def _ends() -> frozenset[str]:
    """Last syllables of all that may tell a type, so that other words cost nothing."""
    return frozenset(word.rpartition(" ")[2] for word in (*types(), *OFFICES))


class Before:
    """The words before a run."""

    __slots__ = ("implied", "kinds", "last", "pair", "plural", "start")

    def __init__(self, text: str, start: int) -> None:
        near = text[max(0, start - LAST) : start]
        near = near[near.rfind("\n") + 1 :]
        words = [word.lstrip(OPENING) for word in near.split()[-6:]]
        keys = [syllable(word) for word in words[-2:]]
        self.last = keys[-1] if keys else ""
        self.pair = " ".join(keys)
        self.kinds: tuple[str, ...] = ()
        self.plural = self.implied = False
        self.start = start
        colon = self.last.endswith(":")
        if self.last.rstrip(":") not in _ends():
            return
        keys = [syllable(word) for word in words]
        if colon:
            keys[-1] = self.last[:-1]
        size = self._type(keys)
        if not size:
            return
        while more := self._more(keys[:-size]):
            size += more
        self.plural = bool(keys[:-size]) and (keys[-size - 1] in PLURAL or keys[-size - 1].isdigit())
        if colon and not self.plural:
            self.kinds = ()
        elif len(self.kinds) == 1 and not self.implied and not colon:
            self.start = start - len(near) + near.rindex(words[-size])

    def _type(self, keys: list[str]) -> int:
        """Finds the type word at the end; gives how many words it has."""
        known = types()
        for size in (2, 1):
            if len(keys) < size:
                continue
            word = " ".join(keys[-size:])
            if word in OFFICES:
                self.kinds, self.implied = (OFFICES[word],), True
                return size
            if word in known and not (word == "xã" and keys[-2:-1] == ["tác"]):
                self.kinds = (known[word],)
                return size
        return 0

    def _more(self, keys: list[str]) -> int:
        """A further type word before, as in "các xã, phường"."""
        if not keys or not (keys[-1].endswith((",", "/")) or keys[-1] == "và"):
            return 0
        joint = 1 if keys[-1] == "và" else 0
        rest = [*keys[: len(keys) - joint]]
        if not rest:
            return 0
        rest[-1] = rest[-1].rstrip(",/")
        for size in (2, 1):
            kind = types().get(" ".join(rest[-size:])) if len(rest) >= size else None
            if kind:
                self.kinds = (*self.kinds, kind)
                return size + joint
        return 0
