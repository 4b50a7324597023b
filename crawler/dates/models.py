"""What the date reader hands back: a printed date (`DateReading`), a date told in prose (`DateMention`).

Values are ISO 8601 and only as long as what was read: ``2024-03``, ``2020-01-14``,
``2024-03-18T03:41+07:00``, ``2019-08-06T19:05:01+07:00``. Times are always in +07:00, the clock of Viet Nam
since 1975.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

# Codes of notes ("code: words"). Tests hold that no other code is ever produced.
NOTES: dict[str, str] = {
    "order_mdy": "printed month first; the day above twelve or the weekday proves it",
    "two_digit_year": "the century isn't printed; only 20yy lies between 1990 and 2089",
    "midnight": "the clock is exactly midnight and may stand for no clock at all",
    "no_clock": "12:00 AM stands for a missing time; only the day is kept",
    "clock_24h": "AM or PM beside a 24-hour clock; the 24-hour clock is kept",
    "clock_conflict": "the clock contradicts its AM, PM or part of the day; only the day is kept",
    "hour_only": "an hour without minutes is printed, taken as the full hour",
    "two_clocks": "a clock stands on both sides of the date; only the day is kept",
    "zone": "the printed zone isn't +07:00; converted",
    "zone_utc": "the zone is UTC, which Vietnamese portals often print beside local time",
    "zone_assumed": "no zone stands in the machine-readable stamp; Viet Nam's is assumed",
    "month_minutes": "the minutes equal the month number, a bug of NukeViet's feeds; only the day is kept",
    "label_update": "the label says updated, not published",
    "relative": "counted back from the moment of fetching",
    "english": "the month's name is English",
}


def note(code: str) -> str:
    """The note for `code` as it is stored, "code: words"; KeyError for a code that isn't listed."""
    return _NOTED[code]


_NOTED = {code: f"{code}: {words}" for code, words in NOTES.items()}


@dataclass(frozen=True, slots=True, init=False)
class DateReading:
    """One printed date, never more precise than what was read.

    `precision` is ``second``, ``minute``, ``day`` or ``month``; `text` the words as they stood (NFC, single
    spaces); `notes` say what was seen through or left out, each "code: words" with a code from `NOTES`.
    """

    value: str
    precision: str
    text: str
    notes: tuple[str, ...]

    def __init__(self, value: str, precision: str, text: str, notes: tuple[str, ...] = ()) -> None:
        # What a frozen dataclass does, in half the time: this is most of what is left of reading a date.
        _set_value(self, value)
        _set_precision(self, precision)
        _set_text(self, text)
        _set_notes(self, notes)

    def to_dict(self) -> dict[str, object]:
        """The four fields under their names, notes as a list."""
        return {**asdict(self), "notes": list(self.notes)}


_set_value, _set_precision, _set_text, _set_notes = (
    vars(DateReading)[name].__set__ for name in ("value", "precision", "text", "notes")
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date told in running text.

    `precision` is ``day``, ``month``, ``quarter``, ``period`` or ``lunar``. `value` is None where the year
    can't be known, where the weekday contradicts the day, and for lunar dates; periods and quarters are
    ``first/last`` day. `basis`: ``text`` (everything stands in the words), ``published`` (the year follows
    from the day of publication), ``none`` (no value).
    """

    text: str
    value: str | None
    precision: str
    basis: str

    def to_dict(self) -> dict[str, str | None]:
        """The four fields under their names, as the article's `dates` holds them."""
        return asdict(self)
