"""A portal that nobody declared: its family is found out from the first page that gives it away."""

import re
from urllib.parse import urlsplit

from crawler import families
from crawler.crawl.plan import Found
from crawler.errors import UsageError
from crawler.models import Fetched, Link, PortalInfo
from crawler.page.parse import Page
from spiders.engine.loader import family_class
from spiders.families.base import Portal

_ADDRESS = re.compile(r"https?://[^/\s]+(/\S*)?", re.I)


class Undeclared(Portal, abstract=True):
    """One address and what its host serves. Named by host and port."""

    def __init__(self, address: str) -> None:
        if not _is_address(address):
            raise UsageError(f"{address!r} is no portal's name and no http address; see 'tintinh portals list'")
        self.address = address
        self.host = urlsplit(address).netloc.lower()
        self.found: Portal | None = None

    def know(self, family: str) -> None:
        """Takes over what an earlier crawl found out."""
        self.found = family_class(family)()

    def about(self) -> PortalInfo:
        """What can be said before any page was seen."""
        return PortalInfo(
            name=self.host, title="", host=self.host, family="", level="", rights="government",
            start=(self.address,), status="undeclared",
        )  # fmt: skip

    def seeds(self) -> list[Link]:
        """The address itself and the host's front page."""
        front = f"{urlsplit(self.address).scheme}://{self.host}/"
        return [Link(url, "list") for url in dict.fromkeys((self.address, front))]

    def explore(self, fetched: Fetched, role: str) -> Found:
        """As the family does, once it is known; till then every page is asked which family it is of."""
        if self.found is None and role == "list":
            page = Page(fetched.body, url=fetched.url, content_type=fetched.header("Content-Type"))
            family, evidence = families.detect(page)
            if family is None:
                return Found(fault="the page bears the marks of no known family; declare the portal to crawl it")
            self.know(family.name)
            found = family_class(family.name)().explore_list(page)
            found.family, found.evidence = family.name, tuple(evidence)
            return found
        if self.found is None:
            return Found(fault="not read: the portal's family isn't known yet")
        return self.found.explore(fetched, role)


def _is_address(text: str) -> bool:
    """Whether the words are an http address with a host and a possible port."""
    if not _ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
