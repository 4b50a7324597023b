"""Stamps written by other hands than the reader's, each set unseen until it was first read; see its README."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from crawler import dates
from crawler.dates import DateReading

SETS = sorted((Path(__file__).parent / "strings").glob("*.jsonl"))
ROWS = [json.loads(line) for path in SETS for line in path.read_text("utf-8").splitlines()]


def reading(row: dict[str, str | None]) -> DateReading | None:
    base = datetime.fromisoformat(row["base"]) if row["base"] else None
    return dates.read(row["text"] or "", base=base)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:40] or "nothing")
def test_a_stamp_by_another_hand_is_never_read_wrong(row: dict[str, str | None]) -> None:
    found = reading(row)
    # What is counted back ("2 giờ trước") is kept to what is certain, which may be the month.
    assert found is None or (row["value"] is not None and row["value"].startswith(found.value))


def test_the_stamps_by_other_hands_are_read() -> None:
    wanted = [row for row in ROWS if row["value"]]
    exact = [row for row in wanted if (found := reading(row)) and found.value == row["value"]]
    assert len(wanted) > 500
    assert len(exact) >= 0.985 * len(wanted)
