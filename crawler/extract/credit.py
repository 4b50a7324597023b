"""Who wrote an article and whom it was taken from, told by the shape of its last lines."""

import re
from dataclasses import dataclass

_AUTHOR = re.compile(
    r"^(?:tác giả bài viết|tác giả|author|người viết|ctv|cộng tác viên|phóng viên|pv|bài,? ảnh|bài và ảnh|tin,? ảnh"
    r"|tin và ảnh|tin bài|tin,? bài|thực hiện|nội dung(?:,? ảnh)?|bài viết|biên soạn|bài|tin|lời và ảnh|ảnh,? bài"
    r"|ảnh và bài|ảnh và lời|lời,? ảnh|(?:bút ký|ký sự|phóng sự|ghi chép|tùy bút|ghi nhanh)(?= của)|ghi chép)"
    r"(?:\s*:\s*| của )(.+?)"
    r"(?:\s*[;,|–-]?\s+(?:ảnh|video|clip|đồ họa|trình bày|thiết kế|kỹ thuật|dựng|biên tập)\s*:.*)?$",
    re.I,
)
_REPORTER = re.compile(r"(?:ctv|cộng tác viên|phóng viên|pv)\b", re.I)
_PHOTO = re.compile(
    r"^(?:ảnh|photo|ảnh tư liệu|nguồn ảnh|đồ họa|đồ hoạ|thiết kế|trình bày|kỹ thuật|video|clip|quay phim|dựng phim)"
    r"\s*:\s*(.+)$",
    re.I,
)
_SOURCE = re.compile(r"^(?:nguồn tin|nguồn|source|theo nguồn|theo)\s*:\s*(.+)$", re.I)
_TAKEN = re.compile(r"^(?:theo|nguồn)\s+([^,!?:;]{2,60}?)\s*$", re.I)
_PRESS = re.compile(
    r"(?:báo|cổng|trang|đài|thông tấn|ttxvn|tạp chí|bản tin|trung tâm|phòng|sở|ban|ubnd|công an|cục|văn phòng)\b", re.I
)
_HOST = re.compile(r"[a-z0-9\-]+(?:\.[a-z0-9\-]+)+", re.I)
_LONGEST_NAME = 8
"""Syllables of a source's or author's name after a label; more are a sentence that begins with the same word."""
_LONGEST_NAMES = 120
"""Characters of a line of names with what stands in brackets around and behind them."""
_ACCOUNT = re.compile(r"[a-z0-9_.\-]+")
_INITIALS = re.compile(r"[A-ZĐ]{1,4}(?:\.\s?[A-ZĐ]{1,3}){0,3}\.?")
_DOTTED = re.compile(r"[A-ZĐ][^\W\d_]{0,3}\.\s?[A-ZĐÀ-Ỹ][^\W\d_]{1,9}")
"""A name cut short before the given name: "TR.LƯƠNG", "N. Hoa"."""
_BETWEEN = re.compile(r"\s*(?:,|–|-|—|&|\bvà\b)\s*")
_GLUED = re.compile(
    r"\s*[-–|;,]?\s+(?:nguồn(?= ?:)|nguồn tin|ngày đăng|đăng lúc|ngày cập nhật|cập nhật|lượt xem"
    r"|số lượt|tác giả|người đăng|xem)\b.*$",
    re.I,
)
_PARTS = re.compile(r"\s*[-–|;,]?\s+(?=(?:nguồn(?: tin)?|tác giả)\s*:)", re.I)
_COUNTED = re.compile(r"\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b.*$|\s+\d[\d.,]*$")
"""A counter beside a name, its icon gone."""
_COMBINED = re.compile(
    r"\s*\((?:ctv|pv|tổng hợp|thực hiện|ghi|lược ghi|biên soạn|t/h|th|st|sưu tầm)\)$|\s+thực hiện$", re.I
)
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
# Where he works, in brackets behind a name.
_DESK = re.compile(
    r"\s*\((?:trung tâm|tt|đài|phòng|báo|ban|văn phòng|vp|hội|đoàn|sở|ubnd|công an|ttvh|vhtt|cổng)\b[^()]{0,50}\)$",
    re.I,
)
# Degrees and ranks that doctors, engineers and officers sign with.
_RANK = re.compile(
    r"^(?:(?:bs|bscki|bsckii|bs\.? ?ck ?i{1,2}|ks|ths|ts|pgs|gs|cn|ds|luật sư|nsưt|nsnd|đại đức|thượng tọa)[.,]?\s+"
    r"|(?:thiếu|trung|thượng|đại) (?:úy|uý|tá|tướng)\s+)+",
    re.I,
)
# Accounts and buttons that look like names.
_NOBODY = re.compile(
    r"\b(?:google|news|facebook|zalo|youtube|admin|administrator|super user|editor|webmaster|online|quản trị|media"
    r"|mitchell admin|copyright|video|audio|podcast)\b",
    re.I,
)
_ON_BEHALF = re.compile(r"(?:tm|kt|tl|tuq)\.\s|q\.\s?(?:chủ|giám|trưởng|bí|viện|chánh)", re.I)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line says of authorship. ``kind`` is ``byline``, ``source`` or ``photo``."""

    kind: str
    name: str


def credits_in(text: str) -> list[Credit]:
    """All credits of a line that gives several ("Tác giả: A - Nguồn: B"), in order; empty for other lines."""
    return [found for part in _PARTS.split(text) if (found := labelled(part))] if len(text) <= 160 else []


def labelled(text: str) -> Credit | None:
    """A credit that its label gives away ("Tác giả:", "Nguồn:", "(Theo ...)"); ``None`` for other lines."""
    if len(text) > 160:
        return None
    line = text.strip("()[] ")
    for pattern, kind in ((_AUTHOR, "byline"), (_PHOTO, "photo"), (_SOURCE, "source"), (_TAKEN, "source")):
        found = pattern.match(line)
        name = _COUNTED.sub("", _GLUED.sub("", found.group(1).strip())) if found else ""
        if kind == "byline":
            name = _without_accounts(name)
            if _REPORTER.match(line) and person(name) is None:
                # "Phóng viên: ...?" asks in an interview.
                return None
        name = name.strip(" -–|")
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


LABEL_ALONE = re.compile(
    r"(?:tác giả(?: bài viết)?|người viết|nguồn(?: tin)?|bài và ảnh|bài, ảnh|tin, ảnh|tin và ảnh|tin, bài"
    r"|thực hiện)\s*:?",
    re.I,
)
"""A credit's label without its value, which then stands on the next line."""


def person(text: str) -> str | None:
    """The names when a line is nothing but persons' names or initials, ``None`` otherwise."""
    if len(text) > _LONGEST_NAMES:
        return None
    whole = _COMBINED.sub("", text.strip())
    line = _DESK.sub("", _RANK.sub("", whole))
    if line != whole:
        return whole if line and person(line) else None
    if line.startswith("(") and line.endswith(")"):
        line = line[1:-1].strip()
    if _NEWSROOM.fullmatch(line):
        return line
    if not line or len(line) > 60 or _is_office(line) or _NOBODY.search(line):
        return None
    names = [name for name in _BETWEEN.split(line) if name]
    if not names or len(names) > 4:
        return None
    return line if all(_is_name(name) for name in names) else None


def _is_name(name: str) -> bool:
    """Two to four capitalised syllables, initials, or one capitalised pen name."""
    if _DOTTED.fullmatch(name):
        return True
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
    | {"châu", "quách", "vương", "phùng", "triệu", "đoàn", "doãn", "kiều", "la", "lại", "lục", "mạc", "nghiêm", "ninh"}
    | {"nông", "phí", "quản", "tăng", "thân", "thẩm", "tiêu", "tống", "từ", "uông", "văn", "viên", "ông", "âu", "bế"}
    | {"lò", "lù", "lường", "lèo", "tòng", "quàng", "cà", "giàng", "sùng", "mùa", "thào", "vừ", "vàng", "chảo", "tẩn"}
    | {"bàn", "phàn", "đàm", "hứa", "hoàng", "ma", "lô", "lữ", "moong", "lang", "vi", "kha", "xồng", "cụt", "hạ", "tạ"}
    | {"rơ", "siu", "ksor", "kpă", "rmah", "nay", "niê", "êban", "alăng", "bhling", "zơrâm", "pơloong", "điểu", "y"}
    | {"thạch", "danh", "chau", "kim", "sơn", "trà", "khúc", "mã", "nhữ", "tào", "ngọ", "ngụy", "lều", "giáp", "khổng"}
)
"""The commonest family names, those of the highland, Khmer and Cham peoples with them."""


def is_family(name: str) -> bool:
    """Whether a name of two to four syllables begins with one of the commonest family names."""
    return name.split()[0].lower() in _FAMILIES and 2 <= len(name.split()) <= 4


def _is_office(line: str) -> bool:
    if _ON_BEHALF.match(line):
        return True
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
