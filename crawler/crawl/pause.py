"""How long a server asks to be left alone."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

_USUAL = timedelta(seconds=60)
_SHORTEST = timedelta(seconds=5)


def pause_of(said: str | None, present: datetime) -> timedelta:
    """How long a server asks to be left alone, in seconds or as a date; a minute when it doesn't say, never nothing."""
    if said and said.strip().isdigit():
        return max(_SHORTEST, timedelta(seconds=min(int(said), 10**7)))
    try:
        return max(_SHORTEST, parsedate_to_datetime(said or "") - present)
    except (TypeError, ValueError):
        return _USUAL
