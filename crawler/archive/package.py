"""What stands beside an exported file: ``datapackage.json`` and ``codebook.md``, so that it can be cited and read."""

import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from crawler.archive import codebook
from crawler.archive.database import SCHEMA
from crawler.archive.search import Filters
from crawler.clock import stamp
from crawler.errors import UsageError
from crawler.text.fold import fold
from crawler.version import __version__

DESCRIPTOR, BOOK = "datapackage.json", "codebook.md"
_MARK = "<!-- written by tintinh export -->"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA = {"csv": "text/csv", "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet"}


@dataclass(slots=True)
class Facts:
    """How an export came about. ``undated_left_out`` articles match too but for ``--from`` and ``--to``."""

    query: str
    filters: Filters
    sort: str
    archive: str
    excel: bool = False
    undated_left_out: int = 0
    count: int = 0
    extractors: set[str] = field(default_factory=set)
    exported_at: str = field(default_factory=stamp)

    def to_dict(self) -> dict[str, Any]:
        """As JSON: of the filters those that were set."""
        found = asdict(self) | {"extractors": sorted(self.extractors)}
        found["filters"] = {name: value for name, value in asdict(self.filters).items() if value not in (None, False)}
        return found | {"schema_version": SCHEMA, "tintinh_version": __version__}


def check(output: Path) -> None:
    """Refuses a folder whose ``datapackage.json`` or ``codebook.md`` somebody else wrote: neither is overwritten.

    Raises ``UsageError``.
    """
    if output.name in (DESCRIPTOR, BOOK):
        raise UsageError(f"{output.name} describes the exports of a folder; give --output another name")
    _known(output.parent)
    book = output.parent / BOOK
    if book.exists() and not book.read_text(encoding="utf-8", errors="replace").startswith(_MARK):
        raise UsageError(f"{book} was not written by tintinh; export into another folder")


def write(output: Path, form: str, names: Sequence[str], facts: Facts) -> None:
    """Describes an export in its folder's ``datapackage.json``, where other exports' entries stay."""
    folder = output.parent
    resources = [one for one in _known(folder) if one["path"] != output.name and (folder / str(one["path"])).is_file()]
    taken = {one["name"] for one in resources}
    resources.append(_resource(output, form, names, facts, taken))
    found = {"$schema": _PROFILE, "name": "tintinh-export", "created": facts.exported_at, "resources": resources}
    _replace(folder / DESCRIPTOR, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    columns = codebook.rows(list(codebook.exported()))
    words = (
        f"{_MARK}\n# Codebook of exports\n\nThe columns of exports; which of them a file has, and in which form, says"
    )
    _replace(folder / BOOK, f"{words} `{DESCRIPTOR}`.\n\n{columns}")


def _resource(output: Path, form: str, names: Sequence[str], facts: Facts, taken: set[str]) -> dict[str, Any]:
    name = re.sub(r"[^a-z0-9._-]+", "-", fold(output.name))
    while name in taken:
        name += "-2"
    found: dict[str, Any] = {
        "name": name,
        "path": output.name,
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": output.stat().st_size,
        "hash": f"sha256:{_sha256(output)}",
        "schema": codebook.schema(names, form),
        "tintinh": facts.to_dict(),
    }
    if form != "parquet":
        found["encoding"] = "utf-8"
    if form == "csv":
        found["dialect"] = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n"}
    return found


def _known(folder: Path) -> list[dict[str, Any]]:
    """The entries of earlier exports; none where there is no description yet."""
    path = folder / DESCRIPTOR
    if not path.exists():
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        resources = list(found["resources"]) if found["name"] == "tintinh-export" else None
    except (ValueError, KeyError, TypeError):
        resources = None
    if resources is None:
        raise UsageError(f"{path} was not written by tintinh; export into another folder")
    return resources


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _replace(path: Path, text: str) -> None:
    """Whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)
