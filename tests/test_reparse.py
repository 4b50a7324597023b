"""Reading stored pages again: the same with any number of processes, no edit invented, no page takes others along."""

import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from crash import crash
from echo import echo
from filed import Portal
from inside import call
from support import digest, figure, query, run, sample_base, started, wait_for

from crawler.archive.ids import content_hash
from crawler.archive.pool import Read, jobs_for, read_all
from crawler.archive.store import Store
from crawler.errors import TintinhError
from crawler.models import EXTRACTOR

pytestmark = [pytest.mark.crawl, pytest.mark.xdist_group("reparse")]
SEEDS = range(100, 125) if os.environ.get("TINTINH_SOAK") else range(100, 102)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sample portal, crawled."""
    folder = tmp_path_factory.mktemp("town")
    run(folder, "crawl", "sample_town", TINTINH_SAMPLE_PORTS=sample_base()).fine()
    return folder


def age(folder: Path, every: int = 1) -> None:
    """Articles as a poorer extractor would have read them: no sapô, one paragraph, no tags."""
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        rows = db.execute("SELECT id, title, body FROM articles ORDER BY id").fetchall()
        for identity, title, body in rows[::every]:
            first = (body or "").partition("\n\n")[0] or None
            poor = content_hash(title, None, first)
            db.execute(
                "UPDATE articles SET lead = NULL, body = ?, content_hash = ?, extractor = '0' WHERE id = ?",
                (first, poor, identity),
            )
            db.execute(
                "UPDATE revision_rows SET content_hash = ?, extractor = '0' WHERE article_id = ?", (poor, identity)
            )
            db.execute("DELETE FROM tags WHERE article_id = ?", (identity,))


def copied(town: Path, folder: Path) -> None:
    shutil.copytree(town, folder, dirs_exist_ok=True)


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_result_is_the_same_whatever_the_number_of_processes(tmp_path: Path, town: Path, jobs: str) -> None:
    copied(town, tmp_path)
    wanted = digest(tmp_path)
    age(tmp_path)
    assert digest(tmp_path) != wanted
    told = run(tmp_path, "reparse", "--jobs", jobs).fine().err
    assert f"42 articles read again by extractor {EXTRACTOR}, 42 of them changed" in told
    assert digest(tmp_path) == wanted
    assert figure(tmp_path / "archive.db", "SELECT max(revision) FROM articles") == 1
    assert {row[0] for row in query(tmp_path / "archive.db", "SELECT extractor FROM revisions")} == {EXTRACTOR}


def test_former_texts_are_read_again_too_and_no_edit_is_invented(tmp_path: Path) -> None:
    """Else a comparison of two revisions would show the extractors' differences as the portal's."""
    portal = Portal(tmp_path)
    portal.answer()
    portal.answer(title="Tiêu đề đã sửa")
    before = [tuple(row) for row in portal.revisions()]
    with closing(sqlite3.connect(portal.archive)) as db, db:
        db.execute("UPDATE revision_rows SET lead = NULL, body = 'Cũ', extractor = '0' WHERE revision = 1")
        db.execute("UPDATE revision_rows SET extractor = '0' WHERE revision = 2")
        db.execute("UPDATE articles SET extractor = '0'")
    call(tmp_path, "reparse").fine()
    assert [tuple(row) for row in portal.revisions()] == before
    assert [row["title"] for row in portal.revisions()] == ["Tiêu đề", "Tiêu đề đã sửa"]
    assert not portal.faults()


def test_a_former_date_of_lists_stays_what_it_was(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.answer(day="")
    portal.answer(day="", title="Tiêu đề đã sửa")
    with closing(sqlite3.connect(portal.archive)) as db, db:
        db.execute("UPDATE revision_rows SET published = '2024-03-17' WHERE revision = 1")
    call(tmp_path, "reparse").fine()
    assert portal.revisions()[0]["published"] == "2024-03-17"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    with Store(tmp_path / "archive.db", "test"):
        pass
    return tmp_path / "archive.db"


def words(found: Iterable[Read]) -> list[tuple[str, str, bool]]:
    return [(one.id, one.value or one.fault or "", one.damaged) for one in found]


def test_pages_that_raise_or_kill_are_told_and_the_rest_is_read_in_order(empty: Path) -> None:
    ids = [f"a{number:03}" for number in range(90)]
    for place, what in {3: "raise", 17: "exit", 18: "killed", 40: "damaged", 89: "exit"}.items():
        ids[place] += what
    found = list(read_all(empty, iter(ids), echo, 2))
    assert [one.id for one in found] == ids
    told = {one.id: (one.fault, one.damaged) for one in found if one.fault}
    assert told == {
        "a003raise": ("ValueError: a strange page a003raise", False),
        "a017exit": ("the process that read it died (it ended with 7)", False),
        "a018killed": ("the process that read it died (it ended with -9)", False),
        "a040damaged": ("cut short", True),
        "a089exit": ("the process that read it died (it ended with 7)", False),
    }
    assert all(one.value == one.id.upper() for one in found if not one.fault)
    harmless = [one for one in ids if not one.endswith(("exit", "killed"))]
    assert words(read_all(empty, harmless, echo, 1)) == words(one for one in found if one.id in harmless)


def test_only_so_much_is_read_ahead(empty: Path) -> None:
    """Memory is bounded: whoever writes slowly holds the readers back."""
    asked: list[int] = []

    def ids() -> Iterable[str]:
        for number in range(2000):
            asked.append(number)
            yield f"a{number:04}"

    found = read_all(empty, ids(), echo, 2)
    next(found)
    time.sleep(0.3)
    assert len(asked) <= 16 * 3 * 2
    found.close()  # type: ignore[attr-defined]  # a generator


def test_processes_that_can_not_start_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TintinhError, match="--jobs 1"):
        list(read_all(tmp_path / "missing.db", ["a1"], echo, 2))


@pytest.mark.parametrize(("count", "most"), [(0, 1), (99, 1), (10**6, os.cpu_count() or 1)])
def test_few_pages_start_few_processes(count: int, most: int) -> None:
    assert 1 <= jobs_for(count) <= most


def test_what_can_not_be_read_keeps_its_text_and_is_on_record(tmp_path: Path, town: Path) -> None:
    copied(town, tmp_path)
    archive = tmp_path / "archive.db"
    broken = query(archive, "SELECT id, body, capture_id FROM articles ORDER BY id LIMIT 1 OFFSET 7")[0]
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute("UPDATE captures SET sha256 = 'x' WHERE id = ?", (broken["capture_id"],))
    done = run(tmp_path, "reparse", "--jobs", "2")
    assert done.status == 4
    assert "41 articles read again" in done.err
    (failed,) = query(archive, "SELECT reason, detail, article_id FROM failures WHERE reason = 'damaged'")
    assert failed["article_id"] == broken["id"]
    assert "aren't those that were stored" in failed["detail"]
    assert figure(archive, "SELECT body FROM articles WHERE id = ?", broken["id"]) == broken["body"]


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_to_the_whole_group_ends_cleanly(
    tmp_path: Path, town: Path, sent: signal.Signals, status: int
) -> None:
    copied(town, tmp_path)
    age(tmp_path)
    read = f"SELECT count(*) FROM articles WHERE extractor = '{EXTRACTOR}'"
    leader = (sys.executable, "-c", "import os; os.setsid()\nfrom crawler.commands.main import main; main()")
    with started(tmp_path, "reparse", "--jobs", "2", program=leader) as reparse:
        wait_for(lambda: figure(tmp_path / "archive.db", read) >= 3, step=0.002)
        os.killpg(reparse.pid, sent)
        assert reparse.wait(20) == status
    said = (tmp_path / "said.txt").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert sent.name in said
    assert 3 <= figure(tmp_path / "archive.db", read) < 42
    (ended,) = query(tmp_path / "archive.db", "SELECT status FROM runs WHERE command = 'reparse'")
    assert ended["status"] == status
    call(tmp_path, "verify").fine()


def test_a_killed_reparse_goes_on_to_the_same_end(tmp_path: Path, town: Path) -> None:
    def prepare(folder: Path) -> None:
        copied(town, folder)
        age(folder, every=2)

    assert crash(tmp_path, [["reparse", "--jobs", "2"]], SEEDS, prepare=prepare, kills=2) >= 1
