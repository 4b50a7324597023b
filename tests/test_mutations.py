"""Broken pages: 2,000 mutated and truncated ones, 100,000 with TINTINH_SOAK; what holds of every reading holds of them.

A mutant is told by its number alone: ``mutant(number)`` makes the same bytes again as long as the pages are the same.
"""

import html
import json
import os
import random
import re
import traceback
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from support import ARTICLE_KEYS, REPO

import crawler
from crawler.models import Article, Kind

COUNT = 100_000 if os.environ.get("TINTINH_SOAK") else 2_000
LONGEST = 30_000
"""Bytes of the pages that are mutated: faults of parsing need no long ones."""
PLACEABLE = 12
"""Letters from which a paragraph found once is taken for that place, not for a word inside another."""
LABEL = 20
SHOWN = 8
"""Complaints that a message shows."""

TAG = re.compile(rb"<[a-zA-Z/][^<>]*>")
END_TAG = re.compile(rb"</([a-zA-Z0-9]+)\s*>")
ATTRIBUTE = re.compile(rb"""\s[-:\w]+\s*=\s*(?:"[^"]*"|'[^']*')""")
ENTITY = re.compile(rb"&#?\w+;")
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1\s*>", re.I | re.S)
_MARKUP = re.compile(r"[<{]")
_ANY_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\xad]+")
BAD_ENTITIES = b"& &# &#; &#x; &#0; &#xD800; &#x110000; &#99999999999; &nbsp &am".split()
STRAYS = (
    b"</div>|<div>|</p>|<p>|<b><i></b></i>|</body></html>|<body>|<form>|<h1>|</h1>|<table><tr>|</td></tr></table>|<td>"
    b"|<li>|</ul>|<a href='/x'>|<span|<!--|<script>|<article>|</article>|<![CDATA[|<?php|<title>|<textarea>|<svg>"
).split(b"|")

Mutation = Callable[[random.Random, bytes], bytes]


def insert(page: bytes, at: int, what: bytes) -> bytes:
    return page[:at] + what + page[at:]


def cut(dice: random.Random, page: bytes) -> bytes:
    at = dice.randrange(len(page) + 1)
    return page[:at] if dice.random() < 0.7 else page[at:]


def cut_out(dice: random.Random, page: bytes) -> bytes:
    first, last = sorted(dice.randrange(len(page) + 1) for _ in range(2))
    return page[:first] + page[last:]


def flip(dice: random.Random, page: bytes) -> bytes:
    changed = bytearray(page)
    for _ in range(dice.randint(1, 60)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def garbage(dice: random.Random, page: bytes) -> bytes:
    for _ in range(dice.randint(1, 8)):
        if dice.random() < 0.5:
            what = dice.randbytes(dice.randint(1, 80))
        else:
            # Any code point, lone surrogates and noncharacters too.
            letters = "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randint(1, 40)))
            what = letters.encode("utf-8", "surrogatepass")
        page = insert(page, dice.randrange(len(page) + 1), what)
    return page


def tags_changed(dice: random.Random, page: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The page with up to 30 of its tags replaced."""
    spans = [one.span() for one in TAG.finditer(page)]
    for first, last in sorted(dice.sample(spans, min(len(spans), dice.randint(1, 30))), reverse=True):
        page = page[:first] + change(page[first:last]) + page[last:]
    return page


def drop_tags(dice: random.Random, page: bytes) -> bytes:
    return tags_changed(dice, page, lambda tag: b"")


def double_tags(dice: random.Random, page: bytes) -> bytes:
    return tags_changed(dice, page, lambda tag: tag * dice.randint(2, 5))


def swap_tags(dice: random.Random, page: bytes) -> bytes:
    tags = TAG.findall(page) or [b"<p>"]
    return tags_changed(dice, page, lambda tag: dice.choice(tags))


def unclose(dice: random.Random, page: bytes) -> bytes:
    names = sorted({one.lower() for one in END_TAG.findall(page)}) or [b"p"]
    name, share = dice.choice(names), dice.choice((0.3, 1.0))
    return END_TAG.sub(lambda one: b"" if one[1].lower() == name and dice.random() < share else one[0], page)


def misnest(dice: random.Random, page: bytes) -> bytes:
    places = [one.end() for one in TAG.finditer(page)] or [0]
    for at in sorted((dice.choice(places) for _ in range(dice.randint(1, 12))), reverse=True):
        page = insert(page, at, dice.choice(STRAYS))
    return page


def strip_attributes(dice: random.Random, page: bytes) -> bytes:
    share = dice.choice((0.1, 0.5, 1.0))
    return ATTRIBUTE.sub(lambda one: b"" if dice.random() < share else one[0], page)


def break_entities(dice: random.Random, page: bytes) -> bytes:
    page = ENTITY.sub(lambda one: dice.choice((one[0], one[0][:-1], b"&" + one[0], b"&amp;" + one[0][1:])), page)
    for _ in range(dice.randint(1, 20)):
        page = insert(page, dice.randrange(len(page) + 1), dice.choice(BAD_ENTITIES))
    return page


SIMPLE: tuple[Mutation, ...] = (
    *(cut, cut_out, flip, garbage, drop_tags, double_tags, swap_tags),
    *(unclose, misnest, strip_attributes, break_entities),
)


def mixed(dice: random.Random, page: bytes) -> bytes:
    for one in dice.sample(SIMPLE, 3):
        page = one(dice, page) or b" "
    return page


MUTATIONS = (*SIMPLE, mixed)


@cache
def originals() -> list[tuple[str, bytes, str]]:
    """Name, bytes and address of the pages that are short enough."""
    found = []
    for path in sorted((REPO / "tests" / "portals").glob("*/*/expected.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        found.append((path.parent.name, (path.parent / "page.html").read_bytes(), told["url"]))
    for path in sorted((REPO / "tests" / "pages").glob("*/truth.jsonl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(row)
            name = f"{path.parent.name}/{told['file']}"
            found.append((name, (path.parent / told["file"]).read_bytes(), told["url"]))
    return [one for one in found if len(one[1]) <= LONGEST]


def mutant(number: int) -> tuple[str, bytes, str | None]:
    """Name, bytes and address of a broken page; a quarter has no address."""
    dice = random.Random(f"tintinh {number}")
    name, page, url = dice.choice(originals())
    return name, MUTATIONS[number % len(MUTATIONS)](dice, page), url if dice.random() < 0.75 else None


def squeezed(text: str) -> str:
    """A text without its blanks, which markup adds and takes away."""
    return _BLANK.sub("", unicodedata.normalize("NFC", text))


def text_of(page: bytes, *, unseen: bool = False) -> str:
    """What a page says in the order of its bytes, squeezed, without any parser; head and scripts too if asked for."""
    text = page.decode("utf-8", "replace")
    return squeezed(html.unescape(_ANY_TAG.sub("", text if unseen else _UNSEEN.sub("", text))))


def malformed(article: Article) -> Iterator[str]:
    """Where the article's JSON isn't as the contract says."""
    found = article.to_dict()
    if found["kind"] not in get_args(Kind):
        yield f"kind {found['kind']!r}"
    if sorted(found) != sorted(ARTICLE_KEYS):
        yield f"keys {sorted(set(found) ^ set(ARTICLE_KEYS))}"
    if json.loads(json.dumps(found, ensure_ascii=False).encode()) != found:
        yield "another article after a way through JSON"
    for key in ("title", "lead", "byline", "source", "section", "published", "updated"):
        if found[key] is not None and not (isinstance(found[key], str) and found[key].strip()):
            yield f"{key} {found[key]!r}"
    for key in ("body", "captions", "tags", "notes"):
        if not all(isinstance(one, str) and one.strip() for one in found[key]):
            yield f"{key} {found[key]!r}"
    for text in found["body"]:
        if text != unicodedata.normalize("NFC", " ".join(text.split())):
            yield f"not normalised: {text[:80]!r}"


def disordered(article: Article, text: str) -> Iterator[str]:
    """Paragraphs that stand before their predecessor on the page."""
    last, before = -1, ""
    for paragraph in article.body:
        sought = squeezed(paragraph)
        if len(sought) >= PLACEABLE and text.count(sought) == 1:
            at = text.find(sought)
            if at < last:
                yield f"{paragraph[:80]!r} follows {before[:80]!r}"
            last, before = at, paragraph


def told_twice(article: Article, text: str) -> Iterator[str]:
    """Furniture that feeds the body too, unless its words stand on the page twice.

    A paragraph with markup in it comes from a torn attribute or script, where words stand that no text has.
    """
    for item in article.furniture:
        for paragraph in (one for one in article.body if not _MARKUP.search(one)):
            both = item.text == paragraph or (len(item.text) >= LABEL and item.text in paragraph)
            if both and text.count(squeezed(item.text)) < 2:
                yield f"{item.category} {item.text[:80]!r} stands in {paragraph[:80]!r}"


def faults(page: bytes, url: str | None) -> list[str]:
    """What is wrong with the reading of a page, broken or whole."""
    try:
        once, again = (crawler.clean(page, url=url, fetched_at="2026-06-01T00:00:00Z") for _ in range(2))
        told = [*malformed(once), *disordered(once, text_of(page)), *told_twice(once, text_of(page, unseen=True))]
        return [*told, "read twice, two articles"] if once != again else told
    except Exception as fault:
        last = traceback.extract_tb(fault.__traceback__)
        where = next(one for one in reversed(last) if one.filename.startswith(str(REPO)))
        return [f"{Path(where.filename).name}:{where.lineno} {where.name} raised {type(fault).__name__}: {fault}"]


def complaints(number: int) -> list[str]:
    """What is wrong with the reading of a broken page, each with the page."""
    name, page, url = mutant(number)
    return [f"mutant({number}) of {name}: {one}" for one in faults(page, url)]


def test_the_checks_see_what_is_wrong() -> None:
    def article(**fields: Any) -> Article:
        return Article(kind="article", title="Tin", **fields)

    from crawler.models import Furniture

    one, other, label = "Đoạn thứ nhất của bài.", "Đoạn thứ hai của bài.", "Tổng số điểm của bài viết là: 5"
    page = f"<body><p>{one}</p><p>Đoạn th&#7913; hai của bài.</p><p>{label}</p>".encode()
    text = text_of(page)
    assert not list(disordered(article(body=[one, other]), text))
    assert list(disordered(article(body=[other, one]), text))
    said = article(body=[one, f"{label} trong 1"], furniture=[Furniture("rating", label)])
    assert list(told_twice(said, text))
    assert not list(told_twice(said, text + text))
    assert not list(malformed(article(body=[one])))
    assert list(malformed(article(body=[" thừa dấu cách "])))
    assert list(malformed(article(body=[], lead="")))


def test_mutants_differ_from_their_originals_and_stay_the_same() -> None:
    assert len(originals()) > 150
    some = range(0, 600, 7)
    pages = {name: page for name, page, _ in originals()}
    assert sum(mutant(number)[1] != pages[mutant(number)[0]] for number in some) > 0.9 * len(some)
    assert all(mutant(number) == mutant(number) for number in some)


def test_whole_pages_are_read() -> None:
    """What a page says before it is broken; the same faults there are no matter of its mutants."""
    found = [f"{name}: {one}" for name, page, url in originals() for one in faults(page, url)]
    if found:
        pytest.fail(f"{len(found)} faults:\n  " + "\n  ".join(found[:SHOWN]), pytrace=False)


@pytest.mark.parametrize("kind", range(len(MUTATIONS)), ids=[one.__name__ for one in MUTATIONS])
def test_broken_pages_are_read(kind: int) -> None:
    found = [line for number in range(kind, COUNT, len(MUTATIONS)) for line in complaints(number)]
    if found:
        pytest.fail(f"{len(found)} faults:\n  " + "\n  ".join(found[:SHOWN]), pytrace=False)
