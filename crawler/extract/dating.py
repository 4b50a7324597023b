"""Where an article's stamp stands on a page that nobody declared: below its headline, above it, behind the text."""

import re
from collections.abc import Sequence
from datetime import date

from crawler.dates import machine
from crawler.dates.clock import VIETNAM
from crawler.dates.models import DateReading
from crawler.extract.between import is_trail, stamp_on, stamps_in
from crawler.extract.files import FILE, FILES_HEAD
from crawler.extract.region import Region
from crawler.extract.stamps import Stamp, choose, stamp_of
from crawler.page.metadata import stated
from crawler.page.outline import Leaf
from crawler.page.parse import Page

_ABOVE = 8
"""Lines above the headline among which its stamp is sought."""
_BOX = 14
"""Lines below a heading of furniture that are its own."""
_BOXED = 3
_LEVELS = 2
_HEADLINE = 20
_HEADS = ("h2", "h3", "h4")
_NEAR = 3
"""Lines above the headline in which an unlabelled date of the past is its stamp."""
_DATED = ("date", "time", "ngay", "publish", "post-meta", "postmeta", "meta", "thoigian", "thoi-gian")
_LABELS = ("đăng", "xuất bản", "cập nhật", "ngày tạo", "ngày viết", "published", "posted")
_ISSUED = re.compile(r"(?:ngày|thời gian|giờ) (?:đăng|xuất bản|đưa tin|đăng tin)\s*:?|published|posted", re.I)
_BESIDE = re.compile(r"\b(?:lượt|xem|bởi|by|views?|hits?)\b", re.I)
_CLOCK = ("clock", "today", "current", "header", "topbar", "top-bar", "dong-ho", "lich", "homnay", "hom-nay")
_ENDS = frozenset({"related", "latest", "comments", "documents", "archive"})
BEHIND = 14
"""Lines behind the text that are looked at for credits, tags and files."""


def stamp_around(page: Page, leaves: list[Leaf], region: Region, prose: int) -> tuple[Stamp | None, DateReading | None]:
    """The article's stamp and edit: below the headline, above it, behind the text; ``None`` where none is certain."""
    if region.title is None:
        return None, None
    stamp, edit = stamps_in(leaves[region.title + 1 : prose + 1], page.moment)
    if stamp:
        return stamp, edit or _edit_behind(page, leaves, region)
    low = max(0, region.title - _ABOVE)
    above = [leaves[at] for at in range(low, region.title) if _may_date(page, leaves, at, region.title)]
    if sum(_is_bare(page, leaf) for leaf in leaves[low : region.title]) > 1:
        # Two dates without a label above a headline are those of other headlines.
        above = [leaf for leaf in above if _is_stated(page, leaf) or not _is_bare(page, leaf)]
    stamp, early = choose(
        found
        for leaf in reversed(above)
        if (found := stamp_on(leaf, page.moment) or (stamp_of(leaf.plain, page.moment) if leaf.label else None))
    )
    if stamp is None:
        behind = until(leaves[prose + 1 : region.last]) + _own(
            leaves[max(region.last, prose + 1) : region.last + BEHIND]
        )
        late = [leaf for place, leaf in enumerate(behind) if _is_late(behind, place)]
        stamp, early = choose(found for leaf in reversed(late) if (found := stamp_on(leaf, page.moment)))
    return stamp, edit or early or _edit_behind(page, leaves, region)


def _edit_behind(page: Page, leaves: list[Leaf], region: Region) -> DateReading | None:
    """The edit that a line behind the text tells of ("Lần cập nhật cuối"), ``None`` without one."""
    foot = until(leaves[region.last : region.last + BEHIND])
    told = (found.update for leaf in foot if (found := stamp_on(leaf, page.moment)) and found.reading is None)
    return next((one for one in told if one), None)


def _may_date(page: Page, leaves: list[Leaf], place: int, title: int) -> bool:
    """Whether a line above the headline may be its stamp: no clock, and not the date of another headline."""
    leaf, before = leaves[place], leaves[place - 1] if place else None
    if before is not None and before.is_link and len(before.text) >= 20 and not before.label and _beside(before, leaf):
        return False
    if title - place == 1 and _beside(leaf, leaves[title]) and _is_past(page, leaf):
        return True
    if _is_boxed(leaves, place) or _is_today(page, leaf):
        return _is_stated(page, leaf)
    if _is_stated(page, leaf) or (title - place <= _NEAR and _is_past(page, leaf)):
        return True
    return _is_dated(leaf) and not any(name in leaf.names(3) for name in _CLOCK)


def _is_today(page: Page, leaf: Leaf) -> bool:
    """Whether a line tells the day of the fetch and no more, as a site's calendar does."""
    stamp = stamp_on(leaf, page.moment)
    if stamp is None or stamp.reading is None or page.moment is None or _has_label(leaf):
        return False
    return stamp.reading.value == page.moment.astimezone(VIETNAM).date().isoformat()


def _is_boxed(leaves: list[Leaf], place: int) -> bool:
    """Whether a line above the headline stands in a side box: below its heading, or among other dates."""
    above = leaves[max(0, place - _BOX) : place]
    crumbs = next((at for at in range(len(above) - 1, -1, -1) if is_trail(above[at])), None)
    above = above[crumbs + 1 :] if crumbs is not None else above
    holder = leaves[place].holder
    near = {holder, *list(holder.iterancestors())[:_BOXED]}
    above = [one for one in above if near & {one.holder, *list(one.holder.iterancestors())[:_BOXED]}]
    dated = sum(stamp_on(one, None) is not None for one in above[-_ABOVE:])
    return dated > 1 or any(one.label and one.label.head for one in above)


def _beside(before: Leaf, leaf: Leaf) -> bool:
    """Whether two lines stand in one small box, as a teaser's headline and date do."""
    near = [leaf.holder, *list(leaf.holder.iterancestors())[:_LEVELS]]
    return any(element in near for element in list(before.holder.iterancestors())[:_LEVELS])


def _is_bare(page: Page, leaf: Leaf) -> bool:
    """Whether a line is a date without any label."""
    stamp = stamp_on(leaf, page.moment)
    if stamp is None or stamp.reading is None or any(one.isalpha() for one in leaf.text):
        return False
    return page.moment is None or stamp.reading.value[:10] != page.moment.date().isoformat()


def _is_past(page: Page, leaf: Leaf) -> bool:
    """Whether a line tells a day well before the fetch, which no clock does."""
    stamp = stamp_on(leaf, page.moment) or stamp_of(leaf.plain, page.moment)
    if stamp is None or stamp.reading is None or page.moment is None or len(stamp.reading.value) < 10:
        return False
    return (page.moment.date() - date.fromisoformat(stamp.reading.value[:10])).days > 1


def _is_dated(leaf: Leaf) -> bool:
    if leaf.is_link or leaf.linked > 20:
        return False
    return _has_label(leaf) or any(name in leaf.names(1) for name in _DATED)


def _has_label(leaf: Leaf) -> bool:
    low = leaf.text.lower()
    return any(word in low for word in _LABELS)


def _is_late(behind: list[Leaf], place: int) -> bool:
    """Whether a line behind the text may be its stamp: named so, labelled, or with author and counters beside it."""
    leaf = behind[place]
    if _is_dated(leaf) or (place and _ISSUED.fullmatch(behind[place - 1].text)):
        return True
    if leaf.is_link or leaf.linked > 20 or leaf.tag in ("li", "dd"):
        return False
    stamp = stamp_on(leaf, None)
    if stamp is None:
        return False
    return _BESIDE.search(leaf.text) is not None or any(len(piece.strip(" |-•()")) > 1 for piece in stamp.beside)


def _is_stated(page: Page, leaf: Leaf) -> bool:
    stamp = stamp_on(leaf, page.moment)
    reading = stamp.reading if stamp else None
    said = [told for claim in stated(page).published if (told := machine(claim))]
    return reading is not None and any(one.value[:10] == reading.value[:10] for one in said)


def until(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The lines before the first heading of other articles, comments or documents."""
    for place, leaf in enumerate(leaves):
        if leaf.label and leaf.label.head and leaf.label.category in _ENDS:
            return list(leaves[:place])
    return list(leaves)


def _own(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The lines right behind a text that may be the article's: up to a heading, or a link as long as a headline."""
    for place, leaf in enumerate(until(leaves)):
        linked = leaf.is_link and len(leaf.text) >= _HEADLINE and not leaf.label and not FILE.search(leaf.text)
        if linked or (leaf.tag in _HEADS and not FILES_HEAD.search(leaf.text)):
            return list(leaves[:place])
    return until(leaves)


def moments(head: list[Leaf]) -> list[str]:
    """What ``time`` elements of an article's head say to machines, edits left out."""
    found: list[str] = []
    for leaf in head:
        for element in leaf.holder.iter("time"):
            if element.get("datetime") and "updated" not in (element.get("class") or "").split():
                found.append(element.get("datetime"))
    return list(dict.fromkeys(found))


def edit_moment(head: list[Leaf]) -> DateReading | None:
    """The edit that a ``time`` element of an article's head tells to machines; ``None`` without one."""
    for leaf in head:
        for element in leaf.holder.iter("time"):
            names = (element.get("class") or "").split()
            if "updated" in names and "published" not in names and element.get("datetime"):
                return machine(element.get("datetime"))
    return None
