"""The table of printed forms: every way a date, a clock or the words around them are printed, as patterns.

A form is a name, a kind and a pattern. Within a pattern ``(?P<_x>...)`` names a field: `d`, `m`, `y` (day,
month, year), `h`, `n`, `s` (hour, minute, second), `p` (AM, SA, "chiều" ...), `z` (zone). Order matters: the
first form that matches at a place is taken. Forms of numbers and forms of words are tried apart, by the first
character. Every form but the plainest was seen on a portal, named beside it where that matters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.dates.lexicon import (
    DASH,
    DAYPART,
    LABEL_PUBLISH,
    LABEL_UPDATE,
    LINK,
    MONTH,
    SEPARATOR,
    WEEKDAY,
)


class Form(NamedTuple):
    """One printed form: `kind` is date, month, clock, weekday, update, publish, link, part or zone."""

    name: str
    kind: str
    pattern: str


# Nothing of a number or of a path may follow a year.
_END = r"(?![0-9]|[/.][0-9]|/\w)"
_YEAR = r"(?P<_y>[0-9]{4})"
_D2 = "[0-9]{1,2}"
_SEP = rf" ?(?P<_sep>[/.]|{DASH}) ?"
ZONE = (
    r"(?:gmt|utc)(?: ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?)?(?![\w+])"
    r"|[+-][0-9]{2}:?[0-9]{2}(?![0-9/.:-])|[+-](?:0[0-9]|1[0-4])(?![0-9/.:]| ?[-/.] ?[0-9])|ict(?!\w)|z(?!\w)"
)
_TAIL = rf"(?: ?[\[(]? ?(?P<_z>{ZONE})(?: ?[\])])?)?"
_AMPM = r"(?:[ :]?(?P<_p>sa|ch|am|pm|a\.m\.?|p\.m\.?|sáng|trưa|chiều|tối|đêm)(?!\w))?"
_MINUTES = r" ?(?:phút|['′’´`]|ph?(?!\w))"

NUMBER_FORMS: tuple[Form, ...] = (
    # 03:41, 19:05:01, 8:53 SA, 17:08 PM, 4:24:PM (phuloc), 08:11 [GMT+7]
    Form(
        "colon",
        "clock",
        rf"(?P<_h>{_D2})(?: : |:)(?P<_n>[0-9]{{2}})(?::(?P<_s>[0-9]{{2}})(?:[.,][0-9]{{1,7}})?)?"
        rf"['′’]?(?![0-9]|:[0-9]|[/.][0-9]){_AMPM}{_TAIL}",
    ),
    # 14/01/2020, 14 - 01 - 2020 (Tân Dân portals), 23.12.2024 (baothaibinh.com.vn)
    Form("dmy", "date", rf"(?P<_d>{_D2}){_SEP}(?P<_m>{_D2}) ?(?P=_sep) ?{_YEAR}{_END}"),
    # 5 tháng sáu 2023, ngày 05 tháng 6 năm 2023, 5 Tháng Năm, 2023, 05 Th6 2023, 05-Th6-2023
    Form(
        "worded",
        "date",
        rf"(?P<_d>{_D2})(?:,? ?|[/-])(?:tháng|thang|thg\.?|th\.?) ?(?P<_m>{MONTH})"
        rf"(?P<_sep> ?,? ?n[ăa]m | ?, ?| | ?[/-] ?){_YEAR}{_END}",
    ),
    # 2015-04-02 (Drupal), 2015/04/02
    Form("ymd", "date", rf"{_YEAR}(?P<_sep>[/.-])(?P<_m>{_D2})(?P=_sep)(?P<_d>{_D2}){_END}(?!-[0-9])"),
    # 5/6 năm 2023
    Form("dmnamy", "date", rf"(?P<_d>{_D2}) ?[/.] ?(?P<_m>{_D2}),? năm {_YEAR}{_END}"),
    # 21/7/25, 30.08.23, 09-11-18
    Form("dmyy", "date", rf"(?P<_d>{_D2})(?P<_sep>[/.-])(?P<_m>{_D2})(?P=_sep)(?P<_y>[0-9]{{2}})(?!-){_END}(?! ?%)"),
    # 2020-06
    Form("iso_month", "month", rf"{_YEAR}-(?P<_m>0[1-9]|1[0-2]){_END}"),
    # 17h30, 09h15', 17 giờ 30 phút, 8 giờ 15, 17g30
    Form(
        "hour",
        "clock",
        rf"(?P<_h>{_D2}) ?(?:giờ|[hg](?![^\W\d_]))"
        rf"(?:,? ?(?P<_n>{_D2})(?:{_MINUTES}|(?<=[0-9]{{2}})(?![0-9]| ?[/.] ?[0-9]|-[0-9]{{1,2}}-| ?th(?!ứ))))?"
        rf"(?:,? ?(?P<_s>{_D2}) ?giây)?{_AMPM}{_TAIL}",
    ),
)

WORD_FORMS: tuple[Form, ...] = (
    Form("weekday", "weekday", WEEKDAY),
    # Th7 21, 2025 and Tháng Bảy 21, 2025, as WordPress prints them
    Form("wordpress", "date", rf"(?:tháng|th\.?) ?(?P<_m>{MONTH}) (?P<_d>[0-9]{{1,2}}), ?{_YEAR}{_END}"),
    # tháng 3/2024, tháng 3 năm 2024, Tháng Ba 2024
    Form("month", "month", rf"tháng ?(?P<_m>{MONTH})(?P<_sep>,? năm |, | ?[/.-] ?| ){_YEAR}{_END}"),
    Form("update", "update", rf"{LABEL_UPDATE}(?!\w)"),
    Form("publish", "publish", rf"{LABEL_PUBLISH}(?!\w)"),
    Form("link", "link", LINK),
    Form("part", "part", rf"{DAYPART}(?!\w)"),
    # A zone that stands apart from its clock can only be Viet Nam's own.
    Form("zone", "zone", r"(?:gmt|utc) ?\+ ?0?7(?::?00)?(?!\w)|(?:theo )?giờ (?:việt nam|hà nội)"),
)


def named(form: Form) -> str:
    """The form's pattern with its fields called name_field, so that several forms fit in one pattern."""
    return form.pattern.replace("(?P<_", f"(?P<{form.name}_").replace("(?P=_", f"(?P={form.name}_")


def compile_forms(table: tuple[Form, ...]) -> re.Pattern[str]:
    """One pattern of the table's forms, each a group of its name, with the separators behind it swallowed."""
    either = "|".join(f"(?P<{form.name}>{named(form)})" for form in table)
    return re.compile(f"(?:{either}){SEPARATOR}*", re.IGNORECASE)


def _fields(pattern: re.Pattern[str], form: Form) -> tuple[int, ...]:
    """Group numbers of the form's fields: y, m, d of a date; h, n, s, p, z of a clock; else none."""
    letters = {"date": "ymd", "clock": "hnspz"}.get(form.kind, "")
    return tuple(pattern.groupindex[f"{form.name}_{letter}"] for letter in letters)


NUMBERS = compile_forms(NUMBER_FORMS)
WORDS = compile_forms(WORD_FORMS)
SEPARATORS = re.compile(rf"{SEPARATOR}+")
KINDS: dict[str, str] = {form.name: form.kind for form in NUMBER_FORMS + WORD_FORMS}
FIELDS: dict[str, tuple[int, ...]] = {
    form.name: _fields(pattern, form)
    for pattern, table in ((NUMBERS, NUMBER_FORMS), (WORDS, WORD_FORMS))
    for form in table
}
