"""Lines that are an article's date stamp: a date, and little else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from crawler import dates
from crawler.catalogue import catalogue
from crawler.dates.models import DateReading
from crawler.dates.normal import normalise
from crawler.extract.credit import labelled, person

_LONGEST = 160
_MOST_BESIDE = 48
"""The same when the reader of dates knows all pieces of the line; a headline has more."""
_WORDS_BESIDE = 12
"""Letters that may stand beside the date without being known ("155 0" has none); more make the line a sentence."""
_BARS = re.compile(r"[|•·●–—()\[\]]|\s-\s|\s{2,}|(?<=\d)\s*,\s*(?=\D)|,\s+(?=\d)")
_GLUED = re.compile(r"(?<=\d)(?=[A-ZĐÂĂÊÔƠƯ][a-zà-ỹ])|(?<=[a-zà-ỹ])(?=\d{1,2}[/-]\d{1,2}[/-]\d{4})")
_TOOLS = re.compile(
    r"xem với cỡ chữ|cỡ chữ|(?:in|gửi|lưu|chia sẻ|nghe|đọc) bài(?: viết)?(?: này)?|chế độ xem(?: tương phản)?"
    r"|tương phản"
    r"|(?:lượt|người)(?: đã)? (?:đọc|xem|thích|chia sẻ|bình luận)(?: (?:bài|tin|trang)(?: này)?)?(?: trong ngày)?"
    r"|thích(?: bài)?(?: này)?|chia sẻ|bình luận|\d+ người\b"
    r"|(?:chuyên mục|danh mục|thể loại|lĩnh vực|chủ đề|mục)\s*:.*|gửi email|bản in|in trang"
    r"|posted|\bon\b|\bby\b|\b(?:views?|hits?|reads?|comments?)\b",
    re.I,
)
_LABEL = re.compile(r"[^\W\d_][^:]*:\s*$")
_DRAFT = re.compile(r"ngày tạo|được viết|đã viết|^viết|created|soạn", re.I)
# "Hà Tĩnh, ngày 10 tháng 10 năm 2023" dates a document; "Hôm nay, ngày 14/11" is a clock.
_SIGNED = re.compile(r"[^\W\d_][^,:\d|]{1,40},\s*(?:ngày|Ngày)\s+\d")
_WEEKDAY = re.compile(r"\W*(?:thứ|chủ nhật|t[2-7]|cn|đăng|ngày|cập nhật|xuất bản)\b", re.I)
_CLOCK = re.compile(r"(?:hôm nay|bây giờ|hiện tại|chào mừng)\b.*\d{4}", re.I)
_ISSUED = re.compile(r"(?:đăng|xuất bản|ngày đăng|phát hành)\b", re.I)
_POSTED = re.compile(
    r"(?:người đăng(?: bài viết| bài| tin)?|đăng bởi|viết bởi|gửi bởi|bởi|by|tác giả)\s*:?\s+[\w .\-]{2,30}", re.I
)
_SHORT = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2} +(?:\| *|- *)?\d{1,2}:\d{2}(?= [^\W\d_][\w -]{1,24}$)")
"""A day with a year of two digits and a clock, in front of a section's name."""
# Words of dates that are no publication's: terms, periods, documents, events.
_ELSE = re.compile(
    r"\b(?:từ|đến|hạn|hiệu lực|áp dụng|ban hành|ký|sinh|khai mạc|bế mạc|hết|trước ngày|kể từ|dự kiến|giấy phép"
    r"|website)\b",
    re.I,
)
_COUNTED = re.compile(r"(?<!\w)(?:hôm (?:qua|nay|kia)|\d{1,2} (?:phút|giờ) trước)(?!\w).*", re.I)
_FINAL = re.compile(r"cuối|mới nhất|gần nhất|sửa|modified|last updated?\b|updated (?:on|at)\b", re.I)
# Searched in lower-case text, as the next but one is.
_RELATIVE = re.compile(r"trước|hôm (?:nay|qua|kia)|sáng nay|chiều nay|trưa nay|tối nay|đêm qua|vừa xong|vừa đăng")
# A year of two digits stands behind a mark.
_YEAR = re.compile(r"[0-9]{4}|[/.-][0-9]{2}")
_BACK = re.compile(
    r"trước|(?:hôm|sáng|sớm|trưa|chiều|tối|đêm|khuya) (?:nay|qua|kia)|cách (?:đây|nay)|vừa (?:xong|đăng)"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp line: the whole of it, the reading, what else stands on it, and the edit that it tells of, if any.

    ``reading`` is ``None`` on a line that tells of an edit alone.
    """

    text: str
    reading: DateReading | None
    beside: tuple[str, ...] = ()
    update: DateReading | None = None

    @property
    def is_loose_update(self) -> bool:
        """Whether the edit's label ("Cập nhật ngày") is what some papers print before their only date."""
        return self.update is not None and not _FINAL.search(self.update.text)

    def is_told_by(self, line: str) -> bool:
        """Whether a line has the same words, wherever blanks part them: none other can be this stamp."""
        return line.replace(" ", "") == self.text.replace(" ", "")


def _signed(text: str) -> bool:
    """Whether a line is the place and day of a document's signing, and no weekday with a date."""
    return _SIGNED.match(text) is not None and not _WEEKDAY.match(text)


def is_update(reading: DateReading) -> bool:
    """Whether the stamp's own label says that it tells an edit, not the publication."""
    return any(note.startswith("label_update") for note in reading.notes)


def is_relative(reading: DateReading) -> bool:
    """Whether the stamp is counted back from the fetch."""
    return any(note.startswith("relative") for note in reading.notes)


def stamp_of(text: str, base: datetime | None = None) -> Stamp | None:
    """The stamp that a line is; ``None`` for sentences and for lines with two dates.

    ``base`` is the moment of fetching (aware), needed for "2 giờ trước".
    """
    if len(text) > _LONGEST or (not any(map(str.isdigit, text)) and not (base and _RELATIVE.search(text.lower()))):
        return None
    return _stamp_of(text, base)


@lru_cache(maxsize=64)
def _stamp_of(text: str, base: datetime | None) -> Stamp | None:
    """The same, kept for a while: several readers ask of the same few lines of a page."""
    text = _GLUED.sub(" ", text)
    if len(text) > _LONGEST or _signed(text) or _CLOCK.match(text):
        return None
    found = dates.locate(text)
    if not found:
        short = _SHORT.match(text)
        return _worded(short[0], base) if short and short[0] != text else _worded(text, base)
    published = [one for one in found if not is_update(one[2])]
    edits = [one for one in found if is_update(one[2])]
    if len(published) > 1 or len(edits) > 1:
        return None
    around = _around(text, found)
    if any(_ELSE.search(piece) for piece in around):
        return None
    unknown = _unknown(around)
    if unknown > _MOST_BESIDE or (unknown > _WORDS_BESIDE and not dates.read(text, base=base)):
        return None
    if published and _LABEL.search(text[: published[0][0]]):
        return None
    pieces = tuple(piece for piece in around if piece.strip(" |-•()"))
    reading = published[0][2] if published else None
    return Stamp(text, reading, pieces, edits[0][2] if edits else None)


def stamp_of_month(text: str) -> Stamp | None:
    """The stamp that is a month and nothing else ("Tháng 10/2023", "Số tháng 3/2024"); ``None`` for other lines."""
    reading = dates.read(re.sub(r"^Số (?:\d+\s*[-–|,]\s*)?", "", text).strip("() ")) if 6 <= len(text) <= 24 else None
    return Stamp(text, reading) if reading and reading.precision == "month" else None


def _worded(text: str, base: datetime | None) -> Stamp | None:
    """Stamps that stand for themselves: counted back ("Hôm qua, 14:30"), or with an English month's name."""
    if not _may_tell(text, base):
        return None
    pieces = [one.strip() for one in _BARS.split(text)]
    back = _COUNTED.search(text) if base else None
    if back and back.start():
        # "Vàng Chứ Hôm qua, 15:20": a name and what is counted back, parted by style sheets alone.
        pieces.append(back[0])
    parted = any(bar in text for bar in "|•·")
    for piece in dict.fromkeys((*pieces, text) if parted else (text, *pieces)):
        reading = dates.read(piece, base=base) if 6 <= len(piece) <= 80 and _may_tell(piece, base) else None
        if reading is None:
            continue
        if reading.precision == "month" and not is_relative(reading):
            if not _ISSUED.match(text):
                continue
            return Stamp(text, reading)
        before, _, after = text.partition(piece)
        around = [one.strip() for one in (before, after) if one.strip(" |-•()")]
        if _unknown(around) > _WORDS_BESIDE:
            return None
        if reading.precision == "month":
            # "4 ngày trước" may leave only the month certain: a stamp, and no day to be had from it.
            return Stamp(text, None, tuple(around))
        if is_update(reading):
            return Stamp(text, None, tuple(around), reading)
        return Stamp(text, reading, tuple(around))
    return None


def _may_tell(text: str, base: datetime | None) -> bool:
    """Whether words hold a year or count back from the fetch: cheap to see, and no date can be read without."""
    line = normalise(text)
    if "&" in text or _YEAR.search(line):
        return True
    return base is not None and _BACK.search(line.lower()) is not None


def _around(text: str, found: list[tuple[int, int, DateReading]]) -> list[str]:
    pieces, at = [], 0
    for start, end, _ in found:
        pieces.append(text[at:start].strip())
        at = end
    return [*pieces, text[at:].strip()]


def _unknown(around: Iterable[str]) -> int:
    """Letters beside the date that are no counter, by-line, button or name."""
    count = 0
    for piece in around:
        for words in _BARS.split(piece):
            name = words.strip(" -–—")
            known = catalogue().label(words) or labelled(name) or person(name) or _POSTED.fullmatch(name)
            count += 0 if known else len(re.sub(r"[\W\d_]+", "", _TOOLS.sub("", words)))
    return count


def choose(found: Iterable[Stamp]) -> tuple[Stamp | None, DateReading | None]:
    """Of an article's stamp lines the one that tells its publication, and the edit told of beside it.

    Where nothing but a loosely labelled edit is printed, as some papers do, that is the publication.
    """
    lines = list(found)
    told = [one for one in lines if one.reading]
    # "Ngày tạo" and "Được viết" are older than what readers saw; the label of publication decides.
    stamp = next((one for one in told if not _DRAFT.search(one.reading.text if one.reading else "")), None)
    stamp = stamp or next(iter(told), None)
    edit = next((one.update for one in lines if one.update), None)
    if stamp is None:
        loose = next((one for one in lines if one.is_loose_update), None)
        if loose:
            return Stamp(loose.text, loose.update, loose.beside), None
    return stamp, edit
