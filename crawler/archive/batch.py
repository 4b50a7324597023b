"""A list of names or numbers, one a line: how many articles hold each, the newest day, the first of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from crawler.archive.narrow import Filters
from crawler.archive.reader import Archive
from crawler.errors import UsageError

KEYS = ("line", "text", "count", "capped", "newest", "hits", "error")
"""What is told of a line; ``hits`` are objects of ``id``, ``published``, ``portal`` and ``title``."""
_SIGNS = ('"', "“", "”", "„", "«", "»", "*")


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Numbered lines with anything on them.

    Raises ``UsageError`` when the file can't be read or is no UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as wrong:
        raise UsageError(f"can't read {path}: {wrong.strerror}") from None
    except UnicodeDecodeError as wrong:
        raise UsageError(f"{path} is no UTF-8 text (byte {wrong.start}); save it as UTF-8") from None
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    return [(number, line) for number, line in lines if line]


def hits(
    archive: Archive, lines: Iterable[tuple[int, str]], filters: Filters | None = None, *, limit: int = 3
) -> Iterator[dict[str, Any]]:
    """A row of ``KEYS`` for each line, newest articles first; ``error`` says why a line can't be searched.

    Several words are one name and sought in a row, unless the line has signs of the query language in it.
    """
    for number, line in lines:
        row: dict[str, Any] = dict.fromkeys(KEYS) | {"line": number, "text": line, "hits": []}
        try:
            result = archive.search(as_query(line), filters, sort="newest", limit=limit, exact=True)
        except UsageError as wrong:
            yield row | {"error": str(wrong)}
            continue
        first = result.rows[0] if result.rows else {}
        yield row | {
            "count": result.total, "capped": result.capped,
            "newest": first.get("published_day") or first.get("published_month"),
            "hits": [{name: one[name] for name in ("id", "published", "portal", "title")} for one in result.rows],
        }  # fmt: skip


def as_query(line: str) -> str:
    """The query that a line means."""
    words = line.split()
    signs = any(sign in line for sign in _SIGNS) or any(
        word == "OR" or (word[0] == "-" and len(word) > 1) for word in words
    )
    return line if signs or len(words) < 2 else f'"{line}"'
