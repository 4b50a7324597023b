"""Text of the fonts before Unicode (TCVN3, VNI) back to Vietnamese, where its syllables leave no doubt.

Vietnamese is written syllable by syllable, and few syllables exist. A reading of the letters is certain when nearly
all its accented words are such syllables and enough of them are not what stood there before; other languages fail
at that within a few words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from crawler.text.legacy_letters import MARKS, ONSETS, RHYMES, STOPPED_MARKS, TCVN3, TCVN3_CAPITALS, VNI

Reading = Callable[[str], str]
"""What makes Vietnamese of letters that were shown as Windows-1252."""

_ENOUGH = 4
"""Different syllables that a reading must bring to light."""
_FOREIGN = 10
"""Of so many accented words one may be none of Vietnamese: names of places and people."""
_SAMPLE = 3000
_LONGEST = 40

# Letters and symbols that neither Vietnamese nor its typography has: looking for them is all a proper text costs.
_SIGN = re.compile(
    "[\u00a1-\u00a6\u00a8\u00aa\u00ac\u00ae\u00b5\u00b6\u00b8\u00b9\u00bc\u00beÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñö÷øûüþ]"
)
# What no font before Unicode shows. Đ isn't among it: normalising mends the Eth of TCVN3 to it.
_PROPER = re.compile("[ăĂơƠưƯ\u0300-\u0323Ạ-ỹ]")
_TAG = "<[^<>]{0,2000}>"
_TAGS = re.compile(_TAG)
_WORD = re.compile("[^\\W\\d_]+")
_TAG_OR_WORD = re.compile(f"{_TAG}|{_WORD.pattern}")
# As words are shown before they are read: TCVN3 has letters where Latin-1 has symbols.
_RUN = re.compile("[A-Za-z\u00a1-\u024f\u2212\u2219]+")

_SYLLABLE = re.compile(f"(?:{'|'.join(ONSETS.split())})?(?:{'|'.join(RHYMES.split())})")
_MISPLACED = re.compile(f"(?:^|[^aeiouy\u0302\u0306\u031b])[{''.join(MARKS)}]")
_STOPPED = re.compile("[ckpt]h?$")
_VOWEL = re.compile("[aeiouyàáâãèéêìíòóôõùúýăĩũơưạ-ỹ]", re.I)
_INNER_CAPITAL = re.compile(f"(?<=[^\\W\\d_])[A-Z{''.join(TCVN3_CAPITALS)}]")
_NUMERAL = re.compile("[IVXLCDM]+")

# PDF readers show the soft hyphen and the middle dot of a font as other symbols.
_TCVN3_TABLE = str.maketrans(TCVN3 | {"\u2212": "ư", "\u2219": "ã"})
# Symbols that are no words of one letter, as «, ¤, µ and ¸ can be: alone they are what they seem to be.
_SYMBOLS = frozenset("\u00a1\u00a2\u00a3\u00a5\u00a6§¨©ª¬\u00ad®¶·¹»¼½¾×÷\u2212\u2219")
_SECTION = re.compile(r"\s*\d")
_VNI = re.compile("|".join(sorted(VNI, key=len, reverse=True)))


def convert(text: str) -> tuple[str, str | None]:
    """Unicode text whose letters are TCVN3 or VNI code points shown as Latin-1: ``C«ng ty``, ``ÑAÛNG BOÄ``.

    Gives the converted text and the encoding's name, ``tcvn3`` or ``vni``; the text itself and ``None`` where
    that isn't certain, which includes everything with fewer than four different accented syllables. Line breaks
    stay where they were, and lines that hold proper Vietnamese letters are left alone. TCVN3 writes ư as a soft
    hyphen, so ask before those are removed. Never raises.
    """
    if text.isascii() or not _SIGN.search(text):
        return text, None
    lines = text.split("\n")
    old = [at for at, one in enumerate(lines) if not _PROPER.search(one)]
    name = told("\n".join(lines[at] for at in old), FONTS)
    if name is None:
        return text, None
    if len(old) == len(lines):
        return FONTS[name](text), name
    for at in old:
        lines[at] = _better(lines[at], FONTS[name])
    return "\n".join(lines), name


def told(text: str, readings: Mapping[str, Reading]) -> str | None:
    """The name of the reading that makes Vietnamese of a text; ``None`` without certainty or with two that do.

    HTML tags count for nothing.
    """
    plain = _TAGS.sub(" ", text)
    votes = sorted(((_weigh(plain, reading), name) for name, reading in readings.items()), reverse=True)
    best, name = votes[0]
    return name if best and [vote for vote, _ in votes].count(best) == 1 else None


def tcvn3(text: str) -> str:
    """Text of the ABC fonts (.VnTime) as Vietnamese, of the same length.

    The toned vowels have one code for both cases. They are capitals in a word of capitals; a word that doesn't
    tell (``X·``, ``Mü``) follows the nearest words that do. What was typed small for a font of capitals (.VnTimeH)
    stays small.
    """
    return _cased(_RUN.sub(_read_run, text))


def vni(text: str) -> str:
    """Text of the VNI fonts for Windows (VNI-Times) as Vietnamese."""
    return _VNI.sub(lambda found: VNI[found.group()], text)


FONTS: Mapping[str, Reading] = {"tcvn3": tcvn3, "vni": vni}
"""The readings that :func:`convert` tries."""


@lru_cache(8192)
def is_syllable(word: str) -> bool:
    """Whether a word in NFC can be a Vietnamese syllable, its tone included; upper and lower case are one."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [one for one in parts if one in MARKS]
    bare = unicodedata.normalize("NFC", "".join(one for one in parts if one not in MARKS))
    if len(tones) > 1 or _MISPLACED.search(parts) or not _SYLLABLE.fullmatch(bare):
        return False
    return not _STOPPED.search(bare) or not STOPPED_MARKS.isdisjoint(tones)


def _weigh(text: str, reading: Reading) -> int:
    """How many words become syllables; 0 for a reading that isn't certain."""
    good, bad, found = 0, 0, set()
    for run, times in Counter(islice(_runs(text), _SAMPLE)).items():
        for word in _accented(reading(run)):
            if not is_syllable(word):
                bad += times
                continue
            good += times
            if word not in run:
                found.add(word.lower())
    return good if len(found) >= _ENOUGH and bad * _FOREIGN <= good + bad else 0


def _runs(text: str) -> Iterator[str]:
    found = (one.group() for one in _RUN.finditer(text))
    return (one for one in found if not one.isascii() and len(one) <= _LONGEST)


def _accented(text: str) -> list[str]:
    """Words that can bear witness: HĐND and QĐ are not syllables in any reading."""
    return [
        one for one in _WORD.findall(text) if not one.isascii() and _VOWEL.search(unicodedata.normalize("NFD", one))
    ]


def _better(line: str, reading: Reading) -> str:
    """A line as the reading has it, unless it was better before: new text may stand beside old."""
    now = reading(line)
    before, after = (sum(map(is_syllable, _accented(one))) for one in (line, now))
    return now if after > before or (after == before and _SIGN.search(line)) else line


def _read_run(found: re.Match[str]) -> str:
    run = found.group()
    if run == "§":
        return run if _SECTION.match(found.string, found.end()) else "Đ"
    if run.isascii() or (run[0] in _SYMBOLS and run == run[0] * len(run)):
        return run
    letters = run.translate(_TCVN3_TABLE)
    if "Đ" not in run[1:]:
        return letters
    # An Eth (é) that was taken for the Vietnamese capital stands within a word, where no Đ can.
    mended = letters[0] + letters[1:].replace("Đ", "é")
    return mended if is_syllable(mended) else letters


def _cased(text: str) -> str:
    """Capitals for toned vowels, where the words around say so."""
    return "\n".join(_cased_line(line) for line in text.split("\n"))


def _cased_line(line: str) -> str:
    if not _INNER_CAPITAL.search(line):
        return line
    words = [found for found in _TAG_OR_WORD.finditer(line) if not found.group().startswith("<")]
    said = [_is_capital(found.group()) for found in words]
    firm = [None if _is_sign(found.group()) else one for found, one in zip(words, said, strict=True)]
    after = list(_last_known(reversed(firm)))[::-1]
    pieces, end = [], 0
    for found, own, left, right in zip(words, said, _last_known(firm), after, strict=True):
        near = {left, right} - {None}
        word = found.group()
        pieces += [line[end : found.start()], word.upper() if own or (own is None and near == {True}) else word]
        end = found.end()
    return "".join([*pieces, line[end:]])


def _last_known(values: Iterable[bool | None]) -> Iterator[bool | None]:
    """For each place the nearest known value up to it."""
    known: bool | None = None
    for one in values:
        known = known if one is None else one
        yield known


def _is_capital(word: str) -> bool | None:
    """Whether a word is one of capitals, by the letters that tell; ``None`` when at most its first letter does."""
    if any("a" <= one <= "z" for one in word):
        return False
    firm = any("A" <= one <= "Z" or one in TCVN3_CAPITALS for one in word[1:])
    return True if firm else None


def _is_sign(word: str) -> bool:
    """UBND, HĐND and IV are written so between small letters too."""
    return not _VOWEL.search(word) or bool(_NUMERAL.fullmatch(word))
