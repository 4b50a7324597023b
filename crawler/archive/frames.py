"""Frames of pandas and polars: the view ``frame`` with types that lose nothing."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from crawler.archive import exporting
from crawler.archive.codebook import sections
from crawler.archive.search import Filters
from crawler.errors import UsageError

ENGINES = ("pandas", "polars")


def frame(db: sqlite3.Connection, text: str, filters: Filters | None, sort: str, engine: str) -> Any:
    """A frame of all that a search finds; see :meth:`crawler.archive.reader.Archive.frame`."""
    if engine not in ENGINES:
        raise UsageError(f"no engine {engine!r} for frames; there are {' and '.join(ENGINES)}")
    make = _pandas if engine == "pandas" else _polars
    # The library comes first: nobody should wait for a million rows to hear that it is missing.
    library = _library(engine)
    kinds = {field.name: field.type for field in sections()["frame"].fields} | {"tags": "strings"}
    columns: dict[str, list[Any]] = {name: [] for name in kinds}
    for row in _rows(db, text, filters, sort):
        for name, kind in kinds.items():
            columns[name].append(_value(kind, row[name]))
    return make(library, columns, kinds)


def _rows(db: sqlite3.Connection, text: str, filters: Filters | None, sort: str) -> Iterator[dict[str, Any]]:
    for batch in exporting.rows(db, text, filters, sort):
        tags = exporting.tags_of(db, batch)
        for row in batch:
            yield row | {"url": row["canonical_url"], "tags": tags.get(row["id"], [])}


def _value(kind: str, value: Any) -> Any:
    if value is None or kind not in ("date", "datetime"):
        return value
    return date.fromisoformat(value) if kind == "date" else datetime.fromisoformat(value)


def _library(engine: str) -> Any:
    try:
        if engine == "pandas":
            import pandas

            return pandas
        import polars
    except ImportError:
        raise ImportError(
            f"frames of {engine} need {engine}, which isn't installed: pip install '.[analysis]' in tintinh's folder"
        ) from None
    return polars


def _pandas(pandas: Any, columns: dict[str, list[Any]], kinds: dict[str, str]) -> Any:
    """Text is ``string`` whatever the version, so that what is missing is missing everywhere the same."""
    types = {"integer": "int64", "date": "datetime64[s]", "datetime": "datetime64[s, UTC]", "strings": "object"}
    return pandas.DataFrame(
        {name: pandas.Series(values, dtype=types.get(kinds[name], "string")) for name, values in columns.items()}
    )


def _polars(polars: Any, columns: dict[str, list[Any]], kinds: dict[str, str]) -> Any:
    types = {
        "integer": polars.Int64,
        "date": polars.Date,
        "datetime": polars.Datetime("ms", "UTC"),
        "strings": polars.List(polars.String),
    }
    return polars.DataFrame(columns, schema={name: types.get(kind, polars.String) for name, kind in kinds.items()})
