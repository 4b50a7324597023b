"""Filing what was fetched for an article's address: stored, unchanged, moved, or not to be had."""

import sqlite3

from crawler.archive import withdrawals
from crawler.archive.articles import PAGE_BASES, columns
from crawler.archive.frontier import Lease
from crawler.archive.gone import ABSENT, judge_gone
from crawler.archive.ids import JOIN, article_id
from crawler.archive.reread import read_stored
from crawler.archive.store import Store
from crawler.clock import stamp
from crawler.crawl.moves import Moves
from crawler.crawl.parts import Parts
from crawler.crawl.plan import Plan
from crawler.errors import WithdrawnError
from crawler.identity import key_of
from crawler.models import EXTRACTOR, Article, Fetched, Sighting

_REASONS = {
    "listing": "listing_instead",
    "not_found": "not_found",
    "blocked": "blocked",
    "other": "unreadable",
}
_PASSING = ("blocked", "refused")
"""Answers that may be others tomorrow: the next run asks again."""


class Filing:
    """See the module. Callers hold the transaction."""

    def __init__(self, store: Store, plans: dict[str, Plan]) -> None:
        self._store = store
        self._plans = plans
        self._moves = Moves(store)
        self._parts = Parts(store)

    def article(self, lease: Lease, fetched: Fetched, article: Article) -> bool:
        """Stores a page that reads as an article, and says so; for any other kind its reason is recorded."""
        if article.kind != "article":
            self.refuse(lease, fetched, _REASONS[article.kind], article.title or "; ".join(article.notes))
            return False
        plan = self._plans[lease.portal]
        article.portal = lease.portal
        key = key_of(article.canonical_url or lease.url, article.family or plan.family)
        row = self._store.articles.find(lease.portal, key)
        if self._is_withdrawn(lease, fetched, article, key, row):
            return False
        if lease.parent:
            row = self._moves.follow(lease, key, article, row)
        if row is None:
            capture = self._store.capture(fetched, keep=True, own=_own(article))
            self._store.articles.insert(article, key, capture, fetched.fetched_at, rights=plan.info.rights)
            self._store.count(lease.portal, new=1)
        else:
            article = self._known(lease, fetched, article, row)
        if article.further or row is not None:
            self._parts.filed(lease.portal, key, article)
        self._store.frontier.done(lease)
        return True

    def part(self, lease: Lease, fetched: Fetched) -> None:
        """Files a further page of a stored article, or why it isn't to be had."""
        try:
            refused = self._parts.answered(lease, fetched)
        except WithdrawnError:
            # The article's other pages were overwritten, so this one has nothing to be joined to.
            self._store.capture(fetched, keep=False)
            self._store.frontier.done(lease)
            return
        if refused:
            self.refuse(lease, fetched, *refused)

    def _is_withdrawn(
        self, lease: Lease, fetched: Fetched, article: Article, key: str, row: sqlite3.Row | None
    ) -> bool:
        """Whether a page is an erased article's, by its identity or, under a new address, by its words.

        Then nothing of it is kept, and its address isn't asked for again, save where another article stands there.
        """
        db, portal = self._store.db, lease.portal
        found = withdrawals.erased(db, portal, key, article_id(portal, article.canonical_url or lease.url))
        if found is None and (row is None or row["content_hash"] != columns(article)["content_hash"]):
            found = withdrawals.same_text(db, portal, _words(article))
        if found is None:
            return False
        capture = self._store.capture(fetched, keep=False)
        db.execute("UPDATE captures SET withdrawal_id = ? WHERE id = ?", (found, capture))
        if row is not None:
            # The address is another article's, whose text stays as it was.
            self._store.frontier.done(lease)
            self.record(lease, "withdrawn", None, fetched.status)
            return True
        keys = {one for one in (key, lease.key) if self._store.articles.find(portal, one) is None}
        withdrawals.block(db, portal, keys, found)
        for one in keys:
            # Lists told its headline before it was known what it is.
            db.execute("DELETE FROM sightings WHERE portal = ? AND key = ?", (portal, one))
        self._store.frontier.skipped(lease, "withdrawn")
        return True

    def _known(self, lease: Lease, fetched: Fetched, article: Article, row: sqlite3.Row) -> Article:
        """A known article's page, joined with its further ones; where those were overwritten, it is completed anew.

        What it lacks until then is no edit by the portal.
        """
        try:
            completed = self._parts.completed(lease, fetched, article, row)
            self._again(lease, fetched, completed, row)
            return completed
        except WithdrawnError:
            capture = self._store.capture(fetched, keep=True, own=_own(article))
            self._store.articles.reread(row, article)
            self._parts.renewed(row, capture, fetched.fetched_at)
            self._store.count(lease.portal, unchanged=1)
            return article

    def _again(self, lease: Lease, fetched: Fetched, article: Article, row: sqlite3.Row) -> None:
        """A known article's page: bytes are kept when the portal changed something, else only that we looked."""
        if row["extractor"] != EXTRACTOR:
            # Only the portal's doing may count as an edit, so both pages are read by today's extractor.
            row = self._by_today(row, article)
        capture = self._store.capture(fetched, keep=False)
        if self._parts.has_grown(row, article):
            self._store.articles.revise(row, article, capture, fetched.fetched_at)
            outcome = "edited"
        else:
            # A page that quotes what was erased is stored without its bytes, and couldn't be read again.
            outcome = self._store.articles.see_again(
                row, article, capture, fetched.fetched_at, stays=lambda: self._quotes(fetched, article)
            ).outcome
        if outcome != "unchanged":
            self._store.keep_bytes(capture, fetched, _own(article))
        self._store.count(lease.portal, **{"edited" if outcome == "edited" else "unchanged": 1})

    def _quotes(self, fetched: Fetched, article: Article) -> bool:
        return withdrawals.quoted_by(self._store.db, fetched.body, _own(article)) is not None

    def _by_today(self, row: sqlite3.Row, article: Article) -> sqlite3.Row:
        """The stored article as today's extractor reads it; where its page was overwritten, as it reads today's."""
        try:
            self._store.articles.reread(row, read_stored(self._store, row))
        except WithdrawnError:
            self._store.articles.reread(row, article)
        return self._store.articles.find(row["portal"], row["key"]) or row

    def told(self, portal: str, keys: list[str]) -> None:
        """Something new was said of stored articles: those it may date, or contradict, are read again.

        A source that now gives another date than before is the portal's edit; a first or finer word is not.
        """
        for key in dict.fromkeys(keys):
            row = self._store.articles.find(portal, key)
            if row is None or not self._matters(row):
                continue
            try:
                article = read_stored(self._store, row)
            except WithdrawnError:
                continue
            if self._was_redated(row, article):
                self._store.articles.revise(row, article, row["capture_id"], stamp())
                self._store.count(portal, edited=1)
            else:
                self._store.articles.reread(row, article)

    def _was_redated(self, row: sqlite3.Row, article: Article) -> bool:
        """Whether the source of the stored date is the one that moved it."""
        if row["published"] in (None, article.published) or article.published is None:
            return False
        if row["published_basis"] != article.published_basis or row["published_basis"] in PAGE_BASES:
            return False
        moved = self._store.db.execute(
            """SELECT 1 FROM sightings old JOIN sightings new USING (portal, key, seen_in, basis)
            WHERE portal = ? AND key = ? AND basis = ? AND old.text = ? AND new.text = ?
            AND old.seen_at <= new.seen_at""",
            (row["portal"], row["key"], row["published_basis"], row["published_text"], article.published_text),
        ).fetchone()
        return moved is not None

    def _matters(self, row: sqlite3.Row) -> bool:
        if row["published"] is None or row["published_basis"] in ("feed", "sitemap", "listing"):
            return True
        said = self._store.hints(row["portal"], row["key"])
        return any(not _agrees(one, row["published"]) for one in said)

    def moved(self, lease: Lease, fetched: Fetched, address: str, key: str) -> None:
        """The portal sends on to another article's address: that one is due, and this one is done."""
        known = self._store.articles.find(lease.portal, lease.key) is not None
        self._store.capture(fetched, keep=known)
        if known:
            self._store.frontier.follow(lease.portal, key, address, lease.key, lease.depth)
        else:
            self._store.frontier.add(lease.portal, key, address, "article", depth=lease.depth)
        self._store.frontier.done(lease)

    def refuse(self, lease: Lease, fetched: Fetched, reason: str, detail: str | None = None) -> None:
        """The server answered, but not with what was asked for."""
        self._store.capture(fetched, keep=True)
        if reason in _PASSING:
            self._store.frontier.failed(lease, reason)
        else:
            self._store.frontier.absent(lease, reason)
        self.record(lease, reason, detail, fetched.status)

    def record(self, lease: Lease, reason: str, detail: str | None, status: int | None) -> None:
        """A failure on record, with the article it concerns if there is one."""
        row = self._store.articles.find(lease.portal, lease.key)
        self._store.fail(lease.portal, lease.url, reason, detail, status, row["id"] if row else None)
        if row and reason in ABSENT:
            judge_gone(self._store.db, row["id"])
        self._store.count(lease.portal, failed=1)


def _words(article: Article) -> list[str | None]:
    return [article.title, article.lead, JOIN.join(article.body), JOIN.join(article.captions)]


def _own(article: Article) -> list[str | None]:
    """All that an article's page may say though something erased said it too."""
    return _words(article) + [one.text for one in (*article.attachments, *article.media)]


def _agrees(hint: Sighting, published: str) -> bool:
    said = (hint.value or "")[:10]
    return not said or published.startswith(said) or said.startswith(published)
