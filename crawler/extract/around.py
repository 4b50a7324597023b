"""What stands around an article's text on a page that nobody declared: credits, tags, files."""

import re
from collections.abc import Sequence
from itertools import islice

from crawler.extract.credit import LABEL_ALONE, credits_in, is_family, labelled, person
from crawler.extract.dating import BEHIND, until
from crawler.extract.files import FILE, FILES_HEAD, is_tag, is_tag_box
from crawler.extract.region import Region
from crawler.models import Asset
from crawler.page.metadata import stated
from crawler.page.outline import Leaf
from crawler.page.parse import Page, words

_FEWEST, _JOINED = 2, 4
"""Authors that make a by-line of several, and the characters that join two names at most."""
_MOST_FILES = 200
_MOST_TAGS = 20
_AUTHORS = ("author", "tacgia", "tac-gia", "byline", "pseudonym", "butdanh", "but-danh", "nguoi-viet", "writer")
_SOURCES = ("source", "nguon")
# "Tệp đính kèm: a.pdf Lượt xem: 895 Tác giả: Ngân Giang", one line for the eye.
_TAIL = re.compile(r"\s(?:tác giả|người viết)\s*:\s*([^:|]{3,40}?)(?=$|\s+(?:lượt|nguồn|tệp|ngày))", re.I)
_BY = re.compile(r"^(?:bởi|by)\s+", re.I)
# Labels that stand before tags in a box of their own.
_TAGS_LABEL = re.compile(r"#?(?:tags?|từ kho[áa]|từ khóa|thẻ|nhãn|chủ đề)\s*:?", re.I)


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
            source = source or next((one.name for one in credits_in(told) if one.kind == "source"), None)
        elif credit and credit.kind == "source":
            source = source or credit.name
            taken |= {place, place - 1} if told is not leaf.text else {place}
    return byline, source, taken


def with_coauthors(page: Page, leaves: list[Leaf], byline: str | None) -> str | None:
    """The by-line, or the line that names all authors of the page's own metadata where it is one of several."""
    authors = stated(page).authors
    if byline not in authors or len(authors) < _FEWEST:
        return byline
    longest = sum(map(len, authors)) + _JOINED * len(authors)
    lines = (leaf.text for leaf in leaves if len(leaf.text) <= longest)
    return next((text for text in lines if all(name in text for name in authors)), byline)


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
    lines = until(behind[:BEHIND])
    for place, leaf in enumerate(lines):
        names = leaf.names(1)
        credit, name = labelled(leaf.text), _named(leaf.text)
        if credit is None and place and LABEL_ALONE.fullmatch(lines[place - 1].text):
            credit = labelled(f"{lines[place - 1].text.rstrip(': ')}: {leaf.text}")
        authored, sourced = any(one in names for one in _AUTHORS), any(one in names for one in _SOURCES)
        if credit and (credit.kind == "byline" or (authored and credit.kind == "source")):
            byline = byline or credit.name
            source = source or next((one.name for one in credits_in(leaf.text)[1:] if one.kind == "source"), None)
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
        if place < region.first or place > region.last + 2 * BEHIND:
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
    for leaf in until(leaves[region.last : region.last + BEHIND]):
        offered = offered or FILES_HEAD.search(leaf.text) is not None
        for link in islice(leaf.holder.iter("a"), _MOST_FILES):
            href = link.get("href") or ""
            kind = FILE.search(href) or FILE.search(words(link))
            if href and (kind or (offered and "download" in href.lower())):
                url = page.absolute(href)
                found.setdefault(url, Asset(url, words(link) or None, kind.group(1).lower() if kind else None))
    return list(found.values())
