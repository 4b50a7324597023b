"""What a page's head says of its article: JSON-LD, metas and microdata. None of it is believed by itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawler.page.parse import Page
from crawler.text.normalise import line, or_none

_ARTICLES = frozenset(
    {"NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "Report", "TechArticle", "SocialMediaPosting"}
)
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "pubdate"),
    *(
        "publish_date",
        "publishdate",
        "published_date",
        "dc.date.issued",
        "dcterms.issued",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
    ),
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
)
_MICRODATA = "//*[@itemprop='datePublished' or @itemprop='dateModified'][not(self::meta)]"
_PROPERTY = re.compile(rb"""itemprop\s*=\s*["']?date""")
"""Looked for in the bytes first: an XPath over every element of a page costs twenty times as much."""
_MOST_NESTED = 6
_MOST = 200
"""Claims of one kind that are heard; a list of teasers makes one each."""


@dataclass(slots=True)
class Stated:
    """The head's claims about the page's article, in order of trust; empty where it says nothing."""

    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def stated(page: Page) -> Stated:
    """All claims of the page's head; JSON-LD that is no JSON is left out with a note."""
    if "stated" not in page.cache:
        page.cache["stated"] = _read(page)
    found: Stated = page.cache["stated"]
    return found


def _read(page: Page) -> Stated:
    found = Stated()
    for one in _linked_data(page, found.notes):
        _add(found.published, one.get("datePublished"))
        _add(found.updated, one.get("dateModified"))
        _add(found.titles, one.get("headline"))
        _add(found.leads, one.get("description"))
        authors = one.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            _add(found.authors, author.get("name") if isinstance(author, dict) else author)
    for names, values in ((_PUBLISHED, found.published), (_UPDATED, found.updated)):
        for name in names:
            _add(values, page.meta.get(name))
    microdata = {"datePublished": found.published, "dateModified": found.updated}
    for element in page.all(_MICRODATA) if _PROPERTY.search(page.body) else ():
        _add(microdata[element.get("itemprop")], element.get("datetime") or element.get("content") or element.text)
    for name, values in (("og:title", found.titles), ("twitter:title", found.titles), ("og:description", found.leads)):
        _add(values, page.meta.get(name))
    _add(found.leads, page.meta.get("description"))
    return found


def _add(values: list[str], said: object) -> None:
    words = or_none(said) if isinstance(said, str) else None
    if words and len(values) < _MOST and words not in values:
        values.append(words)


def _linked_data(page: Page, notes: list[str]) -> Iterator[dict[str, Any]]:
    """The article objects of the page's JSON-LD blocks, wherever they are nested."""
    for script in page.root.iter("script") if page.root is not None and b"ld+json" in page.body else ():
        if script.get("type") != "application/ld+json":
            continue
        text = (script.text or "").strip()
        if not text:
            continue
        try:
            # Editors' line breaks inside strings are forbidden by JSON and common on real pages.
            parsed = json.loads(text.rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            notes.append(f"metadata_broken: JSON-LD is no JSON: {line(text[:60])}")
            continue
        yield from _articles(parsed, 0)


def _articles(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MOST_NESTED:
        return
    if isinstance(value, list):
        for one in value:
            yield from _articles(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if _ARTICLES & {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(value.get(key), depth + 1)
