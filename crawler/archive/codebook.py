"""What each column means: read from one file, written wherever people look for it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

EXPORTED = ("document", "stored", "flat")
"""Sections on the columns of exports; the others describe views."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its type (those of Table Schema, and ``strings``, ``objects`` for lists) and what it means."""

    name: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """The columns of one table, view or export, and what a row of it is."""

    words: str
    fields: tuple[Field, ...]


@cache
def sections() -> dict[str, Section]:
    """All sections of the codebook by name, in its order."""
    found = tomllib.loads((files("crawler") / "data/codebook.toml").read_text(encoding="utf-8"))
    return {
        name: Section(one["words"], tuple(Field(key, *told) for key, told in one["fields"].items()))
        for name, one in found.items()
    }


def exported() -> dict[str, Field]:
    """The columns that an export may have, by name."""
    return {field.name: field for name in EXPORTED for field in sections()[name].fields}


def schema(names: Sequence[str], form: str) -> dict[str, Any]:
    """A Table Schema (datapackage.org) of an export's columns in ``csv``, ``jsonl`` or ``parquet``."""
    known = exported()
    return {
        "fields": [_described(known[name], form) for name in names],
        "primaryKey": ["id"],
        "missingValues": [""],
    }


def _described(field: Field, form: str) -> dict[str, str]:
    """CSV has no lists: strings stand one a line in a cell, all else is JSON, which Table Schema calls an array."""
    kind = {"strings": "array", "objects": "array"}.get(field.type, field.type)
    words = field.words
    if form == "csv" and field.type == "strings":
        kind, words = "string", f"{words} (in CSV one a line)"
    return {"name": field.name, "type": kind, "description": words}


def rows(names: Sequence[str]) -> str:
    """A Markdown table of an export's columns."""
    known = exported()
    return table([known[name] for name in names])


def table(fields: Sequence[Field]) -> str:
    """A Markdown table of columns, types and meanings."""
    lines = ["| key | type | meaning |", "| --- | --- | --- |"]
    kinds = {"strings": "list of strings", "objects": "list of objects"}
    for one in fields:
        words = one.words.replace("|", "\\|")
        lines.append(f"| `{one.name}` | {kinds.get(one.type, one.type)} | {words} |")
    return "\n".join(lines) + "\n"


def markdown(names: Sequence[str]) -> str:
    """These sections as Markdown: what stands in docs/codebook.md."""
    chosen = [sections()[name] for name in names]
    return "\n".join(f"### {one.words}\n\n{table(one.fields)}" for one in chosen)
