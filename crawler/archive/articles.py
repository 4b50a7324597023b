"""Storing what was read: new articles, revisions by the portal, and nothing twice."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.archive.ids import (
    JOIN,
    article_id,
    assets_hash,
    body_text,
    content_hash,
    order_floor,
)
from crawler.models import EXTRACTOR, Article, Asset

CHILDREN = (
    "images",
    "attachments",
    "media",
    "tags",
    "article_notes",
    "article_dates",
    "article_places",
    "article_parts",
)
PAGE_BASES = ("page", "metadata", "address")
_TEXTS = ("title", "lead", "body", "captions", "byline")
_QUIET = ("source", "section", "updated", "canonical_url")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an article, and its id.

    ``new``, ``edited`` (a revision), ``touched`` (only its section, source, tags, edit time or address changed:
    the new page is kept and stands for the article), ``unchanged``, or ``reread``.
    """

    outcome: str
    id: str


def columns(article: Article) -> dict[str, Any]:
    """The article's own columns; nothing of when or how it was obtained."""
    body = body_text(article)
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "kind": article.kind,
        "family": article.family,
        "title": article.title,
        "lead": article.lead,
        "body": body,
        "captions": JOIN.join(article.captions) or None,
        "byline": article.byline,
        "source": article.source,
        "section": article.section,
        "published": article.published,
        "published_precision": article.published_precision,
        "published_basis": article.published_basis,
        "published_text": article.published_text,
        "published_day": _day(article.published),
        "published_month": article.published[:7] if article.published else None,
        "updated": article.updated,
        "unit_id": article.unit and article.unit["id"],
        "province_id": article.province and article.province["id"],
        "province_now_id": article.province_now and article.province_now["id"],
        "unit_code": article.unit and article.unit["id"].rpartition("-")[2],
        "province_code": article.province and article.province["id"].rpartition("-")[2],
        "content_hash": content_hash(article.title, article.lead, body),
        "attachments_hash": assets_hash(article.attachments),
        "extractor": EXTRACTOR,
    }


def _day(published: str | None) -> str | None:
    """The day in Viet Nam, whose offset every stored time has; ``None`` when only the month is known."""
    return published[:10] if published and len(published) >= 10 else None


def is_edit(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the portal changed the article: its words, its documents, or the date that its page tells.

    A date that only lists told is our piecing together, and becomes better without any edit.
    """
    if any(old[name] != new[name] for name in (*_TEXTS, "attachments_hash")):
        return True
    before, after = _own_date(old), _own_date(new)
    if before and after:
        # Another skin of the same page may print its stamp less precisely.
        size = min(len(before), len(after), 16)
        return before[:size] != after[:size]
    return before != after


def _own_date(values: Mapping[str, Any]) -> str | None:
    """The date that page, metadata or address tell; ``None`` for one that only lists told."""
    return values["published"] if values["published_basis"] in PAGE_BASES else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class Articles:
    """The article tables of an open archive. Callers hold the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def find(self, portal: str, key: str) -> sqlite3.Row | None:
        """The stored article of that identity, ``None`` when there is none."""
        row: sqlite3.Row | None = self._db.execute(
            "SELECT * FROM articles WHERE portal = ? AND key = ?", (portal, key)
        ).fetchone()
        return row

    def insert(
        self,
        article: Article,
        key: str,
        capture: int,
        seen_at: str,
        *,
        rights: str | None,
        obtained: str = "live",
    ) -> Saved:
        """Stores an article that was never seen before."""
        values = columns(article)
        identity = article_id(article.portal or "", article.canonical_url or "")
        values |= {
            "id": identity, "portal": article.portal, "key": key, "ord": self.place(article.published, identity),
            "language": "vi", "rights": rights, "added_at": seen_at, "changed_at": seen_at,
            "first_seen": seen_at, "last_seen": seen_at, "revision": 1, "capture_id": capture, "obtained": obtained,
        }  # fmt: skip
        names = ", ".join(values)
        self._db.execute(
            f"INSERT INTO articles({names}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608 - own column names
            tuple(values.values()),
        )
        self._children(identity, article, fresh=True)
        self._revise(identity, 1, values, capture, seen_at)
        return Saved("new", identity)

    def see_again(
        self, row: sqlite3.Row, article: Article, capture: int, seen_at: str, *, stays: Callable[[], bool] = bool
    ) -> Saved:
        """Compares a known article, as today's extractor read it, with today's page.

        ``stays`` tells whether the stored page must go on standing for a text that wasn't edited.
        """
        before = dict(row)
        now = columns(article)
        found = {"last_seen": seen_at, "gone_since": None, "gone_kind": None}
        if not is_edit(before, now):
            touched = any(before[name] != now[name] for name in _QUIET) or self._differs(row["id"], article)
            if touched:
                capture = row["capture_id"] if stays() else capture
                found |= now | {"capture_id": capture}
                self._children(row["id"], article)
                self._db.execute(
                    "UPDATE revision_rows SET capture_id = ? WHERE article_id = ? AND revision = ?",
                    (capture, row["id"], row["revision"]),
                )
            self._write(row, found)
            return Saved("touched" if touched else "unchanged", row["id"])
        self.revise(row, article, capture, seen_at)
        return Saved("edited", row["id"])

    def revise(self, row: sqlite3.Row, article: Article, capture: int, seen_at: str) -> None:
        """A new revision by the portal: the old text moves to its own row, today's takes the article's."""
        now = columns(article)
        number = row["revision"] + 1
        self._db.execute(
            """UPDATE revision_rows SET title = ?, lead = ?, body = ?, captions = ?, byline = ?, published = ?,
            last_at = ? WHERE article_id = ? AND revision = ?""",
            (*(row[name] for name in _TEXTS), row["published"], row["last_seen"], row["id"], row["revision"]),
        )
        times = {"changed_at": seen_at, "last_seen": seen_at, "gone_since": None, "gone_kind": None}
        self._write(row, now | times | {"revision": number, "capture_id": capture})
        self._children(row["id"], article)
        self._revise(row["id"], number, now, capture, seen_at)

    def reread(self, row: sqlite3.Row, article: Article) -> Saved:
        """Puts a new reading of the same bytes in the old one's place: no revision, the portal did nothing."""
        now = columns(article)
        self._write(row, now)
        self._children(row["id"], article)
        self._db.execute(
            """UPDATE revision_rows SET content_hash = ?, attachments_hash = ?, extractor = ?
            WHERE article_id = ? AND revision = ?""",
            (now["content_hash"], now["attachments_hash"], EXTRACTOR, row["id"], row["revision"]),
        )
        return Saved("reread", row["id"])

    def rekey(self, row: sqlite3.Row, key: str) -> None:
        """The article answers under another identity from now on."""
        self._db.execute("UPDATE articles SET key = ? WHERE id = ?", (key, row["id"]))

    def fold_away(self, row: sqlite3.Row) -> None:
        """Removes a row that turned out to be another row's article; its captures stay."""
        for table in (*CHILDREN, "revision_rows"):
            self._db.execute(f"DELETE FROM {table} WHERE article_id = ?", (row["id"],))  # noqa: S608 - own names
        self._db.execute("UPDATE failures SET article_id = NULL WHERE article_id = ?", (row["id"],))
        self._db.execute("DELETE FROM articles WHERE id = ?", (row["id"],))

    def _differs(self, identity: str, article: Article) -> bool:
        """Whether tags, pictures or media are others than those stored."""
        tags = [row[0] for row in self._listed("tags", "tag", identity)]
        pictures = {row[0] for row in self._listed("images", "url", identity)}
        media = {row[0] for row in self._listed("media", "url", identity)}
        # Another number of pages: the new first page names them.
        paged = {row[0] for row in self._listed("article_notes", "note", identity) if row[0].startswith("paged:")}
        now = (
            {one.url for one in article.images},
            {one.url for one in article.media},
            {note for note in article.notes if note.startswith("paged:")},
        )
        return tags != article.tags or (pictures, media, paged) != now

    def _listed(self, table: str, name: str, identity: str) -> list[sqlite3.Row]:
        return self._db.execute(
            f"SELECT {name} FROM {table} WHERE article_id = ? ORDER BY position",  # noqa: S608 - own names
            (identity,),
        ).fetchall()

    def _write(self, row: sqlite3.Row, values: dict[str, Any]) -> None:
        """Updates what differs; the index is touched only when its words or the order change."""
        changed = {name: value for name, value in values.items() if row[name] != value}
        if "published" in changed:
            changed["ord"] = self.place(changed["published"], row["id"])
        if changed:
            sets = ", ".join(f"{name} = ?" for name in changed)
            self._db.execute(f"UPDATE articles SET {sets} WHERE id = ?", (*changed.values(), row["id"]))  # noqa: S608 - own column names

    def place(self, published: str | None, identity: str) -> int:
        """The first free place in newest-first order for that time; a day may hold thousands in a row."""
        place = order_floor(published, identity)
        if not self._db.execute("SELECT 1 FROM facets WHERE ord = ?", (place,)).fetchone():
            return place
        step, side, order = (-1, "<=", "DESC") if published is None else (1, ">=", "ASC")
        (last,) = self._db.execute(
            f"""SELECT f.ord FROM facets f WHERE f.ord {side} ?
            AND NOT EXISTS (SELECT 1 FROM facets g WHERE g.ord = f.ord + {step}) ORDER BY f.ord {order} LIMIT 1""",  # noqa: S608 - own words
            (place,),
        ).fetchone()
        return int(last) + step

    def _revise(self, identity: str, number: int, values: dict[str, Any], capture: int, seen_at: str) -> None:
        self._db.execute(
            """INSERT INTO revision_rows(article_id, revision, seen_at, capture_id, content_hash,
            attachments_hash, extractor) VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                identity,
                number,
                seen_at,
                capture,
                values["content_hash"],
                values["attachments_hash"],
                EXTRACTOR,
            ),
        )

    def _children(self, identity: str, article: Article, *, fresh: bool = False) -> None:
        self._assets("images", "caption", identity, article.images, fresh)
        self._assets("attachments", "title", identity, article.attachments, fresh)
        self._assets("media", "title", identity, article.media, fresh)
        self._rows("tags", identity, [(tag,) for tag in article.tags], "tag", fresh)
        self._rows("article_notes", identity, [(note,) for note in article.notes], "note", fresh)
        dates = [(one["text"], one["value"], one["precision"], one["basis"]) for one in article.dates]
        self._rows("article_dates", identity, dates, "text, value, precision, basis", fresh)
        places = [
            (one["text"], one["unit_id"], _json({"name": one["name"], "candidates": one["candidates"]}))
            for one in article.places
        ]
        self._rows("article_places", identity, places, "text, unit_id, candidates", fresh)

    def _assets(self, table: str, words: str, identity: str, assets: list[Asset], fresh: bool) -> None:
        rows: list[tuple[Any, ...]] = [(one.url, one.text, one.kind) for one in assets]
        self._rows(table, identity, rows, f"url, {words}, kind", fresh)

    def _rows(self, table: str, identity: str, rows: list[tuple[Any, ...]], names: str, fresh: bool) -> None:
        """Replaces the rows of one article when they differ; a fresh article has none to compare with."""
        if not fresh:
            found = self._db.execute(
                f"SELECT {names} FROM {table} WHERE article_id = ? ORDER BY position",  # noqa: S608 - own names
                (identity,),
            ).fetchall()
            if [tuple(row) for row in found] == rows:
                return
            self._db.execute(f"DELETE FROM {table} WHERE article_id = ?", (identity,))  # noqa: S608 - own names
        if rows:
            marks = ", ".join("?" * (2 + names.count(",") + 1))
            self._db.executemany(
                f"INSERT INTO {table}(article_id, position, {names}) VALUES ({marks})",  # noqa: S608 - own names
                [(identity, place, *row) for place, row in enumerate(rows)],
            )
