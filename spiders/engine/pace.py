"""One slow connection a server, as slow as its robots.txt asks, at least two seconds on foreign machines."""

import ipaddress
from urllib.parse import urlsplit

from scrapy.core.downloader import Downloader

USUAL = 2.0
"""Seconds between two requests to one server, when it doesn't ask for more."""


def is_local(url: str) -> bool:
    """Whether the address lies on this machine (127.0.0.0/8)."""
    try:
        return ipaddress.ip_address(urlsplit(url).hostname or "").is_loopback
    except ValueError:
        return False


def slot_of(url: str) -> str:
    """The name of the server's slot: its host; on this machine each port is a server of its own."""
    parts = urlsplit(url)
    return parts.netloc if is_local(url) else parts.hostname or ""


def set_pace(downloader: Downloader, url: str, crawl_delay: float | None) -> float:
    """Sets a server's delay, for the slot there is and for later ones; returns it in seconds."""
    delay = (crawl_delay or 0.0) if is_local(url) else max(USUAL, crawl_delay or 0.0)
    name = slot_of(url)
    downloader.per_slot_settings[name] = {"concurrency": 1, "delay": delay, "jitter": 0.0}
    if name in downloader.slots:
        downloader.slots[name].delay = delay
    return delay
