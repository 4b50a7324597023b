"""The forms in which running text tells of dates, as patterns, and the words that make numbers no dates.

They are matched against text that `normalise` has seen. Numbers alone prove nothing in prose ("6.8 tỷ", "1/3
diện tích", "84/KH-UBND"): a day without its year counts only behind "ngày", a part of the day or a weekday.
"""

from __future__ import annotations

import re

from crawler.dates.lexicon import DASH, DAYPART, MONTH_WORD

_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])(?![0-9])"
_YEAR = r"(?:1[89]|20)[0-9]{2}(?![0-9])"
_NAMED = rf"(?:{_MONTH}|{MONTH_WORD})"
_SEP = rf"(?:[/.]|{DASH})"
# "/NĐ-CP" behind a number makes it a document's; "3/10/5" and "1.2.3" are no dates.
_END = r"(?![0-9]|[/.,][0-9]|/\w|-[0-9])"
_START = r"(?<![\w/,])(?<![\w][-–.])"
_LUNAR = r"(?:âm lịch|ÂL)(?!\w)"
_TO = r"(?: ?[-–—] ?| (?:đến|tới)(?: hết)?(?: ngày)? )"
# "7 và 8/1" is a period when the days follow each other.
_TO_DAY = r"(?: ?[-–—] ?| (?:đến|tới|và)(?: hết)?(?: ngày)? )"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7](?![0-9]))|chủ nhật)"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_YEARS_END = rf"(?:(?P=sep)(?P<y2>{_YEAR})|,? năm (?P<y3>{_YEAR}))?"
# Two ends of one period. The first may lack month and year, both may lack the year.
PERIODS = tuple(
    _compile(_START + pattern + _END)
    for pattern in (
        # 1-3/10, 13-15/03/2015, 1 đến 3/10, 28 - 29/5/2016, 7 và 8/1
        rf"(?P<d1>{_DAY})(?P<to>{_TO_DAY})(?P<d2>{_DAY})(?P<sep>[/.])(?P<m2>{_MONTH}){_YEARS_END}",
        # 29/4 - 4/5/2016, 1/10 đến ngày 3/10, 1/10/2018 đến 3/10/2018
        rf"(?P<d1>{_DAY})(?P<sep>{_SEP})(?P<m1>{_MONTH})(?:(?P=sep)(?P<y1>{_YEAR}))?{_TO}"
        rf"(?P<d2>{_DAY})(?P=sep)(?P<m2>{_MONTH}){_YEARS_END}",
        # 1-3 tháng 10 năm 2018, 1 đến ngày 3 tháng 10
        rf"(?P<d1>{_DAY})(?: tháng (?P<m1>{_NAMED}))?(?P<to>{_TO_DAY})(?P<d2>{_DAY})"
        rf" tháng (?!năm)(?P<m2>{_NAMED})(?:(?:,? năm |[/-])(?P<y2>{_YEAR}))?",
    )
)
FULL = tuple(
    _compile(_START + pattern + _END)
    for pattern in (
        rf"(?P<d>{_DAY}) ?(?P<sep>{_SEP}) ?(?P<m>{_MONTH}) ?(?P=sep) ?(?P<y>{_YEAR})",
        rf"(?P<d>{_DAY})[/.](?P<m>{_MONTH}),? năm (?P<y>{_YEAR})",
        rf"(?P<d>{_DAY}) tháng (?P<m>{_NAMED})(?:,? năm | ?[/-] ?|, )(?P<y>{_YEAR})",
    )
)
_NO_YEAR = r"(?! (?:19|20)[0-9]{2}(?![0-9])|,? năm [0-9])(?P<which> năm (?:nay|ngoái|sau|tới))?"
YEARLESS = tuple(
    _compile(_START + pattern + _END + _NO_YEAR)
    for pattern in (
        rf"(?P<d>{_DAY})(?P<sep>{_SEP})(?P<m>{_MONTH})",
        # "tháng năm" without its year is left out: May, or a form left blank.
        rf"(?P<d>{_DAY}) tháng (?!năm)(?P<m>{_NAMED})",
    )
)
LUNAR_NUMBER = _compile(rf"{_START}{_DAY} (?:tháng (?:giêng|chạp)|tết)(?!\w)")
LUNAR_WORDS = _compile(
    rf"(?<!\w)(?:rằm tháng (?:giêng|chạp|{_NAMED})|(?:mùng|mồng) (?:[1-9]|10|{MONTH_WORD})"
    rf" (?:tháng (?:giêng|chạp)|(?:tháng {_NAMED} )?(?:tết|âm lịch)))(?!\w)"
)
LUNAR_AFTER = _compile(rf" ?(?:\( ?{_LUNAR} ?\)|{_LUNAR})")
MONTH = _compile(rf"(?<!\w)(?<![0-9] )tháng (?P<m>{_NAMED})(?:,? năm | ?[/.-] ?)(?P<y>{_YEAR}){_END}")
QUARTER = _compile(rf"(?<!\w)quý (?P<q>IV|I{{1,3}}|[1-4]|một|hai|ba|tư)(?!\w)(?:,? năm | ?[/.-] ?)(?P<y>{_YEAR}){_END}")
# What stands directly in front of the numbers and belongs to the words of the date.
_UNIT = (
    rf"(?:{DAYPART}(?: nay| qua| mai)?|hôm (?:nay|qua|kia)|ngày (?:mai|kia|hôm nay|hôm qua)"
    rf"|{_WEEKDAY}|ngày|hôm)"
)
LEAD = _compile(rf"(?<!\w)(?:{_UNIT}(?: ?, ?| ?\( ?| )){{1,4}}\Z")
FROM = _compile(r"(?<!\w)(?:kể từ|từ) \Z")
# A second day of a list: "các ngày 1/10, 3/10 và 5/10".
AND = re.compile(r"(?:,| và|, và) \Z")
WEEKDAY_IN_LEAD = _compile(_WEEKDAY)
PROPER_LEAD = _compile(rf"{DAYPART}|hôm|mai|kia|{_WEEKDAY}")
# "mỗi ngày 6.8 tấn", "sau 3 ngày 1/3 số hộ": a count of days; "17 giờ 30 ngày 5/6" is none.
EVERY = _compile(r"(?<!\w)(?:mỗi|một|hàng|hằng|từng|bình quân|trung bình|nhiều|vài|mấy|số) \Z")
NUMBER = re.compile(r"[0-9] \Z")
CLOCK_BEFORE = _compile(r"(?:[0-9] ?(?:giờ|h|g|:) ?[0-9]{2}|[0-9] ?(?:giờ|h|g)|phút),? \Z")
# "ánh sáng 6.8", "hai chiều 2/10": no part of the day.
NO_DAYPART = _compile(
    r"(?<!\w)(?:ánh|thắp|chiếu|trong|điểm|tỏa|toả|phát|làm|thông|tươi|một|hai|nhiều|đa|bóng|tăm|theo) \Z"
)

_MEASURES = (
    r"%|‰|tỷ|tỉ|triệu|nghìn|ngàn|trăm|đồng|ha|héc|km|m|m2|m3|m²|m³|cm|mm|kg|g|tấn|tạ|yến|lít|ml|điểm|độ|lần"
    r"|USD|đô|vnđ|kwh|mw|kv"
)
_COUNTS = (
    r"người|lượt|giờ|tiếng|phút|bữa|ca|con|chuyến|viên|hộp|trường hợp|hộ|cái|chiếc|suất|buổi|cây|tháng"
    r"|năm|tuần"
)
# What follows a fraction, a decimal number or a range, by its separator.
QUANTITY = {
    "/": _compile(r" ?(?:%|(?:diện tích|quãng|dân số|sản lượng|chiều dài|tổng số|tổng diện tích|số hộ|số xã)(?!\w))"),
    ".": _compile(rf" ?(?:%|‰|(?:{_MEASURES})(?!\w))"),
    "-": _compile(rf" ?(?:%|‰|(?:{_MEASURES}|{_COUNTS})(?!\w))"),
}
# Without their year: a number, or a word with a capital ("tháng một lần" counts, "tháng Một" names).
_NEAR = r"(?P<near> (?:này|vừa qua|qua|vừa rồi|tới|sắp tới|tới đây))?"
_CAPITAL = r"(?:Một|Hai|Ba|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười Một|Mười Hai|Mười|Mười một|Mười hai)"
MONTH_ALONE = re.compile(
    rf"(?<!\w)(?<![0-9] )[Tt]háng (?:(?P<m>{_MONTH}(?!,[0-9]))|(?P<word>{_CAPITAL}))(?!\w){_END}(?!-){_NO_YEAR}{_NEAR}"
)
QUARTER_ALONE = re.compile(rf"(?<!\w)(?<![0-9] )[Qq]uý (?P<q>IV|I{{1,3}}|[1-4])(?!\w){_END}(?!-){_NO_YEAR}{_NEAR}")
# "Cách mạng Tháng Tám", "hằng tháng 5 triệu": a name, a rate.
NO_MONTH_BEFORE = _compile(
    r"(?<!\w)(?:cách mạng|hàng|hằng|mỗi|một|từng|nhiều|vài|mấy|mươi|chục|trăm|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) \Z"
)
NO_MONTH_AFTER = _compile(
    rf" ?(?:%|‰|(?:{_MEASURES}|{_COUNTS}|ngày|đợt|kỳ)(?!\w)|(?:hằng|hàng) năm|âm lịch|(?:thanh niên|công nhân)(?!\w))"
)
LUNAR_MONTH = re.compile(rf"(?<!\w)[Tt]háng (?:[Gg]iêng|[Cc]hạp|{_MONTH} (?:âm lịch|ÂL))(?!\w)")

YEARLY = _compile(r"\)?,? ?(?:hằng|hàng|mỗi|các) (?:năm|tháng)(?!\w)")
YEARLY_BEFORE = _compile(r"(?<!\w)(?:hằng|hàng|mỗi) (?:năm|tháng),?(?: trước| vào| từ| đến| trong)? \Z")

# A day still to come is told with these words near it; "tính đến ngày" looks back.
FUTURE = _compile(
    r"(?<!\w)(?:sẽ|dự kiến|từ ngày|(?<!tính )đến (?:hết )?ngày|trước ngày|chậm nhất|sắp tới|hạn cuối|hết ngày"
    r"|tới đây)(?!\w)"
)
# Memorial days are names of days behind these words, not dates of events.
MEMORIAL_CUE = _compile(
    r"(?<!\w)(?:kỷ niệm|kỉ niệm|chào mừng|mừng|nhân ngày|nhân dịp|dịp|nghỉ lễ|hướng tới|quốc khánh|quốc tế"
    r"|giỗ tổ|giải phóng|thương binh|nhà giáo|thầy thuốc|phụ nữ|thống nhất|doanh nhân)(?!\w)"
)
MEMORIAL_OF = _compile(r"(?<!\w)(?:(?:kỷ|kỉ) niệm(?: lần thứ [0-9]+| [0-9]+ năm)?|chào mừng|nhân|mừng) \Z")
# (day, month), from 9 January (students) to 25 December.
MEMORIAL_DAYS = frozenset(
    {
        (9, 1),
        (3, 2),
        (27, 2),
        (8, 3),
        (10, 3),
        (26, 3),
        (30, 4),
        (1, 5),
        (7, 5),
        (15, 5),
        (19, 5),
        (1, 6),
        (5, 6),
    }
    | {(21, 6), (28, 6), (27, 7), (28, 7), (19, 8), (2, 9), (10, 10), (13, 10), (14, 10), (15, 10), (20, 10)}
    | {(9, 11), (18, 11), (20, 11), (23, 11), (1, 12), (6, 12), (22, 12), (25, 12)}
)
