"""What was withdrawn: on record, asked before anything is fetched or stored."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.archive import quoting
from crawler.archive.distinct import distinctive
from crawler.errors import UsageError

HIDE, ERASE = "hide", "erase"
_SAME = 0.6
"""Share of a text's runs that must be those of an erased article to be that article under another address."""
_TEXTS = ("title", "lead", "body", "captions")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A row of ``withdrawals``; ``done_at`` is ``None`` while an erasure isn't finished."""

    id: str
    mode: str
    reason: str
    at: str
    done_at: str | None

    def __str__(self) -> str:
        what = "erased" if self.mode == ERASE else "hidden"
        return f"article {self.id} was withdrawn on {self.at[:10]} ({what}): {self.reason}"


def find(db: sqlite3.Connection, identity: str) -> Withdrawal | None:
    """The withdrawal of an article's id, ``None`` when there is none."""
    row = db.execute("SELECT id, mode, reason, at, done_at FROM withdrawals WHERE id = ?", (identity,)).fetchone()
    return Withdrawal(*row) if row else None


def pending(db: sqlite3.Connection) -> list[str]:
    """Ids whose erasure was begun and not finished."""
    rows = db.execute("SELECT id FROM withdrawals WHERE mode = ? AND done_at IS NULL ORDER BY id", (ERASE,))
    return [row[0] for row in rows]


def resolve(db: sqlite3.Connection, identity: str) -> str:
    """The id under which an article stands today; ids that were folded away are followed."""
    seen: set[str] = set()
    while identity not in seen:
        seen.add(identity)
        row = db.execute("SELECT id FROM aliases WHERE old_id = ?", (identity,)).fetchone()
        if row is None:
            break
        identity = row[0]
    return identity


def record(db: sqlite3.Connection, identity: str, *, mode: str, reason: str, at: str) -> Withdrawal:
    """Writes down a withdrawal and hides the article at once; an erasure is done by :mod:`crawler.archive.erase`.

    ``identity`` may be an id that was folded away. What is already withdrawn stays as it was, save that what was
    hidden may be erased. Inside a transaction.

    Raises ``UsageError`` when no article has the id, or when it was erased and is to be hidden.
    """
    found = resolve(db, identity)
    row = db.execute("SELECT portal, key FROM articles WHERE id = ?", (found,)).fetchone()
    known = find(db, found)
    if known and (known.mode == ERASE or mode == HIDE):
        if known.mode != mode:
            raise UsageError(f"{known}; what was erased can't be hidden")
        return known
    if row is None:
        raise UsageError(f"no article {identity!r} in this archive; 'tintinh search' prints ids")
    done = at if mode == HIDE else None
    db.execute(
        """INSERT INTO withdrawals(id, portal, key, mode, reason, at, done_at) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(id) DO UPDATE SET mode = excluded.mode, reason = excluded.reason, at = excluded.at,
        done_at = excluded.done_at""",
        (found, row[0], row[1], mode, reason, at, done),
    )
    db.execute("UPDATE articles SET hidden_at = coalesce(hidden_at, ?) WHERE id = ?", (at, found))
    if mode == ERASE:
        block(db, row[0], [row[1]], found)
    return Withdrawal(found, mode, reason, at, done)


def block(db: sqlite3.Connection, portal: str, keys: Iterable[str], identity: str) -> None:
    """No crawl asks for these identities any more. Inside a transaction."""
    values = [(portal, key, identity) for key in keys]
    db.executemany("INSERT OR IGNORE INTO withdrawn_keys VALUES (?, ?, ?)", values)


def erased(db: sqlite3.Connection, portal: str, key: str, identity: str | None = None) -> str | None:
    """The id of the erasure that an article falls under by key or id; ``None`` for all others."""
    row = db.execute("SELECT withdrawal_id FROM withdrawn_keys WHERE portal = ? AND key = ?", (portal, key)).fetchone()
    if row is None and identity is not None:
        row = db.execute(
            "SELECT id FROM withdrawals WHERE id = ? AND mode = ?", (resolve(db, identity), ERASE)
        ).fetchone()
    return row[0] if row else None


def overwritten(db: sqlite3.Connection, portal: str | None = None) -> list[str]:
    """Ids of a portal's articles, or all, whose stored pages were overwritten because they quoted what was erased."""
    rows = db.execute(
        """SELECT a.id FROM articles a JOIN captures c ON c.id IN (a.capture_id,
          (SELECT p.capture_id FROM article_parts p JOIN captures l ON l.id = p.capture_id
           WHERE p.article_id = a.id AND l.warc IS NULL AND l.withdrawal_id IS NOT NULL))
        WHERE c.warc IS NULL AND c.withdrawal_id IS NOT NULL AND (? IS NULL OR a.portal = ?)
        GROUP BY a.id ORDER BY a.id""",
        (portal, portal),
    )
    return [row[0] for row in rows]


def same_text(db: sqlite3.Connection, portal: str, texts: Iterable[str | None]) -> str | None:
    """The id of the erased article of the same portal whose text this is, under whatever address it came back."""
    if not _any(db):
        return None
    found = quoting.digests(texts)
    counts: dict[str, int] = {}
    for digest in found:
        for (identity,) in db.execute(
            """SELECT withdrawal_id FROM withdrawn_runs JOIN withdrawals w ON w.id = withdrawal_id
            WHERE hash = ? AND w.portal = ?""",
            (digest, portal),
        ):
            counts[identity] = counts.get(identity, 0) + 1
    best = max(counts, key=lambda one: counts[one], default=None)
    return best if best is not None and counts[best] >= _SAME * len(found) else None


def quoted_by(db: sqlite3.Connection, body: bytes, own: Iterable[str | None] = ()) -> str | None:
    """The id of an erased article that a page quotes; ``own`` are the words of the article that the page is.

    What stands in another article may be said there.
    """
    if not _any(db):
        return None
    said = quoting.by_digest(quoting.page_texts(body))
    for digest in said.keys() - quoting.digests(own):
        row = db.execute("SELECT withdrawal_id FROM withdrawn_runs WHERE hash = ?", (digest,)).fetchone()
        if row and distinctive(db, {said[digest]}):
            return str(row[0])
    return None


def _any(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM withdrawn_runs LIMIT 1").fetchone() is not None
