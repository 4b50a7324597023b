"""From an article to its capture to its bytes; what changed between two revisions; a page that is safe to open."""

import gzip
import hashlib
import html.parser
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filed import BODY, FILE, Portal
from inside import call
from support import query

from crawler.archive.revisions import pieces
from crawler.commands.article_html import page
from crawler.models import EXTRACTOR


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """Five revisions: as published, words and a new paragraph, sapô gone, another date, another file."""
    portal = Portal(tmp_path_factory.mktemp("edited"))
    portal.answer(files=FILE.format(name="Kế hoạch số 12"))
    longer = BODY.replace("đã diễn ra", "vừa diễn ra").replace("<p>Đến", "<p>Trời nắng đẹp.</p><p>Đến")
    portal.answer(body=longer)
    portal.answer(lead="")
    portal.answer(day="Thứ ba - 19/03/2024 03:41")
    portal.answer(files=FILE.format(name="Kế hoạch số 13"))
    assert len(portal.revisions()) == 5
    return portal


def identity(portal: Portal) -> str:
    return str(query(portal.archive, "SELECT id FROM articles")[0][0])


def shown(portal: Portal, *arguments: str) -> str:
    return call(portal.archive.parent, "show", identity(portal), *arguments).fine().out


DIFFERENCES = {
    (1, 2): {"body"},
    (2, 3): {"lead"},
    (3, 4): {"published"},
    (4, 5): {"attachments"},
    (1, 5): {"lead", "body", "published", "attachments"},
    (2, 2): set(),
}


@pytest.mark.parametrize("numbers", DIFFERENCES, ids=str)
def test_the_fields_that_differ_are_told_and_no_others(edited: Portal, numbers: tuple[int, int]) -> None:
    told = json.loads(shown(edited, "--diff", *map(str, numbers), "--format", "json"))
    assert (told["from"], told["to"], told["id"]) == (*numbers, identity(edited))
    assert {one["field"] for one in told["changes"]} == DIFFERENCES[numbers]


def test_words_are_compared_and_paragraphs_matched(edited: Portal) -> None:
    assert shown(edited, "--diff", "1", "2").splitlines()[1:] == [
        "",
        "body",
        "  Sáng nay, hội nghị bàn về cải cách hành chính [-đã -]{+vừa +}diễn ra.",
        "  {+Trời nắng đẹp.+}",
        "  (1 unchanged)",
    ]
    assert "[-Tóm tắt.-]" in shown(edited, "--diff", "2", "3")
    assert "{+Tóm tắt.+}" in shown(edited, "--diff", "3", "2")
    files = shown(edited, "--diff", "4", "5")
    assert "[-12 -]{+13 +}" in files, files
    assert "[-2024-03-18T03:41+07:00-]{+2024-03-19T03:41+07:00+}" in shown(edited, "--diff", "3", "4")
    assert "no difference" in shown(edited, "--diff", "2", "2")


def test_files_of_an_article_that_moved_are_compared(tmp_path: Path) -> None:
    """Their addresses are relative to the page's of then."""
    portal = Portal(tmp_path)
    portal.answer(files=FILE.format(name="Kế hoạch số 12"))
    portal.answer(files=FILE.format(name="Kế hoạch số 13"))
    with closing(sqlite3.connect(portal.archive)) as db, db:
        db.execute("UPDATE articles SET url = replace(url, 'tin/bai-1', 'van-ban/bai-9')")
    files = call(tmp_path, "show", identity(portal), "--diff", "1", "2").fine().out
    assert "[-12 -]{+13 +}" in files, files


@pytest.mark.parametrize(("old", "new"), [("a b  c", "a x c d"), ("", "mới"), ("cũ", ""), ("x " * 3000, "y " * 3000)])
def test_pieces_give_both_lines_back(old: str, new: str) -> None:
    found = list(pieces(old, new))
    assert "".join(one.text for one in found if one.op != "inserted") == old
    assert "".join(one.text for one in found if one.op != "deleted") == new


def test_unknown_revisions_and_forms_are_refused(edited: Portal) -> None:
    folder = edited.archive.parent
    call(folder, "show", identity(edited), "--diff", "1", "9").refused(2, "no revision 9", "1, 2, 3, 4, 5")
    call(folder, "show", identity(edited), "--diff", "1", "2", "--format", "html").refused(2, "text or json")
    call(folder, "show", identity(edited), "--diff", "1").refused(2, "--diff")


def test_each_revision_leads_to_its_bytes(edited: Portal) -> None:
    """As the text tells it, with nothing but the file that it names."""
    told = shown(edited)
    captures = dict(re.findall(r"^revision (\d): .*capture (\d+)$", told, re.M))
    assert set(captures) == set("12345")
    pattern = r"^capture (\d+): \S+ status 200 sha256 ([0-9a-f]{64}) (\S+) at (\d+), (\d+) bytes$"
    places = {one[0]: one[1:] for one in re.findall(pattern, told, re.M)}
    for revision, capture in captures.items():
        digest, file, offset, length = places[capture]
        with (edited.archive.parent / file).open("rb") as stream:
            stream.seek(int(offset))
            record = gzip.decompress(stream.read(int(length)))
        body = record.split(b"\r\n\r\n", 2)[2].removesuffix(b"\r\n\r\n")
        assert hashlib.sha256(body).hexdigest() == digest, revision
    assert f"read by extractor {EXTRACTOR}" in told
    document = json.loads(shown(edited, "--format", "json"))
    for one in document["revisions"]:
        assert str(one["capture"]["id"]) == captures[str(one["revision"])]
        assert one["extractor"] == EXTRACTOR


class Tags(html.parser.HTMLParser):
    """What a browser would make elements and addresses of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_the_page_is_safe_whatever_an_article_says() -> None:
    capture = {"id": 1, "warc": EVIL, "offset": 0, "length": 1, "sha256": EVIL}
    revision = {"revision": 1, "seen_at": EVIL, "extractor": EVIL, "content_hash": EVIL, "capture": capture}
    document: dict[str, Any] = dict.fromkeys(
        ("title", "lead", "published", "updated", "byline", "source", "section", "portal", "canonical_url", "id"), EVIL
    )
    assets = [("javascript:alert(1)", EVIL), ("http://127.0.0.1/" + EVIL, EVIL), (" javascript:alert(1)", None)]
    document |= {"body": [EVIL], "revisions": [revision]}
    document["images"] = [{"url": url, "caption": said} for url, said in assets]
    for name in ("attachments", "media"):
        document[name] = [{"url": url, "title": said} for url, said in assets]
    found = Tags()
    found.feed(page(document))
    assert not found.tags & {"script", "img", "iframe", "object", "embed", "svg", "base", "form", "link"}
    assert not [name for name, _ in found.attributes if name.startswith("on") or name == "src"]
    links = [value or "" for name, value in found.attributes if name == "href"]
    assert len(links) == 3
    assert all(link.startswith("http://127.0.0.1/") for link in links)
    assert "default-src 'none'" in page(document)


def test_the_page_has_the_article(edited: Portal) -> None:
    told = shown(edited, "--format", "html")
    for words in (
        "<h1>Tiêu đề</h1>",
        "<p>Trời nắng đẹp.</p>",
        "Kế hoạch số 13",
        "<h2>Revisions</h2>",
        identity(edited),
    ):
        assert words in told


def test_what_the_tables_hold_is_shown_without_its_bytes(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.answer()
    portal.answer(title="Tiêu đề đã sửa")
    with closing(sqlite3.connect(portal.archive)) as db, db:
        (identity,) = db.execute("SELECT id FROM articles").fetchone()
        db.execute("DELETE FROM captures WHERE id = (SELECT capture_id FROM revision_rows WHERE revision = 1)")
    for form in ("text", "json", "html"):
        done = call(tmp_path, "show", identity, "--format", form).refused(4, "revision 1", "missing")
        assert "Tiêu đề đã sửa" in done.out
    shutil.rmtree(tmp_path / "archive.warc")
    assert "Tiêu đề đã sửa" in call(tmp_path, "show", identity).refused(4, "missing from").out
