"""The second edition of a sample portal, and what is true of an article, for all samples alike."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler.samples.model import SampleArticle, SampleFile, SampleText
from crawler.samples.site import Truth

ADDED = "Thông tin trong bài đã được ban biên tập bổ sung sau khi đăng."


@dataclass(frozen=True, slots=True)
class Later:
    """The portal some weeks later.

    ``changed`` tells which article got which change, by its id in the first edition; the kinds are ``text``,
    ``date``, ``attachment``, ``gone`` and ``moved``. ``moved`` tells the new id of a moved one.
    """

    text: SampleText
    changed: dict[str, int] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)


def later(text: SampleText) -> Later:
    """Edits, removes and moves five different articles, chosen by their texts alone.

    A kind of change that no article is fit for is left out. Articles that stand in two sections, or that
    others link to from their bodies, keep still.
    """
    linked = {part.to for one in text.articles for part in one.parts if part.type == "related"}
    free = [one for one in text.articles if not one.also_in and one.id not in linked]
    free.sort(key=lambda one: hashlib.sha256(one.title.encode()).digest())
    new_id = max((one.id for one in text.articles), default=0) + 1
    changed: dict[str, int] = {}
    made: dict[int, SampleArticle | None] = {}
    for kind, fit, change in _changes(new_id):
        chosen = next((one for one in free if one.id not in made and fit(one)), None)
        if chosen is not None:
            changed[kind], made[chosen.id] = chosen.id, change(chosen)
    articles = [made.get(one.id, one) for one in text.articles]
    kept = tuple(one for one in articles if one is not None)
    moved = {changed["moved"]: new_id} if "moved" in changed else {}
    return Later(replace(text, articles=kept), changed, moved)


_Fit = Callable[[SampleArticle], bool]
_Change = Callable[[SampleArticle], SampleArticle | None]


def _changes(new_id: int) -> Iterable[tuple[str, _Fit, _Change]]:
    """The rarest kind first, so that every kind finds an article."""
    return (
        ("attachment", lambda one: bool(one.attachments), _swap),
        ("text", lambda one: any(part.type == "p" for part in one.parts), _edit),
        ("date", lambda one: not one.attachments and not one.updated, _postpone),
        ("gone", lambda one: not one.attachments, lambda one: None),
        ("moved", lambda one: not one.attachments, lambda one: _move(one, new_id)),
    )


def _swap(article: SampleArticle) -> SampleArticle:
    old = article.attachments[0]
    new = SampleFile(file="thay-the-" + old.file, title=old.title + " (bản thay thế)")
    return replace(article, attachments=(new, *article.attachments[1:]))


def _edit(article: SampleArticle) -> SampleArticle:
    parts = list(article.parts)
    index = max(index for index, part in enumerate(parts) if part.type == "p")
    parts[index] = replace(parts[index], text=f"{parts[index].text} {ADDED}")
    after = datetime.fromisoformat(article.updated or article.published) + timedelta(days=3, minutes=17)
    return replace(article, parts=tuple(parts), updated=after.isoformat())


def _postpone(article: SampleArticle) -> SampleArticle:
    after = datetime.fromisoformat(article.published) + timedelta(days=1, hours=2)
    return replace(article, published=after.isoformat())


def _move(article: SampleArticle, new_id: int) -> SampleArticle:
    return replace(article, id=new_id, slug=article.slug + "-moi")


def clean(text: str) -> str:
    """As the contract stores text: NFC, each run of white space one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def minute(time: str) -> str:
    """A sample text's time to the minute, with Viet Nam's offset."""
    return time[:16] + "+07:00"


def truth(
    article: SampleArticle,
    url: str,
    section: str | None,
    attachments: list[dict[str, str | None]] | None = None,
    tags: Iterable[str] = (),
) -> Truth:
    """What a page that prints its time to the minute says; a portal that says less corrects the result."""
    updated = minute(article.updated) if article.updated else None
    published = minute(article.published)
    return Truth(
        canonical_url=url,
        title=clean(article.title),
        lead=clean(article.lead or "") or None,
        body=[clean(paragraph) for paragraph in article.body()],
        captions=[clean(caption) for caption in article.captions()],
        byline=clean(article.byline or "") or None,
        source=clean(article.source or "") or None,
        section=section,
        tags=[clean(tag) for tag in tags],
        attachments=attachments or [],
        published=published,
        published_precision="minute",
        published_basis="page",
        updated=updated if updated != published else None,
    )
