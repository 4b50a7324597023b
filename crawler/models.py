"""The words that all layers share: an article, what was said of it elsewhere, what was fetched.

Field meanings are those of the codebook (docs/codebook.md); nothing here knows Scrapy or SQLite.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

EXTRACTOR = "3"
"""Version of the reading of pages. A higher one makes ``reparse`` read stored captures again."""

Kind = Literal["article", "listing", "not_found", "blocked", "other"]


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture, document, video or sound that a page shows or offers, by its absolute address."""

    url: str
    text: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of page that is not the article, and the category of label that says so."""

    category: str
    text: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a list, feed or sitemap said of an address: a title, a date as printed, its ISO value."""

    url: str
    seen_in: str
    basis: str
    title: str | None = None
    text: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A further page of an article that its portal splits: the address that was asked for, and its bytes."""

    url: str
    body: bytes
    content_type: str | None = None


_OUTSIDE = {"outside": True}


@dataclass(slots=True)
class Article:
    """One page as read. ``None`` is what the page doesn't say; lists are in reading order.

    ``further`` and ``missing`` are for whoever fetches and no part of the article's JSON: the addresses of the pages
    behind the first, and those of them that were not given or could not be read.
    """

    kind: Kind = "other"
    url: str | None = None
    canonical_url: str | None = None
    portal: str | None = None
    family: str | None = None
    title: str | None = None
    lead: str | None = None
    body: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    images: list[Asset] = field(default_factory=list)
    attachments: list[Asset] = field(default_factory=list)
    media: list[Asset] = field(default_factory=list)
    byline: str | None = None
    source: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    published_precision: str | None = None
    published_basis: str | None = None
    published_text: str | None = None
    dates: list[dict[str, str | None]] = field(default_factory=list)
    province: dict[str, str] | None = None
    unit: dict[str, str] | None = None
    province_now: dict[str, str] | None = None
    places: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, str]] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list, metadata=_OUTSIDE)
    missing: list[str] = field(default_factory=list, metadata=_OUTSIDE)

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON-ready values, with exactly the contract's keys in its order."""
        found: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self) if not one.metadata}
        found["images"] = [_asset(one, "caption") for one in self.images]
        for key in ("attachments", "media"):
            found[key] = [_asset(one, "title") for one in found[key]]
        found["furniture"] = [asdict(one) for one in self.furniture]
        return found


def _asset(asset: Asset, words: str) -> dict[str, str | None]:
    return {"url": asset.url, words: asset.text, "kind": asset.kind}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer of a server, as it came. ``fetched_at`` is UTC, ISO 8601 with ``Z``."""

    url: str
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    fetched_at: str

    def header(self, name: str) -> str | None:
        """The first header of that name, in any letter case; ``None`` when it wasn't sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a page led to. ``role`` is ``article``, ``list``, ``feed`` or ``sitemap``."""

    url: str
    role: str
    sighting: Sighting | None = None


@dataclass(frozen=True, slots=True)
class PortalInfo:
    """What is declared of a portal; see docs/architecture.md for each field."""

    name: str
    title: str
    host: str
    family: str
    level: str
    rights: Literal["government", "press"]
    start: tuple[str, ...]
    status: str = "declared"
    unit_id: str | None = None
    units: tuple[tuple[str, str | None, str | None], ...] = ()
    """Who held the portal: unit, first and last day (ISO 8601, ``None`` is open or unknown)."""
    proven_at: str | None = None
