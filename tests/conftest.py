"""Fixtures of the acceptance tests."""

import fcntl
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import support

from crawler.samples import registry

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job in a script's background is started without SIGINT and hands that on; the crawls under test must hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True, slots=True)
class Sample:
    """An archive that one ``crawl --sample`` filled; tests only read it."""

    folder: Path
    base: str

    @property
    def archive(self) -> Path:
        """The database."""
        return self.folder / "archive.db"

    def truths(self) -> list[dict[str, Any]]:
        """What must be stored."""
        sites = [registry.build(name, base_port=int(self.base)) for name in support.SAMPLES]
        return [dict(one) for site in sites for one in site.truth()]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """All declared sample portals, crawled once for all workers of a run.

    A lock of the kernel and not a group of tests: xdist 3.8 loses its groups under pytest 9.2.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, done = root / "sample", root / "sample.base"
    with (root / "sample.lock").open("a") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir(exist_ok=True)
            base = support.sample_base()
            support.run(folder, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
            done.write_text(base)
    return Sample(folder, done.read_text())
