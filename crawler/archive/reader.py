"""Reading an archive: what the command line, notebooks and the site ask of it. Never writes, never waits."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from crawler.archive import database
from crawler.archive.ids import JOIN
from crawler.archive.search import Filters, Result, search
from crawler.archive.store import read_row
from crawler.errors import UsageError
from crawler.models import Article
from crawler.places import find_documents

_CHILDREN = {
    "images": ("images", "url, caption, kind"),
    "attachments": ("attachments", "url, title, kind"),
    "media": ("media", "url, title, kind"),
    "dates": ("article_dates", "text, value, precision, basis"),
}


STORED_KEYS = ("id", "revision", "added_at", "gone_since", "gone_kind", "cluster_id")
"""What lines of search and export add to an article's own keys."""
DOCUMENT_KEYS = (*Article().to_dict(), *STORED_KEYS)


class Archive:
    """An archive open for reading; a context manager. Rows are plain dicts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = database.open_for_reading(path)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self.db.close()

    def search(
        self,
        text: str = "",
        filters: Filters | None = None,
        *,
        sort: str = "relevance",
        limit: int | None = 20,
    ) -> Result:
        """Finds articles; see :func:`crawler.archive.search.search`."""
        return search(self.db, text, filters, sort=sort, limit=limit)

    def resolve(self, identity: str) -> str:
        """The id under which an article stands today; ids that were folded away are followed."""
        seen: set[str] = set()
        while identity not in seen:
            seen.add(identity)
            row = self.db.execute("SELECT id FROM aliases WHERE old_id = ?", (identity,)).fetchone()
            if row is None:
                break
            identity = row["id"]
        return identity

    def get(self, identity: str) -> dict[str, Any]:
        """One article's row by its id or an old one.

        Raises ``UsageError`` when no article has it.
        """
        row = self.db.execute("SELECT * FROM articles WHERE id = ?", (self.resolve(identity),)).fetchone()
        if row is None:
            raise UsageError(f"no article {identity!r} in {self.path}; 'tintinh search' prints ids")
        return dict(row)

    def document(self, row: dict[str, Any]) -> dict[str, Any]:
        """A stored article under the keys of ``clean``, with what only the archive knows of it."""
        found = Article().to_dict()
        found |= {key: row[key] for key in found if key in row}
        found["portal"] = None if self._is_undeclared(row["portal"]) else row["portal"]
        for key in ("body", "captions"):
            found[key] = row[key].split(JOIN) if row[key] else []
        for key, (table, names) in _CHILDREN.items():
            found[key] = self._children(table, names, row["id"])
        for key in ("unit", "province", "province_now"):
            found[key] = self._unit(row[f"{key}_id"])
        found["places"] = [
            {"text": one["text"], "unit_id": one["unit_id"]} | json.loads(one["candidates"] or "{}")
            for one in self._children("article_places", "text, unit_id, candidates", row["id"])
        ]
        text = "\n".join(filter(None, (row["title"], row["lead"], row["body"])))
        found["documents"] = find_documents(text)
        found["tags"] = [one["tag"] for one in self._children("tags", "tag", row["id"])]
        found["notes"] = [one["note"] for one in self._children("article_notes", "note", row["id"])]
        for key in STORED_KEYS:
            found[key] = row[key]
        return found

    def reading(self, row: dict[str, Any]) -> Article:
        """The article read anew from its stored page, with the furniture that was stripped.

        Raises ``DamagedError`` when the bytes aren't whole.
        """
        return read_row(self.db, self.path, row)

    def revisions(self, identity: str) -> list[dict[str, Any]]:
        """All revisions of an article, oldest first, each with its full text."""
        return self._all("SELECT * FROM revisions WHERE article_id = ? ORDER BY revision", identity)

    def captures(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Every answer for the article's addresses, and those that its revisions were read from, oldest first."""
        return self._all(
            """SELECT * FROM captures WHERE url IN (?, ?)
            OR id IN (SELECT capture_id FROM revision_rows WHERE article_id = ?) ORDER BY fetched_at, id""",
            *(row["url"], row["canonical_url"], row["id"]),
        )

    def portals(self) -> list[dict[str, Any]]:
        """Portals in the archive with their figures."""
        return self._all(
            """SELECT p.*, count(a.id) AS articles, count(a.published) AS dated, max(a.published_day) AS newest,
            max(a.last_seen) AS last_seen FROM portals p LEFT JOIN articles a ON a.portal = p.name
            GROUP BY p.name ORDER BY p.name"""
        )

    def rows(self, sql: str = "SELECT * FROM frame", *values: Any) -> Iterator[dict[str, Any]]:
        """Rows of any SELECT, one at a time."""
        for row in self.db.execute(sql, values):
            yield dict(row)

    def _children(self, table: str, names: str, identity: str) -> list[dict[str, Any]]:
        return self._all(
            f"SELECT {names} FROM {table} WHERE article_id = ? ORDER BY position",  # noqa: S608 - own names
            identity,
        )

    def _unit(self, unit_id: str | None) -> dict[str, str] | None:
        row = self.db.execute("SELECT unit_id, name FROM units WHERE unit_id = ?", (unit_id,)).fetchone()
        return {"id": row["unit_id"], "name": row["name"]} if row else None

    def _is_undeclared(self, portal: str) -> bool:
        row = self.db.execute("SELECT status FROM portals WHERE name = ?", (portal,)).fetchone()
        return bool(row and row["status"] == "undeclared")

    def _all(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in self.db.execute(sql, values)]


def open(path: str | Path = "archive.db") -> Archive:  # noqa: A001 - crawler.archive.open is the contract's name
    """Opens an archive for reading.

    Raises ``UsageError`` when there is none at the path, or the file is something else.
    """
    return Archive(Path(path))
