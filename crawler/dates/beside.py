"""A stamp line with what templates print beside the date (see `companions`).

Only what is known to stand there is seen through; any other word leaves the line without a certain reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from crawler.dates.companions import (
    COUNT,
    OTHER,
    POSTED,
    SECTION_WORDS,
    SEEN,
    TOOL,
    apart,
    harmless,
    is_beside,
    is_count,
    without_hours,
)
from crawler.dates.lexicon import LABEL_PUBLISH, LABEL_UPDATE, WEEKDAY
from crawler.dates.located import locate
from crawler.dates.models import DateReading
from crawler.dates.normal import normalise
from crawler.dates.relative import read_relative

Read = Callable[[str], DateReading | None]

# What follows the stamp without a bar: "03:41 155 0", "(GMT+7) A- A A+", "(TTO)", "P.Y", "bởi admin".
_BEHIND = re.compile(
    rf"[\s,;(]*{SEEN}\s?:?\s?\(?{COUNT}\)?|[\s,;(]*{COUNT}\s?{SEEN}|[\s,;(]*{COUNT}\s?%"
    rf"|(?:\s+{COUNT}(?![\w%/:.-])(?! ?[^\W\d_]))(?:\s+{COUNT}(?![\w%/:.-])(?! ?[^\W\d_]))?"
    rf"|\s*\((?:[A-ZĐ]{{2,8}}|(?:gmt|utc) ?\+ ?0?7(?::?00)?)\)|\s+(?:[A-ZĐ]\.){{1,3}}[A-ZĐ]?\.?(?!\w)"
    rf"|[\s,;()]*{TOOL}\s?:?(?!\w)|\s*[)\]]",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"^{COUNT}\s?%\s+|^[\w.\-]{{2,24}} (?=(?:đã )?(?:gửi|đăng|viết|posted) )", re.IGNORECASE)
_INSIDE = re.compile(r"^(?:được |đã )?(?:gửi|đăng|viết) bởi [\w.\-]{2,24} (?=vào|lúc|ngày)", re.IGNORECASE)
_APART = re.compile(r"[|·•●/–—,()\[\]<>»›-]\s*$|^[|·•●/–—,()\[\]<>»›-]")
_RANGE = re.compile(r"\s*[-–—]\s*[0-9]{1,2}(?:[/.-]|\s*$)")
_FILM = re.compile(r"(?:video|clip|audio|phim|nghe)[ :]*$", re.IGNORECASE)
_LABEL = re.compile(rf"(?:{LABEL_PUBLISH}|{LABEL_UPDATE})(?!\w)", re.IGNORECASE)
# Tools and counters follow each other without a bar: "In bài viết Gửi email 0:00 / 0:00".
_TOOLS_APART = re.compile(
    rf"(?<!\w)(?:{TOOL}|google news|gửi (?:email|bạn bè|cho bạn bè)|{SEEN}\s?:?\s?\(?{COUNT}\)?|{COUNT} {SEEN}"
    r"|font ?:?|(?:theo )?giờ (?:hà nội|việt nam)|[0-9]{1,2}:[0-9]{2} / [0-9]{1,2}:[0-9]{2})(?!\w)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)


def read_beside(text: str, base: datetime | None, read: Read) -> DateReading | None:
    """The one certain date of a line whose other words are known companions; None for any other line.

    `text` is as given, with its line breaks; `base` is the moment of fetching (aware); `read` reads a stamp and
    nothing else.
    """
    line = normalise(text)
    found = _without_companions(text, read) or _located(line, base) or _unmistakable(text, base)
    return found and replace(found, text=line)


def _unmistakable(text: str, base: datetime | None) -> DateReading | None:
    """The one stamp with a label, a weekday or a clock of its own among short pieces that tell no other date."""
    core = without_hours(text)
    found = locate(core, base=base)
    if len(found) != 1:
        return None
    start, end, reading = found[0]
    own = reading.text
    if len(reading.value) <= 10 and not _WEEKDAY.match(own) and not _LABEL.match(own):
        return None
    before, after = core[:start], core[end:]
    if _FILM.search(before) or _RANGE.match(after):
        return None
    if len(reading.value) > 10 and before.endswith("(") and after == ")":
        # A row of a list, the stamp in brackets behind its headline.
        return reading
    if _LABEL.match(own) and _APART.search(before):
        before = ""
    pieces = [normalise(piece) for part in (before, after) for piece in apart(_TOOLS_APART.sub(" | ", part), fine=True)]
    return reading if all(map(is_beside, pieces)) else None


def _without_companions(text: str, read: Read) -> DateReading | None:
    """What `read` makes of the line without its companions, whether bars, icons and labels or dashes part them."""
    for fine in (False, True):
        pieces = [normalise(piece) for piece in apart(text, fine=fine)]
        parted = len(pieces) > 1 and not fine
        kept = [piece for piece in pieces if not harmless(piece, barred=parted)]
        counts = [piece for piece in kept if parted and is_count(piece)]
        rest = [piece for piece in kept if piece not in counts]
        found = read(" | ".join(rest)) if rest else None
        # A bare number beside a month may be its day.
        if found and (not counts or len(found.value) >= 10):
            return found
    return None


def _located(line: str, base: datetime | None) -> DateReading | None:
    """The one date within the line, if only companions stand directly before and behind it."""
    core = without_hours(_INSIDE.sub("", _BEFORE.sub("", line)))
    found = locate(core, base=base)
    if not found:
        return _counted_back(core, base)
    if len(found) > 1:
        return None
    start, end, reading = found[0]
    before, after = core[:start], core[end:]
    barred = "|" in line or "»" in line or " / " in line
    if before and _opens(before, reading):
        return reading if _follows(after, barred) else None
    if (before and not _APART.search(before)) or _FILM.search(before):
        return None
    if not all(harmless(piece, barred=barred) for piece in apart(before.rstrip(" -–—|/,·([»>"), fine=True)):
        return None
    return reading if _follows(after, barred) else None


def _opens(before: str, reading: DateReading) -> bool:
    """Whether a section or a name in plain words stands in front of a stamp that is unmistakable.

    "Tin nổi bật Thứ Tư, 05/01/2022, 12:04", "Thanh Niên 14:41 - 07/04/2019"; a date with less beside it may be told
    by a headline.
    """
    name = before.strip(" -–—|·•/:,")
    if len(reading.value) <= 10 or not name or not name[0].isupper() or OTHER.search(name):
        return False
    words = [word for word in name.split() if word not in ("-", "–", "&", "/")]
    if len(words) > SECTION_WORDS or not all(word.isalpha() for word in words):
        return False
    return _WEEKDAY.match(reading.text) is not None or all(word[0].isupper() for word in words)


def _follows(after: str, barred: bool) -> bool:
    """Whether what stands behind a date is made of companions alone."""
    while after.strip():
        match = _BEHIND.match(after)
        if match is None or not match[0]:
            break
        after = after[match.end() :]
    if not after.strip(" .)]"):
        return True
    if _RANGE.match(after) or not (_APART.match(after.strip()) or POSTED.fullmatch(after.strip())):
        return False
    return all(harmless(piece, barred=barred) for piece in apart(after.strip(" |·•,"), fine=True))


def _counted_back(core: str, base: datetime | None) -> DateReading | None:
    """A stamp counted back from the fetch ("Cách đây 25 phút | 14 lượt xem") between bars."""
    if base is None:
        return None
    pieces = apart(core, fine=False)
    told = [(place, found) for place, one in enumerate(pieces) if (found := read_relative(one, base))]
    if len(told) != 1:
        return None
    rest = [one for place, one in enumerate(pieces) if place != told[0][0]]
    return told[0][1] if all(harmless(one, barred=True) for one in rest) else None
