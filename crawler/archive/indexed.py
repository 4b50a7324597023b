"""Whether what was made of the texts says what they say: both indexes, and the narrow table of filters.

The index is fed without the stroke of the letter d, so FTS5's own comparison with the texts must fail by design; here
the texts are indexed once more, in memory and some hundred at a time, and the words are counted.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

_AT_ONCE = 500
_NAMED = 20
"""Articles or words of a kind that are named."""
_TEXTS = {
    "articles_fts": "SELECT ord, id, title, lead, body, captions FROM articles ORDER BY ord",
    "revisions_fts": (
        "SELECT number, article_id || ' revision ' || revision, title, lead, body, captions FROM revision_rows"
        " WHERE coalesce(title, lead, body, captions) IS NOT NULL ORDER BY number"
    ),
}
FACETS = """
SELECT ord, portal, section, unit_id, province_id, province_now_id, published_day, published_month,
  kind = 'article', gone_since IS NOT NULL, revision > 1, hidden_at IS NOT NULL, added_at FROM articles"""
"""What the table of filters must be."""

_MISCOUNTED = """SELECT f.ord FROM facets f LEFT JOIN counted c ON c.ord = f.ord LEFT JOIN profiles p USING (profile)
WHERE (p.portal, p.section, p.unit_id, p.province_id, p.province_now_id, c.month) IS NOT (f.portal,
  coalesce(f.section, ''), coalesce(f.unit_id, ''), coalesce(f.province_id, ''), coalesce(f.province_now_id, ''),
  12 * substr(f.published_month, 1, 4) + substr(f.published_month, 6) - 1)"""


def index_faults(db: sqlite3.Connection) -> Iterator[str]:
    """Each way in which an index or the table of filters is out of step with the texts; none when all is well."""
    for index, texts in _TEXTS.items():
        yield from _index(db, index, texts)
    yield from _narrow(db, "filters", f"SELECT ord FROM ({FACETS} EXCEPT SELECT * FROM facets)")  # noqa: S608 - own words
    yield from _narrow(db, "filters", f"SELECT ord FROM (SELECT * FROM facets EXCEPT {FACETS})")  # noqa: S608 - own words
    yield from _narrow(db, "counts", _MISCOUNTED)
    yield from _narrow(db, "counts", "SELECT ord FROM counted WHERE ord NOT IN (SELECT ord FROM facets)")


def _narrow(db: sqlite3.Connection, table: str, wrong: str) -> Iterator[str]:
    """Names the articles of the rows that are wrong."""
    for (place,) in db.execute(f"{wrong} ORDER BY 1 LIMIT ?", (_NAMED,)).fetchall():
        named = db.execute("SELECT id FROM articles WHERE ord = ?", (place,)).fetchone()
        yield f"table of {table} out of step: {named[0] if named else f'row {place} of no article'}"


def _index(db: sqlite3.Connection, index: str, texts: str) -> Iterator[str]:
    """By entry whether each text has as many words as its entry, then by word whether all have as many places."""
    wanted: Counter[str] = Counter()
    entries, told = 0, 0
    cursor = db.execute(texts)
    while rows := cursor.fetchmany(_AT_ONCE):
        with closing(sqlite3.connect(":memory:")) as fresh:
            sizes = _indexed_anew(fresh, rows)
            for term, count in fresh.execute("SELECT term, cnt FROM words"):
                wanted[term] += count
        entries += len(rows)
        for number, name, *_ in rows:
            found = db.execute(f"SELECT sz FROM {index}_docsize WHERE id = ?", (number,)).fetchone()  # noqa: S608
            if (found is None or found[0] != sizes[number]) and told < _NAMED:
                told += 1
                yield f"search index ({index}) {'lacks' if found is None else 'has other words for'}: {name}"
    (count,) = db.execute(f"SELECT count(*) FROM {index}_docsize").fetchone()  # noqa: S608 - own names
    if count != entries:
        yield f"search index ({index}) out of step: {count} entries for {entries} texts"
    yield from _words(db, index, wanted)


def _indexed_anew(fresh: sqlite3.Connection, rows: list[sqlite3.Row]) -> dict[int, bytes]:
    fresh.execute(
        "CREATE VIRTUAL TABLE anew USING fts5(title, lead, body, captions, content='',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    fresh.execute("CREATE VIRTUAL TABLE words USING fts5vocab(anew, row)")
    fresh.executemany(
        "INSERT INTO anew(rowid, title, lead, body, captions) VALUES (?, ?, ?, ?, ?)",
        ((row[0], *(text and text.replace("đ", "d").replace("Đ", "D") for text in tuple(row)[2:])) for row in rows),
    )
    return dict(fresh.execute("SELECT id, sz FROM anew_docsize").fetchall())


def _words(db: sqlite3.Connection, index: str, wanted: Counter[str]) -> Iterator[str]:
    db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_counts USING fts5vocab(main, {index}, row)")
    wrong: list[str] = []
    for term, count in db.execute(f"SELECT term, cnt FROM temp.{index}_counts"):  # noqa: S608 - own names
        if wanted.pop(term, 0) != count:
            wrong.append(term)
    wrong += wanted
    if wrong:
        shown = ", ".join(repr(term) for term in sorted(wrong)[:3])
        yield f"search index ({index}) out of step: {len(wrong)} words stand elsewhere than in the texts, as {shown}"
