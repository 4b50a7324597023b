"""The pages behind the first of an article that its portal splits: asked for, kept, and joined to the article.

The first page is filed as any other and waits for nobody. What it names is due at once; each answer is kept with a
row in ``article_parts``, and the article is read again from stored bytes. That completes it and is no edit.
"""

import sqlite3
from urllib.parse import urljoin

from crawler.archive.frontier import Lease
from crawler.archive.reread import read_stored
from crawler.archive.store import Store, load_parts
from crawler.crawl.moves import keep_hidden, stored_now
from crawler.extract.clean import clean
from crawler.identity import key_of
from crawler.models import EXTRACTOR, Article, Fetched, Part
from crawler.paging import number_of

_HOPS = 5


class Parts:
    """See the module. Callers hold the transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def completed(self, lease: Lease, fetched: Fetched, article: Article, row: sqlite3.Row) -> Article:
        """A known article's first page, just fetched and read alone, with the stored further pages joined."""
        parts = load_parts(self._store.db, self._store.path, row["id"]) if article.further else []
        return self._read(lease, fetched, row["key"], parts) if parts else article

    def renewed(self, row: sqlite3.Row, capture: int, seen_at: str) -> None:
        """A known article stands on a new first page; of its further pages those that were overwritten are due."""
        db = self._store.db
        db.execute("UPDATE articles SET capture_id = ?, last_seen = ? WHERE id = ?", (capture, seen_at, row["id"]))
        db.execute(
            "UPDATE revision_rows SET capture_id = ? WHERE article_id = ? AND revision = ?",
            (capture, row["id"], row["revision"]),
        )
        db.execute(
            """DELETE FROM article_parts WHERE article_id = ? AND capture_id IN
            (SELECT id FROM captures WHERE withdrawal_id IS NOT NULL)""",
            (row["id"],),
        )

    def _read(self, lease: Lease, fetched: Fetched, key: str, parts: list[Part]) -> Article:
        article = clean(
            fetched.body,
            url=fetched.url,
            portal=lease.portal,
            fetched_at=fetched.fetched_at,
            content_type=fetched.header("Content-Type"),
            status=fetched.status,
            hints=self._store.hints(lease.portal, key),
            parts=parts,
        )
        article.portal = lease.portal
        return article

    def has_grown(self, row: sqlite3.Row, article: Article) -> bool:
        """Whether the portal added pages to an article that was whole; one that never was is only completed."""
        return bool(article.missing) and not self._lacks(row["id"])

    def _lacks(self, identity: str) -> bool:
        note = self._store.db.execute(
            "SELECT 1 FROM article_notes WHERE article_id = ? AND note LIKE 'paged: %, without %'", (identity,)
        ).fetchone()
        return note is not None

    def filed(self, portal: str, key: str, article: Article) -> None:
        """After a first page: its further pages are due, also those known; rows of pages it no longer has go."""
        row = self._store.articles.find(portal, key)
        if row is None:
            return
        numbers = [found[0] for url in article.further if (found := number_of(url, article.url or ""))]
        marks = ", ".join("?" * len(numbers))
        self._store.db.execute(
            f"DELETE FROM article_parts WHERE article_id = ? AND position NOT IN ({marks})",  # noqa: S608 - question marks
            (row["id"], *numbers),
        )
        self._queue(row, article.further, article)

    def _queue(self, row: sqlite3.Row, urls: list[str], article: Article) -> None:
        for url in urls:
            found = number_of(url, article.url or "")
            key = key_of(url, article.family)
            if found and key == row["key"]:
                # The family's identity of a part is its article's.
                key = f"{key}#part={found[0]}"
            if self._store.frontier.add_part(row["portal"], key, url, row["key"]):
                self._fold(row, key, article)

    def _fold(self, row: sqlite3.Row, key: str, article: Article) -> None:
        """A further page that a list had led to, and that was taken for an article, is none."""
        other = self._store.articles.find(row["portal"], key)
        if other is None or other["id"] == row["id"] or not article.title or other["title"] is None:
            return
        if other["title"].startswith(article.title):
            keep_hidden(self._store.db, other, row["id"], row["key"])
            self._store.articles.fold_away(other)
            if stored_now(self._store, other):
                self._store.count(row["portal"], new=-1)
            self._store.db.execute(
                "INSERT INTO aliases(old_id, id) VALUES (?, ?) ON CONFLICT(old_id) DO UPDATE SET id = excluded.id",
                (other["id"], row["id"]),
            )

    def answered(self, lease: Lease, fetched: Fetched) -> tuple[str, str] | None:
        """Files a further page's answer; when it isn't to be had, the reason and words for the failures.

        ``None`` when it was filed or is due again at another address.
        """
        row = self._store.articles.find(lease.portal, lease.parent or "")
        if row is None:
            # Its article was folded away or has moved, and names its pages from there.
            self._store.capture(fetched, keep=False)
            self._store.frontier.done(lease)
            return None
        words = f"a further page of {row['id']}"
        location = fetched.header("Location")
        if 300 <= fetched.status < 400 and location:
            return self._redirected(lease, row, urljoin(lease.url, location), words)
        if fetched.status >= 400:
            return ("not_found" if fetched.status in (404, 410) else "refused"), words
        if row["extractor"] != EXTRACTOR:
            self._store.articles.reread(row, read_stored(self._store, row))
            row = self._store.articles.find(lease.portal, row["key"]) or row
        return None if self._joined(lease, fetched, row) else ("unreadable", words)

    def _redirected(self, lease: Lease, row: sqlite3.Row, target: str, words: str) -> tuple[str, str] | None:
        old, new = number_of(lease.url, row["url"]), number_of(target, row["url"])
        if not old or not new or old[0] != new[0] or target == lease.url:
            return "redirected_away", f"{words}, sent to {target}"
        if lease.attempts > _HOPS:
            return "redirect_loop", f"{words}, sent to {target}"
        self._store.frontier.moved_on(lease, target)
        return None

    def _joined(self, lease: Lease, fetched: Fetched, row: sqlite3.Row) -> bool:
        """Reads the article with the page that came; whether that page said anything."""
        found = number_of(fetched.url, row["url"])
        if found is None:
            return False
        number = found[0]
        known = self._store.db.execute(
            "SELECT capture_id FROM article_parts WHERE article_id = ? AND position = ?", (row["id"], number)
        ).fetchone()
        own = Part(fetched.url, fetched.body, fetched.header("Content-Type"))
        article = read_stored(self._store, row, own)
        if any((at := number_of(url, row["url"])) and at[0] == number for url in article.missing):
            return False
        capture = self._store.capture(fetched, keep=known is None)
        if known is None:
            self._store.articles.reread(row, article)
        else:
            saved = self._store.articles.see_again(row, article, row["capture_id"], fetched.fetched_at)
            if saved.outcome == "unchanged":
                capture = known["capture_id"]
            else:
                self._store.keep_bytes(capture, fetched)
                self._store.count(lease.portal, edited=int(saved.outcome == "edited"))
        self._write(row, number, fetched.url, capture)
        self._store.frontier.done(lease)
        self._queue(row, article.missing, article)
        return True

    def _write(self, row: sqlite3.Row, number: int, url: str, capture: int) -> None:
        self._store.db.execute(
            """INSERT INTO article_parts(article_id, position, url, capture_id) VALUES (?, ?, ?, ?)
            ON CONFLICT(article_id, position) DO UPDATE SET url = excluded.url, capture_id = excluded.capture_id""",
            (row["id"], number, url, capture),
        )
