"""What templates print beside a date: counters, zoom, sections, who posted it, the paper's name; as patterns.

`apart` breaks a line where such things begin, `harmless` says whether a piece is one of them. Any other word, another
number that may be a date, or a label of another kind of date ("Ngày ban hành:") is none.
"""

from __future__ import annotations

import re

from crawler.dates.lexicon import WEEKDAY

_ICON = "\u2300-\u27bf\ufe0f\ue000-\uf8ff\U0001f300-\U0001faff"
# Signs that part a line wherever they stand; the finer ones stand within dates too.
_HARD = re.compile(rf"\s*[|·•●»›{_ICON}\n]+\s*|\s+>\s+|[ \u00a0]{{2,}}")
_FINE = re.compile(
    rf"{_HARD.pattern}|(?<=[^\W\d_])\s+(?=(?i:{WEEKDAY})\W)|\s+[-–—/]\s+|\s*,\s+(?=[A-ZĐ0-9T(])"
    r"|(?<=[^\W\d_]),?\s+(?=[0-9]{1,2}:[0-9]{2})|\.\s+(?=[A-ZĐ])|(?<=[Aa][+-])\s+"
)
# Labels of Joomla's, DNN's and WordPress's detail lines, which are often glued to the value before them.
_LABELS = re.compile(
    r"(?<=[^\s|])\s*(?=(?:Chuyên mục|Danh mục|Thể loại|Tác giả|Người đăng|Người viết|Lượt xem|Lượt đọc|Lượt truy cập"
    r"|Số lượt|(?:Phản hồi|Bình luận)(?=\s*:)|Số lần|Đã xem|Viết bởi|Đăng bởi|Nguồn"
    r"|Xem cỡ chữ|Cỡ chữ|Được viết|Được đăng|Đăng ngày|Ngày đăng|Luot xem|Hits|Views|Written by"
    r"|Posted (?:by|in)|Category)(?!\w))"
)
# Words of other dates and of headlines: a piece that holds one is nobody's name and no section's.
OTHER = re.compile(
    r"(?<!\w)(?:hạn|hết|ban hành|hiệu lực|khai mạc|bế mạc|khai giảng|họp|lịch|tuần|bản tin|sinh|mất|từ|đến|tới|trước"
    r"|sau|ngày|tháng|năm|quý|số (?!lượt)|kỳ|khóa|khoá|kỷ niệm|kỉ niệm|chào mừng|thông báo|quyết định|kế hoạch|công văn"
    r"|giấy mời|nghị quyết|dự kiến|bắt đầu|kết thúc|thời gian|âm lịch|dương lịch|thứ|chủ nhật|giờ|mùng|mồng|rằm|giá"
    r"|điểm thi|phiên bản|version|deadline|due|sáng|trưa|chiều|tối|đêm|[ap]m|sa|ch|[a-z]st|ký|cấp"
    r"|giấy phép|website|trang web|phát sóng|trực tiếp|diễn ra|tổ chức|xảy ra)(?!\w)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
_DATELIKE = re.compile(r"[0-9]{1,4}\s?[/.-]\s?[0-9]{1,2}(?:\s?[/.-]|$|\s)|[0-9]{4}|[0-9]{1,2}[:h][0-9]{2}")
COUNT = r"[0-9][0-9.,]*k?"
SEEN = (
    r"(?:(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập|tải)(?: bài| tin| trang)?|luot xem|(?:đã )?(?:xem|đọc)|views?"
    r"|hits?|phản hồi|bình luận"
    r"|comments?|ý kiến|phiếu bầu|thích|like|chia sẻ|share)"
)
TOOL = (
    r"(?:a[+-]|aa|a|rss|in(?: ra| bài(?: viết)?(?: này)?| trang)?|e?mail|print|pdf|tweet|facebook|zalo"
    r"|twitter|google\+?|chia sẻ|(?:xem )?cỡ chữ|chi tiết|gửi email|nghe đọc bài|đọc bài|nghe|gmt|thích"
    r"|lưu|video|ảnh|audio)"
)
_COMPANION = re.compile(
    rf"(?:{COUNT}\s?%|{SEEN}\s?:?\s?\(?{COUNT}\)?(?:\s?(?:lượt|lần))?|\(?{COUNT}\)?\s?{SEEN}"
    rf"|(?:xếp hạng|đánh giá)\s?:?\s?{COUNT}(?:\s?/\s?{COUNT})?"
    rf"|(?:video|audio|{TOOL})\s?:?\s?[0-9]{{1,2}}:[0-9]{{2}}(?: / [0-9]{{1,2}}:[0-9]{{2}})?"
    rf"|(?:khoảng )?{COUNT} phút đọc(?: bài)?(?: này)?|(?:{TOOL}[ :,]*)+(?:{COUNT})?)",
    re.IGNORECASE,
)
POSTED = re.compile(
    r"(?:(?:được |đã )?(?:đăng|gửi|viết) bởi|người (?:đăng|viết)(?: bài viết| tin| bài)?|bởi|tác giả(?: bài viết)?"
    r"|nguồn(?: tin)?|(?:written |posted )?by|(?:posted )?in|trong|chuyên mục|danh mục|thể loại|mục|category"
    r"|(?:bài|tin|ảnh)(?:,? (?:và )?(?:ảnh|bài|tin))?)\s*:?\s+[^|:]{2,50}",
    re.IGNORECASE,
)
# A phone's or a document's number.
_NUMBERS = re.compile(
    r"(?<![0-9])0[0-9]{2,3}[. ][0-9]{3}[. ][0-9]{3,4}(?![0-9])|(?<![0-9/])[0-9]+/[A-ZĐ]{2,}(?:-[A-ZĐ]+)*"
)
_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[.,][0-9]{3})+(?![0-9])")
_COUNTED = re.compile(rf"[^\W\d][^\d:]{{1,24}}:?\s?{COUNT}|{COUNT} [^\W\d][^\d:]{{1,24}}", re.IGNORECASE)
_MARK = r"(?:\s*\((?:t/h|th|tổng hợp|[A-ZĐ]{2,8})\))?"
_WORDS = re.compile(rf"[^\W\d_][\w.&+-]*(?:(?:[ ,]| và | & )[\w.&+-]+){{0,6}}{_MARK}")
SECTION_WORDS = 6
# Columns and papers called by their hours, and the number of a paper's issue in front of its day.
_HOURS = re.compile(
    r"(?<![0-9/])24(?:/7|h)(?![\w/])|^Số (?:báo )?[0-9]{1,5}(?=\s*[-–|,]\s*" + WEEKDAY + ")", re.IGNORECASE
)
# Who posted it, in front of when: "Người đăng: Tuấn Anh vào lúc", "Written by Super User on".
_POSTER = re.compile(
    r"^(?:người (?:đăng|viết)|(?:được |đã )?(?:gửi|đăng|viết) bởi|(?:written |posted )?by|bởi|tác giả)\s*:?\s+"
    r"(?:[^\W\d]\w*[ .]?){1,5}? (?=(?:vào|lúc|ngày|on|at) )",
    re.IGNORECASE,
)


def apart(line: str, *, fine: bool) -> list[str]:
    """The pieces of a line: by bars, icons, line breaks and labels; if `fine`, by dashes and commas too."""
    line = _LABELS.sub(" | ", without_hours(line))
    pieces = (_FINE if fine else _HARD).split(line)
    return [_POSTER.sub("", piece.strip(" -–—/.")) for piece in pieces if piece.strip(" -–—/|,.")]


def without_hours(line: str) -> str:
    """`line` without "24h" and "24/7", which are names, and without an issue's number in front of its day."""
    return _HOURS.sub("", line)


def is_count(piece: str) -> bool:
    """Whether a piece is a number and nothing else, as stands beside an icon."""
    return re.fullmatch(rf"\(?{COUNT}\)?", piece) is not None


def is_beside(piece: str) -> bool:
    """Whether a piece may stand beside an unmistakable stamp: also any short title or name, a number with its word."""
    bare = _NUMBERS.sub("", without_hours(piece)).strip(" ()[]:")
    if not bare or is_count(bare) or harmless(piece, barred=True):
        return True
    if OTHER.search(bare) or _DATELIKE.search(_GROUPED.sub("1", bare)) or _WEEKDAY.fullmatch(bare):
        return False
    if _COUNTED.fullmatch(bare):
        return True
    words = bare.split()
    return len(words) <= SECTION_WORDS and bare[0].isupper() and not any(letter.isdigit() for letter in bare)


def harmless(piece: str, *, barred: bool) -> bool:
    """Whether a piece beside the date is a counter, a tool, a credit, a name or, between bars, a section."""
    piece = piece.strip(" []" if re.match(r"[^(]+\([^()]+\)\W*$", piece) else " ()[]")
    if not piece or _COMPANION.fullmatch(piece):
        return True
    if _WEEKDAY.fullmatch(piece):
        return False
    if POSTED.fullmatch(piece):
        if _DATELIKE.search(re.sub(r"[^\W\d_]+[0-9]+", "", piece)):
            return False
        # "Trần Văn Năm" is a name.
        return not OTHER.search(piece) or all(word[0].isupper() for word in piece.split(":")[-1].split())
    bare = without_hours(piece).strip()
    if OTHER.search(bare) or _DATELIKE.search(bare) or not _WORDS.fullmatch(bare):
        return False
    words = re.sub(rf"{_MARK}$", "", bare).replace(",", " ").split()
    named = all(word[0].isupper() or word[0].isdigit() or word in ("và", "&") for word in words)
    paper = words[0].lower() in ("báo", "cổng", "trang", "đài", "kênh", "vtv", "tin")
    account = len(words) == 1 and piece.isascii()
    return len(words) <= SECTION_WORDS and (named or ((barred or paper) and piece[0].isupper()) or account)
