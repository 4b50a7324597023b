"""``crawl --sample``: every article as its portal means it, and nothing twice however often it is crawled."""

import os
from pathlib import Path

import pytest
from conftest import Sample
from support import SAMPLES, digest, documents, figure, mismatches, query, run, sample_base, stored

pytestmark = pytest.mark.crawl
FIELDS = [
    *("title", "lead", "body", "captions", "byline", "source", "tags", "section", "attachments"),
    *("published", "published_precision", "published_basis", "updated"),
]


@pytest.fixture
def base() -> str:
    return sample_base()


@pytest.mark.parametrize("field", FIELDS)
def test_every_article_is_as_its_portal_means_it(sample: Sample, field: str) -> None:
    truths = sample.truths()
    assert len(truths) >= 40 * len(SAMPLES)
    wrong = mismatches(documents(sample.archive), truths, [field])
    assert not wrong, f"{len(wrong)} differences\n" + "\n".join(wrong[:20])


def test_times_are_no_finer_than_their_precision(sample: Sample) -> None:
    length = {"second": 25, "minute": 22, "day": 10, "month": 7, None: 0}
    for url, one in documents(sample.archive).items():
        assert len(one["published"] or "") == length[one["published_precision"]], url
        assert (one["published"] is None) == (one["published_basis"] is None), url


def test_no_list_or_service_page_is_an_article(sample: Sample) -> None:
    kinds = {one["kind"] for one in documents(sample.archive).values()}
    assert kinds == {"article"}
    assert figure(sample.archive, "SELECT count(*) FROM failures") == 0


def test_a_run_is_on_record(sample: Sample) -> None:
    (one,) = query(sample.archive, "SELECT * FROM runs")
    assert (one["command"], one["status"]) == ("crawl", 0)
    assert one["started_at"].endswith("Z")
    assert one["ended_at"] >= one["started_at"]
    rows = query(sample.archive, "SELECT portal, new, edited, failed FROM run_portals ORDER BY portal")
    assert [row["portal"] for row in rows] == SAMPLES
    assert sum(row["new"] for row in rows) == stored(sample.archive)
    assert {(row["edited"], row["failed"]) for row in rows} == {(0, 0)}


def test_second_crawl_and_recheck_find_nothing_new(tmp_path: Path, base: str) -> None:
    run(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    archive = tmp_path / "archive.db"
    first, count = digest(tmp_path), stored(archive)
    for arguments in ((), ("--recheck",), ("--full",)):
        run(tmp_path, "crawl", "--sample", *arguments, TINTINH_SAMPLE_PORTS=base).fine()
        assert digest(tmp_path) == first, arguments
        assert stored(archive) == count
        assert figure(archive, "SELECT max(revision) FROM articles") == 1
        last = "SELECT sum(%s) FROM run_portals WHERE run_id = (SELECT max(id) FROM runs)"
        assert figure(archive, last % "new") == figure(archive, last % "edited") == 0
        assert figure(archive, last % "failed") == 0
        assert figure(archive, last % "unchanged") == (count if arguments == ("--recheck",) else 0)
    # An unchanged recheck is a row without bytes; the bytes are those of the first time.
    bare = "SELECT count(*) FROM captures WHERE warc IS NULL AND url IN (SELECT canonical_url FROM articles)"
    assert figure(archive, bare) == count
    kept = "SELECT count(DISTINCT capture_id) FROM articles JOIN captures c ON c.id = capture_id WHERE warc NOT NULL"
    assert figure(archive, kept) == count


def test_reparse_changes_nothing_and_needs_no_network(tmp_path: Path, base: str) -> None:
    run(tmp_path, "crawl", "--sample", "--limit", "8", TINTINH_SAMPLE_PORTS=base).fine()
    first = digest(tmp_path)
    run(tmp_path, "reparse").fine()
    assert digest(tmp_path) == first
    assert figure(tmp_path / "archive.db", "SELECT count(*) FROM revision_rows") == stored(tmp_path / "archive.db")


def test_limits_are_exact_and_the_rest_comes_later(tmp_path: Path, base: str) -> None:
    archive = tmp_path / "archive.db"
    for limit, total in ((1, 1), (5, 6), (2, 8)):
        run(tmp_path, "crawl", "--sample", "--limit", str(limit), TINTINH_SAMPLE_PORTS=base).fine()
        counts = [row[0] for row in query(archive, "SELECT count(*) FROM articles GROUP BY portal")]
        assert counts == [total] * len(SAMPLES), f"--limit {limit}"
        assert figure(archive, "SELECT count(*) FROM failures") == 0, "a limit is no failure"
    run(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base, timeout=60).fine()
    whole = tmp_path / "whole"
    whole.mkdir()
    run(whole, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    assert digest(tmp_path) == digest(whole)


def test_since_leaves_out_what_lists_say_is_older(tmp_path: Path, base: str) -> None:
    run(tmp_path, "crawl", "sample_nukeviet", "--since", "2026", TINTINH_SAMPLE_PORTS=base).fine()
    archive = tmp_path / "archive.db"
    oldest, newest = query(archive, "SELECT min(published_day), max(published_day) FROM articles")[0]
    assert oldest >= "2026", "lists, sitemap and feed of this portal date every article"
    assert newest > "2026"


@pytest.mark.skipif("sample_nukeviet" not in SAMPLES, reason="not declared")
@pytest.mark.skipif(not os.environ.get("TINTINH_SOAK"), reason="waits a minute as it is told; part of make soak")
def test_a_portal_that_asks_to_wait_is_waited_for(tmp_path: Path, base: str) -> None:
    """The real system's limit: 40 requests a minute, then 429 with Retry-After."""
    run(tmp_path, "crawl", "sample_nukeviet", "--flood", "--limit", "30", TINTINH_SAMPLE_PORTS=base).fine()
    archive = tmp_path / "archive.db"
    assert stored(archive) == 30
    refused = query(archive, "SELECT status, reason FROM failures")
    assert refused, "no 429 came: the limit of the test is too small"
    assert {tuple(row) for row in refused} == {(429, "asked_to_wait")}
    run(tmp_path, "verify").fine()


@pytest.mark.skipif("sample_nukeviet" not in SAMPLES, reason="not declared")
def test_edits_by_the_portal_are_one_revision_each(tmp_path: Path, base: str) -> None:
    """The second edition edits a text, moves a date and replaces a document; all else stays."""
    env = {"TINTINH_SAMPLE_PORTS": base}
    run(tmp_path, "crawl", "sample_nukeviet", **env).fine()
    for _ in range(2):
        run(tmp_path, "crawl", "sample_nukeviet", "--recheck", "--edition", "2", **env)
    from crawler.samples.registry import build

    changes = build("sample_nukeviet", base_port=int(base), edition=2).changes()
    archive = tmp_path / "archive.db"
    for kind in ("text", "date", "attachment"):
        rows = query(archive, "SELECT revision FROM articles WHERE canonical_url = ?", changes[kind])
        assert [row["revision"] for row in rows] == [2], kind
    edited = {row[0] for row in query(archive, "SELECT canonical_url FROM articles WHERE revision > 1")}
    assert edited == {changes[kind] for kind in ("text", "date", "attachment")}
    run(tmp_path, "verify").fine()
