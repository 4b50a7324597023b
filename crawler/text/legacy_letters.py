"""What the fonts before Unicode meant by the letters of Latin-1, and what a Vietnamese syllable can be.

Sources: TCVN 5712:1993 (VN3, the "ABC" fonts .VnTime) and the VNI encoding for Windows (VNI-Times), both from
their code charts; the syllables from the orthography (chữ quốc ngữ).
"""

import unicodedata

GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"

# A row of sixteen code points a line; a blank is a place that the standard leaves to Latin-1.
_TCVN3_ROWS = {
    0xA0: " ĂÂÊÔƠƯĐăâêôơưđ ",
    0xB0: "     àảãáạ ằẳẵắ ",
    0xC0: "      ặầẩẫấậè ẻẽ",
    0xD0: "éẹềểễếệìỉ   ĩíịò",
    0xE0: " ỏõóọồổỗốộờởỡớợù",
    0xF0: " ủũúụừửữứựỳỷỹýỵ ",
}
# A base letter is followed by one mark letter, which is its tone or its tone and its shape in one.
_VNI_TONES = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT}
_VNI_HATS = {"â": "", "á": ACUTE, "à": GRAVE, "å": HOOK, "ã": TILDE, "ä": DOT}
_VNI_BREVES = {"ê": "", "é": ACUTE, "è": GRAVE, "ú": HOOK, "ü": TILDE, "ë": DOT}
_VNI_WHOLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _tcvn3() -> dict[str, str]:
    rows = ((chr(start + place), letter) for start, row in _TCVN3_ROWS.items() for place, letter in enumerate(row))
    return {code: letter for code, letter in rows if letter != " "}


def _vni() -> dict[str, str]:
    # Stray forms with i are read though the standard has letters of their own for them.
    small = dict(_VNI_WHOLE)
    for base, letter in ("aa", "ee", "ii", "oo", "uu", "yy", ("ô", "ơ"), ("ö", "ư")):
        small |= {base + mark: _one(letter + tone) for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        small |= {base + mark: _one(base + CIRCUMFLEX + tone) for mark, tone in _VNI_HATS.items()}
    small |= {"a" + mark: _one("a" + BREVE + tone) for mark, tone in _VNI_BREVES.items()}
    # The mark of a capital may be typed small; the base letter tells the case.
    large = {code.upper(): letter.upper() for code, letter in small.items()}
    title = {code.capitalize(): letter.upper() for code, letter in small.items()}
    return small | title | large


def _one(letters: str) -> str:
    return unicodedata.normalize("NFC", letters)


TCVN3 = _tcvn3()
"""Code point of TCVN3 shown as Latin-1 to the letter; its toned vowels have no capitals."""
TCVN3_CAPITALS = frozenset("ĂÂÊÔƠƯĐ")
"""The only capitals that TCVN3 has beside ASCII."""
VNI = _vni()
"""One or two letters of VNI shown as Latin-1 to the letter."""

ONSETS = "b ch c d đ gh gi g h kh k l m ngh ng nh n ph p qu r s th tr t v x"
RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
ych ynh yt
"""
"""What may follow the onset, without tones."""
MARKS = frozenset((GRAVE, ACUTE, TILDE, HOOK, DOT))
STOPPED_MARKS = frozenset((ACUTE, DOT))
"""The tones of a syllable that ends in c, ch, p or t."""
