"""dateparser, for wordings of English dates that nothing else reads: the only module that imports it, and late."""

from __future__ import annotations

import re
from datetime import date

from crawler.dates.days import make_day
from crawler.dates.lexicon import ENGLISH_MONTHS

_TOKENS = re.compile(r"[0-9]+|[^\W\d_]+")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "of"))
_SETTINGS = {
    "DATE_ORDER": "DMY",
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
    "RETURN_AS_TIMEZONE_AWARE": False,
}


def parse(words: str) -> date | None:
    """What dateparser makes of the words left over, if they are a day, a month's name, a year and no more."""
    tokens = [token.lower() for token in _TOKENS.findall(words) if token.lower() not in _ORDINALS]
    numbers = sorted((token for token in tokens if token.isdigit()), key=len)
    names = [token for token in tokens if not token.isdigit()]
    if len(numbers) != 2 or len(names) != 1 or len(numbers[0]) > 2 or len(numbers[1]) != 4:
        return None
    import dateparser

    try:
        moment = dateparser.parse(" ".join((numbers[0], names[0], numbers[1])), languages=["en"], settings=_SETTINGS)
    except (ValueError, OverflowError):
        return None
    if moment is None or (moment.day, moment.year) != (int(numbers[0]), int(numbers[1])):
        return None
    return make_day(moment.year, moment.month, moment.day) if names[0][:3] == ENGLISH_MONTHS[moment.month - 1] else None
