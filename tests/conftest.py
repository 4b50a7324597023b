"""Fixtures of the acceptance tests."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import support

from crawler.samples import registry


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests over the one sample archive go to one worker, so that it is crawled once."""
    for item in items:
        if "sample" in getattr(item, "fixturenames", ()) and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("sample"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """All declared sample portals, crawled once a worker."""
    folder, base = tmp_path_factory.mktemp("sample"), support.sample_base()
    support.run(folder, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    return Sample(folder, base)
