"""Runs of paragraphs among a page's lines: prose comes in runs, and headings or rows of links end them."""

import re
from dataclasses import dataclass, field

from crawler.extract.between import is_named_lead, is_prose, is_trail
from crawler.extract.sitename import is_heading
from crawler.page.fragment import MOST
from crawler.page.outline import Leaf

_TEASER = 5
"""Lines from a teaser's headline to its sentence, date and counters between them."""
_LINKS = 3
"""Neighbouring links that end a run: an article's text doesn't consist of them."""
LONG_LINK = 18
"""Characters from which a link may be another article's headline."""
_CONTENTS = 2000
_ENDING = frozenset({"footer", "rights"})
_ENDS = (".", "!", "?", "…", ":", ";")
SENTENCE = re.compile(r"[.!?…][\"”’)]*(?:\s|$)|[:;]$")
"""The end of a sentence, at a line's end or within it."""


@dataclass(slots=True)
class Run:
    """Places of neighbouring paragraphs."""

    places: list[int] = field(default_factory=list)
    size: int = 0


def runs_of(leaves: list[Leaf], start: int) -> list[Run]:
    """The runs of paragraphs from ``start`` on, in order; empty where there is no prose."""
    counted, asked = _Runs(), 0
    for place in range(start, len(leaves)):
        leaf = leaves[place]
        if asked > _CONTENTS and leaf.is_link and len(leaf.text) >= LONG_LINK:
            # Whatever a link of so many is called, it is none of a text.
            counted.link(place)
            continue
        label = leaf.label
        if (label and (label.head or label.category in _ENDING)) or is_heading(leaf) or _is_crumb(leaf):
            # A headline begins an article; what stood above it is none of its text.
            counted.close()
        elif is_prose(leaf) and not is_sapo(leaf):
            counted.prose(place, leaf.text)
            if len(counted.run.places) > MOST:
                # More than is kept of any text: whatever follows is part of it or beside it.
                break
        elif leaf.is_link and len(leaf.text) >= LONG_LINK and not label:
            asked += 1
            # No table of contents is as long as a page's menus may be.
            if not _is_inward(leaf):
                counted.link(place)
    counted.close()
    return counted.runs


def _is_crumb(leaf: Leaf) -> bool:
    """Whether a line is a trail of more than one step; the article begins below it."""
    return is_trail(leaf) and len(leaf.text) > LONG_LINK


def _is_inward(leaf: Leaf) -> bool:
    """Whether a line's links lead to places on the page itself, as those of a table of contents do."""
    links = (leaf.holder,) if leaf.holder.tag == "a" else leaf.holder.iter("a")
    return all(link.get("href", "").startswith("#") and link.get("href") != "#" for link in links)


class _Runs:
    """Counts paragraphs into runs; links with at most a paragraph between them are a list of teasers, and no text."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.run = Run()
        self.waiting: list[tuple[int, str]] = []
        self.links = self.last = 0

    def prose(self, place: int, text: str) -> None:
        if place - self.last > _TEASER:
            self.links = 0
        self.waiting.append((place, text))
        if not self.links or len(self.waiting) > 1:
            self.links = 0
            self._settle()

    def link(self, place: int) -> None:
        self.last = place
        if self.links and len(self.waiting) <= 1:
            self.waiting = []
        self._settle()
        self.links += 1
        if self.links >= _LINKS:
            self._end()

    def close(self) -> None:
        if self.links > 1 and len(self.waiting) <= 1:
            self.waiting = []
        self._settle()
        self._end()
        self.links = 0

    def _settle(self) -> None:
        for place, text in self.waiting:
            self.run.places.append(place)
            # Lists of documents and menus are long lines without a sentence.
            sentence = text.endswith(_ENDS) or SENTENCE.search(text)
            self.run.size += len(text) if sentence else len(text) // 4
        self.waiting = []

    def _end(self) -> None:
        if self.run.places:
            self.runs.append(self.run)
        self.run = Run()


def is_sapo(leaf: Leaf) -> bool:
    """A sapô in an element of its own is no part of the text that it introduces."""
    return is_named_lead(leaf.names(1))
