"""The five captures that the project began with, read by the command, field for field."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support import ARTICLE_KEYS, run, shared

FIELDS = ["title", "lead", "body", "captions", "byline", "published", "published_precision", "published_text"]
NAMES = [
    *("000_27e8a063784d9fa1.txt", "001_c0a9d6578073354a.txt", "002_81134fc867fa7b69.txt"),
    *("003_1ca07dc9989597f3.txt", "004_b3639ccecf32b442.txt"),
]
# Lines of the captures that are no article, by the gold's own list of furniture.
FURNITURE = [
    *("Tin liên quan", "Tin mới nhất", "người đang online", "Tin cùng chuyên mục", "Xem tin theo ngày"),
    *("Tổng số điểm của bài viết", "Click để đánh giá bài viết", "Ý kiến bạn đọc", "Thống kê truy cập"),
    *("Đang truy cập", "Tổng lượt truy cập", "Văn bản mới", "lượt xem | lượt tải", "lượt tải"),
    *("Bạn đã không sử dụng Site", "Số lượt truy cập", "Xây dựng nông thôn mới", "Nguồn tin:", "Tác giả:"),
]


@cache
def gold() -> dict[str, dict[str, Any]]:
    return {one["seed"]: one for one in json.loads(shared("seeds", "gold.json").read_text(encoding="utf-8"))}


@cache
def made() -> dict[str, dict[str, Any]]:
    """All five in one call, as a shell would expand ``*.txt``."""
    folder = shared("seeds")
    done = run(folder, "clean", *NAMES).fine()
    assert done.err == ""
    lines = done.lines
    assert len(lines) == len(NAMES)
    return dict(zip(NAMES, lines, strict=True))


def test_all_seeds_are_tested() -> None:
    assert sorted(path.name for path in shared("seeds").glob("*.txt")) == NAMES
    assert sorted(gold()) == NAMES


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", NAMES)
def test_field_is_the_gold_standards(name: str, field: str) -> None:
    found, wanted = made()[name][field], gold()[name][field]
    if field == "published" and found and wanted:
        cut = {"second": 19, "minute": 16, "day": 10, "month": 7}[gold()[name]["published_precision"]]
        assert found[cut:] == wanted[cut:], "the offset"
        found, wanted = found[:cut], wanted[:cut]
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_where_there_is_no_date_none_is_made_up(name: str) -> None:
    one = made()[name]
    names = ("published", "published_precision", "published_basis", "published_text")
    assert len({one[key] is None for key in names}) == 1
    assert one["published"] is None or one["published_basis"] == "page"
    assert one["updated"] is None


@pytest.mark.parametrize("name", NAMES)
def test_no_furniture_is_text(name: str) -> None:
    one = made()[name]
    texts = [*one["body"], *one["captions"], one["lead"] or "", one["title"]]
    assert not [(words, text) for words in FURNITURE for text in texts if words in text]
    # Nor is any text furniture: no line feeds both.
    longer = [piece["text"] for piece in one["furniture"] if len(piece["text"]) >= 20]
    assert not [words for words in longer if any(words in text for text in one["body"])]
    assert {piece["category"] for piece in one["furniture"]} or not gold()[name]["furniture"]


@pytest.mark.parametrize("name", NAMES)
def test_the_words_are_the_captures(name: str) -> None:
    """Nothing is added, every paragraph stands in the capture, in its order."""
    raw = shared("seeds", name).read_bytes().decode("utf-8-sig")
    flat = " ".join(unicodedata.normalize("NFC", raw).split())
    place = 0
    for paragraph in made()[name]["body"]:
        place = flat.find(paragraph, place) + 1
        assert place, paragraph


@pytest.mark.parametrize("name", NAMES)
def test_the_line_has_the_contracts_keys(name: str) -> None:
    one = made()[name]
    assert set(one) == set(ARTICLE_KEYS)
    assert one["kind"] == "article"
    assert one["url"] is None
    assert one["canonical_url"] is None
    assert one["portal"] is None


def test_standard_input_reads_the_same(tmp_path: Path) -> None:
    name = NAMES[3]
    raw = shared("seeds", name).read_bytes()
    assert run(tmp_path, "clean", "-", stdin=raw).fine().lines == [made()[name]]


@pytest.mark.parametrize("form", ["NFD", "utf-8-sig", "crlf", "utf-16"])
@pytest.mark.parametrize("name", NAMES)
def test_other_encodings_of_the_same_text_read_the_same(tmp_path: Path, name: str, form: str) -> None:
    text = shared("seeds", name).read_bytes().decode("utf-8-sig")
    raw = {
        "NFD": unicodedata.normalize("NFD", text).encode(),
        "utf-8-sig": text.encode("utf-8-sig"),
        "crlf": text.replace("\n", "\r\n").encode(),
        "utf-16": text.encode("utf-16"),
    }[form]
    (tmp_path / name).write_bytes(raw)
    found = run(tmp_path, "clean", name).fine().lines[0]
    assert {key: found[key] for key in FIELDS} == {key: made()[name][key] for key in FIELDS}
