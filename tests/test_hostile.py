"""Pages that would hang, crash or swell a reader: each ends with a kind, in bounded time and memory.

Every page is read once, in another process, so that a crash is one failure and memory is a page's alone.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import pytest
from support import environment

from crawler.models import Kind

pytest.importorskip("resource", reason="CPU time and memory of a process are POSIX")

SECONDS = 15.0
"""A bound on hanging, not a measure of speed: a busy machine doubles the time of a page of ten megabytes."""
LARGE = 5_000_000
SWELLING = 30
"""Bytes of memory for each byte of a large page."""
GIVEN_UP = 25
"""Seconds of CPU time after which the process is ended."""

TITLE = "Khánh thành cầu dân sinh qua suối Nậm Lúc sau tám tháng thi công"
PARAGRAPHS = (
    "Sáng 12/3, Ủy ban nhân dân xã tổ chức lễ khánh thành cây cầu bê tông dài 36 m bắc qua suối, nối hai bản với chợ.",
    "Công trình có tổng vốn 2,4 tỷ đồng, trong đó ngân sách hỗ trợ một nửa, còn lại do nhân dân đóng góp ngày công.",
    "Trước đây mỗi mùa lũ, học sinh hai bản phải nghỉ học nhiều ngày vì không thể qua suối bằng bè mảng tự chế.",
    "Từ nay xe tải nhỏ vào được tận đầu bản, bà con bán nông sản thuận lợi hơn và không còn bị ép giá như mọi năm.",
)
STORY = f"<h1>{TITLE}</h1><p class=date>14/03/2024 08:15</p>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
CUT = "page_cut: "
"""Begins the note that tells that a part of the page was not read."""

WORKER = """
import faulthandler, json, resource, signal, sys
faulthandler.enable()
faulthandler.register(signal.SIGXCPU, chain=True)
resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
import crawler
def peak():
    # A process begins with the ru_maxrss of the one that started it, and that is large: Linux tells its own peak.
    try:
        lines = dict(line.split(":") for line in open("/proc/self/status"))
        return int(lines["VmHWM"].split()[0]) * 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
def used():
    found = resource.getrusage(resource.RUSAGE_SELF)
    return found.ru_utime + found.ru_stime, peak()
crawler.clean(open("usual", "rb").read(), url="https://bantin.example.vn/tin/1", fetched_at="2026-06-01T00:00:00Z")
for line in sys.stdin:
    page = open("page", "rb").read()
    seconds, memory = used()
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + int(sys.argv[1]), resource.RLIM_INFINITY))
    found = crawler.clean(page, **json.loads(line)).to_dict()
    seconds, memory = (now - before for now, before in zip(used(), (seconds, memory)))
    told = {key: found[key] for key in ("kind", "title", "notes")} | {"body": found["body"][:20]}
    print(json.dumps(told | {"size": len(page), "seconds": seconds, "memory": memory}), flush=True)
"""


class Worker:
    """A process that reads one page after another, until one of them ends it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "usual").write_bytes(page())
        with (folder / "said").open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", WORKER, str(GIVEN_UP)],
                cwd=folder, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
            )  # fmt: skip

    def read(self, body: bytes, came: dict[str, Any]) -> dict[str, Any]:
        """What was read on a page; ``ended`` says how the process ended if it did."""
        assert self.process.stdin
        assert self.process.stdout
        (self.folder / "page").write_bytes(body)
        self.process.stdin.write(json.dumps(came) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if answer:
            return dict(json.loads(answer))
        status = self.process.wait()
        lines = (self.folder / "said").read_text("utf-8", "replace").strip().splitlines()
        places = [line.strip() for line in lines if line.lstrip().startswith("File ") and "<string>" not in line]
        if status < 0:
            ends = {-signal.SIGXCPU: f"more than {GIVEN_UP} s of CPU time", -signal.SIGSEGV: "a crash"}
            # The innermost call stands first in what faulthandler writes, last in a traceback.
            return {"ended": f"{ends.get(status, f'signal {-status}')} in {' <- '.join(places[:4])}"}
        return {"ended": f"{lines[-1][:200]} in {' <- '.join(places[:-5:-1])}"}

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@dataclass(slots=True)
class Reader:
    """Reads every page once. Small ones share a process; a large one has its own, whose peak of memory is its alone."""

    folder: Path
    worker: Worker | None = None
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def read(self, name: str) -> dict[str, Any]:
        """What was read; the test fails when the process ended."""
        if name not in self.known:
            self.known[name] = self._read(name)
        if "ended" in self.known[name]:
            pytest.fail(f"{name}: {self.known[name]['ended']}", pytrace=False)
        return self.known[name]

    def _read(self, name: str) -> dict[str, Any]:
        if name in LARGE_ONES:
            self.end()
        self.worker = self.worker or Worker(self.folder)
        body = MADE[name]() if name in MADE else page()
        found = self.worker.read(body, {"url": URL, "fetched_at": NOW} | CAME.get(name, {}))
        if name in LARGE_ONES or "ended" in found:
            self.end()
        return found

    def end(self) -> None:
        if self.worker:
            self.worker.end()
        self.worker = None


def page(inside: str = "", *, head: str = "", after: str = "") -> bytes:
    """A page with the story, and more in its head, before the story and after it."""
    top = f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body>"
    return f"{top}{inside}<div class=detail>{STORY}</div>{after}</body></html>".encode()


def told(text: str) -> bytes:
    """A page whose story holds one more paragraph."""
    return page().replace(b"</p></div>", f"</p><p>{text}</p></div>".encode(), 1)


def around(opening: str, closing: str, depth: int) -> bytes:
    """The page with its story wrapped in elements."""
    return page().replace(STORY.encode(), f"{opening * depth}{STORY}{closing * depth}".encode())


def linked(data: str) -> bytes:
    """The page with JSON-LD in its head."""
    return page(head=f"<script type='application/ld+json'>{data}</script>")


def link(number: int) -> str:
    return f'<li><a href="/tin-tuc/bai-so-{number}.html">Tin số {number}: xã ra quân làm thủy lợi</a> 12/03/2024</li>'


def paragraphs(size: int) -> str:
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    return text * (size // len(text.encode()) + 1)


NOTHING = {
    "no bytes": b"", "utf-8 BOM": b"\xef\xbb\xbf", "utf-16 BOM": b"\xff\xfe", "utf-16 big BOM": b"\xfe\xff",
    "blanks": b" \r\n\t" * 100_000, "null bytes alone": b"\0" * 1_000_000, "one less-than": b"<",
    "less-thans": b"<" * 1_000_000, "high bytes": bytes(range(128, 256)) * 10_000,
}  # fmt: skip
LONG: dict[str, Callable[[], bytes]] = {
    "10 MB of paragraphs": lambda: page(after=f"<div>{paragraphs(10_000_000)}</div>"),
    "10 MB of story": lambda: told("".join(paragraphs(10_000_000))),
    "10 MB of links": lambda: page(after="<ul>" + "".join(map(link, range(90_000))) + "</ul>"),
    "10 MB picture in its address": lambda: told(f'<img src="data:image/png;base64,{"iVBORw0K" * 1_250_000}">'),
    "100,000 links before": lambda: page("<ul>" + "".join(map(link, range(100_000))) + "</ul>"),
    "100,000 bare links": lambda: page(after="<a href=/x>x</a>" * 100_000),
    "one line of 5 MB": lambda: told("Nhân dân xã ra quân làm đường. " * 130_000),
    "one word of 5 MB": lambda: told("a" * 5_000_000),
    "one plain line of 5 MB": lambda: ("Nhân dân xã ra quân làm đường. " * 130_000).encode(),
    "100,000 plain lines": lambda: "Nhân dân xã ra quân làm đường.\n\n".encode() * 100_000,
    "50,000 table cells": lambda: told("<table>" + "<tr>" + "<td>1,5</td>" * 10 + "</tr>" * 5_000 + "</table>"),
    "50,000 cells in a row": lambda: told("<table><tr>" + "<td>1,5</td>" * 50_000 + "</tr></table>"),
    "50,000 rows": lambda: told("<table>" + "<tr><td>12/3</td><td>Xã A</td></tr>" * 50_000 + "</table>"),
    "100,000 breaks": lambda: told("Tin<br>" * 100_000),
    "100,000 spans": lambda: told("<span>a </span>" * 100_000),
    "50,000 pictures": lambda: told("<img src=/a.jpg alt=a>" * 50_000),
    "50,000 headlines": lambda: page(after="<h2>Tin mới trong ngày</h2>" * 50_000),
    "20,000 teasers": lambda: page(
        after=f"<article><h3><a href=/t>{TITLE}</a></h3><p>{PARAGRAPHS[0]}</p></article>" * 20_000
    ),
}
UNREAD: dict[str, Callable[[], bytes]] = {
    "a comment of 6 MB": lambda: page(f"<!-- {'x ' * 3_000_000} -->"),
    "100,000 comments": lambda: page("<!-- hết --><!-- đầu -->" * 50_000),
    "a script of 6 MB": lambda: page(head=f"<script>var a = '{'<p>12/3/2024</p>' * 375_000}';</script>"),
    "10,000 scripts": lambda: page("<script>var a = {b: 1};</script>" * 10_000),
    "a style of 6 MB": lambda: page(head=f"<style>{'.a{color:red}' * 460_000}</style>"),
    "JSON-LD nested 100,000 deep": lambda: linked("[" * 100_000),
    "JSON-LD of closed brackets": lambda: linked("[" * 50_000 + "]" * 50_000),
    "JSON-LD with a number of 100,000 digits": lambda: linked('{"datePublished": ' + "1" * 100_000 + "}"),
    "50,000 metas": lambda: page(head="<meta property='article:tag' content='xã'>" * 50_000),
    "a meta of 1 MB": lambda: page(head=f"<meta property='article:published_time' content='{'2024-03-' * 125_000}'>"),
    "an attribute of 6 MB": lambda: page(f"<div data-a='{'b ' * 3_000_000}'></div>"),
    # libxml2 compares each attribute with all before it: ten times as many cost a hundred times the time.
    "5,000 attributes": lambda: page("<div " + " ".join(f"a{one}=1" for one in range(5_000)) + "></div>"),
    "50,000 classes": lambda: page(f"<div class='{' '.join(f'c{one}' for one in range(50_000))}'></div>"),
    "entities that multiply": lambda: page().replace(
        b"<!DOCTYPE html>", b"<!DOCTYPE html [<!ENTITY a '&b;&b;&b;&b;'><!ENTITY b '&c;&c;&c;&c;'><!ENTITY c 'x'>]>"
    ),
}
"""What stands beside the story and is no text of the page: the story is read as if it weren't there."""
NESTED: dict[str, Callable[[], bytes]] = {
    "5,000 div around": lambda: around("<div>", "</div>", 5_000),
    "5,000 div with classes around": lambda: around("<div class='main content'>", "</div>", 5_000),
    "5,000 section around": lambda: around("<section>", "</section>", 5_000),
    "5,000 span around": lambda: around("<span>", "</span>", 5_000),
    "1,000 tables around": lambda: around("<table><tr><td>", "</td></tr></table>", 1_000),
    "20,000 font around": lambda: around("<font color=red>", "</font>", 20_000),
    "20,000 font before": lambda: page("<font>" * 20_000 + "x" + "</font>" * 20_000),
    "5,000 b around a paragraph": lambda: told("<b>" * 5_000 + PARAGRAPHS[0] + "</b>" * 5_000),
    "5,000 lists in lists": lambda: told("<ul><li>một" * 5_000 + "</li></ul>" * 5_000),
}
UNCLOSED: dict[str, Callable[[], bytes]] = {
    f"50,000 {tag}": lambda tag=tag: page(f"{tag}x" * 50_000)
    for tag in ("<div>", "<p>", "<b>", "<td>", "<table>", "<li>", "<ul>", "<option>", "<h1>", "<form>", "<a href=/x>")
} | {
    "a comment": lambda: page("<!-- ") + b"x" * 1_000_000,
    "a script": lambda: page(after="<script>") + b"x" * 1_000_000,
    "a quote": lambda: page(after="<a href='") + b"x" * 1_000_000,
    "50,000 end tags": lambda: page("</div></p></b></table>" * 12_500),
}
BAIT = {
    "spaces": " " * 100_000 + "x", "hard spaces": "\u00a0" * 100_000 + "x", "line ends": "\n" * 100_000 + "x",
    "digits": "1" * 100_000, "slashes": "/" * 100_000, "dots": "." * 100_000, "hyphens": "-" * 100_000,
    "colons": ":" * 100_000, "letters": "a" * 100_000, "brackets": "(" * 100_000, "quotes": '"' * 100_000,
    "bars": "| " * 50_000, "half dates": "1/" * 50_000, "half times": "12:" * 50_000, "dates": "12/03/2024 " * 50_000,
    "dates in words": "ngày 12 tháng 3 năm 2024, " * 50_000, "dates of day and month": "ngày 12/3 và 13/3, " * 50_000,
    "periods": "từ ngày 1 đến ngày 3/10/2018, " * 50_000, "words before a date": "ngày " * 50_000,
    "weekdays": "Thứ hai, " * 50_000, "document numbers": "84/KH-UBND " * 50_000,
    "halves of document numbers": "84/KH-" * 50_000, "places": "xã Phú Thịnh, huyện Yên Mỹ, tỉnh Hưng Yên; " * 50_000,
    "capitals": "Xã Phú " * 50_000, "sources": "Nguồn: " * 50_000, "by-lines": "Tác giả: Minh Tâm " * 50_000,
    "addresses": "http://a.b/c?" * 50_000, "marks over letters": "a" + "\u0301" * 100_000,
    "zero-width marks": "\u200b" * 100_000 + "x", "ampersands": "&amp;" * 100_000,
}  # fmt: skip
PLACES: dict[str, Callable[[str], bytes]] = {
    "paragraph": told,
    "stamp": lambda bait: page().replace(b"14/03/2024 08:15", bait.encode()),
    "headline": lambda bait: page().replace(TITLE.encode(), bait.encode()),
    "plain text": lambda bait: f"{TITLE}\n\n{bait}\n\n{PARAGRAPHS[0]}\n".encode(),
}
# mypy can't infer a lambda whose argument only binds the loop's value.
MADE: dict[str, Callable[[], bytes]] = {
    **{f"{name}, alone": lambda what=what: what for name, what in NOTHING.items()},  # type: ignore[misc]
    "null bytes between letters": lambda: page().replace(b"a", b"\0a"),
    "null bytes between tags": lambda: page().replace(b"<p>", b"\0<p>\0"),
    "control characters": lambda: told("".join(map(chr, range(32))) * 1_000),
    "control characters by number": lambda: told("".join(f"&#{one};&#x{one:x};" for one in range(160))),
    "surrogates by number": lambda: told("&#xD800;&#xDFFF;&#x110000;&#99999999999;" * 1_000),
    "addresses that are none": lambda: page(
        head="<base href='http://['><link rel=canonical href='http://[::1'>",
        after="".join(
            f"<a href='{one}'>x</a><img src='{one}'>" for one in ("http://[", "//", "http://a:b:c/", "\x7f", "?")
        ),
    ),
    **LONG,
    **UNREAD,
    **NESTED,
    **{f"unclosed: {name}": make for name, make in UNCLOSED.items()},
    **{
        f"{name} in the {place}": lambda make=make, bait=bait: make(bait)  # type: ignore[misc]
        for name, bait in BAIT.items()
        for place, make in PLACES.items()
    },
}
URL, NOW = "https://bantin.example.vn/tin-tuc/khanh-thanh-cau-1204.html", "2026-06-01T00:00:00Z"
CAME: dict[str, dict[str, Any]] = {
    "an address that is none": {"url": "http://["},
    "an address of 100 kB": {"url": "http://a/" + "x" * 100_000},
    "an empty address": {"url": ""},
    **{
        f"charset {name}": {"content_type": f"text/html; charset={name}"}
        for name in ("x" * 10_000, "utf-16", "utf-32", "utf-7", "zlib_codec", "rot13", "idna", "undefined", "")
    },
    "a type that is none": {"content_type": ";;;=" * 1_000},
    "a status that is none": {"status": -1},
}
LARGE_ONES = (
    "10 MB of paragraphs", "10 MB of story", "10 MB of links", "10 MB picture in its address", "100,000 links before",
    "one line of 5 MB", "one word of 5 MB", "one plain line of 5 MB", "20,000 teasers",
    "a comment of 6 MB", "a script of 6 MB", "a style of 6 MB", "an attribute of 6 MB",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    made = Reader(tmp_path_factory.mktemp("hostile"))
    yield made
    made.end()


@pytest.mark.parametrize("name", [*MADE, *CAME])
def test_ends_with_a_kind_in_bounded_time(reader: Reader, name: str) -> None:
    found = reader.read(name)
    assert found["kind"] in get_args(Kind)
    assert found["seconds"] <= SECONDS, f"{name}: {found['seconds']:.1f} s of CPU time for {found['size']:,} bytes"


def test_memory_is_seen(reader: Reader) -> None:
    """Else its bound proves nothing: a tree of many elements takes more than the bytes it was made from."""
    found = reader.read("20,000 teasers")
    assert found["memory"] > found["size"]


@pytest.mark.parametrize("name", LARGE_ONES)
def test_memory_is_bounded_by_the_page(reader: Reader, name: str) -> None:
    found = reader.read(name)
    assert found["size"] >= LARGE, f"{name} has {found['size']:,} bytes: this test would prove nothing"
    ratio = found["memory"] / found["size"]
    assert ratio <= SWELLING, f"{name}: {found['memory'] / 1e6:.0f} MB more, {ratio:.0f} times the page"


@pytest.mark.parametrize("name", NESTED)
def test_story_under_many_elements_is_found_or_said_to_be_cut(reader: Reader, name: str) -> None:
    found = reader.read(name)
    whole = found["title"] == TITLE and found["body"][: len(PARAGRAPHS)] == list(PARAGRAPHS)
    cut = any(note.startswith(CUT) for note in found["notes"])
    assert whole or cut, (
        f"{name}: {found['kind']}, title {found['title']!r}, body {found['body'][:5]}, {found['notes']}"
    )


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_no_text_changes_nothing(reader: Reader, name: str) -> None:
    found = reader.read(name)
    assert (found["kind"], found["title"]) == ("article", TITLE)
    assert found["body"] == list(PARAGRAPHS)


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_no_article(reader: Reader, name: str) -> None:
    found = reader.read(f"{name}, alone")
    assert (found["kind"], found["body"]) == ("other", [])
