"""The pages that are measured: a real NukeViet's, where they lie beside the project, else the sample portal's."""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.samples import registry
from crawler.samples.site import Ask, Site

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "pages" / "nukeviet"
_SAMPLE = "sample_nukeviet"
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Saved:
    """One page as a server sent it."""

    url: str
    status: int
    content_type: str
    truth: int | None
    name: str
    body: bytes


def saved() -> list[Saved]:
    """All pages of the real NukeViet; empty where they are absent."""
    if not (REAL / "manifest.json").exists():
        return []
    rows = json.loads((REAL / "manifest.json").read_text(encoding="utf-8"))
    return [
        Saved(
            row["url"], row["status"], row["content_type"], row["truth_id"], row["file"],
            (REAL / row["file"]).read_bytes(),
        )
        for row in rows
    ]  # fmt: skip


def sample() -> Site:
    """The invented NukeViet portal, on any free port once it is served."""
    return registry.build(_SAMPLE, base_port=0)


def articles() -> tuple[list[Saved], str]:
    """Article pages, and what they are in words."""
    real = [page for page in saved() if page.truth is not None]
    if real:
        return real, f"{len(real)} article pages of a real NukeViet 4.5.05, {_size(real)}"
    made = _of_sample()
    return made, f"no pages at {REAL}: {len(made)} article pages of the sample portal instead, {_size(made)}"


def _of_sample() -> list[Saved]:
    site, found = sample(), []
    for number, truth in enumerate(site.truth()[:14]):
        url = truth["canonical_url"]
        reply = site.answer(Ask("GET", urlsplit(url).path, "", {}, b"", number))
        kind = reply.headers.get("Content-Type", _HTML)
        found.append(Saved(url, reply.status, kind, number, url, reply.body))
    return found


def _size(pages: list[Saved]) -> str:
    return f"{sum(len(page.body) for page in pages) / len(pages) / 1000:.1f} kB each on average"
