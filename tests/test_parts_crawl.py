"""Articles of several pages in a crawl: fetched, joined, read again, looked at again."""

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import pytest
from filed import INFO, PAGE
from support import query, run

from crawler.archive import open as open_archive
from crawler.archive.digest import digest
from crawler.archive.reread import Reread, reread_all
from crawler.archive.store import Store
from crawler.archive.verify import faults
from crawler.crawl.plan import Found, Options, Plan
from crawler.crawl.session import Session
from crawler.models import Fetched, Link

BASE = "http://127.0.0.1/vi/news/tin/"
TEXTS = {
    1: "Sáng nay, hội nghị bàn về cải cách hành chính đã diễn ra tại hội trường huyện với hơn một trăm đại biểu.",
    2: "Nhiều đại biểu cho rằng thời gian giải quyết hồ sơ đất đai còn dài, người dân phải đi lại nhiều lần.",
    3: "Kết luận hội nghị, chủ tịch huyện yêu cầu các xã công khai quy trình tại bộ phận một cửa trong tháng 4.",
}
FORM = {"query": "bai-1.html?page={}", "name": "bai-1-p{}.html"}
_hours = count(1)


class Web:
    """One portal's answers by address: a list of one article that has as many pages as there are texts."""

    def __init__(self, form: str = "query", base: str = BASE) -> None:
        self.base, self.form = base, FORM[form]
        self.texts = dict(TEXTS)
        self.status: dict[str, int] = {}
        self.moved: dict[str, str] = {}
        self.robots = "User-agent: *\nAllow: /\n"
        self.listed: list[str] = []
        self.asked: Counter[str] = Counter()

    def url(self, number: int) -> str:
        """Where a page lies."""
        return self.base + (self.form.format(number) if number > 1 else "bai-1.html")

    def page(self, number: int) -> bytes:
        """One page with its pager."""
        pager = " ".join(f'<a href="{self.url(other)}">{other}</a>' for other in self.texts if other != number)
        body = f"<p>{self.texts[number]}</p><p>Phần {number}: các ý kiến được ghi lại đầy đủ.</p>"
        body += f"<div class=pagination>Trang {number} {pager}</div>" if pager else ""
        texts = {"title": "Hội nghị cải cách hành chính", "day": "Thứ hai - 18/03/2024 03:41", "lead": "Tóm tắt."}
        return PAGE.format(**texts, body=body, counter=sum(self.asked.values()), files="").encode()

    def answer(self, url: str) -> tuple[int, dict[str, str], bytes]:
        """Status, fields and bytes."""
        self.asked[url] += 1
        if url in self.moved:
            return 301, {"Location": self.moved[url]}, b""
        number = next((number for number in self.texts if self.url(number) == url), None)
        status = self.status.get(url, 200 if number else 404)
        body = self.page(number) if number and status == 200 else b"<html><body>-</body></html>"
        return status, {"Content-Type": "text/html; charset=utf-8"}, body


def crawl(archive: Path, web: Web, most: int = 99, **wishes: bool | int) -> Session:
    """Crawls as the spider does, without a network; ends after ``most`` answers as a killed crawl would."""
    with Store(archive, "crawl") as store:
        store.declare(INFO)
        plan = Plan(INFO, [Link(INFO.start[0], "list")], "nukeviet")
        session = Session(store, [plan], Options(**wishes), "tintinh")  # type: ignore[arg-type]
        robots = Fetched("http://127.0.0.1/robots.txt", 200, [], web.robots.encode(), _at())
        session.begin("thu", robots)
        while most and (leases := session.take("thu", 1)):
            most -= 1
            (lease,) = leases
            if lease.role == "list":
                links = [Link(url, "article") for url in web.listed or [web.url(1)]]
                session.answered(lease, Fetched(lease.url, 200, [], b"<html></html>", _at()), Found(links=links), None)
                continue
            status, fields, body = web.answer(lease.url)
            fetched = Fetched(lease.url, status, list(fields.items()), body, _at())
            article = session.read(lease, fetched) if lease.role == "article" else None
            session.answered(lease, fetched, Found(), article)
        session.due_in("thu")
        return session


def _at() -> str:
    return f"2026-01-{1 + next(_hours) // 24:02}T{next(_hours) % 24:02}:00:00Z"


def row(archive: Path) -> sqlite3.Row:
    """The one article."""
    (found,) = query(archive, "SELECT * FROM articles")
    return found


def notes(archive: Path) -> list[str]:
    """Its notes of pages."""
    return [one[0] for one in query(archive, "SELECT note FROM article_notes WHERE note LIKE 'paged:%'")]


def whole(archive: Path, *numbers: int) -> None:
    """The article has these pages' texts and no others, and the archive is whole."""
    text = row(archive)["body"]
    assert [number for number in TEXTS if TEXTS[number] in text] == list(numbers)
    with open_archive(archive) as found:
        assert list(faults(found.db, found.path)) == []


def test_a_crawl_joins_the_pages_and_a_second_reading_gives_the_same(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web()
    crawl(archive, web)
    whole(archive, 1, 2, 3)
    assert notes(archive) == ["paged: 3 of 3 pages read"]
    assert row(archive)["revision"] == 1
    parts = query(archive, "SELECT position, url FROM article_parts ORDER BY position")
    assert [tuple(one) for one in parts] == [(2, web.url(2)), (3, web.url(3))]
    assert query(archive, "SELECT new, edited, failed FROM run_portals")[0][:] == (1, 0, 0)
    with Store(archive, "reparse") as store:
        before = digest(store.db)
        assert reread_all(store, None, lambda: None) == Reread(done=1)
        assert digest(store.db) == before
    crawl(archive, web)
    assert [web.asked[web.url(number)] for number in (1, 2, 3)] == [1, 1, 1], "a second crawl asks for none of them"


def test_a_recheck_sees_an_edit_on_the_second_page(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web()
    crawl(archive, web)
    crawl(archive, web, recheck=True)
    assert [web.asked[web.url(number)] for number in (1, 2, 3)] == [2, 2, 2]
    assert row(archive)["revision"] == 1, "counters are no edit"
    unkept = query(archive, "SELECT url FROM captures WHERE warc IS NULL AND url LIKE '%bai-1%'")
    assert sorted(one[0] for one in unkept) == [web.url(number) for number in (1, 2, 3)]
    web.texts[2] = web.texts[2].replace("Nhiều", "Một số")
    crawl(archive, web, recheck=True)
    whole(archive, 1, 3)
    assert "Một số đại biểu" in row(archive)["body"]
    revisions = query(archive, "SELECT body FROM revisions ORDER BY revision")
    assert [TEXTS[2] in one[0] for one in revisions] == [True, False]
    with Store(archive, "reparse") as store:
        assert reread_all(store, None, lambda: None).changed == 0


def test_a_killed_crawl_goes_on_where_it_stood(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web()
    crawl(archive, web, most=2)
    whole(archive, 1)
    assert notes(archive) == [f"paged: 1 of 3 pages read, without {web.url(2)} {web.url(3)}"]
    crawl(archive, web, most=1)
    whole(archive, 1, 2)
    crawl(archive, web)
    whole(archive, 1, 2, 3)
    assert [web.asked[web.url(number)] for number in (1, 2, 3)] == [1, 1, 1]
    assert row(archive)["revision"] == 1


@pytest.mark.parametrize("status", [404, 403, 200])
def test_a_page_that_is_not_to_be_had_is_on_record(tmp_path: Path, status: int) -> None:
    archive, web = tmp_path / "archive.db", Web()
    web.status[web.url(2)] = status
    if status == 200:
        web.texts[2] = web.texts[1]
        web.page = lambda number, page=web.page: page(1 if number == 2 else number)  # type: ignore[method-assign]
    crawl(archive, web)
    whole(archive, 1, 3)
    assert notes(archive) == [f"paged: 2 of 3 pages read, without {web.url(2)}"]
    (failure,) = query(archive, "SELECT url, reason, detail FROM failures")
    assert failure["url"] == web.url(2)
    assert failure["reason"] == {404: "not_found", 403: "refused", 200: "unreadable"}[status]
    assert row(archive)["id"] in failure["detail"]
    assert row(archive)["gone_since"] is None
    if status == 403:
        del web.status[web.url(2)]
        crawl(archive, web)
        whole(archive, 1, 2, 3)


def test_a_page_that_is_lost_later_keeps_its_text(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web()
    crawl(archive, web)
    web.status[web.url(3)] = 404
    crawl(archive, web, recheck=True)
    whole(archive, 1, 2, 3)
    assert row(archive)["revision"] == 1


def test_robots_are_kept(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web()
    web.robots = "User-agent: *\nDisallow: /*?page=3\n"
    crawl(archive, web)
    whole(archive, 1, 2)
    assert web.asked[web.url(3)] == 0
    assert [one[0] for one in query(archive, "SELECT reason FROM failures")] == ["robots"]


def test_a_limit_counts_articles_and_not_their_pages(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web()
    web.listed = [web.url(1), f"{BASE}bai-2.html"]
    crawl(archive, web, limit=1)
    whole(archive, 1, 2, 3)
    assert web.asked[f"{BASE}bai-2.html"] == 0


def test_a_moved_page_is_followed(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web()
    named = web.url(2)
    web.moved[named] = named.replace("?page=2", "?trang=2")
    web.answer = lambda url, answer=web.answer: answer(url) if "trang" not in url else (200, {}, web.page(2))  # type: ignore[method-assign]
    crawl(archive, web)
    whole(archive, 1, 2, 3)
    web.moved[named] = web.url(1)
    crawl(archive, web, recheck=True)
    assert [one[0] for one in query(archive, "SELECT reason FROM failures")] == ["redirected_away"]
    whole(archive, 1, 2, 3)


def test_pages_that_are_added_are_an_edit_and_pages_that_go_too(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web()
    del web.texts[3]
    crawl(archive, web)
    whole(archive, 1, 2)
    web.texts[3] = TEXTS[3]
    crawl(archive, web, recheck=True)
    whole(archive, 1, 2, 3)
    assert row(archive)["revision"] == 2
    crawl(archive, web, recheck=True)
    assert row(archive)["revision"] == 2
    web.texts = {1: TEXTS[1]}
    crawl(archive, web, recheck=True)
    whole(archive, 1)
    assert row(archive)["revision"] == 3
    assert query(archive, "SELECT * FROM article_parts") == []
    assert notes(archive) == []


def test_a_page_that_a_list_leads_to_is_no_article_of_its_own(tmp_path: Path) -> None:
    archive, web = tmp_path / "archive.db", Web("name")
    web.listed = [web.url(2), web.url(1)]
    crawl(archive, web)
    whole(archive, 1, 2, 3)
    assert query(archive, "SELECT sum(new) FROM run_portals")[0][0] == 1
    crawl(archive, web, recheck=True)
    whole(archive, 1, 2, 3)
    assert row(archive)["revision"] == 1


def test_verify_names_a_page_whose_capture_is_missing(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    crawl(archive, Web())
    with closing(sqlite3.connect(archive)) as db:
        db.execute("DELETE FROM captures WHERE id = (SELECT capture_id FROM article_parts WHERE position = 2)")
        db.commit()
    with open_archive(archive) as found:
        named = [one for one in faults(found.db, found.path) if "further page without its capture" in one]
    assert named == [f"further page without its capture: {row(archive)['id']} page 2"]


LIST = """<!DOCTYPE html><html><head><meta name="generator" content="NukeViet v4.5"><title>Tin tức</title></head><body>
<div class="news_column"><div class="panel panel-default"><div class="panel-body"><h3><a href="/vi/news/tin/bai-1.html">
Hội nghị cải cách hành chính</a></h3></div></div></div></body></html>"""


@pytest.fixture
def served() -> Iterator[Web]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, fields, body = 200, {"Content-Type": "text/html; charset=utf-8"}, LIST.encode()
            if self.path == "/robots.txt":
                body = b"User-agent: *\nDisallow: /admin/\n"
            elif self.path not in ("/", "/vi/news/"):
                status, fields, body = web.answer(f"http://127.0.0.1:{server.server_port}{self.path}")
            self.send_response(status)
            for name, value in (fields | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web = Web(base=f"http://127.0.0.1:{server.server_port}/vi/news/tin/")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield web
    server.shutdown()
    server.server_close()


@pytest.mark.crawl
def test_over_http(tmp_path: Path, served: Web) -> None:
    archive, target = tmp_path / "archive.db", served.base.replace("tin/", "")
    run(tmp_path, "crawl", target).fine()
    whole(archive, 1, 2, 3)
    run(tmp_path, "reparse").fine()
    served.texts[2] = "Các đại biểu đề nghị rút ngắn thời gian giải quyết hồ sơ đất đai xuống còn mười ngày làm việc."
    run(tmp_path, "crawl", target, "--recheck").fine()
    whole(archive, 1, 3)
    assert row(archive)["revision"] == 2
    run(tmp_path, "verify").fine()
