"""From words and filters to SQL over the index and the narrow table, and by which of them to walk.

Texts stand in ``articles``, a page of the file each: nothing here reads them.
"""

import sqlite3
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from crawler.archive.ids import order_floor
from crawler.archive.walk import Scope, plain
from crawler.days import bounds
from crawler.errors import UsageError

DATED_FROM = order_floor("0001-01-01", "")
"""Where articles with a date begin in ``ord``; the undated lie below it, or among days before any portal's."""
_PROBED, LISTED, LISTED_FOR_PAGE = 200, 50_000, 12_000
"""Up to so many articles that pass the filters (times the words), each is looked up in the index, which takes as long
as to walk some hundred of a word's; up to so many their numbers are listed and the words' articles checked against the
list; with more, each of those is looked up. A page of twenty is full before a longer list would be made."""
_SLACK = 1 << 21
"""A month of ``ord``: a day's articles may have spilled into the next."""
_EQUAL = {
    "portal": ("portal", "facets_portal"),
    "section": ("section", "facets_section"),
    "unit": ("unit_id", "facets_unit"),
    "province": ("province_id", "facets_province"),
    "province_now": ("province_now_id", "facets_province_now"),
}
_NOT_SHOWN = "SELECT ord FROM facets WHERE hidden = 1 UNION ALL SELECT ord FROM facets WHERE is_article = 0"
_FLAGS: dict[str, str] = {"gone": "facets_gone", "edited": "facets_edited", "hidden": "facets_hidden"}
# Entry into the archive is counted by revisions' numbers; what another machine added may bear an earlier stamp.
_ENTERED = """SELECT a.ord FROM revision_rows r CROSS JOIN articles a ON a.id = r.article_id
  WHERE r.number > ? AND r.revision = 1 UNION SELECT ord FROM facets WHERE added_at > ?"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. ``since`` and ``until`` are days in Viet Nam, inclusive; ``2024`` and ``2024-03`` too.

    ``undated`` alone finds only articles without a date; with days, those besides the dated ones.
    ``hidden`` articles, withdrawn from what is published, are found only when they are asked for, and then alone.
    ``any_revision`` seeks the words in former texts too. ``added_after`` is the last entry that is known already
    (:class:`crawler.archive.saved.Entry`).
    """

    portal: str | None = None
    section: str | None = None
    since: str | None = None
    until: str | None = None
    undated: bool = False
    gone: bool = False
    edited: bool = False
    province: str | None = None
    province_now: str | None = None
    unit: str | None = None
    hidden: bool = False
    any_revision: bool = False
    added_after: tuple[int, str] | None = None

    def __post_init__(self) -> None:
        """Sections are stored as :func:`crawler.text.normalise.line` writes them; what is typed may be NFD."""
        if self.section is not None:
            object.__setattr__(self, "section", unicodedata.normalize("NFC", self.section))


def scope(
    db: sqlite3.Connection,
    match: str | None,
    filters: Filters,
    *,
    dated: bool | None = None,
    listed: int = LISTED,
) -> Scope:
    """The cheapest way to the rows that hold the words (an expression for ``MATCH``) and pass the filters.

    ``dated`` narrows to articles with or without a date; up to ``listed`` articles that pass the filters are listed
    before the words' are walked. Raises ``UsageError`` for a filter that can't be understood.
    """
    if filters.undated and not (filters.since or filters.until):
        dated = False
    clauses, values = _clauses(filters, dated)
    source, passing, span = _narrowest(db, filters)
    where, given = " AND ".join(clauses), tuple(values)
    if match is None:
        return Scope(source, where or "1", given, "f.ord")
    if passing * (1 + match.count(" ")) <= _PROBED:
        tables = f"{source} CROSS JOIN articles_fts ON articles_fts.rowid = f.ord"
        return Scope(tables, f"{where} AND articles_fts MATCH ?", (*given, match), "f.ord")
    words = _words(match, [*span, *_range(filters, dated)])
    if passing <= listed:
        return Scope.of_words(words, "", f"+{{place}} IN (SELECT f.ord FROM {source} WHERE {where})", given)  # noqa: S608 - own clauses
    others = _others(db)
    if others is None or filters != Filters(**{name: getattr(filters, name) for name in (*_EQUAL, "any_revision")}):
        return Scope.of_words(words, " CROSS JOIN facets f ON f.ord = {place}", where, given)
    words = (f"{words[0]}{others}", words[1])
    clauses, values = _on_counted(filters, dated)
    join = " CROSS JOIN counted c ON c.ord = {place}" if clauses else ""
    return Scope.of_words(words, join, " AND ".join(clauses), tuple(values))


def _words(match: str, places: list[tuple[str, int]]) -> tuple[str, tuple[Any, ...]]:
    conditions = ["articles_fts MATCH ?", *(f"articles_fts.rowid {sign} ?" for sign, _ in places)]
    return " AND ".join(conditions), (match, *(place for _, place in places))


def _others(db: sqlite3.Connection) -> str | None:
    """A condition that leaves out what is hidden or no article: empty without such, ``None`` with too many to list."""
    ((count,),) = plain(db, f"SELECT count(*) FROM (SELECT 1 FROM ({_NOT_SHOWN}) LIMIT ?)", (LISTED + 1,))  # noqa: S608 - own clauses
    if count > LISTED:
        return None
    return f" AND +articles_fts.rowid NOT IN ({_NOT_SHOWN})" if count else ""


def _on_counted(filters: Filters, dated: bool | None) -> tuple[list[str], list[Any]]:
    """Conditions on ``counted c`` for filters of one value each, and the values."""
    given = {
        column: getattr(filters, name) for name, (column, _) in _EQUAL.items() if getattr(filters, name) is not None
    }
    clauses = []
    if given:
        named = " AND ".join(f"{column} = ?" for column in given)
        clauses.append(f"c.profile IN (SELECT profile FROM profiles WHERE {named})")  # noqa: S608 - own clauses
    if dated is not None:
        clauses.append(f"c.month IS {'NOT ' if dated else ''}NULL")
    return clauses, [*given.values()]


def check_text(filters: Filters) -> None:
    """Raises ``UsageError`` for a filter that SQLite can't be asked for."""
    for one in fields(filters):
        value = getattr(filters, one.name)
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise UsageError(f"{one.name} {value!r} holds bytes that are no UTF-8 text; type it again") from None


def _clauses(filters: Filters, dated: bool | None) -> tuple[list[str], list[Any]]:
    """Conditions on the narrow table, and their values."""
    clauses, values = ["f.is_article = 1", f"f.hidden = {int(filters.hidden)}"], []
    for name, (column, _) in _EQUAL.items():
        value = getattr(filters, name)
        if value is not None:
            clauses.append(f"f.{column} = ?")
            values.append(value)
    clauses += [f"f.{name} = 1" for name in ("gone", "edited") if getattr(filters, name)]
    if dated is not None:
        clauses.append(f"f.published_month IS {'NOT ' if dated else ''}NULL")
    days, limits = _days(filters) if dated is not False else ([], [])
    if days and filters.undated and dated is None:
        days = [f"(f.published_month IS NULL OR {' AND '.join(days)})"]
    for sign, place in _range(filters, dated):
        clauses.append(f"f.ord {sign} ?")
        values.append(place)
    if filters.added_after:
        clauses.append(f"f.ord IN ({_ENTERED})")
        values += filters.added_after
    return clauses + days, values + limits


def _days(filters: Filters) -> tuple[list[str], list[str]]:
    """Clauses for the days; a month-precise article matches when its whole month lies inside."""
    clauses, values = [], []
    if filters.since is not None:
        first = date.fromisoformat(bounds(filters.since)[0])
        month = _month(first, 0 if first.day == 1 else 1)
        clauses.append("(f.published_day >= ? OR f.published_day IS NULL AND f.published_month >= ?)")
        values += [first.isoformat(), month]
    if filters.until is not None:
        last = date.fromisoformat(bounds(filters.until)[1])
        ends = last.day == monthrange(last.year, last.month)[1]
        month = _month(last, 0 if ends else -1)
        clauses.append("(f.published_day <= ? OR f.published_day IS NULL AND f.published_month <= ?)")
        values += [last.isoformat(), month]
    return clauses, values


def _month(day: date, steps: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 + steps, 12)
    return f"{year:04}-{month + 1:02}"


def _range(filters: Filters, dated: bool | None) -> list[tuple[str, int]]:
    """Between which places in ``ord`` matches stand, as signs and places; empty is anywhere."""
    if dated is False:
        return [("<=", -1)]
    found = []
    if filters.until is not None:
        found.append(("<=", order_floor(bounds(filters.until)[1], "") + _SLACK))
    if filters.undated and dated is None:
        return found
    if filters.since is not None:
        found.append((">=", order_floor(bounds(filters.since)[0], "")))
    elif dated or filters.until is not None:
        found.append((">=", DATED_FROM))
    return found


def _narrowest(db: sqlite3.Connection, filters: Filters) -> tuple[str, int, list[tuple[str, int]]]:
    """The narrow table walked by the filter that the fewest articles pass, how many (up to a limit), and where."""
    best, least, span = "facets f", LISTED + 1, list[tuple[str, int]]()
    shown = f"f.is_article = 1 AND f.hidden = {int(filters.hidden)}"
    candidates: list[tuple[str, str, tuple[Any, ...]]] = [
        (f"facets f INDEXED BY {index}", f"f.{column} = ? AND {shown}", (getattr(filters, name),))
        for name, (column, index) in _EQUAL.items()
        if getattr(filters, name) is not None
    ]
    flags = [(f"facets f INDEXED BY {index}", f"f.{name} = 1", ()) for name, index in _FLAGS.items()]
    candidates += [one for name, one in zip(_FLAGS, flags, strict=True) if getattr(filters, name)]
    if filters.added_after:
        candidates.append(("facets f", f"f.ord IN ({_ENTERED})", filters.added_after))
    for source, clause, values in candidates:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {clause} LIMIT ?)"  # noqa: S608 - own clauses
        ((passing,),) = plain(db, sql, (*values, LISTED + 1))
        if passing >= least and best != "facets f":
            continue
        best, least, span = source, passing, []
        # With all that the index begins with given, its ends are looked up; without, they would be walked to.
        if "INDEXED" in source:
            for sign, end in ((">=", "min"), ("<=", "max")):
                ((place,),) = plain(db, f"SELECT {end}(f.ord) FROM {source} WHERE {clause}", values)  # noqa: S608 - own clauses
                span += [(sign, place)] if place is not None else []
    return best, least, span
