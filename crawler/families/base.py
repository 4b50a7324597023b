"""What a family of content management systems declares, so that its pages can be read without guessing.

This is the half that knows pages and addresses. The half that knows lists and feeds lies in
``spiders/families`` under the same name.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from crawler.dates.models import DateReading
from crawler.models import Asset, Kind, Sighting
from crawler.page.parse import Element, Page, words


@dataclass(frozen=True, slots=True)
class Credits:
    """By-line and source as a layout's own credit block gives them."""

    byline: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a skin keeps the parts of an article: XPaths, relative to ``root`` unless they begin with //.

    ``root``, ``title`` and ``body`` are mandatory: a page that lacks one of them doesn't fit the layout.
    ``drop`` names what stands inside ``body`` without belonging to it, by furniture category;
    ``furniture`` the same for the rest of the page. ``pictures`` are blocks that stand between lead and body.
    """

    name: str
    root: str
    title: str
    body: str
    stamp: str = ""
    lead: str = ""
    pictures: str = ""
    tags: str = ""
    section: str = ""
    byline: str = ""
    source: str = ""
    drop: dict[str, str] = field(default_factory=dict)
    furniture: dict[str, str] = field(default_factory=dict)
    credits: Callable[[Page, Element], Credits] | None = None
    attachments: Callable[[Page, Element], list[Asset]] | None = None
    stamp_text: Callable[[str], str] | None = None


_ENOUGH = 2
"""Marks that a page of a family bears at least; fewer prove nothing."""
_KIND = re.compile(r"\.([A-Za-z0-9]{2,5})(?:$|[?#])")


def file_links(container: str, label: str = ".") -> Callable[[Page, Element], list[Asset]]:
    """A reader of the documents that links below ``container`` offer; ``label`` is where a link's title stands."""

    def read(page: Page, root: Element) -> list[Asset]:
        found = []
        for link in page.all(f"{container}//a[@href]", root):
            title = page.text(label, link) or words(link) or None
            kind = _KIND.search(title or "") or _KIND.search(link.get("href"))
            found.append(Asset(page.absolute(link.get("href")), title, kind.group(1).lower() if kind else None))
        return found

    return read


class Family:
    """One CMS family. Subclasses set the class attributes and override what differs."""

    name: str = ""
    layouts: tuple[Layout, ...] = ()
    telling_address: bool = False
    """Whether the form of its articles' addresses is evidence: no other system's look like them."""
    traces: tuple[str, ...] = ()
    """Pieces of class names, ids and links of which a page of this family has at least one, or of ``spoken``."""
    spoken: tuple[bytes, ...] = ()
    """Bytes of its text that do as well: a page without any of both is not looked at closer."""
    text_marks: tuple[re.Pattern[str], ...] = ()
    """Lines of a plain-text capture that only this family prints."""

    def evidence(self, page: Page) -> list[str]:
        """What on the page speaks for this family, in words; two pieces or a named generator suffice."""
        return []

    def leaves_trace(self, page: Page) -> bool:
        """Whether it is worth while to look for this family's marks."""
        return any(trace in page.attributes for trace in self.traces) or any(one in page.body for one in self.spoken)

    def seen(self, page: Page, marks: dict[str, tuple[bytes, str]]) -> list[str]:
        """The marks that a page bears; bytes that can't be absent then are looked for before the tree is searched."""
        likely = [(words_, xpath) for words_, (trace, xpath) in marks.items() if trace in page.body]
        if len(likely) < _ENOUGH and not self.telling_address:
            return []
        return [words_ for words_, xpath in likely if page.first(xpath) is not None]

    def kind(self, page: Page, url: str | None) -> Kind | None:
        """The kind of a page that isn't an article, ``None`` when the family can't tell."""
        return None

    def canonical(self, url: str, page: Page | None = None) -> str:
        """The one address of what lies at ``url``; ``page`` may know better than the address."""
        return url

    def identity(self, url: str) -> str | None:
        """A key that all addresses of one article share; ``None`` when the address is no article's."""
        return None

    def updated(self, page: Page) -> str | None:
        """The machine-readable time of the last edit as printed, ``None`` when there is none."""
        return page.meta.get("article:modified_time")

    def metadata_date(self, page: Page) -> str | None:
        """The machine-readable time of publication if this family's can be trusted, else ``None``."""
        return page.meta.get("article:published_time")

    def address_date(self, url: str) -> str | None:
        """The day or month that an address of this family carries, ISO 8601; ``None`` when it carries none."""
        return None

    def settled(
        self, page: Page, stamp: DateReading, hints: Sequence[Sighting]
    ) -> tuple[DateReading | None, list[str]]:
        """The page's own stamp as far as this family's can be believed beside what else is known, and notes."""
        return stamp, []

    def trusted(self, hint: Sighting) -> Sighting | None:
        """A hint cut to what this family's lists and feeds tell truly; ``None`` when that is nothing."""
        return hint
