"""What a merge makes of withdrawals: either's hold for both, for every article of either side that falls under them."""

import json
import sqlite3
from collections.abc import Iterable

from crawler.archive import quoting, withdrawals
from crawler.archive.fold import Version

_TEXTS = ("title", "lead", "body", "captions")
_MARKS = "SELECT withdrawal_id, count(*) FROM {} GROUP BY withdrawal_id"


def withdrawn(db: sqlite3.Connection, other: sqlite3.Connection) -> set[str]:
    """Takes in the other's withdrawals; gives the erasures of which this archive now knows more than before.

    Of two for one article the erasing one holds, then the earlier. Inside a transaction.
    """
    for row in other.execute("SELECT id, portal, key, mode, reason, at, overwritten FROM withdrawals"):
        mine = db.execute("SELECT mode, at, reason FROM withdrawals WHERE id = ?", (row["id"],)).fetchone()
        if mine is None:
            db.execute(
                """INSERT INTO withdrawals(id, portal, key, mode, reason, at, done_at, overwritten)
                VALUES (?, ?, ?, ?, ?, ?, ?, '[]')""",
                (*tuple(row)[:6], None if row["mode"] == withdrawals.ERASE else row["at"]),
            )
        elif _weight(row) < _weight(mine):
            db.execute(
                "UPDATE withdrawals SET mode = ?, at = ?, reason = ?, done_at = NULL WHERE id = ?",
                (row["mode"], row["at"], row["reason"], row["id"]),
            )
    before = _known(db)
    for table, marks in (("withdrawn_keys", "?, ?, ?"), ("withdrawn_runs", "?, ?")):
        rows = other.execute(f"SELECT * FROM {table}")  # noqa: S608 - own names
        db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", (tuple(row) for row in rows))  # noqa: S608
    db.execute("UPDATE withdrawals SET done_at = at WHERE mode = ? AND done_at IS NULL", (withdrawals.HIDE,))
    more = {one for one, count in _known(db).items() if before.get(one) != count}
    _block_same(db, more)
    return more


def _weight(row: sqlite3.Row) -> tuple[bool, str, str]:
    return row["mode"] != withdrawals.ERASE, row["at"], row["reason"]


def _known(db: sqlite3.Connection) -> dict[str, list[int]]:
    """How many digests and identities each erasure left."""
    found: dict[str, list[int]] = {}
    for place, table in enumerate(("withdrawn_runs", "withdrawn_keys")):
        for identity, count in db.execute(_MARKS.format(table)):
            found.setdefault(identity, [0, 0])[place] = count
    return found


def _block_same(db: sqlite3.Connection, more: set[str]) -> None:
    """Articles here that are an erased one under another address fall under its erasure, as a crawl would refuse them.

    The order of merging must not decide. What stands here goes for good, so the headline has to be the erased one's
    too: notices of one form share most of their text.
    """
    for identity, portal, key in sorted(_titled_alike(db, more)):
        if withdrawals.erased(db, portal, key, identity):
            continue
        sql = "SELECT title, lead, body, captions FROM revisions WHERE article_id = ?"
        texts = [tuple(one) for one in db.execute(sql, (identity,))]
        found = _first_same(db, portal, texts)
        titles = [(one[0],) for one in texts]
        if found in more and _first_same(db, portal, titles) == found:
            withdrawals.block(db, portal, [key], str(found))


def _titled_alike(db: sqlite3.Connection, more: set[str]) -> set[tuple[str, str, str]]:
    """Id, portal and key of articles of which a headline, newest or former, is an erased one's.

    Digests tell no word that an index could be asked for. Reading headlines alone takes a fiftieth of the time.
    """
    names = json.dumps(sorted(more))
    portals = "portal IN (SELECT portal FROM withdrawals WHERE id IN (SELECT value FROM json_each(?)))"
    sql = "SELECT hash FROM withdrawn_runs WHERE withdrawal_id IN (SELECT value FROM json_each(?))"
    known = {row[0] for row in db.execute(sql, (names,))}
    found: set[tuple[str, str, str]] = set()
    for source in (
        f"SELECT id, portal, key, title FROM articles WHERE {portals}",  # noqa: S608 - own clauses
        f"""SELECT a.id, a.portal, a.key, r.title FROM revision_rows r JOIN articles a ON a.id = r.article_id
        WHERE r.title IS NOT NULL AND a.{portals}""",  # noqa: S608 - own clauses
    ):
        for *article, title in db.execute(source, (names,)) if known else ():
            alike = not known.isdisjoint(quoting.digests([title]))
            if alike and withdrawals.same_text(db, article[1], [title]):
                found.add((article[0], article[1], article[2]))
    return found


def same_text(db: sqlite3.Connection, version: Version) -> str | None:
    """The erasure that an article falls under because a text of its is the erased one, newest or former."""
    texts = [tuple(look[name] for name in _TEXTS) for look in version.revisions]
    return _first_same(db, version.row["portal"], texts)


def _first_same(db: sqlite3.Connection, portal: str, texts: Iterable[tuple[str | None, ...]]) -> str | None:
    return next(filter(None, (withdrawals.same_text(db, portal, one) for one in texts)), None)
