"""Which year a day told without one belongs to, from the day of publication; none where two are possible.

Prose leaves the year out for what has just happened, for what comes soon, and within the calendar year.
Further off two years are possible, and a wrong date is worse than none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

# Days between the day told and the day of publication.
NEAR_PAST, SAME_YEAR_PAST, FUTURE = 60, 183, 200
SOON, NEAR_YEAR = 14, 300
_HELD = 4096
"""Resolved days that are remembered: tables and programmes tell the same ones again and again."""
_PUBLISHED = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9])")


def make_told_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is none; prose also tells of history, so years from 1800 to 2100 count."""
    if not 1800 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def published_days(published: str | None) -> tuple[date, date] | None:
    """First and last day a stored `published` can mean (a day, a whole month); None if it can't be read."""
    match = _PUBLISHED.match(published or "")
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), match[3]
    first = make_told_day(year, month, int(day or 1))
    if first is None or day:
        return (first, first) if first else None
    following = make_told_day(year + month // 12, month % 12 + 1, 1)
    return (first, following - timedelta(days=1)) if following else None


def resolve(month: int, day: int, published: tuple[date, date] | None, *, future: bool) -> date | None:
    """The one day `day`/`month` that prose published then can mean; None when it isn't certain.

    `future` says that words of time to come stand near it.
    """
    if published is None:
        return None
    early = _resolve(month, day, published[0], future)
    return early if published[0] == published[1] or early == _resolve(month, day, published[1], future) else None


@lru_cache(_HELD)
def _resolve(month: int, day: int, published: date, future: bool) -> date | None:
    days = [make_told_day(published.year + step, month, day) for step in (-1, 0, 1)]
    past = [d for d in days if d is not None and d <= published + timedelta(days=1)]
    coming = [d for d in days if d is not None and d >= published]
    back = (published - past[-1]).days if past else None
    if back is not None and back <= NEAR_PAST:
        return past[-1]
    if future:
        near = bool(coming) and (coming[0] - published).days <= FUTURE
        return coming[0] if near else None
    if coming and (coming[0] - published).days <= SOON and (back is None or back > NEAR_YEAR):
        # A day or two ahead against a year back: nobody writes of last year's day without its year.
        return coming[0]
    same_year = back is not None and back <= SAME_YEAR_PAST and past[-1].year == published.year
    return past[-1] if same_year else None


def resolve_month(month: int, length: int, published: tuple[date, date] | None, *, future: bool) -> int | None:
    """The one year of a month (`length` 1) or a quarter beginning with it (3) told without; None if uncertain.

    What is over or runs lies at most two months (one quarter) back or in the same half year, what is to come
    at most half a year ahead.
    """
    if published is None:
        return None
    early, late = (_resolve_month(month, length, at, future) for at in published)
    return early if early == late else None


def _resolve_month(month: int, length: int, at: date, future: bool) -> int | None:
    here, first = at.year * 12 + at.month, at.year * 12 + month
    if first > here:
        first -= 12
    back, ahead = here - (first + length - 1), first + 12 - here
    if future:
        # "trong tháng 10 này sẽ": the month that runs is to come as well.
        return at.year if back <= 0 else at.year + (month < at.month) if ahead <= 6 else None
    return (first - 1) // 12 if back <= 2 or (back <= 6 and (first - 1) // 12 == at.year) else None


def year_named(words: str, published: tuple[date, date] | None) -> int | None:
    """The year of "năm nay", "năm ngoái", "năm tới"; None when the year of publication isn't known."""
    if published is None or published[0].year != published[1].year:
        return None
    step = {"nay": 0, "ngoái": -1, "trước": -1, "sau": 1, "tới": 1}[words.split()[-1].lower()]
    return published[0].year + step
