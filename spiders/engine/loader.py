"""The one loader of declarations, for Scrapy's commands and for ours."""

import importlib
import pkgutil
from typing import Any

import spiders
from crawler.errors import UsageError
from spiders.families.base import Portal, declaration_of


def names() -> list[str]:
    """The declared portals, by the names of their modules."""
    return sorted(one.name for one in pkgutil.iter_modules(spiders.__path__) if not one.ispkg)


def portal_class(name: str) -> type[Portal]:
    """The declaration of that name.

    Raises ``UsageError`` with the names there are when it isn't one of them.
    """
    if name not in names():
        raise UsageError(f"no portal {name!r}; declared are {', '.join(names())} (or give an http address)")
    module = importlib.import_module(f"spiders.{name}")
    found = declaration_of(module, lambda one: one.name == name)
    if found is None:
        raise TypeError(f"spiders/{name}.py declares no portal named {name!r}")
    return found


def family_class(name: str) -> type[Portal]:
    """The crawling half of a family, by its name."""
    module: Any = importlib.import_module(f"spiders.families.{name}")
    for member in vars(module).values():
        if isinstance(member, type) and issubclass(member, Portal) and getattr(member, "family", None) == name:
            return member
    raise TypeError(f"spiders/families/{name}.py has no family {name!r}")
