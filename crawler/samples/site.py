"""A sample portal as a function from requests to replies; sockets are the server's business."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypedDict


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. ``path`` begins with a slash and is percent-decoded; ``query`` is raw.

    The names in ``headers`` are in lower case, since HTTP doesn't tell cases apart.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    number: int
    """How many requests this site answered before: counters and random blocks follow it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; Content-Length and Date are added by the server."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    cookies: tuple[str, ...] = ()
    """Values of Set-Cookie, of which, unlike of other headers, there may be many."""


class Truth(TypedDict):
    """What must be stored of one article, by the contract's keys."""

    canonical_url: str
    title: str
    lead: str | None
    body: list[str]
    captions: list[str]
    byline: str | None
    source: str | None
    section: str | None
    tags: list[str]
    attachments: list[dict[str, str | None]]
    published: str | None
    published_precision: str | None
    published_basis: str | None
    updated: str | None


class Site(Protocol):
    """What the server needs of a sample portal.

    ``edition`` 1 is the portal as first published; 2 is the same portal later, with edits, removals and
    moves. ``flood`` switches on the limit on requests that the real system has by default, if any.
    ``base`` has no slash at its end and is set anew by the server once its port is known: a site builds
    every absolute address from it at the moment of asking.
    """

    name: str
    base: str
    edition: int
    flood: bool

    def answer(self, ask: Ask) -> Reply:
        """The reply to one request; never raises for a strange address (404 instead)."""
        ...

    def truth(self) -> list[Truth]:
        """What is true of every article in this edition, ordered by canonical address."""
        ...
