"""Days as people give them: ``2024``, ``2024-03`` or ``2024-03-18``."""

import calendar
import re
from datetime import date

from crawler.errors import UsageError

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def bounds(text: str) -> tuple[str, str]:
    """The first and the last day that the words mean, ISO 8601.

    Raises ``UsageError`` for anything that is no day, month or year of the calendar.
    """
    found = _FORM.fullmatch(text)
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last = date(year or 0, last_month, day or calendar.monthrange(year or 0, last_month)[1])
    except ValueError:
        raise UsageError(f"{text!r} is no day; give 2024, 2024-03 or 2024-03-18") from None
    return first.isoformat(), last.isoformat()
