"""Where a tone stands in oa, oe and uy at a syllable's end: hòa and hoà are one word in two spellings."""

import re

NEWER = {
    pair[0] + vowel: marked + pair[1]
    for pair, firsts, vowels in (
        ("oa", "òóỏõọ", "àáảãạ"),
        ("oe", "òóỏõọ", "èéẻẽẹ"),
        ("uy", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for marked, vowel in zip(firsts, vowels, strict=True)
}
"""The older spelling, tone on the first vowel, of each newer ending."""
FINAL = re.compile("(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])$")
"""An ending in the newer spelling; the u of qu is no vowel."""
_OLDER = {older: newer for newer, older in NEWER.items()}
_FIRST = re.compile("(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)$")


def placements(syllable: str) -> tuple[str, ...]:
    """A lower-case NFC syllable with its tone on either vowel; itself alone if it has one spelling."""
    if FINAL.search(syllable):
        return FINAL.sub(lambda found: NEWER[found.group()], syllable), syllable
    if _FIRST.search(syllable):
        return syllable, _FIRST.sub(lambda found: _OLDER[found.group()], syllable)
    return (syllable,)
