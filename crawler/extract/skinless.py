"""Reading an HTML page whose skin nobody declared: the densest text, the headline above it."""

from crawler.dates import locate
from crawler.extract.body import sort_blocks
from crawler.extract.layout import Reading
from crawler.families.base import Family
from crawler.page.fragment import blocks_of_fragment
from crawler.page.parse import Element, Page, words
from crawler.text.normalise import line

_PROSE = 60
_HOLDERS = "//p|//div|//td|//section|//article|//blockquote"


def read_page(page: Page, family: Family | None) -> Reading:
    """The article by text density; title ``None`` and an empty body when there is no prose."""
    reading = Reading(notes=["reader: generic"])
    if family:
        reading.notes.append(f"layout_unfit: no layout of {family.name} fits this page")
    body = _densest(page)
    heading = _heading(page)
    reading.title = words(heading) if heading is not None else page.meta.get("og:title") or None
    if body is None:
        return reading
    if heading is not None and heading in set(body.iter()):
        heading.drop_tree()
    reading.content = sort_blocks(blocks_of_fragment(body), absolute=page.absolute)
    if heading is not None:
        reading.stamp = next((found[0][2] for found in map(locate, _between(heading, body)) if found), None)
    return reading


def _densest(page: Page) -> Element | None:
    scores: dict[Element, float] = {}
    for one in page.all(_HOLDERS):
        own = line(
            " ".join(page.all("text()|b/text()|strong/text()|i/text()|em/text()|span//text()|font//text()", one))
        )
        if len(own) < _PROSE or len(page.all(".//a", one)) > 5:
            continue
        parent = one.getparent()
        for holder, share in (
            (one, 0.4),
            (parent, 1.0),
            (parent.getparent() if parent is not None else None, 0.3),
        ):
            if holder is not None and holder.tag not in ("html", "body", "tbody", "tr"):
                scores[holder] = scores.get(holder, 0.0) + share * len(own)
    return max(scores, key=lambda one: scores[one]) if scores else None


def _heading(page: Page) -> Element | None:
    claimed = {line(page.meta.get("og:title", "")), line(page.text("//title") or "")}
    headings = page.all("//h1") or page.all("//h2")
    return next((one for one in headings if words(one) in claimed), headings[0] if headings else None)


def _between(heading: Element, body: Element) -> list[str]:
    """The words of short elements from the headline to the body, in order."""
    found: list[str] = []
    inside = set(body.iter())
    for one in heading.itersiblings():
        if one in inside:
            break
        text = words(one)
        if 0 < len(text) <= 120:
            found.append(text)
    return found
