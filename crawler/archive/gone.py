"""When an article counts as gone: not by one failed look, but by two weeks of them."""

import sqlite3
from datetime import datetime, timedelta

ABSENT = ("not_found", "redirected_away", "listing_instead")
"""Reasons by which the portal answers but this article doesn't; what couldn't be reached proves nothing."""
PATIENCE = timedelta(days=14)
ENOUGH = 2
"""Failed looks that are needed, none of them answered in between."""


def judge_gone(db: sqlite3.Connection, article_id: str) -> bool:
    """Marks an article as removed once its failed looks span two weeks; whether it counts as gone now.

    Its text stays. ``gone_since`` is the first failed look after the last good one.
    """
    marks = ", ".join("?" * len(ABSENT))
    looks, first, last = db.execute(
        f"""SELECT count(*), min(f.at), max(f.at) FROM failures f JOIN articles a ON a.id = f.article_id
        WHERE a.id = ? AND f.at > a.last_seen AND f.reason IN ({marks})""",  # noqa: S608 - only question marks
        (article_id, *ABSENT),
    ).fetchone()
    if looks < ENOUGH or datetime.fromisoformat(last) - datetime.fromisoformat(first) < PATIENCE:
        return False
    db.execute(
        "UPDATE articles SET gone_since = ?, gone_kind = 'removed' WHERE id = ? AND gone_since IS NULL",
        (first, article_id),
    )
    return True
