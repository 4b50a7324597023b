"""What an element's own shape makes of the words inside it: a caption, an item, a heading."""

import re

from bs4 import Tag

from crawler.page.blocks import Role
from crawler.page.plain import HEADINGS
from crawler.page.soup import BLOCK, holds, is_text_around, joined, joined_all
from crawler.text.normalise import line

SENTENCE_END = re.compile(r"[.!?:;…][\"”’)\]]*$")
_CAPTION_LENGTH = 600
_CAPTIONED = ("div", "p", "td", "dd", "blockquote", "center")
_CAPTION = re.compile(r"(?:^|[\s_-])(?:\w*captions?|chu[_-]?thich)(?:$|[\s_-])")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z)(?:$|[?#])", re.I)


def role_of(holder: Tag) -> Role:
    """The role of words directly in a block: a heading's, else a text's."""
    return Role.HEADING if holder.name in HEADINGS else Role.TEXT


def inner_role(tag: Tag) -> Role | None:
    """The role that a container gives to all words inside it, if any."""
    if tag.name == "figcaption" or (tag.name == "figure" and not holds(tag, {"table"})):
        return Role.CAPTION
    if tag.name == "li":
        return Role.ITEM
    if tag.name in _CAPTIONED and _CAPTION.search(" ".join(classes_of(tag))) and len(joined(tag)) <= _CAPTION_LENGTH:
        return Role.CAPTION
    if tag.name == "table" and holds(tag, {"img"}):
        return Role.CAPTION if _is_picture_frame(tag) else None
    if tag.name in ("p", "div", "center", "td") and holds(tag, {"img"}):
        return Role.CAPTION if _is_captioned_line(tag) else None
    return None


def _is_picture_frame(table: Tag) -> bool:
    """A table that editors use to hold a picture with words under it."""
    if "image" in classes_of(table):
        return True
    pictures = len(table.find_all("img"))
    cells = [cell for cell in table.find_all(["td", "th", "caption"]) if not holds(cell, {"img"})]
    texts = [words for words in map(joined, cells) if words]
    if any(len(cell.find_all(["p", "div"])) > 1 for cell in cells):
        return False
    return len(texts) <= pictures and all(len(words) <= _CAPTION_LENGTH for words in texts)


def _is_captioned_line(tag: Tag) -> bool:
    """A picture and a few words in one line: a caption if dressed like one, else the paragraph's words."""
    if holds(tag, BLOCK):
        return False
    words = joined(tag)
    if not words or len(words) > _CAPTION_LENGTH or is_text_around(tag):
        return False
    if any(_FILE.search(str(link["href"])) for link in tag.find_all("a", href=True)):
        # A file beside its icon.
        return False
    if any(line(str(img.get("alt") or "")) == words for img in tag.find_all("img")):
        return True
    dressed = joined_all(tag.find_all(["em", "i"]))
    css = str(tag.get("style") or "").replace(" ", "").lower()
    short = not SENTENCE_END.search(words) and len(words.split()) <= 30
    centred = "text-align:center" in css or str(tag.get("align") or "").lower() == "center"
    return dressed == words or "font-style:italic" in css or centred or short


def classes_of(tag: Tag) -> frozenset[str]:
    """The element's classes in lower case; empty without any."""
    names = tag.get("class") or ()
    return frozenset(str(name).lower() for name in ([names] if isinstance(names, str) else names))
