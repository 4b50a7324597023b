"""Numbers of documents named in a text: 84/KH-UBND, 202/2025/QH15, 08-ĐA/TU."""

import re
from typing import Final

from crawler.text.normalise import characters

_LETTERS = "A-ZĐÂĂÊÔƠƯ"
# Kind and issuer: KH-UBND, QĐ-TTg, NQ-UBTVQH15, CT/TW, TT-BGDĐT, HDLT-MTTQ-CAT; NĐ 30/2020/NĐ-CP says how.
_SIGN = rf"[{_LETTERS}][{_LETTERS}a-z]{{0,4}}[{_LETTERS}]{{0,8}}\d{{0,2}}"
_SIGNS = rf"{_SIGN}(?:(?:[-/.]|- ){_SIGN}){{0,4}}"
_NUMBER = re.compile(rf"(?<![\w/.,-])(\d{{1,5}}[a-zđ]?)(?: ?/ ?((?:19|20)\d\d) ?/ ?|( ?/ ?)| ?- ?)({_SIGNS})(?!\w)")
# Kinds that stand alone after the slash, as in 151/CV; anything else there may be a unit, a house or an edition.
_KINDS: Final = frozenset(
    re.findall(
        r"\w+",
        "BB BC CT CTr CTHĐ CTPH CV CĐ ĐA ĐC GM GP HD HĐ KH KL KT KTr LT NĐ NQ PA PC QC QCh QH QĐ QyĐ SL SY TB TC TT "
        "TTr TTLT TL VB ĐU HU TU UBND HĐND VPCP",
    )
)


def find_documents(text: str) -> list[dict[str, str]]:
    """``[{"text": "84/KH-UBND"}]``: each number once, in the order of the text, without blanks around its signs.

    Empty when none is named. Dates, fractions, phone numbers, house numbers and road kilometres are none.
    """
    found: dict[str, None] = {}
    for one in _NUMBER.finditer(characters(text)):
        number, year, slash, signs = one.groups()
        signs = signs.replace(" ", "")
        if _plausible(signs, year, slash):
            found.setdefault(f"{number}/{year}/{signs}" if year else f"{number}{'/' if slash else '-'}{signs}")
    return [{"text": one} for one in found]


def _plausible(signs: str, year: str | None, slash: str | None) -> bool:
    parts = re.split("[-/.]", signs)
    if not year and not slash:
        # "08-ĐA/TU", the Party's way; "13-CT" alone could be anything.
        return "/" in signs and parts[0] in _KINDS
    if len(parts) > 1:
        return len(parts[0]) > 1 and (parts[0].isupper() or parts[0] in _KINDS)
    return len(signs) > 1 if year else signs in _KINDS
