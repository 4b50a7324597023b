"""What makes huge pages bearable: short cuts that change no answer, and bounds that are told."""

import re
import tomllib
from importlib.resources import files
from urllib.parse import urljoin

import pytest

from crawler import clean
from crawler.catalogue import catalogue
from crawler.page.fragment import CROWD, MOST
from crawler.page.parse import Page

URL = "https://bantin.example.vn/tin-tuc/khanh-thanh-cau-1204.html?trang=2"
TITLE = "Khánh thành cầu dân sinh qua suối Nậm Lúc sau tám tháng thi công"
TEXT = "Sáng 12/3, Ủy ban nhân dân xã tổ chức lễ khánh thành cây cầu bê tông dài 36 m bắc qua suối, nối hai bản."


def test_labels_are_those_of_the_expressions_asked_one_by_one() -> None:
    """Lines made of the catalogue's own words, which begin as its expressions do and as they don't."""
    labels = tomllib.loads((files("crawler") / "data/furniture.toml").read_text(encoding="utf-8"))["label"]
    patterns = [(pattern, one["category"]) for one in labels for pattern in one.get("patterns", ())]
    spoken = [re.sub(r"[\\()\[\]?*+{}|^]", " ", pattern) for pattern, _ in patterns]
    lines = [f"{before}{' '.join(words.split())}{after}" for words in spoken for before in ("", "12 ", "(", "» ", "#")
             for after in ("", ": 12", " 1.204 lượt", " của xã")]  # fmt: skip
    seen = 0
    for line in lines:
        found = catalogue().label(line)
        low = line.lower().strip(" \t:•·-–—|")
        if found is None and len(line) <= 200:
            assert not [pattern for pattern, _ in patterns if re.fullmatch(pattern, low)], line
        seen += found is not None
    assert seen > 50


@pytest.mark.parametrize(
    "href",
    [
        *("/tin/a-1.html", "/a?b=1&c=2", "/a?", "//x.vn/a", "/a/../b", "/./a", "/a;b", "/a#b", "?a=1", "a.html", "/.a"),
        *("/a..b", "/a b", "/tệp.pdf", "http://other.vn/x?", "http://other.vn", "https://BANTIN.example.vn/x"),
    ],
)
def test_addresses_are_joined_as_the_library_joins_them(href: str) -> None:
    assert Page(b"<p>x", url=URL).absolute(href) == urljoin(URL, href)


def test_noise_is_no_article() -> None:
    found = clean(bytes(range(256)) * 400, url=URL)
    assert (found.kind, found.body) == ("other", [])
    assert any(note.startswith("page_binary: ") for note in found.notes)


def test_text_of_two_bytes_a_letter_is_no_noise() -> None:
    page = f"<html><body><h1>{TITLE}</h1><div>{f'<p>{TEXT}</p>' * 4}</div></body></html>"
    for data, content_type in ((page.encode("utf-16"), None), (page.encode("utf-16-le"), "text/html; charset=utf-16")):
        assert clean(data, url=URL, content_type=content_type).title == TITLE


def _story(lines: int) -> bytes:
    return f"<html><body><h1>{TITLE}</h1><div>{f'<p>{TEXT}</p>' * lines}</div></body></html>".encode()


def test_a_huge_text_is_said_to_be_cut() -> None:
    found = clean(_story(MOST + 10), url=URL)
    assert len(found.body) == MOST
    assert {note.partition(":")[0] for note in found.notes} >= {"text_vast", "text_cut"}


def test_a_huge_table_is_said_to_be_cut() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{row}.{cell}</td>' for cell in range(10))}</tr>" for row in range(MOST // 4))
    found = clean(_story(40).replace(b"</div>", f"<table>{rows}</table></div>".encode()), url=URL)
    assert f"{MOST // 5}.0 | {MOST // 5}.1" not in "\n".join(found.body)
    assert "999.0 | 999.1 | 999.2" in "\n".join(found.body)
    assert {note.partition(":")[0] for note in found.notes} >= {"text_vast", "text_cut"}


def test_a_long_report_is_read_whole_without_a_note() -> None:
    found = clean(_story(CROWD // 6), url=URL)
    assert len(found.body) == CROWD // 6
    assert not [note for note in found.notes if note.startswith(("text_vast", "text_cut"))]
