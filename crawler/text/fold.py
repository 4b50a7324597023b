"""Letters without accents, one for one, so that positions in the text stay where they are."""

import unicodedata


def _table() -> dict[int, str]:
    table: dict[int, str] = {ord("đ"): "d", ord("Đ"): "D"}
    for point in range(0x00C0, 0x1EFA):
        parts = unicodedata.normalize("NFD", chr(point))
        if len(parts) > 1 and parts[0].isascii() and parts[0].isalpha():
            table[point] = parts[0]
    return table


_TABLE = _table()


def fold(text: str) -> str:
    """Lower-case letters without accents (đ is d); expects NFC and keeps the length."""
    return text.translate(_TABLE).lower()
