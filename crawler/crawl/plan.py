"""What is to be crawled and how far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawler.models import Link, PortalInfo


@dataclass(frozen=True, slots=True)
class Options:
    """The wishes of one crawl. ``limit`` counts articles a portal; ``since`` is a day, ISO 8601."""

    limit: int | None = None
    since: str | None = None
    full: bool = False
    recheck: bool = False


@dataclass(slots=True)
class Plan:
    """One portal of a crawl; ``family`` is empty until an undeclared portal's pages gave it away."""

    info: PortalInfo
    seeds: Sequence[Link]
    family: str | None = None


@dataclass(frozen=True, slots=True)
class NextPage:
    """Where a list goes on: an address, or with ``form`` the fields to post to it, and then its number."""

    url: str
    form: Mapping[str, str] | None = None
    number: int = 0


@dataclass(slots=True)
class Found:
    """What a list, feed or sitemap led to. ``items`` counts the list's own entries.

    ``next_page`` tells where the list goes on, ``None`` at the end. ``family`` and ``evidence``
    are set where an undeclared portal's page gave its system away; ``fault`` where the page made no sense.
    """

    links: list[Link] = field(default_factory=list)
    items: int = 0
    next_page: NextPage | None = None
    family: str | None = None
    evidence: tuple[str, ...] = ()
    fault: str | None = None
