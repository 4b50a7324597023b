"""Headers as PHP and Apache send them for a NukeViet."""

import base64
import gzip
from datetime import datetime, timedelta
from urllib.parse import quote

from crawler.samples.common import VIETNAM, document, http_date, token
from crawler.samples.site import Ask, Reply


def page_reply(ask: Ask, body: bytes, now: datetime, status: int = 200, **headers: str) -> Reply:
    """A page: never cached, a day old by its header, with cookies for the cookieless."""
    sent = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store, no-cache, must-revalidate, post-check=0, pre-check=0",
        "Last-Modified": http_date(now - timedelta(days=1)),
        "Expires": "-1",
        **_named(headers),
    }
    return Reply(status, body, sent, () if "cookie" in ask.headers else _cookies(ask))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _cookies(ask: Ask) -> tuple[str, ...]:
    values = {
        "ctr": base64.b64encode(b"127_0_0_1.ZZ").decode(),
        "sess": token("session", ask.number),
        "u_lang": "vi",
        "statistic_vi": str(ask.number),
        "nvvithemever": "d",
    }
    return tuple(f"nv4_{name}={quote(value)}; path=/; HttpOnly" for name, value in values.items())


def feed_reply(ask: Ask, body: bytes, changed: datetime, **headers: str) -> Reply:
    """XML, packed for clients that can unpack it, and never 304 although it has a time."""
    sent = {"Content-Type": "text/xml; charset=utf-8", "Last-Modified": http_date(changed), **_named(headers)}
    if "gzip" in ask.headers.get("accept-encoding", ""):
        body = gzip.compress(body, mtime=0)
        sent |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Reply(200, body, sent)


def file_reply(file: str, title: str, changed: datetime) -> Reply:
    """A document, whose Last-Modified is local time that is labelled GMT."""
    body, kind = document(file, title)
    wrong = changed.astimezone(VIETNAM) + timedelta(hours=7)
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f'attachment; filename="{quote(file)}"',
        "Last-Modified": http_date(wrong),
    }
    return Reply(200, body, headers)
