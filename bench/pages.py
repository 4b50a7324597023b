"""The pages that are scored, each with its truth: the shared ones, the golden cases, any folder of the same form."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.corpus import ROOT

SHARED = ROOT.parent / "shared"
_PRINTED = (
    "Việc đăng lại bài viết trên ở website hoặc", "Tổng số điểm của bài viết là", "Click để đánh giá bài viết",
    "Bạn đã không sử dụng Site",
)  # fmt: skip
"""What NukeViet 4 prints around articles, by its language files."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A page, how it came, and what a person reads on it."""

    name: str
    body: bytes
    url: str | None
    fetched_at: str | None
    true: dict[str, Any]
    content_type: str | None = "text/html; charset=utf-8"
    status: int | None = 200
    portal: str | None = None
    hints: list[dict[str, Any]] = field(default_factory=list)


def golden(folder: Path = ROOT / "tests" / "portals") -> Iterator[Truth]:
    """The repository's golden cases: invented pages by other hands than the reader's."""
    for path in sorted(folder.glob("*/*/expected.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        true = {**told["expected"], "forbidden": told.get("forbidden", [])}
        name = f"{path.parent.parent.name}/{path.parent.name}"
        yield Truth(
            name, (path.parent / "page.html").read_bytes(), told["url"], told["fetched_at"], true,
            told["content_type"], told["status"], None, told.get("hints", []),
        )  # fmt: skip


def real(folder: Path = SHARED / "pages" / "real") -> Iterator[Truth]:
    """Real press and list pages as public repositories saved them; none where they are absent."""
    yield from lines(folder / "gold.jsonl")


def lines(path: Path) -> Iterator[Truth]:
    """Pages of a folder whose truths are lines of one file."""
    if not path.exists():
        return
    for row in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(row) if row.strip() else None
        if told:
            yield Truth(
                told["file"], (path.parent / told["file"]).read_bytes(), told.get("url"), told.get("fetched_at"), told,
                told.get("content_type", "text/html"), told.get("status", 200), told.get("portal"),
                told.get("hints") or [],
            )  # fmt: skip


def nukeviet(folder: Path = SHARED / "pages" / "nukeviet") -> Iterator[Truth]:
    """Pages of a real NukeViet 4.5.05; none where they are absent."""
    if not folder.exists():
        return
    truths = {one["id"]: one for one in json.loads((folder / "truth.json").read_text(encoding="utf-8"))}
    for row in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        if not row["content_type"].startswith("text/html"):
            continue
        told = truths.get(row["truth_id"])
        kind = "listing" if row["status"] == 200 else "not_found"
        # On an article's page, headlines of other articles are furniture.
        others = [one["title"] for one in truths.values() if told and one["title"] != told["title"]]
        true = {**_nukeviet(told), "forbidden": [*_PRINTED, *others]} if told else {"kind": kind}
        yield Truth(
            row["file"], (folder / row["file"]).read_bytes(), row["url"], None, true, row["content_type"], row["status"]
        )


def _nukeviet(told: dict[str, Any]) -> dict[str, Any]:
    body = [text for block in told["blocks"] for text in _flat(block)]
    lead = " ".join((told["lead"] or "").split()) or None
    return {
        "kind": "article", "title": told["title"], "lead": lead, "body": body, "tags": told["tags"],
        "published": told["published"][:16], "captions": list(dict.fromkeys(filter(None, told["image_captions"]))),
        "byline": told.get("author_external") or None, "source": told.get("source") or None,
    }  # fmt: skip


def _flat(block: dict[str, Any]) -> list[str]:
    if block.get("type") == "image":
        return []
    if "rows" in block:
        return [" | ".join(row) for row in block["rows"]]
    if "items" in block:
        return list(block["items"])
    return [block["text"]] if block.get("text") else []
