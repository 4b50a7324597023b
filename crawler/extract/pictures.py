"""Pictures with captions between a headline and its text, outside the text's own element."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from crawler.catalogue import catalogue
from crawler.extract.credit import labelled, person
from crawler.extract.region import Region
from crawler.page.blocks import Block, Role
from crawler.page.fragment import blocks_of_fragment
from crawler.page.kinship import ancestor
from crawler.page.outline import Leaf
from crawler.page.parse import Element, words
from crawler.page.plain import plain_blocks

_MANY = 300
"""Pictures above a text beyond which BeautifulSoup isn't asked for them: reading one takes it as long as a hundred."""
_PORTRAIT = re.compile(r"avatar|author|user|logo|tac-?gia", re.I)
_LEAST = 12
_CAPTION = 300
"""Characters of a line beside a picture; longer is a text."""


def pictures_above(leaves: list[Leaf], region: Region, own: set[int]) -> list[Block]:
    """Blocks of pictures with captions between headline and text; ``own`` are lines that were read already.

    Where the text's element is the headline's (there is no text), the pictures up to the next heading of furniture.
    """
    if region.title is None:
        return []
    title = leaves[region.title].holder
    lone = title is region.body
    if not lone and title in set(region.body.iter()):
        return []
    end = _next_heading(leaves, region.title) if lone else region.body
    taken = {leaves[place].text for place in own}
    return pictures_between(title, end, [leaves[place].holder for place in own], taken)


def pictures_between(title: Element, end: Element | None, read: Iterable[Element], taken: set[str]) -> list[Block]:
    """Blocks of pictures and their captions behind ``title`` and before ``end`` (the page's end without one).

    ``read`` are elements and ``taken`` lines that belong to something else.
    """
    others = [*read, title, *([end] if end is not None else [])]
    around = {element for one in others for element in (one, *one.iterancestors())}
    shared = ancestor([title, end if end is not None else title.getroottree().getroot()])
    found: list[Block] = []
    framed: set[Element] = set()
    for element in _between(title, end, shared):
        frame = _frame(element, around)
        if frame in framed:
            continue
        framed.add(frame)
        blocks = blocks_of_fragment(frame) if len(framed) <= _MANY else plain_blocks(frame)
        texts = [block for block in blocks if block.text and block.text not in taken]
        if len(texts) <= 2 and all(len(block.text) <= _CAPTION and not block.is_link for block in texts):
            shown = [block for block in blocks if block.text not in taken and (not block.text or _shows(block.text))]
            found += [_as_caption(block) for block in shown]
            if not texts:
                found += [_as_caption(block) for block in _below(frame, around, taken)]
    return found


def _below(frame: Element, around: set[Element], taken: set[str]) -> list[Block]:
    """The caption that stands in the next element below a picture without words; none when that isn't one line."""
    after = frame.getnext()
    if after is None or after in around or after.tag not in ("p", "div", "em", "i", "span", "figcaption"):
        return []
    if next(after.iter("img", "a", "h1", "h2", "h3"), None) is not None or any(map(_is_portrait, (frame, after))):
        return []
    text = words(after)
    if not _LEAST <= len(text) <= _CAPTION or text in taken or text.endswith(":") or not _shows(text):
        return []
    blocks = blocks_of_fragment(after)
    return blocks if len(blocks) == 1 and labelled(text) is None and catalogue().label(text) is None else []


def _is_portrait(element: Element) -> bool:
    """Whether the names on or around an element are an author's or an account's."""
    around = [element, *islice(element.iterancestors(), 2), *islice(element.iter("img"), 1)]
    return any(_PORTRAIT.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around)


def _between(title: Element, end: Element | None, shared: Element) -> Iterator[Element]:
    """The pictures that begin behind ``title`` and before ``end``, in reading order."""
    begun = False
    tags = {"img", title.tag, title.tag if end is None else end.tag}
    # A broken page's names may hold what lxml refuses to look for.
    for element in shared.iter(*tags) if all(map(str.isalnum, tags)) else shared.iter():
        if element is end:
            return
        if element is title:
            begun = True
        elif begun and element.tag == "img":
            yield element


def _next_heading(leaves: list[Leaf], title: int) -> Element | None:
    return next((leaf.holder for leaf in leaves[title + 1 :] if leaf.label), None)


def _as_caption(block: Block) -> Block:
    if block.role is Role.TEXT:
        block.role = Role.CAPTION
    return block


def _shows(text: str) -> bool:
    """Whether words beside a picture may be its caption; a date's box or an author's name beside his portrait isn't."""
    return sum(word.isalpha() for word in text.split()) > 1 and person(text) is None


def _frame(picture: Element, others: set[Element]) -> Element:
    """The greatest element around a picture that holds no line read elsewhere."""
    element = picture
    while element.getparent() is not None and element.getparent() not in others:
        element = element.getparent()
    return element
