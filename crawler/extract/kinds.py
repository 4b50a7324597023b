"""What a page of an unknown skin is when it is no article: a refusal, a missing page, a list, a form."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from crawler.extract.between import is_prose
from crawler.extract.lists import is_list, is_short_list
from crawler.extract.region import Region
from crawler.families.base import Family
from crawler.models import Kind
from crawler.page.outline import Leaf
from crawler.page.parse import Page

# These two are searched in lower-case text: ignoring case takes three times as long.
_BLOCKED = re.compile(
    r"từ chối truy cập|không được phép (?:xem|truy cập)|không có quyền (?:xem|truy (?:cập|nhập)|đọc)"
    r"|access (?:is )?denied"
    r"|403 forbidden|truy cập (?:của bạn )?(?:đã )?bị (?:chặn|từ chối)|yêu cầu (?:của bạn )?(?:đã )?bị (?:chặn|từ chối)"
    r"|hệ thống đang gặp vấn đề khi xử lý|request rejected|attention required|checking your browser"
    r"|(?:đang )?kiểm tra trình duyệt|verify (?:that )?you are (?:a )?human|xác (?:minh|nhận|thực) (?:bạn |rằng bạn )?"
    r"(?:là|không phải(?: là)?) (?:người|rô-?bốt|robot)|just a moment|địa chỉ ip (?:của bạn )?.{0,30}(?:chặn|khóa)"
    r"|(?:vui lòng|hãy|xin) (?:chờ|đợi)\b.{0,30}\d+ giây|hãy đợi\.\.\."
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
    r"|(?:mục|mục tin|bản ghi|tệp|tập tin)(?: này)? (?:không (?:còn )?tồn tại|đã (?:bị )?(?:xóa|xoá|gỡ))"
    r"|the resource (?:you are looking for )?cannot be found|http (?:error )?404\b"
    r"|(?:item|page|file|article) (?:does not|doesn't|no longer) exists?"
    r"|không (?:còn )?tồn tại (?:trên|trong) (?:hệ thống|cổng|website|trang)"
    r"|(?:trang|bài viết|nội dung|tin) (?:bạn|quý vị|quý khách) (?:đang |vừa )?(?:tìm|yêu cầu|truy cập)[^.]{0,60}không"
)
_EMPTY = re.compile(
    r"(?:(?:chuyên mục|danh mục|mục|trang|thư mục)(?: này)? )?(?:hiện )?(?:tại )?(?:đang )?(?:chưa|không) có "
    r"(?:bài viết|tin bài|bản tin|tin tức|tin|bài|dữ liệu|nội dung)(?: nào)?"
    r"(?: trong (?:chuyên|danh) mục(?: này)?)?[.!]?",
    re.I,
)
"""What a section without an article says in its list's place."""
_DOCUMENTS = re.compile(r"chi tiết văn bản|văn bản|/van-?ban|/document", re.I)
_LOGIN = re.compile(r"đăng nhập|login|sign in", re.I)
_SHOW = re.compile(r"thư viện (?:ảnh|hình|video)|album|gallery|thu-vien|/videos?/|/photos?/|phóng sự ảnh|video", re.I)
_ALBUM = re.compile(r"(?:thư viện|kho) (?:ảnh|hình ảnh|video|clip|đa phương tiện)|album\b|video clip\b", re.I)
_FORM = re.compile(
    r"(?:liên hệ|góp ý|hỏi đáp|gửi (?:bài|tin|câu hỏi|ý kiến|phản ánh)|đăng ký|đặt lịch|đặt mua)\b", re.I
)
_CHALLENGE = re.compile(rb"document\.cookie|D1N=|location\.reload|__cf_chl|challenge-platform", re.I)
_DETAIL = re.compile(
    r"(số,? (?:ký|kí) hiệu|số văn bản|trích yếu|cơ quan (?:ban hành|bh)|ngày (?:ban hành|bh)|người ký|loại văn bản"
    r"|lĩnh vực|ngày (?:có )?hiệu lực|hình thức văn bản|tình trạng hiệu lực|hiệu lực)(?: nội dung)?(?: ?:.*)?",
    re.I,
)
_SHORT, _SENTENCE, _TEXT, _SHOWN = 400, 320, 320, 100
_FEW = 4
_NAME = 40
"""Characters of a title that is nothing but an album's or a library's name."""
_ENOUGH = 4000
"""Lines of a page that tell its kind; ten times as many as the longest front pages have."""
_WORDS = 60
"""Words that a page has at most when it is nothing but a script that sets a cookie."""


def kind_of(
    page: Page, leaves: list[Leaf], region: Region | None, anchor: int | None, elsewhere: Family | None = None
) -> Kind | None:
    """The kind of a page that isn't an article by its words and links; ``None`` when nothing speaks against one.

    ``elsewhere`` is the page's system when it is known, and its articles lie under other addresses.
    """
    if _is_challenge(page, leaves):
        return "blocked"
    leaves = leaves[: max(_ENOUGH, (anchor or 0) + _WORDS, (region.first if region else 0) + _WORDS)]
    size = _prose(leaves, region)
    titled = page.text("//title") or ""
    if size < _TEXT and _LOGIN.search(titled) and page.first("//input[@type='password']") is not None:
        return "other"
    said = _said(page, leaves, size)
    if said:
        return said
    told = _details(leaves)
    detail = size < _TEXT or _DOCUMENTS.search(titled + " " + urlsplit(page.url or "").path)
    if len(told) >= _FEW - 1 and size < 2 * _SHORT and detail:
        return "other"
    if size < _TEXT and is_form(page):
        return "other"
    if size < _SHOWN and _SHOW.search(titled + " " + urlsplit(page.url or "").path):
        return "other"
    if size < (2 * _SHORT if len(titled) <= _NAME else _TEXT) and _ALBUM.match(titled):
        return "other"
    if size < _SHOWN and any(_EMPTY.fullmatch(leaf.text) for leaf in leaves if not leaf.is_link):
        return "listing"
    short = elsewhere is not None and size < _TEXT and is_short_list(page, leaves, elsewhere)
    return "listing" if short or is_list(page, leaves, region, size, anchor) else None


def is_form(page: Page) -> bool:
    """Whether the page is there to be filled in: called so, and with a field for what one writes."""
    titled = (page.text("//title") or "", page.text("//h1") or "")
    return any(map(_FORM.match, titled)) and page.first("//textarea") is not None


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
