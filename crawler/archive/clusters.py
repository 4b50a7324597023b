"""Which articles are one release on several portals: found as they come, nothing deleted.

A cluster is a connected component: articles that :func:`crawler.archive.sameness.same` holds for one release, pair by
pair. So it depends neither on the order in which they came nor on where the work was interrupted, and its id is the
least id in it. Triggers of the schema put every article that is new, changed, hidden or left alone into
``cluster_queue``, in the transaction that did it, and dissolve its cluster; here the queue is worked off.
"""

import json
import sqlite3
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice, repeat
from pathlib import Path

from crawler.archive.fingerprint import METHOD, Fingerprint, Text, estimate, fingerprint, read
from crawler.archive.pool import jobs_for, read_all
from crawler.archive.sameness import same
from crawler.archive.store import Store
from crawler.errors import TintinhError

BATCH = 500
"""Articles a transaction: a killed run loses no more than these, and readers see the rest."""
_PROMISING, _PROMISING_AT_HOME = 0.4, 0.85
"""Least estimates for which two texts are compared; the estimate's standard error is 0.05."""
_KEPT = 1_500
"""Texts kept for comparison: instances of a template that meet are asked for again and again."""
_CACHE = "PRAGMA cache_size = -65536"
"""64 MB: every article touches a page of the bands for each of its own."""
_AT_A_TIME = 20
"""Fingerprints that take about as long as to read one stored page: fewer than some thousand start no process."""
_DEAD, _MANY = 10_000, 500


def cluster_new(store: Store, tick: Callable[[], object] = lambda: None) -> int:
    """Brings the clusters up to date with all articles; how many articles were looked at.

    Costs one query when nothing is new. May be killed at any moment: the next call goes on. A method other than
    the one the archive was grouped by groups everything anew.
    """
    _agree_on_method(store)
    store.db.execute(_CACHE)
    jobs = jobs_for(waiting(store.db) // _AT_A_TIME)
    try:
        done = _work_off(store, jobs, tick)
    except TintinhError:
        if jobs == 1:
            raise
        # Where no other process can start, this one does it all.
        done = _work_off(store, 1, tick)
    if done:
        _forget(store)
    return done


def _work_off(store: Store, jobs: int, tick: Callable[[], object]) -> int:
    work, done = Clusters(store.db), 0
    with closing(read_all(store.path, _queued(store.db), fingerprints_of, jobs)) as found:
        while some := list(islice(found, BATCH // _AT_A_TIME)):
            with store.transaction():
                # What failed there is made here, and raises what is wrong.
                made = [
                    pair
                    for one in some
                    for pair in (fingerprints_of(store.db, store.path, one.id) if one.fault else one.value)
                ]
                work.meet(value[1] for _, value in made if value)
                for identity, value in made:
                    if value:
                        work.place(identity, *value)
                work.settle()
                store.db.executemany("DELETE FROM cluster_queue WHERE article_id = ?", [(one,) for one, _ in made])
            for _ in made:
                tick()
            done += len(made)
    return done


def _queued(db: sqlite3.Connection) -> Iterator[str]:
    """Ids in order, some at a time in JSON, for the queue is worked off meanwhile."""
    last = ""
    while rows := db.execute(
        "SELECT article_id FROM cluster_queue WHERE article_id > ? ORDER BY article_id LIMIT ?", (last, BATCH)
    ).fetchall():
        last = rows[-1]["article_id"]
        for at in range(0, len(rows), _AT_A_TIME):
            yield json.dumps([row["article_id"] for row in rows[at : at + _AT_A_TIME]])


def fingerprints_of(
    db: sqlite3.Connection, path: Path, identities: str
) -> list[tuple[str, tuple[str, Fingerprint] | None]]:
    """Of articles, their ids given as a list in JSON, the ids, and each one's portal and fingerprint.

    Instead of these ``None`` when it is hidden, no article or too short to have one.
    """
    return [(one, _fingerprint_of(db, one)) for one in json.loads(identities)]


def _fingerprint_of(db: sqlite3.Connection, identity: str) -> tuple[str, Fingerprint] | None:
    row = db.execute(
        """SELECT portal, title, lead, body FROM articles
        WHERE id = ? AND kind = 'article' AND hidden_at IS NULL""",
        (identity,),
    ).fetchone()
    made = fingerprint(read(row["title"], row["lead"], row["body"])) if row else None
    return (row["portal"], made) if made else None


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
        self._known: dict[int, list[int]] = {}  # only bands that can be met
        self._fresh: list[tuple[int, int]] = []

    def meet(self, made: Iterable[Fingerprint]) -> None:
        """Looks up which fingerprints have a band of those that will be placed: in order, which spares many pages."""
        times = Counter(band for one in made for band in set(one.bands))
        self._known = {band: [] for band, count in times.items() if count > 1}
        for band, number in self._db.execute(
            "SELECT b.hash, b.number FROM json_each(?) j CROSS JOIN fingerprint_bands b ON b.hash = j.value",
            (json.dumps(sorted(times)),),
        ):
            self._known.setdefault(band, []).append(number)

    def place(self, identity: str, portal: str, made: Fingerprint) -> None:
        """Keeps an article's fingerprint and joins it with those it is one release with."""
        self._join(identity, portal, made)
        self._keep(identity, portal, made)

    def settle(self) -> None:
        """Writes the bands of what was placed: in order too."""
        self._db.executemany("INSERT INTO fingerprint_bands VALUES (?, ?)", sorted(self._fresh))
        self._fresh.clear()
        self._known.clear()

    def _keep(self, identity: str, portal: str, made: Fingerprint) -> None:
        """In place of one that a member of a dissolved cluster has still."""
        number = self._db.execute(
            "INSERT OR REPLACE INTO fingerprints(article_id, portal, signature) VALUES (?, ?, ?)",
            (identity, portal, made.signature),
        ).lastrowid
        bands = set(made.bands)
        self._fresh += zip(bands, repeat(int(number or 0)))
        for band in bands & self._known.keys():
            self._known[band].append(int(number or 0))

    def _join(self, identity: str, portal: str, made: Fingerprint) -> None:
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
            if same(self._text(identity), self._text(other), one_portal=own):
                joined.add(other)
                if cluster := self._cluster(other):
                    clusters.add(cluster)
        if len(joined) > 1:
            self._unite(joined, clusters)

    def _met(self, portal: str, made: Fingerprint) -> list[sqlite3.Row]:
        """Those with an equal band; within one portal the band of names and numbers alone counts."""
        at_home = set(self._known.get(made.bands[-1], ()))
        numbers = sorted(at_home.union(*(self._known[band] for band in self._known.keys() & made.bands)))
        found: list[sqlite3.Row] = []
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
