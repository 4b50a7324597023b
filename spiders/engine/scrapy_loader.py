"""Portals as Scrapy sees them, for ``scrapy list`` and ``scrapy crawl NAME``."""

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from spiders.engine import loader
from spiders.engine.spider import PortalsSpider

Names = list[str]


class PortalLoader:
    """Scrapy's spider loader protocol over the one loader of declarations."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> "PortalLoader":
        """Scrapy's constructor; nothing is read from the settings."""
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """The crawling spider bound to one portal.

        Raises ``KeyError``, as Scrapy expects, when no portal has that name.
        """
        if spider_name not in loader.names():
            raise KeyError(f"no portal {spider_name!r}; declared are {', '.join(loader.names())}")
        return type(f"{spider_name}_spider", (PortalsSpider,), {"name": spider_name, "portal": spider_name})

    def list(self) -> Names:
        """The declared portals."""
        return loader.names()

    def find_by_request(self, request: Request) -> Names:
        """Portals whose host is asked for."""
        host = urlsplit(request.url).netloc.lower()
        return [name for name in loader.names() if loader.portal_class(name).info().host == host]
