"""A full disk ends a crawl with status 4 and a sentence, takes nothing that was stored, and is only a pause."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from crash import content, sequential, whole
from support import figure, query, run, sample_base, stored

pytestmark = [pytest.mark.crawl, pytest.mark.xdist_group("full")]
PORTAL = "sample_hai_duong"
LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}));"
    "from crawler.commands.main import main; main()"
)
"""Python itself leaves SIGXFSZ ignored, so that a write beyond the limit fails with an error as on a full disk."""


@pytest.fixture(scope="module")
def base() -> str:
    return sample_base()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, base: str) -> tuple[str, Path]:
    """The digest of a crawl with room enough, and where it lies."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run(folder, "crawl", PORTAL, TINTINH_SAMPLE_PORTS=base).fine()
    return content(folder), folder


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("share", [0.02, 0.97])
def test_a_limit_of_file_sizes(tmp_path: Path, base: str, undisturbed: tuple[str, Path], share: float) -> None:
    """While the tables are made, while the units are written, and in the middle of the crawl."""
    wanted, calm = undisturbed
    limit = int(sizes(calm)["archive.db"] * share)
    program = (sys.executable, "-c", LIMITED.format(limit))
    done = run(tmp_path, "crawl", PORTAL, program=program, TINTINH_SAMPLE_PORTS=base).refused(4)
    assert "is full or takes no more" in done.err, done.err
    assert "what was stored is whole" in done.err
    whole(tmp_path, "on a full disk")
    before = {tuple(row) for row in query(tmp_path / "archive.db", "SELECT id, content_hash FROM articles")} if stored(
        tmp_path / "archive.db"
    ) else set()  # fmt: skip
    assert len(before) < 44
    run(tmp_path, "crawl", PORTAL, program=program, TINTINH_SAMPLE_PORTS=base).refused(4)
    run(tmp_path, "crawl", PORTAL, TINTINH_SAMPLE_PORTS=base).fine()
    assert content(tmp_path) == wanted
    after = {tuple(row) for row in query(tmp_path / "archive.db", "SELECT id, content_hash FROM articles")}
    assert before <= after
    sequential(tmp_path)
    assert figure(tmp_path / "archive.db", "SELECT count(*) FROM failures WHERE reason = 'fault'") == 0


def test_a_record_that_did_not_fit_is_taken_back(tmp_path: Path) -> None:
    """In a process with a limit of its own: the WARC ends with the last whole record, and goes on with the next."""
    code = (
        "import resource\nfrom pathlib import Path\nfrom crawler.archive.store import Store\n"
        "from crawler.models import Fetched\nimport os, signal\n"
        "def one(size):\n"
        "    body = os.urandom(size)\n"
        "    with store.transaction():\n"
        "        answer = Fetched('http://127.0.0.1/%d' % size, 200, [], body, '2026-01-01T00:00:00Z')\n"
        "        store.capture(answer, keep=True)\n"
        "with Store(Path('archive.db'), 'test') as store:\n"
        "    one(1000)\n"
        "    file = Path('archive.warc') / next(os.walk('archive.warc'))[2][0]\n"
        "    whole = file.stat().st_size\n"
        "    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (whole + 300, hard))\n"
        "    try:\n        one(100_000)\n"
        "    except OSError as wrong:\n        print(wrong.errno)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))\n"
        "    assert file.stat().st_size == whole, (file.stat().st_size, whole)\n"
        "    one(2000)\n"
    )
    done = run(tmp_path, program=(sys.executable, "-c", code)).fine()
    assert done.out.split() == ["27"]
    whole(tmp_path, "after a record that did not fit")
    sequential(tmp_path)
    assert figure(tmp_path / "archive.db", "SELECT count(*) FROM captures") == 2


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 20 MB in memory; skipped where none may be mounted."""
    if not sys.platform.startswith("linux") or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root on Linux may mount a small file system")
    folder.mkdir()
    tried = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(folder)], capture_output=True)
    if tried.returncode:
        pytest.skip(f"no small file system may be mounted here: {tried.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("left", [0.3, 0.9])
def test_a_small_disk(tmp_path: Path, base: str, undisturbed: tuple[str, Path], left: float) -> None:
    """Filled by another program but for a part of what the crawl needs, until that is gone again."""
    wanted, calm = undisturbed
    with small_disk(tmp_path / "disk") as disk:
        room = int(sum(sizes(calm).values()) * left)
        ballast = disk / "ballast"
        with ballast.open("wb") as file:
            file.write(b"\0" * (20 * 1024 * 1024 - room))
        env = {"TINTINH_SAMPLE_PORTS": base, "TINTINH_MIN_FREE": "0"}
        done = run(disk, "crawl", PORTAL, **env).refused(4)
        assert "is full or takes no more" in done.err, done.err
        ballast.unlink()
        whole(disk, "on a full disk")
        run(disk, "crawl", PORTAL, **env).fine()
        assert content(disk) == wanted
        sequential(disk)
