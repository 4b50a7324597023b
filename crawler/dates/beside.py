"""A stamp line with what templates print beside the date: counters, zoom, who posted it, the paper's name.

Only what is known to stand there is seen through. Any other word, another number in front, or a label of another
kind of date ("Ngày ban hành:") leaves the line without a certain reading.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from crawler.dates.lexicon import DAYPART, ENGLISH_MONTH, WEEKDAY
from crawler.dates.located import locate
from crawler.dates.models import DateReading

_SEP = r"[|/•·●–—\-,;()\[\]>»]"
_CAPITALS = "".join(
    letter for point in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)) if (letter := chr(point)).isupper()
)
# Parts of a date that contradict the one that was read, and labels of other dates, are no names.
_NO_NAME = (
    rf"lượt|xem|số|ngày|hạn|tháng|năm|quý|tuần|âm|dương|thứ|{WEEKDAY}|{DAYPART}|sa|ch|am|pm|{ENGLISH_MONTH}"
    r"|ban hành|hiệu lực|cst|est|pst|gmt|utc"
)
_NAME = rf"(?!(?i:{_NO_NAME})\b)[A-Z{_CAPITALS}][^\W\d_]*\.?"
# "Nguyên Minh - ", "Báo Hưng Yên | ", "NHẬT XUÂN, HV - ": capitalised words, then a bar.
_NAMES = rf"{_NAME}(?:(?: | ?[,&–-] ?| và ){_NAME}){{0,6}}"
_POSTED = r"(?i:đăng bởi|người đăng(?: bài viết| tin| bài)?|viết bởi|bởi|tác giả(?: bài viết)?|nguồn(?: tin)?|by)"
_BEFORE = re.compile(rf"(?:{_SEP}|\s|{_NAMES}\s*{_SEP}|{_POSTED}\s*:?\s*[^|:]{{1,40}}?\s*{_SEP})+")
# "quantri gửi vào T5, 2015-04-02 14:47", as Drupal prints it.
_SENT = re.compile(r"(?:đã )?(?:gửi|đăng|viết|posted)", re.IGNORECASE)
_ACCOUNT = re.compile(r"[\w.\-]{2,24} ")
_COUNT = r"[0-9][0-9.,]*"
_SEEN = r"(?i:(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập)|(?:đã )?(?:xem|đọc)|views?|hits?|phản hồi|bình luận|lượt tải)"
_AFTER = re.compile(
    rf"(?:{_SEP}|\s|:|{_COUNT}\s?%|{_COUNT}(?:\s*{_SEEN})?(?![\w%])|{_SEEN}\s*:?\s*{_COUNT}(?:\s*(?i:lượt|lần))?(?!\w)"
    rf"|{_POSTED}\s*:?\s*[^|:]{{1,40}}(?=$|[|])|(?i:a[+-]|aa|rss|in|email|print|gmt|giờ)(?!\w)"
    rf"|{_NAME}(?:(?: | ?[,&–-] ?| và ){_NAME}){{1,6}}(?=\s*(?:$|\|)))+"
)


def read_beside(line: str, base: datetime | None) -> DateReading | None:
    """The one certain date of a line whose other words are known companions; None for any other line."""
    found = locate(line, base=base)
    if len(found) != 1:
        return None
    start, end, reading = found[0]
    before, after = line[:start], line[end:]
    if _SENT.match(reading.text) and _ACCOUNT.fullmatch(before):
        before = ""
    if before.strip() and not _BEFORE.fullmatch(before):
        return None
    if after.strip() and not (_AFTER.fullmatch(after) and not re.match(r"\s*[-–—]\s*[0-9]", after)):
        return None
    return replace(reading, text=line)
