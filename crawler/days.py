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
        year, month, day = int(found[1]), _number(found[2]), _number(found[3])
        first = date(year, 1 if month is None else month, 1 if day is None else day)
        last_month = 12 if month is None else month
        last = date(year, last_month, calendar.monthrange(year, last_month)[1] if day is None else day)
    except ValueError:
        raise UsageError(f"{text!r} is no day; give 2024, 2024-03 or 2024-03-18") from None
    return first.isoformat(), last.isoformat()


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
