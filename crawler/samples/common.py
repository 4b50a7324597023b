"""What every sample portal needs and no portal's markup decides: replies, files, clock, counters, limits."""

import hashlib
import io
import math
import os
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crawler.samples.site import Ask, Reply

VIETNAM = timezone(timedelta(hours=7))
NOTICE = (
    "Trang mẫu hư cấu: địa danh, con người, số liệu và sự việc ở đây đều do người làm phần mềm tintinh "
    "đặt ra để thử nghiệm, không phải tin thật."
)
"""Stands on every page of every sample."""

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_Item = TypeVar("_Item")


def clock() -> datetime:
    """Now in Viet Nam; ``TINTINH_NOW`` sets it, as for every command."""
    given = os.environ.get("TINTINH_NOW")
    if not given:
        return datetime.now(VIETNAM)
    return datetime.fromisoformat(given.replace("Z", "+00:00")).astimezone(VIETNAM)


def moment(text: str) -> datetime:
    """A time of a sample text, which is Viet Nam's and has no offset."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def hashed(*what: object, below: int) -> int:
    """A number that looks random and is always the same for the same words."""
    digest = hashlib.sha256("\0".join(map(str, what)).encode()).digest()
    return int.from_bytes(digest[:6], "big") % below


def token(*what: object) -> str:
    """A check token as systems print them, 32 hexadecimal digits."""
    return hashlib.md5("\0".join(map(str, what)).encode(), usedforsecurity=False).hexdigest()


def turn(items: Sequence[_Item], number: int) -> _Item:
    """The item a random block shows at this request."""
    return items[hashed("turn", number, below=1 << 30) % len(items)]


def environment(*folders: Path) -> Environment:
    """Templates of a site before the shared ones; autoescape is always on.

    The filter ``plain`` escapes only what HTML needs, as editors do, and ``halves`` cuts a text at a space
    near its middle, as a word processor's spans do.
    """
    places = [*folders, Path(__file__).parent / "templates"]
    made = Environment(loader=FileSystemLoader(places), autoescape=True, undefined=StrictUndefined)
    made.filters["plain"] = plain
    made.filters["halves"] = halves
    made.globals["NOTICE"] = NOTICE
    return made


def plain(text: str) -> Markup:
    """Escapes angle brackets and ampersands and leaves quotation marks alone."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(escaped)  # noqa: S704 - just escaped


def halves(text: str) -> tuple[str, str]:
    """The text in two pieces that make it again when joined."""
    cut = text.find(" ", len(text) // 2) + 1
    return (text[:cut], text[cut:]) if cut else (text, "")


def redirect(address: str, status: int = 301) -> Reply:
    """Sends the client elsewhere; ``address`` is a decoded path, and a raw query after it if it has one."""
    path, mark, query = address.partition("?")
    place = quote(path, safe="/:+,;@~!$'()*&=") + mark + quote(query, safe="/:?&=%+,;@~!$'()*")
    return Reply(status, b"", {"Location": place, "Content-Type": "text/html; charset=utf-8"})


def static(ask: Ask, body: bytes, kind: str, changed: datetime, *, by_time: bool = True) -> Reply:
    """A file as a web server gives it: with an ETag and a time, and 304 for a client that has it.

    ``by_time=False`` is for programs that heed If-None-Match alone.
    """
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Last-Modified": http_date(changed), "Content-Type": kind}
    if "if-none-match" in ask.headers:
        known = ask.headers["if-none-match"].strip()
        fresh = known == "*" or tag in [one.strip().removeprefix("W/") for one in known.split(",")]
    else:
        fresh = by_time and _not_since(ask.headers.get("if-modified-since", ""), changed)
    return Reply(304 if fresh else 200, b"" if fresh else body, headers)


def _not_since(field: str, changed: datetime) -> bool:
    try:
        return parsedate_to_datetime(field) >= changed.replace(microsecond=0)
    except (TypeError, ValueError):
        return False


def http_date(when: datetime) -> str:
    """A time as HTTP headers have it."""
    return format_datetime(when.astimezone(UTC), usegmt=True)


def jpeg(name: str) -> bytes:
    """A grey picture of 8 by 8 dots; the name stands inside, so that no two names give equal bytes."""
    comment = name.encode()[:1000]
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    head += b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    tables = b"\xff\xdb\x00\x43\x00" + b"\x10" * 64 + b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
    for number in (b"\x00", b"\x10"):
        tables += b"\xff\xc4\x00\x14" + number + b"\x01" + b"\x00" * 15 + b"\x00"
    return head + tables + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x3f\xff\xd9"


_KINDS = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "jpg": "image/jpeg",
}


def document(file: str, title: str) -> tuple[bytes, str]:
    """Small bytes of the file's kind, different for every file and title, and their content type."""
    ending = file.rpartition(".")[2].lower()
    said = f"{title} ({file}). {NOTICE}"
    kind = _KINDS.get(ending, "application/octet-stream")
    if ending == "pdf":
        return _pdf(said), kind
    if ending in ("docx", "xlsx", "zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(zipfile.ZipInfo("noi-dung.txt"), said)
        return packed.getvalue(), kind
    if ending == "jpg":
        return jpeg(said), kind
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + said.encode(), kind


def _pdf(said: str) -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Title<FEFF" + said.encode("utf-16-be").hex().upper().encode() + b">>>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%sendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 5\n0000000000 65535 f \n" + table
    return made + table + b"trailer<</Size 5/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(made)


@dataclass(frozen=True, slots=True)
class Counters:
    """A portal's visit counters, which rise with every request."""

    online: int
    engines: int
    guests: int
    today: int
    month: int
    total: int

    @classmethod
    def at(cls, name: str, number: int) -> "Counters":
        """The counters of this portal at its n-th request."""
        seen = hashed(name, below=900) + 100
        guests = seen % 40 + hashed(name, number, below=25) + 3
        month = seen * 7 + number
        return cls(guests + 1, 1, guests, seen % 70 + number + 1, month, month * 11 + number)


class Flood:
    """Refuses clients that ask too often: fixed windows on a monotonic clock, refused requests uncounted."""

    def __init__(
        self,
        rules: Sequence[tuple[int, float]] = ((40, 60.0),),
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        """``rules`` are pairs of a number of requests and the seconds in which so many are allowed."""
        self._rules = rules
        self._tick = tick
        self._lock = threading.Lock()
        self._windows = [(-math.inf, 0)] * len(rules)

    def wait(self) -> int:
        """Counts a request; 0 when it is allowed, else the seconds until the window ends."""
        with self._lock:
            now = self._tick()
            for index, (limit, length) in enumerate(self._rules):
                began, count = self._windows[index]
                if now - began >= length:
                    self._windows[index] = (now, 0)
                elif count >= limit:
                    return max(1, math.ceil(began + length - now))
            self._windows = [(began, count + 1) for began, count in self._windows]
            return 0
