"""The rows that an erasure takes out, table by table. Callers hold the transaction."""

import json
import sqlite3
from collections.abc import Iterable

from crawler.archive import quoting
from crawler.archive.articles import CHILDREN
from crawler.archive.distinct import distinctive

_ROWS = (*CHILDREN, "revision_rows")


def named(db: sqlite3.Connection, identity: str) -> set[str]:
    """The ids under which what an erasure names stands: its own, and those of articles at addresses that it blocks."""
    rows = db.execute(
        "SELECT a.id FROM withdrawn_keys k JOIN articles a USING (portal, key) WHERE k.withdrawal_id = ?", (identity,)
    )
    return {identity, *(row[0] for row in rows)}


def addresses(db: sqlite3.Connection, identity: str, portal: str) -> set[str]:
    """Every address under which something was fetched for an erased article."""
    rows = db.execute(
        """WITH mine AS (SELECT portal, key FROM withdrawals WHERE id = :id
            UNION SELECT portal, key FROM withdrawn_keys WHERE withdrawal_id = :id),
          ids AS (SELECT value AS id FROM json_each(:ids))
        SELECT url FROM articles WHERE id IN ids UNION SELECT canonical_url FROM articles WHERE id IN ids
        UNION SELECT url FROM article_parts WHERE article_id IN ids
        UNION SELECT url FROM failures WHERE article_id IN ids
        UNION SELECT url FROM frontier WHERE (portal, key) IN mine
        UNION SELECT url FROM frontier WHERE role = 'part' AND (portal, parent) IN mine
        UNION SELECT c.url FROM captures c WHERE c.id IN (
          SELECT capture_id FROM revision_rows WHERE article_id IN ids
          UNION SELECT capture_id FROM article_parts WHERE article_id IN ids
          UNION SELECT capture_id FROM attachments o WHERE article_id IN ids AND NOT EXISTS (
            SELECT 1 FROM attachments x WHERE x.capture_id = o.capture_id AND x.article_id NOT IN ids)
          UNION SELECT capture_id FROM images o WHERE article_id IN ids AND NOT EXISTS (
            SELECT 1 FROM images x WHERE x.capture_id = o.capture_id AND x.article_id NOT IN ids))
        UNION SELECT f.url FROM frontier f JOIN frontier g ON g.portal = f.portal AND g.parent = f.key
          WHERE g.portal = :portal AND g.role = 'article' AND f.role = 'article' AND (g.portal, g.key) IN mine""",
        {"id": identity, "ids": json.dumps(sorted(named(db, identity))), "portal": portal},
    )
    return {row[0] for row in rows if row[0]}


def remove(db: sqlite3.Connection, identity: str, portal: str, keys: Iterable[str], urls: Iterable[str]) -> None:
    """Takes out what an erasure names with all that hangs on it; captures stay as rows that point to it.

    Ids under which it stood beside its own lead to it.
    """
    for one in sorted(named(db, identity)):
        for table in _ROWS:
            db.execute(f"DELETE FROM {table} WHERE article_id = ?", (one,))  # noqa: S608 - own names
        db.execute("DELETE FROM articles WHERE id = ?", (one,))
        db.execute("UPDATE failures SET detail = NULL, article_id = NULL WHERE article_id = ?", (one,))
        if one != identity:
            db.execute("UPDATE aliases SET id = ? WHERE id = ?", (identity, one))
            db.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (one, identity))
    db.execute("DELETE FROM aliases WHERE old_id = ?", (identity,))
    for key in keys:
        db.execute("DELETE FROM sightings WHERE portal = ? AND key = ?", (portal, key))
        db.execute(
            """UPDATE frontier SET state = 'skipped', reason = 'withdrawn', parent = NULL, form = NULL
            WHERE portal = ? AND (key = ? OR (role = 'part' AND parent = ?))""",
            (portal, key, key),
        )
    for url in urls:
        db.execute("DELETE FROM sightings WHERE url = ?", (url,))
        db.execute("UPDATE failures SET detail = NULL WHERE url = ?", (url,))
        db.execute("UPDATE captures SET withdrawal_id = ? WHERE url = ? AND warc IS NULL", (identity, url))


def only_erased(db: sqlite3.Connection, texts: list[str], runs: set[int], gone: Iterable[str]) -> set[int]:
    """Those of the digests ``runs`` whose words stand in the texts and that no article says, save the ids ``gone``."""
    said = quoting.by_digest(texts)
    left = distinctive(db, {said[digest] for digest in runs & said.keys()}, gone)
    return {digest for digest in runs & said.keys() if said[digest] in left}


def silence(db: sqlite3.Connection, runs: set[int], gone: Iterable[str]) -> None:
    """Takes the words out of what lists and failures said of other addresses; what others say may be said there."""
    quoting_rows = [
        row[0]
        for row in db.execute("SELECT rowid, title, text FROM sightings WHERE length(title) > 12 OR length(text) > 12")
        if only_erased(db, [text for text in row[1:] if text], runs, gone)
    ]
    for number in quoting_rows:
        db.execute("UPDATE OR REPLACE sightings SET title = NULL, text = NULL WHERE rowid = ?", (number,))
    details = db.execute("SELECT id, detail FROM failures WHERE length(detail) > 12").fetchall()
    for number, detail in details:
        if only_erased(db, [detail], runs, gone):
            db.execute("UPDATE failures SET detail = NULL WHERE id = ?", (number,))
