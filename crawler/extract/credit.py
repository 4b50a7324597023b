"""Who wrote an article and whom it was taken from, told by the shape of its last lines."""

import re
from dataclasses import dataclass

_AUTHOR = re.compile(
    r"^(?:tác giả bài viết|tác giả|người viết|bài,? ảnh|bài và ảnh|tin,? ảnh|tin và ảnh|tin bài|tin,? bài"
    r"|thực hiện|bài|tin|lời và ảnh|ảnh,? bài|ảnh và bài|ảnh và lời|lời,? ảnh)"
    r"\s*:\s*(.+?)(?:\s*[;,–-]\s*(?:ảnh|video|clip)\s*:.*)?$",
    re.I,
)
_PHOTO = re.compile(r"^(?:ảnh|photo|ảnh tư liệu|nguồn ảnh)\s*:\s*(.+)$", re.I)
_SOURCE = re.compile(r"^(?:nguồn tin|nguồn|theo nguồn|theo)\s*:\s*(.+)$", re.I)
_TAKEN = re.compile(r"^(?:theo|nguồn)\s+([^,!?:;]{2,60}?)\s*$", re.I)
_PRESS = re.compile(r"(?:báo|cổng|trang|đài|thông tấn|ttxvn|tạp chí|bản tin)\b", re.I)
_HOST = re.compile(r"[a-z0-9\-]+(?:\.[a-z0-9\-]+)+", re.I)
_LONGEST_NAME = 8
"""Syllables of a source's or author's name after a label; more are a sentence that begins with the same word."""
_LONGEST_NAMES = 120
"""Characters of a line of names with what stands in brackets around and behind them."""
_ACCOUNT = re.compile(r"[a-z0-9_.\-]+")
_INITIALS = re.compile(r"[A-ZĐ]{1,4}(?:\.\s?[A-ZĐ]{1,3}){0,3}\.?")
_BETWEEN = re.compile(r"\s*(?:,|–|-|—|&|\bvà\b)\s*")
_GLUED = re.compile(
    r"\s+(?:ngày đăng|đăng lúc|ngày cập nhật|cập nhật|lượt xem|số lượt|tác giả|người đăng|xem)\b.*$", re.I
)
_COMBINED = re.compile(r"\s*\((?:ctv|pv|tổng hợp|thực hiện|ghi|lược ghi|biên soạn|t/h|th|st|sưu tầm)\)$", re.I)
# A newsroom's own desks sign like a person does; other offices' names are signatures.
_NEWSROOM = re.compile(r"(?:ban|tổ|nhóm) (?:bạn đọc|phóng viên|pv|thời sự)(?: [\w ]{2,24})?|phóng viên", re.I)
# An office signs its notices with its name, and the signature is part of what the notice says.
_OFFICE = re.compile(
    r"(?:ubnd|hđnd|mttq|ubmttq|ủy ban|uỷ ban|hội|công an|văn phòng|trung tâm|phòng|ban|đảng ủy|đảng bộ|huyện|xã"
    r"|thị trấn|thị xã|thành phố|tỉnh|phường|quận|sở|chi cục|trạm|liên đoàn|chi bộ|công ty|bệnh viện|đài|báo|cổng"
    r"|tổ|tòa|toà|chi nhánh|hợp tác xã|ngân hàng|bchqs|cục|kho bạc|mặt trận|viện (?:kiểm|hàn|nghiên)|hạt kiểm"
    r"|trường (?:thcs|thpt|tiểu|mầm|đại|cao|trung|th)|đoàn (?:thanh|tncs|phường|xã|huyện))\b",
    re.I,
)
# In capitals these words are an office or a post; else each may as well be a syllable of a person's name.
_POST = re.compile(
    r"\b(?:chủ tịch|giám đốc|bí thư|chánh|trưởng|phó|chỉ huy|chủ nhiệm|biên tập|trường|đoàn|viện|khối|quân sự)\b", re.I
)
_ON_BEHALF = re.compile(r"(?:tm|kt|tl|q|tuq)\.\s", re.I)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line says of authorship. ``kind`` is ``byline``, ``source`` or ``photo``."""

    kind: str
    name: str


def labelled(text: str) -> Credit | None:
    """A credit that its label gives away ("Tác giả:", "Nguồn:", "(Theo ...)"); ``None`` for other lines."""
    if len(text) > 160:
        return None
    line = text.strip("()[] ")
    for pattern, kind in ((_AUTHOR, "byline"), (_PHOTO, "photo"), (_SOURCE, "source"), (_TAKEN, "source")):
        found = pattern.match(line)
        name = _GLUED.sub("", found.group(1).strip()) if found else ""
        if kind == "byline":
            name = _without_accounts(name)
        if name and _is_called(name, strict=pattern is _TAKEN):
            return Credit(kind, name)
    return None


def _is_called(name: str, *, strict: bool) -> bool:
    """Whether the words behind a label are a name: capitalised or a host's, short, and no sentence."""
    if _HOST.fullmatch(name):
        return True
    longest = 6 if strict and not _PRESS.match(name) else _LONGEST_NAME + 4
    named = name[0].isupper() or name[0] in '“"(' or name[0].isdigit()
    return (
        named and len(name.split()) <= longest and not name.endswith((".", ";", ":")) and not (strict and "." in name)
    )


def _without_accounts(names: str) -> str:
    """A system's account name among the names ("quantri, Ngọc Ánh") is nobody's by-line."""
    kept = [name for name in names.split(",") if not _ACCOUNT.fullmatch(name.strip())]
    return ",".join(kept).strip()


def is_account(text: str) -> bool:
    """Whether a line names nothing but an account of the CMS as the author ("Tác giả: quantri")."""
    found = _AUTHOR.match(text.strip("()[] "))
    return found is not None and not _without_accounts(found.group(1).strip())


LABEL_ALONE = re.compile(r"(?:tác giả(?: bài viết)?|người viết|nguồn(?: tin)?)\s*:?", re.I)
"""A credit's label without its value, which then stands on the next line."""


def person(text: str) -> str | None:
    """The names when a line is nothing but persons' names or initials, ``None`` otherwise."""
    if len(text) > _LONGEST_NAMES:
        return None
    line = _COMBINED.sub("", text.strip())
    if line.startswith("(") and line.endswith(")"):
        line = line[1:-1].strip()
    if _NEWSROOM.fullmatch(line):
        return line
    if not line or len(line) > 60 or _is_office(line):
        return None
    names = [name for name in _BETWEEN.split(line) if name]
    if not names or len(names) > 4:
        return None
    return line if all(_is_name(name) for name in names) else None


def _is_name(name: str) -> bool:
    """Two to four capitalised syllables, initials, or one capitalised pen name."""
    if _INITIALS.fullmatch(name):
        return len(name.replace(".", "").replace(" ", "")) <= 5
    parts = name.split()
    if not all(
        part[0].isupper() and part.replace(".", "").replace("’", "").replace("'", "").isalpha() for part in parts
    ):
        return False
    return 2 <= len(parts) <= 4 or (len(parts) == 1 and 3 <= len(name) <= 12 and not name.isupper())


_FAMILIES = frozenset(
    {"nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương"}
    | {"lý", "đào", "đinh", "lâm", "mai", "trịnh", "cao", "tô", "tạ", "chu", "lương", "lưu", "hà", "trương", "thái"}
    | {"châu", "quách", "vương", "phùng", "triệu"}
)
"""The commonest family names."""


def is_family(name: str) -> bool:
    """Whether a name of two to four syllables begins with one of the commonest family names."""
    return name.split()[0].lower() in _FAMILIES and 2 <= len(name.split()) <= 4


def _is_office(line: str) -> bool:
    called = is_family(line)
    if line.isupper() and _POST.search(line) and not called:
        return True
    # "Ban Mai" and "Đài Trang" are pen names; an office's name goes on.
    pen_name = len(line.split()) == 2 and not line.isupper() and line.split()[0].lower() in _SYLLABLES
    return not pen_name and _OFFICE.match(line) is not None


_SYLLABLES = {"ban", "đài", "hội", "tổ", "báo", "trạm", "xã", "cổng", "sở", "phường"}


def signs_for_office(before: str) -> bool:
    """Whether the line above a name makes it a signature ("TM. UBND XÃ", "CHỦ TỊCH"): it signs for an office."""
    if len(before) > 80:
        return False
    post = _POST.search(before) is not None and len(before.split()) <= 8 and not before.endswith((".", "…", "!", "?"))
    return _ON_BEHALF.match(before) is not None or post
