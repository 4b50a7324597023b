"""Which runs of an article's words stand in no other article: only those must not be found anywhere."""

import json
import re
import sqlite3
from collections.abc import Iterable

from crawler.archive import quoting
from crawler.text.fold import fold

_CANDIDATES = 50
"""Articles that are compared with a run; the index, which knows no accents, finds more than have it."""
_WORD = re.compile(r"[^\W_]+")
_SOURCES = (
    """SELECT a.id, a.title, a.lead, a.body, a.captions FROM articles_fts f JOIN articles a ON a.ord = f.rowid
    WHERE articles_fts MATCH ? AND a.id NOT IN (SELECT value FROM json_each(?)) LIMIT ?""",
    """SELECT r.number, r.title, r.lead, r.body, r.captions FROM revisions_fts f JOIN revision_rows r
    ON r.number = f.rowid WHERE revisions_fts MATCH ?
    AND r.article_id NOT IN (SELECT value FROM json_each(?)) LIMIT ?""",
)


def distinctive(db: sqlite3.Connection, runs: set[str], without: Iterable[str] = ()) -> set[str]:
    """Those of ``runs`` that no article says: in its newest text, a former one, or the title of a file of its.

    ``without`` are the ids of articles that don't count, because they are being erased.
    """
    left, seen, gone = set(runs), set(), json.dumps(sorted(without))
    for run in sorted(runs):
        if run not in left:
            continue
        for source in _SOURCES:
            for number, *texts in db.execute(source, (_phrase(run), gone, _CANDIDATES)):
                if number not in seen:
                    seen.add(number)
                    left -= set().union(*map(quoting.runs, texts))
    return _untitled(db, left, gone) if left else left


def _untitled(db: sqlite3.Connection, runs: set[str], gone: str) -> set[str]:
    """The same of titles, which no index has; few of them are as long as a run."""
    for table in ("attachments", "media"):
        rows = db.execute(
            f"""SELECT title FROM {table} WHERE length(title) > ?
            AND article_id NOT IN (SELECT value FROM json_each(?))""",  # noqa: S608 - own names
            (2 * quoting.WIDTH, gone),
        )
        for (title,) in rows:
            runs = runs - quoting.runs(title)
    return runs


def _phrase(run: str) -> str:
    return '"' + " ".join(fold(word) for word in _WORD.findall(run)) + '"'
