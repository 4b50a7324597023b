"""What stands around an article's text on a page that nobody declared: stamp, credits, tags, files, pictures."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from crawler.dates import machine
from crawler.dates.models import DateReading
from crawler.extract.between import is_trail, stamp_on, stamps_in
from crawler.extract.credit import LABEL_ALONE, is_family, labelled, person
from crawler.extract.files import FILE, FILES_HEAD, is_tag, is_tag_box
from crawler.extract.region import Region
from crawler.extract.stamps import Stamp, choose, stamp_of
from crawler.models import Asset
from crawler.page.metadata import stated
from crawler.page.outline import Leaf
from crawler.page.parse import Page, words

_ABOVE = 8
"""Lines above the headline among which its stamp is sought."""
_BOX = 14
"""Lines below a heading of furniture that are its own."""
_BOXED = 3
_LEVELS = 2
_NEAR = 3
"""Lines above the headline in which an unlabelled date of the past is its stamp."""
_BEHIND = 14
"""Lines behind the text that are looked at for credits, tags and files."""
_MOST_FILES = 200
_MOST_TAGS = 20
_DATED = ("date", "time", "ngay", "publish", "post-meta", "postmeta", "meta", "thoigian", "thoi-gian")
_CLOCK = ("clock", "today", "current", "header", "topbar", "top-bar", "dong-ho", "lich", "homnay", "hom-nay")
_AUTHORS = ("author", "tacgia", "tac-gia", "byline", "pseudonym", "butdanh", "but-danh", "nguoi-viet", "writer")
_SOURCES = ("source", "nguon")
# "Tệp đính kèm: a.pdf Lượt xem: 895 Tác giả: Ngân Giang", one line for the eye.
_TAIL = re.compile(r"\s(?:tác giả|người viết)\s*:\s*([^:|]{3,40}?)(?=$|\s+(?:lượt|nguồn|tệp|ngày))", re.I)
_BY = re.compile(r"^(?:bởi|by)\s+", re.I)
# Labels that stand before tags in a box of their own.
_TAGS_LABEL = re.compile(r"#?(?:tags?|từ kho[áa]|từ khóa|thẻ|nhãn|chủ đề)\s*:?", re.I)
_ENDS = frozenset({"related", "latest", "comments", "documents", "archive"})


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
        late = [leaf for leaf in _until(leaves[prose + 1 : region.last + _BEHIND]) if _is_dated(leaf)]
        stamp, early = choose(found for leaf in reversed(late) if (found := stamp_on(leaf, page.moment)))
    return stamp, edit or early or _edit_behind(page, leaves, region)


def _edit_behind(page: Page, leaves: list[Leaf], region: Region) -> DateReading | None:
    """The edit that a line behind the text tells of ("Lần cập nhật cuối"), ``None`` without one."""
    foot = _until(leaves[region.last : region.last + _BEHIND])
    told = (found.update for leaf in foot if (found := stamp_on(leaf, page.moment)) and found.reading is None)
    return next((one for one in told if one), None)


def _may_date(page: Page, leaves: list[Leaf], place: int, title: int) -> bool:
    """Whether a line above the headline may be its stamp: no clock, and not the date of another headline."""
    leaf, before = leaves[place], leaves[place - 1] if place else None
    if before is not None and before.is_link and len(before.text) >= 20 and not before.label and _beside(before, leaf):
        return False
    if _is_boxed(leaves, place):
        return _is_stated(page, leaf)
    if _is_stated(page, leaf) or (title - place <= _NEAR and _is_past(page, leaf)):
        return True
    return _is_dated(leaf) and not any(name in leaf.names(3) for name in _CLOCK)


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
    low = leaf.text.lower()
    labels = ("đăng", "xuất bản", "cập nhật", "ngày tạo", "ngày viết", "published", "posted")
    return any(word in low for word in labels) or any(name in leaf.names(1) for name in _DATED)


def _is_stated(page: Page, leaf: Leaf) -> bool:
    stamp = stamp_on(leaf, page.moment)
    reading = stamp.reading if stamp else None
    said = [told for claim in stated(page).published if (told := machine(claim))]
    return reading is not None and any(one.value[:10] == reading.value[:10] for one in said)


def _until(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The lines before the first heading of other articles, comments or documents."""
    for place, leaf in enumerate(leaves):
        if leaf.label and leaf.label.head and leaf.label.category in _ENDS:
            return list(leaves[:place])
    return list(leaves)


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


def byline_above(between: list[Leaf]) -> tuple[str | None, str | None, set[int]]:
    """By-line and source between headline and text, and the places of their lines."""
    byline = source = None
    taken: set[int] = set()
    for place, leaf in enumerate(between):
        told = leaf.text
        if place and LABEL_ALONE.fullmatch(between[place - 1].text):
            told = f"{between[place - 1].text.rstrip(': ')}: {told}"
        credit = labelled(told)
        name = _named(_BY.sub("", leaf.text))
        if name and not is_family(name) and not any(one in leaf.names(1) for one in _AUTHORS):
            name = None
        if (credit and credit.kind == "byline") or name:
            byline = byline or (credit.name if credit else name)
            taken |= {place, place - 1} if told is not leaf.text else {place}
        elif credit and credit.kind == "source":
            source = source or credit.name
            taken |= {place, place - 1} if told is not leaf.text else {place}
    return byline, source, taken


def source_beside(pieces: Sequence[str]) -> str | None:
    """The source that is named on a stamp's line; ``None`` when none is."""
    found = (labelled(piece.strip(" -|•")) for piece in pieces)
    return next((credit.name for credit in found if credit and credit.kind == "source"), None)


def byline_beside(pieces: Sequence[str]) -> str | None:
    """A name that stands on the stamp's own line; ``None`` without one."""
    for piece in pieces:
        for words_ in (piece, *re.split(r"[|•·●–—]|\s-\s|\s[\d.,]+$", piece)):
            credit = labelled(words_.strip())
            name = credit.name if credit and credit.kind == "byline" else _named(_BY.sub("", words_.strip()))
            if name:
                return name
    return None


def _named(text: str) -> str | None:
    """A person's name of two syllables or more; one word alone is as often a label."""
    name = person(text)
    return name if name and len(name.split()) > 1 else None


def credits_behind(behind: list[Leaf]) -> tuple[str | None, str | None]:
    """By-line and source that stand in elements of their own right behind the text."""
    byline = source = None
    lines = _until(behind[:_BEHIND])
    for place, leaf in enumerate(lines):
        names = leaf.names(1)
        credit, name = labelled(leaf.text), _named(leaf.text)
        if credit is None and place and LABEL_ALONE.fullmatch(lines[place - 1].text):
            credit = labelled(f"{lines[place - 1].text.rstrip(': ')}: {leaf.text}")
        authored, sourced = any(one in names for one in _AUTHORS), any(one in names for one in _SOURCES)
        if credit and (credit.kind == "byline" or (authored and credit.kind == "source")):
            byline = byline or credit.name
        elif credit and credit.kind == "source":
            source = source or credit.name
        elif authored and name:
            byline = byline or name
        elif sourced and not authored and len(leaf.text) <= 60 and leaf.label is None and not leaf.text.endswith("."):
            source = source or leaf.text
        elif (
            all(one.label or one.is_link for one in lines[:place])
            and not leaf.is_link
            and name
            and (not name.isupper() or is_family(name))
        ):
            byline = byline or name
        tail = _TAIL.search(leaf.text)
        if tail and _named(tail[1].strip(" .;,|")):
            byline = byline or tail[1].strip(" .;,|")
    return byline, source


def tags_behind(region: Region, leaves: list[Leaf]) -> list[str]:
    """The article's tags: links in a box named so or behind the label "Tags:"; empty when there are none."""
    found: list[str] = []
    for place, leaf in enumerate(leaves):
        if place < region.first or place > region.last + 2 * _BEHIND:
            continue
        labelled_ = leaf.label is not None and leaf.label.category == "tags"
        if labelled_:
            box = leaf.holder if leaf.holder.find(".//a") is not None else None
        elif leaf.is_link and is_tag(leaf):
            box = leaf.holder
        elif is_tag_box(leaf):
            found += [one for one in map(words, leaf.holder) if 0 < len(one) <= 60]
            continue
        else:
            continue
        value = leaf.text.partition(":")[2].strip()
        if box is None and not value:
            box = leaf.holder.getparent()
        links = [words(link).lstrip("#").strip() for link in box.iter("a")] if box is not None else []
        found += [one for one in links if 0 < len(one) <= 60] if len(links) <= _MOST_TAGS else []
        if labelled_ and not links and value and len(value) <= 200:
            found += [one.strip() for one in re.split(r"[,;]", value) if one.strip()]
    return [one for one in dict.fromkeys(found) if not _TAGS_LABEL.fullmatch(one)]


def attachments_behind(page: Page, region: Region, leaves: list[Leaf]) -> list[Asset]:
    """Files offered right behind the text, in the order of their links; empty when there are none."""
    found: dict[str, Asset] = {}
    offered = False
    for leaf in _until(leaves[region.last : region.last + _BEHIND]):
        offered = offered or FILES_HEAD.search(leaf.text) is not None
        for link in islice(leaf.holder.iter("a"), _MOST_FILES):
            href = link.get("href") or ""
            kind = FILE.search(href) or FILE.search(words(link))
            if href and (kind or (offered and "download" in href.lower())):
                url = page.absolute(href)
                found.setdefault(url, Asset(url, words(link) or None, kind.group(1).lower() if kind else None))
    return list(found.values())
