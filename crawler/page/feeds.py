"""RSS, Atom and sitemaps, as the links and dates they tell of. Entities are never resolved."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from crawler.text.normalise import line

_PARSER: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "huge_tree": False, "recover": True, "remove_comments": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of a feed or sitemap; ``date`` is as printed."""

    url: str
    title: str | None = None
    date: str | None = None
    is_sitemap: bool = False


def read_xml(body: bytes) -> list[Entry] | None:
    """The entries in order; ``None`` when the bytes are neither feed nor sitemap."""
    try:
        root = etree.fromstring(body, parser=etree.XMLParser(**_PARSER))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    kind = etree.QName(root).localname.lower()
    if kind == "sitemapindex":
        return [entry for one in _children(root, "sitemap") if (entry := _mapped(one, is_sitemap=True))]
    if kind == "urlset":
        return [entry for one in _children(root, "url") if (entry := _mapped(one, is_sitemap=False))]
    if kind in ("rss", "rdf"):
        items = root.iter("{*}item")
        return [
            Entry(url, _text(one, "title"), _text(one, "pubDate", "date"))
            for one in items
            if (url := _text(one, "link"))
        ]
    if kind == "feed":
        return [entry for one in root.iter("{*}entry") if (entry := _atom(one))]
    return None


def _children(root: Any, name: str) -> list[Any]:
    return [one for one in root if isinstance(one.tag, str) and etree.QName(one).localname.lower() == name]


def _text(element: Any, *names: str) -> str | None:
    for name in names:
        for child in _children(element, name.lower()):
            found = line("".join(child.itertext()))
            if found:
                return found
    return None


def _mapped(element: Any, *, is_sitemap: bool) -> Entry | None:
    url = _text(element, "loc")
    return Entry(url, None, _text(element, "lastmod"), is_sitemap) if url else None


def _atom(element: Any) -> Entry | None:
    links = _children(element, "link")
    href = next((one.get("href") for one in links if one.get("rel", "alternate") == "alternate"), None)
    return Entry(href, _text(element, "title"), _text(element, "published")) if href else None
