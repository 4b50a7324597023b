"""What a page of an unknown skin is when it is no article: a refusal, a missing page, a list, a form."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from crawler.extract.between import is_prose, stamp_on
from crawler.extract.headline import is_heading
from crawler.extract.region import Region
from crawler.identity import looks_like_article
from crawler.models import Kind
from crawler.page.outline import Leaf
from crawler.page.parse import Page, words

# These two are searched in lower-case text: ignoring case takes three times as long.
_BLOCKED = re.compile(
    r"từ chối truy cập|không được phép (?:xem|truy cập)|không có quyền (?:xem|truy cập|đọc)|access (?:is )?denied"
    r"|403 forbidden|truy cập (?:của bạn )?(?:đã )?bị (?:chặn|từ chối)|yêu cầu (?:của bạn )?(?:đã )?bị (?:chặn|từ chối)"
    r"|hệ thống đang gặp vấn đề khi xử lý|request rejected|attention required|checking your browser"
    r"|(?:đang )?kiểm tra trình duyệt|verify (?:that )?you are (?:a )?human|xác (?:minh|nhận|thực) (?:bạn |rằng bạn )?"
    r"(?:là|không phải(?: là)?) (?:người|rô-?bốt|robot)|just a moment|địa chỉ ip (?:của bạn )?.{0,30}(?:chặn|khóa)"
    r"|chỉ dành cho (?:thành viên|người dùng)|(?:vui lòng|cần|phải) đăng nhập để (?:xem|đọc|tiếp tục)"
    r"|please enable (?:js|javascript)"
    r"|bật javascript"
)
_MISSING = re.compile(
    r"(?:lỗi|error|mã lỗi:?) ?404|404 ?(?:[-–:|.] ?)?(?:not found|error|lỗi|không tìm thấy)|^404$|page not found"
    r"|không tìm thấy (?:trang|bài viết|bài|nội dung|tin|đường dẫn|địa chỉ|tài nguyên|liên kết)"
    r"|(?:trang|bài viết|bài|nội dung|tin|tin bài|đường dẫn|liên kết|địa chỉ|chuyên mục)(?: này| mà)?"
    r"(?: (?:bạn|quý vị|quý khách|độc giả)[^.]{0,40})? (?:hiện )?(?:không (?:còn )?tồn tại|không có|không tìm thấy"
    r"|đã (?:bị )?(?:xóa|xoá|gỡ|ẩn|hết hạn|di chuyển|dời))"
    r"|không (?:còn )?tồn tại (?:trên|trong) (?:hệ thống|cổng|website|trang)"
    r"|(?:trang|bài viết|nội dung|tin) (?:bạn|quý vị|quý khách) (?:đang |vừa )?(?:tìm|yêu cầu|truy cập)[^.]{0,60}không"
)
_SEARCH = re.compile(r"(?:kết quả )?tìm kiếm.{0,80}|(?:có |tìm thấy )?\d+ kết quả.{0,80}|search results?.{0,60}", re.I)
_SEARCH_PATH = re.compile(
    r"/(?:tim-kiem|search|timkiem|tag|tags|tu-khoa)(?:[/.]|$)|[?&_](?:keywords?|q|s|tukhoa|key)=", re.I
)
_FRONT = re.compile(r"^/?$|/(?:index|default|trang-?chu|home)(?:\.\w+)?/?$", re.I)
_CATALOGUE = re.compile(r"danh (?:mục|sách) (?:văn bản|tin|bài|công báo|thủ tục)", re.I)
_DOCUMENTS = re.compile(r"chi tiết văn bản|văn bản|/van-?ban|/document", re.I)
_LOGIN = re.compile(r"đăng nhập|login|sign in", re.I)
_SHOW = re.compile(r"thư viện (?:ảnh|hình|video)|album|gallery|thu-vien|/videos?/|/photos?/|phóng sự ảnh|video", re.I)
_CHALLENGE = re.compile(rb"document\.cookie|D1N=|location\.reload|__cf_chl|challenge-platform", re.I)
_DETAIL = re.compile(
    r"(số,? (?:ký|kí) hiệu|số văn bản|trích yếu|cơ quan (?:ban hành|bh)|ngày (?:ban hành|bh)|người ký|loại văn bản"
    r"|lĩnh vực|ngày (?:có )?hiệu lực|hình thức văn bản|tình trạng hiệu lực|hiệu lực)(?: nội dung)?(?: ?:.*)?",
    re.I,
)
_DOCUMENT = re.compile(r"(?<!\d)\d{1,6}(?:/\d{4})?/[A-ZĐ]{2,}(?:-[A-ZĐ]+)*")
_BOXES = frozenset({"latest", "related"})
_SHORT, _SENTENCE, _TEXT, _SHOWN = 400, 320, 320, 100
_FEW, _MANY, _CROWD = 4, 8, 10
_HEADLINE = 20
_ENOUGH = 4000
"""Lines of a page that tell its kind; ten times as many as the longest front pages have."""
_WORDS = 60
"""Words that a page has at most when it is nothing but a script that sets a cookie."""


def kind_of(page: Page, leaves: list[Leaf], region: Region | None, anchor: int | None) -> Kind | None:
    """The kind of a page that isn't an article by its words and links; ``None`` when nothing speaks against one."""
    if _is_challenge(page, leaves):
        return "blocked"
    leaves = leaves[: max(_ENOUGH, (anchor or 0) + _WORDS, (region.first if region else 0) + _WORDS)]
    size = _prose(leaves, region)
    titled = page.text("//title") or ""
    said = _said(page, leaves, size)
    if said:
        return said
    told = _details(leaves)
    detail = size < _TEXT or _DOCUMENTS.search(titled + " " + urlsplit(page.url or "").path)
    if len(told) >= _FEW - 1 and size < 2 * _SHORT and detail:
        return "other"
    if size < _TEXT and _LOGIN.search(titled) and page.first("//input[@type='password']") is not None:
        return "other"
    if size < _SHOWN and _SHOW.search(titled + " " + urlsplit(page.url or "").path):
        return "other"
    return "listing" if _is_list(page, leaves, region, size, anchor) else None


def says_missing(texts: Sequence[str]) -> Kind | None:
    """What a page whose whole article is these few short lines says of itself: missing, refused, or nothing."""
    return _told(texts) if sum(map(len, texts)) < _SHORT else None


def _told(texts: Iterable[str]) -> Kind | None:
    # Everything a site has around its pages is longer than what such a page says.
    short = [text.lower() for text in texts if 0 < len(text) <= _SENTENCE]
    if any(_BLOCKED.search(text) for text in short):
        return "blocked"
    return "not_found" if any(_MISSING.search(text) for text in short) else None


def _details(leaves: list[Leaf]) -> set[str]:
    """The properties of one document that a page tells, each beside its value.

    Properties that stand one behind the other head the columns of a table of many documents.
    """
    found = [_DETAIL.fullmatch(leaf.text) for leaf in leaves]
    told = set()
    for place, match in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        before = found[place - 1] if place else None
        if match and (":" in match[0].rstrip(" :") or not (after or before)):
            told.add(match[1].lower())
    return told


def _prose(leaves: list[Leaf], region: Region | None) -> int:
    """Characters of unlinked prose in the article's region."""
    if region is None:
        return 0
    size = 0.0
    for leaf in leaves[region.first : region.last]:
        # Cells and short lines count too: a notice may be a table and two lines.
        size += (len(leaf.text) - leaf.linked) * (1 if is_prose(leaf) else 0 if leaf.label or leaf.linked else 0.5)
    return int(size)


def _is_challenge(page: Page, leaves: list[Leaf]) -> bool:
    """A page without text whose script sets a cookie and loads itself again (D1N of quochoi.vn)."""
    if len(leaves) >= _WORDS:
        return False
    words = sum(len(leaf.text.split()) for leaf in leaves)
    return words < _WORDS and len(_CHALLENGE.findall(page.body)) >= 2


def _said(page: Page, leaves: list[Leaf], size: int) -> Kind | None:
    """What a short page says of itself, in its title, a heading or a sentence."""
    if size >= _SHORT:
        return None
    return _told([page.text("//title") or "", *(leaf.text for leaf in leaves if not leaf.is_link)])


def _is_dated(leaves: list[Leaf], region: Region) -> bool:
    """Whether an unlinked headline with its stamp stands right above the text."""
    if region.title is None or leaves[region.title].is_link or region.first - region.title > _MANY:
        return False
    return any(stamp_on(leaf, None) for leaf in leaves[region.title + 1 : region.title + _FEW])


def _is_named(leaves: list[Leaf], region: Region) -> bool:
    """Whether a line whose element calls it the headline stands right above the text."""
    title = region.title
    return title is not None and region.first - title <= 2 and is_heading(leaves[title])


def _is_list(page: Page, leaves: list[Leaf], region: Region | None, size: int, anchor: int | None) -> bool:
    parts = urlsplit(page.url or "")
    front = bool(page.url) and _FRONT.search(parts.path) is not None and not parts.query
    front = front or (page.text("//title") or "").lower().startswith("trang chủ")
    query = f"{parts.path}?{parts.query}"
    if anchor is not None and size >= 60 and not front and not _SEARCH_PATH.search(query):
        return _SEARCH.fullmatch(leaves[anchor].text) is not None
    told = size >= 60 or (anchor is not None and not any(leaf.is_link for leaf in leaves[anchor + 1 : anchor + 2]))
    boxed = _boxed(leaves) if told and not front else set()
    heads = [place for place, leaf in enumerate(leaves) if place not in boxed for _ in range(_leads(page, leaf))]
    searched = _SEARCH_PATH.search(query) is not None
    if searched and (len(heads) >= _FEW or (anchor is not None and _SEARCH.fullmatch(leaves[anchor].text))):
        return True
    if anchor is not None and _SEARCH.fullmatch(leaves[anchor].text):
        return True
    if (
        front
        and (len(heads) > _FEW or sum(map(_is_headline, leaves)) > _CROWD)
        and (size < 2 * _SHORT or parts.path in ("", "/"))
    ):
        return True
    if anchor is not None:
        behind = sum(place in range(anchor + 1, anchor + 7) for place in heads)
        listed = len(_teasers(leaves, heads)) >= _MANY and behind >= 2
        return size < 60 and (listed or _pairs(leaves, anchor + 1, anchor + 4) >= _FEW)
    if region is not None and size >= 60 and (_is_dated(leaves, region) or _is_named(leaves, region)):
        return False
    if size < 60 and _pairs(leaves, 0, len(leaves)) >= _FEW:
        return True
    if size < _TEXT and (len(heads) > _FEW or len(_teasers(leaves, heads)) > 1):
        return True
    if sum(bool(_DOCUMENT.search(leaf.text)) for leaf in leaves) >= _CROWD and size < _TEXT:
        return True
    catalogued = size < _TEXT and _CATALOGUE.match(page.text("//title") or "") is not None
    return catalogued or (len(heads) >= _CROWD and _is_section(parts.path, parts.query))


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
