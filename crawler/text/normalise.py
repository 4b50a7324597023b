"""One spelling for one text: NFC, real Đ, plain spaces. Words themselves are never changed.

Tone placement (hòa, hoà) stays as it was typed: a quotation must be verbatim. Only search keys fold it.
"""

import html
import re
import unicodedata

# The Icelandic eth looks like the Vietnamese capital and is what old keyboards and VNI converters left;
# Unicode never merges the two. Zero-width marks and soft hyphens split words for a search index, not for a
# reader. Control characters are blanks.
_ODD = re.compile("[\u00d0\u00f0\u200b-\u200e\ufeff\u00ad\u2060\u202a\u202c\u0000-\u0008\u000e-\u001b\u007f-\u009f]")
_MENDED: dict[int, str] = {0xD0: "\u0110", 0xF0: "\u0111"}
_MENDED |= dict.fromkeys([*range(0x200B, 0x200F), 0xFEFF, 0xAD, 0x2060, 0x202A, 0x202C], "")
_MENDED |= dict.fromkeys([*range(9), *range(0x0E, 0x1C), *range(0x7F, 0xA0)], " ")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")


def characters(text: str) -> str:
    """NFC text with Vietnamese letters for their look-alikes and without invisible marks."""
    # Looking for odd characters is twenty times cheaper than translating every text.
    if "&" in text and _ENTITY.search(text):
        # Decoded text that still holds entities comes from a system that escapes twice.
        text = html.unescape(text)
    clean = text.translate(_MENDED) if _ODD.search(text) else text
    return clean if clean.isascii() or unicodedata.is_normalized("NFC", clean) else unicodedata.normalize("NFC", clean)


def line(text: str) -> str:
    """One line: :func:`characters`, every run of white space one blank, none at the ends."""
    # What has only letters, marks and single blanks to show holds nothing odd but the eths.
    usual = text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "
    plain = text if usual else " ".join(text.split())
    if "&" not in plain and (usual or plain.isprintable()) and "\u00d0" not in plain and "\u00f0" not in plain:
        if plain.isascii() or unicodedata.is_normalized("NFC", plain):
            return plain
        return unicodedata.normalize("NFC", plain)
    return " ".join(characters(text).split())


def or_none(text: str | None) -> str | None:
    """:func:`line`, with ``None`` for what is empty."""
    return (line(text) or None) if text else None
