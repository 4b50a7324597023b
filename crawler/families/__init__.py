"""CMS families by name, and finding out by its pages which one a portal runs."""

import importlib
from functools import cache

from crawler.errors import UsageError
from crawler.families.base import Family
from crawler.page.parse import Page

NAMES = ("nukeviet", "tan_dan", "hai_duong", "thai_binh", "town")
"""Families in the order in which a page is shown to them."""


@cache
def family(name: str) -> Family:
    """The family of that name.

    Raises ``UsageError`` naming the known ones when there is none.
    """
    if name not in NAMES:
        raise UsageError(f"unknown family {name!r}; known are {', '.join(NAMES)}")
    module = importlib.import_module(f"crawler.families.{name}")
    made: Family = module.FAMILY
    return made


def detect(page: Page) -> tuple[Family | None, list[str]]:
    """The family whose marks a page bears, with the evidence; ``None`` when no family has two marks."""
    best: tuple[Family | None, list[str]] = (None, [])
    for name in NAMES:
        one = family(name)
        # Substring search costs a hundredth of the XPaths that would say no.
        if not one.leaves_trace(page):
            continue
        found = one.evidence(page)
        if one.telling_address and page.url and one.identity(page.url):
            found.append("the form of its address")
        if found and found[0].startswith("meta generator"):
            return one, found
        if len(found) >= 2 and len(found) > len(best[1]):
            best = (one, found)
    return best


def detect_text(lines: list[str]) -> Family | None:
    """The family whose own lines a plain-text capture holds, else ``None``."""
    for name in NAMES:
        one = family(name)
        if any(mark.fullmatch(line) for mark in one.text_marks for line in lines):
            return one
    return None
