"""Which runs of an article's words stand in no other article: only those must not be found anywhere."""

import re
import sqlite3

from crawler.archive import quoting
from crawler.text.fold import fold

_CANDIDATES = 50
"""Articles that are compared with a run; the index, which knows no accents, finds more than have it."""
_WORD = re.compile(r"[^\W_]+")
_SOURCES = (
    """SELECT a.id, a.title, a.lead, a.body, a.captions FROM articles_fts f JOIN articles a ON a.ord = f.rowid
    WHERE articles_fts MATCH ? AND a.id <> ? LIMIT ?""",
    """SELECT r.number, r.title, r.lead, r.body, r.captions FROM revisions_fts f JOIN revision_rows r
    ON r.number = f.rowid WHERE revisions_fts MATCH ? AND r.article_id <> ? LIMIT ?""",
)


def distinctive(db: sqlite3.Connection, identity: str, runs: set[str]) -> set[str]:
    """Those of ``runs`` that no other article says, in its newest text or a former one."""
    left, seen = set(runs), set()
    for run in sorted(runs):
        if run not in left:
            continue
        for source in _SOURCES:
            for number, *texts in db.execute(source, (_phrase(run), identity, _CANDIDATES)):
                if number not in seen:
                    seen.add(number)
                    left -= set().union(*map(quoting.runs, texts))
    return left


def _phrase(run: str) -> str:
    return '"' + " ".join(fold(word) for word in _WORD.findall(run)) + '"'
