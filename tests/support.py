"""What the acceptance tests share: running the command, reading an archive, ports of their own."""

import itertools
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import open as open_archive
from crawler.archive.digest import digest as content_digest
from crawler.archive.verify import faults

REPO = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TINTINH_SHARED") or REPO.parent / "shared")
COMMAND = (sys.executable, "-c", "from crawler.commands.main import main; main()")
SAMPLES = sorted(path.stem for path in (REPO / "spiders").glob("sample_*.py"))
"""The sample portals that are declared."""
ARTICLE_KEYS = [
    *("kind", "url", "canonical_url", "portal", "family", "title", "lead", "body", "captions", "images"),
    *("attachments", "media", "byline", "source", "section", "tags", "published", "updated"),
    *("published_precision", "published_basis", "published_text", "dates", "province", "unit"),
    *("province_now", "places", "documents", "furniture", "notes"),
]
"""The contract's keys of an article, in its order save that ``updated`` stands where the code has it."""
ARCHIVE_KEYS = ["id", "revision", "added_at", "gone_since", "gone_kind", "cluster_id"]
_PORTS = 10
_count = itertools.count()


def shared(*parts: str) -> Path:
    """A file of the shared test data; the test is skipped where it isn't there."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {path}: the shared test data isn't part of the repository (TINTINH_SHARED names it)")
    return path


def environment(**more: str) -> dict[str, str]:
    """The environment of a command: the repository importable, nothing of the caller's wishes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TINTINH_")}
    return kept | {"PYTHONPATH": str(REPO), "PYTHONUTF8": "1"} | more


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON lines on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]

    def fine(self) -> "Ended":
        """Itself, when the status is 0."""
        assert self.status == 0, f"status {self.status}\n{self.out[-2000:]}\n{self.err[-4000:]}"
        return self

    def refused(self, status: int, *words: str) -> "Ended":
        """Itself, when it ended with that status and a sentence with these words, and with no traceback."""
        said = f"status {self.status}, wanted {status}\n{self.out[-2000:]}\n{self.err[-4000:]}"
        if "Traceback" in self.err + self.out:
            last = (self.err or self.out).strip().splitlines()[-1]
            pytest.fail(f"a traceback instead of a sentence, status {self.status}: {last}", pytrace=False)
        assert self.status == status, said
        sentences = [line for line in self.err.splitlines() if line.startswith(("tintinh: ", "Error: "))]
        assert sentences, said
        assert all(word in " ".join(sentences) for word in words), f"{words} not in: {said}"
        return self


def run(
    folder: Path,
    *arguments: str | bytes,
    stdin: bytes = b"",
    timeout: float = 120,
    program: Sequence[str] = COMMAND,
    **more: str,
) -> Ended:
    """Runs ``tintinh`` in a folder; ``more`` are environment variables."""
    done = subprocess.run(
        [*program, *arguments], cwd=folder, env=environment(**more), input=stdin, capture_output=True, timeout=timeout
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@contextmanager
def started(
    folder: Path, *arguments: str, program: Sequence[str] = COMMAND, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """``tintinh`` under way, killed in the end if it still runs; what it says goes to a file in the folder."""
    with (folder / "said.txt").open("ab") as said:
        process = subprocess.Popen(
            [*program, *arguments], cwd=folder, env=environment(**more), stdout=said, stderr=said
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(30)


def sample_base() -> str:
    """A base port for sample portals, with the ports after it free; no two tests of a run get the same."""
    worker = int((os.environ.get("PYTEST_XDIST_WORKER") or "gw0").removeprefix("gw"))
    for number in _count:
        base = 20000 + worker * 1000 + os.getpid() % 9 * 1200 + number * _PORTS
        if all(_is_free(base + step) for step in range(_PORTS)):
            return str(base)
    raise AssertionError("unreachable")


def free_port() -> int:
    """A port on which nothing listens."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_for(happened: Callable[[], Any], seconds: float = 60, step: float = 0.005) -> Any:
    """Polls until something true comes back, and gives it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = happened()
        if found:
            return found
        time.sleep(step)
    raise AssertionError(f"nothing happened within {seconds} seconds")


def query(archive: Path, sql: str, *values: Any) -> list[sqlite3.Row]:
    """Rows of an archive, read as any SQLite tool reads them."""
    with closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
        db.row_factory = sqlite3.Row
        return db.execute(sql, values).fetchall()


def figure(archive: Path, sql: str, *values: Any) -> Any:
    """The one value that a query gives."""
    return query(archive, sql, *values)[0][0]


def stored(archive: Path) -> int:
    """How many articles an archive holds by now; 0 while there is no table yet."""
    try:
        return int(figure(archive, "SELECT count(*) FROM articles"))
    except sqlite3.OperationalError:
        return 0


def documents(archive: Path) -> dict[str, dict[str, Any]]:
    """The stored articles under the contract's keys, by canonical address."""
    with open_archive(archive) as found:
        rows = list(found.rows("SELECT * FROM articles"))
        made = {row["canonical_url"]: found.document(row) for row in rows}
    assert len(made) == len(rows), "two articles with one canonical address"
    return made


def digest(folder: Path) -> str:
    """What ``verify --digest`` tells of ``archive.db`` in a folder, after what ``verify`` does."""
    with open_archive(folder / "archive.db") as found:
        assert list(faults(found.db, found.path)) == []
        return content_digest(found.db)


def differences(found: dict[str, Any], wanted: dict[str, Any], keys: Iterable[str]) -> list[str]:
    """What differs, a line a key; times are cut to the minute."""
    told = []
    for key in keys:
        one, other = found[key], wanted[key]
        if key in ("published", "updated") and one and other:
            one, other = one[:16], other[:16]
        if one != other:
            told.append(f"{key}: {one!r} instead of {other!r}")
    return told


def mismatches(found: dict[str, dict[str, Any]], truths: Sequence[dict[str, Any]], keys: Iterable[str]) -> list[str]:
    """Differences of all articles, each with its address; missing and surplus addresses too."""
    wanted = {one["canonical_url"]: one for one in truths}
    told = [f"missing: {url}" for url in sorted(wanted.keys() - found.keys())]
    told += [f"not an article: {url}" for url in sorted(found.keys() - wanted.keys())]
    for url in sorted(wanted.keys() & found.keys()):
        told += [f"{url} {words}" for words in differences(found[url], wanted[url], keys)]
    return told
