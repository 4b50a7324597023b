"""Serves the pages of a real NukeViet again, on any loopback port, and knows what is true of them."""

import json
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support import shared

RECORDED = "127.0.0.1:8085"
DECLARATION = '''"""The replayed portal."""

from spiders.families.nukeviet import NukeViet


class SuoiDa(NukeViet):
    """Suối Đá."""

    name = "suoi_da"
    title = "Cổng thông tin điện tử huyện Suối Đá"
    level = "district"
    rights = "government"
    start = ("http://{address}/vi/news/",)
'''
RUNNER = """
import sys
import spiders
spiders.__path__.append({folder!r})
from crawler.commands.main import main
main()
"""


class Replay(ThreadingHTTPServer):
    """A context manager. ``page`` is the page that each address with several of them gives next."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"127.0.0.1:{self.server_port}"
        self.asked: Counter[str] = Counter()
        self.broken: dict[str, int] = {}
        """Statuses to give instead, by path; 0 cuts the connection."""
        self.slow: dict[str, threading.Event] = {}
        """Paths whose answer waits for the event."""
        self.edits: list[tuple[bytes, bytes]] = []
        """Replacements in every page."""
        self.extra: dict[str, tuple[int, str, bytes]] = {}
        """Answers for more addresses."""
        self.pages: dict[str, list[dict[str, Any]]] = {}
        for one in json.loads(shared("pages", "nukeviet", "manifest.json").read_text(encoding="utf-8")):
            self.pages.setdefault(urlsplit(one["url"]).path, []).append(one)
        self.pages["/"] = self.pages["/vi/news/"]

    def __enter__(self) -> "Replay":
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for event in self.slow.values():
            event.set()
        self.shutdown()
        self.server_close()

    def url(self, path: str) -> str:
        """An address here."""
        return f"http://{self.address}{path}"

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and bytes for one more request."""
        times = self.asked[path]
        self.asked[path] += 1
        if path in self.slow:
            self.slow[path].wait(60)
        if path in self.broken:
            return self.broken[path], "text/html; charset=utf-8", b"<html><body>Internal error</body></html>"
        if path in self.extra:
            return self.extra[path]
        if path not in self.pages:
            return 404, "text/html; charset=utf-8", self._bytes("vi_news_tin-tuc-su-kien_khong-ton-tai-99999.html")
        several = self.pages[path]
        one = several[min(times, len(several) - 1)]
        return one["status"], one["content_type"], self._bytes(one["file"])

    def _bytes(self, file: str) -> bytes:
        raw = shared("pages", "nukeviet", file).read_bytes().replace(RECORDED.encode(), self.address.encode())
        for old, new in self.edits:
            raw = raw.replace(old, new)
        return raw

    def truths(self) -> list[dict[str, Any]]:
        """What must be stored of the articles there are pages of, by the table of the README."""
        numbers = {one["truth_id"] for several in self.pages.values() for one in several}
        raw = json.loads(shared("pages", "nukeviet", "truth.json").read_text(encoding="utf-8"))
        return [_truth(one, self.url(one["url"])) for one in raw if one["id"] in numbers]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that are killed go away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Replay

    def do_GET(self) -> None:
        status, kind, body = self.server.answer(urlsplit(self.path).path)
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def _truth(raw: dict[str, Any], url: str) -> dict[str, Any]:
    body: list[str] = []
    for block in raw["blocks"]:
        if block["type"] in ("ol", "ul"):
            body += block["items"]
        elif block["type"] == "table":
            body += [" | ".join(row) for row in block["rows"]]
        elif block["type"] != "image":
            body.append(block["text"])
    return {
        "canonical_url": url,
        "title": raw["title"],
        "lead": " ".join(raw["lead"].split()) or None,
        "body": body,
        "captions": list(dict.fromkeys(raw["image_captions"])),
        "byline": raw["author_external"] or None,
        "source": raw["source"] or None,
        "section": raw["category"],
        "tags": raw["tags"],
        "published": raw["published"],
        "published_precision": "minute",
        "published_basis": "page",
        "updated": raw["modified"],
        "kind": "article",
    }


def declare(folder: Path, address: str) -> tuple[str, ...]:
    """A portal ``suoi_da`` in a folder of its own; the program that knows it."""
    portals = folder / "portals"
    portals.mkdir(exist_ok=True)
    (portals / "suoi_da.py").write_text(DECLARATION.format(address=address), encoding="utf-8")
    return (sys.executable, "-c", RUNNER.format(folder=str(portals)))
