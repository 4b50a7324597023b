"""Comparing what was read on a page with what is true of it, field by field; every reader is scored alike."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_WORD = re.compile(r"\w+")
_SHINGLE = 3
_LEAK = 12
"""Characters from which a string that belongs to no article counts as furniture when it is found in one."""


def shingles(texts: Iterable[str]) -> Counter[tuple[str, ...]]:
    """Runs of three words over all texts; a shorter text is one run."""
    words = _WORD.findall(" ".join(texts).lower())
    if len(words) <= _SHINGLE:
        return Counter([tuple(words)] if words else [])
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def f1(found: Iterable[str], true: Iterable[str]) -> float:
    """The F1 measure of two texts by their runs of three words; 1 for two empty ones."""
    one, other = shingles(found), shingles(true)
    if not one and not other:
        return 1.0
    common = (one & other).total()
    return 2 * common / (one.total() + other.total())


def whole_f1(found: Iterable[str], true: Mapping[str, Any]) -> float:
    """The best F1 of a text in which headline, sapô and captions may stand among the paragraphs of the body.

    It is for readers that give one text: what they didn't part is neither demanded nor held against them.
    """
    found = list(found)
    parts = ([true.get("title") or ""], [true.get("lead") or ""], true.get("captions") or [])
    return max(
        f1(
            found,
            [text for part, held in zip(parts, choice, strict=True) if held for text in part] + list(true["body"]),
        )
        for choice in itertools.product((False, True), repeat=len(parts))
    )


def same_date(found: str | None, true: str | None) -> bool:
    """Whether two dates agree after cutting both to the coarser precision; two missing ones do."""
    if not found or not true:
        return found == true
    size = min(len(_local(found)), len(_local(true)), 16)
    return _local(found)[:size] == _local(true)[:size]


def _local(value: str) -> str:
    return re.sub(r"[+-]\d\d:\d\d$|Z$", "", value) if len(value) > 10 else value


@dataclass(slots=True)
class Score:
    """One page's marks: a field right or not, the body's F1, what leaked."""

    name: str
    right: dict[str, bool] = field(default_factory=dict)
    f1: float | None = None
    date: str | None = None
    leaks: list[str] = field(default_factory=list)


_EXACT = ("title", "lead", "byline", "source", "section")


def score(name: str, found: Mapping[str, Any], true: Mapping[str, Any]) -> Score:
    """Marks for the fields that the truth tells; ``date`` is right, wrong or missing."""
    marks = Score(name, {"kind": found.get("kind") == true["kind"]})
    if true["kind"] != "article":
        return marks
    for key in _EXACT:
        if key in true:
            marks.right[key] = _plain(found.get(key)) == _plain(true[key])
    if "byline" in true:
        marks.right["byline_words"] = _words(found.get("byline")) == _words(true["byline"])
    for key in ("captions", "tags"):
        if key in true:
            marks.right[key] = [_plain(one) for one in found.get(key) or []] == [_plain(one) for one in true[key]]
    if "attachments" in true:
        marks.right["attachments"] = _addresses(found.get("attachments")) == _addresses(true["attachments"])
    _dated(marks, found, true)
    if "body" in true:
        marks.f1 = f1(found.get("body") or [], true["body"])
        marks.right["body"] = [_plain(one) for one in found.get("body") or []] == [_plain(one) for one in true["body"]]
    marks.leaks = _leaks(found, true)
    return marks


def _dated(marks: Score, found: Mapping[str, Any], true: Mapping[str, Any]) -> None:
    if "updated" in true:
        marks.right["updated"] = same_date(found.get("updated"), true["updated"])
    if "published" in true:
        told = found.get("published")
        marks.date = "right" if same_date(told, true["published"]) else "wrong" if told else "missing"


def _leaks(found: Mapping[str, Any], true: Mapping[str, Any]) -> list[str]:
    """Strings of furniture in what was read, save those that the true article has too."""
    said, real = (
        " \n ".join(_plain(text) or "" for text in (one.get("title"), one.get("lead"), *(one.get("body") or [])))
        for one in (found, true)
    )
    forbidden = (_plain(one) or "" for one in true.get("forbidden", ()))
    return [one for one in forbidden if len(one) >= _LEAK and one in said and one not in real]


def _plain(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _words(text: str | None) -> list[str]:
    """Words in small letters: libraries write several names with marks and capitals of their own."""
    return _WORD.findall((text or "").lower())


def _addresses(values: Iterable[Any] | None) -> set[str]:
    return {one["url"] if isinstance(one, dict) else str(one) for one in values or ()}


def table(scores: list[Score]) -> dict[str, float]:
    """Shares of pages with each field right, the mean F1, and shares of dates and leaks."""
    found: dict[str, float] = {}
    for key in dict.fromkeys(key for one in scores for key in one.right):
        values = [one.right[key] for one in scores if key in one.right]
        found[key] = sum(values) / len(values)
    f1s = [one.f1 for one in scores if one.f1 is not None]
    if f1s:
        found["body_f1"] = sum(f1s) / len(f1s)
        found["leaks"] = sum(bool(one.leaks) for one in scores if one.f1 is not None) / len(f1s)
    dated = [one.date for one in scores if one.date]
    if dated:
        found["dates_right"] = dated.count("right") / len(dated)
        found["dates_wrong"] = dated.count("wrong") / len(dated)
    return found
