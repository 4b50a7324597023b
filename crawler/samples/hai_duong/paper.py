"""What the two sample newspapers have in common: articles in order, files, and the second edition."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs

from crawler.samples.common import NOTICE, VIETNAM, clock, document, jpeg, moment, static
from crawler.samples.editions import later, truth
from crawler.samples.model import Part, SampleArticle, SampleFile, SampleText
from crawler.samples.site import Ask, Reply, Truth

INSTALLED = datetime(2017, 1, 3, 8, 0, tzinfo=VIETNAM)
HTML = "text/html; charset=utf-8"
Answer = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class View:
    """What of a request a page depends on."""

    base: str
    number: int
    now: datetime


class Shelf:
    """One edition's articles, newest first."""

    def __init__(self, text: SampleText) -> None:
        self.text = text
        self.by_id = {one.id: one for one in text.articles}
        self.newest = sorted(text.articles, key=lambda one: (one.published, one.id), reverse=True)

    def listed(self, section: str) -> list[SampleArticle]:
        """Articles of a section, those that stand in it as their second one included."""
        return [one for one in self.newest if section in (one.section, *one.also_in)]

    def tagged(self, tag: str) -> list[SampleArticle]:
        """Articles with a tag, whatever its case."""
        return [one for one in self.newest if tag.lower() in [own.lower() for own in one.tags]]

    def around(self, article: SampleArticle, newer: int, older: int) -> list[SampleArticle]:
        """The section's nearest in time, newest first; one side makes up for what the other lacks."""
        same = self.listed(article.section)
        at, count = same.index(article), newer + older
        start = max(0, min(at - newer, len(same) - 1 - count))
        return (same[start:at] + same[at + 1 :])[:count]


def pictures(article: SampleArticle) -> list[Part]:
    """All images of an article in reading order."""
    first = [article.lead_image] if article.lead_image else []
    return first + [part for part in article.parts if part.type == "image"]


def page_number(ask: Ask) -> int:
    """The page of a list that was asked for; anything that is no number from 1 is the first."""
    given = parse_qs(ask.query).get("page", ["1"])[0][:9]
    return max(1, int(given)) if given.isascii() and given.isdigit() else 1


class Paper(ABC):
    """A newspaper behind ``answer``; a subclass says what its addresses are and what they answer.

    ``flood`` is only kept: neither paper was seen to limit requests.
    """

    name = ""

    def __init__(
        self,
        text: SampleText,
        port: int,
        *,
        edition: int = 1,
        flood: bool = False,
        now: Callable[[], datetime] = clock,
    ) -> None:
        """``now`` is the clock on the pages."""
        self.base = f"http://127.0.0.1:{port}"
        self.edition = edition
        self.flood = flood
        self.first = Shelf(text)
        self.later = later(text)
        self.second = Shelf(self.later.text)
        self.shelf = self.second if edition == 2 else self.first
        self._now = now
        self._routes = [(re.compile(pattern), answer) for pattern, answer in self.routes()]
        self._files = self._library()

    @abstractmethod
    def routes(self) -> list[tuple[str, Answer]]:
        """Patterns of whole paths, the first that fits wins; groups become arguments."""

    @abstractmethod
    def path(self, article: SampleArticle) -> str:
        """The address of an article without the host."""

    @abstractmethod
    def file_path(self, article: SampleArticle, file: SampleFile) -> str:
        """The address of a document without the host."""

    @abstractmethod
    def missing(self, ask: Ask) -> Reply:
        """What an address gets at which nothing stands."""

    @abstractmethod
    def dated(self, article: SampleArticle) -> tuple[str, str, str]:
        """When an article was published as far as the site says, how precisely, and where it says so."""

    def _library(self) -> dict[str, tuple[str, str, datetime]]:
        """Pictures and documents by address: file, title and time; the first edition's stay on the disk."""
        found: dict[str, tuple[str, str, datetime]] = {}
        for article in (*self.first.newest, *self.shelf.newest):
            when = moment(article.published)
            for part in pictures(article):
                found[part.src] = (part.src, "", when)
            for one in article.attachments:
                found[self.file_path(article, one)] = (one.file, one.title, when)
        return found

    def answer(self, ask: Ask) -> Reply:
        """The reply to one request."""
        if ask.path in self._files:
            file, title, when = self._files[ask.path]
            body, kind = document(file, title) if title else (jpeg(file), "image/jpeg")
            return static(ask, body, kind, when)
        if ask.path.startswith("/static/") and ask.path.endswith((".css", ".js")):
            kind = "text/css" if ask.path.endswith(".css") else "application/javascript"
            return static(ask, f"/* {NOTICE} */\n".encode(), kind, INSTALLED)
        for pattern, answer in self._routes:
            match = pattern.fullmatch(ask.path)
            if match:
                return answer(ask, *match.groups())
        return self.missing(ask)

    def view(self, ask: Ask) -> View:
        """What the pages of this request depend on."""
        return View(self.base, ask.number, self._now())

    def found(self, number: int) -> tuple[SampleArticle | None, bool]:
        """An article by its id, and whether it moved away from this id since the first edition."""
        moved = self.later.moved.get(number) if self.edition == 2 else None
        return self.shelf.by_id.get(moved or number), moved is not None

    def truth(self) -> list[Truth]:
        """What is true of every article in this edition, ordered by canonical address."""
        return sorted(map(self._truth, self.shelf.newest), key=lambda one: one["canonical_url"])

    def _truth(self, article: SampleArticle) -> Truth:
        """The papers show no time of a later edit, so none is true of their pages."""
        attachments: list[dict[str, str | None]] = [
            {
                "url": self.base + self.file_path(article, one),
                "title": one.title,
                "kind": one.file.rpartition(".")[2].lower(),
            }
            for one in article.attachments
        ]
        section = self.shelf.text.sections[article.section]
        told = truth(article, self.base + self.path(article), section, attachments, article.tags)
        published, precision, basis = self.dated(article)
        told["published"], told["published_precision"] = published, precision
        told["published_basis"], told["updated"] = basis, None
        return told

    def changes(self) -> dict[str, str]:
        """The canonical address of each article the second edition changed; a moved one's old and new."""
        found = {kind: self._address(self.first, old) for kind, old in self.later.changed.items()}
        for new in self.later.moved.values():
            found["moved"] += " " + self._address(self.second, new)
        return found

    def _address(self, shelf: Shelf, number: int) -> str:
        return self.base + self.path(shelf.by_id[number])
