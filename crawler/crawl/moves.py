"""Articles that moved to another address: one article, one id, the other address's id an alias of it."""

import re
import sqlite3

from crawler.archive.frontier import Lease
from crawler.archive.ids import article_id, body_text
from crawler.archive.store import Store
from crawler.models import Article

_WORD = re.compile(r"\w+")
_SAME = 0.6
"""Share of three-word runs that two texts must have in common to be one article, edited."""


class Moves:
    """See the module. Callers hold the transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def follow(self, lease: Lease, key: str, article: Article, found: sqlite3.Row | None) -> sqlite3.Row | None:
        """The row that an article belongs to which was reached by a redirect from another's address.

        A portal may redirect removed articles to any other: only the same headline or mostly the same text
        make it a move, else the old article's look has failed and ``found`` stands.
        """
        old = self._store.articles.find(lease.portal, lease.parent or "")
        if old is None or (found is not None and found["id"] == old["id"]):
            return found
        if not _is_same(old, article):
            words = f"{lease.url} is another article"
            self._store.fail(lease.portal, old["canonical_url"], "redirected_away", words, None, old["id"])
            return found
        other = article_id(lease.portal, article.canonical_url or lease.url)
        if found is not None:
            keep_hidden(self._store.db, found, old["id"], key)
            other = found["id"]
            self._store.articles.fold_away(found)
            if stored_now(self._store, found):
                self._store.count(lease.portal, new=-1)
        self._store.articles.rekey(old, key)
        if other != old["id"]:
            self._store.db.execute(
                "INSERT INTO aliases(old_id, id) VALUES (?, ?) ON CONFLICT(old_id) DO UPDATE SET id = excluded.id",
                (other, old["id"]),
            )
        return self._store.articles.find(lease.portal, key)


def keep_hidden(db: sqlite3.Connection, gone: sqlite3.Row, identity: str, key: str) -> None:
    """What was hidden stays hidden, and withdrawn, under the id and key of the article that it turned out to be.

    Inside a transaction, before the row that is ``gone`` is folded away.
    """
    if gone["hidden_at"]:
        db.execute("UPDATE articles SET hidden_at = coalesce(hidden_at, ?) WHERE id = ?", (gone["hidden_at"], identity))
    db.execute("UPDATE OR IGNORE withdrawals SET id = ?, key = ? WHERE id = ?", (identity, key, gone["id"]))
    db.execute("DELETE FROM withdrawals WHERE id = ?", (gone["id"],))


def stored_now(store: Store, row: sqlite3.Row) -> bool:
    """Whether this very run took the article for a new one."""
    run = store.db.execute("SELECT run_id FROM captures WHERE id = ?", (row["capture_id"],)).fetchone()
    return bool(run and run["run_id"] == store.run)


def _is_same(row: sqlite3.Row, article: Article) -> bool:
    if row["title"] and row["title"] == article.title:
        return True
    old, new = _runs(row["body"] or ""), _runs(body_text(article) or "")
    return bool(old and new) and len(old & new) >= _SAME * min(len(old), len(new))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[start : start + 3]) for start in range(len(words) - 2)}
