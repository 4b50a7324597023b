"""Where links lead: to the files that a page offers with its article, to its tags."""

import re

from crawler.models import Asset
from crawler.page.outline import Leaf
from crawler.page.parse import Element, Page, glimpse, words

FILE = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|rtf|odt|ods)(?:$|[?#])", re.I)
"""The ending of a document's address."""
FILES_HEAD = re.compile(
    r"(?:tệp|tập tin|file|tài liệu|văn bản)\s*(?:tin\s*)?(?:đính kèm|kèm theo)|tải về|tải tập tin", re.I
)
"""What stands above or before an article's files."""
_TAGS = re.compile(
    r"(?:^|[\s_\-])(?:tags?|\w+__tags?|keywords?|tukhoa|tu-khoa|the-tag|tagbox|td-tags|hashtag)(?:$|[\s_\-])", re.I
)
_TAG_PATH = re.compile(r"/(?:tags?|tu-khoa|tukhoa|the|hashtag|chu-de)/|[?&](?:tag|tukhoa)=", re.I)
_TAG_WORDS = ("tag", "khoa", "/the/", "/chu-de/")
_BOX = 200
_LEVELS = 3
_GLIMPSE = 60


def offered_files(page: Page, root: Element, body: Element) -> list[Asset]:
    """Documents linked within ``root`` but outside ``body`` in a box that begins with such a label."""
    if not any(mark in page.body for mark in (b".pdf", b".doc", b".xls", b".zip", b".rar")):
        return []
    inside = set(body.iter())
    found: dict[str, Asset] = {}
    for link in page.all(".//a[@href]", root):
        kind = FILE.search(link.get("href"))
        if kind and link not in inside and _is_offered(link):
            url = page.absolute(link.get("href"))
            found.setdefault(url, Asset(url, words(link) or None, kind.group(1).lower()))
    return list(found.values())


def _is_offered(link: Element) -> bool:
    element = link
    for _ in range(_LEVELS):
        element = element.getparent()
        if element is None:
            return False
        if FILES_HEAD.match(glimpse(element, _GLIMPSE)):
            return True
    return False


def is_tag_box(leaf: Leaf) -> bool:
    """Whether a line is a box of tags that don't lead anywhere, each an element of its own."""
    return len(leaf.text) <= _BOX and _is_tagged(leaf.names(1)) and len(leaf.holder) > 1


def _is_tagged(names: str) -> bool:
    """Whether names (lower case) are those of tags; the plain words first, which nearly all names lack."""
    likely = "tag" in names or "keyword" in names or "khoa" in names
    return likely and _TAGS.search(names) is not None


def is_tag(leaf: Leaf) -> bool:
    """Whether a line is tags: by the names around it, or since all its links lead to tags."""
    if leaf.text.startswith("#") or _is_tagged(leaf.names(3)):
        return True
    links = (leaf.holder,) if leaf.tag == "a" else leaf.holder.iter("a")
    known = False
    for link in links:
        if link.get("rel") != "tag" and not _leads_to_tag(link.get("href") or ""):
            return False
        known = True
    return known


def _leads_to_tag(href: str) -> bool:
    low = href.lower()
    return any(word in low for word in _TAG_WORDS) and _TAG_PATH.search(href) is not None
