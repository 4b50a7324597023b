"""Which articles are one release on several portals: found as they come, nothing deleted.

A cluster is a connected component: articles that :func:`crawler.archive.sameness.same` holds for one release, pair by
pair. So it depends neither on the order in which they came nor on where the work was interrupted, and its id is the
least id in it. Triggers of the schema put every article that is new, changed, hidden or left alone into
``cluster_queue``, in the transaction that did it, and dissolve its cluster; here the queue is worked off.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable

from crawler.archive.fingerprint import METHOD, Fingerprint, Text, estimate, fingerprint, read
from crawler.archive.sameness import same
from crawler.archive.store import Store

BATCH = 500
"""Articles a transaction: a killed run loses no more than these, and readers see the rest."""
_PROMISING, _PROMISING_AT_HOME = 0.4, 0.85
"""Least estimates for which two texts are compared; the estimate's standard error is 0.05."""
_KEPT = 1_500
"""Texts kept for comparison, some 30 MB: instances of a template that meet are asked for again and again."""
_CACHE = "PRAGMA cache_size = -65536"
"""64 MB: every article touches a page of the bands for each of its own."""
_DEAD, _MANY = 10_000, 500


def cluster_new(store: Store, tick: Callable[[], object] = lambda: None) -> int:
    """Brings the clusters up to date with all articles; how many articles were looked at.

    Costs one query when nothing is new. May be killed at any moment: the next call goes on. A method other than
    the one the archive was grouped by groups everything anew.
    """
    _agree_on_method(store)
    store.db.execute(_CACHE)
    work, done = Clusters(store.db), 0
    while True:
        with store.transaction():
            due = store.db.execute("SELECT article_id FROM cluster_queue LIMIT ?", (BATCH,)).fetchall()
            for (identity,) in due:
                work.place(identity)
            work.settle()
            store.db.executemany("DELETE FROM cluster_queue WHERE article_id = ?", due)
        for _ in due:
            tick()
        done += len(due)
        if len(due) < BATCH:
            break
    if done:
        _forget(store)
    return done


def waiting(db: sqlite3.Connection) -> int:
    """How many articles :func:`cluster_new` would look at."""
    if not _is_by_this_method(db):
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
    return int(db.execute("SELECT count(*) FROM cluster_queue").fetchone()[0])


def earliest(members: Iterable[tuple[str, str | None]]) -> str | None:
    """The id of the member that was published before all others that say when; ``None`` when that can't be said.

    Members are (id, published). A month may be earlier or later than a day in it, and a day than a time on it: then
    nobody is named, and neither is anybody when two have the same moment. Undated members aren't compared.
    """
    dated = sorted((published, identity) for identity, published in members if published)
    if not dated:
        return None
    first, found = dated[0]
    for published, _ in dated[1:]:
        # All have Viet Nam's offset, so their text sorts; where one begins with the other they overlap.
        size = min(_precise(first), _precise(published))
        if first[:size] == published[:size]:
            return None
    return found


def _precise(published: str) -> int:
    """How many characters of a time come before its offset."""
    return len(published) if len(published) <= 10 else len(published) - len("+07:00")


class Clusters:
    """The tables of fingerprints and clusters. Callers hold the transaction, and settle before they end it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._texts: OrderedDict[str, Text] = OrderedDict()
        self._fresh: dict[int, list[int]] = {}

    def place(self, identity: str) -> None:
        """Makes an article's fingerprint anew and joins it with those it is one release with."""
        row = self._db.execute(
            """SELECT portal, title, lead, body FROM articles
            WHERE id = ? AND kind = 'article' AND hidden_at IS NULL""",
            (identity,),
        ).fetchone()
        if row is None:
            return
        text = read(row["title"], row["lead"], row["body"])
        made = fingerprint(text)
        if made is None:
            return
        self._join(identity, row["portal"], text, made)
        self._keep(identity, row["portal"], made)

    def settle(self) -> None:
        """Writes the bands of what was placed: in order, which spares most of the pages."""
        rows = sorted((band, number) for band, numbers in self._fresh.items() for number in numbers)
        self._db.executemany("INSERT INTO fingerprint_bands VALUES (?, ?)", rows)
        self._fresh.clear()

    def _keep(self, identity: str, portal: str, made: Fingerprint) -> None:
        """In place of one that a member of a dissolved cluster has still."""
        number = self._db.execute(
            "INSERT OR REPLACE INTO fingerprints(article_id, portal, signature) VALUES (?, ?, ?)",
            (identity, portal, made.signature),
        ).lastrowid
        for band in set(made.bands):
            self._fresh.setdefault(band, []).append(int(number or 0))

    def _join(self, identity: str, portal: str, text: Text, made: Fingerprint) -> None:
        """Compares with every article that it meets, save those that are already in its cluster."""
        joined: set[str] = {identity}
        clusters: set[str] = set()
        for row in self._met(portal, made):
            own = row["portal"] == portal
            if row["article_id"] == identity or estimate(made.signature, row["signature"]) < (
                _PROMISING_AT_HOME if own else _PROMISING
            ):
                continue
            other = row["article_id"]
            if clusters and self._cluster(other) in clusters:
                continue
            if same(text, self._text(other), one_portal=own):
                joined.add(other)
                if cluster := self._cluster(other):
                    clusters.add(cluster)
        if len(joined) > 1:
            self._unite(joined, clusters)

    def _met(self, portal: str, made: Fingerprint) -> list[sqlite3.Row]:
        """Those with an equal band; within one portal the band of names and numbers alone counts."""
        marks = ", ".join("?" * len(made.bands))
        rows = self._db.execute(
            f"SELECT hash, number FROM fingerprint_bands WHERE hash IN ({marks})",  # noqa: S608 - only question marks
            made.bands,
        ).fetchall()
        pairs = [(band, number) for band, number in rows]
        pairs += [(band, number) for band in made.bands for number in self._fresh.get(band, ())]
        at_home = {number for band, number in pairs if band == made.bands[-1]}
        found: list[sqlite3.Row] = []
        numbers = sorted({number for _, number in pairs})
        for at in range(0, len(numbers), _MANY):
            some = numbers[at : at + _MANY]
            marks = ", ".join("?" * len(some))
            found += self._db.execute(f"SELECT * FROM fingerprints WHERE number IN ({marks})", some)  # noqa: S608
        return [row for row in found if row["portal"] != portal or row["number"] in at_home]

    def _cluster(self, identity: str) -> str | None:
        row = self._db.execute("SELECT cluster_id FROM articles WHERE id = ?", (identity,)).fetchone()
        return None if row["cluster_id"] is None else str(row["cluster_id"])

    def _text(self, identity: str) -> Text:
        if identity not in self._texts:
            row = self._db.execute("SELECT title, lead, body FROM articles WHERE id = ?", (identity,)).fetchone()
            self._remember(identity, read(*row))
        return self._texts[identity]

    def _remember(self, identity: str, text: Text) -> None:
        self._texts[identity] = text
        self._texts.move_to_end(identity)
        if len(self._texts) > _KEPT:
            self._texts.popitem(last=False)

    def _unite(self, joined: set[str], clusters: set[str]) -> None:
        """One cluster of all that were met, named after its least id."""
        members = set(joined)
        for cluster in clusters:
            found = self._db.execute("SELECT id FROM articles WHERE cluster_id = ?", (cluster,))
            members |= {row["id"] for row in found}
            self._db.execute("DELETE FROM clusters WHERE cluster_id = ?", (cluster,))
        least = min(members)
        self._db.executemany(
            "UPDATE articles SET cluster_id = ? WHERE id = ? AND cluster_id IS NOT ?",
            [(least, one, least) for one in members],
        )
        dated = self._db.execute("SELECT id, published FROM articles WHERE cluster_id = ?", (least,)).fetchall()
        self._db.execute(
            "INSERT INTO clusters(cluster_id, method, earliest_id, articles) VALUES (?, ?, ?, ?)",
            (least, METHOD, earliest((row["id"], row["published"]) for row in dated), len(members)),
        )


def _is_by_this_method(db: sqlite3.Connection) -> bool:
    row = db.execute("SELECT method FROM cluster_method").fetchone()
    return row is not None and row["method"] == METHOD


def _agree_on_method(store: Store) -> None:
    if _is_by_this_method(store.db):
        return
    with store.transaction():
        for table in ("fingerprint_bands", "fingerprints", "clusters", "cluster_method"):
            store.db.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
        store.db.execute("UPDATE articles SET cluster_id = NULL WHERE cluster_id IS NOT NULL")
        store.db.execute("INSERT OR IGNORE INTO cluster_queue SELECT id FROM articles")
        store.db.execute("INSERT INTO cluster_method VALUES (?)", (METHOD,))


def _forget(store: Store) -> None:
    """Clears bands of fingerprints that are no more, once they are many: finding those of one needs a whole scan."""
    (last,) = store.db.execute("SELECT coalesce(max(number), 0) FROM fingerprints").fetchone()
    (kept,) = store.db.execute("SELECT count(*) FROM fingerprints").fetchone()
    (least,) = store.db.execute("SELECT coalesce(min(number), 0) FROM fingerprint_bands").fetchone()
    if last - kept - least > max(_DEAD, kept):
        with store.transaction():
            store.db.execute("DELETE FROM fingerprint_bands WHERE number NOT IN (SELECT number FROM fingerprints)")
