"""Choosing the headline among the lines above an article's text."""

import re
from itertools import islice

from crawler.dates.clock import VIETNAM
from crawler.extract.between import is_trail
from crawler.extract.sitename import (
    HEADLINE_NAMES,
    SHORTEST,
    heads_site,
    is_above,
    is_banner,
    is_heading,
    is_section,
    is_site,
)
from crawler.extract.slug import agrees, leads_here, slug_of
from crawler.extract.stamps import stamp_of
from crawler.page.outline import Leaf
from crawler.page.parse import Page
from crawler.text.normalise import line

_TAGS = {"h1": 4.0, "h2": 2.0, "h3": 1.0, "h4": 0.7, "h5": 0.5}
_NEVER = -9.0
_BOXES = ("panel", "widget", "webpart", "module", "portlet", "sidebar", "box-", "block", "wptitle")
_TRAILS = ("breadcrumb", "pathway", "crumbs")
_CAPTIONS = ("caption", "chuthich", "chu-thich", "chu_thich", "imgdesc", "img-desc")
_NAMES = ("rteelement-h1", "title", "tieude", "tieu-de", "tieu_de", "headline", "heading")
_LINKED_NAMES = ("contentheading", *HEADLINE_NAMES)
"""Names under which some systems link a headline to its own page."""
_TRAIL = re.compile(r"^[^>»›]{2,30} (?:>>?|»|›) [^>»›]{2,40}(?: (?:>>?|»|›)|$)")
_LONGEST = 300
_HEADLINE = 160
_MOST = 100
"""Headings of a page among which its headline is sought."""
_SENTENCE_ENDS = (".", ":", ";", ",", "!", "…")
_PIECES = re.compile(r"\s+[-–|»:]+\s+")
_TITLED = 30
"""Characters of a line without any mark that the page's own title makes its headline."""
_PROSE = 100
_REACH = 60
"""Lines above the text among which the headline is sought."""
_ENOUGH = 1.0
_DRESSES = 4
"""Elements of a line that are asked for the size of its letters."""
_SIZE = re.compile(r"font-size\s*:\s*(\d+(?:\.\d+)?)(px|pt)", re.I)
_NUMBERED = re.compile(r"(?:[IVX]{1,4}|\d{1,2}|[a-zđ])[.)/]\s")
_SECTION = re.compile(r"(?:TIN|CHUYÊN MỤC|MỤC|CHUYÊN ĐỀ)\s[A-ZĐÀ-Ỹ\s–-]+$")
_DAYS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_SHOUTED = 6
"""Words in capitals that are a headline rather than a heading."""
_FEW = 2
_SHORT = 40
_STAMPED = 1.5
"""What a stamp right below is worth."""
_FAR = 0.08
"""What a line less of nearness costs a headline."""


def only_heading(leaves: list[Leaf]) -> int | None:
    """The one line of a page whose element calls it a headline; ``None`` when there is none, or several."""
    likely = [
        place
        for place, leaf in enumerate(leaves)
        if is_heading(leaf) and 8 <= len(leaf.text) <= _LONGEST and not leaf.label
    ]
    found = [place for place in likely[:_MOST] if not heads_site(leaves, place)]
    return found[0] if len(found) == 1 else None


def certain_headline(page: Page, leaves: list[Leaf]) -> int | None:
    """The line that element and metadata agree on; ``None`` when none is beyond doubt."""
    claimed, titled = line(page.meta.get("og:title", "")), page.text("//title") or ""
    headings = [place for place, leaf in enumerate(leaves) if leaf.tag in _TAGS or is_heading(leaf)]
    agreed = [place for place in headings if _agrees(leaves[place].text, claimed, titled)]
    agreed = [place for place in agreed[:_MOST] if not heads_site(leaves, place)]
    slug = slug_of(page.url)
    agreed = [place for place in agreed if agrees(leaves[place].text, slug)] or agreed
    if agreed:
        # "Xã Kim Hoa :: Ra quân làm thủy lợi": of two headings in one title the longer is the article's.
        exact = [place for place in agreed if leaves[place].text == claimed]
        return max(exact or agreed, key=lambda place: len(leaves[place].text))
    lines = [place for place, leaf in enumerate(leaves) if claimed and leaf.text == claimed and not leaf.is_link]
    lines = lines or [
        place
        for place, leaf in enumerate(leaves)
        if leaf.is_link and leaf.text in (claimed, titled) and any(name in leaf.names(1) for name in _LINKED_NAMES)
    ]
    claimed = claimed or titled
    if len(lines) == 1 and len(claimed) >= 8 and not heads_site(leaves, lines[0]):
        return lines[0]
    # A page's title may be cut short.
    pieces = tuple(piece for piece in _PIECES.split(titled) if len(piece) >= _TITLED)
    told = [
        place
        for place, leaf in enumerate(leaves)
        if _TITLED <= len(leaf.text) <= _LONGEST
        and (leaf.text in titled or (pieces and leaf.text.startswith(pieces)))
        and not leaf.is_link
        and not leaf.label
    ]
    if len(told) == 1 and not heads_site(leaves, told[0]):
        return told[0]
    return _addressed(page, leaves)


def _addressed(page: Page, leaves: list[Leaf]) -> int | None:
    """The line whose words the page's address is made of; ``None`` when there is none.

    Of several the first one that an element calls a headline, else the last one before the text: the trail that leads
    to an article repeats its headline above it.
    """
    slug = slug_of(page.url)
    if not slug:
        return None
    found = [
        place
        for place, leaf in enumerate(leaves)
        if agrees(leaf.text, slug) and not leaf.label and (not leaf.is_link or leads_here(page, leaf))
    ]
    called = [place for place in found if leaves[place].tag in _TAGS or is_heading(leaves[place])]
    if called or not found:
        return called[0] if called else None
    prose = next((at for at in range(found[0] + 1, len(leaves)) if len(leaves[at].text) >= _PROSE), len(leaves))
    return max((place for place in found if place < prose), default=found[0])


def _agrees(text: str, claimed: str, titled: str) -> bool:
    """Whether a heading stands in the page's own title."""
    return len(text) >= 8 and (text == claimed or (len(text) >= 15 and text in titled))


def best_headline(page: Page, leaves: list[Leaf], first: int) -> int | None:
    """The place of the headline among the lines before the first prose; ``None`` when none is likely.

    The page's own metadata counts only where a line agrees with it: many portals title every page alike.
    """
    claimed = line(page.meta.get("og:title", ""))
    titled = page.text("//title") or ""
    best: tuple[float, int] | None = None
    for place in range(max(0, first - _REACH), first + 1):
        if _heads_links(leaves, place) or is_section(leaves, place) or is_banner(leaves[place]):
            continue
        score = _score(leaves[place], claimed, titled) - _FAR * (first - place)
        score -= _STAMPED if is_above(leaves, place) else 0.0
        if any(leaf.is_link and leaf.text.lower().startswith("trang chủ") for leaf in leaves[place + 1 : first]):
            # The trail to an article stands above its headline.
            score -= _STAMPED
        # A long headline may count as the first prose; then its stamp stands right below it.
        below = leaves[place + 1 : place + (2 if place == first else 3)]
        if place == first:
            # "Người đăng: ...", "Ngày đăng: ...": the parts of a stamp line in cells of their own.
            below += [leaf for leaf in leaves[place + 2 : place + 4] if len(leaves[place + 1].text) < _SHORT]
        if score > -1 and any(_dates(page, leaf) for leaf in below):
            score += _STAMPED
        if score >= _ENOUGH and (best is None or score >= best[0]):
            best = (score, place)
    if best:
        return best[1]
    return _nearest(leaves, first)


def _heads_links(leaves: list[Leaf], place: int) -> bool:
    """Whether a line is the heading of a box of links."""
    below = leaves[place + 1 : place + 3]
    return len(below) == 2 and all(leaf.is_link and len(leaf.text) >= 12 and leaf.label is None for leaf in below)


def _dates(page: Page, leaf: Leaf) -> bool:
    """Whether a line is a stamp and no clock, which shows the day of the fetch."""
    stamp = stamp_of(leaf.text)
    if stamp is None:
        return False
    day = stamp.reading.value[:10] if stamp.reading else None
    return day is None or page.moment is None or day != page.moment.astimezone(VIETNAM).date().isoformat()


def _score(leaf: Leaf, claimed: str, titled: str) -> float:
    if not 8 <= len(leaf.text) <= _LONGEST or leaf.label or stamp_of(leaf.text) or is_site(leaf.text):
        return _NEVER
    if leaf.text.endswith((".", ";")) and not leaf.text.endswith("...") and leaf.tag not in _TAGS:
        return _NEVER
    if any(name in leaf.names(1) for name in _CAPTIONS):
        return _NEVER
    if any(trail in leaf.names(1) for trail in _TRAILS) or _TRAIL.search(leaf.text):
        return _NEVER
    if leaf.text.count("|") > 2 or len(_DAYS.findall(leaf.text)) > 1:
        return _NEVER
    score = _TAGS.get(leaf.tag, 0.0)
    names = leaf.names(1)
    score += 2.0 if any(name in names for name in _NAMES) and not any(box in names for box in _BOXES) else 0.0
    score += 5.0 if claimed and leaf.text == claimed else 0.0
    # A title that is nothing but this line is as often the site's name as the headline.
    score += 3.0 if len(leaf.text) >= 20 and leaf.text in titled and leaf.text != titled else 0.0
    score += 0.5 if leaf.is_bold else 0.0
    score += 1.0 if _is_large(leaf) else 0.0
    score += 1.0 if leaf.text.isupper() and len(leaf.text.split()) >= _SHOUTED else 0.0
    score -= 3.0 if leaf.is_link else 0.0
    score -= 2.0 if _SECTION.match(leaf.text) or _NUMBERED.match(leaf.text) else 0.0
    score -= 2.5 if len(leaf.text.split()) <= SHORTEST else 0.0
    score -= 2.0 if len(leaf.text) < 15 else 0.0
    return score


def _is_large(leaf: Leaf) -> bool:
    """Whether a line is printed larger than the text, as templates without headings print headlines."""
    for element in islice(leaf.holder.iter(), _DRESSES):
        size = element.get("size") if element.tag == "font" else None
        if size and size.strip("+") in ("4", "5", "6", "7"):
            return True
        found = _SIZE.search(element.get("style") or "")
        if found and float(found[1]) >= (13.5 if found[2].lower() == "pt" else 18):
            return True
    return False


def _nearest(leaves: list[Leaf], first: int) -> int | None:
    """Without any mark: the last line above the text that is no link, no label, no stamp and no sentence."""
    if first and stamp_of(leaves[first - 1].text) and _is_bare(leaves, first):
        return first
    lead = leaves[first].text
    if first and is_trail(leaves[first - 1]) and len(lead) <= _HEADLINE and not lead.endswith(_SENTENCE_ENDS):
        # The line right below the trail; it is long enough to count as prose.
        return first
    for place in range(first - 1, max(-1, first - 12), -1):
        leaf = leaves[place]
        plain = not leaf.is_link and leaf.label is None and stamp_of(leaf.text) is None
        plain = plain and leaf.text.count("|") <= 2
        ended = leaf.text.endswith((".", ":")) and not leaf.text.endswith("...")
        if plain and 15 <= len(leaf.text) <= _LONGEST and not ended and len(_DAYS.findall(leaf.text)) < _FEW:
            return place
    alone = first + 1 < len(leaves) and len(leaves[first].text) <= _LONGEST
    return first if alone and not leaves[first].text.endswith((".", ":", ";", ",", "!")) else None


def _is_bare(leaves: list[Leaf], place: int) -> bool:
    """Whether a line below a stamp is a headline: no sentence, and in another element than the prose behind it."""
    leaf, after = leaves[place], leaves[place + 1 : place + 3]
    apart = bool(after) and all(one.holder.getparent() is not leaf.holder.getparent() for one in after)
    return apart and len(leaf.text) <= _HEADLINE and not leaf.text.endswith(_SENTENCE_ENDS)
