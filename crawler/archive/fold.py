"""One article that several machines saw: its revisions in order of time, equal texts once, the latest look first.

The result doesn't depend on which machine is named first, so that archives can be merged in any order.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crawler.archive.articles import CHILDREN, PAGE_BASES
from crawler.errors import UsageError

TEXTS = ("title", "lead", "body", "captions", "byline")
_SAID = ("content_hash", "captions", "byline", "attachments_hash")
Row = dict[str, Any]


@dataclass(slots=True)
class Version:
    """An article as one archive holds it: its row, its revisions oldest first, its child rows by table."""

    row: Row
    revisions: list[Row]
    children: dict[str, list[Row]]

    @property
    def rank(self) -> tuple[str, str]:
        """What decides whose row stands: the latest look, then the row itself."""
        row = {name: value for name, value in self.row.items() if name not in ("ord", "capture_id", "cluster_id")}
        return str(self.row["last_seen"]), json.dumps(row, sort_keys=True, ensure_ascii=False)


def load(db: sqlite3.Connection, row: sqlite3.Row) -> Version:
    """An article of an archive with all that belongs to it."""
    values = dict(row)
    # The newest revision's words stand in the article's row.
    revisions = [
        dict(one) | ({name: values[name] for name in (*TEXTS, "published")} if one["newest"] else {})
        for one in db.execute(
            "SELECT *, revision = ? AS newest FROM revision_rows WHERE article_id = ? ORDER BY revision",
            (values["revision"], values["id"]),
        )
    ]
    for one in revisions:
        one["last_at"] = values["last_seen"] if one["newest"] else one["last_at"] or one["seen_at"]
        one["own_date"] = _own_date(one, values)
    tables = CHILDREN
    children = {
        table: [
            dict(child)
            for child in db.execute(
                f"SELECT * FROM {table} WHERE article_id = ? ORDER BY position",  # noqa: S608 - own names
                (values["id"],),
            )
        ]
        for table in tables
    }
    return Version(values, revisions, children)


def _own_date(revision: Row, row: Row) -> str | None:
    """The date by which revisions are compared: lists' word of it is no edit."""
    if revision["newest"] and row["published_basis"] not in PAGE_BASES:
        return None
    return revision["published"][:16] if revision["published"] else None


def fold(versions: list[Version]) -> Version:
    """One article of several versions; ids and places in order are the caller's to give.

    Raises ``UsageError`` when their newest texts were read by different extractors, whose readings can't be compared.
    """
    if len({one.row["extractor"] for one in versions}) > 1:
        names = ", ".join(sorted({one.row["extractor"] for one in versions}))
        raise UsageError(
            f"article {versions[0].row['id']} was read by different versions of tintinh ({names});"
            " run 'tintinh reparse' on each archive first, then merge"
        )
    latest = max(versions, key=lambda one: one.rank)
    first = min(versions, key=lambda one: (one.row["first_seen"], one.row["id"]))
    revisions = _interleave([revision for one in versions for revision in one.revisions])
    row = latest.row | {
        "id": first.row["id"], "obtained": first.row["obtained"], "first_seen": first.row["first_seen"],
        "added_at": min(one.row["added_at"] for one in versions), "changed_at": revisions[-1]["seen_at"],
        "revision": len(revisions), "hidden_at": _earliest(one.row["hidden_at"] for one in versions),
    }  # fmt: skip
    gone = [
        (one.row["gone_since"], one.row["gone_kind"])
        for one in versions
        if one.row["gone_since"] and one.row["gone_since"] > row["last_seen"]
    ]
    row["gone_since"], row["gone_kind"] = min(gone, default=(None, None))
    revisions[-1]["capture_id"] = row["capture_id"]
    return Version(row, revisions, latest.children)


def _earliest(times: Iterable[str | None]) -> str | None:
    return min((one for one in times if one), default=None)


def _interleave(revisions: list[Row]) -> list[Row]:
    """Every revision was seen from one moment to another: both are looks, and looks that saw the same are one."""
    looks = [(one[name], one["revision"], _key(one), one) for one in revisions for name in ("seen_at", "last_at")]
    made: list[Row] = []
    for at, _, _, revision in sorted(looks, key=lambda look: look[:3]):
        if made and _same(made[-1], revision):
            made[-1]["last_at"] = at
            made[-1]["own_date"] = made[-1]["own_date"] or revision["own_date"]
            if revision["newest"]:
                made[-1] |= {name: revision[name] for name in (*TEXTS, "published", "content_hash", "extractor")}
        else:
            made.append(revision | {"seen_at": at, "last_at": at})
    for number, one in enumerate(made, 1):
        one["revision"] = number
    return made


def _key(revision: Row) -> str:
    return json.dumps([revision[name] for name in (*_SAID, "published")], ensure_ascii=False)


def _same(one: Row, other: Row) -> bool:
    if any(one[name] != other[name] for name in _SAID):
        return False
    before, after = one["own_date"], other["own_date"]
    return not before or not after or before.startswith(after) or after.startswith(before)
