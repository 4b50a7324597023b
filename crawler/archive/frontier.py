"""Addresses to visit and their state, in the archive itself.

An address is leased when it is asked for and done only in the transaction that stores its answer, so a
crawl that was killed goes on where it stood: what was leased is simply due again.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace

QUEUED, LEASED, DONE, FAILED = "queued", "leased", "done", "failed"
ABSENT, SKIPPED = "absent", "skipped"
"""Answered, but with nothing to be had; and left out because a wish of that run said so."""
_PART = "part"
_FIRST = {"sitemap": 0, "feed": 1, "list": 2, "article": 3}
ATTEMPTS = 3
"""How often an address is tried within a run before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One address handed out to be fetched."""

    portal: str
    key: str
    url: str
    role: str
    depth: int
    attempts: int
    root: str | None
    parent: str | None
    form: dict[str, str] | None = None


class Frontier:
    """The frontier of one run. Callers hold the transaction."""

    def __init__(self, connection: sqlite3.Connection, run: int) -> None:
        self._db = connection
        self._run = run

    def reclaim(self) -> int:
        """Makes due again what a dead run had leased; returns how many that were."""
        return self._db.execute("UPDATE frontier SET state = ? WHERE state = ?", (QUEUED, LEASED)).rowcount

    def add(
        self,
        portal: str,
        key: str,
        url: str,
        role: str,
        *,
        depth: int,
        again: bool = False,
        parent: str | None = None,
        root: str | None = None,
        form: Mapping[str, str] | None = None,
    ) -> bool:
        """Queues an address; ``again`` also when an earlier run has done it. Whether it was queued."""
        changed = self._db.execute(
            """INSERT INTO frontier(portal, key, url, role, state, run_id, depth, parent, root, form)
            VALUES (:portal, :key, :url, :role, 'queued', :run, :depth, :parent, :root, :form)
            ON CONFLICT(portal, key) DO UPDATE SET
              state = 'queued', run_id = :run, attempts = 0, not_before = NULL, reason = NULL, url = :url,
              role = CASE WHEN role = 'article' THEN role ELSE :role END, depth = min(depth, :depth),
              parent = :parent, root = :root, form = :form
            WHERE :again AND run_id < :run AND state <> 'leased'""",
            {
                "portal": portal,
                "key": key,
                "url": url,
                "role": role,
                "run": self._run,
                "depth": depth * 10 + _FIRST[role],
                "parent": parent,
                "root": root,
                "form": json.dumps(form) if form else None,
                "again": again,
            },
        ).rowcount
        return changed > 0

    def add_part(self, portal: str, key: str, url: str, parent: str) -> bool:
        """Queues a further page of the article ``parent``, before all else that is due; whether it was queued.

        Once a run, whatever came of it in earlier ones. An address that a list took for an article's becomes a part.
        """
        changed = self._db.execute(
            """INSERT INTO frontier(portal, key, url, role, state, run_id, parent)
            VALUES (:portal, :key, :url, :role, 'queued', :run, :parent) ON CONFLICT(portal, key) DO UPDATE SET
              state = 'queued', role = :role, run_id = :run, attempts = 0, not_before = NULL, reason = NULL,
              url = :url, depth = 0, parent = :parent, root = NULL, form = NULL
            WHERE state <> 'leased' AND (run_id < :run OR role = 'article')""",
            {"portal": portal, "key": key, "url": url, "role": _PART, "run": self._run, "parent": parent},
        ).rowcount
        return changed > 0

    def known(self, portal: str, key: str) -> bool:
        """Whether the address was ever queued."""
        row = self._db.execute("SELECT 1 FROM frontier WHERE portal = ? AND key = ?", (portal, key)).fetchone()
        return row is not None

    def address(self, portal: str, key: str) -> str:
        """The address that stands for a key: a list's, whichever of its pages was read."""
        row = self._db.execute("SELECT url FROM frontier WHERE portal = ? AND key = ?", (portal, key)).fetchone()
        return str(row["url"])

    def revive(self, portal: str, *, absent: bool) -> None:
        """At a run's start: what failed for a passing reason, or was left out, is due again.

        ``absent`` asks again also for what wasn't there.
        """
        self._db.execute(
            """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL, reason = NULL
            WHERE portal = ? AND (state IN ('failed', 'skipped') OR (? AND state = 'absent'))""",
            (portal, absent),
        )

    def lease(
        self, portal: str, count: int, now: str, *, articles: int | None = None, only_parts: bool = False
    ) -> list[Lease]:
        """Hands out due addresses, lists before articles of the same depth; at most ``articles`` articles.

        ``only_parts`` leaves all but the further pages of stored articles. What was erased is never asked for again,
        however it came to be queued.
        """
        self._db.execute(
            """UPDATE frontier SET state = 'skipped', reason = 'withdrawn' WHERE portal = :portal AND state = 'queued'
            AND (key IN (SELECT key FROM withdrawn_keys WHERE portal = :portal) OR (role = 'part' AND parent IN
              (SELECT key FROM withdrawn_keys WHERE portal = :portal)))""",
            {"portal": portal},
        )
        rows = self._db.execute(
            """SELECT * FROM frontier WHERE portal = ? AND state = 'queued'
            AND (not_before IS NULL OR not_before <= ?) AND (NOT ? OR role = 'part') ORDER BY depth, key LIMIT ?""",
            (portal, now, only_parts, count),
        ).fetchall()
        leases: list[Lease] = []
        for row in rows:
            if row["role"] == "article" and articles is not None:
                if articles == 0:
                    continue
                articles -= 1
            self._db.execute(
                """UPDATE frontier SET state = 'leased', run_id = ?, attempts = attempts + 1
                WHERE portal = ? AND key = ?""",
                (self._run, portal, row["key"]),
            )
            leases.append(replace(_lease(row), attempts=row["attempts"] + 1))
        return leases

    def done(self, lease: Lease) -> None:
        """The address was answered and everything it gave is in this transaction."""
        self._db.execute(
            "UPDATE frontier SET state = 'done', reason = NULL, form = NULL WHERE portal = ? AND key = ?",
            (lease.portal, lease.key),
        )

    def failed(self, lease: Lease, reason: str, *, retry_at: str | None = None) -> bool:
        """Gives the address back for another try, or up; whether it was given up."""
        final = retry_at is None or lease.attempts >= ATTEMPTS
        self._db.execute(
            "UPDATE frontier SET state = ?, reason = ?, not_before = ? WHERE portal = ? AND key = ?",
            (FAILED if final else QUEUED, reason, None if final else retry_at, lease.portal, lease.key),
        )
        return final

    def absent(self, lease: Lease, reason: str) -> None:
        """The server answered, and what was asked for isn't there: not asked again unless somebody wishes it."""
        self._settle(lease, ABSENT, reason)

    def skipped(self, lease: Lease, reason: str) -> None:
        """Left out by a wish of this run; a later one may want it."""
        self._settle(lease, SKIPPED, reason)

    def _settle(self, lease: Lease, state: str, reason: str) -> None:
        self._db.execute(
            "UPDATE frontier SET state = ?, reason = ?, not_before = NULL WHERE portal = ? AND key = ?",
            (state, reason, lease.portal, lease.key),
        )

    def postponed(self, lease: Lease, until: str) -> None:
        """The server asked to wait: due again later, and the try doesn't count."""
        self._db.execute(
            """UPDATE frontier SET state = 'queued', not_before = ?, attempts = attempts - 1
            WHERE portal = ? AND key = ?""",
            (until, lease.portal, lease.key),
        )

    def moved_on(self, lease: Lease, url: str) -> None:
        """The same article under its right address: due again at once, there."""
        self._db.execute(
            "UPDATE frontier SET state = 'queued', url = ? WHERE portal = ? AND key = ?",
            (url, lease.portal, lease.key),
        )

    def follow(self, portal: str, key: str, url: str, parent: str, depth: int) -> None:
        """Makes an address due that a known article was redirected to, whatever was done with it before."""
        self._db.execute(
            """INSERT INTO frontier(portal, key, url, role, state, run_id, depth, parent)
            VALUES (?, ?, ?, 'article', 'queued', ?, ?, ?) ON CONFLICT(portal, key) DO UPDATE SET
            state = 'queued', url = excluded.url, parent = excluded.parent, attempts = 0, not_before = NULL""",
            (portal, key, url, self._run, depth * 10 + _FIRST["article"], parent),
        )

    def outstanding(self, portal: str) -> list[Lease]:
        """Addresses handed out in this run and not answered yet."""
        rows = self._db.execute(
            "SELECT * FROM frontier WHERE portal = ? AND state = 'leased' ORDER BY key", (portal,)
        ).fetchall()
        return [_lease(row) for row in rows]

    def next_due(self, portal: str, *, only_parts: bool = False) -> str | None:
        """When the earliest postponed address is due; ``None`` when nothing is queued."""
        row = self._db.execute(
            """SELECT min(coalesce(not_before, '')) AS due FROM frontier WHERE portal = ? AND state = 'queued'
            AND (NOT ? OR role = 'part')""",
            (portal, only_parts),
        ).fetchone()
        return None if row["due"] is None else str(row["due"])

    def complete(self, portal: str, root: str) -> bool:
        """Whether a list has once been read to its end, so that later runs may stop at what is known."""
        row = self._db.execute("SELECT complete FROM frontier WHERE portal = ? AND key = ?", (portal, root)).fetchone()
        return bool(row and row["complete"])

    def set_complete(self, portal: str, root: str) -> None:
        """Remembers that a list was read to its end."""
        self._db.execute("UPDATE frontier SET complete = 1 WHERE portal = ? AND key = ?", (portal, root))

    def set_incomplete(self, portal: str, root: str) -> None:
        """A page of the list could not be had: the next run must not stop at what is known."""
        self._db.execute("UPDATE frontier SET complete = 0 WHERE portal = ? AND key = ?", (portal, root))


def _lease(row: sqlite3.Row) -> Lease:
    return Lease(
        portal=row["portal"],
        key=row["key"],
        url=row["url"],
        role=row["role"],
        depth=row["depth"] // 10,
        attempts=row["attempts"],
        root=row["root"],
        parent=row["parent"],
        form=json.loads(row["form"]) if row["form"] else None,
    )
