"""Reading stored pages again, one transaction an article."""

import sqlite3
from collections.abc import Callable

from crawler.archive.articles import columns
from crawler.archive.store import Store, read_row
from crawler.errors import DamagedError, WithdrawnError
from crawler.models import Article, Part


def reread_all(store: Store, portal: str | None, tick: Callable[[], object]) -> tuple[int, int, list[str]]:
    """Brings every article to today's reading; how many were read, how many changed, and what can't be read.

    An article whose page was overwritten, because it quoted what was erased, stays as it was read.
    """
    done, changed, faults = 0, 0, []
    rows = store.db.execute(
        "SELECT id FROM articles WHERE ? IS NULL OR portal = ? ORDER BY id", (portal, portal)
    ).fetchall()
    for (identity,) in rows:
        row = store.db.execute("SELECT * FROM articles WHERE id = ?", (identity,)).fetchone()
        try:
            article = read_stored(store, row)
        except WithdrawnError:
            continue
        except DamagedError as wrong:
            faults.append(f"{identity}: {wrong}")
            continue
        with store.transaction():
            store.articles.reread(row, article)
        done += 1
        changed += any(row[name] != value for name, value in columns(article).items())
        tick()
    return done, changed, faults


def read_stored(store: Store, row: sqlite3.Row, part: Part | None = None) -> Article:
    """An article's stored pages read with today's extractor; ``part`` in the place of the page of its number."""
    return read_row(store.db, store.path, row, part)
