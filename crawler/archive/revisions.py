"""What the portal changed between two revisions of an article: field by field, word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from crawler.archive.articles import columns
from crawler.archive.ids import JOIN
from crawler.archive.reader import Archive
from crawler.archive.store import read_row
from crawler.errors import DamagedError, UsageError

TEXTS = ("title", "lead", "body", "captions", "byline", "published")
_LINED = ("body", "captions")
_WORDS = re.compile(r"\S+\s*|\s+")
_COSTLY = 4_000_000
"""Pairs of words from which a comparison would take seconds: the passage is then told as one change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: ``equal``, ``deleted`` (only in the first revision) or ``inserted`` (only in the second)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs; ``lines`` are its paragraphs (one for a title), each with its pieces."""

    field: str
    lines: list[list[Piece]]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"field": self.field, "lines": [[asdict(piece) for piece in line] for line in self.lines]}


def compare(archive: Archive, row: dict[str, Any], first: int, second: int) -> list[Change]:
    """The fields in which two revisions of an article differ, in the order of a page; empty when none does.

    Raises ``UsageError`` for a revision that there is not.
    """
    known = {one["revision"]: one for one in archive.revisions(row["id"])}
    for number in (first, second):
        if number not in known:
            there = ", ".join(str(one) for one in known)
            raise UsageError(f"{row['id']} has no revision {number}; there is {there}")
    old, new = known[first], known[second]
    changes = []
    for name in TEXTS:
        if old[name] != new[name]:
            changes.append(Change(name, list(_lines(_split(name, old[name]), _split(name, new[name])))))
    if old["attachments_hash"] != new["attachments_hash"]:
        listed = [_attachments(archive, row, one) for one in (old, new)]
        changes.append(Change("attachments", list(_lines(*listed))))
    return changes


def _split(name: str, text: str | None) -> list[str]:
    if not text:
        return []
    return text.split(JOIN) if name in _LINED else [text]


def _attachments(archive: Archive, row: dict[str, Any], revision: dict[str, Any]) -> list[str]:
    """A revision's files: the present one's are stored, a former one's are read from its page again."""
    if revision["revision"] == row["revision"]:
        found = archive.rows("SELECT url, title FROM attachments WHERE article_id = ? ORDER BY position", row["id"])
        return [_named(one["title"], one["url"]) for one in found]
    # Addresses of files are relative to the page's, and an article may have moved since.
    pages = archive.rows("SELECT url FROM captures WHERE id = ?", revision["capture_id"])
    url = next((page["url"] for page in pages), row["url"])
    try:
        article = read_row(archive.db, archive.path, row | {"capture_id": revision["capture_id"], "url": url})
    except DamagedError as wrong:
        return [f"(the files of revision {revision['revision']} can't be told: {wrong})"]
    if columns(article)["attachments_hash"] != revision["attachments_hash"]:
        return [f"(the files of revision {revision['revision']} were read by another extractor; see 'tintinh reparse')"]
    return [_named(one.text, one.url) for one in article.attachments]


def _named(title: str | None, url: str) -> str:
    return f"{title} <{url}>" if title else f"<{url}>"


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[list[Piece]]:
    """Paragraphs are matched first, so that one put in between doesn't shift all others."""
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            yield from ([Piece("equal", line)] for line in old[a:b])
            continue
        for place in range(max(b - a, d - c)):
            before = old[a + place] if a + place < b else ""
            after = new[c + place] if c + place < d else ""
            yield list(pieces(before, after))


def pieces(old: str, new: str) -> Iterable[Piece]:
    """Two lines as runs of words that are equal, deleted or inserted."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if not before or not after or len(before) * len(after) > _COSTLY:
        yield from (Piece(op, text) for op, text in (("deleted", old), ("inserted", new)) if text)
        return
    for op, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            yield Piece("equal", "".join(before[a:b]))
            continue
        if b > a:
            yield Piece("deleted", "".join(before[a:b]))
        if d > c:
            yield Piece("inserted", "".join(after[c:d]))
