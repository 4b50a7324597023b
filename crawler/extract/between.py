"""What stands between a headline and its text: the stamp and the sapô, told by their words and their place."""

import re
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from crawler.dates.models import DateReading
from crawler.extract.stamps import Stamp, choose, stamp_of, stamp_of_month
from crawler.page.metadata import stated
from crawler.page.outline import Leaf, outline
from crawler.page.parse import Element, Page

PROSE = 60
"""Characters from which a line without links counts as prose."""
_LEAD_NAMES = re.compile(
    r"sapo|phead|sub-?title|txt-head|mo-?ta|tom[-_]?tat|lead(?!ing|er|s-)|summary|desc(?!end)|brief|trich|hometext|intro"
    r"|chapeau|chapo"
)
"""What class and id names of a sapô hold; Tailwind's "leading-7" is the height of a line."""
_USUAL = 400
"""Characters of names that are looked at."""
_NAVIGATION = re.compile(r"post-nav|nav-(?:single|link|prev|next)|navigation|prev-?post|next-?post")
_WEIGHTS = {
    "font-bold",
    "font-semibold",
    "font-medium",
    "bold",
    "strong",
    "text-lg",
    "text-xl",
    "text-2xl",
    "big",
    "dam",
}
_DESCRIBED = 80
"""Characters in which a description must agree; most are cut short."""
# A row of a document widget: "84/KH-UBND: Kế hoạch ...".
_NUMBERED = re.compile(r"\W*\d+(?:/\d{4})?/[A-ZĐ]{2,}(?:-[A-ZĐ]+)*\b")
_NUMBERS = 200
"""Characters in which a document's number would stand."""
_EVENT = re.compile(r"(?:địa điểm|nơi tổ chức|thành phần|hạn (?:chót|nộp|đăng ký))\b", re.I)
_LABEL = re.compile(r"(?:ngày|thời gian|cập nhật|hạn|hiệu lực|xuất bản|đăng)(?: [^\W\d_]+){0,4}\s*:?", re.I)
"""A date's label in a cell of its own."""
_MOTTO = re.compile(r"cộng h[òo]a xã hội chủ nghĩa việt nam|cộng hoà xã hội chủ nghĩa việt nam", re.I)
"""Heads an official letter that is printed whole."""
_SUBHEADS = ("h2", "h3", "h4", "h5")
_CLOCK = re.compile(r"\(?\d{1,2} ?[:hg] ?\d{2}(?::\d{2})? ?(?:sáng|trưa|chiều|tối|am|pm|sa|ch)?\)?", re.I)
_BELOW = 2
"""Lines below a headline of which one may be a month alone, a bulletin's or a journal's."""
_ENDS = (".", "!", "?", "…")
_LINKED = 45
"""Characters of a section's or an author's link on a stamp line; a longer link is another article's headline."""


@lru_cache(maxsize=1024)
def is_named_lead(names: str) -> bool:
    """Whether class and id names (lower case) are those of a sapô. A page has few names and many lines."""
    return _LEAD_NAMES.search(names[:_USUAL]) is not None


def is_prose(leaf: Leaf) -> bool:
    """Whether a line is running text: long, mostly unlinked, and no label."""
    if len(leaf.text) < PROSE or leaf.linked >= 0.3 * len(leaf.text) or leaf.label is not None:
        return False
    return _NUMBERED.match(leaf.text[:_NUMBERS]) is None and _NAVIGATION.search(leaf.names(1)) is None


def is_clock(text: str) -> bool:
    """Whether a line is a time of day and nothing else."""
    return _CLOCK.fullmatch(text) is not None


def is_trail(leaf: Leaf) -> bool:
    """Whether a line is the trail that leads from the front page to the article, or a step of it."""
    return leaf.label is not None and leaf.label.category == "breadcrumb"


def stamp_on(leaf: Leaf, base: datetime | None) -> Stamp | None:
    """The stamp that a line is, whether or not a short link stands on it; ``None`` for another article's date."""
    if leaf.tag in ("li", "dd") and leaf.linked >= 20:
        return None
    if leaf.linked > _LINKED:
        # Buttons beside the date are known words; another article's headline isn't.
        return stamp_of(leaf.text, base)
    return stamp_of(leaf.text, base) or (stamp_of(leaf.plain, base) if leaf.linked else None)


def stamps_in(leaves: list[Leaf], base: datetime | None) -> tuple[Stamp | None, DateReading | None]:
    """The stamp and the edit that these lines tell of; ``None`` for what they don't."""
    found: list[Stamp] = []
    for place, leaf in enumerate(leaves):
        before, near = leaves[place - 1].text if place else "", leaves[max(0, place - 2) : place + 3]
        if any(_EVENT.match(one.text) for one in near):
            # "Thời gian: ... Địa điểm: ..." tells when something takes place.
            continue
        stamp = stamp_on(leaf, base)
        if stamp and _LABEL.fullmatch(before) and not _LABEL.match(leaf.text):
            stamp = stamp_of(f"{before.rstrip(': ')}: {leaf.text}", base)
        if stamp:
            found.append(stamp)
    found = [_with_clock(stamp, leaves) for stamp in found]
    return choose(found or [stamp for leaf in leaves[:_BELOW] if (stamp := stamp_of_month(leaf.text))])


def _with_clock(stamp: Stamp, leaves: list[Leaf]) -> Stamp:
    """A day's stamp with the clock that a skin prints in an element of its own beside it."""
    if stamp.reading is None or stamp.reading.precision != "day":
        return stamp
    at = next((place for place, leaf in enumerate(leaves) if leaf.text == stamp.text), None)
    beside = [leaves[place].text for place in (at + 1, at - 1) if 0 <= place < len(leaves)] if at is not None else []
    clock = next((text for text in beside if _CLOCK.fullmatch(text)), None)
    told = stamp_of(f"{stamp.text} {clock.strip('() ')}") if clock else None
    same = told is not None and told.reading is not None and told.reading.value[:10] == stamp.reading.value
    return replace(stamp, reading=told.reading) if same and told else stamp


def lead_of(page: Page, between: list[Leaf], after: list[Leaf], body: Element) -> str | None:
    """The prose between headline and text that its element's name, its place or its print sets apart."""
    inside = set(body.iter())
    described = [claim.rstrip(" .…")[:_DESCRIBED] for claim in stated(page).leads if len(claim) >= PROSE]
    for leaf in between:
        if len(leaf.text) < 30 or stamp_of(leaf.plain) or leaf.linked > 0.3 * len(leaf.text):
            continue
        if leaf.label or "caption" in leaf.names(2) or leaf.text.endswith(":") or _MOTTO.search(leaf.text):
            continue
        named = is_named_lead(leaf.names(2, body))
        set_apart = leaf.holder not in inside and len(leaf.text) >= 40 and leaf.text.rstrip('"”’)').endswith(_ENDS)
        # A bold subhead may follow a bold sapô; the text behind it is not bold.
        plain = after[1:2] if after and after[0].is_bold and not is_prose(after[0]) else after[:1]
        printed = (leaf.is_bold or leaf.tag in _SUBHEADS) and any(not one.is_bold for one in plain)
        styled = is_prose(leaf) and _is_styled(leaf, after, described)
        if named or set_apart or styled or (printed and is_prose(leaf)):
            return leaf.text
    return None


def _is_styled(leaf: Leaf, after: list[Leaf], described: list[str]) -> bool:
    """Whether a first paragraph has a class that the next ones lack, and speaks of weight or is the description."""
    own = set((leaf.holder.get("class") or "").lower().split())
    if leaf.tag == "div" and len(after) > 1 and all(one.tag == "p" for one in after):
        return True
    if not own or not after or leaf.tag not in ("p", "div", "strong"):
        return False
    if any(own <= set((one.holder.get("class") or "").lower().split()) for one in after):
        return False
    return bool(own & _WEIGHTS) or any(leaf.text.startswith(claim) for claim in described)


def stamp_and_lead(page: Page, title: str, body: Element) -> tuple[tuple[Stamp | None, DateReading | None], str | None]:
    """Stamp with edit and sapô of a page whose headline and body are known; ``None`` for what isn't there."""
    inside = set(body.iter())
    leaves = outline(page)
    first = next((place for place, leaf in enumerate(leaves) if leaf.holder in inside), None)
    if first is None:
        return (None, None), None
    above = next((place for place in range(first - 1, -1, -1) if leaves[place].text == title), None)
    if above is None:
        return (None, None), None
    between = leaves[above + 1 : first]
    return stamps_in(between, page.moment), lead_of(page, between, leaves[first : first + 2], body)
