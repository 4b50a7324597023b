"""The same articles and words in tantivy, a library that does nothing but search, where it is installed."""

import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.measure import show
from crawler.archive.reader import Archive
from crawler.text.fold import fold

_MEMORY = 256_000_000


def compare(
    archive: Archive, words: dict[str, list[str]], folder: Path, timed: Callable[..., Sequence[object]]
) -> None:
    """Builds the index, asks it and prints; says so where the library is missing."""
    try:
        import tantivy
    except ImportError:
        print("tantivy isn't installed: pip install tantivy")
        return
    folder.mkdir()
    schema = tantivy.SchemaBuilder()
    for name in ("title", "lead", "body"):
        schema.add_text_field(name, stored=False, tokenizer_name="folded")
    schema.add_integer_field("ord", stored=True, indexed=True, fast=True)
    schema.add_text_field("province", stored=False, tokenizer_name="raw", fast=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    index.register_tokenizer(
        "folded", analyzer.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.lowercase()).build()
    )
    began = time.perf_counter()
    count = _fill(tantivy, index, archive)
    seconds = time.perf_counter() - began
    size = sum(one.stat().st_size for one in folder.rglob("*"))
    print(f"\ntantivy {version('tantivy')}: {count / seconds:,.0f} articles a second, index {size / 1e6:,.0f} MB")
    searcher = index.searcher()

    def ask(query: str, **more: Any) -> None:
        # The library's own parser joins words by OR unless told otherwise.
        searcher.search(index.parse_query(fold(query).replace('" "', '" AND "'), ["title", "lead", "body"]), 20, **more)

    rows = []
    for kind, queries in words.items():
        rows.append(timed(f"{kind}: best 20 and count", "", ask, queries))
        rows.append(timed(f"{kind}: newest 20", "", lambda query: ask(query, order_by_field="ord"), queries))
    show(["tantivy", "", "wall p50", "p95 ms", "CPU p50", "p95 ms"], rows)


def _fill(tantivy: Any, index: Any, archive: Archive) -> int:
    writer = index.writer(heap_size=_MEMORY, num_threads=1)
    count = 0
    for row in archive.db.execute("SELECT ord, title, lead, body, province_id FROM articles ORDER BY ord"):
        texts = {name: row[name] or "" for name in ("title", "lead", "body")}
        writer.add_document(tantivy.Document(ord=row["ord"], province=row["province_id"] or "", **texts))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return count
