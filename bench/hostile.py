"""Hostile pages: what a page of ten megabytes, or of a hundred thousand links, costs, beside lxml's own parse of it."""

import importlib
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import lxml.html

from bench.corpus import ROOT
from bench.measure import show

ROUNDS = 3
SECONDS, SWELLING, LARGE = 2.0, 30, 5_000_000
SHOWN = 14
"""The slowest pages that are listed; all are read."""


def hostile() -> None:
    """CPU seconds (median of rounds, where it may matter) and memory of every page of the tests, each by itself."""
    # The pages are the tests' own: their folder is no package.
    sys.path[:0] = [one for one in (str(ROOT / "tests"),) if one not in sys.path]
    cases: Any = importlib.import_module("test_hostile")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in cases.MADE:
            read = [_read(cases, Path(folder), name)]
            # The quick ones need no second look.
            read += [_read(cases, Path(folder), name) for _ in range(ROUNDS - 1) if read[0]["seconds"] > SECONDS / 2]
            spent = statistics.median(one["seconds"] for one in read)
            rows.append((spent, name, read[0]["size"], max(one["memory"] for one in read) / max(1, read[0]["size"])))
    rows.sort(reverse=True)
    show(
        ["page", "MB", "CPU s", "times lxml's parse", "memory, times the page"],
        [
            [name, f"{size / 1e6:.1f}", f"{spent:.2f}", f"{spent / _parse(cases.MADE[name]()):.0f}", f"{swelling:.0f}"]
            for spent, name, size, swelling in rows[:SHOWN]
        ],
    )
    slow = [name for spent, name, _, _ in rows if spent > SECONDS]
    swollen = [name for _, name, size, swelling in rows if size > LARGE and swelling > SWELLING]
    print(f"\n{len(rows)} pages; at most {SECONDS:g} s is demanded: {_said(slow)}")
    print(f"memory of pages over 5 MB; at most {SWELLING} times the page is demanded: {_said(swollen)}")


def _read(cases: Any, folder: Path, name: str) -> dict[str, Any]:
    reader = cases.Reader(folder)
    try:
        return dict(reader.read(name))
    finally:
        reader.end()


def _parse(body: bytes) -> float:
    start = time.process_time()
    if body.strip():
        lxml.html.document_fromstring(body, parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))
    return max(time.process_time() - start, 0.001)


def _said(missed: list[str]) -> str:
    return f"MISSED by {', '.join(missed)}" if missed else "met"
