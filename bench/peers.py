"""Other cleaners of pages behind one form: what each is asked, what it answers, which of them are installed.

None of them may reach the network here: ``offline`` refuses every connection while they read.
"""

import importlib
import importlib.metadata
import logging
import socket
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any
from unittest.mock import patch

import lxml.html

from bench.pages import Truth
from crawler.text.charset import decode

_HANOI = timezone(timedelta(hours=7))
_BLOCKS = ("p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote")
PACKAGES = ("trafilatura", "readability-lxml", "newspaper4k", "resiliparse")


@dataclass(frozen=True, slots=True)
class Reader:
    """A cleaner: ``run`` is what is timed, ``tell`` turns its answer into the codebook's fields.

    ``gives`` names the fields that it has at all. ``whole`` is true of one whose text holds headline, sapô and
    captions among the paragraphs.
    """

    name: str
    gives: frozenset[str]
    run: Callable[[Truth], Any]
    tell: Callable[[Any], dict[str, Any]]
    whole: bool = True

    def read(self, page: Truth) -> dict[str, Any]:
        """The fields read on a page; none where the library gave up on it."""
        answer = self.attempt(page)
        return self.tell(answer) if answer is not None else {"kind": "other"}

    def attempt(self, page: Truth) -> Any:
        """The library's own answer, ``None`` where it raised."""
        try:
            return self.run(page)
        except Exception:  # each library has errors of its own, and none may end the comparison
            return None


def peers() -> tuple[list[Reader], list[str]]:
    """The readers that can be had, and a line for each one that can't."""
    found: list[Reader] = []
    absent: list[str] = []
    for package, make in zip(PACKAGES, (_trafilatura, _readability, _newspaper, _resiliparse), strict=True):
        try:
            with warnings.catch_warnings():
                # newspaper4k misses a package that only its summaries need.
                warnings.simplefilter("ignore")
                found += make()
        except ImportError as missing:
            absent.append(f"{package} isn't installed ({missing})")
    return found, absent


def versions() -> str:
    """Names and versions of the packages that are installed."""
    told = []
    for package in PACKAGES:
        try:
            told.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(told)


@contextmanager
def offline() -> Iterator[None]:
    """Refuses every connection and every name's look-up, and keeps the libraries' complaints off the tables."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("the comparison reads saved pages only")

    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with (
            patch.object(socket.socket, "connect", refuse),
            patch.object(socket.socket, "connect_ex", refuse),
            patch.object(socket, "getaddrinfo", refuse),
        ):
            yield
    finally:
        logging.disable(before)


def _trafilatura() -> list[Reader]:
    library = importlib.import_module("trafilatura")

    def reader(name: str, **options: bool) -> Reader:
        def run(page: Truth) -> Any:
            return library.bare_extraction(page.body, url=page.url, with_metadata=True, **options)

        return Reader(name, frozenset({"title", "published", "byline", "lead"}), run, tell)

    def tell(found: Any) -> dict[str, Any]:
        return _told(found.title, found.text, found.date, found.author, found.description)

    return [
        reader("trafilatura, with metadata"),
        reader("trafilatura, fast", fast=True),
        reader("trafilatura, favor_precision", favor_precision=True),
    ]


def _readability() -> list[Reader]:
    library = importlib.import_module("readability")

    def run(page: Truth) -> tuple[str, str]:
        document = library.Document(_text(page), url=page.url)
        return document.title(), document.summary()

    def tell(found: tuple[str, str]) -> dict[str, Any]:
        return _told(found[0], _lines_of(found[1]))

    return [Reader("readability-lxml", frozenset({"title"}), run, tell)]


def _newspaper() -> list[Reader]:
    library = importlib.import_module("newspaper")

    def run(page: Truth) -> Any:
        # Pictures are fetched over the network unless it is told not to.
        article = library.Article(page.url or "http://localhost/", language="vi", fetch_images=False)
        return article.download(input_html=_text(page)).parse()

    def tell(found: Any) -> dict[str, Any]:
        date = found.publish_date
        if date is not None and date.tzinfo is not None:
            date = date.astimezone(_HANOI)
        day = date.date().isoformat() if date is not None else None
        return _told(found.title, found.text, day, " - ".join(found.authors), found.meta_description)

    return [Reader("newspaper4k", frozenset({"title", "published", "byline", "lead"}), run, tell)]


def _resiliparse() -> list[Reader]:
    library = importlib.import_module("resiliparse.extract.html2text")
    parse = importlib.import_module("resiliparse.parse.html")

    def run(page: Truth) -> tuple[str, str]:
        tree = parse.HTMLTree.parse(_text(page))
        return tree.title, library.extract_plain_text(tree, main_content=True)

    def tell(found: tuple[str, str]) -> dict[str, Any]:
        return _told(*found)

    return [Reader("resiliparse", frozenset({"title"}), run, tell)]


def _text(page: Truth) -> str:
    return decode(page.body, page.content_type)[0]


def _told(
    title: str | None, text: str | None, day: str | None = None, byline: str | None = None, lead: str | None = None
) -> dict[str, Any]:
    """An answer in the codebook's fields; pages whose text is empty are no articles to that reader."""
    body = [_plain(line) for line in (text or "").splitlines() if line.strip()]
    return {
        "kind": "article" if body else "other", "title": _plain(title), "body": body, "published": day or None,
        "byline": _plain(byline), "lead": _plain(lead),
    }  # fmt: skip


def _plain(text: str | None) -> str:
    """Composed letters and single spaces: truths are written so, and no peer claims to do it."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def _lines_of(html: str) -> str:
    """The text of a piece of HTML, a line for each block."""
    if not html.strip():
        return ""
    root = lxml.html.fromstring(html)
    for element in root.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    return str(root.text_content())
