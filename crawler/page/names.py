"""Asking class and id names for words that give an element away."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

_USUAL = 200
"""Characters of names whose answers are kept."""


def naming(words: Sequence[str]) -> Callable[[str], bool]:
    """Asks whether a line's names (see ``Leaf.names``) hold one of these words.

    A page has few names and many lines, so answers for names of a usual length are kept.
    """
    search = re.compile("|".join(map(re.escape, words))).search
    known = lru_cache(maxsize=1024)(lambda names: search(names) is not None)

    def ask(names: str) -> bool:
        return known(names) if len(names) <= _USUAL else search(names) is not None

    return ask
