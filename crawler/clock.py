"""The one clock. ``TINTINH_NOW`` (ISO 8601) sets it, so that years can pass in a test."""

import os
from datetime import UTC, datetime

from crawler.errors import UsageError

VARIABLE = "TINTINH_NOW"


def now() -> datetime:
    """The present moment in UTC.

    Raises ``UsageError`` when the variable is set to something that is no ISO 8601 time.
    """
    given = os.environ.get(VARIABLE)
    if not given:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise UsageError(f"{VARIABLE} is {given!r}; give an ISO 8601 time such as 2026-11-22T08:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def stamp() -> str:
    """The present moment as the archive writes it: UTC, whole seconds, ``Z``."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")
