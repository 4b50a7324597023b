"""What the shape of a line tells: whether it narrates, or shows."""

import re
from collections.abc import Iterable

_TELLING = re.compile(
    r"^(?:dịp này|tại|theo|sau|trong|ngày|sáng|chiều|tối|trưa|hiện|để|với|từ|đến|nhân|trước|cùng|bên cạnh|ngoài"
    r"|được|thời gian|năm|kết quả|qua|nhờ|do|vì|khi|nếu|đây|đó|như vậy|nhằm|thực hiện|hàng năm)\b",
    re.I,
)


def is_telling(text: str) -> bool:
    """Whether a line opens like narration; a caption shows somebody or something."""
    return _TELLING.match(text) is not None


_CERTAIN = {"related", "latest", "comments", "archive", "documents", "rating", "session"}
_PROSE = 120
_HAPPENING = re.compile(r"\b(?:đã|sẽ|đang|được|bị|là)\b", re.I)


def goes_on(later: Iterable[str], least: int = 2) -> bool:
    """Whether so many paragraphs follow a furniture heading that it heads a box inside the text."""
    return sum(len(text) >= _PROSE for text in later) >= least


def ends_article(category: str, later: Iterable[str]) -> bool:
    """Whether a furniture heading ends the article; words that serve as subheads too do so when no prose follows."""
    return category in _CERTAIN or not any(len(text) >= _PROSE for text in later)


def tells_event(text: str) -> bool:
    """Whether a sentence has the particles of something that happens: narration, and no caption."""
    return is_telling(text) or _HAPPENING.search(text) is not None
