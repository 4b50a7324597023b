"""Redirects of an article to another address of its own, without a network."""

from pathlib import Path

from filed import INFO
from support import query

from crawler.archive.store import Store
from crawler.crawl.plan import Found, Options, Plan
from crawler.crawl.session import Session
from crawler.models import Fetched, Link

KEY = "127.0.0.1/news#7"
ARTICLE = "http://127.0.0.1/vi/news/tin/bai-7.html"
OWN = f"{ARTICLE}?phien=5f2c"
"""The same article for the family, whose canonical address has no query."""
AT = "2026-01-01T00:00:00Z"


def asked(folder: Path, *locations: str) -> list[str]:
    """The addresses that were asked for when one article's answers send there, one after the other."""
    found = []
    with Store(folder / "archive.db", "crawl") as store:
        store.declare(INFO)
        session = Session(store, [Plan(INFO, [Link(INFO.start[0], "list")], "nukeviet")], Options(), "tintinh")
        session.begin("thu", Fetched("http://127.0.0.1/robots.txt", 404, [], b"", AT))
        with store.transaction():
            store.frontier.follow("thu", KEY, ARTICLE, INFO.start[0], 1)
        for location in locations:
            lease = next(one for one in session.take("thu", 9) if one.role == "article")
            found.append(lease.url)
            session.answered(lease, Fetched(lease.url, 302, [("Location", location)], b"", AT), Found(), None)
        found += [one.url for one in session.take("thu", 9) if one.role == "article"]
    return found


def test_an_address_that_a_server_insists_on_is_asked_for(tmp_path: Path) -> None:
    assert asked(tmp_path, OWN) == [ARTICLE, OWN]


def test_a_redirect_to_itself_is_a_loop(tmp_path: Path) -> None:
    assert asked(tmp_path, ARTICLE) == [ARTICLE]
    assert [row["reason"] for row in query(tmp_path / "archive.db", "SELECT reason FROM failures")] == ["redirect_loop"]


def test_two_addresses_that_send_to_each_other_are_a_loop_in_the_end(tmp_path: Path) -> None:
    assert asked(tmp_path, *[OWN, ARTICLE] * 3) == [ARTICLE, OWN] * 3
    assert [row["reason"] for row in query(tmp_path / "archive.db", "SELECT reason FROM failures")] == ["redirect_loop"]
