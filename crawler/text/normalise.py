"""One spelling for one text: NFC, real Đ, plain spaces. Words themselves are never changed.

Tone placement (hòa, hoà) stays as it was typed: a quotation must be verbatim. Only search keys fold it.
"""

import re
import unicodedata

# The Icelandic eth looks like the Vietnamese capital and is what old keyboards and VNI converters left;
# Unicode never merges the two.
_ETH = str.maketrans({"\u00d0": "\u0110", "\u00f0": "\u0111"})
# Zero-width marks and soft hyphens split words for the eye of a search index, not of a reader.
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF, 0x00AD, 0x2060, 0x202A, 0x202C])
_SPACE = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000\u0000-\u001f\u007f-\u009f]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")


def characters(text: str) -> str:
    """NFC text with Vietnamese letters for their look-alikes and without invisible marks."""
    if text.isascii():
        return text
    clean = text.translate(_INVISIBLE).translate(_ETH)
    return clean if unicodedata.is_normalized("NFC", clean) else unicodedata.normalize("NFC", clean)


def line(text: str) -> str:
    """One line: :func:`characters`, every run of white space one blank, none at the ends."""
    return _SPACE.sub(" ", characters(text)).strip()


def or_none(text: str | None) -> str | None:
    """:func:`line`, with ``None`` for what is empty."""
    return (line(text) or None) if text else None


def has_entities(text: str) -> bool:
    """Whether entities still stand in decoded text: a system that escapes twice wrote it."""
    return "&" in text and _ENTITY.search(text) is not None
