"""Raises tests/floor.json, the worst reading that tests/test_floor.py still accepts, to what is read today.

Usage: python scripts/raise_floor.py [--because TEXT]   (or: make floor, make floor BECAUSE="TEXT")

Better figures and new corpora are written. A figure that got worse is never lowered silently: it is printed, nothing is
written and the status is 1, unless TEXT says why it is right to accept it; the reason is kept in tests/floor.json.
Corpora that lie outside the repository keep their floor where they are absent.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
# The benchmarks are no installed package: they are found beside this folder alone, and imported once it is named.
sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]

import crawler  # noqa: E402
from bench import pages  # noqa: E402
from bench.score import Score, score, table  # noqa: E402
from crawler.models import Sighting  # noqa: E402

FLOOR = ROOT / "tests" / "floor.json"
FOLDERS = ROOT / "tests" / "pages"
SHARED = Path(os.environ.get("TINTINH_SHARED") or ROOT.parent / "shared")
OUTSIDE = ("nukeviet", "real")
"""Corpora that aren't part of the repository."""
MODES = ("on", "off")
"""Whether families are detected; with ``off`` every page is of an unknown system."""
LESS_IS_BETTER = ("leaks", "dates_wrong")
DIGITS = 4
ROUNDING = 0.00006

Figures = dict[str, float]
Floor = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Marked:
    """A page's truth, what was read on it, and the marks for that."""

    truth: pages.Truth
    found: Mapping[str, Any]
    marks: Score


@cache
def corpora() -> dict[str, list[pages.Truth]]:
    """All corpora that are here, by name."""
    found = {
        "golden": list(pages.golden()),
        "nukeviet": list(pages.nukeviet(SHARED / "pages" / "nukeviet")),
        "real": list(pages.real(SHARED / "pages" / "real")),
    }
    for path in sorted(FOLDERS.glob("*/truth.jsonl")):
        found[path.parent.name] = list(pages.lines(path))
    return {name: corpus for name, corpus in found.items() if corpus}


def digest(corpus: Sequence[pages.Truth]) -> str:
    """SHA-256 over the names, bytes and truths of a corpus, in the order of the names."""
    whole = hashlib.sha256()
    for page in sorted(corpus, key=lambda one: one.name):
        came = (page.name, page.url, page.fetched_at, page.content_type, page.status, page.portal, page.hints)
        for part in (*came, page.true):
            whole.update(json.dumps(part, ensure_ascii=False, sort_keys=True).encode() + b"\0")
        whole.update(hashlib.sha256(page.body).digest())
    return whole.hexdigest()


@cache
def read(name: str, mode: str) -> list[Marked]:
    """Every page of a corpus as it is read, with its marks; each is read once a process."""
    with ExitStack() as stack:
        if mode == "off":
            stack.enter_context(mock.patch("crawler.families.detect", return_value=(None, [])))
        return [_mark(page) for page in corpora()[name]]


def _mark(page: pages.Truth) -> Marked:
    try:
        article = crawler.clean(
            page.body,
            url=page.url,
            portal=page.portal,
            fetched_at=page.fetched_at,
            content_type=page.content_type,
            status=page.status,
            hints=[Sighting(**one) for one in page.hints],
        )
    except Exception as fault:
        fault.add_note(f"while reading {page.name}")
        raise
    found = article.to_dict()
    return Marked(page, found, score(page.name, found, page.true))


def figures(name: str, mode: str) -> Figures:
    """Shares right by field, the mean F1 of bodies, shares of leaks and of dates."""
    return {field: round(value, DIGITS) for field, value in table([one.marks for one in read(name, mode)]).items()}


def measure() -> Floor:
    """The entry of every corpus that is here, as in the file."""
    return {
        name: {"sha256": digest(corpus), "pages": len(corpus)} | {mode: figures(name, mode) for mode in MODES}
        for name, corpus in corpora().items()
    }


def is_worse(field: str, now: float | None, floor: float) -> bool:
    """Whether a figure is below its floor by more than rounding; a missing one is."""
    if now is None:
        return True
    loss = now - floor if field in LESS_IS_BETTER else floor - now
    return loss > ROUNDING


def lowered(old: Floor, new: Floor) -> list[dict[str, Any]]:
    """Every figure that would be worse than its floor; a corpus or field that is gone has ``to`` null."""
    found = []
    for name, entry in old.items():
        if name in OUTSIDE and name not in new:
            continue
        for mode in MODES:
            told = new.get(name, {}).get(mode, {})
            found += [
                {"corpus": name, "mode": mode, "field": field, "from": value, "to": told.get(field)}
                for field, value in entry[mode].items()
                if is_worse(field, told.get(field), value)
            ]
    return found


def raised(old: Floor, new: Floor) -> list[str]:
    """What is new or better, a line each."""
    told = []
    for name, entry in new.items():
        if name not in old:
            told.append(f"{name}: new, {entry['pages']} pages")
            continue
        if entry["sha256"] != old[name]["sha256"]:
            told.append(f"{name}: other pages or truths than before, {entry['pages']} pages")
        for mode in MODES:
            before = old[name][mode]
            for field, value in entry[mode].items():
                if field not in before or (value != before[field] and not is_worse(field, value, before[field])):
                    told.append(f"{name}, detection {mode}, {field}: {before.get(field)} -> {value}")
    return told


def settle(floor: Floor, new: Floor, because: str | None) -> tuple[Floor | None, list[dict[str, Any]]]:
    """The file's next content, and what it lowers; ``None`` when something is lowered without a reason."""
    old = floor.get("corpora", {})
    down = lowered(old, new)
    if down and not because:
        return None, down
    kept = {name: entry for name, entry in old.items() if name in OUTSIDE and name not in new}
    reasons = [one | {"because": because} for one in down]
    return {"corpora": dict(sorted((kept | new).items())), "lowered": floor.get("lowered", []) + reasons}, down


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, compares, writes; 1 when a figure is worse and no reason was given."""
    parser = argparse.ArgumentParser(description="Raise tests/floor.json to what is read today.")
    parser.add_argument("--because", metavar="TEXT", help="why a lower figure is right; kept in the file")
    because = (parser.parse_args(arguments).because or "").strip() or None
    floor = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}
    new = measure()
    settled, down = settle(floor, new, because)
    say = sys.stdout.write
    for one in down:
        say("worse: {corpus}, detection {mode}, {field}: {from} -> {to}\n".format(**one))
    if settled is None:
        say(f'{FLOOR} is as it was: {len(down)} figures are worse; accept them with --because "TEXT"\n')
        return 1
    for line in raised(floor.get("corpora", {}), new):
        say(line + "\n")
    for name in OUTSIDE:
        if name not in new:
            say(f"{name}: not at {SHARED}, its floor stays\n")
    FLOOR.write_text(json.dumps(settled, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
