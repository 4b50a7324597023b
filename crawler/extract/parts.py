"""The pager of an article that its portal splits over several pages; when unsure, there is none.

A list of other news, the comments and a gallery have pagers too, often with the article's own address. An article's
stands right behind its prose, in no box of theirs, and its words are numbers, "Trang" or "Trang sau" and nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.models import Furniture
from crawler.page.outline import Leaf, outline
from crawler.page.parse import Element, Page, drop, glimpse, words
from crawler.paging import LIKELY, MOST, is_first, may_go_on, number_of

_LONGEST = 300
_WORDS = frozenset(
    (
        *("trang", "trước", "sau", "tiếp", "theo", "kế", "đầu", "cuối", "đọc", "xem", "tục", "phần", "số", "tất", "cả"),
        *("page", "pages", "next", "previous", "prev", "first", "last", "of", "continue", "reading", "view", "all"),
    )
)
_NEXT = re.compile(
    r"\W*(?:(?:đọc |xem )?(?:trang )?(?:tiếp|tiếp theo|kế|kế tiếp|sau)|next(?: page)?|continue(?: reading)?)?\W*",
    re.I,
)
_BACKWARD = re.compile(r"\W*(?:(?:trang )?(?:trước|đầu|đầu tiên)|prev(?:ious)?(?: page)?|first)\W*", re.I)
_TOLD = re.compile(r"\btrang\b|\bpages?\b", re.I)
_PAGER = re.compile(
    r"page-?links?|post-page|page-?numbers?|pagenav|pagination|\bpager\b|phan-?trang|paging|nextpage|link-?pages|post-pages",
    re.I,
)
_WORDPRESS = re.compile(r"page-links?|post-page|link-pages|post-nav-links", re.I)
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:(?:fb-)?comments?|cpage|binh-?luan|respond|reply|replies|y-?kien|related|lien-?quan|tin-?khac|others?"
    r"|galler(?:y|ies)|album|slides?|slider|slideshow|swiper|carousel|owl|lightbox|widget|sidebar|archive)(?:$|[\s_-])",
    re.I,
)
_AJAX = ("onclick", "data-ajax", "data-url", "hx-get", "ng-click", "wire:click", "v-on:click", "@click", "up-target")
_HEADINGS = ("h1", "h2", "h3", "h4")
_POINTING = frozenset({"related", "latest", "comments"})
_CROWD = 3 * MOST
"""Links to pages of an article at most: two pagers and a table of contents."""
_MOST_LINKS = 20_000
"""Links of a page from which on none of them is looked at: no editor makes such a page."""
_PROSE = 80
_TITLE = 25
"""Characters from which a linked line is a headline of other news."""
_LINKED = 2
_ROW = 3
"""Lines of prose that lead elsewhere each: a list with its summaries."""
_LINES = 40
"""Lines before a pager among which its article's prose must stand."""


@dataclass(slots=True)
class Pager:
    """The further pages' addresses by number, and the elements that show them."""

    addresses: dict[int, str] = field(default_factory=dict)
    boxes: list[Element] = field(default_factory=list)


def further(page: Page, first: str | None = None) -> list[str]:
    """Absolute addresses of the following pages of the page's article, in order; empty when there are none.

    ``first`` is the article's first page where ``page`` isn't it. Some pagers name the next page only, or leave some
    out: the further pages then tell more.
    """
    found = find_pager(page, first)
    return [found.addresses[number] for number in sorted(found.addresses)]


def find_pager(page: Page, first: str | None = None) -> Pager:
    """The pager of the article at ``first`` (the page's own address when not given); an empty one for none."""
    own = first or page.url
    if own is None or page.root is None or not (first or may_go_on(page.addresses, own)):
        return Pager()
    if page.addresses.count("\n") > _MOST_LINKS:
        return Pager()
    links = _links(page, own, behind=first is not None)
    following = page.absolute(page.following) if page.following else None
    told = number_of(following, own) if following else None
    if not links and told is None:
        return Pager()
    around = _Around(page, own)
    forms: dict[str, list[_Link]] = {link.form: [] for link in links if link.form} or {"": []}
    for form, same in forms.items():
        same += [link for link in links if link.form in (form, "")]
        found = _pager(around, same)
        if found.boxes:
            return _whole(page, found) if first or 2 in found.addresses else Pager()
    if told and following and told[1] not in forms and (first or told[0] == 2):
        return _whole(page, Pager({told[0]: following}))
    return Pager()


def take_out(pager: Pager) -> list[Furniture]:
    """Takes the pager's elements out of their tree; what they said, as furniture."""
    found = []
    for box in pager.boxes:
        text = words(box)
        if text:
            found.append(Furniture("paging", text[:_LONGEST]))
        drop(box)
    return found


@dataclass(frozen=True, slots=True)
class _Link:
    element: Element
    url: str
    number: int
    form: str
    counted: bool
    """Whether its words are its number; else they are "next"."""


def _links(page: Page, own: str, *, behind: bool) -> list[_Link]:
    """Links whose address is the article's but for a page number, and whose words say so.

    ``behind`` the first page links lead back too, to the article's own address; those have no form.
    """
    found = []
    for element in page.root.iter("a") if page.root is not None else ():
        href = element.get("href")
        if not href or not (behind or LIKELY.search(href)):
            continue
        url = page.absolute(href).partition("#")[0]
        number = number_of(url, own) or ((1, "") if behind and is_first(url, own) else None)
        if number is None or any(element.get(name) is not None for name in _AJAX):
            continue
        text = words(element)
        counted = re.findall(r"\d+", text) in ([str(number[0])], [f"{number[0]:02}"]) and _says_only_pages(text)
        if counted or _NEXT.fullmatch(text) or (behind and _BACKWARD.fullmatch(text)):
            found.append(_Link(element, url, number[0], number[1], counted))
            if len(found) > _CROWD:
                return []
    return found


def _says_only_pages(text: str) -> bool:
    told = re.findall(r"\w+", text[: _LONGEST + 1].lower())
    return len(text) < _LONGEST and all(one in _WORDS or (one.isdecimal() and len(one) <= 2) for one in told)


def _pager(around: "_Around", links: Sequence[_Link]) -> Pager:
    """The links that stand where an article's pager does; none when all stand elsewhere."""
    boxes: dict[Element, list[_Link]] = {}
    for link in links:
        boxes.setdefault(_box(link.element), []).append(link)
    good = [
        box
        for box, inside in boxes.items()
        if _is_pager(box, inside) and around.is_articles(box) and not around.leads_away(box)
    ]
    found = Pager()
    for box in good:
        found.addresses |= {link.number: link.url for link in boxes[box]}
    # A second pager stands above the text, where no prose is before it.
    same = set(found.addresses)
    found.boxes = [box for box, inside in boxes.items() if {link.number for link in inside} <= same]
    found.addresses.pop(1, None)
    return found


def _box(link: Element) -> Element:
    """The greatest element around a link that says nothing but pages."""
    box = link
    while True:
        around = box.getparent()
        if around is None or around.tag in ("body", "html") or not _says_only_pages(glimpse(around, _LONGEST)):
            return box
        box = around


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_pager(box: Element, links: Sequence[_Link]) -> bool:
    """Numbers are pages where several stand together or something calls them so; "next" needs a name or a word."""
    names = " ".join(_names(one) for one in box.iter() if isinstance(one.tag, str))
    text = words(box)
    if any(link.counted for link in links):
        return bool(_PAGER.search(names) or _TOLD.search(text)) or len(re.findall(r"\d+", text)) > 1
    if links[0].form == "/":
        # Also the form of an article below its section.
        return _WORDPRESS.search(names) is not None
    return bool(_PAGER.search(names) or _TOLD.search(text))


class _Around:
    """What stands before a pager on its page."""

    def __init__(self, page: Page, own: str) -> None:
        self._page, self._own = page, own
        self._order = {one: place for place, one in enumerate(page.root.iter())} if page.root is not None else {}
        self._leaves = outline(page)
        self._fields = [self._order[one] for one in page.all("//textarea")]

    def is_articles(self, box: Element) -> bool:
        """Whether the prose of an article stands right before a box, and nothing that has a pager of its own."""
        here, inside = self._order[box], set(box.iter())
        before = [one for one in self._leaves if self._order[one.holder] < here and one.holder not in inside]
        at = _prose_at(before)
        if at is None or self._behind_comments(before, here):
            return False
        head = next((one.holder for one in reversed(before) if one.tag == "h1"), before[at].holder)
        around = {head, *head.iterancestors()}
        return not any(_is_others(one) for one in _up_to(box, around))

    def leads_away(self, box: Element) -> bool:
        """Whether a link of the box leads to another article, as "Trang sau" does in some skins."""
        for link in box.iter("a"):
            href = (link.get("href") or "").strip()
            if not href or href.startswith(("#", "javascript:")) or "showall" in href:
                # All of the article on one page is Joomla's.
                continue
            url = self._page.absolute(href)
            if number_of(url, self._own) is None and not is_first(url, self._own):
                return True
        return False

    def _behind_comments(self, before: Sequence[Leaf], here: int) -> bool:
        top = max((place for place, one in enumerate(before) if one.tag == "h1"), default=0)
        start = self._order[before[top].holder]
        if any(start < one < here for one in self._fields):
            return True
        prose = False
        for leaf in before[top:]:
            if prose and leaf.label and leaf.label.category == "comments" and not leaf.is_link:
                return True
            prose = prose or _is_prose(leaf)
        return False


def _is_prose(leaf: Leaf) -> bool:
    return len(leaf.text) - leaf.linked >= _PROSE


def _prose_at(before: Sequence[Leaf]) -> int | None:
    """The place of the last prose; ``None`` when a heading or headlines of other news come between, or it is theirs."""
    linked = 0
    for place in range(len(before) - 1, max(-1, len(before) - 1 - _LINES), -1):
        leaf = before[place]
        if _is_prose(leaf) and leaf.tag not in _HEADINGS:
            return None if _is_teaser(before[max(0, place - _LINES) : place + 1]) else place
        if leaf.tag in _HEADINGS or (leaf.label and leaf.label.category in _POINTING and leaf.label.head):
            return None
        linked += leaf.is_link and len(leaf.text) >= _TITLE
        if linked > _LINKED:
            return None
    return None


def _is_teaser(lines: Sequence[Leaf]) -> bool:
    """Whether the last line is the summary of other news: below its headline and date, or behind it in one line."""
    for back, one in enumerate(reversed(lines[:-1]), 1):
        if _is_prose(one):
            break
        if one.is_link and len(one.text) >= _TITLE and (back <= _LINKED or one.tag in _HEADINGS):
            return True
    prose = [one for one in lines if _is_prose(one)][-_ROW:]
    return len(prose) == _ROW and all(one.linked >= _TITLE for one in prose)


def _up_to(box: Element, around: set[Element]) -> Iterator[Element]:
    element = box
    while element is not None and element not in around:
        yield element
        element = element.getparent()


def _is_others(element: Element) -> bool:
    return element.tag == "aside" or _OTHERS.search(_names(element)) is not None


def _whole(page: Page, pager: Pager) -> Pager:
    """The pager with the boxes that go with it: Joomla's counter and its table of a split article."""
    for element in page.all("//div[contains(@class, 'pagenavcounter') or contains(@class, 'article-index')]"):
        inside = any(one in pager.boxes for one in element.iter())
        if not inside and not any(one in pager.boxes for one in element.iterancestors()) and glimpse(element, 0):
            pager.boxes.append(element)
    return pager
