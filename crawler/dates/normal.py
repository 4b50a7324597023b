"""Text made comparable without losing where it stood: NFC, single spaces, no invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Zero-width marks, soft hyphen, word joiner and marks of direction split words without being seen.
INVISIBLE = "\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e"
# Latin Eth stands for the Vietnamese D with stroke in pages typed with old keyboards. Long s and the Turkish
# i's are letters that a pattern ignoring case takes for s and i, and a table of words doesn't.
# Full-width digits and punctuation come from East Asian input methods, strokes and minus signs from word processors.
_WIDE = dict(zip(range(0xFF10, 0xFF1A), "0123456789", strict=True))
_STROKES = {0xFF0F: "/", 0xFF1A: ":", 0xFF0E: ".", 0xFF0D: "-", 0x2044: "/", 0x2215: "/", 0x2212: "-"}
_LETTERS = {0x00D0: "\u0110", 0x00F0: "\u0111", 0x017F: "s", 0x0130: "I", 0x0131: "i"} | _STROKES | _WIDE
_ODD = re.compile(rf"[{INVISIBLE}{''.join(map(chr, _LETTERS))}]")
_ODD_SPACE = re.compile(r"[^\S ]|  ")
_DROP = re.compile(rf"[{INVISIBLE}]+")


def is_plain(text: str) -> bool:
    """True when `text` is its own normal form apart from spaces at its ends."""
    return _ODD_SPACE.search(text) is None and _is_settled(text)


def _is_settled(text: str) -> bool:
    """True when nothing but white space keeps `text` from its normal form."""
    return text.isascii() or (_ODD.search(text) is None and unicodedata.is_normalized("NFC", text))


def normalise(text: str) -> str:
    """`text` in NFC with every run of white space as one space, invisible characters gone, ends stripped."""
    text = " ".join(text.split())
    if _is_settled(text):
        return text
    text = _DROP.sub("", unicodedata.normalize("NFC", text).translate(_LETTERS))
    return " ".join(unicodedata.normalize("NFC", text).split())


def normalise_mapped(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """`text` normalised (but for its ends), and where in `text` each of the characters begins and ends."""
    if is_plain(text):
        return text, range(len(text)), range(1, len(text) + 1)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, cluster in _clusters(text):
        piece = " " if cluster[0].isspace() else unicodedata.normalize("NFC", cluster.translate(_LETTERS))
        if piece == " " and out and out[-1] == " ":
            continue
        out.extend(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return "".join(out), starts, ends


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """Letters with the combining marks that follow them, and their offsets; invisible characters left out."""
    clusters: list[tuple[int, int, str]] = []
    for at, char in enumerate(text):
        if _DROP.match(char):
            continue
        if clusters and unicodedata.combining(char) and not clusters[-1][2].isspace():
            start, _, letters = clusters[-1]
            clusters[-1] = (start, at + 1, letters + char)
        else:
            clusters.append((at, at + 1, char))
    return clusters
