"""The quick way of reading stamps beside the general one: they must never differ, and the quick one must be taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, asdict, replace
from datetime import date, datetime
from unittest import mock

import dateparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from printed_dates import BASE, READ, RELATIVE

from crawler import dates
from crawler.dates import english, printed, shapes
from crawler.dates.lexicon import ENGLISH_MONTH_NUMBERS
from crawler.dates.models import DateReading
from crawler.dates.normal import normalise
from crawler.dates.quick import read_line, read_stamp
from crawler.dates.scan import scan

TODAY = (None, date(2021, 7, 26), date(2026, 3, 7))


@contextmanager
def slowly() -> Iterator[None]:
    """`dates.read` without the quick way."""
    with mock.patch.object(printed, "read_stamp", return_value=None):
        yield


def words(*some: str) -> st.SearchStrategy[str]:
    return st.sampled_from(some)


def numbers(*widths: str, most: int) -> st.SearchStrategy[str]:
    return st.builds(lambda form, number: format(number, form), words(*widths), st.integers(0, most))


# Numbers beyond what a day, a month, a clock can be, and of widths that no form knows, belong to it.
DAYS = numbers("d", "02d", "02d", "03d", most=33)
MONTHS = numbers("d", "02d", most=14) | words("sáu", "Năm", "Mười Hai", "Giêng", "March", "Sept", "x")
YEARS = st.integers(1988, 2102).map(str) | numbers("d", "02d", "04d", most=2102)
CLOCKS = st.builds(
    lambda hour, colon, minute, second: f"{hour}{colon}{minute}{second}",
    numbers("d", "02d", most=25),
    words(":", ":", ":", "h", " giờ ", "g"),
    numbers("02d", "02d", "02d", "d", most=61) | words("00", ""),
    words("", "", "", ":00", ":59", ":60", " phút", "'", ":05.123"),
)
SEPARATORS = words("/", "/", "/", "-", ".", " - ", " – ", " / ", " tháng ", " ", ", ", " năm ", " Th")
DATES = st.one_of(
    st.builds(lambda d, m, y, s: f"{d}{s}{m}{s}{y}", DAYS, MONTHS, YEARS, SEPARATORS),
    st.builds(lambda d, m, y, s, t: f"{d}{s}{m}{t}{y}", DAYS, MONTHS, YEARS, SEPARATORS, SEPARATORS),
    st.builds(lambda d, m, y, s: f"{y}{s}{m}{s}{d}", DAYS, MONTHS, YEARS, SEPARATORS),
    st.builds(lambda d, m, y: f"{m} {d}, {y}", DAYS, MONTHS, YEARS),
    st.builds(lambda d, m, y: f"tháng {m} {d}, {y}", DAYS, MONTHS, YEARS),
)
LEADS = (
    *(
        "",
        "",
        "",
        "",
        "",
        "Thứ hai, ",
        "Thứ Ba - ",
        "CN ",
        "T2, ",
        "T.6 ",
        "thứ 7 ",
        "Thứ 6, ngày ",
        "Monday, ",
        "Sat, ",
    ),
    *("Đăng ngày ", "Đăng ngày: ", "Đăng lúc", "Cập nhật: ", "CẬP NHẬT LÚC ", "Posted on: ", "Last updated: ", "ngày "),
    *("Chiều ngày ", "ngày tháng ", "( ", "• ", "🕔 ", "Tin ", "thứ ", "t", "tháng ", "gmt+", "  ", "\u00a0"),
    *("\u200bngày ", "Thu\u031b\u0301 hai "),
)
BETWEEN = (
    *(" ", " ", " ", ", ", " - ", " | ", ", Thứ hai, ", " ngày ", " lúc ", " at ", " SA ", " CH, ", "PM ", " GMT "),
    *(" GMT - ", " - GMT+7 ", " sáng ", " +", "/", "x", ", 5 ", " đến ", ": ", "+07:00 ", " -", "-", " \u00a0"),
)
TAILS = (
    *("", "", "", "", "", " SA", " CH", " PM", " am", " a.m.", "sa", " GMT", " GMT+7", " [GMT+7]", " (GMT+07:00)"),
    *(" +0700", " +09:30", " -0500", "+7", " Z", " ICT", " CST", ")", " ", ".", ", Thứ Tư", " (Thứ 6)", " chiều"),
    *(" phút", " giờ Việt Nam", " lượt xem", " 155 0", "%", " ?", "\u0303", "/", " cập nhật"),
)
WILD = st.builds(
    lambda lead, one, between, other, tail: lead + one + between + other + tail,
    st.sampled_from(LEADS),
    DATES | CLOCKS,
    st.sampled_from(("", *BETWEEN)),
    CLOCKS | DATES | st.just(""),
    st.sampled_from(TAILS),
)
# As portals print them: moments, now and then impossible.
TWO = words("d", "02d")
PLAIN_DATES = st.builds(
    lambda form, day, month, year, width: form.format(d=format(day, width), m=format(month, width), y=year),
    words("{d}/{m}/{y}", "{d}/{m}/{y}", "{d}-{m}-{y}", "{d} - {m} - {y}", "{y}-{m}-{d}", "{d} tháng {m} năm {y}")
    | words("{d} Tháng Năm, {y}", "Th{m} {d}, {y}", "{d} March {y}", "{d}/{m} năm {y}", "Sept {d}, {y}"),
    st.integers(1, 31) | st.integers(0, 33),
    st.integers(1, 12) | st.integers(0, 14),
    st.integers(2000, 2026) | st.integers(1988, 2102) | st.integers(10, 99),
    TWO,
)
PLAIN_CLOCKS = st.builds(
    lambda form, hour, minute, second, width: form.format(h=format(hour, width), n=minute, s=second),
    words("{h}:{n:02d}", "{h}:{n:02d}", "{h}:{n:02d}:{s:02d}", "{h}h{n:02d}", "{h} giờ {n} phút", "{h}h"),
    st.integers(0, 23) | st.integers(0, 25),
    st.just(0) | st.integers(0, 59) | st.integers(0, 61),
    st.just(0) | st.integers(0, 59) | st.integers(0, 61),
    TWO,
)
MARKS = words("", "", "", " SA", " CH", " AM", " PM", " GMT+7", " GMT", " +09:30", " [GMT+7]", " chiều", ":PM", " Z")
PLAIN = st.builds(
    lambda lead, day, clock, mark, order, between: lead + order.format(d=day, c=clock + mark, b=between),
    words(
        "", "", "", "Thứ hai, ", "CN ", "T7, ", "Thứ 6, ", "Đăng ngày: ", "Cập nhật: ", "Updated: ", "Sat, ", "ngày "
    ),
    PLAIN_DATES,
    PLAIN_CLOCKS,
    MARKS,
    words(
        "{d}", "{d}{b}{c}", "{d}{b}{c}", "{c}{b}{d}", "({d}{b}{c})", "{d}.", "{d}, Thứ Tư", "{d}{b}{c} (giờ Việt Nam)"
    ),
    words(" ", " ", ", ", " - ", " | ", " lúc ", " ngày ", " -", " at "),
)
LINES = PLAIN | PLAIN | WILD


@settings(deadline=None, max_examples=1500)
@given(line=LINES, today=st.sampled_from(TODAY))
@example(line="08:15 -05 tháng 6 năm 2023", today=None)
@example(line="08:15 -25 tháng 6 năm 2023", today=None)
@example(line="2/1/2026 6:51:00 AM", today=None)
@example(line="21/7/25", today=date(2021, 7, 26))
@example(line="Updated: 18-Mar-2100 10:00", today=None)
@example(line="T2, 18/03/2024 24:00", today=None)
@example(line="1/1/2000 24h", today=None)
def test_the_quick_way_reads_what_the_general_one_does(line: str, today: date | None) -> None:
    base = None if today is None else datetime(today.year, today.month, today.day, 12, tzinfo=BASE.tzinfo)
    with slowly():
        reading = dates.read(line, base=base)
    assert dates.read(line, base=base) == reading
    quick = read_stamp(line, today)
    if quick:
        assert quick == reading
    elif quick is False:
        # What isn't one stamp may still be a day with something beside it.
        assert scan(normalise(line), today) is None


@settings(deadline=None, max_examples=500)
@given(line=LINES, today=st.sampled_from(TODAY))
def test_the_scan_and_the_quick_scan_agree(line: str, today: date | None) -> None:
    line = normalise(line)
    if english.find_common(line) is None:
        assert read_line(line, today) == scan(line, today)


@pytest.mark.parametrize("text", [text for rows in READ.values() for text, _ in rows] + [text for text, _ in RELATIVE])
def test_every_known_form_reads_alike_both_ways(text: str) -> None:
    for base in (None, BASE):
        with slowly():
            reading = dates.read(text, base=base)
        assert dates.read(text, base=base) == reading


COMMON = [
    "18/03/2024",
    "14 - 01 - 2020",
    "2020-06-05 08:15",
    "Đăng ngày: 28 - 07 - 2011",
    "Thứ hai - 18/03/2024 03:41",
    "Thứ 6, 05/07/2024, 17:20[GMT+7]",
    "THỨ BA, 06/08/2019 19:05:01",
    "(Cập nhật: 9:25 SA, 02/02/2023)",
    "23.12.2024 | 17:08 PM",
    "05/06/2023 12:00 AM",
    "17 giờ 5 phút ngày 5/6/2023",
    "18/03/2024 20:41 GMT",
    "21/7/25",
    "03/18/2024",
    "Thứ hai, ngày 05 tháng 06 năm 2023",
    "21 Tháng Bảy, 2025",
    "Th7 21, 2025",
    "Monday, March 18th, 2024 at 9:41 AM",
]


@pytest.mark.parametrize("line", COMMON)
def test_common_stamps_go_the_quick_way(line: str) -> None:
    assert read_stamp(line), line


@pytest.mark.parametrize("line", ["31/6/2023", "Thứ Năm, 2/10/2018", "18/03/2024 25:61", "31 June 2024"])
def test_common_stamps_of_no_day_are_refused_at_once(line: str) -> None:
    assert read_stamp(line) is False


@pytest.mark.parametrize(
    "line", ["", "Tin 18/03/2024", "18/03/2024 155 0", "Sat, 16 Mar 2024 03:41 +0700", " 18/03/2024"]
)
def test_other_lines_are_left_to_the_general_way(line: str) -> None:
    assert read_stamp(line) is None


def test_shapes_do_not_fill_the_memory() -> None:
    kept = shapes._Shapes((("dy",),))
    for number in range(5000):
        assert kept["x" * number, "/", ""] is None
    assert len(kept) <= 2048


UNUSUAL = [
    ("2024, March 18", "2024-03-18"),
    ("18 of March 2024", "2024-03-18"),
    ("2024 Mar 18 09:41", "2024-03-18T09:41+07:00"),
    ("Last updated: 18 / March / 2024", "2024-03-18"),
    ("2024, June 31", None),
]


@pytest.mark.parametrize(("text", "value"), UNUSUAL)
def test_dateparser_reads_unusual_english_dates(text: str, value: str | None) -> None:
    with mock.patch("dateparser.parse", wraps=dateparser.parse) as parse:
        reading = dates.read(text)
    assert parse.call_count == 1
    assert (reading and reading.value) == value


ENGLISH = st.builds(
    lambda form, month, day, year, lead, clock: f"{lead}{form.format(month=month, day=day, year=year)}{clock}",
    words("{day} {month} {year}", "{month} {day}, {year}", "{day}-{month}-{year}", "{month} {day}th {year}"),
    st.sampled_from(sorted(ENGLISH_MONTH_NUMBERS)).map(str.title),
    numbers("d", "02d", most=32),
    st.integers(1985, 2105),
    words("", "", "Monday, ", "sun ", "Posted on: ", "Updated: ", "Date: Fri, ", "Published at: ngày "),
    words("", " 9:41 AM", ", 15:00 PM", " at 23:59:59", " 12:00 am", " 03:41 +0930", " - 25:00", " | 10:00 GMT+7"),
)


@settings(deadline=None, max_examples=300)
@given(line=ENGLISH)
def test_english_dates_are_read_as_dateparser_reads_them(line: str) -> None:
    assert english.read_english(line) == english.read_uncommon(line)


@given(text=st.text(st.characters() | st.sampled_from("\u200b\u00ad \u00a0\u2003\u0301\u0303ÐðıİſAanđ1"), max_size=20))
def test_normal_form(text: str) -> None:
    clean = unicodedata.normalize("NFC", text).translate(dict.fromkeys(map(ord, "\u00ad\u2060\ufeff"), ""))
    clean = "".join(one for one in clean if one not in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
    for odd, letter in zip("ÐðıİſſK", "Đđiıs", strict=False):
        clean = clean.replace(odd, "I" if odd == "İ" else "s" if odd == "ſ" else letter)
    assert normalise(text) == " ".join(unicodedata.normalize("NFC", clean).split())


def test_readings_are_values() -> None:
    reading = DateReading("2024-03-18", "day", "18/03/2024")
    assert reading == DateReading("2024-03-18", "day", "18/03/2024", ())
    assert len({reading, replace(reading)}) == 1
    assert replace(reading, notes=("midnight",)).notes == ("midnight",)
    assert list(asdict(reading)) == ["value", "precision", "text", "notes"]
    with pytest.raises(FrozenInstanceError):
        reading.value = ""  # type: ignore[misc]
