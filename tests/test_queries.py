"""Queries over a fixed set of articles, with expected answers and order; both files were written by another hand."""

import json
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from crawler.archive import open as open_archive
from crawler.archive.search import Filters
from crawler.archive.store import Store
from crawler.errors import UsageError
from crawler.models import Article, Fetched, PortalInfo
from crawler.text.normalise import line, or_none

FOLDER = Path(__file__).resolve().parent / "search"
NAMES = {"from": "since", "to": "until"}


def lines(name: str) -> list[dict[str, Any]]:
    """The objects of a file; its strings hold separators at which ``splitlines`` would part them."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").split("\n") if line]


def cleaned(one: dict[str, Any]) -> dict[str, Any]:
    """The article as the reading of its page would give it: cleaned characters, the time in Viet Nam."""
    for name in ("title", "lead"):
        one[name] = or_none(one[name])
    for name in ("body", "captions"):
        one[name] = [line(text) for text in one[name]]
    if one["published"] and one["published"].endswith("+00:00"):
        moment = datetime.fromisoformat(one["published"]) + timedelta(hours=7)
        one["published"] = moment.strftime("%Y-%m-%dT%H:%M+07:00")
    return one


UNDATED = {one["id"] for one in lines("articles.jsonl") if one["published"] is None}


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("queries") / "archive.db"
    articles = lines("articles.jsonl")
    with Store(path, "test") as store:
        for name in sorted({one["portal"] for one in articles}):
            store.declare(PortalInfo(name, name, f"{name}.vn", "nukeviet", "province", "government", ()))
        with store.transaction():
            capture = store.capture(Fetched("http://127.0.0.1/", 200, [], b"", "2026-01-01T00:00:00Z"), keep=False)
            for one in articles:
                url = f"http://127.0.0.1/{one.pop('id')}"
                one = cleaned(one)
                article = Article(kind="article", url=url, canonical_url=url, **one)
                store.articles.insert(article, url, capture, "2026-01-01T00:00:00Z", rights=None)
    with open_archive(path) as archive:
        yield archive


@pytest.mark.parametrize(
    "asked", lines("queries.jsonl"), ids=lambda asked: f"{asked['n']}-{ascii(asked['query'])[:30]}"
)
def test_query(fixed: Archive, asked: dict[str, Any]) -> None:
    filters = Filters(**{NAMES.get(name, name): value for name, value in asked["filters"].items()})
    if asked.get("refused"):
        with pytest.raises(UsageError):
            fixed.search(asked["query"], filters, sort=asked["sort"], limit=None)
        return
    may_refuse = asked.get("may_refuse") or asked.get("any_clean_answer")
    with suppress(UsageError) if may_refuse else nullcontext():
        check(fixed, asked, filters)


def check(fixed: Archive, asked: dict[str, Any], filters: Filters) -> None:
    result = fixed.search(asked["query"], filters, sort=asked["sort"], limit=None)
    found = [row["url"].rpartition("/")[2] for row in result.rows]
    if asked["expect"] is not None:
        assert found == expected(asked["expect"], found)
        assert (result.total, result.capped) == (len(found), False)
        assert len(fixed.search(asked["query"], filters, sort=asked["sort"], limit=3).rows) == min(3, len(found))
        assert fixed.facets(asked["query"], filters).total == len(found)


def expected(wanted: Any, found: list[str]) -> list[str]:
    """The expected order, with what may stand in any order as it was found."""
    if isinstance(wanted, dict):
        first = [one for group in wanted["first"] for one in group]
        groups = [*wanted["first"], [one for one in wanted["all"] if one not in first]]
        # Their author spoke of newest and oldest; the contract puts what has no date last in every order.
        wanted = [[one for one in group if (one in UNDATED) == last] for last in (False, True) for group in groups]
    groups = [one if isinstance(one, list) else [one] for one in wanted]
    places = {one: place for place, one in enumerate(found)}
    return [one for group in groups for one in sorted(group, key=lambda one: places.get(one, -1))]
