"""Parquet files: lists as lists, days as days, in groups of rows, with the codebook inside."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.archive.codebook import exported
from crawler.errors import UsageError

GROUP = 5000
"""Rows of a group: what a reader takes in at once, and what is held while writing."""
_KEYS = {
    "images": ("url", "caption", "kind"),
    "attachments": ("url", "title", "kind"),
    "media": ("url", "title", "kind"),
    "dates": ("text", "value", "precision", "basis"),
    "places": ("text", "unit_id", "name", "candidates"),
    "documents": ("text",),
    "furniture": ("category", "text"),
}


def need() -> Any:
    """The library that writes Parquet.

    Raises ``UsageError`` when it isn't installed.
    """
    try:
        import pyarrow.parquet
    except ImportError:
        raise UsageError(
            "Parquet needs pyarrow, which isn't installed: pip install '.[parquet]' in tintinh's folder"
        ) from None
    return pyarrow


def write(rows: Iterator[dict[str, Any]], path: Path, names: tuple[str, ...], facts: Callable[[], Any]) -> int:
    """Writes rows of these columns; how many there were. ``facts`` gives, in the end, what the file says of itself.

    ``published`` and ``updated`` stay words as read, whose offset many readers lose; ``published_day`` is a day.
    """
    arrow = need()
    layout, count = _layout(arrow, names), 0
    with arrow.parquet.ParquetWriter(str(path), layout, compression="zstd") as writer:
        while group := list(islice(rows, GROUP)):
            made = [{key: _value(key, value) for key, value in row.items()} for row in group]
            writer.write_table(arrow.Table.from_pylist(made, schema=layout), row_group_size=GROUP)
            count += len(group)
        writer.add_key_value_metadata({"tintinh": json.dumps(facts(), ensure_ascii=False)})
    return count


def _layout(arrow: Any, names: tuple[str, ...]) -> Any:
    known = exported()
    return arrow.schema(
        [
            arrow.field(name, _type(arrow, name, known[name].type), metadata={"description": known[name].words})
            for name in names
        ]
    )


def _type(arrow: Any, name: str, kind: str) -> Any:
    if kind == "object":
        return arrow.struct([(key, arrow.string()) for key in ("id", "name")])
    if kind == "objects":
        words = arrow.string()
        fields = [(key, arrow.list_(words) if key == "candidates" else words) for key in _KEYS[name]]
        return arrow.list_(arrow.struct(fields))
    plain = {
        "strings": arrow.list_(arrow.string()),
        "integer": arrow.int64(),
        "date": arrow.date32(),
        "datetime": arrow.timestamp("ms", tz="UTC"),
    }
    return plain.get(kind, arrow.string())


def _value(name: str, value: Any) -> Any:
    """Days and times of the machine as such; an object with a key that has no column is refused, never cut."""
    if value is None:
        return None
    kind = exported()[name].type
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "datetime":
        return datetime.fromisoformat(value)
    if kind == "objects":
        for one in value:
            if not one.keys() <= set(_KEYS[name]):
                raise ValueError(f"{name} has a key beyond {', '.join(_KEYS[name])}: {one}")
    return value
