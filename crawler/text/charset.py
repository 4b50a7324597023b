"""Bytes to text by evidence: what decodes as UTF-8 is UTF-8, whatever the header or the page claims.

Real portals are UTF-8 almost without exception, and the label is what is wrong when the two disagree.
"""

import codecs
import re

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})", re.I)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str, list[str]]:
    """The text, the name of the charset used, and notes where the page's label was overruled.

    Never raises: bytes that fit nothing are decoded as UTF-8 with replacement marks and a note.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name, []
    claims = _claims(body, content_type)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as broken:
        return _legacy(body, claims, broken)
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


def _legacy(body: bytes, claims: list[str], broken: UnicodeDecodeError) -> tuple[str, str, list[str]]:
    """A page cut in the middle of a letter is still UTF-8; a declared other charset is tried next."""
    damaged = body.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= max(2, len(damaged) // 2000):
        return damaged, "utf-8", [f"charset: damaged utf-8 at byte {broken.start}"]
    for claim in claims:
        if _is_utf8(claim):
            continue
        try:
            return body.decode(claim), claim, []
        except (LookupError, UnicodeDecodeError):
            continue
    return damaged, "utf-8", ["charset: unknown, undecodable bytes are marked"]
