"""Names as keys: one spelling for hòa and hoà, Mỹ and Mĩ, straight and curly apostrophes; letter case folded.

Only keys are folded, never what is shown: official lists themselves mix the spellings.
"""

import re
import unicodedata
from functools import lru_cache

from crawler.text.fold import fold
from crawler.text.tones import FINAL, NEWER

# Syllables with two spellings and one meaning in names of places.
_SAME = {
    "mĩ": "mỹ", "kì": "kỳ", "lí": "lý", "qui": "quy", "quí": "quý", "đăk": "đắk", "đak": "đắk", "đăc": "đắk",
}  # fmt: skip
SYLLABLE = r"[^\W_]+(?:['’ʼ`][^\W_]+)*"
_PARTS = re.compile(rf"{SYLLABLE}|[-–—]")
_TYPED = str.maketrans("’ʼ`–—", "'''--")


@lru_cache(maxsize=20_000)
def syllable(word: str) -> str:
    """The key of one NFC syllable or dash."""
    plain = word.lower().translate(_TYPED)
    plain = FINAL.sub(lambda found: NEWER[found.group()], plain)
    return _SAME.get(plain, plain)


def key(text: str) -> str:
    """Syllables and dashes of a name as a key, one blank between; accents count. Empty for no name at all."""
    return " ".join(map(syllable, _PARTS.findall(unicodedata.normalize("NFC", text))))


def loose(text: str) -> str:
    """:func:`key` without accents, apostrophes and dashes."""
    return " ".join(fold(key(text)).replace("'", "").replace("-", " ").split())
