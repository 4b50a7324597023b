"""Searching an archive beside a LIKE scan of the same table and a bare FTS5 look-up, the floor."""

import random
import sqlite3
import tempfile
from collections import Counter
from datetime import date, timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from bench.measure import ROUNDS, middle, over, rounds, show
from crawler.archive.reader import Archive
from crawler.archive.store import Store
from crawler.models import Article, Fetched
from crawler.samples import registry
from crawler.samples.site import Truth

ROWS = 20_000
_SEED = 20261122
_PARAGRAPHS = 8
_LIKE = "title LIKE :w OR lead LIKE :w OR body LIKE :w OR captions LIKE :w"


def searching() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="tintinh-bench-") as folder:
        path = Path(folder) / "archive.db"
        bodies = _fill(path)
        size = path.stat().st_size / 1e6
        print(
            f"Corpus: {ROWS} rows recombined by chance (seed {_SEED}) from the paragraphs of {bodies} sample "
            f"articles, {_PARAGRAPHS} a body; {size:.0f} MB. Median of {ROUNDS} rounds, CPU ms a query."
        )
        with Archive(path) as archive:
            rows = list(chain.from_iterable(_figures(archive, query) for query in _queries(archive)))
    show(["query", "matches", "", "CPU ms", "times LIKE's speed"], rows)
    print(
        "Both tintinh searches count all matches (up to 10,000) and cut snippets. The LIKE scan counts too and gives "
        "the newest 20; it knows no relevance, folds no accents and has no word boundaries."
    )


def _figures(archive: Archive, query: str) -> list[list[object]]:
    word = {"w": f"%{query}%"}
    fts = archive.search(query, sort="newest", limit=1)
    like = "LIKE scan: count and newest 20"
    spent = rounds(
        {
            like: partial(_scan, archive.db, word),
            "tintinh, newest 20": partial(archive.search, query, sort="newest", limit=20),
            "tintinh, relevance 20": partial(archive.search, query, sort="relevance", limit=20),
            "floor: FTS5 MATCH, newest 20 row ids": partial(_bare, archive.db, query),
        }
    )
    total = f"{fts.total}{'+' if fts.capped else ''}"
    return [
        [query, total, name, middle([one * 1000 for one in values], 3), middle(over(spent[like], values), 1)]
        for name, values in spent.items()
    ]


def _scan(db: sqlite3.Connection, word: dict[str, str]) -> None:
    db.execute(f"SELECT count(*) FROM articles WHERE {_LIKE}", word).fetchone()
    db.execute(f"SELECT * FROM articles WHERE {_LIKE} ORDER BY ord DESC LIMIT 20", word).fetchall()


def _bare(db: sqlite3.Connection, query: str) -> None:
    folded = query.replace("đ", "d").replace("Đ", "D")
    match = '"' + folded + '"'
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT 20"
    db.execute(sql, (match,)).fetchall()


def _queries(archive: Archive) -> list[str]:
    """A common, a middling and a rare word of these texts, and a phrase's words, chosen by their counts."""
    counts: Counter[str] = Counter()
    for (body,) in archive.db.execute("SELECT body FROM articles ORDER BY ord LIMIT 2000"):
        counts.update({word for word in body.lower().split() if word.isalpha() and len(word) > 2})
    ranked = [word for word, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    return [ranked[0], ranked[len(ranked) // 4], ranked[-1]]


def _fill(path: Path) -> int:
    """Writes the rows through the archive's own insert; how many sample articles they were made of."""
    truths: list[Truth] = [one for name in registry.SAMPLES for one in registry.build(name, base_port=0).truth()]
    titles = [one["title"] for one in truths]
    leads = [one["lead"] for one in truths]
    paragraphs = [text for one in truths for text in one["body"]]
    chance = random.Random(_SEED)
    first = date(2010, 1, 1)
    with Store(path, "bench") as store, store.transaction():
        answer = Fetched("http://127.0.0.1/", 200, [], b"", "2026-01-01T00:00:00Z")
        capture = store.capture(answer, keep=False)
        for number in range(ROWS):
            url = f"http://127.0.0.1/vi/news/a/b-{number}.html"
            day = first + timedelta(days=chance.randrange(5800))
            article = Article(
                url=url, canonical_url=url, portal="sample_bench", kind="article", title=chance.choice(titles),
                lead=chance.choice(leads), body=chance.choices(paragraphs, k=_PARAGRAPHS),
                published=day.isoformat(), published_precision="day", published_basis="page",
            )  # fmt: skip
            store.articles.insert(article, url, capture, answer.fetched_at, rights="government")
    return len(truths)
