"""From blocks to an article's parts: paragraphs, captions, pictures, credits, and what is left over."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from crawler.catalogue import Label
from crawler.extract.credit import Credit, labelled
from crawler.extract.files import FILE, FILES_HEAD
from crawler.extract.shape import tells_event
from crawler.extract.signature import take_credits
from crawler.models import Asset, Furniture
from crawler.page.blocks import Block, Role

_MORE = re.compile(r"^(?:>>+|»+|&gt;&gt;|xem thêm|đọc thêm|tin liên quan|bài liên quan|xem tiếp)\s*:?\s*", re.I)
_END = re.compile(r"[.!?…;:,][\"”’)\]]*$|\./\.*$")
_LISTED = re.compile(r"^(?:[-–+*•]|\d{1,2}[.)/]|[a-zđ]\)|[IVX]{1,4}\.)\s")
_CAPTION_LENGTH = 600
_NUMBER = re.compile(r"\(?\d{1,3}\s?/\s?\d{1,3}\)?")
_FILE_SIZE = re.compile(r"\([\d.,]+ ?(?:kb|mb|bytes)\)", re.I)
_BOXED = ("weather", "counter")
_INWARD = 8
_LABELLED = (Role.TEXT, Role.HEADING, Role.ITEM, Role.CAPTION)
_IN_BODY = {"related", "share", "rating", "views", "session", "tools", "comments", "ads", "feed", "tags", "rights"}
"""Labels that are furniture even inside an article's own element; "Kết quả" is a subhead there, and no poll."""


@dataclass(slots=True)
class Content:
    """What the blocks of an article hold."""

    body: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    images: list[Asset] = field(default_factory=list)
    attachments: list[Asset] = field(default_factory=list)
    media: list[Asset] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    byline: str | None = None
    source: str | None = None


def sort_blocks(
    blocks: list[Block],
    *,
    absolute: Callable[[str], str] = str,
    is_article: Callable[[str], bool] | None = None,
) -> Content:
    """Puts each block on exactly one side: body, caption, picture, credit or furniture.

    ``absolute`` completes addresses; ``is_article`` tells whether an address is another article's, so that
    a paragraph which only links there is a pointer and no text.
    """
    content = Content()
    pictures: dict[str, int] = {}
    captions: dict[str, None] = {}
    blocks = _captioned(_without_pointers(blocks, content, absolute, is_article))
    blocks, credits_ = take_credits(blocks)
    _credit(content, credits_)
    for place, block in enumerate(blocks):
        if block.role is Role.IMAGE:
            after = blocks[place + 1] if place + 1 < len(blocks) else None
            _picture(content.images, pictures, Asset(absolute(block.url or ""), _caption_of(after), "image"))
        elif block.role is Role.MEDIA:
            content.media.append(Asset(absolute(block.url or ""), None, block.tag))
        elif block.role is Role.CAPTION:
            captions[block.text] = None
        elif not _is_file(content, block, absolute):
            content.body.append(block.text)
            _offer(content, block, absolute)
    content.captions = list(captions)
    return content


def _without_pointers(
    blocks: list[Block],
    content: Content,
    absolute: Callable[[str], str],
    is_article: Callable[[str], bool] | None,
) -> list[Block]:
    """Leaves out labelled furniture and lines that only point to other articles."""
    kept: list[Block] = []
    labels = [block.label if block.role in _LABELLED else None for block in blocks]
    pointing = False
    for place, block in enumerate(blocks):
        label = labels[place]
        pointing = (label is not None and label.category == "related") or (
            pointing and _is_card(blocks[place : place + 2])
        )
        boxed = label is not None and label.category in _BOXED and _is_box(labels[place : place + 2])
        if label and (label.category in _IN_BODY or boxed):
            content.furniture.append(Furniture(label.category, block.text))
        elif block.role is Role.IMAGE and pointing:
            continue
        elif block.text and ((pointing and block.is_link) or _points_away(block, absolute, is_article)):
            content.furniture.append(Furniture("related", block.text))
        else:
            kept.append(block)
    return kept


def _is_card(blocks: list[Block]) -> bool:
    """Whether a block is a link to another article, or the picture above one."""
    return any(block.is_link for block in blocks[: 1 + (blocks[0].role is Role.IMAGE)])


def _is_box(labels: list[Label | None]) -> bool:
    """Whether a line is one of a box inside the text: a row of rates, or its heading above such a row."""
    first, after = labels[0], labels[1] if len(labels) > 1 else None
    if first is None or not first.head:
        return first is not None
    return after is not None and after.category in _BOXED and not after.head


def _points_away(block: Block, absolute: Callable[[str], str], is_article: Callable[[str], bool] | None) -> bool:
    marker = _MORE.match(block.text)
    rest = len(block.text) - (marker.end() if marker else 0)
    if not block.links or rest <= 0 or block.linked < 0.8 * rest:
        return False
    if len(block.text) >= _INWARD and all(link.startswith("#") for link in block.links):
        # A table of contents.
        return True
    if any(FILE.search(link) for link in block.links):
        return False
    return bool(marker) or bool(is_article and all(is_article(absolute(link)) for link in block.links))


def _captioned(blocks: list[Block]) -> list[Block]:
    """Gives the role of caption to the line under a picture when it is dressed or shaped like one."""
    found: list[Block] = []
    usual = Counter(block.classes for block in blocks if block.role is Role.TEXT).most_common(1)
    numbered = False
    for block in blocks:
        before = found[-1] if found else None
        if block.role is Role.CAPTION and _signs(block.text):
            block = replace(block, role=Role.TEXT)
        if before is not None and before.role is Role.IMAGE and _NUMBER.fullmatch(block.text):
            # "3/12", a picture's place in its series; the line behind it tells of the picture.
            numbered = True
            continue
        if numbered and block.role is Role.TEXT and len(block.text) <= _CAPTION_LENGTH:
            block, numbered = replace(block, role=Role.CAPTION), False
        if (
            block.role is Role.TEXT
            and before is not None
            and before.role is Role.IMAGE
            and not _signs(block.text)
            and (_looks_like_caption(block, before) or (bool(usual) and _is_dressed_apart(block, usual[0][0])))
        ):
            block = replace(block, role=Role.CAPTION)
        found.append(block)
    return found


def _signs(text: str) -> bool:
    """Whether a line beside a picture is the article's by-line ("Tin, ảnh: ...") and no caption."""
    credit = labelled(text)
    return credit is not None and credit.kind == "byline"


def _is_dressed_apart(block: Block, usual: frozenset[str]) -> bool:
    """Whether a line has a class of its own where the text's paragraphs share another."""
    return bool(block.classes) and bool(usual) and not block.classes & usual and len(block.text) <= _CAPTION_LENGTH // 2


def _looks_like_caption(block: Block, picture: Block) -> bool:
    if len(block.text) > _CAPTION_LENGTH or _LISTED.match(block.text):
        return False
    if block.text == picture.alt or block.italic or block.align == "center":
        return True
    if block.bold:
        return False
    # A short sentence right under a picture shows it; prose that goes on is the article's.
    syllables = len(block.text.split())
    if not _END.search(block.text):
        return syllables <= 30
    return syllables <= 12 and not tells_event(block.text)


def _credit(content: Content, credits_: list[tuple[Credit, str]]) -> None:
    names = [credit.name for credit, _ in credits_ if credit.kind == "byline"]
    content.byline = ", ".join(names) or None
    content.source = next((credit.name for credit, _ in credits_ if credit.kind == "source"), None)
    content.furniture += [Furniture("credit", text) for credit, text in credits_ if credit.kind == "photo"]


def _caption_of(after: Block | None) -> str | None:
    return after.text if after and after.role is Role.CAPTION else None


def _picture(images: list[Asset], places: dict[str, int], picture: Asset) -> None:
    """Adds a picture once; a repetition only brings the caption that the first one lacks."""
    place = places.setdefault(picture.url, len(images))
    if place == len(images):
        images.append(picture)
    elif images[place].text is None:
        images[place] = picture


def _offer(content: Content, block: Block, absolute: Callable[[str], str]) -> None:
    """Keeps the documents that a sentence links to; the sentence stays a part of the text."""
    known = {asset.url for asset in content.attachments}
    for link in block.links:
        kind = FILE.search(link)
        if kind and absolute(link) not in known:
            content.attachments.append(Asset(absolute(link), None, kind.group(1).lower()))


def _is_file(content: Content, block: Block, absolute: Callable[[str], str]) -> bool:
    """A line that is only a link to a document is an attachment."""
    if not block.links:
        return False
    offered = block.is_link or (FILES_HEAD.search(block.text) is not None or _FILE_SIZE.search(block.text) is not None)
    if not offered or len(set(block.links)) != 1 or block.linked < 0.3 * len(block.text):
        return False
    kind = FILE.search(block.links[0])
    if not kind:
        return False
    content.attachments.append(Asset(absolute(block.links[0]), block.text, kind.group(1).lower()))
    return True
