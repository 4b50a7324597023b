"""Golden cases: ``portals/<portal>/<case>`` holds a page and what a person reads on it, a test a field.

The pages are invented. Beside the fields: what was stripped never stands in the body, reading is pure, and a portal
that renamed every class and id overnight is still read.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support import ARTICLE_KEYS

import crawler
from crawler.models import Article, Sighting

FOLDER = Path(__file__).parent / "portals"
CUT = {"second": 19, "minute": 16, "day": 10, "month": 7}
TEXTS = ("title", "lead", "body", "captions")
_NAMES = re.compile(rb"""(\s(?:class|id)=)(["'])(.*?)\2""", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Case:
    """A page with what is expected of it."""

    name: str
    page: bytes
    told: dict[str, Any]

    @property
    def expected(self) -> dict[str, Any]:
        """The contract's keys that this case asserts."""
        return self.told["expected"]

    def read(self, page: bytes | None = None, portal: str | None = None) -> Article:
        """The page as the product reads it, or another one in its place."""
        return crawler.clean(
            self.page if page is None else page,
            url=self.told["url"],
            portal=portal,
            fetched_at=self.told["fetched_at"],
            content_type=self.told["content_type"],
            status=self.told["status"],
            hints=[Sighting(**one) for one in self.told.get("hints", [])],
        )


def load(folder: Path) -> Case:
    told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return Case(f"{folder.parent.name}/{folder.name}", (folder / "page.html").read_bytes(), told)


CASES = {case.name: case for case in (load(path.parent) for path in sorted(FOLDER.glob("*/*/expected.json")))}
LONG = [name for name, one in CASES.items() if one.expected["kind"] == "article" and len(one.expected["body"]) >= 3]
FIELDS = [(name, field) for name, one in CASES.items() for field in (*one.expected, "forbidden", "furniture")]


@cache
def made(name: str) -> Article:
    return CASES[name].read()


@cache
def renamed(name: str) -> Article:
    """The page after a redesign: other class names and ids, the same elements and words."""
    page = CASES[name].page
    changed = _NAMES.sub(lambda one: one[1] + one[2] + b" ".join(x + b"-v2" for x in one[3].split()) + one[2], page)
    assert changed != page
    return CASES[name].read(changed)


def pieces(found: dict[str, Any], keys: Iterable[str]) -> list[str]:
    """All strings of these fields."""
    values = [found[key] for key in keys]
    return [text for one in values for text in (one if isinstance(one, list) else [one]) if text]


def forbidden(name: str, found: dict[str, Any], keys: Sequence[str] = TEXTS) -> list[tuple[str, str]]:
    """The strings of other parts of the page that got into these fields, each with where."""
    texts = pieces(found, keys)
    return [(bad, text[:200]) for bad in CASES[name].told["forbidden"] for text in texts if bad in text]


def comparable(field: str, value: Any, wanted: dict[str, Any]) -> Any:
    """A value as it is compared.

    Times are cut to the precision; an empty cell of a table's row counts as none, for the contract doesn't say which.
    """
    if field == "published" and value:
        cut = CUT[wanted.get("published_precision") or "minute"]
        return value[:cut] + ("+07:00" if cut > 10 and value.endswith("+07:00") else "")
    if field == "updated" and value:
        return value[:16]
    if field == "body":
        return [" | ".join(cell.strip() for cell in text.split("|") if cell.strip()) for text in value]
    if field in ("attachments", "images", "media"):
        keys = wanted[field][0].keys()
        return [{key: one[key] for key in keys} for one in value]
    return value


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_field(name: str, field: str) -> None:
    wanted, found = CASES[name].expected, made(name).to_dict()
    if field == "forbidden":
        bad = forbidden(name, found)
        assert not bad, f"{name} forbidden: got {bad}, expected none of these strings in {TEXTS}"
    elif field == "furniture":
        named = {one["category"] for one in found["furniture"]}
        missing = [one for one in CASES[name].told["furniture"] if one not in named]
        assert not missing, f"{name} furniture: got {sorted(named)}, expected also {missing}"
    else:
        got, want = (comparable(field, one[field], wanted) for one in (found, wanted))
        assert got == want, f"{name} {field}: got {got!r}, expected {want!r}"


@pytest.mark.parametrize("name", CASES)
def test_nothing_stripped_stands_in_the_body(name: str) -> None:
    article = made(name)
    both = [
        (one.category, one.text, text)
        for one in article.furniture
        for text in article.body
        if len(one.text) >= 20 and one.text in text
    ]
    assert not both, f"{name} furniture in body: got {both}, expected none"


@pytest.mark.parametrize("name", CASES)
def test_keys_are_the_contracts(name: str) -> None:
    assert sorted(made(name).to_dict()) == sorted(ARTICLE_KEYS), f"{name}: keys"


@pytest.mark.parametrize("name", CASES)
def test_reading_is_pure(name: str) -> None:
    assert CASES[name].read() == made(name), f"{name}: read twice, got two articles"


@pytest.mark.parametrize("name", CASES)
def test_the_portals_name_changes_nothing_that_is_read(name: str) -> None:
    """Save whose it is, and which places its unit makes certain: only the name can tell that."""
    told = {"portal": None, "notes": [], "unit": None, "province": None, "province_now": None, "places": []}
    named = CASES[name].read(portal=name.partition("/")[0])
    assert replace(named, **told) == replace(made(name), **told), name


def shingles(texts: Sequence[str]) -> Counter[tuple[str, ...]]:
    words = [word for text in texts for word in text.replace("|", " ").split()]
    return Counter(zip(words, words[1:], words[2:], strict=False))


def likeness(found: Sequence[str], wanted: Sequence[str]) -> float:
    """F1 of runs of three words."""
    one, other = shingles(found), shingles(wanted)
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


@pytest.mark.parametrize("name", LONG)
class TestRenamed:
    """Every class and id got another name: the page is read by its blocks."""

    def test_says_who_read(self, name: str) -> None:
        notes = renamed(name).notes
        assert any(note.startswith("reader: generic") for note in notes), f"{name} notes: got {notes}"

    def test_says_that_no_layout_fits(self, name: str) -> None:
        found = renamed(name)
        told = found.family is None or any(note.startswith("layout_unfit") for note in found.notes)
        assert told, f"{name} notes: family {found.family}, got {found.notes}, expected a layout_unfit"

    def test_title(self, name: str) -> None:
        got, want = renamed(name).title, CASES[name].expected["title"]
        assert got == want, f"{name} title: got {got!r}, expected {want!r}"

    def test_body(self, name: str) -> None:
        got, want = renamed(name).body, CASES[name].expected["body"]
        like = likeness(got, want)
        assert like >= 0.9, f"{name} body: F1 {like:.2f}, got {got!r}, expected {want!r}"

    def test_forbidden(self, name: str) -> None:
        bad = forbidden(name, renamed(name).to_dict(), ("title", "body"))
        assert not bad, f"{name} forbidden: got {bad}, expected none of these strings"

    def test_published(self, name: str) -> None:
        wanted = CASES[name].expected
        got, want = (comparable("published", one, wanted) for one in (renamed(name).published, wanted["published"]))
        assert got in (want, None), f"{name} published: got {got!r}, expected {want!r} or None"
