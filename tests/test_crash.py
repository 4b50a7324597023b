"""Ten seeds of kills and two signals: nothing acknowledged is lost, nothing is doubled, the next crawl completes.

``make soak`` takes 100 seeds by chance; they are told, and TINTINH_SEEDS ("17 4") repeats some.
"""

import os
import random
import signal
import subprocess
from pathlib import Path

import pytest
from crash import crash
from inside import call
from support import digest, figure, query, run, sample_base, started, stored, wait_for

pytestmark = [pytest.mark.crawl, pytest.mark.xdist_group("crash")]
FIRST, LATER = {"TINTINH_NOW": "2026-11-22T08:00:00Z"}, {"TINTINH_NOW": "2026-12-01T03:00:00Z"}


def chosen() -> list[int]:
    """Ten seeds that never change, in the soak a hundred others each time, or those that were given."""
    if given := os.environ.get("TINTINH_SEEDS"):
        return [int(one) for one in given.split()]
    # Each worker of a run must find the same tests, so the hundred hang on what all of them know.
    chance = random.Random(os.environ.get("PYTEST_XDIST_TESTRUNUID"))
    return chance.sample(range(10**6), 100) if os.environ.get("TINTINH_SOAK") else list(range(10))


SEEDS = chosen()


@pytest.fixture(scope="module")
def base() -> str:
    return sample_base()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, base: str) -> tuple[str, int]:
    """The digest of a crawl that nothing disturbed, and how many articles it stored."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run(folder, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    return digest(folder), stored(folder / "archive.db")


def wait_until(crawl: subprocess.Popen[bytes], archive: Path, count: int) -> None:
    """Until so many articles are stored, or the crawl has ended by itself."""
    wait_for(lambda: crawl.poll() is not None or (archive.exists() and stored(archive) >= count), step=0.002)


@pytest.mark.parametrize(("portal", "seeds"), [("sample_town", SEEDS[::2]), ("sample_hai_duong", SEEDS[1::2])])
def test_a_killed_crawl_loses_and_doubles_nothing(tmp_path: Path, base: str, portal: str, seeds: list[int]) -> None:
    """As first published, then looked at again with its edits, moves and removals; killed in a row in both."""
    crawl = ["crawl", portal]
    commands = [crawl, [*crawl, "--recheck", "--edition", "2"]]
    env = {"TINTINH_SAMPLE_PORTS": base}
    fallen = crash(tmp_path, commands, seeds, env=[env | FIRST, env | LATER], kills=2)
    assert fallen >= len(seeds), f"{fallen} kills fell with seeds {seeds}"


def test_killed_before_the_first_article(tmp_path: Path, base: str, undisturbed: tuple[str, int]) -> None:
    """While the file is made, and just after: an archive in the making is no damaged one."""
    archive = tmp_path / "archive.db"
    for happened in (archive.exists, lambda: archive.stat().st_size > 0, (tmp_path / "archive.warc").exists):
        with started(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base) as crawl:
            wait_for(happened, step=0.0002)
            crawl.kill()
        told = call(tmp_path, "verify")
        assert "Traceback" not in told.err
        assert told.status == 0, told.out + told.err
    run(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
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
    call(tmp_path, "verify").fine()
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
    told = call(tmp_path, "verify")
    assert told.status in (0, 2), told.err
    assert "damaged" not in told.err


def test_an_unended_run_is_told_by_the_report(tmp_path: Path, base: str) -> None:
    with started(tmp_path, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base) as crawl:
        wait_until(crawl, tmp_path / "archive.db", 3)
        crawl.kill()
    assert "not ended" in call(tmp_path, "report").fine().out
