"""What is declared of portals, for the library: looked up by string, and nothing when the spiders aren't there."""

import importlib
from functools import cache

from crawler.errors import UsageError
from crawler.models import PortalInfo


@cache
def declared(portal: str) -> PortalInfo | None:
    """The declaration of that name; ``None`` when there is none or the spiders' package isn't installed."""
    try:
        loader = importlib.import_module("spiders.engine.loader")
        found: PortalInfo = loader.portal_class(portal).info()
    except (ImportError, UsageError):
        return None
    return found
