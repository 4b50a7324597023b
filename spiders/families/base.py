"""What every portal declares, and how its pages are explored unless its family knows better."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import ClassVar, Literal
from urllib.parse import urljoin, urlsplit

from crawler import dates, families
from crawler.crawl.plan import Found, NextPage
from crawler.models import Fetched, Link, PortalInfo, Sighting
from crawler.page.feeds import Entry, read_xml
from crawler.page.parse import Element, Page, words

_MANDATORY = ("name", "title", "level", "rights", "start", "family")


class Portal:
    """A portal. Subclasses of a family set the class attributes; one that lacks a field fails at import.

    ``name`` is the module's name; ``level`` one of province, district, commune, paper; ``rights``
    government or press; ``start`` the addresses where lists begin; ``unit_id`` the unit that speaks;
    ``proven_at`` the day on which a real crawl was seen to work, ``None`` while it is only declared.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    level: ClassVar[str]
    rights: ClassVar[Literal["government", "press"]]
    start: ClassVar[tuple[str, ...]]
    family: ClassVar[str]
    unit_id: ClassVar[str | None] = None
    units: ClassVar[tuple[tuple[str, str | None, str | None], ...]] = ()
    """Holders with their first and last days, where there was more than one; else ``unit_id`` held it throughout."""
    status: ClassVar[str] = "declared"
    proven_at: ClassVar[str | None] = None
    abstract: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ()
    """Feeds that the portal's pages don't name, as paths."""
    entry: ClassVar[str] = ""
    """XPath of a list's own entries, and below one of them its link and its printed date."""
    entry_link: ClassVar[str] = ".//a[@href]"
    entry_date: ClassVar[str] = ""

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        """Refuses a declaration that is not whole, naming module, class, portal and field."""
        super().__init_subclass__()
        cls.abstract = abstract
        if abstract:
            return
        missing = [field for field in _MANDATORY if not getattr(cls, field, None)]
        if missing:
            portal = getattr(cls, "name", "without a name")
            raise TypeError(
                f"{cls.__module__}.{cls.__qualname__} (portal {portal}) lacks {', '.join(missing)}; "
                f"a declaration needs {', '.join(_MANDATORY)}"
            )

    @classmethod
    def info(cls) -> PortalInfo:
        """The declaration as the archive stores it."""
        return PortalInfo(
            name=cls.name,
            title=cls.title,
            host=urlsplit(cls.start[0]).netloc.lower(),
            family=cls.family,
            level=cls.level,
            rights=cls.rights,
            start=cls.start,
            status=cls.status,
            unit_id=cls.unit_id,
            units=cls.units or cls._only_holder(),
            proven_at=cls.proven_at,
        )

    @classmethod
    def _only_holder(cls) -> tuple[tuple[str, str | None, str | None], ...]:
        """The one unit, for as long as its kind existed: old provinces, districts and communes ended with June 2025."""
        if cls.unit_id is None:
            return ()
        old = cls.unit_id.startswith(("p63-", "d-", "c-old-"))
        return ((cls.unit_id, None, "2025-06-30") if old else (cls.unit_id, "2025-07-01", None),)

    def seeds(self) -> list[Link]:
        """Where a crawl begins, beside the sitemaps that robots.txt names."""
        named = [Link(urljoin(self.start[0], path), "feed") for path in self.feeds]
        return [Link(url, "list") for url in self.start] + named

    def explore(self, fetched: Fetched, role: str) -> Found:
        """Reads a list, feed or sitemap. A page that makes no sense comes back as a fault, not an error."""
        if role in ("feed", "sitemap"):
            return self.explore_xml(fetched, role)
        return self.explore_list(Page(fetched.body, url=fetched.url, content_type=fetched.header("Content-Type")))

    def explore_xml(self, fetched: Fetched, role: str) -> Found:
        """Feeds and sitemaps; every address of the portal's articles with the date that was told of it."""
        entries = read_xml(fetched.body)
        if entries is None:
            return Found(fault=f"no {role}: the answer is not XML of a known kind")
        found = Found()
        for entry in entries:
            link = self.xml_link(entry, fetched.url, role)
            if link:
                found.links.append(link)
                found.items += link.role == "article"
        return found

    def xml_link(self, entry: Entry, seen_in: str, role: str) -> Link | None:
        """A feed's or sitemap's entry as a link; ``None`` when it is no article's address."""
        if entry.is_sitemap:
            return Link(entry.url, "sitemap")
        if families.family(self.family).identity(entry.url) is None:
            return None
        reading = dates.machine(entry.date) if entry.date else None
        value = reading.value if reading else None
        return Link(entry.url, "article", Sighting(entry.url, seen_in, role, entry.title, entry.date, value))

    def explore_list(self, page: Page) -> Found:
        """A list's own entries with their dates, all other article links, sections, feeds and the next page."""
        found, known = Found(), set()
        for link in filter(None, (self._entry(page, one) for one in page.all(self.entry))):
            if link.url not in known:
                known.add(link.url)
                found.links.append(link)
                found.items += 1
        identity = families.family(self.family).identity
        for url in dict.fromkeys(_addresses(page)):
            if url in known:
                continue
            if identity(url):
                found.links.append(Link(url, "article"))
            elif self.is_section(url):
                found.links.append(Link(url, "list"))
        for feed in page.all("//link[@rel='alternate'][contains(@type, 'rss')]/@href"):
            found.links.append(Link(page.absolute(feed), "feed"))
        found.next_page = self.next_page(page)
        return found

    def is_section(self, url: str) -> bool:
        """Whether an address is a list's first page. Families override this."""
        return False

    def next_page(self, page: Page) -> NextPage | None:
        """Where the list goes on; ``None`` at its end. Families override this."""
        return None

    def _entry(self, page: Page, entry: Element) -> Link | None:
        anchor = page.first(self.entry_link, entry)
        if anchor is None:
            return None
        url = page.absolute(anchor.get("href"))
        if families.family(self.family).identity(url) is None:
            return None
        date = page.first(self.entry_date, entry) if self.entry_date else None
        return listed(page, url, words(anchor), words(date) if date is not None else None)


def _addresses(page: Page) -> Iterator[str]:
    for href in page.all("//a/@href"):
        if not href.startswith(("javascript:", "mailto:", "#", "tel:")):
            yield page.absolute(href).partition("#")[0]


def numbered(page: Page, pattern: re.Pattern[str], links: str) -> NextPage | None:
    """The link whose number follows this page's own; ``pattern`` finds the number in an address."""
    own = pattern.search(page.url or "")
    wanted = int(own.group(1)) + 1 if own else 2
    for href in page.all(links):
        url = page.absolute(href)
        number = pattern.search(url)
        if number and int(number.group(1)) == wanted:
            return NextPage(url)
    return None


def listed(page: Page, url: str, title: str, printed: str | None) -> Link:
    """An entry of a list as a link, with its printed date if it has one that can be read."""
    found = dates.locate(printed) if printed else []
    reading = found[0][2] if found else None
    text, value = (reading.text, reading.value) if reading else (None, None)
    said = Sighting(url, page.url or "", "listing", title, text, value)
    return Link(url, "article", said)


def declaration_of(module: object, accept: Callable[[type[Portal]], bool]) -> type[Portal] | None:
    """The portal that a module declares itself, ``None`` when it declares none."""
    for _, member in inspect.getmembers(module, inspect.isclass):
        own = member.__module__ == getattr(module, "__name__", "")
        if own and issubclass(member, Portal) and not member.abstract and accept(member):
            return member
    return None
