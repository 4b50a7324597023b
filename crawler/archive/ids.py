"""Names and digests that outlive us: the rules here never change."""

import base64
import hashlib
from collections.abc import Iterable
from datetime import date

from crawler.models import Article, Asset

JOIN = "\n\n"


def article_id(portal: str, canonical_url: str) -> str:
    """The article's id: a letter and 20 characters of SHA-256 over portal and first canonical address."""
    digest = hashlib.sha256(f"{portal}\n{canonical_url}".encode()).digest()
    return "a" + base64.b32encode(digest).decode("ascii").lower()[:20]


def content_hash(title: str | None, lead: str | None, body: str | None) -> str:
    """SHA-256 of title, lead and body joined by a blank line; ``None`` counts as the empty string."""
    return hashlib.sha256(JOIN.join((title or "", lead or "", body or "")).encode()).hexdigest()


def assets_hash(assets: Iterable[Asset]) -> str:
    """SHA-256 over the attachments' addresses and titles; their order doesn't matter."""
    lines = sorted(f"{asset.url}\t{asset.text or ''}" for asset in assets)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def body_text(article: Article) -> str | None:
    """The paragraphs as the archive stores them; ``None`` for an empty body."""
    return JOIN.join(article.body) or None


# The index stores distances between places: wider days would make it a tenth larger.
_SLOTS = 1 << 16
_A_MINUTE = 32
_DAYS_OFFSET = date(1970, 1, 1).toordinal()


def order_floor(published: str | None, identity: str) -> int:
    """Where an article's place in newest-first order begins; the first free integer from here is taken.

    Days leave room for 65,000 articles each, sorted by the minute. An article without a date gets a
    negative place that its id decides: last in every order, and never by when we saw it.
    """
    if published is None:
        return -1 - int(hashlib.sha256(identity.encode()).hexdigest()[:12], 16)
    day = date.fromisoformat(published[:10] if len(published) >= 10 else f"{published}-01")
    minute = int(published[11:13]) * 60 + int(published[14:16]) if len(published) >= 16 else 0
    return (day.toordinal() - _DAYS_OFFSET) * _SLOTS + minute * _A_MINUTE
