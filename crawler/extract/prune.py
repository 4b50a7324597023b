"""Taking what isn't the article out of its own element before that is read: whole elements, each with a reason."""

import re
from collections import Counter
from collections.abc import Callable

from crawler.extract.files import FILE, is_tag, is_tag_box
from crawler.extract.region import Region
from crawler.models import Furniture
from crawler.page.outline import Leaf
from crawler.page.parse import Element, drop, words

_CARD = 700
"""Characters of a teaser card at most: a linked headline, its picture and a sentence or two."""
_CROWD = 1000
"""Links in a text beyond which no one looks for teaser cards: a page of that many is none of an editor's."""
_HEADLINE = 20
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)(?:$|\?)", re.I)
_LONGEST = 400
# Class and id names of furniture that stands inside an article's own element. Matched against whole words of them.
_NAMES = {
    "related": "related|relate|relates|relatednews|lienquan|lien-quan|tinlienquan|tin-lien-quan|other|others|tinkhac"
    "|readmore|xemthem|onenews|relatedonenews|relatedbox|relatednewsbox|ilink|inner-link|tincungchuyenmuc|morenews",
    "share": "share|social|sharing|addthis|sharebox|fb-like|zalo|socials",
    "rating": "rating|rate|vote|danhgia|star-rating|stars",
    "comments": "comment|comments|binhluan|fb-comments|ykien",
    "tools": "toolbar|tools|print|zoom|font-size|fontsize|cochu|congcu|audio|tts|player-audio|text-size|resize",
    "ads": "ads|adv|advertisement|banner|quangcao|quang-cao|adsbygoogle|admzone|sponsor",
    "breadcrumb": "breadcrumb|breadcrumbs|duongdan",
    "counter": "counter|luottruycap|thongke",
    "poll": "poll|thamdo",
    "account": "author-box|authorbox|author-bio|author-info|about-author|box-author|tacgia-box",
    "pager": "post-navigation|nav-single|prev-next|page-nav|pagination",
    "feed": "newsletter|subscribe|dang-ky-nhan-tin|google-news|follow-us",
}
_NAMED = {category: re.compile(rf"(?:^|[\s_\-])(?:{names})(?:$|[\s_\-])", re.I) for category, names in _NAMES.items()}
_EDITOR = re.compile(r"\bms-rte\S*")
_LABELS = frozenset(
    {"related", "latest", "share", "tools", "views", "rating", "comments", "ads", "feed", "login", "session", "tags"}
    | {"attachments", "rights", "footer", "breadcrumb", "account"}
)
"""Labels of lines that no article says; other labels' words serve as subheads too."""
_ONLY_LINKS = frozenset({"related"})
"""Names that mean furniture only where links are: "other" is also an article's own box."""


def prune(
    leaves: list[Leaf], region: Region, own: set[int], is_article: Callable[[str], bool]
) -> tuple[list[Furniture], Counter[str], list[Leaf]]:
    """Removes from the region's element all lines but the article's; ``own`` are lines already read elsewhere.

    What was removed is told with its category; lines in ``own`` are not. Lines that share an element with the
    article's are only told, as words to be left out once each. Last come the lines that the element still has.
    """
    root = region.body
    found = _drop_boxes(root, is_article)
    inside = set(root.iter())
    kept: set[Element] = set()
    strange: list[tuple[int, Leaf]] = []
    lines: list[Leaf] = []
    pointing = False
    for place, leaf in enumerate(leaves):
        if leaf.holder not in inside:
            continue
        lines.append(leaf)
        # Below "Tin liên quan" links lead to other articles, whatever their addresses look like.
        pointing = (leaf.label is not None and leaf.label.category == "related") or (pointing and leaf.is_link)
        if region.first <= place < region.last and place not in own and not (pointing or _is_furniture(leaf)):
            _keep(leaf.holder, root, kept)
        else:
            strange.append((place, leaf))
    mixed: Counter[str] = Counter()
    for place, leaf in strange:
        if leaf.holder in kept or leaf.holder is root:
            mixed[key_of(leaf.text)] += 1
            continue
        _drop_highest(leaf.holder, kept, root)
        if place not in own:
            found.append(Furniture(leaf.label.category if leaf.label else _side(place, region), leaf.text[:_LONGEST]))
    return found, mixed, [leaf for leaf in lines if leaf.holder in kept or leaf.holder is root]


def key_of(text: str) -> str:
    """A line's letters: what parts its pieces differs between the outline and the blocks."""
    return "".join(text.split())


def _is_furniture(leaf: Leaf) -> bool:
    """Whether a line is none of the article's by its words, or since it is tags."""
    labelled = leaf.label is not None and leaf.label.category in _LABELS
    return labelled or (leaf.is_link and is_tag(leaf)) or is_tag_box(leaf)


def _drop_boxes(root: Element, is_article: Callable[[str], bool]) -> list[Furniture]:
    """Drops the boxes that their names or their shape give away, and tells them."""
    found: list[Furniture] = []
    gone: set[Element] = set()
    for category, element in [*_named(root), *_cards(root, is_article)]:
        if element in gone or any(one in gone for one in element.iterancestors()):
            continue
        text = words(element)
        if text:
            found.append(Furniture(category, text[:_LONGEST]))
        gone |= set(element.iter())
        drop(element)
    return found


def _side(place: int, region: Region) -> str:
    return "heading" if place < region.first else "around"


def _keep(element: Element, root: Element, kept: set[Element]) -> None:
    """Adds an element and those around it, up to ``root``, to the ones that hold the article."""
    while element is not None and element not in kept:
        kept.add(element)
        element = element.getparent() if element is not root else None


def _drop_highest(element: Element, kept: set[Element], root: Element) -> None:
    """Drops the greatest element around that holds no line of the article."""
    if element.getparent() is None:
        return
    while element.getparent() is not None and element.getparent() is not root and element.getparent() not in kept:
        element = element.getparent()
    drop(element)


def _named(root: Element) -> list[tuple[str, Element]]:
    """Elements whose names say that they are furniture, and whose contents don't say otherwise."""
    found = []
    for element in root.iterdescendants("div", "ul", "section", "aside", "table", "p", "span", "form", "nav", "dl"):
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('type') or ''}".strip()
        # SharePoint calls a caption's style "ms-rteStyle-Comment".
        names = _EDITOR.sub("", names) if "ms-rte" in names else names
        if not names:
            continue
        for category, pattern in _NAMED.items():
            if pattern.search(names) and _is_light(element, links=category in _ONLY_LINKS):
                found.append((category, element))
                break
    return found


def _is_light(element: Element, *, links: bool) -> bool:
    """Whether an element is a box beside the text, by what it holds: little prose of its own, or links."""
    size = len(words(element))
    linked = sum(len(words(link)) for link in element.iter("a"))
    if links:
        return linked >= 12 and (linked >= 0.3 * size or size <= _CARD)
    return size <= 200 or linked >= 0.5 * size


def _cards(root: Element, is_article: Callable[[str], bool]) -> list[tuple[str, Element]]:
    """Teasers of other articles: a picture and a headline that lead to one address, with little beside them."""
    leading: dict[str, list[Element]] = {}
    links_ = list(root.iter("a"))
    if len(links_) > _CROWD:
        return []
    for link in links_:
        href = (link.get("href") or "").strip()
        if href and not FILE.search(href) and is_article(href):
            leading.setdefault(href, []).append(link)
    found = [("related", link) for link in links_ if _is_card(link)]
    # An article inside the article's own element is another one's teaser.
    found += [("related", one) for one in root.iterdescendants("article") if len(words(one)) <= _CARD and _is_led(one)]
    for links in leading.values():
        headline = next((one for one in links if len(words(one)) >= _HEADLINE), None)
        pictured = any(next(one.iter("img"), None) is not None for one in links)
        if headline is None or not pictured:
            continue
        element = headline
        others = set(links)
        while element is not None and element is not root and not others <= set(element.iter("a")):
            element = element.getparent()
        if element is None or element is root:
            continue
        parent = element.getparent()
        if parent is not root and len(words(parent)) <= _CARD and parent.tag in ("div", "li", "figure", "article"):
            element = parent
        if len(words(element)) <= _CARD:
            found.append(("related", element))
    return found


def _is_led(element: Element) -> bool:
    """Whether an element has a heading or a link of its own."""
    return next(element.iter("h2", "h3", "h4", "h5", "a"), None) is not None


def _is_card(link: Element) -> bool:
    """Whether one link holds both a picture and a headline; a picture's own address is a magnifier."""
    if (
        next(link.iter("img"), None) is None
        or FILE.search(link.get("href") or "")
        or _PICTURE.search(link.get("href") or "")
    ):
        return False
    return _HEADLINE <= len(words(link)) <= _CARD
