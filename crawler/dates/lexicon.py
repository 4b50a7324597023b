"""The words of Vietnamese dates, as data for the patterns: weekdays, months, parts of the day, labels."""

from __future__ import annotations

# Monday is 0, as in datetime.date.weekday(). English names stand on English editions of the portals.
WEEKDAYS: dict[str, int] = {
    "thứ hai": 0, "thứ 2": 0, "thứ2": 0, "t2": 0, "t.2": 0, "monday": 0, "mon": 0,
    "thứ ba": 1, "thứ 3": 1, "thứ3": 1, "t3": 1, "t.3": 1, "tuesday": 1, "tue": 1,
    "thứ tư": 2, "thứ 4": 2, "thứ4": 2, "t4": 2, "t.4": 2, "wednesday": 2, "wed": 2,
    "thứ năm": 3, "thứ 5": 3, "thứ5": 3, "t5": 3, "t.5": 3, "thursday": 3, "thu": 3,
    "thứ sáu": 4, "thứ 6": 4, "thứ6": 4, "t6": 4, "t.6": 4, "friday": 4, "fri": 4,
    "thứ bảy": 5, "thứ bẩy": 5, "thứ 7": 5, "thứ7": 5, "t7": 5, "t.7": 5, "saturday": 5, "sat": 5,
    "thu hai": 0, "thu ba": 1, "thu tu": 2, "thu nam": 3, "thu sau": 4, "thu bay": 5, "chu nhat": 6,
    "chủ nhật": 6, "chúa nhật": 6, "cn": 6, "c.n": 6, "sunday": 6, "sun": 6,
}  # fmt: skip
WEEKDAY = (
    r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy)|thứ ?[2-7](?![0-9]|[/.:][0-9])|t\.?[2-7](?![0-9]|[/.:][0-9])"
    r"|ch(?:ủ|úa) nhật|thu (?:hai|ba|tu|nam|sau|bay)(?!\w)|chu nhat(?!\w)|c\.?n(?!\w)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?!\w))"
)

# Giêng and Chạp are left out on purpose: they name lunar months.
MONTHS: dict[str, int] = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
MONTH_WORD = r"(?:mười một|mười hai|mười|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín)(?!\w)"
MONTH = rf"(?:1[0-2]|0?[1-9])(?![0-9])|{MONTH_WORD}"

ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)

ENGLISH_MONTH_NUMBERS: dict[str, int] = {
    "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5,
    "jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9,
    "oct": 10, "october": 10, "nov": 11, "november": 11, "dec": 12, "december": 12,
}  # fmt: skip

# The part of the day in front of a date; longest first.
DAYPART = r"(?:rạng sáng|sáng sớm|sáng|giữa trưa|trưa|chiều tối|chiều|tối|đêm|khuya)"

# Labels that say what the date is for. They stand in front of it and nowhere else.
LABEL_UPDATE = (
    r"(?:ngày(?: giờ)? cập nhật(?: cuối| gần nhất)?|(?:ngay )?cap nhat|lần (?:cập nhật|sửa) cuối|thời gian cập nhật"
    r"|(?:được |đã )?cập nhật(?: mới nhất| lần cuối| gần nhất)?"
    r"|(?:đã |chỉnh )?sửa(?: lần cuối| lúc)?|(?:last )?(?:updated|modified|update))"
)
LABEL_PUBLISH = (
    r"(?:ngay dang|dang ngay|ngay xuat ban|dang(?= luc)|xuat ban|(?:được |đã )?tạo(?= ?:| ngày| lúc)"
    r"|ngày(?: giờ)? (?:đăng|xuất bản|tạo|viết|gửi|đưa|tháng)(?: tin| bài| tải)*"
    r"|thời (?:gian|điểm)(?: đăng)?(?: tin| bài| tải)*"
    r"|(?:tin |bài |được |đã )?đăng(?: tin| bài| tải)*|(?:đã )?xuất bản|đã công chiếu"
    r"|(?:đã |được )?gửi|(?:đã |được )?viết"
    r"|posted|published(?: date)?|publish date|post date|created|date)"
)
# Words between the parts of a date, anywhere.
LINK = r"(?:vào lúc|vào hồi|vào ngày|vào|lúc|hồi|ngày|vao luc|luc(?!\w)|ngay(?!\w)|at(?!\w)|on(?!\w)|by(?!\w))"

DASH = r"[-‐‑‒–—]"
# What may stand between the parts: punctuation, brackets, bullets, clock icons of icon fonts and emoji.
SEPARATOR = r"[ ,;|:()\[\]@*•·●○►»\-‐‑‒–—\u2300-\u27bf\ufe0f\ue000-\uf8ff\U0001f300-\U0001faff]"
