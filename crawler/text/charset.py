"""Bytes to text by evidence: what decodes as UTF-8 is UTF-8, whatever the header or the page claims.

Real portals are UTF-8 almost without exception, and the label is what is wrong when the two disagree. Pages of
before 2008 that call themselves Western, or nothing, may be Windows-1258, TCVN3 or VNI: their syllables tell.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping

from crawler.text.legacy import FONTS, Reading, convert, told

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})", re.I)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Python knows codecs that are no charsets of pages (idna, utf-7, undefined).
_CHARSET = re.compile(r"(?:ascii|cp\d+|iso8859-\d+|koi8-[rtu]|gb\w+|big5\w*|euc_\w+|shift_jis\w*|tis-620|mac-\w+)")
# Names that are given by default or in ignorance; browsers too read all three as Windows-1252.
_WESTERN = frozenset(("ascii", "iso8859-1", "cp1252"))
_VIETNAMESE = "cp1258"
# TCVN3 pasted into a page of UTF-8 shows ư so. Looking for one is all it costs; and who cleans the text later
# takes soft hyphens out, after which nothing can tell where they were.
_SOFT_HYPHEN = "\u00ad"
_SUSPECT = 4
_SOUND = 8
"""Whole letters of UTF-8 beside each broken one: other encodings hardly ever make one by chance."""


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str, list[str]]:
    """The text, the name of the charset used, and notes where the page's label was overruled.

    The name is a charset's, or ``tcvn3`` or ``vni``, which no library decodes: read the text, not the bytes again.
    Never raises: bytes that fit nothing are decoded as UTF-8 with replacement marks and a note.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name, []
    claims = _claims(body, content_type)
    wide = _wide(body, content_type)
    if wide:
        return body.decode(wide, "replace"), wide, []
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as broken:
        return _legacy(body, claims, broken)
    if _SOFT_HYPHEN in text and text.count(_SOFT_HYPHEN) >= _SUSPECT:
        converted, fonts = convert(text)
        if fonts:
            return converted, fonts, [f"charset: {fonts} text was converted"]
    notes = [f"charset: {claim} was claimed, the bytes are utf-8" for claim in claims[:1] if not _is_utf8(claim)]
    return text, "utf-8", notes if not body.isascii() else []


def _claims(body: bytes, content_type: str | None) -> list[str]:
    found = _HEADER.search(content_type or "")
    claims = [found.group(1).lower()] if found else []
    meta = _META.search(body[:4096])
    if meta:
        claims.append(meta.group(1).decode("ascii").lower())
    return claims


def _is_utf8(name: str) -> bool:
    return name.replace("-", "").replace("_", "") == "utf8"


def _wide(body: bytes, content_type: str | None) -> str | None:
    """UTF-16 without a mark, if the header says so and the bytes don't deny it; a meta that can be read lies.

    The order of the bytes is told by where the zeros of ASCII are.
    """
    if "utf-16" not in (content_type or "").lower():
        return None
    start = body[:4096]
    high, low = start[::2].count(0), start[1::2].count(0)
    if max(high, low) * 8 < len(start) or max(high, low) < 2 * min(high, low):
        return None
    return "utf-16be" if high > low else "utf-16le"


def _legacy(body: bytes, claims: list[str], broken: UnicodeDecodeError) -> tuple[str, str, list[str]]:
    """A page cut in the middle of a letter is still UTF-8; then the declared charset, then what the letters say.

    A label that names one of many languages' charsets is believed before one that servers send by default.
    """
    damaged = body.decode("utf-8", "replace")
    if _is_damaged(damaged):
        return damaged, "utf-8", [f"charset: damaged utf-8 at byte {broken.start}"]
    known = [(claim, name) for claim in claims if (name := _codec(claim))]
    for claim, name in known:
        if name in _WESTERN or name == _VIETNAMESE:
            continue
        try:
            return body.decode(name), claim, []
        except UnicodeDecodeError:
            continue
    return _by_letters(body, [name for _, name in known]) or (
        damaged,
        "utf-8",
        ["charset: unknown, undecodable bytes are marked"],
    )


def _is_damaged(text: str) -> bool:
    """Whether a text with replacement marks is UTF-8 all the same: it has whole letters, and far more of them."""
    marks = text.count("\ufffd")
    # A body that was cut off may hold few letters in all.
    ends = text.endswith("\ufffd") and marks == 1
    letters = len(text) - len(text.encode("ascii", "ignore")) - marks
    return letters >= (1 if ends else _SOUND * marks)


def _codec(claim: str) -> str | None:
    """Python's name of a charset that pages may be in, other than Unicode."""
    try:
        name = codecs.lookup(claim).name
    except (LookupError, ValueError):
        return None
    return name if _CHARSET.fullmatch(name) else None


def _by_letters(body: bytes, known: list[str]) -> tuple[str, str, list[str]] | None:
    """Single bytes: what makes Vietnamese of them, else what was declared; ``None`` if nothing was."""
    shown = body.decode("cp1252", "replace")
    declared = "windows-1258" if _VIETNAMESE in known else "windows-1252" if known else None
    name = told(shown, _READINGS)
    if name and name != declared:
        return _READINGS[name](shown), name, [f"charset: {name} text was converted"]
    if declared == "windows-1258":
        return _windows_1258(shown), declared, []
    return (shown, declared, []) if declared else None


def _between() -> dict[int, str]:
    """What is shown as Windows-1252 to what Windows-1258 means by the same byte."""
    pairs = ((one.decode("cp1252", "ignore"), one.decode(_VIETNAMESE, "ignore")) for one in map(_byte, range(128, 256)))
    return {ord(shown): meant for shown, meant in pairs if shown and meant}


def _byte(value: int) -> bytes:
    return bytes((value,))


_TO_1258 = _between()


def _windows_1258(shown: str) -> str:
    """Its tones are combining marks behind the vowels, which NFC puts back exactly."""
    return unicodedata.normalize("NFC", shown.translate(_TO_1258))


_READINGS: Mapping[str, Reading] = {**FONTS, "windows-1258": _windows_1258}
