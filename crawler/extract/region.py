"""Where the article lies among a page's lines: headline, text, and the lines between and behind them.

Prose comes in runs: paragraphs broken by nothing but short lines. A heading of furniture or a row of links
ends a run. The article is the run that a certain headline leads to, else the longest; what follows it
among the same element's children (behind a box of related links, say) belongs to it too.
"""

import re
from collections import Counter
from dataclasses import dataclass

from crawler.extract.between import PROSE, is_prose, stamp_on
from crawler.extract.credit import labelled, person
from crawler.extract.files import FILE
from crawler.extract.headline import best_headline, certain_headline, only_heading
from crawler.extract.runs import LONG_LINK, SENTENCE, Run, is_sapo, runs_of
from crawler.extract.sitename import is_heading
from crawler.page.fragment import LINES
from crawler.page.kinship import ancestor
from crawler.page.outline import Leaf
from crawler.page.parse import Element, Page

_FAR_MORE = 3
_ENOUGH = 100
"""Characters of the first run behind a certain headline that make it the article; less may be a notice."""
_NOTICE = 12
"""Lines behind a certain headline among which the text of a short notice is sought."""
_GAP = 40
"""Lines between two parts of one text: a table's cells, a box of links."""
_BEHIND = frozenset(
    {"tags", "rating", "comments", "rights", "footer", "attachments", "share", "tools", "related", "views"}
    | {"ads", "pager", "account"}
)
"""Labels that end the lines behind an article's last paragraph."""
_BESIDE = frozenset({"comments", "latest", "counter", "archive", "documents", "poll", "links", "weather", "services"})
"""Headings behind which no article begins."""
_SECTION = 3
"""Words of a section's name at most."""
_NAME = 6
_TOOLS = 4
_LINE = 12
"""Characters of a notice's headline and lines at least."""
_HEAD = 6
"""Lines above a run among which a stamp or a heading tells what it is."""
_LEVELS = 2
"""Elements above that of most paragraphs that the others may stand in."""
_MOST_LEVELS = 7
"""The same where each paragraph has boxes of its own."""
_BULK = 0.4
"""Share of a text that stands together."""
_DATED = re.compile(r"\(\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?: [^()]{0,12})?\)$")
_NEAR = 3
_APART = 6
"""Lines from a teaser's headline to the next one's: picture, sentence, button, day."""
_HEADS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "dl", "table", "tbody", "tr"))


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
    runs = runs_of(leaves, 0 if anchor is None else anchor + 1)
    if anchor and sum(len(leaf.text) for leaf in leaves[:anchor] if is_prose(leaf)) > _ENOUGH:
        before = max((run.size for run in runs_of(leaves[:anchor], 0)), default=0)
        if before > _ENOUGH and before >= _FAR_MORE * max((run.size for run in runs), default=0):
            # A line at the page's foot that repeats the site's name; the article stands above it.
            anchor, runs = None, runs_of(leaves, 0)
    places = _chosen(leaves, runs, anchor)
    if not places:
        anchor = only_heading(leaves) if anchor is None else anchor
        anchor = _below_tools(leaves) if anchor is None else anchor
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
    return Region(title, first, _last(leaves[: first + LINES + 1], places[-1], inside), body), anchor


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
        longest = _behind_sapo(runs, longest)
        between = leaves[anchor + 1 : longest.places[0]]
        beside = any(leaf.label and leaf.label.head and leaf.label.category in _BESIDE for leaf in between)
        if beside and len(between) > _NOTICE:
            return []
    chosen = list(longest.places)
    at = runs.index(longest)
    parents = {leaves[place].holder.getparent() for place in chosen}
    for run in runs[at + 1 :]:
        if run.places[0] - chosen[-1] > _GAP:
            break
        same = [place for place in run.places if leaves[place].holder.getparent() in parents]
        if not same or leaves[same[0]].tag in ("li", "dd", "td"):
            break
        chosen += same
    return chosen


def _behind_sapo(runs: list[Run], chosen: Run) -> Run:
    """The next run where the chosen one is a single paragraph right above a longer text: a sapô in a box of its own."""
    after = runs[runs.index(chosen) + 1 : runs.index(chosen) + 2]
    if len(chosen.places) > 1 or not after:
        return chosen
    longer = after[0].size >= 2 * chosen.size and len(after[0].places) > 1
    return after[0] if longer and after[0].places[0] - chosen.places[0] <= _NOTICE else chosen


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
    if main is None:
        return places
    above, enough = [main, *main.iterancestors()], _BULK * weights.total()
    kept = places
    for levels in range(_LEVELS, _MOST_LEVELS):
        near = set(above[: levels + 1])
        kept = [place for place in places if near & {leaves[place].holder, *leaves[place].holder.iterancestors()}]
        if sum(len(leaves[place].text) for place in kept) >= enough:
            break
    return kept or places


def _below_tools(leaves: list[Leaf]) -> int | None:
    """The headline of a notice of short lines, without any mark but the article's tools above it ("Email Print Aa")."""
    tools = [place for place, leaf in enumerate(leaves) if leaf.label and leaf.label.category == "tools"]
    return next((found for place in tools[:_TOOLS] if (found := _bare_headline(leaves, place)) is not None), None)


def _bare_headline(leaves: list[Leaf], tools: int) -> int | None:
    lines = []
    for place in range(tools + 1, min(len(leaves), tools + 1 + _NOTICE)):
        leaf = leaves[place]
        if leaf.is_link and place == tools + 1 and len(leaf.text.split()) <= _NAME:
            # The section's own link.
            continue
        if leaf.label or leaf.is_link:
            break
        lines.append(place)
    if len(lines) == 1 and _is_files(leaves, lines[0] + 1) and len(leaves[lines[0]].text) >= 2 * _LINE:
        # A headline and nothing but files.
        return lines[0]
    # A section's short name stands above the headline.
    if len(lines) > 2 and len(leaves[lines[0]].text.split()) <= _SECTION < len(leaves[lines[1]].text.split()):
        del lines[0]
    sentences = [place for place in lines[1:] if SENTENCE.search(leaves[place].text)]
    titled = len(lines) > 1 and not SENTENCE.search(leaves[lines[0]].text) and len(leaves[lines[0]].text) >= _LINE
    return lines[0] if titled and sentences else None


def _is_files(leaves: list[Leaf], place: int) -> bool:
    """Whether a line is links to documents."""
    links = [link.get("href") or "" for leaf in leaves[place : place + 1] for link in leaf.holder.iter("a")]
    return bool(links) and all(FILE.search(href) for href in links)


def _notice(leaves: list[Leaf], anchor: int) -> list[int]:
    """The short lines of a notice right behind a certain headline."""
    found: list[int] = []
    for place in range(anchor + 1, min(len(leaves), anchor + 1 + _NOTICE)):
        leaf = leaves[place]
        if (leaf.label and leaf.label.head) or (_is_teaser(leaf) and not leaf.label):
            break
        plain = leaf.linked <= 0.5 * len(leaf.text) and leaf.label is None and not is_sapo(leaf)
        told = stamp_on(leaf, None) or labelled(leaf.text)
        if plain and not told and len(leaf.text) >= _LINE and leaf.text != leaves[anchor].text:
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
        if _is_pointer(leaves, place, inside):
            continue
        if leaf.holder not in inside or (leaf.label and (leaf.label.head or leaf.label.category in _BEHIND)):
            return place
        if is_heading(leaf) or _begins_teasers(leaves, place):
            return _before_heading(leaves, prose, place)
    return len(leaves)


def _begins_teasers(leaves: list[Leaf], place: int) -> bool:
    """Whether other articles' headlines follow each other from here on, with a button or a day between them."""
    if not _is_teaser(leaves[place]):
        return False
    at = next((n for n in range(1, _APART) if any(map(_is_teaser, leaves[place + n : place + n + 1]))), _APART)
    between = leaves[place + 1 : place + at]
    return at <= _NEAR or (at < _APART and any(leaf.is_link or stamp_on(leaf, None) for leaf in between))


def _is_pointer(leaves: list[Leaf], place: int, inside: set[Element]) -> bool:
    """Whether a line points to another article (">> ...") and the text goes on behind it."""
    leaf, after = leaves[place], leaves[place + 1 : place + 2]
    if not leaf.is_link or not leaf.label or leaf.label.head or leaf.label.category != "related" or not after:
        return False
    return after[0].holder in inside and not after[0].is_link and after[0].label is None


def _before_heading(leaves: list[Leaf], prose: int, end: int) -> int:
    """Where the heading of the teasers at ``end`` begins, whatever its words are."""
    leaf = leaves[end - 1]
    headed = leaf.tag in _HEADS or ((leaf.is_bold or leaf.text.isupper()) and person(leaf.text) is None)
    if end - 1 <= prose or leaf.is_link or len(leaf.text) >= PROSE or not headed or SENTENCE.search(leaf.text):
        return end
    return end - 1


def _is_teaser(leaf: Leaf) -> bool:
    """Whether a line is another article's headline: a link, or a line that ends with its date in brackets."""
    if len(leaf.text) < LONG_LINK or len(leaf.text) > 250 or leaf.label:
        return False
    if leaf.is_link and any(FILE.search(link.get("href") or "") for link in leaf.holder.iter("a")):
        return False
    return leaf.is_link or (_DATED.search(leaf.text) is not None and leaf.linked >= 0.5 * len(leaf.text))
