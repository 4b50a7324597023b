"""The pure function behind ``tintinh clean``, the pipelines and ``reparse``: one page in, one article out."""

import codecs
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from urllib.parse import urlsplit

from crawler import address, dates, families, places
from crawler.declarations import declared
from crawler.extract.dated import edited, page_voices
from crawler.extract.generic import read_lines
from crawler.extract.joined import Joined
from crawler.extract.kinds import is_form, says_missing
from crawler.extract.layout import Reading, read_layout
from crawler.extract.oddities import drop_scrambled, spam_notes
from crawler.extract.published import Voice, decide, later_edit, moment_of, voices_of
from crawler.extract.skinless import read_page
from crawler.extract.unit import own_unit
from crawler.families.base import Family
from crawler.models import Article, Kind, Part, Sighting
from crawler.page.lines import blocks_of_lines
from crawler.page.parse import Page
from crawler.text.charset import decode
from crawler.text.normalise import or_none

_VAST = 1_000_000
"""Bytes of a page that is no editor's."""
_READ = 200_000
"""Characters of a text in which dates and places are sought: twice the longest report ever seen."""
_TOLD = 5_000
"""Dates of a text that are looked at: a year's programme of events tells a tenth of them."""
_FEW = 2
_MANY = 4
"""Other articles that a list links to at least; a short last page has that many with its side columns."""
_START = 4096
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b"))
_CONTROLLED = 0.05
"""The share of control characters from which bytes are no text; VISCII has six letters there, and they are rare."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_REFUSALS = frozenset({401, 403, 407, 429, 451, 503})


def clean(
    page: bytes | str,
    *,
    url: str | None = None,
    portal: str | None = None,
    fetched_at: str | None = None,
    content_type: str | None = None,
    status: int | None = None,
    hints: Sequence[Sighting] = (),
    parts: Sequence[Part] = (),
) -> Article:
    """Reads one saved or fetched page. Pure: the same arguments always give an equal article.

    ``page`` is HTML or a plain-text capture; ``url`` the address it came from, needed for absolute
    addresses and identity; ``fetched_at`` ISO 8601, dates after it are refused; ``status`` the HTTP status;
    ``hints`` what feeds, sitemaps and lists said of the address; ``parts`` the pages behind the first of an article
    of several (``Article.further`` says where they lie), others are passed over. Never raises for a strange page: what
    can't be read is ``None`` or empty, and the notes say so.
    """
    body = page.encode("utf-8") if isinstance(page, str) else page
    if isinstance(page, str):
        content_type = f"{(content_type or 'text/html').split(';')[0]}; charset=utf-8"
    notes = []
    if url and not _is_address(url):
        url, notes = None, [f"address_broken: {url!r} is no address, so links and identity were left out"]
    article = Article(url=url, portal=portal, canonical_url=url, notes=notes)
    if _is_plain(body, content_type):
        if _is_binary(body, content_type):
            article.notes.append("page_binary: its bytes are those of no text")
            return article
        return _from_lines(article, decode(body, content_type)[0], fetched_at, hints)
    with _uncollected(len(body) > _VAST):
        parsed = Page(body, url=url, content_type=content_type, moment=moment_of(fetched_at))
        return _from_page(article, parsed, fetched_at, status, hints, parts)


@contextmanager
def _uncollected(wanted: bool) -> Iterator[None]:
    """Holds back Python's collector: it looks through a vast page's hundred thousand lines again and again."""
    if not wanted or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _is_address(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _is_plain(body: bytes, content_type: str | None) -> bool:
    """Saved plain text is told by its type, or by having no element in its first and last kilobytes."""
    if content_type and content_type.split(";")[0].strip().lower() == "text/plain":
        return True
    if b"<html" in body[:1024].lower():
        return False
    # The letters of UTF-16 have a zero beside them.
    ends = (body[:4096] + body[-4096:]).replace(b"\0", b"").lower()
    return not any(mark in ends for mark in (b"<html", b"<body", b"<div", b"<p", b"<head", b"<meta", b"</"))


def _is_binary(body: bytes, content_type: str | None) -> bool:
    """Pictures, archives and noise: control characters, of which no text is made unless its letters have two bytes."""
    start = body[:_START]
    if start.startswith(_WIDE) or "utf-16" in (content_type or "").lower():
        return False
    return len(start.translate(None, _CONTROLS)) < len(start) * (1 - _CONTROLLED)


def _from_lines(article: Article, text: str, fetched_at: str | None, hints: Sequence[Sighting]) -> Article:
    blocks = blocks_of_lines(text)
    family = families.detect_text([block.text for block in blocks])
    article.family = family.name if family else None
    reading = read_lines(blocks, moment_of(fetched_at))
    article.kind = "article" if reading.title and reading.content.body else "other"
    voices = [Voice("page", reading.stamp)] if reading.stamp else []
    article = _fill(article, reading, family, voices, fetched_at, hints)
    article.updated = later_edit(reading.edit, article.published, fetched_at) if reading.edit else None
    return article


def _from_page(
    article: Article,
    page: Page,
    fetched_at: str | None,
    status: int | None,
    hints: Sequence[Sighting],
    parts: Sequence[Part],
) -> Article:
    article.notes += page.notes
    family, evidence = families.detect(page)
    if family is None and article.portal:
        declaration = declared(article.portal)
        family, evidence = (families.family(declaration.family), ["declared"]) if declaration else (None, [])
    article.family = family.name if family else None
    if family:
        article.notes.append(f"family: {', '.join(evidence)}")
    if article.url and family:
        article.canonical_url = family.canonical(article.url, page)
    elif article.url:
        article.canonical_url = address.canonical(article.url, page.canonical)
    article.kind = _kind(page, family, article.url, status)
    if article.kind != "article":
        article.title = or_none(page.title)
        return article
    joined = Joined(page)
    reading = _read(page, family)
    if reading.kind:
        article.kind, article.title = reading.kind, reading.title
        article.notes += reading.notes
        return article
    article.further, article.missing = joined.join(reading, parts, lambda part: _read(part, family))
    reading.notes += drop_scrambled(reading.content) + spam_notes(reading.content.body)
    if not reading.title or not _says_something(reading):
        article.kind = "other"
    voices, notes = page_voices(page, family, reading, hints)
    article = _fill(article, reading, family, voices, fetched_at, hints)
    article.notes += notes
    edit = edited(page, family, reading)
    article.updated = later_edit(edit, article.published, fetched_at) if edit else None
    return article


def _read(page: Page, family: Family | None) -> Reading:
    """The page by a layout of its family, else by its lines; with its kind where it says that it is no article."""
    reading = read_layout(page, family) if family else None
    if reading is None:
        reading = read_page(page, family)
        if family and reading.kind in (None, "other") and not is_form(page) and _is_listing(page, family):
            reading.kind, reading.title = "listing", or_none(page.title)
    if reading.stamp is None and reading.kind is None:
        # What bears a date of its own is an article, whatever its few words are about.
        reading.kind = says_missing([reading.title or "", reading.lead or "", *reading.content.body])
    return reading


def _says_something(reading: Reading) -> bool:
    """Whether there is a text, a file, or a picture with words of its own; bare pictures are a gallery."""
    content = reading.content
    # One picture under a headline is an infographic; many without a word are a gallery.
    pictured = bool(content.images) and (bool(reading.lead or content.captions) or len(content.images) <= _FEW)
    return bool(content.body or content.attachments) or pictured


def _is_listing(page: Page, family: Family) -> bool:
    """A page that fits no layout, whose address is no article's, and that leads to many articles."""
    if page.url is None or family.identity(page.url):
        return False
    leads = {family.identity(page.absolute(href)) for href in page.all("//a/@href")}
    return len(leads - {None}) >= _MANY


def _kind(page: Page, family: Family | None, url: str | None, status: int | None) -> Kind:
    if status in _REFUSALS:
        return "blocked"
    if status is not None and status >= 400:
        return "not_found" if status in (404, 410) else "other"
    known = family.kind(page, url) if family else None
    return known or "article"


def _fill(
    article: Article,
    reading: Reading,
    family: Family | None,
    voices: list[Voice],
    fetched_at: str | None,
    hints: Sequence[Sighting],
) -> Article:
    content = reading.content
    article.title, article.lead = reading.title, reading.lead
    article.body, article.captions = content.body, content.captions
    article.images, article.attachments, article.media = content.images, content.attachments, content.media
    article.byline, article.source = content.byline, content.source
    article.section, article.tags = reading.section, reading.tags
    article.furniture = content.furniture
    article.notes += reading.notes
    verdict = decide(voices + voices_of(hints, family), fetched_at=fetched_at)
    article.published, article.published_precision = verdict.value, verdict.precision
    article.published_basis, article.published_text = verdict.basis, verdict.text
    article.notes += verdict.notes
    article.dates = _told(article)
    _located(article, fetched_at)
    return article


def _located(article: Article, fetched_at: str | None) -> None:
    """Whose article it is, which units it names, which documents."""
    portal = declared(article.portal) if article.portal else None
    if portal:
        own = own_unit(portal, article.published, fetched_at)
        article.unit, article.province, article.province_now = own.unit, own.province, own.province_now
    text = "\n".join(filter(None, (article.title, article.lead, *article.body)))
    if len(text) > _READ:
        article.notes.append(f"text_long: dates, places and documents were sought in its first {_READ} characters")
        text = text[:_READ]
    province = article.province["id"] if article.province else None
    day = article.published[:10] if article.published and len(article.published) >= 10 else None
    article.places = [mention.to_dict() for mention in places.find(text, province=province, on=day)]
    article.documents = places.find_documents(text)


def _told(article: Article) -> list[dict[str, str | None]]:
    """The dates that the body tells of, each once, resolved against the day of publication."""
    told = list(islice(_mentions(article), _TOLD + 1))
    if len(told) > _TOLD:
        article.notes.append(f"dates_many: only the first {_TOLD} dates told in the text were looked at")
    found: dict[tuple[str, str | None], dict[str, str | None]] = {}
    for mention in told[:_TOLD]:
        found.setdefault((mention.text, mention.value), mention.to_dict())
    return list(found.values())


def _mentions(article: Article) -> Iterator[dates.DateMention]:
    left = _READ
    for paragraph in article.body:
        yield from dates.each(paragraph[:left], published=article.published)
        left -= len(paragraph)
        if left <= 0:
            return
