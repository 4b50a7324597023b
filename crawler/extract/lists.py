"""Whether a page of an unknown skin is a list of articles: a section, a front page, results of a search."""

import re
from urllib.parse import SplitResult, urlsplit

from crawler.extract.between import is_prose, stamp_on
from crawler.extract.region import Region
from crawler.extract.sitename import is_heading
from crawler.families.base import Family
from crawler.identity import looks_like_article
from crawler.page.outline import Leaf
from crawler.page.parse import Page, words

_SEARCH = re.compile(r"(?:kết quả )?tìm kiếm.{0,80}|(?:có |tìm thấy )?\d+ kết quả.{0,80}|search results?.{0,60}", re.I)
_SEARCH_PATH = re.compile(
    r"/(?:tim-kiem|search|timkiem|tag|tags|tu-khoa)(?:[/.]|$)|[?&_](?:keywords?|q|s|tukhoa|key)=", re.I
)
_FRONT = re.compile(r"^/?$|^(?:/[a-z.]{1,16}){0,2}/(?:index|default|trang-?chu|home)(?:\.\w+)?/?$", re.I)
_CATALOGUE = re.compile(r"danh (?:mục|sách) (?:văn bản|tin|bài|công báo|thủ tục)", re.I)
_DOCUMENT = re.compile(r"(?<!\d)\d{1,6}(?:/\d{4})?/[A-ZĐ]{2,}(?:-[A-ZĐ]+)*")
_BOXES = frozenset({"latest", "related"})
_SHORT, _TEXT = 400, 320
"""Characters of prose below which a page is no long article, and hardly any."""
_SIZE = 60
"""Characters of prose that a page has at least when it has a text."""
_FEW, _MANY, _CROWD = 4, 8, 10
_POSTED = re.compile(r"(?:ngày )?(?:đăng|xuất bản|cập nhật)\b", re.I)
_SUBHEADS = ("h2", "h3", "h4", "h5")
_HEADLINE = 20
_REACH = 60
"""Lines behind a heading in which its list begins."""


def is_list(page: Page, leaves: list[Leaf], region: Region | None, size: int, anchor: int | None) -> bool:
    """Whether the page lists articles; ``size`` are the characters of its prose, ``anchor`` a certain headline."""
    parts = urlsplit(page.url or "")
    front = _is_front(page, parts)
    asked = _SEARCH_PATH.search(f"{parts.path}?{parts.query}") is not None
    if anchor is not None and size >= _SIZE and not front and not asked:
        return not _is_stamped(leaves, anchor) and (_tells_search(leaves, anchor) or _heads_list(leaves, anchor))
    told = size >= _SIZE or (anchor is not None and not any(leaf.is_link for leaf in leaves[anchor + 1 : anchor + 2]))
    boxed = _boxed(leaves) if told and not front else set()
    heads = [place for place, leaf in enumerate(leaves) if place not in boxed for _ in range(_leads(page, leaf))]
    if (asked and (len(heads) >= _FEW or _is_answer(leaves))) or (anchor is not None and _tells_search(leaves, anchor)):
        return True
    crowded = len(heads) > _FEW or sum(map(_is_headline, leaves)) > _CROWD
    if front and crowded and (size < 2 * _SHORT or parts.path in ("", "/")):
        return True
    if anchor is not None:
        return size < _SIZE and (_lists_below(leaves, heads, anchor) or _is_headed_list(leaves, region))
    if region is not None and (_is_section_page(leaves, region) or _is_headed_list(leaves, region)):
        return True
    if region is not None and size >= _SIZE and (_is_dated(leaves, region) or _is_named(leaves, region)):
        return False
    return _leads_away(leaves, heads, size) or _is_catalogue(page, parts, heads, size)


def is_short_list(page: Page, leaves: list[Leaf], family: Family) -> bool:
    """Whether a page leads to one of its system's articles at least, with a date or a sentence of its own."""
    linked = [(place, leaf.holder) for place, leaf in enumerate(leaves) if _is_headline(leaf)]
    links = [(place, one if one.tag == "a" else next(one.iter("a"), one)) for place, one in linked]
    return bool(_teasers(leaves, [at for at, one in links if family.identity(page.absolute(one.get("href")))]))


def _is_answer(leaves: list[Leaf]) -> bool:
    """Whether a heading says that a search's results follow."""
    return any(leaf.tag in ("h1", *_SUBHEADS) and not leaf.is_link and _SEARCH.fullmatch(leaf.text) for leaf in leaves)


def _is_front(page: Page, parts: SplitResult) -> bool:
    """Whether address or title are a front page's."""
    addressed = bool(page.url) and _FRONT.search(parts.path) is not None and not parts.query
    if addressed or not (page.text("//title") or "").lower().startswith("trang chủ"):
        return addressed
    # Some systems title every page alike.
    return parts.path.strip("/").count("/") == 0 and not any(letter.isdigit() for letter in parts.path)


def _tells_search(leaves: list[Leaf], anchor: int) -> bool:
    return _SEARCH.fullmatch(leaves[anchor].text) is not None


def _lists_below(leaves: list[Leaf], heads: list[int], anchor: int) -> bool:
    """Whether a list stands below a certain heading that no text follows."""
    behind = sum(place in range(anchor + 1, anchor + 7) for place in heads)
    if len(_teasers(leaves, heads)) >= _MANY and behind >= 2:
        return True
    if not _is_stamped(leaves, anchor) and _heads_list(leaves, anchor):
        return True
    return _pairs(leaves, anchor + 1, anchor + 4) >= _FEW


def _leads_away(leaves: list[Leaf], heads: list[int], size: int) -> bool:
    """Whether a page with little text of its own leads to other articles or documents."""
    if size < _SIZE and _pairs(leaves, 0, len(leaves)) >= _FEW:
        return True
    if size >= _TEXT:
        return False
    if len(heads) > _FEW or len(_teasers(leaves, heads)) > 1:
        return True
    return sum(bool(_DOCUMENT.search(leaf.text)) for leaf in leaves) >= _CROWD


def _is_catalogue(page: Page, parts: SplitResult, heads: list[int], size: int) -> bool:
    """Whether title or address are those of a catalogue of documents, or of a section."""
    if size < _TEXT and _CATALOGUE.match(page.text("//title") or ""):
        return True
    return len(heads) >= _CROWD and _is_section(parts.path, parts.query)


def _is_dated(leaves: list[Leaf], region: Region) -> bool:
    """Whether an unlinked headline with its stamp stands right above the text."""
    if region.title is None or leaves[region.title].is_link or region.first - region.title > _MANY:
        return False
    if any(stamp_on(leaf, None) for leaf in leaves[region.title + 1 : region.title + _FEW]):
        return True
    # "Đăng lúc: ..." right behind the text.
    foot = leaves[max(region.first, region.last - 3) : region.last + 1]
    return any(_POSTED.match(leaf.text) and stamp_on(leaf, None) for leaf in foot)


def _is_named(leaves: list[Leaf], region: Region) -> bool:
    """Whether a line whose element calls it the headline stands right above the text."""
    title = region.title
    if title is None or region.first - title > 2:
        return False
    if is_heading(leaves[title]):
        return True
    below = leaves[title + 1 : title + 3]
    return (
        leaves[title].tag in _SUBHEADS and not leaves[title].is_link and len(below) == 2 and all(map(is_prose, below))
    )


def _is_section_page(leaves: list[Leaf], region: Region) -> bool:
    """Whether the line above the first prose is a section's heading with its list below."""
    title = region.title
    return title is not None and not _is_stamped(leaves, title) and _heads_list(leaves, title)


def _is_headed_list(leaves: list[Leaf], region: Region | None) -> bool:
    """Whether the only heading of a page without a headline is a section's, whatever stamp its first teaser has."""
    if region is not None and region.title is not None:
        return False
    heads = [place for place, leaf in enumerate(leaves) if leaf.tag == "h1" and not leaf.is_link]
    return any(len(leaves[place].text.split()) <= _FEW + 1 and _heads_list(leaves, place) for place in heads)


def _is_stamped(leaves: list[Leaf], anchor: int) -> bool:
    """Whether a stamp stands right below a heading, before any other headline."""
    for leaf in leaves[anchor + 1 : anchor + _FEW]:
        if _is_headline(leaf):
            return False
        if stamp_on(leaf, None):
            return True
    return False


def _heads_list(leaves: list[Leaf], anchor: int) -> bool:
    """Whether a heading without a stamp is a section's: linked headlines with a sentence or a date each follow it."""
    teasers = loose = 0
    since = _MANY
    for place in range(anchor + 1, min(len(leaves), anchor + _REACH)):
        leaf = leaves[place]
        if (leaf.label and leaf.label.head) or (leaf.tag in _SUBHEADS and not leaf.is_link and teasers < _FEW):
            break
        if _is_headline(leaf):
            teasers, since = teasers + 1, 0
        elif is_prose(leaf):
            loose += since > 2
        since += not _is_headline(leaf)
        if loose > 1:
            return False
    return teasers >= _FEW


def _boxed(leaves: list[Leaf]) -> set[int]:
    """The links below headings such as "Tin mới đăng", which stand on every page of a site."""
    found, inside = set(), False
    for place, leaf in enumerate(leaves):
        if leaf.label and leaf.label.head:
            inside = leaf.label.category in _BOXES
        elif not leaf.is_link and not leaf.label and is_prose(leaf):
            inside = False
        elif inside:
            found.add(place)
    return found


def _leads(page: Page, leaf: Leaf) -> int:
    """How many headlines of a line lead to other articles."""
    if not leaf.is_link or len(leaf.text) < _HEADLINE or leaf.label:
        return 0
    links = [leaf.holder] if leaf.holder.tag == "a" else list(leaf.holder.iter("a"))
    led = [link for link in links if link.get("href") and looks_like_article(page.absolute(link.get("href")), page.url)]
    return max(bool(led), sum(len(words(link)) >= _HEADLINE for link in led))


def _teasers(leaves: list[Leaf], heads: list[int]) -> list[int]:
    """The headlines that a sentence or a date of their own follows."""
    known = set(heads)
    return [
        place
        for place in dict.fromkeys(heads)
        if any(
            at < len(leaves) and at not in known and (is_prose(leaves[at]) or stamp_on(leaves[at], None))
            for at in (place + 1, place + 2)
        )
    ]


def _pairs(leaves: list[Leaf], low: int, high: int) -> int:
    """The longest row of headlines with a line or two each that begins between two places, whatever their links."""
    best = 0
    for start in range(low, min(high, len(leaves))):
        place, count = start, 0
        while place + 1 < len(leaves) and _is_headline(leaves[place]):
            size = next((n for n in (2, 3) if place + n < len(leaves) and _is_headline(leaves[place + n])), 0)
            count += 1
            if not size or any(leaf.is_link for leaf in leaves[place + 1 : place + size]):
                break
            place += size
        best = max(best, count)
    return best


def _is_headline(leaf: Leaf) -> bool:
    return leaf.is_link and len(leaf.text) >= _HEADLINE and not leaf.label


def _is_section(path: str, query: str) -> bool:
    """An address like a section's: one or two short words without a number."""
    last = path.rstrip("/").rpartition("/")[2]
    return not query and last.count("-") < 3 and not any(character.isdigit() for character in last)
