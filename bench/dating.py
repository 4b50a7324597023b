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
_OURS, _PEER = "crawler.dates.read", "dateparser.parse(languages=['vi'], DATE_ORDER DMY)"
_TABLE = ROOT / "tests" / "dates" / "printed_dates.py"


def dating() -> None:
    """Measures and prints."""
    cases = _cases()
    for words, known in (
        ("with a reading", [one for one in cases if one[1]]),
        ("without a certain reading", [one for one in cases if not one[1]]),
    ):
        print(f"Corpus: the {len(known)} forms {words} of {_TABLE.relative_to(ROOT)}. Median of {ROUNDS} rounds.")
        texts = [text for text, _ in known]
        spent = rounds({_OURS: partial(_all, dates.read, texts), _PEER: partial(_all, _peer, texts)})
        right = {
            _OURS: sum(_value(text) == value for text, value in known),
            _PEER: sum(_peer_day(text) == (value and value[:10]) for text, value in known),
        }
        show(
            ["", "CPU µs a date", "as the table says"],
            [
                [name, middle([one * 1e6 / len(texts) for one in values], 1), f"{right[name]} of {len(texts)}"]
                for name, values in spent.items()
            ],
        )
        print(verdict(f"read / dateparser in speed, {words}", over(spent[_PEER], spent[_OURS]), DEMANDED))
    print("dateparser counts as right when its day is; it has no month-precise result (it fills in a day).")


def _cases() -> list[tuple[str, str | None]]:
    """The tests' table of forms, read in place: tests are no package."""
    spec = importlib.util.spec_from_file_location("bench_dates_cases", _TABLE)
    if spec is None or spec.loader is None or not _TABLE.exists():
        raise RuntimeError(f"no table of forms at {_TABLE}")
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [(text, value) for group in module.READ.values() for text, value in group]


def _all(read: Callable[[str], object], texts: list[str]) -> None:
    for text in texts:
        read(text)


def _value(text: str) -> str | None:
    reading = dates.read(text)
    return reading.value if reading else None


def _peer(text: str) -> Any:
    return dateparser.parse(text, languages=["vi"], settings={"DATE_ORDER": "DMY"})


def _peer_day(text: str) -> str | None:
    found = _peer(text)
    return f"{found:%Y-%m-%d}" if found else None
