"""A stamp line with what templates print beside the date: counters, zoom, sections, who posted it, the paper's name.

Only what is known to stand there is seen through. Any other word, another number that may be a date, or a label
of another kind of date ("Ngày ban hành:") leaves the line without a certain reading.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from crawler.dates.located import locate
from crawler.dates.models import DateReading
from crawler.dates.relative import read_relative

_BAR = re.compile(r"\s*[|·•●»›]\s*|\s+[-–—/>]\s+|\s*,\s+(?=[A-ZĐ0-9T(])|(?<=[^\W\d_]),?\s+(?=[0-9]{1,2}:[0-9]{2})")
# Words of other dates and of headlines: a piece that holds one is nobody's name and no section's.
_OTHER = re.compile(
    r"(?<!\w)(?:hạn|hết|ban hành|hiệu lực|khai mạc|bế mạc|khai giảng|họp|lịch|tuần|bản tin|sinh|mất|từ|đến|tới|trước"
    r"|sau|ngày|tháng|năm|quý|số (?!lượt)|kỳ|khóa|khoá|kỷ niệm|kỉ niệm|chào mừng|thông báo|quyết định|kế hoạch|công văn"
    r"|giấy mời|nghị quyết|dự kiến|bắt đầu|kết thúc|thời gian|âm lịch|dương lịch|thứ|chủ nhật|giờ|mùng|mồng|rằm|giá"
    r"|điểm thi|phiên bản|version|deadline|due|sáng|trưa|chiều|tối|đêm|[ap]m|sa|ch|[a-z]st)(?!\w)",
    re.IGNORECASE,
)
_DATELIKE = re.compile(r"[0-9]{1,4}\s?[/.-]\s?[0-9]{1,2}(?:\s?[/.-]|$|\s)|[0-9]{4}|[0-9]{1,2}[:h][0-9]{2}")
_COUNT = r"[0-9][0-9.,]*"
_SEEN = (
    r"(?:(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập|tải)|(?:đã )?(?:xem|đọc)|views?|hits?|phản hồi|bình luận|ý kiến"
    r"|phiếu bầu|thích|like|chia sẻ|share)"
)
_TOOL = (
    r"(?:a[+-]|aa|a|rss|in(?: ra| bài(?: viết)?| trang)?|e?mail|print|pdf|tweet|facebook|zalo|twitter|google\+?|chia sẻ"
    r"|cỡ chữ|gửi email|nghe đọc bài|đọc bài|nghe|gmt|thích|lưu|video|ảnh|audio)"
)
_COMPANION = re.compile(
    rf"(?:{_COUNT}\s?%|{_SEEN}\s?:?\s?\(?{_COUNT}\)?(?:\s?(?:lượt|lần))?|\(?{_COUNT}\)?\s?{_SEEN}"
    rf"|(?:xếp hạng|đánh giá)\s?:?\s?{_COUNT}(?:\s?/\s?{_COUNT})?"
    rf"|(?:video|audio|{_TOOL})\s?:?\s?[0-9]{{1,2}}:[0-9]{{2}}(?: / [0-9]{{1,2}}:[0-9]{{2}})?"
    rf"|(?:khoảng )?{_COUNT} phút đọc(?: bài)?(?: này)?|(?:{_TOOL}[ :,]*)+(?:{_COUNT})?)",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:đăng bởi|được gửi bởi|người đăng(?: bài viết| tin| bài)?|viết bởi|bởi|tác giả(?: bài viết)?|nguồn(?: tin)?|by"
    r"|(?:bài|tin|ảnh)(?:,? (?:và )?(?:ảnh|bài|tin))?)\s*:?\s+[^|:]{2,50}",
    re.IGNORECASE,
)
_MARK = r"(?:\s*\((?:t/h|th|tổng hợp|[A-ZĐ]{2,8})\))?"
_WORDS = re.compile(rf"[^\W\d_][\w.&+-]*(?:(?:[ ,]| và | & )[\w.&+-]+){{0,6}}{_MARK}")
_SECTION = 6
# What follows the stamp without a bar: "03:41 155 0", "(GMT+7) A- A A+", "(TTO)", "P.Y", "bởi admin".
_BEHIND = re.compile(
    rf"[\s,;(]*{_SEEN}\s?:?\s?\(?{_COUNT}\)?|[\s,;(]*{_COUNT}\s?{_SEEN}|[\s,;(]*{_COUNT}\s?%"
    rf"|(?:\s+{_COUNT}(?![\w%/:.-])(?! ?[^\W\d_]))(?:\s+{_COUNT}(?![\w%/:.-])(?! ?[^\W\d_]))?"
    rf"|\s*\([A-ZĐ]{{2,8}}\)|\s+(?:[A-ZĐ]\.){{1,3}}[A-ZĐ]?\.?(?!\w)|[\s,;()]*{_TOOL}\s?:?(?!\w)|\s*[)\]]",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"^{_COUNT}\s?%\s+|^[\w.\-]{{2,24}} (?=(?:đã )?(?:gửi|đăng|viết|posted) )", re.IGNORECASE)
_INSIDE = re.compile(r"^(?:được |đã )?(?:gửi|đăng|viết) bởi [\w.\-]{2,24} (?=vào|lúc|ngày)", re.IGNORECASE)
_APART = re.compile(r"[|·•●/–—,()\[\]<>»›-]\s*$|^[|·•●/–—,()\[\]<>»›-]")
_RANGE = re.compile(r"\s*[-–—]\s*[0-9]{1,2}(?:[/.-]|\s*$)")
_FILM = re.compile(r"(?:video|clip|audio|phim|nghe)[ :]*$", re.IGNORECASE)


def read_beside(line: str, base: datetime | None) -> DateReading | None:
    """The one certain date of a line whose other words are known companions; None for any other line.

    `base` is the moment of fetching (aware), as for `read`.
    """
    core = _INSIDE.sub("", _BEFORE.sub("", line))
    found = locate(core, base=base)
    if not found:
        return _counted_back(core, line, base) if base else None
    if len(found) > 1:
        return None
    start, end, reading = found[0]
    before, after = core[:start], core[end:]
    barred = "|" in line or "»" in line or " / " in line
    if before and not _APART.search(before):
        return None
    if _FILM.search(before) or not all(_harmless(piece, barred) for piece in _BAR.split(before.rstrip(" -–—|/,·([»>"))):
        return None
    return replace(reading, text=line) if _follows(after, barred) else None


def _follows(after: str, barred: bool) -> bool:
    """Whether what stands behind a date is made of companions alone."""
    while after.strip():
        match = _BEHIND.match(after)
        if match is None or not match[0]:
            break
        after = after[match.end() :]
    if not after.strip(" .)]"):
        return True
    if _RANGE.match(after) or not (_APART.match(after.strip()) or _POSTED.fullmatch(after.strip())):
        return False
    pieces = _BAR.split(after.strip(" |·•,"))
    return all(_harmless(piece.strip(" -–—|/"), barred) for piece in pieces)


def _counted_back(core: str, line: str, base: datetime) -> DateReading | None:
    """A stamp counted back from the fetch ("Cách đây 25 phút | 14 lượt xem") between bars."""
    pieces = _BAR.split(core)
    told = [(place, found) for place, one in enumerate(pieces) if (found := read_relative(one, base))]
    if len(told) != 1:
        return None
    rest = [one for place, one in enumerate(pieces) if place != told[0][0]]
    return replace(told[0][1], text=line) if all(_harmless(one, barred=True) for one in rest) else None


def _harmless(piece: str, barred: bool) -> bool:
    """Whether a piece beside the date is a counter, a tool, a credit, a name or, between bars, a section."""
    piece = piece.strip(" ()[]")
    if not piece or _COMPANION.fullmatch(piece):
        return True
    if _POSTED.fullmatch(piece):
        return not _DATELIKE.search(re.sub(r"[^\W\d_]+[0-9]+", "", piece))
    bare = re.sub(r"24/7|24h", "", piece).strip()
    if _OTHER.search(bare) or _DATELIKE.search(bare) or not _WORDS.fullmatch(bare):
        return False
    words = re.sub(rf"{_MARK}$", "", bare).replace(",", " ").split()
    named = all(word[0].isupper() or word[0].isdigit() or word in ("và", "&") for word in words)
    paper = words[0].lower() in ("báo", "cổng", "trang", "đài", "kênh", "vtv", "tin")
    account = len(words) == 1 and piece.isascii()
    return len(words) <= _SECTION and (named or ((barred or paper) and piece[0].isupper()) or account)
