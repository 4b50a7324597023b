"""What heads a site or a section rather than an article: names of portals and offices, banners, menus' own words."""

import re
from itertools import islice

from crawler.page.names import naming
from crawler.page.outline import Leaf

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))
HEADLINE_NAMES = (
    "tieude",
    "tieu-de",
    "tieu_de",
    "headline",
    "articleheader",
    "article-title",
    "detail-title",
    "news-title",
)
"""Class names that call a line a headline."""
_LONGEST = 160
"""Characters of a headline at most."""
_PROSE = 100
_REACH = 60
"""Lines behind a heading in which the next one is sought."""
_SECTION_WORDS = 5
SHORTEST = 3
"""Words of a heading that is a section's rather than an article's where a longer one stands below."""
_OFFICE = re.compile(
    r"(?:sở|ban|trung tâm|bệnh viện|trường|chi cục|t[oò]a án|toà án|viện|hội|đoàn|liên đoàn|mặt trận|công an|bộ chỉ huy"
    r"|đài|báo|tạp chí|thư viện|bảo tàng|phòng|cục|chi nhánh|đảng bộ|đảng ủy|văn phòng)\b",
    re.I,
)
_BANNER = re.compile(
    r"(?:^|[\s_-])(?:navbar|topbar|top-bar|masthead|site-header|site-title|site-name|site-branding|section-name|logo|brand|chuyen-?muc|cat-name|cat-title)"
    r"(?:$|[\s_-])",
    re.I,
)
_OFFICE_WORDS = 9
_SITE = re.compile(
    r"(?:cổng|trang (?:thông tin|tin|chủ|chi tiết)|website|báo điện tử|đài phát thanh"
    r"|báo (?:\w+ ){1,5}điện tử"
    r"|thực đơn|menu|điều hướng|danh mục)\b[^:]{0,60}|(?:chi tiết )?(?:tin tức|tin bài|bài viết|tin)"
    r"(?: chi tiết| - sự kiện)?|(?:ubnd|hđnd|ủy ban nhân dân|uỷ ban nhân dân)(?: \w+){1,3}",
    re.I,
)
_UNIT = re.compile(
    r"(?i:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|sở|tạp chí|báo|huyện ủy|tỉnh ủy|đảng bộ|công an)"
    r"(?: (?i:tỉnh|huyện|xã|thành phố))?(?: [^\W\d_a-zà-ÿ][^\W\d_]*){1,5}"
)
_MENUS = 2000
"""Lines below a heading among which a text or a menu begins."""
_MENU = 7
"""Links between a heading and its prose: with more of them it heads the site and not the article."""


_is_headline = naming(HEADLINE_NAMES)


def is_heading(leaf: Leaf) -> bool:
    """Whether a line's element says that it is a page's headline (and no subhead of a text)."""
    if leaf.is_link or leaf.tag == "h1":
        return not leaf.is_link
    names = leaf.names(1)
    return not names.isspace() and _is_headline(names)


def is_site(text: str) -> bool:
    """Whether a line is a site's name: what portals and papers call themselves, or a bare unit's name."""
    return _SITE.fullmatch(text) is not None or _UNIT.fullmatch(text) is not None


def heads_site(leaves: list[Leaf], place: int) -> bool:
    """Whether a line names the site: by its words, or since a menu or another heading stands below it."""
    if is_site(leaves[place].text) or is_banner(leaves[place]):
        return True
    if is_section(leaves, place) or is_above(leaves, place):
        return True
    links = 0
    for leaf in leaves[place + 1 : place + _MENUS]:
        if len(leaf.text) >= 60 and not leaf.is_link:
            return False
        links += leaf.is_link
        if links > _MENU and not (leaf.label and leaf.label.head):
            return any(one.tag in ("h1", "h2") or "title" in one.names(1) for one in leaves[place + 1 : place + 60])
        if leaf.label and leaf.label.head:
            return False
    return False


def is_banner(leaf: Leaf) -> bool:
    """Whether a line stands in the bar at a page's top."""
    around = [leaf.holder, *islice(leaf.holder.iterancestors(), 3)]
    if any(str(element.tag).endswith("toolbar") for element in around):
        return True
    return any(_BANNER.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around)


def is_above(leaves: list[Leaf], place: int) -> bool:
    """Whether a short heading or an office's name is followed by a longer heading before the text."""
    words = len(leaves[place].text.split())
    after = leaves[place + 1 : place + 3]
    if leaves[place].text.isupper() and any(leaf.tag in HEADINGS and _is_sentence_less(leaf) for leaf in after):
        return True
    if words > SHORTEST and not (words <= _OFFICE_WORDS and _OFFICE.match(leaves[place].text)):
        return False
    for leaf in leaves[place + 1 : place + 1 + _REACH]:
        if len(leaf.text) >= _PROSE and not leaf.is_link and leaf.tag not in HEADINGS:
            return False
        named = leaf.tag in HEADINGS or is_heading(leaf)
        if named and not leaf.is_link and not leaf.label and len(leaf.text.split()) > words and len(leaf.text) >= 20:
            return True
    return False


def _is_sentence_less(leaf: Leaf) -> bool:
    """Whether a heading in small letters is a headline rather than a sapô."""
    return (
        not leaf.is_link
        and not leaf.text.isupper()
        and 20 <= len(leaf.text) <= _LONGEST
        and leaf.text[-1] not in ".!…:"
    )


def is_section(leaves: list[Leaf], place: int) -> bool:
    """Whether a short heading is a section's name: a menu or a trail links to it by the same words."""
    text = leaves[place].text
    if len(text.split()) > _SECTION_WORDS:
        return False
    same = (leaf for leaf in leaves if leaf.is_link and len(leaf.text) == len(text))
    return any(leaf.text.lower() == text.lower() for leaf in same)
