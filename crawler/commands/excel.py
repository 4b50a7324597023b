"""CSV for Excel: what a spreadsheet would run, reckon or cut is guarded or said."""

import re
from dataclasses import dataclass
from typing import Any

CELL = 32_767
"""Characters that a cell of Excel holds; it drops the rest without a word (Microsoft's specifications and limits)."""
ROWS = 1_048_576
"""Rows of a sheet, its header's among them."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a cell a formula (OWASP, CSV Injection)."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NUMERIC = re.compile(
    r"\(?[\d\s.,:/-]*\d[\d\s.,:/-]*%?\)?|\d+(?:[.,]\d+)?e[+-]?\d+"
    rf"|\d{{1,2}}[ -]{_MONTH}(?:[ -]\d{{2,4}})?|{_MONTH}[ -]\d{{1,4}}",
    re.I,
)
"""Text that Excel takes for a number or a day: 0123 loses its zero, 2024-03 becomes March, 1E5 a hundred thousand,
(12) minus twelve."""


@dataclass(slots=True)
class Excel:
    """Dresses cells, and counts those that are too long."""

    cut: int = 0

    def dress(self, value: Any) -> Any:
        """A formula gets an apostrophe before it, a code or day is written as text; numbers stay numbers."""
        if not isinstance(value, str):
            return value
        self.cut += len(value) > CELL
        if value.startswith(_FORMULA):
            return f"'{value}"
        return f'="{value}"' if _NUMERIC.fullmatch(value) else value

    def warnings(self, count: int) -> list[str]:
        """What Excel will not show of an export of that many articles."""
        told = []
        if self.cut:
            told.append(f"{self.cut:,} cells are longer than {CELL:,} characters: Excel shows their beginnings only")
        if count >= ROWS:
            told.append(
                f"Excel opens {ROWS - 1:,} of {count:,} articles only; export them in parts, by --from and --to"
            )
        return told
