"""``crawler.dates.read`` beside dateparser, over the forms of printed dates that are known."""

import importlib.util
from collections.abc import Callable
from functools import partial
from typing import Any

import dateparser

from bench.corpus import ROOT
from bench.measure import ROUNDS, middle, over, rounds, show, verdict
from crawler import dates

DEMANDED = 100
PASSES = 5
"""Times that a round reads each text: one pass of ours ends before the caches that the peer emptied are warm again."""
_OURS, _PEER = "crawler.dates.read", "dateparser.parse(languages=['vi'], DATE_ORDER DMY)"
_FOLDER = ROOT / "tests" / "dates"


def dating() -> None:
    """Measures and prints."""
    name, groups = _table()
    known = {group: [one for one in rows if one[1]] for group, rows in groups.items()}
    english = {group for group in known if "English" in group}
    sets = {
        "with a reading": [one for rows in known.values() for one in rows],
        "with a reading, English words left out": [
            one for group, rows in known.items() if group not in english for one in rows
        ],
        "without a certain reading": [one for rows in groups.values() for one in rows if not one[1]],
    }
    for words, rows in sets.items():
        _compare(f"{len(rows)} forms {words}", rows, name)
    print("dateparser counts as right when its day is; it gives no month as such, but fills in a day.")


def _compare(words: str, known: list[tuple[str, str | None]], name: str) -> None:
    print(f"Corpus: the {words} of {name}. Median of {ROUNDS} rounds of {PASSES} passes.")
    texts = [text for text, _ in known]
    spent = rounds({_OURS: partial(_all, dates.read, texts), _PEER: partial(_all, _peer, texts)})
    right = {
        _OURS: sum(_value(text) == value for text, value in known),
        _PEER: sum(_peer_day(text) == (value and value[:10]) for text, value in known),
    }
    show(
        ["", "CPU µs a date", "as the table says"],
        [
            [name, middle([one * 1e6 / len(texts) / PASSES for one in values], 1), f"{right[name]} of {len(texts)}"]
            for name, values in spent.items()
        ],
    )
    ratio = over(spent[_PEER], spent[_OURS])
    # What can't be read is looked at from all sides first; the demand is for what is read.
    read = any(value for _, value in known)
    print(verdict("read / dateparser, in speed", ratio, DEMANDED) if read else f"read / dateparser: {middle(ratio)}")


def _table() -> tuple[str, dict[str, list[tuple[str, str | None]]]]:
    """The tests' table of forms, read in place since tests are no package, and the name of its file."""
    for path in sorted(_FOLDER.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
        if path.name.startswith("test_") or spec is None or spec.loader is None:
            continue
        module: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        if hasattr(module, "READ"):
            return str(path.relative_to(ROOT)), module.READ
    raise RuntimeError(f"no table of printed dates (a module with READ) in {_FOLDER}")


def _all(read: Callable[[str], object], texts: list[str]) -> None:
    for text in texts * PASSES:
        read(text)


def _value(text: str) -> str | None:
    reading = dates.read(text)
    return reading.value if reading else None


def _peer(text: str) -> Any:
    return dateparser.parse(text, languages=["vi"], settings={"DATE_ORDER": "DMY"})


def _peer_day(text: str) -> str | None:
    found = _peer(text)
    return f"{found:%Y-%m-%d}" if found else None
