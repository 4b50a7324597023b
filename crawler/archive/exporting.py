"""Every article that a search finds, one after another, in flat memory: what exports and frames are made of."""

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any

from crawler.archive.ids import JOIN
from crawler.archive.search import Filters, places
from crawler.errors import DamagedError, UsageError
from crawler.models import Article
from crawler.places import find_documents

BATCH = 500
"""Articles that are fetched at once: SQLite takes at least 999 values in one statement."""
STORED_KEYS = ("id", "revision", "added_at", "gone_since", "gone_kind", "cluster_id")
"""What lines of search and export add to an article's own keys."""
DOCUMENT_KEYS = (*Article().to_dict(), *STORED_KEYS)
FLAT_KEYS = ("published_day", "published_month", "unit_id", "province_id", "province_now_id")
"""Columns for grouping that Parquet files have besides."""
_CHILDREN = {
    "images": ("images", "url, caption, kind"),
    "attachments": ("attachments", "url, title, kind"),
    "media": ("media", "url, title, kind"),
    "dates": ("article_dates", "text, value, precision, basis"),
    "places": ("article_places", "text, unit_id, candidates"),
    "tags": ("tags", "tag"),
    "notes": ("article_notes", "note"),
}


def rows(
    db: sqlite3.Connection, text: str = "", filters: Filters | None = None, sort: str = "newest"
) -> Iterator[list[dict[str, Any]]]:
    """Rows of ``articles`` in batches, all that a search finds, as of one moment however long the reader takes.

    What was hidden on request is left out. Undated articles come last. Raises ``UsageError`` for a query that can't
    be understood, ``DamagedError`` when the index names an article that isn't there.
    """
    with _one_moment(db):
        found_at = _places(db, text, filters or Filters(), sort)
        for start in range(0, len(found_at), BATCH):
            wanted = found_at[start : start + BATCH]
            marks = ", ".join("?" * len(wanted))
            found = {
                row["ord"]: dict(row)
                for row in db.execute(f"SELECT * FROM articles WHERE ord IN ({marks})", wanted.tolist())  # noqa: S608 - marks
            }
            if len(found) != len(wanted):
                raise DamagedError("the index names articles that aren't there; see 'tintinh verify'")
            yield [found[place] for place in wanted]


def documents(db: sqlite3.Connection, batches: Iterator[list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """The articles of such batches under the keys of ``clean``, with what only the archive knows of them."""
    return chain.from_iterable(documents_of(db, batch) for batch in batches)


def documents_of(db: sqlite3.Connection, rows: Sequence[dict[str, Any]], *, flat: bool = False) -> list[dict[str, Any]]:
    """A batch of rows as documents: one query a table, not one an article. ``flat`` adds the columns for grouping."""
    ids = [row["id"] for row in rows]
    children = {key: _children(db, table, names, ids) for key, (table, names) in _CHILDREN.items()}
    units = _units(db, {row[f"{key}_id"] for row in rows for key in ("unit", "province", "province_now")})
    undeclared = {row[0] for row in db.execute("SELECT name FROM portals WHERE status = 'undeclared'")}
    more = FLAT_KEYS if flat else ()
    return [_document(row, children, units, undeclared) | {key: row[key] for key in more} for row in rows]


def tags_of(db: sqlite3.Connection, rows: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """The tags of a batch of rows, by article; one without tags isn't in it."""
    found = _children(db, "tags", "tag", [row["id"] for row in rows])
    return {key: [one["tag"] for one in tags] for key, tags in found.items()}


def _document(
    row: dict[str, Any],
    children: dict[str, dict[str, list[dict[str, Any]]]],
    units: dict[str, dict[str, str]],
    undeclared: set[str],
) -> dict[str, Any]:
    found = Article().to_dict()
    found |= {key: row[key] for key in found if key in row}
    found["portal"] = None if row["portal"] in undeclared else row["portal"]
    for key in ("body", "captions"):
        found[key] = row[key].split(JOIN) if row[key] else []
    own = {key: children[key].get(row["id"], []) for key in _CHILDREN}
    for key in ("images", "attachments", "media", "dates"):
        found[key] = own[key]
    for key in ("unit", "province", "province_now"):
        found[key] = units.get(row[f"{key}_id"])
    found["places"] = [
        {"text": one["text"], "unit_id": one["unit_id"]} | json.loads(one["candidates"] or "{}")
        for one in own["places"]
    ]
    found["documents"] = find_documents("\n".join(filter(None, (row["title"], row["lead"], row["body"]))))
    found["tags"] = [one["tag"] for one in own["tags"]]
    found["notes"] = [one["note"] for one in own["notes"]]
    return found | {key: row[key] for key in STORED_KEYS}


def _children(db: sqlite3.Connection, table: str, names: str, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table that belong to these articles, by article, in their order."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    keys = names.split(", ")
    marks = ", ".join("?" * len(ids))
    rows = db.execute(
        f"SELECT article_id, {names} FROM {table} WHERE article_id IN ({marks}) ORDER BY article_id, position",  # noqa: S608 - own names
        ids,
    )
    for owner, *values in rows:
        found[owner].append(dict(zip(keys, values, strict=True)))
    return found


def _units(db: sqlite3.Connection, ids: set[str | None]) -> dict[str, dict[str, str]]:
    wanted = [one for one in ids if one is not None]
    marks = ", ".join("?" * len(wanted))
    rows = db.execute(f"SELECT unit_id, name FROM units WHERE unit_id IN ({marks})", wanted)  # noqa: S608 - marks
    return {unit_id: {"id": unit_id, "name": name} for unit_id, name in rows}


def _places(db: sqlite3.Connection, text: str, filters: Filters, sort: str) -> "array[int]":
    """Where the articles stand in order: eight bytes each, so a million are eight megabytes."""
    if filters.hidden:
        raise UsageError("what was withdrawn from publication is in no export; 'tintinh search' finds it")
    return array("q", places(db, text, filters, sort))


@contextmanager
def _one_moment(db: sqlite3.Connection) -> Iterator[None]:
    """One read transaction: a crawl that goes on meanwhile neither doubles nor drops an article."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        # Whoever stops halfway may have closed the archive before.
        with suppress(sqlite3.ProgrammingError):
            db.execute("ROLLBACK")
