"""Whether a stored page quotes an article: runs of five words, compared by digests that tell no word."""

import html
import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from crawler.text.charset import decode

WIDTH = 5
"""Words of a run: the contract's measure of what must not be found after an erasure."""
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_BREAK = re.compile(r"\\[nrt]")
_BINARY = re.compile(rb"[\x00-\x08]")


def normal(text: str) -> str:
    """NFC and lower case: how words are compared."""
    return unicodedata.normalize("NFC", text).lower()


def words(text: str) -> list[str]:
    """A text's words in order, as they are compared."""
    return _WORD.findall(normal(text))


def runs(text: str | None) -> set[str]:
    """Every run of five words of a text, once as letters alone and once as it is spaced, signs and all."""
    if not text:
        return set()
    return _runs(words(text)) | {run for run in _runs(normal(text).split()) if len(_WORD.findall(run)) > 2}


def _runs(parts: list[str]) -> set[str]:
    return {" ".join(parts[start : start + WIDTH]) for start in range(len(parts) - WIDTH + 1)}


def holds(texts: list[str], wanted: dict[str, frozenset[str]]) -> bool:
    """Whether any of the texts has one of these runs, each given with its words.

    Most pages lack a word of every run, and a set of words is made five times as fast as runs are.
    """
    plain = [normal(text) for text in texts]
    known = set().union(*(_WORD.findall(text) for text in plain))
    left = [run for run, parts in wanted.items() if parts <= known]
    if not left:
        return False
    spaced = [f" {' '.join(parts)} " for text in plain for parts in (_WORD.findall(text), text.split())]
    return any(f" {run} " in text for run in left for text in spaced)


def by_words(wanted: set[str]) -> dict[str, frozenset[str]]:
    """Runs with their words, as :func:`holds` asks for them."""
    return {run: frozenset(_WORD.findall(run)) for run in wanted}


def digest_of(run: str) -> int:
    """A run's digest, 64 bits with a sign as SQLite's integers have; the words can't be read back from it."""
    return int.from_bytes(blake2b(run.encode(errors="replace"), digest_size=8).digest(), "big", signed=True)


def digests(texts: Iterable[str | None]) -> set[int]:
    """The digests of all runs of several texts."""
    return {digest_of(run) for text in texts for run in runs(text)}


def by_digest(texts: Iterable[str | None]) -> dict[int, str]:
    """The runs of several texts by their digests."""
    return {digest_of(run): run for text in texts for run in runs(text)}


def texts_of(record: bytes) -> list[str]:
    """What a record says: its headers, its text without tags, and its source, where attributes and scripts speak."""
    warc, _, rest = record.partition(b"\r\n\r\n")
    http, _, body = rest.partition(b"\r\n\r\n")
    return [(warc + b"\n" + http).decode("utf-8", "replace"), *page_texts(body)]


def page_texts(body: bytes) -> list[str]:
    """The same of a page's bytes alone."""
    if _BINARY.search(body[:1024]) and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [body.decode("utf-8", "ignore")]
    raw = _unescaped(decode(body)[0])
    # Feeds hold escaped HTML, so entities are resolved twice.
    raw = html.unescape(html.unescape(_BREAK.sub(" ", raw)))
    return [_TAG.sub(" ", raw), raw]


def _unescaped(text: str) -> str:
    """Scripts escape UTF-16: an emoji is two halves, which are one sign only together."""
    found = _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
