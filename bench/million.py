"""A million articles: how long an answer takes, beside what is demanded and beside peers in the same run.

``python -m bench million [N]``; about 20 GB of disk and half an hour of a quiet core for a million.
"""

import os
import re
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.loading import BYTES, build
from bench.measure import show
from bench.synthetic import SEED, rows
from crawler.archive.reader import Archive
from crawler.archive.search import Filters
from crawler.archive.store import Store
from crawler.models import Article

ROWS = 1_000_000
_REPEATS = 4
_ALONE = 2_000
"""Articles that are committed one by one."""
_LIKED = 20_000
Row = Sequence[object]


def million(count: int = ROWS) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="tintinh-million-") as folder:
        free = shutil.disk_usage(folder).free
        if free < count * BYTES:
            print(f"{free / 1e9:.1f} GB free in {folder}, {count * BYTES / 1e9:.1f} GB needed; set TMPDIR")
            return
        path = Path(folder) / "archive.db"
        print(f"{count:,} articles by chance (seed {SEED}) from the sample portals' own words")
        figures = build(path, count)
        figures += _alone(path)
        with Archive(path) as archive:
            words = _words(archive)
            figures += _sizes(archive)
            show(["figure", "demanded", "measured", ""], figures)
            timed = list(_searches(archive, words))
            show(["search", "demanded", "wall p50", "p95 ms", "CPU p50", "p95 ms"], timed)
            show(["peer", "", "wall p50", "p95 ms", "CPU p50", "p95 ms"], list(_peers(archive, words)))
            _tantivy(archive, words, Path(folder) / "tantivy")
        _memory(path, words)


def _alone(path: Path) -> list[Row]:
    """A commit an article through the usual insert, into the full archive; making the texts isn't counted."""
    made = list(rows(_ALONE, 1, SEED + 7))
    with Store(path, "bench") as store:
        began, spent = time.perf_counter(), time.process_time()
        for number, row in enumerate(made):
            url = f"http://127.0.0.1/vi/news/c/d-{number}.html"
            article = Article(
                kind="article", url=url, canonical_url=url, portal="bench_alone", title=row["title"],
                lead=row["lead"], body=row["body"].split("\n\n"), published=row["published"],
            )  # fmt: skip
            with store.transaction():
                store.articles.insert(article, url, 1, "2026-01-02T00:00:00Z", rights=None)
        wall, cpu = time.perf_counter() - began, time.process_time() - spent
    return [["a commit an article, a second", "500", f"{_ALONE / wall:,.0f}", f"{_ALONE / cpu:,.0f} by CPU time"]]


def _sizes(archive: Archive) -> list[Row]:
    parts = " + ".join(f"coalesce(length(CAST({name} AS BLOB)), 0)" for name in ("title", "lead", "body", "captions"))
    (text,) = archive.db.execute(f"SELECT sum({parts}) FROM articles").fetchone()
    (index,) = archive.db.execute(
        "SELECT (SELECT sum(length(block)) FROM articles_fts_data) + (SELECT sum(length(sz)) FROM articles_fts_docsize)"
    ).fetchone()
    whole = archive.path.stat().st_size
    return [
        ["full-text index, times the texts' bytes", "0.85", f"{index / text:.2f}", f"{index / 1e6:,.0f} MB"],
        ["the whole file, times the texts' bytes", "", f"{whole / text:.2f}", f"{whole / 1e6:,.0f} MB"],
    ]


def _words(archive: Archive) -> dict[str, list[str]]:
    """Words and phrases that stand in about so large a share of the articles."""
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    sample = 0
    for (body,) in archive.db.execute("SELECT body FROM articles WHERE ord % 31 = 0 LIMIT 3000"):
        syllables = re.findall(r"\w+", body.lower())
        single.update(set(syllables))
        pairs.update(set(pairwise(syllables)))
        sample += 1

    def near(counts: Counter[Any], share: float, number: int = 8) -> list[Any]:
        return sorted(counts, key=lambda one: (abs(counts[one] / sample - share), one))[:number]

    phrases = [f'"{first} {second}"' for first, second in near(pairs, 0.08)]
    return {
        "common word": near(single, 0.6), "middling word": near(single, 0.05), "rare word": near(single, 0.002),
        "phrase": phrases, "two phrases": [f"{one} {other}" for one, other in pairwise(phrases)],
    }  # fmt: skip


def _searches(archive: Archive, words: dict[str, list[str]]) -> Iterator[Row]:
    provinces = [
        row[0]
        for row in archive.db.execute(
            "SELECT province_id FROM facets WHERE province_id IS NOT NULL GROUP BY 1 ORDER BY count(*)"
        )
    ]
    places = {
        "rarest province": provinces[0], "middling province": provinces[len(provinces) // 2],
        "commonest province": provinces[-1],
    }  # fmt: skip
    for kind, queries in words.items():
        yield _timed(f"{kind}: newest 20", "10", partial(archive.search, sort="newest", count=False), queries)
        yield _timed(f"{kind}: newest 20 and count", "", partial(archive.search, sort="newest"), queries)
        for name, province in places.items():
            run = partial(_shown, archive, Filters(province=province))
            yield _timed(f"{kind}: newest 20 shown, {name}", "20", run, queries)
        if kind == "two phrases":
            yield _timed(f"{kind}: counted", "100", partial(archive.search, sort="newest", exact=True), queries)
        limit = "250" if kind == "two phrases" else "150"
        yield _timed(f"{kind}: relevance", limit, partial(archive.search), queries)
        yield _timed(f"{kind}: facets", "30", partial(archive.facets), queries)
    yield _timed("beginning of two letters: newest 20", "", partial(archive.search, sort="newest"), ["th*", "ng*"])


def _shown(archive: Archive, filters: Filters, query: str) -> list[dict[str, Any]]:
    """As the command prints JSON: every row whole, with snippet, and the count."""
    return archive.documents_of(archive.search(query, filters, sort="newest").rows)


def _peers(archive: Archive, words: dict[str, list[str]]) -> Iterator[Row]:
    bare = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT 20"
    like = f"SELECT ord FROM (SELECT * FROM articles ORDER BY ord DESC LIMIT {_LIKED}) WHERE body LIKE ? LIMIT 20"
    for kind, queries in words.items():
        matches = [query.replace("đ", "d").replace('" "', '" AND "') for query in queries]
        yield _timed(f"{kind}: bare FTS5, newest 20 row ids (the floor)", "", partial(_rows, archive.db, bare), matches)
    scans = [f"%{word}%" for word in words["rare word"]]
    yield _timed(f"rare word: LIKE over the newest {_LIKED:,} only", "", partial(_rows, archive.db, like), scans)


def _rows(db: sqlite3.Connection, sql: str, value: str) -> None:
    db.execute(sql, (value,)).fetchall()


def _timed(name: str, demanded: str, run: Callable[[str], object], queries: Sequence[str]) -> Row:
    walls, cpus = [], []
    for query in [query for _ in range(_REPEATS) for query in queries]:
        began, spent = time.perf_counter(), time.process_time()
        run(query)
        walls.append((time.perf_counter() - began) * 1000)
        cpus.append((time.process_time() - spent) * 1000)
    cells = [f"{figure:.1f}" for values in (walls, cpus) for figure in (statistics.median(values), _p95(values))]
    return [name, demanded, *cells]


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def _memory(path: Path, words: dict[str, list[str]]) -> None:
    """Memory of a process that only reads, none of it shared with another."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with Archive(path) as archive:
            before = _private()
            for queries in words.values():
                for query in queries:
                    archive.search(query)
                    archive.facets(query)
            os.write(writer, f"{before} {_private()}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    told, after = os.read(reader, 100).decode().split()
    show(
        ["memory of a reader, MB", "demanded", "measured"],
        [["unshared, what searching added", "150", f"{(int(after) - int(told)) / 1000:.0f}"]],
    )


def _private() -> int:
    """Kilobytes of this process that no other shares, pages of mapped files too."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _tantivy(archive: Archive, words: dict[str, list[str]], folder: Path) -> None:
    from bench.million_tantivy import compare

    compare(archive, words, folder, _timed)
