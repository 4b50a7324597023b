"""The floor below which no reading may fall: every corpus, with and without detection of families, field by field.

``floor.json`` holds the figures; ``make floor`` raises them and never lowers one silently. Pages: the golden cases, the
folders of ``pages/``, and the shared ones, read in place.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from support import REPO, SHARED

sys.path[:0] = [one for one in (str(REPO), str(REPO / "scripts")) if one not in sys.path]

# The script is no package: its folder had to be named first.
import raise_floor as floor  # noqa: E402

PINNED: dict[str, Any] = json.loads(floor.FLOOR.read_text(encoding="utf-8"))["corpora"] if floor.FLOOR.exists() else {}
NAMES = sorted(PINNED.keys() | floor.corpora().keys())
FIGURES = [
    (name, mode, field, value)
    for name, entry in sorted(PINNED.items())
    for mode in floor.MODES
    for field, value in entry[mode].items()
]
SHOWN = 160
"""Characters of a value that a message shows."""


def here(name: str) -> None:
    """Skips where a corpus from outside the repository is absent."""
    if name in floor.OUTSIDE and name not in floor.corpora():
        pytest.skip(f"no pages at {SHARED / 'pages' / name}: they aren't part of the repository")


def short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}... ({len(text)} characters)"


def fault(field: str, one: floor.Marked) -> str | None:
    """What is wrong on a page in a field, in words; ``None`` when nothing is."""
    marks, found, true = one.marks, one.found, one.truth.true
    if field in ("dates_right", "dates_wrong"):
        wrong = ("wrong", "missing") if field == "dates_right" else ("wrong",)
        said = f"{found['published']!r} instead of {true['published']!r}" if marks.date in wrong else None
    elif field == "leaks":
        said = f"holds {short(marks.leaks)}" if marks.leaks else None
    elif field == "body_f1":
        said = f"F1 {marks.f1:.3f}" if marks.f1 is not None and marks.f1 < 1 else None
    elif marks.right.get(field, True):
        said = None
    elif field == "body":
        said = difference(found["body"], true["body"])
    else:
        key = field.removesuffix("_words")
        said = f"{short(found.get(key))} instead of {short(true.get(key))}"
    doubt = " (its truth is doubtful)" if true.get("doubtful") else ""
    return said and f"{marks.name}: {said}{doubt}"


def difference(found: Sequence[str], true: Sequence[str]) -> str:
    lacking = [text for text in true if text not in found]
    surplus = [text for text in found if text not in true]
    return f"lacks {short(lacking)}, has too much {short(surplus)}"


def faults(name: str, mode: str, field: str) -> str:
    """The pages that are wrong in a field, the worst first for bodies."""
    marked = floor.read(name, mode)
    if field == "body_f1":
        marked = sorted(marked, key=lambda one: 1 if one.marks.f1 is None else one.marks.f1)
    return "\n  ".join(filter(None, (fault(field, one) for one in marked))) or "no page"


def shortfall(name: str, mode: str, field: str, value: float) -> None:
    """Fails with the pages that are wrong when a figure is worse than a value."""
    now = floor.figures(name, mode).get(field)
    if floor.is_worse(field, now, value):
        limit = "at most" if field in floor.LESS_IS_BETTER else "at least"
        pytest.fail(
            f"{name}, detection {mode}, {field}: {now}, {limit} {value} is wanted. Wrong are\n  "
            + faults(name, mode, field),
            pytrace=False,
        )


@pytest.mark.parametrize("name", NAMES)
def test_the_corpus_is_the_one_that_the_floor_was_measured_on(name: str) -> None:
    here(name)
    assert name in floor.corpora(), f"{name} is in floor.json and not among the pages: run `make floor`"
    assert name in PINNED, f"{name} isn't in floor.json: run `make floor`"
    now = floor.digest(floor.corpora()[name])
    assert now == PINNED[name]["sha256"], f"{name}: pages or truths changed: run `make floor`"


@pytest.mark.parametrize(("name", "mode", "field", "value"), FIGURES, ids=lambda one: str(one))
def test_no_figure_is_below_its_floor(name: str, mode: str, field: str, value: float) -> None:
    here(name)
    shortfall(name, mode, field, value)


@pytest.mark.parametrize("mode", floor.MODES)
@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        *((name, "title", 1.0) for name in ("golden", "nukeviet", "real")),
        *((name, "leaks", 0.0) for name in ("golden", "nukeviet", "real")),
        *((name, "dates_wrong", 0.0) for name in ("golden", "nukeviet", "real")),
        ("golden", "body_f1", 0.97),
        ("nukeviet", "body_f1", 0.97),
        ("real", "body_f1", 0.98),
        ("real", "kind", 1.0),
        ("real", "dates_right", 1.0),
        ("real", "lead", 0.8),
        ("real", "byline", 0.8),
        ("real", "captions", 0.8),
    ],
)
def test_demands_that_no_floor_can_lower(name: str, field: str, value: float, mode: str) -> None:
    here(name)
    shortfall(name, mode, field, value)


def test_detection_is_on_and_off() -> None:
    """Else both modes would be one."""
    named = {mode: {one.found["family"] for one in floor.read("golden", mode)} for mode in floor.MODES}
    assert len(named["on"]) >= 5
    assert named["off"] == {None}


@pytest.mark.parametrize("mode", floor.MODES)
def test_lists_are_no_articles(mode: str) -> None:
    here("real")
    lists = [one for one in floor.read("real", mode) if one.truth.true["kind"] == "listing"]
    assert len(lists) >= 5
    wrong = [one.truth.name for one in lists if one.found["kind"] == "article"]
    assert not wrong, f"detection {mode}: lists read as articles: {wrong}"


ENTRY: dict[str, Any] = {
    "sha256": "a", "pages": 2, "on": {"title": 0.9, "leaks": 0.1}, "off": {"title": 0.8},
}  # fmt: skip
BEFORE: dict[str, Any] = {"corpora": {"x": ENTRY}, "lowered": []}


def after(**on: float) -> dict[str, Any]:
    return {"x": ENTRY | {"on": ENTRY["on"] | on}}


def test_better_figures_and_new_corpora_are_written() -> None:
    new = after(title=1.0, leaks=0.0) | {"y": ENTRY}
    settled, down = floor.settle(BEFORE, new, None)
    assert (settled, down) == ({"corpora": new, "lowered": []}, [])
    assert floor.raised(BEFORE["corpora"], new) == [
        "x, detection on, title: 0.9 -> 1.0",
        "x, detection on, leaks: 0.1 -> 0.0",
        "y: new, 2 pages",
    ]


@pytest.mark.parametrize(
    ("field", "to", "new"),
    [("title", 0.85, after(title=0.85)), ("leaks", 0.2, after(leaks=0.2)), ("title", None, {})],
)
def test_a_lower_figure_needs_a_reason_that_is_kept(field: str, to: float | None, new: dict[str, Any]) -> None:
    settled, down = floor.settle(BEFORE, new, None)
    assert settled is None
    told = {"corpus": "x", "mode": "on", "field": field, "from": ENTRY["on"][field], "to": to}
    assert told in down
    settled, _ = floor.settle(BEFORE, new, "the truth was wrong")
    assert settled is not None
    assert told | {"because": "the truth was wrong"} in settled["lowered"]
    assert settled["corpora"] == new


def test_an_absent_corpus_from_outside_keeps_its_floor() -> None:
    held = {"corpora": {"real": ENTRY}}
    assert floor.settle(held, {}, None) == ({"corpora": {"real": ENTRY}, "lowered": []}, [])


def test_rounding_is_no_loss() -> None:
    assert not floor.is_worse("body_f1", 0.9734, 0.97345)
    assert floor.is_worse("body_f1", 0.9733, 0.9735)
    assert floor.is_worse("dates_wrong", 0.02, 0.0)
    assert floor.is_worse("title", None, 0.0)
