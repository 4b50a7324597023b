"""What the shape of a line tells: whether it narrates, or shows."""

import re

_TELLING = re.compile(
    r"^(?:dịp này|tại|theo|sau|trong|ngày|sáng|chiều|tối|trưa|hiện|để|với|từ|đến|nhân|trước|cùng|bên cạnh|ngoài"
    r"|được|thời gian|năm|kết quả|qua|nhờ|do|vì|khi|nếu|đây|đó|như vậy|nhằm|thực hiện|hàng năm)\b",
    re.I,
)


def is_telling(text: str) -> bool:
    """Whether a line opens like narration; a caption shows somebody or something."""
    return _TELLING.match(text) is not None
