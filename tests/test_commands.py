"""Statuses, messages and shapes of the command line, as the contract has them."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from conftest import Sample
from support import (
    ARCHIVE_KEYS,
    ARTICLE_KEYS,
    documents,
    query,
    run,
    sample_base,
    shared,
    stored,
)

CLOSED = "http://127.0.0.1:1/"
"""An address at which nobody listens: no test asks anything of a real portal, whatever the code does."""
BUILT = [
    *("backup", "clean", "crawl", "export", "merge", "portals", "reparse", "report", "search", "show", "snapshot"),
    *("verify", "withdraw"),
]
READING = [
    *(("search", "x"), ("show", "a1"), ("export",), ("verify",), ("verify", "--digest"), ("report",)),
    *(("reparse",), ("backup", "copy.db"), ("snapshot", "copy.db")),
    ("withdraw", "a1", "--reason", "x", "--hide"),
]
LATER = ["harvest", "release", "run", "schedule", "serve"]
NOT_YET = [
    *(("crawl", CLOSED, "--shard", "1/2"), ("crawl", CLOSED, "--assets", "all")),
    ("export", "--format", "wacz"),
    ("report", "--format", "html"),
    *(("portals", "check", "dong_nai"), ("portals", "new", "a", "http://127.0.0.1:1/")),
]


def words(arguments: tuple[str, ...]) -> str:
    return " ".join(arguments)


@pytest.mark.parametrize("command", BUILT)
def test_help_has_an_example(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, command, "--help").fine()
    assert f"Example: tintinh {command}" in done.out
    assert done.err == ""


def test_help_names_every_command_of_the_contract(tmp_path: Path) -> None:
    said = run(tmp_path, "--help").fine().out
    assert "Example: tintinh" in said
    for name in BUILT + LATER:
        assert re.search(rf"^  {name}\b", said, re.M), name
    assert re.search(r"\d+\.\d+", run(tmp_path, "--version").fine().out)


@pytest.mark.parametrize("arguments", [(name,) for name in LATER] + [(name, "x", "--y") for name in LATER], ids=words)
def test_commands_of_later_are_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    run(tmp_path, *arguments).refused(2, "not built yet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", NOT_YET, ids=words)
def test_options_of_later_are_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    run(tmp_path, *arguments).refused(2, "not built yet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("nonsense",), "nonsense"),
        (("crawl",), "--sample"),
        (("crawl", "--nonsense"), "--nonsense"),
        (("crawl", CLOSED, "--limit", "0"), "--limit"),
        (("crawl", CLOSED, "--limit", "x"), "--limit"),
        (("crawl", CLOSED, "--since", "yesterday"), "yesterday"),
        (("crawl", CLOSED, "--since", "2024-13-45"), "2024-13-45"),
        (("crawl", "no_such_portal"), "no_such_portal"),
        (("crawl", "--sample", CLOSED), "--sample"),
        (("crawl", "sample_nukeviet", CLOSED), "sample"),
        (("crawl", "ftp://127.0.0.1/"), "ftp"),
        (("crawl", "http://"), "http"),
        (("crawl", "http://127.0.0.1:99999/"), "99999"),
        (("crawl", "http://127.0.0.1:abc/"), "abc"),
        (("crawl", "http://[::1"), "[::1"),
        (("crawl", "127.0.0.1:1"), "127.0.0.1:1"),
        (("clean",), "PATH"),
        (("clean", "no-such-file.html"), "no-such-file.html"),
        (("clean", "."), "."),
        (("clean", "/dev/null", "--status", "x"), "--status"),
        (("clean", "/dev/null", "--fetched-at", "yesterday"), "yesterday"),
        (("show",), "ID"),
        (("search",), "QUERY"),
        (("search", "x", "--sort", "best"), "best"),
        (("search", "x", "--limit", "0"), "--limit"),
        (("search", "x", "--format", "xml"), "xml"),
        (("report", "first"), "first"),
        (("portals", "nonsense"), "nonsense"),
    ],
    ids=str,
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...], word: str) -> None:
    run(tmp_path, *arguments).refused(2, word)
    assert not (tmp_path / "archive.db").exists()


@pytest.mark.parametrize("arguments", [*READING, ("export", "--output", "out.jsonl"), ("search", "")], ids=words)
@pytest.mark.parametrize("way", ["default", "option", "variable"])
def test_a_missing_archive_is_named(tmp_path: Path, arguments: tuple[str, ...], way: str) -> None:
    more = {"option": ("--archive", "no/such.db")}.get(way, ())
    env = {"variable": {"TINTINH_ARCHIVE": "no/such.db"}}.get(way, {})
    run(tmp_path, *arguments, *more, **env).refused(2, "archive.db" if way == "default" else "no/such.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", ["abc", "99999", "-1"])
@pytest.mark.parametrize("arguments", [("crawl", "--sample"), ("portals",)], ids=words)
def test_an_impossible_port_is_wrong_usage(tmp_path: Path, given: str, arguments: tuple[str, ...]) -> None:
    run(tmp_path, *arguments, TINTINH_SAMPLE_PORTS=given).refused(2, "TINTINH_SAMPLE_PORTS")


def test_an_impossible_clock_is_wrong_usage(tmp_path: Path) -> None:
    env = {"TINTINH_NOW": "yesterday", "TINTINH_SAMPLE_PORTS": sample_base()}
    run(tmp_path, "crawl", "--sample", **env).refused(2, "TINTINH_NOW")


def test_the_clock_can_be_set(tmp_path: Path) -> None:
    env = {"TINTINH_NOW": "2031-05-06T07:08:09+07:00", "TINTINH_SAMPLE_PORTS": sample_base()}
    run(tmp_path, "crawl", "--sample", "--limit", "2", **env).fine()
    archive = tmp_path / "archive.db"
    times = {row[0] for row in query(archive, "SELECT added_at FROM articles UNION SELECT started_at FROM runs")}
    assert times == {"2031-05-06T00:08:09Z"}


def test_json_lines_reopen(tmp_path: Path, sample: Sample) -> None:
    archive = str(sample.archive)
    lines = run(tmp_path, "export", "--archive", archive).fine().lines
    assert len(lines) == stored(sample.archive)
    assert {tuple(line) for line in lines} == {tuple(lines[0])}
    assert set(lines[0]) == {*ARTICLE_KEYS, *ARCHIVE_KEYS}
    run(tmp_path, "export", "--archive", archive, "--output", "out.jsonl").fine()
    again = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert again == lines
    wanted = documents(sample.archive)
    assert {line["canonical_url"]: line for line in lines} == wanted


def test_csv_reopens(tmp_path: Path, sample: Sample) -> None:
    archive = str(sample.archive)
    run(tmp_path, "export", "--archive", archive, "--format", "csv", "--output", "out.csv").fine()
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = documents(sample.archive)
    assert len(rows) == len(wanted)
    assert set(rows[0]) == {*ARTICLE_KEYS, *ARCHIVE_KEYS}
    for row in rows:
        one = wanted[row["canonical_url"]]
        for key in ("title", "lead", "byline", "published", "id", "added_at"):
            assert row[key] == (one[key] or ""), (row["canonical_url"], key)
        assert row["body"] == "\n".join(one["body"])
    out = run(tmp_path, "export", "--archive", archive, "--format", "csv").fine().out
    assert list(csv.DictReader(io.StringIO(out, newline=""))) == rows


def test_an_export_without_rows_is_no_error(tmp_path: Path, sample: Sample) -> None:
    done = run(tmp_path, "export", "--archive", str(sample.archive), "--from", "2099").fine()
    assert done.out == ""
    head = run(tmp_path, "export", "--archive", str(sample.archive), "--from", "2099", "--format", "csv").fine().out
    assert set(head.strip().split(",")) == {*ARTICLE_KEYS, *ARCHIVE_KEYS}, "a table of no rows still has its columns"


def test_export_to_where_nothing_can_be_written(tmp_path: Path, sample: Sample) -> None:
    run(tmp_path, "export", "--archive", str(sample.archive), "--output", "no/out.jsonl").refused(2, "no/out.jsonl")


def test_clean_prints_exactly_the_contracts_keys(tmp_path: Path) -> None:
    page = shared("pages", "nukeviet", "article-47.html")
    (line,) = run(tmp_path, "clean", str(page), "--url", "http://127.0.0.1:8085/vi/news/a/b-47.html").fine().lines
    assert set(line) == set(ARTICLE_KEYS)
    assert {tuple(one) for one in line["images"]} == {("url", "caption", "kind")}
    assert {tuple(one) for one in line["furniture"]} == {("category", "text")}
    assert not [key for key, value in line.items() if value == ""], "an empty string is null"


@pytest.mark.parametrize("raw", [b"", b"\0" * 5000, b"\xff\xfe", b"<html>", b"<" * 100_000, bytes(range(256)) * 40])
def test_clean_reads_anything(tmp_path: Path, raw: bytes) -> None:
    (line,) = run(tmp_path, "clean", "-", stdin=raw).fine().lines
    assert set(line) == set(ARTICLE_KEYS)
    assert line["published"] is None


def test_clean_goes_on_after_a_file_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Một\n\nHai", encoding="utf-8")
    done = run(tmp_path, "clean", "missing.txt", "a.txt").refused(2, "missing.txt")
    assert len(done.lines) == 1


def test_show_by_id(tmp_path: Path, sample: Sample) -> None:
    archive = str(sample.archive)
    for url, one in list(documents(sample.archive).items())[::40]:
        shown = json.loads(run(tmp_path, "show", one["id"], "--archive", archive, "--format", "json").fine().out)
        assert {key: shown[key] for key in one if key != "furniture"} == {
            key: value for key, value in one.items() if key != "furniture"
        }
        assert len(shown["revisions"]) == 1
        assert shown["captures"]
        said = run(tmp_path, "show", one["id"], "--archive", archive).fine().out
        for words_ in [one["title"], url, one["id"], *one["body"], *one["captions"]]:
            assert words_ in said
    run(tmp_path, "show", "a0nosuchid", "--archive", archive).refused(2, "a0nosuchid")


def test_portals_lists_the_declared_with_their_figures(tmp_path: Path, sample: Sample) -> None:
    without = run(tmp_path, "portals").fine().out
    assert "dong_nai" in without
    assert "declared" in without
    with_figures = run(tmp_path, "portals", "list", "--archive", str(sample.archive)).fine().out
    line = next(one for one in with_figures.splitlines() if one.startswith("sample_nukeviet"))
    assert re.search(r"\b60\b", line)


def test_report_as_json(tmp_path: Path, sample: Sample) -> None:
    report = json.loads(run(tmp_path, "report", "--archive", str(sample.archive), "--format", "json").fine().out)
    assert sum(one["new"] for one in report["portals"]) == stored(sample.archive)
    assert report["run"]["status"] == 0
    run(tmp_path, "report", "999", "--archive", str(sample.archive)).refused(2, "999")
    run(tmp_path, "report", "0", "--archive", str(sample.archive)).refused(2, "0")
