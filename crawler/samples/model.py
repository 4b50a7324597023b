"""What an invented article says, before any portal's markup is put around it.

A sample portal is written by two hands: texts in ``articles.json`` (this model) and markup (its
``site.py`` and templates). What must come out of a page again is computed here from the texts,
so a template can't bend the truth it is checked against.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an article in reading order.

    ``type`` is one of ``p`` (paragraph), ``h`` (subhead), ``quote``, ``signature`` (an office's),
    ``ul``, ``ol`` (``items``), ``table`` (``rows``), ``image`` (``src``, ``caption``, ``markup``) and
    ``related`` (``text`` and ``to``, the id of another article: a link inside the body, no body text).
    """

    type: str
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    src: str = ""
    caption: str = ""
    markup: str = ""
    to: int = 0


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A document offered for download beside an article."""

    file: str
    title: str


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One invented article. Times are Viet Nam's, ISO 8601 without an offset, to the second."""

    id: int
    slug: str
    section: str
    title: str
    published: str
    lead: str | None = None
    parts: tuple[Part, ...] = ()
    byline: str | None = None
    account: str | None = None
    source: str | None = None
    tags: tuple[str, ...] = ()
    attachments: tuple[SampleFile, ...] = ()
    updated: str | None = None
    also_in: tuple[str, ...] = ()
    lead_image: Part | None = None
    flags: frozenset[str] = frozenset()

    def body(self) -> list[str]:
        """The paragraphs a reader should find: everything but images and in-body related links."""
        found: list[str] = []
        for part in self.parts:
            if part.type in ("ul", "ol"):
                found.extend(part.items)
            elif part.type == "table":
                found.extend(" | ".join(row) for row in part.rows)
            elif part.type not in ("image", "related"):
                found.append(part.text)
        return found

    def captions(self) -> list[str]:
        """Captions in reading order, each once, the lead image's first."""
        images = [self.lead_image] if self.lead_image else []
        images += [part for part in self.parts if part.type == "image"]
        return list(dict.fromkeys(image.caption for image in images if image.caption))


@dataclass(frozen=True, slots=True)
class SampleText:
    """All texts of one sample portal."""

    title: str
    place: str
    sections: dict[str, str]
    articles: tuple[SampleArticle, ...]
    words: dict[str, Any] = field(default_factory=dict)


def _part(raw: dict[str, Any]) -> Part:
    values = dict(raw)
    values["items"] = tuple(raw.get("items", ()))
    values["rows"] = tuple(tuple(row) for row in raw.get("rows", ()))
    return Part(**values)


def _article(raw: dict[str, Any]) -> SampleArticle:
    values = dict(raw)
    values["parts"] = tuple(_part(part) for part in raw.get("parts", ()))
    values["tags"] = tuple(raw.get("tags", ()))
    values["also_in"] = tuple(raw.get("also_in", ()))
    values["flags"] = frozenset(raw.get("flags", ()))
    values["attachments"] = tuple(SampleFile(**one) for one in raw.get("attachments", ()))
    values["lead_image"] = _part(raw["lead_image"]) if raw.get("lead_image") else None
    return SampleArticle(**values)


def load(path: Path) -> SampleText:
    """Reads an ``articles.json``.

    Raises ``TypeError`` when an article has a field that this model doesn't know.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    return SampleText(
        title=raw["title"],
        place=raw["place"],
        sections=raw["sections"],
        articles=tuple(_article(one) for one in raw["articles"]),
        words=raw.get("words", {}),
    )
