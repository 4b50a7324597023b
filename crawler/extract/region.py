"""Where the article lies among a page's lines: headline, text, and the lines between and behind them.

Prose comes in runs: paragraphs broken by nothing but short lines. A heading of furniture or a row of links
ends a run. The article is the run that a certain headline leads to, else the longest; what follows it
among the same element's children (behind a box of related links, say) belongs to it too.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from crawler.extract.between import LEAD_NAMES, PROSE, is_prose, is_trail, stamp_on
from crawler.extract.credit import labelled
from crawler.extract.headline import best_headline, certain_headline, is_heading, only_heading
from crawler.page.names import naming
from crawler.page.outline import Leaf, ancestor
from crawler.page.parse import Element, Page

_TEASER = 5
"""Lines from a teaser's headline to its sentence, date and counters between them."""
_LINKS = 3
"""Neighbouring links that end a run: an article's text doesn't consist of them."""
_LONG_LINK = 18
_FAR_MORE = 3
_ENOUGH = 100
"""Characters of the first run behind a certain headline that make it the article; less may be a notice."""
_NOTICE = 12
"""Lines behind a certain headline among which the text of a short notice is sought."""
_ENDING = frozenset({"footer", "rights"})
_BEHIND = frozenset(
    {"tags", "rating", "comments", "rights", "footer", "attachments", "share", "tools", "related", "views"}
    | {"ads", "pager", "account"}
)
"""Labels that end the lines behind an article's last paragraph."""
_BESIDE = frozenset({"comments", "latest", "counter", "archive", "documents", "poll", "links", "weather", "services"})
"""Headings behind which no article begins."""
_SENTENCE = re.compile(r"[.!?…][\"”’)]*(?:\s|$)|[:;]$")
_ENDS = (".", "!", "?", "…", ":", ";")
_HEAD = 6
"""Lines above a run among which a stamp or a heading tells what it is."""
_LEVELS = 2
"""Elements above that of most paragraphs that the others may stand in."""
_DATED = re.compile(r"\(\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?: [^()]{0,12})?\)$")
_LISTS = frozenset(("ul", "ol", "dl", "table", "tbody", "tr"))


@dataclass(slots=True)
class Run:
    """Places of neighbouring paragraphs."""

    places: list[int] = field(default_factory=list)
    size: int = 0


@dataclass(slots=True)
class Region:
    """An article's lines: ``title`` its headline's place, ``first`` to ``last`` (excluded) its text in ``body``."""

    title: int | None
    first: int
    last: int
    body: Element


def find_region(page: Page, leaves: list[Leaf]) -> tuple[Region | None, int | None]:
    """The article's region, ``None`` where no text is found, and the place of a certain headline, if any."""
    anchor = certain_headline(page, leaves)
    runs = _runs(leaves, 0 if anchor is None else anchor + 1)
    if anchor:
        before = max((run.size for run in _runs(leaves[:anchor], 0)), default=0)
        if before > _ENOUGH and before >= _FAR_MORE * max((run.size for run in runs), default=0):
            # A line at the page's foot that repeats the site's name; the article stands above it.
            anchor, runs = None, _runs(leaves, 0)
    places = _chosen(leaves, runs, anchor)
    if not places:
        anchor = only_heading(leaves) if anchor is None else anchor
        places = _notice(leaves, anchor) if anchor is not None else []
    if not places:
        return None, anchor
    places = _together(leaves, places)
    title = anchor if anchor is not None else best_headline(page, leaves, places[0])
    if title is not None:
        places = [place for place in places if place > title] or places
    body = ancestor([leaves[place].holder for place in places])
    if len(places) == 1 and body is leaves[places[0]].holder and body.getparent() is not None:
        # A notice of which one line is long: the others stand beside it.
        body = body.getparent()
    while body.tag in _LISTS and body.getparent() is not None:
        body = body.getparent()
    inside = set(body.iter())
    first = _first(leaves, places[0], title, inside)
    return Region(title, first, _last(leaves, places[-1], inside), body), anchor


def _runs(leaves: list[Leaf], start: int) -> list[Run]:
    counted = _Runs()
    for place in range(start, len(leaves)):
        leaf = leaves[place]
        label = leaf.label
        if (label and (label.head or label.category in _ENDING)) or is_heading(leaf) or _is_crumb(leaf):
            # A headline begins an article; what stood above it is none of its text.
            counted.close()
        elif is_prose(leaf) and not _is_sapo(leaf):
            counted.prose(place, leaf.text)
        elif leaf.is_link and len(leaf.text) >= _LONG_LINK and not label:
            counted.link(place)
    counted.close()
    return counted.runs


def _is_crumb(leaf: Leaf) -> bool:
    """Whether a line is a trail of more than one step; the article begins below it."""
    return is_trail(leaf) and len(leaf.text) > _LONG_LINK


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
            sentence = text.endswith(_ENDS) or _SENTENCE.search(text)
            self.run.size += len(text) if sentence else len(text) // 4
        self.waiting = []

    def _end(self) -> None:
        if self.run.places:
            self.runs.append(self.run)
        self.run = Run()


_is_lead = naming(LEAD_NAMES)


def _is_sapo(leaf: Leaf) -> bool:
    """A sapô in an element of its own is no part of the text that it introduces."""
    return _is_lead(leaf.names(1))


def _chosen(leaves: list[Leaf], runs: list[Run], anchor: int | None) -> list[int]:
    """The places of the article's paragraphs."""
    if not runs:
        return []
    first_ = next((run for run in runs if run.size >= _ENOUGH), runs[0])
    longest = max(runs, key=lambda run: _worth(leaves, run, first_run=run is first_))
    if anchor is not None:
        first = next((run for run in runs if run.size >= _ENOUGH), None)
        # Behind its headline the first text is the article's, unless it is a fraction of what follows.
        near = first is not None and first.places[0] - anchor < 40
        longest = first if first is not None and near and first.size >= 0.2 * longest.size else longest
        between = leaves[anchor + 1 : longest.places[0]]
        beside = any(leaf.label and leaf.label.head and leaf.label.category in _BESIDE for leaf in between)
        if beside and len(between) > _NOTICE:
            return []
    chosen = list(longest.places)
    at = runs.index(longest)
    parents = {leaves[place].holder.getparent() for place in chosen}
    for run in runs[at + 1 :]:
        if run.places[0] - chosen[-1] > _NOTICE:
            break
        same = [place for place in run.places if leaves[place].holder.getparent() in parents]
        if not same or leaves[same[0]].tag in ("li", "dd", "td"):
            break
        chosen += same
    return chosen


def _worth(leaves: list[Leaf], run: Run, *, first_run: bool) -> float:
    """A run's size, less where it follows the heading of a side box, more where a stamp stands above it."""
    first = run.places[0]
    above = leaves[max(0, first - _HEAD) : first]
    # Of equal texts the first one is the article's: side columns and teasers follow it.
    worth = float(run.size) * (1.2 if first_run else 1.0)
    if any(leaf.tag in ("h1", "h2", "h3") and not leaf.is_link and not leaf.label for leaf in above[-3:]):
        worth *= 1.5
    if any(leaf.label and leaf.label.head for leaf in above[-2:]):
        worth /= 4
    if any(stamp_on(leaf, None) for leaf in above):
        worth *= 1.5
    return worth


def _together(leaves: list[Leaf], places: list[int]) -> list[int]:
    """The paragraphs near the bulk of them in the page's tree: a side column may stand before the text unparted."""
    weights: Counter[Element] = Counter()
    for place in places:
        weights[leaves[place].holder.getparent()] += len(leaves[place].text)
    main = weights.most_common(1)[0][0]
    near = {main, *list(main.iterancestors())[:_LEVELS]} if main is not None else set()
    kept = [place for place in places if near & {leaves[place].holder, *leaves[place].holder.iterancestors()}]
    return kept or places


def _notice(leaves: list[Leaf], anchor: int) -> list[int]:
    """The short lines of a notice right behind a certain headline."""
    found: list[int] = []
    for place in range(anchor + 1, min(len(leaves), anchor + 1 + _NOTICE)):
        leaf = leaves[place]
        if (leaf.label and leaf.label.head) or (_is_teaser(leaf) and not leaf.label):
            break
        plain = leaf.linked <= 0.5 * len(leaf.text) and leaf.label is None and not _is_sapo(leaf)
        told = stamp_on(leaf, None) or labelled(leaf.text)
        if plain and not told and len(leaf.text) >= 12 and leaf.text != leaves[anchor].text:
            found.append(place)
            if len(leaf.text) >= PROSE:
                break
    return found


def next_heading(leaves: list[Leaf], anchor: int) -> int:
    """The place of the first line behind a headline that is furniture by its words, at most a notice's length on."""
    end = min(len(leaves), anchor + 1 + _NOTICE)
    return next((place for place in range(anchor + 1, end) if leaves[place].label), end)


def _first(leaves: list[Leaf], prose: int, title: int | None, inside: set[Element]) -> int:
    """Where the text begins: short lines of its own element may stand above the first paragraph."""
    low = -1 if title is None or title >= prose else title
    place = prose
    while place - 1 > low and leaves[place - 1].holder in inside:
        place -= 1
        label = leaves[place].label
        if title is None and (label or leaves[place].is_link):
            return place + 1
    return place


def _last(leaves: list[Leaf], prose: int, inside: set[Element]) -> int:
    """One behind the last line: what follows the last paragraph in its own element, up to links or a heading."""
    for place in range(prose + 1, len(leaves)):
        leaf = leaves[place]
        if leaf.holder not in inside or (leaf.label and (leaf.label.head or leaf.label.category in _BEHIND)):
            return place
        if is_heading(leaf) or (_is_teaser(leaf) and any(_is_teaser(one) for one in leaves[place + 1 : place + 4])):
            return place
    return len(leaves)


def _is_teaser(leaf: Leaf) -> bool:
    """Whether a line is another article's headline: a link, or a line that ends with its date in brackets."""
    if len(leaf.text) < _LONG_LINK or len(leaf.text) > 250:
        return False
    return leaf.is_link or (_DATED.search(leaf.text) is not None and leaf.linked >= 0.5 * len(leaf.text))
