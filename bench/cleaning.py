"""``crawler.clean`` beside trafilatura with metadata, over a bare parse of the same bytes."""

from collections.abc import Callable
from functools import partial

import lxml.html
import trafilatura
from parsel import Selector

from bench.corpus import Saved, articles
from bench.measure import ROUNDS, middle, over, rounds, show, verdict
from crawler import clean

DEMANDED = 6
_OURS, _PEER = "crawler.clean", "trafilatura.bare_extraction(with_metadata=True)"


def cleaning() -> None:
    """Measures and prints."""
    pages, words = articles()
    print(f"Corpus: {words}. Median of {ROUNDS} rounds over all pages, one parse of the bytes each.")
    contestants: dict[str, Callable[[Saved], object]] = {
        _OURS: lambda page: clean(page.body, url=page.url, content_type=page.content_type, status=page.status),
        _PEER: lambda page: trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True),
        "  the same with fast=True": lambda page: trafilatura.bare_extraction(
            page.body, url=page.url, with_metadata=True, fast=True
        ),
        "floor: parsel.Selector": lambda page: Selector(body=page.body, encoding="utf-8").root,
        "floor: lxml.html alone": lambda page: lxml.html.document_fromstring(
            page.body, parser=lxml.html.HTMLParser(encoding="utf-8")
        ),
    }
    spent = rounds({name: partial(_all, pages, read) for name, read in contestants.items()})
    show(
        ["", "CPU ms a page", "pages/s", "times crawler.clean's speed"],
        [
            [
                name,
                middle([one * 1000 / len(pages) for one in values]),
                middle([len(pages) / one for one in values], 0),
                middle(over(spent[_OURS], values)),
            ]
            for name, values in spent.items()
        ],
    )
    print(verdict("crawler.clean / trafilatura with metadata, in speed", over(spent[_PEER], spent[_OURS]), DEMANDED))


def _all(pages: list[Saved], read: Callable[[Saved], object]) -> None:
    for page in pages:
        read(page)
