"""Ten seeded kills and two signals: nothing acknowledged is lost, nothing is doubled, the next crawl completes."""

import random
import signal
import subprocess
from pathlib import Path

import pytest
from support import digest, figure, query, run, sample_base, started, stored, wait_for

pytestmark = [pytest.mark.crawl, pytest.mark.xdist_group("crash")]
KILLS = 10


@pytest.fixture(scope="module")
def base() -> str:
    return sample_base()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, base: str) -> tuple[str, int]:
    """The digest of a crawl that nothing disturbed, and how many articles it stored."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run(folder, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    return digest(folder), stored(folder / "archive.db")


def acknowledged(archive: Path) -> set[tuple[str, str]]:
    return {(row[0], row[1]) for row in query(archive, "SELECT id, content_hash FROM articles")}


def wait_until(crawl: subprocess.Popen[bytes], archive: Path, count: int) -> None:
    """Until so many articles are stored, or the crawl has ended by itself."""
    wait_for(lambda: crawl.poll() is not None or (archive.exists() and stored(archive) >= count), step=0.002)


def test_ten_kills(tmp_path: Path, base: str, undisturbed: tuple[str, int]) -> None:
    """Killed ever later, at moments that a seed chose; each time the archive is whole and has all it had."""
    wanted, total = undisturbed
    chance = random.Random(20261122)
    moments = sorted(chance.sample(range(1, total), KILLS))
    archive, killed = tmp_path / "archive.db", 0
    had: set[tuple[str, str]] = set()
    for moment in moments:
        with started(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base) as crawl:
            wait_until(crawl, archive, moment)
            crawl.kill()
            killed += crawl.wait(30) == -signal.SIGKILL
        run(tmp_path, "verify").fine()
        has = acknowledged(archive)
        assert had <= has, "an acknowledged article is lost"
        had = has
    assert killed == KILLS, "a crawl ended before it was killed"
    assert len(had) < total
    run(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    assert digest(tmp_path) == wanted
    assert stored(archive) == total
    assert figure(archive, "SELECT count(*) FROM failures") == 0
    assert list((tmp_path / "archive.warc").glob("*.open")) == []


def test_killed_before_the_first_article(tmp_path: Path, base: str, undisturbed: tuple[str, int]) -> None:
    """While the file is made, and just after: an archive in the making is no damaged one."""
    archive = tmp_path / "archive.db"
    for happened in (archive.exists, lambda: archive.stat().st_size > 0, (tmp_path / "archive.warc").exists):
        with started(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base) as crawl:
            wait_for(happened, step=0.0002)
            crawl.kill()
        told = run(tmp_path, "verify")
        assert "Traceback" not in told.err
        assert told.status == 0, told.out + told.err
    run(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    assert digest(tmp_path) == undisturbed[0]


def test_killed_in_a_recheck(tmp_path: Path, base: str, undisturbed: tuple[str, int]) -> None:
    env = {"TINTINH_SAMPLE_PORTS": base}
    run(tmp_path, "crawl", "--sample", **env).fine()
    archive = tmp_path / "archive.db"
    seen = "SELECT count(*) FROM captures WHERE warc IS NULL"
    for count in (5, 25):
        with started(tmp_path, "crawl", "--sample", "--recheck", **env) as crawl:
            wait_for(lambda count=count: crawl.poll() is not None or figure(archive, seen) >= count)
            crawl.kill()
        run(tmp_path, "verify").fine()
    run(tmp_path, "crawl", "--sample", "--recheck", **env).fine()
    assert digest(tmp_path) == undisturbed[0]


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signals_end_cleanly(
    tmp_path: Path, base: str, undisturbed: tuple[str, int], sent: signal.Signals, status: int
) -> None:
    archive = tmp_path / "archive.db"
    with started(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base) as crawl:
        wait_until(crawl, archive, 10)
        crawl.send_signal(sent)
        assert crawl.wait(20) == status
    said = (tmp_path / "said.txt").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert sent.name in said
    run(tmp_path, "verify").fine()
    assert 10 <= stored(archive) < undisturbed[1]
    (ended,) = query(archive, "SELECT status, ended_at, reason FROM runs")
    assert ended["status"] == status
    assert ended["ended_at"]
    assert sent.name in ended["reason"]
    assert list((tmp_path / "archive.warc").glob("*.open")) == []
    run(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    assert digest(tmp_path) == undisturbed[0]
    assert figure(archive, "SELECT count(*) FROM failures") == 0


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signals_at_the_very_start_end_cleanly_too(
    tmp_path: Path, base: str, sent: signal.Signals, status: int
) -> None:
    """Before the first request: while modules load, nothing of ours may be printed as a traceback."""
    lock = tmp_path / "archive.db.lock"
    with started(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base) as crawl:
        wait_for(lock.exists, step=0.0005)
        crawl.send_signal(sent)
        ended = crawl.wait(20)
    said = (tmp_path / "said.txt").read_text(encoding="utf-8")
    assert "Traceback" not in said, said
    # A shell reports a process that a signal ended before it could react as 128 and the signal's number.
    assert ended in (status, -sent), said
    told = run(tmp_path, "verify")
    assert told.status in (0, 2), told.err
    assert "damaged" not in told.err


def test_an_unended_run_is_told_by_the_report(tmp_path: Path, base: str) -> None:
    with started(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base) as crawl:
        wait_until(crawl, tmp_path / "archive.db", 3)
        crawl.kill()
    assert "not ended" in run(tmp_path, "report").fine().out
