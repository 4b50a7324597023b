"""A real NukeViet's pages crawled over HTTP, by address and by declaration."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from replay import Replay, declare
from support import (
    COMMAND,
    differences,
    digest,
    documents,
    figure,
    mismatches,
    query,
    run,
    shared,
    started,
    stored,
    wait_for,
)

import crawler

pytestmark = [pytest.mark.crawl, pytest.mark.xdist_group("replay")]
FIELDS = [
    *("kind", "title", "lead", "body", "captions", "byline", "source", "section", "tags"),
    *("published", "published_precision", "published_basis", "updated"),
]
LISTS = ["/vi/news/", "/vi/news/tin-tuc-su-kien/", "/vi/news/tin-tuc-su-kien/page-2/"]


def hurried(program: tuple[str, ...], more: str = "") -> tuple[str, ...]:
    """The program with a short rest between tries; ``more`` is run before it."""
    hurry = "from datetime import timedelta\nimport crawler.crawl.session as s\ns.RETRY_AFTER = timedelta(seconds=1)\n"
    return (*program[:2], hurry + more + program[2])


@pytest.fixture
def portal() -> Iterator[Replay]:
    with Replay() as running:
        yield running


@pytest.mark.parametrize("way", ["address", "declaration"])
def test_crawl_and_two_rechecks(tmp_path: Path, portal: Replay, way: str) -> None:
    by_name = way == "declaration"
    target = "suoi_da" if by_name else portal.url("/vi/news/")
    program = declare(tmp_path, portal.address) if by_name else COMMAND
    archive = tmp_path / "archive.db"

    run(tmp_path, "crawl", target, program=program).fine()
    found = documents(archive)
    assert len(found) == 12
    assert not mismatches(found, portal.truths(), FIELDS)
    assert {one["portal"] for one in found.values()} == {"suoi_da" if by_name else None}
    assert {row[0] for row in query(archive, "SELECT portal FROM articles")} == {
        "suoi_da" if by_name else portal.address
    }
    assert query(archive, "SELECT family, status FROM portals")[0][:] == (
        "nukeviet",
        "declared" if by_name else "undeclared",
    )

    # What is linked and not there is on record, and nothing else is.
    missing = query(archive, "SELECT url, reason, status FROM failures")
    assert {(row["reason"], row["status"]) for row in missing} == {("not_found", 404)}
    assert {row["url"] for row in missing} == {portal.url(path) for path in portal.asked if path not in portal.pages}
    assert not {portal.url(path) for path in LISTS} & found.keys()

    for file in ("article-63.mobile.html", "article-63.second.html"):
        run(tmp_path, "crawl", target, "--recheck", program=program).fine()
        assert mismatches(documents(archive), portal.truths(), FIELDS) == [], file
        assert figure(archive, "SELECT max(revision) FROM articles") == 1, file
    assert query(archive, "SELECT status FROM runs WHERE status <> 0") == []
    run(tmp_path, "verify").fine()


def test_an_unchanged_recheck_stores_nothing_that_reparse_would_take_back(tmp_path: Path, portal: Replay) -> None:
    """The bytes of an unchanged page aren't kept, so nothing may be stored that stands in them alone."""
    run(tmp_path, "crawl", portal.url("/vi/news/")).fine()
    run(tmp_path, "crawl", portal.url("/vi/news/"), "--recheck").fine()
    rechecked = digest(tmp_path)
    run(tmp_path, "reparse").fine()
    assert digest(tmp_path) == rechecked


def test_a_limit_counts_articles(tmp_path: Path, portal: Replay) -> None:
    """Dead links are no articles: most of what this portal's sitemap names isn't there."""
    run(tmp_path, "crawl", portal.url("/vi/news/"), "--limit", "2").fine()
    assert stored(tmp_path / "archive.db") == 2


def test_every_page_was_asked_for_once(tmp_path: Path, portal: Replay) -> None:
    run(tmp_path, "crawl", portal.url("/vi/news/")).fine()
    assert {path: times for path, times in portal.asked.items() if times > 1} == {}
    assert not [path for path in portal.asked if path.startswith(("/admin/", "/users/", "/statistics/"))]


def test_a_host_alone_is_enough(tmp_path: Path, portal: Replay) -> None:
    run(tmp_path, "crawl", f"http://{portal.address}").fine()
    assert stored(tmp_path / "archive.db") == 12


def test_an_articles_own_address_is_enough(tmp_path: Path, portal: Replay) -> None:
    """What people paste is mostly an article's address."""
    (path,) = [path for path in portal.pages if path.endswith("-47.html")]
    run(tmp_path, "crawl", portal.url(path)).fine()
    found = documents(tmp_path / "archive.db")
    assert portal.url(path) in found
    assert len(found) == 12


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-vi.news.xml", "/vi/news/rss/tin-tuc-su-kien/", LISTS[2]])
@pytest.mark.parametrize("way", ["address", "declaration"])
def test_a_crawl_that_was_killed_goes_on(tmp_path: Path, portal: Replay, way: str, path: str) -> None:
    """What was asked for when the crawl died is asked for again, and read; the family is known by then."""
    by_name = way == "declaration"
    target = "suoi_da" if by_name else portal.url("/vi/news/")
    program = declare(tmp_path, portal.address) if by_name else COMMAND
    portal.slow[path] = threading.Event()
    with started(tmp_path, "crawl", target, program=program) as crawl:
        wait_for(lambda: portal.asked[path])
        crawl.kill()
    portal.slow.pop(path).set()
    run(tmp_path, "verify").fine()
    run(tmp_path, "crawl", target, program=program).fine()
    archive = tmp_path / "archive.db"
    assert not mismatches(documents(archive), portal.truths(), FIELDS)
    assert {row[0] for row in query(archive, "SELECT DISTINCT reason FROM failures")} == {"not_found"}


def test_a_limit_leaves_no_list_handed_out(tmp_path: Path, portal: Replay) -> None:
    """Lists beyond the limit stay due at once, with no try counted: the next crawl needn't wait for them."""
    run(tmp_path, "crawl", portal.url("/vi/news/"), "--limit", "1")
    left = query(tmp_path / "archive.db", "SELECT url, reason, not_before FROM frontier WHERE state <> 'done'")
    assert [row["url"] for row in left if row["not_before"] or row["reason"] == "lost"] == []


@pytest.mark.parametrize("way", ["address", "declaration"])
def test_pages_read_alone(way: str) -> None:
    """``crawler.clean`` on the saved files, without hints; the mobile skin and the second fetch tell the same."""
    folder = shared("pages", "nukeviet")
    raw = {one["id"]: one for one in json.loads((folder / "truth.json").read_text(encoding="utf-8"))}
    with Replay() as portal:
        truths = {one["canonical_url"].partition(portal.address)[2]: one for one in portal.truths()}
    checked = 0
    for one in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        if one["truth_id"] is None:
            continue
        address = one["url"] if way == "address" else one["url"] + "?utm_source=zalo#top"
        page = (folder / one["file"]).read_bytes()
        made = crawler.clean(page, url=address, content_type=one["content_type"], status=one["status"]).to_dict()
        wanted = truths[raw[one["truth_id"]]["url"]]
        assert not differences(made, wanted, FIELDS), one["file"]
        assert made["canonical_url"] == one["url"]
        assert made["family"] == "nukeviet"
        checked += 1
    assert checked == 14


@pytest.mark.parametrize("status", [200, None])
def test_lists_read_alone_are_lists(status: int | None) -> None:
    folder = shared("pages", "nukeviet")
    for one in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        if one["file"].startswith("vi_news") and one["file"].endswith(".html") and one["status"] == 200:
            page = (folder / one["file"]).read_bytes()
            made = crawler.clean(page, url=one["url"], content_type=one["content_type"], status=status)
            assert (made.kind, made.body, made.published) == ("listing", [], None), one["file"]


def test_the_missing_page_read_alone_is_no_article() -> None:
    page = shared("pages", "nukeviet", "vi_news_tin-tuc-su-kien_khong-ton-tai-99999.html").read_bytes()
    url = "http://127.0.0.1:8085/vi/news/tin-tuc-su-kien/khong-ton-tai-99999.html"
    assert crawler.clean(page, url=url, status=404).kind == "not_found"
    assert crawler.clean(page, url=url).published is None


def test_an_edit_is_one_revision_with_both_texts(tmp_path: Path, portal: Replay) -> None:
    target, archive = portal.url("/vi/news/"), tmp_path / "archive.db"
    run(tmp_path, "crawl", target).fine()
    old, new = "Khí thế ra quân", "Khí thế ra quân rầm rộ"
    portal.edits.append((old.encode(), new.encode()))
    for _ in range(2):
        run(tmp_path, "crawl", target, "--recheck").fine()
    rows = query(archive, "SELECT * FROM revisions WHERE article_id IN (SELECT id FROM articles WHERE revision > 1)")
    assert [(row["revision"], old in row["body"], new in row["body"]) for row in rows] == [
        (1, True, False),
        (2, True, True),
    ]
    run(tmp_path, "verify").fine()


def test_what_failed_once_is_tried_by_the_next_crawl(tmp_path: Path, portal: Replay) -> None:
    """A server that was out of order for an hour must not cost an article for ever."""
    (path,) = [path for path in portal.pages if path.endswith("-47.html")]
    (other,) = [path for path in portal.pages if path.endswith("-34.html")]
    portal.broken = {path: 500, other: 0}
    quick = hurried(declare(tmp_path, portal.address))
    run(tmp_path, "crawl", "suoi_da", program=quick)
    archive = tmp_path / "archive.db"
    assert stored(archive) == 10
    failed = {row[0] for row in query(archive, "SELECT url FROM failures WHERE reason <> 'not_found'")}
    assert failed == {portal.url(path), portal.url(other)}
    portal.broken = {}
    run(tmp_path, "crawl", "suoi_da", program=quick).fine()
    assert not mismatches(documents(archive), portal.truths(), FIELDS)


def test_a_list_page_that_failed_once_is_read_by_a_later_crawl(tmp_path: Path, portal: Replay) -> None:
    """Page 1 without news must not end a later crawl while page 2 was never read."""
    portal.pages.pop("/sitemap.xml")
    portal.pages.pop("/vi/news/rss/tin-tuc-su-kien/")
    program = hurried(declare(tmp_path, portal.address))
    portal.broken = {LISTS[2]: 500}
    run(tmp_path, "crawl", "suoi_da", program=program)
    portal.broken = {}
    run(tmp_path, "crawl", "suoi_da", program=program).fine()
    archive = tmp_path / "archive.db"
    assert figure(archive, "SELECT count(*) FROM captures WHERE url = ? AND status = 200", portal.url(LISTS[2])) == 1


def test_news_on_a_page_that_failed_is_found_by_a_later_crawl(tmp_path: Path, portal: Replay) -> None:
    """Also when the list was once read to its end, and its first page has no news by then."""
    for path in ("/sitemap.xml", "/vi/news/rss/tin-tuc-su-kien/"):
        portal.pages.pop(path)
    program = hurried(declare(tmp_path, portal.address))
    raw = [portal.answer(path)[2] for path in LISTS]
    portal.asked.clear()
    # Page 2 is the last one; the module's front page leads to the section alone.
    last = re.sub(rb'<ul class="pagination">.*?</ul>', b"", raw[2], flags=re.S)
    portal.extra[LISTS[2]] = (200, "text/html; charset=utf-8", last)
    run(tmp_path, "crawl", "suoi_da", program=program).fine()
    archive = tmp_path / "archive.db"
    section = portal.url(LISTS[1]).removeprefix("http://")
    assert figure(archive, "SELECT complete FROM frontier WHERE key LIKE ?", "%" + section) == 1

    def news(page: bytes, number: bytes) -> bytes:
        """The page with another article in its first entry's place."""
        return re.sub(rb'(<h[23]>\s*<a href="[^"]*?-)\d+(\.html")', rb"\g<1>" + number + rb"\2", page, count=1)

    assert news(raw[1], b"801") != raw[1]
    assert news(last, b"802") != last
    portal.extra[LISTS[1]] = (200, "text/html; charset=utf-8", news(raw[1], b"801"))
    portal.extra[LISTS[2]] = (200, "text/html; charset=utf-8", news(last, b"802"))
    portal.broken = {LISTS[2]: 500}
    run(tmp_path, "crawl", "suoi_da", program=program)
    assert [path for path in portal.asked if path.endswith("-801.html")]
    assert portal.asked[LISTS[2]] > 1, "page 2 was asked for and failed"
    portal.broken = {}
    run(tmp_path, "crawl", "suoi_da", program=program).fine()
    assert [path for path in portal.asked if path.endswith("-802.html")]


def test_a_clock_that_stands_still_ends_all_the_same(tmp_path: Path, portal: Replay) -> None:
    """TINTINH_NOW sets the clock of every command; an address that rests must not rest for ever."""
    (path,) = [path for path in portal.pages if path.endswith("-47.html")]
    portal.broken = {path: 500}
    program = hurried(declare(tmp_path, portal.address))
    run(tmp_path, "crawl", "suoi_da", program=program, timeout=25, TINTINH_NOW="2026-11-22T08:00:00Z")
    assert stored(tmp_path / "archive.db") == 11


def test_an_error_of_ours_is_told_in_a_sentence(tmp_path: Path, portal: Replay) -> None:
    """An exception while a page is filed: on record with its words, status 1, and no page dumped on the terminal."""
    fault = (
        "import crawler.crawl.lists as lists\n"
        "right = lists.Lists.page\n"
        "def page(self, lease, *more):\n"
        "    if lease.url.endswith('/page-2/'):\n        raise AttributeError('a fault of ours')\n"
        "    right(self, lease, *more)\n"
        "lists.Lists.page = page\n"
    )
    program = hurried(declare(tmp_path, portal.address), fault)
    done = run(tmp_path, "crawl", "suoi_da", program=program)
    assert stored(tmp_path / "archive.db") == 12
    assert len(done.err) < 20_000, f"{len(done.err)} characters on stderr, the page itself among them"
    told = query(tmp_path / "archive.db", "SELECT detail FROM failures WHERE reason <> 'not_found'")
    assert [row for row in told if "a fault of ours" in row["detail"]]
    assert done.status == 1
