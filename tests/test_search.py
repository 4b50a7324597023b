"""Search over the crawled samples: accents, operators, days, order, and whatever else people type."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import Sample
from support import COMMAND, documents, environment, figure, query, run

from crawler.archive import Archive
from crawler.archive import open as open_archive
from crawler.archive.search import CLOSE, OPEN, Filters
from crawler.errors import UsageError

ACCENTED = "cải cách hành chính"
SPELLINGS = {
    "plain": "cai cach hanh chinh",
    "accented": ACCENTED,
    "capitals": ACCENTED.upper(),
    "decomposed": unicodedata.normalize("NFD", ACCENTED),
    "mixed": "CAI cách Hành chinh",
}
HOSTILE = [
    *('"', '""', '"""', "'", "*", "**", "^", "^cải", "AND", "OR", "NOT", "NEAR", "NEAR(", "NEAR(a b, 2)", "(", ")"),
    *("(cải OR", "cải)", "title:cải", "title : cải", "{title body}: cải", "rowid:1", "cải AND", "cải NOT", "NOT cải"),
    *(
        "OR cải",
        "cải OR",
        "cải OR OR cách",
        "-",
        "--",
        "-cải",
        '-"cải cách',
        "cải -",
        '"cải cách',
        'cải" cách',
        "cải*cách",
    ),
    *(
        "*cải",
        "cải **",
        "+cải",
        "cải + cách",
        "a:b:c",
        "\\",
        "%",
        "_",
        "'; DROP TABLE articles; --",
        "🙂",
        "\u200b",
        "\ufeff",
    ),
    *("đ", "Đ", "\u0301", "x" * 10_000, "cải " * 2_500, "(" * 500, '"' * 501, "-a " * 60 + "cải", "a OR " * 63 + "b"),
    *("cải\ncách", "cải\tcách", "84/KH-UBND", "C++", "...", "–", "“cải cách”", "cải,cách", "１２", "ﬁ", "\ud800"),
]


def flat(one: dict[str, Any]) -> str:
    """All searchable text of an article."""
    return "\n".join([one["title"] or "", one["lead"] or "", *one["body"], *one["captions"]])


def plain(words: str) -> str:
    """Without accents and in lower case, made otherwise than the product makes it."""
    decomposed = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def syllables(words: str) -> list[str]:
    return re.findall(r"[^\W_]+", words)


@pytest.fixture(scope="module")
def found(sample: Sample) -> Iterator[Archive]:
    with open_archive(sample.archive) as archive:
        yield archive


@pytest.fixture(scope="module")
def texts(sample: Sample) -> dict[str, str]:
    """Text of each article, by id."""
    return {one["id"]: flat(one) for one in documents(sample.archive).values()}


def ids(found: Archive, text: str, filters: Filters | None = None, sort: str = "relevance") -> list[str]:
    return [row["id"] for row in found.search(text, filters, sort=sort, limit=None).rows]


def holding(texts: dict[str, str], *words: str) -> set[str]:
    """Articles that hold all these words, however accented."""
    kept = {key: set(syllables(plain(text))) for key, text in texts.items()}
    return {key for key, has in kept.items() if all(word in has for word in words)}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_finds_the_same_articles(found: Archive, texts: dict[str, str], spelling: str) -> None:
    wanted = holding(texts, "cai", "cach", "hanh", "chinh")
    assert len(wanted) > 10
    assert set(ids(found, SPELLINGS[spelling])) == wanted
    result = found.search(SPELLINGS[spelling], limit=3)
    assert (result.total, len(result.rows)) == (len(wanted), 3)


@pytest.mark.parametrize("spelling", ["accented", "capitals", "decomposed"])
def test_those_with_the_accents_as_typed_come_first(found: Archive, texts: dict[str, str], spelling: str) -> None:
    order = ids(found, SPELLINGS[spelling])
    right = [all(one in syllables(texts[key].lower()) for one in ACCENTED.split()) for key in order]
    assert 0 < right.count(True) < len(right), "the sample has both kinds"
    assert right == sorted(right, reverse=True)
    phrase = [ACCENTED in " ".join(syllables(texts[key].lower())) for key in order]
    assert phrase == sorted(phrase, reverse=True), "among them those that have the words as a phrase"


def test_a_stroke_of_d_is_no_difference(found: Archive, texts: dict[str, str]) -> None:
    assert set(ids(found, "đường")) == set(ids(found, "duong")) == set(ids(found, "ĐƯỜNG")) == holding(texts, "duong")


def test_snippets_keep_and_mark_the_accents(found: Archive) -> None:
    for row in found.search("cai cach hanh chinh", limit=None).rows:
        marked = re.findall(f"{OPEN}(.*?){CLOSE}", row["snippet"], re.S)
        assert marked, row["id"]
        assert {plain(one) for one in marked} <= {"cai", "cach", "hanh", "chinh"}
        bare = row["snippet"].replace(OPEN, "").replace(CLOSE, "").strip("…")
        assert any(bare in (row[name] or "") for name in ("title", "lead", "body", "captions")), "cut from the original"
    (row,) = found.search('"Đăng ký"', limit=1).rows
    assert re.search(f"{OPEN}[đĐ]ăng( |{CLOSE} {OPEN})ký{CLOSE}", row["snippet"]), row["snippet"]


def test_phrases(found: Archive, texts: dict[str, str]) -> None:
    wanted = {key for key, text in texts.items() if re.search(r"\bcong an\b", " ".join(syllables(plain(text))))}
    assert 0 < len(wanted) < len(holding(texts, "cong", "an"))
    assert set(ids(found, '"công an"')) == set(ids(found, '"cong an"')) == wanted
    assert set(ids(found, '"công an')) == wanted, "a quotation mark that isn't closed"


def test_or_without_and_prefix(found: Archive, texts: dict[str, str]) -> None:
    roads, fields = holding(texts, "duong"), holding(texts, "ruong")
    assert roads - fields
    assert fields - roads
    assert set(ids(found, "đường OR ruộng")) == roads | fields
    assert set(ids(found, "đường ruộng")) == roads & fields
    assert set(ids(found, "đường -ruộng")) == roads - fields
    assert set(ids(found, 'đường -"ruộng"')) == roads - fields
    both = holding(texts, "huyen") & (roads | fields)
    assert set(ids(found, "huyện đường OR ruộng")) == both
    starts = {key for key, text in texts.items() if any(one.startswith("ngh") for one in syllables(plain(text)))}
    assert set(ids(found, "ngh*")) == starts
    assert starts > holding(texts, "nghi")


def test_numbers_of_documents(found: Archive, texts: dict[str, str]) -> None:
    codes = {code for text in texts.values() for code in re.findall(r"\b\d+/(?:KH|QĐ|TB|NQ|CV)-[A-ZĐ]+\b", text)}
    assert len(codes) >= 3
    for code in codes:
        wanted = {key for key, text in texts.items() if re.search(rf"(?<![\w]){re.escape(code)}(?![\w])", text)}
        for typed in (code, code.lower(), f'"{code}"', plain(code)):
            assert set(ids(found, typed)) >= wanted, typed
        assert len(ids(found, code)) < 10, code


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_anything_typed_is_answered_or_refused(found: Archive, text: str, sort: str) -> None:
    with suppress(UsageError):
        result = found.search(text, sort=sort)
        assert result.total >= len(result.rows)


@pytest.mark.parametrize("text", ["title:x", "NEAR(", "*", '"', "AND", "^", "((", "x" * 10_000, "-họp", "🙂", "'"])
def test_the_command_says_so_in_a_sentence(tmp_path: Path, sample: Sample, text: str) -> None:
    done = run(tmp_path, "search", "--archive", str(sample.archive), "--", text)
    assert "Traceback" not in done.err
    if done.status:
        done.refused(2)
    else:
        assert re.search(r"^[\d,]+\+? articles", done.err, re.M)


def test_bytes_that_are_no_text_are_answered_or_refused(tmp_path: Path, sample: Sample) -> None:
    archive = str(sample.archive)
    for arguments in ((b"a\xffb",), (b"\xff",), (b"x", b"--portal", b"\xff"), (b"x", b"--section", b"\xff")):
        done = run(tmp_path, "search", "--archive", archive, *arguments)
        assert "Traceback" not in done.err, arguments
        assert done.status in (0, 2)


def test_words_are_not_operators_of_the_index(found: Archive, texts: dict[str, str]) -> None:
    assert set(ids(found, "title:huyện")) <= holding(texts, "title", "huyen")
    assert set(ids(found, "near huyện")) == holding(texts, "near", "huyen")
    assert set(ids(found, "huyện AND đường")) == holding(texts, "huyen", "and", "duong")


@pytest.mark.parametrize("since", [None, "2024", "2024-03", "2024-03-18", "2025-01-01", "2024-02"])
@pytest.mark.parametrize("until", [None, "2024", "2024-03", "2024-03-18", "2025-12-31", "2024-02"])
def test_days_are_inclusive(found: Archive, sample: Sample, since: str | None, until: str | None) -> None:
    days = {
        row["id"]: row["published_day"]
        for row in query(sample.archive, "SELECT * FROM articles WHERE published_day IS NOT NULL")
    }
    wanted = {
        key
        for key, day in days.items()
        if (since is None or day >= since) and (until is None or day[: len(until)] <= until)
    }
    result = found.search("", Filters(since=since, until=until), limit=None)
    assert {row["id"] for row in result.rows if row["published_day"]} == wanted
    undated = figure(sample.archive, "SELECT count(*) FROM articles WHERE published IS NULL")
    if since or until:
        assert not [row for row in result.rows if row["published"] is None]
        assert result.undated_left_out == undated


def test_the_edges_of_a_day_are_inside(found: Archive, sample: Sample) -> None:
    for row in query(sample.archive, "SELECT id, published_day FROM articles WHERE published_day IS NOT NULL"):
        assert row["id"] in ids(found, "", Filters(since=row["published_day"], until=row["published_day"]))


@pytest.mark.parametrize("day", ["2024-13", "2024-02-30", "2024-00", "24", "yesterday", "2024-3", "2024-03-18T00:00"])
@pytest.mark.parametrize("option", ["--from", "--to"])
def test_what_is_no_day_is_refused(tmp_path: Path, sample: Sample, option: str, day: str) -> None:
    run(tmp_path, "search", "huyện", option, day, "--archive", str(sample.archive)).refused(2, day)


def test_orders(found: Archive) -> None:
    dated = [row for row in found.search("huyện", sort="newest", limit=None).rows if row["published"]]
    times = [row["published"] for row in dated]
    assert len(times) > 20
    assert times == sorted(times, reverse=True)
    oldest = [row["published"] for row in found.search("huyện", sort="oldest", limit=None).rows if row["published"]]
    assert oldest == sorted(times)
    assert ids(found, "huyện", sort="newest")[:3] == [
        row["id"] for row in found.search("huyện", sort="newest", limit=3).rows
    ]


def test_titles_weigh_more(found: Archive, texts: dict[str, str]) -> None:
    """An article whose title is the query comes first."""
    rows = found.search("", limit=None).rows
    for row in rows[::7]:
        words = " ".join(syllables(row["title"]))
        assert row["id"] in [one["id"] for one in found.search(words, limit=3).rows], row["title"]


def test_filters(found: Archive, sample: Sample) -> None:
    (section, count), *_ = query(sample.archive, "SELECT section, count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC")
    assert len(ids(found, "", Filters(section=section))) == count
    assert ids(found, "", Filters(portal="no_such")) == []
    assert ids(found, "", Filters(edited=True)) == ids(found, "", Filters(gone=True)) == []
    undated = figure(sample.archive, "SELECT count(*) FROM articles WHERE published IS NULL")
    assert len(ids(found, "", Filters(undated=True))) == undated


def test_the_command_prints_what_was_found(tmp_path: Path, sample: Sample, found: Archive) -> None:
    archive = str(sample.archive)
    done = run(tmp_path, "search", ACCENTED, "--archive", archive, "--format", "jsonl", "--limit", "5").fine()
    assert [line["id"] for line in done.lines] == ids(found, ACCENTED)[:5]
    total = found.search(ACCENTED).total
    assert f"{total} articles, 5 shown" in done.err
    said = run(tmp_path, "search", ACCENTED, "--archive", archive).fine()
    assert "[" in said.out
    assert all(row["id"] in said.out for row in found.search(ACCENTED).rows)
    nothing = run(tmp_path, "search", "khôngcótừnày", "--archive", archive).fine()
    assert nothing.out == ""
    assert "0 articles" in nothing.err
    days = run(tmp_path, "search", "huyện", "--archive", archive, "--from", "2024", "--to", "2024-06").fine()
    assert "articles" in days.err


def test_a_closed_pipe_is_no_error(tmp_path: Path, sample: Sample) -> None:
    with subprocess.Popen(
        [*COMMAND, "export", "--archive", str(sample.archive)],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as export:
        assert export.stdout is not None
        assert export.stderr is not None
        export.stdout.readline()
        export.stdout.close()
        assert b"Traceback" not in export.stderr.read()
        assert export.wait(30) == 0
