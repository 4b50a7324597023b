"""Printed dates: every form of the table, notes, the words as they stood, properties."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from printed_dates import BASE, MACHINE, READ, RELATIVE

from crawler import dates
from crawler.dates.models import NOTES, DateReading

ROWS = [(group, text, value) for group, rows in READ.items() for text, value in rows]


def precision(value: str) -> str:
    return {7: "month", 10: "day", 22: "minute", 25: "second"}[len(value)]


def codes(reading: DateReading | None) -> list[str]:
    assert reading is not None
    return [note.partition(": ")[0] for note in reading.notes]


def check(reading: DateReading | None, value: str | None) -> None:
    if value is None:
        assert reading is None
        return
    assert reading is not None
    assert (reading.value, reading.precision) == (value, precision(value))
    assert {note.partition(": ")[0] for note in reading.notes} <= set(NOTES)


def test_the_table_is_as_wide_as_promised() -> None:
    assert len(ROWS) >= 170
    assert len(READ) >= 45


@pytest.mark.parametrize(("group", "text", "value"), ROWS)
def test_printed(group: str, text: str, value: str | None) -> None:
    check(dates.read(text), value)


@pytest.mark.parametrize(("group", "text", "value"), ROWS)
def test_printed_decomposed_and_in_capitals(group: str, text: str, value: str | None) -> None:
    check(dates.read(unicodedata.normalize("NFD", text)), value)
    if group not in ("machine stamps through read", "tháng as word") and "'" not in text:
        check(dates.read(text.upper()), value)


@pytest.mark.parametrize(("text", "value"), RELATIVE)
def test_relative(text: str, value: str | None) -> None:
    check(dates.read(text, base=BASE), value)


@pytest.mark.parametrize(("text", "value"), MACHINE)
def test_machine(text: str, value: str | None) -> None:
    check(dates.machine(text), value)


NOTED = [
    ("03/18/2024", "order_mdy"),
    ("Thứ Hai, 03/04/2024", "order_mdy"),
    ("21/7/25", "two_digit_year"),
    ("18/03/2024 00:00", "midnight"),
    ("05/06/2023 12:00 AM", "no_clock"),
    ("23.12.2024 | 17:08 PM", "clock_24h"),
    ("07/03/2026 00:01 AM", "clock_24h"),
    ("05/06/2023 15:00 AM", "clock_conflict"),
    ("17 giờ ngày 30/6/2025", "hour_only"),
    ("18/03/2024 20:41 GMT+9", "zone"),
    ("2024-03-18T03:41:00Z", "zone_utc"),
    ("Cập nhật: 02/02/2023", "label_update"),
    ("18 March 2024", "english"),
    ("Hôm qua", "relative"),
]


@pytest.mark.parametrize(("text", "code"), NOTED)
def test_what_was_seen_through_is_noted(text: str, code: str) -> None:
    assert codes(dates.read(text, base=BASE)) == [code]


def test_machine_notes() -> None:
    assert codes(dates.machine("2024-03-18T03:41:00")) == ["zone_assumed"]
    assert codes(dates.machine("2024-03-18T00:00:00Z")) == ["midnight", "zone_utc"]
    assert codes(dates.machine("Tue, 27 Oct 2026 07:10:00 GMT")) == ["zone_utc", "month_minutes"]
    assert codes(dates.machine("2026-10-27EDT03:05:00")) == ["zone"]
    assert codes(dates.machine("2024-03-18ICT03:41:00")) == []


def test_a_plain_date_has_no_notes() -> None:
    assert codes(dates.read("Thứ hai - 18/03/2024 03:41")) == []


def test_text_is_the_words_as_they_stood() -> None:
    for words in ("Đăng ngày 14 - 01 - 2020", "THỨ BA, 06/08/2019 19:05:01", "(20/01/2020 8:53 SA)"):
        reading = dates.read(f"\u00a0{unicodedata.normalize('NFD', words)} \n")
        assert reading is not None
        assert reading.text == words


def test_to_dict() -> None:
    reading = dates.read("Cập nhật: 02/02/2023")
    assert reading is not None
    assert list(reading.to_dict()) == ["value", "precision", "text", "notes"]
    assert reading.to_dict()["notes"] == list(reading.notes)


def test_two_digit_years_against_the_day_of_fetching() -> None:
    base = datetime(2021, 7, 26, tzinfo=UTC)
    check(dates.read("21/7/25"), "2025-07-21")
    check(dates.read("21/7/25", base=base), None)  # 25 July 2021, year first, is possible too
    check(dates.read("21/7/25", base=base.replace(year=2020)), "2025-07-21")
    check(dates.read("21/7/25", base=base.replace(year=2026)), "2025-07-21")


def test_the_day_of_fetching_is_the_day_in_viet_nam() -> None:
    late = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
    check(dates.read("Hôm nay, 00:30", base=late), "2026-03-07T00:30+07:00")


def test_a_base_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        dates.read("2 giờ trước", base=datetime(2026, 3, 7, 10, 0))


def test_long_text_is_never_a_printed_date() -> None:
    assert dates.read("18/03/2024 " * 20) is None
    assert dates.read("18 March 2024 " + "x" * 100) is None


def test_dateparser_is_asked_for_less_than_a_twentieth_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    import dateparser

    asked: list[str] = []
    parse = dateparser.parse
    monkeypatch.setattr(dateparser, "parse", lambda text, **rest: asked.append(text) or parse(text, **rest))
    for _, text, _ in ROWS:
        dates.read(text)
    assert len(asked) < 0.05 * len(ROWS)
    dates.read("18th of March, 2024")
    assert asked, "the wordings that nothing else reads go to dateparser"


def test_dateparser_is_only_imported_for_unusual_english_dates() -> None:
    script = (
        "import sys; sys.path[:0] = ['tests/dates']; import crawler.dates as d, printed_dates as cases\n"
        "assert 'dateparser' not in sys.modules, 'at import'\n"
        "for rows in cases.READ.values():\n"
        "    [d.read(text, base=cases.BASE) for text, _ in rows]\n"
        "[d.machine(text) for text, _ in cases.MACHINE]\n"
        "assert 'dateparser' not in sys.modules, 'for a usual date'\n"
        "assert d.read('2024, March 18').value == '2024-03-18'\n"
        "assert 'dateparser' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


# Moments of the years a two-digit year can name.
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2089, 12, 31, 23, 59, 59))
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")


def half(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {'SA' if moment.hour < 12 else 'CH'}"


def by_day(moment: datetime) -> str:
    return moment.date().isoformat()


def by_minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}+07:00"


def by_second(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}+07:00"


FORMS = {
    "d/m/Y": (lambda t: f"{t.day}/{t.month}/{t.year}", by_day),
    "Đăng ngày": (lambda t: f"Đăng ngày {t:%d - %m - %Y}", by_day),
    "d-m-Y": (lambda t: f"{t:%d-%m-%Y}", by_day),
    "y-m-d": (lambda t: f"{t:%Y-%m-%d}", by_day),
    "words": (lambda t: f"ngày {t.day} tháng {t.month} năm {t.year}", by_day),
    "month word": (lambda t: f"{t.day} Tháng {MONTHS[t.month - 1]}, {t.year}", by_day),
    "month words": (lambda t: f"Ngày {t.day} tháng {MONTHS[t.month - 1].lower()} năm {t.year}", by_day),
    "WordPress": (lambda t: f"Th{t.month} {t.day}, {t.year}", by_day),
    "weekday": (lambda t: f"{WEEKDAYS[t.weekday()]}, {t.day}/{t.month}/{t.year}", by_day),
    "weekday month first": (lambda t: f"{t.month}/{t.day}/{t.year}", by_day),
    "NukeViet": (lambda t: f"{WEEKDAYS[t.weekday()]} - {t:%d/%m/%Y %H:%M}", by_minute),
    "Drupal": (lambda t: f"{SHORT[t.weekday()]}, {t:%Y-%m-%d %H:%M}", by_minute),
    "T2": (lambda t: f"{SHORT[t.weekday()]}, {t:%d/%m/%Y - %H:%M}", by_minute),
    "dots and bar": (lambda t: f"{t:%d.%m.%Y | %H:%M} {'AM' if t.hour < 12 else 'PM'}", by_minute),
    "clock first": (lambda t: f"{t:%H:%M, %d/%m/%Y}", by_minute),
    "hour letters": (lambda t: f"{t:%Hh%M} ngày {t:%d/%m/%Y}", by_minute),
    "hour words": (lambda t: f"{t.hour} giờ {t.minute} phút ngày {t.day}/{t.month}/{t.year}", by_minute),
    "zone": (lambda t: f"{WEEKDAYS[t.weekday()]}, {t:%d/%m/%Y, %H:%M} [GMT+7]", by_minute),
    "updated": (lambda t: f"Cập nhật ngày: {t:%d/%m/%Y - %H:%M}", by_minute),
    "capitals": (lambda t: f"{WEEKDAYS[t.weekday()].upper()}, {t:%d/%m/%Y %H:%M:%S}", by_second),
    "list": (lambda t: f"{t:%d/%m/%Y %H:%M:%S}", by_second),
    "ISO": (lambda t: f"{t:%Y-%m-%dT%H:%M:%S}+07:00", by_second),
    "month": (lambda t: f"tháng {t.month}/{t.year}", lambda t: f"{t:%Y-%m}"),
    "SA and CH": (lambda t: f"({t.day}/{t:%m/%Y} {half(t)})", by_minute),
    "two digits": (lambda t: f"{t.day}/{t.month}/{t:%y}", by_day),
    "English": (lambda t: f"{t:%d %B %Y}", by_day),
}


# The first stamp of a shape takes longer.
@settings(deadline=None)
@pytest.mark.parametrize("form", FORMS)
@given(moment=MOMENTS)
@example(moment=datetime(2024, 2, 29, 23, 59, 59))
@example(moment=datetime(2023, 5, 5, 0, 0, 0))
@example(moment=datetime(2023, 1, 2, 12, 0, 1))
def test_a_printed_moment_reads_back(form: str, moment: datetime) -> None:
    printed, value = FORMS[form]
    if form == "two digits" and moment.year < 2000:
        return
    if form == "weekday month first" and moment.day <= 12:
        return
    if form == "ISO" and f"{moment:%H%M%S}" == "000000":
        return
    expected = value(moment)
    if form == "SA and CH" and (moment.hour, moment.minute) == (0, 0):
        expected = by_day(moment)
    check(dates.read(printed(moment)), expected)


@given(moment=MOMENTS, offset=st.integers(-12, 14))
def test_zones_are_converted(moment: datetime, offset: int) -> None:
    there = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=offset)))
    here = there.astimezone(timezone(timedelta(hours=7)))
    if not date(1990, 1, 2) <= there.date() or there.strftime("%H%M%S") == "000000":
        return
    check(dates.machine(there.isoformat()), here.isoformat())
    check(dates.read(f"{there:%d/%m/%Y %H:%M} GMT{offset:+d}"), here.isoformat(timespec="minutes"))


@given(moment=MOMENTS, named=st.integers(0, 6))
def test_a_wrong_weekday_never_gives_the_printed_day(moment: datetime, named: int) -> None:
    reading = dates.read(f"{WEEKDAYS[named]}, {moment:%d/%m/%Y}")
    if reading is not None:
        assert date.fromisoformat(reading.value).weekday() == named
        printed = {moment.day, moment.month}
        assert {int(part) for part in reading.value.split("-")[1:]} == printed


WORDS = """18/03/2024|31/6/2023|2024-03-18|03:41|17h30|8 giờ|thứ |hai|Thứ hai|CN|T2|Đăng ngày|cập nhật|tháng
năm|ngày|sáng|SA|PM|GMT+7|Z|T|2024|âm lịch|quý|III|rằm|mùng|trước|hôm qua|giờ|từ|đến|March|Tue, |EDT|+07
đến hết ngày |%|\u0303|ſ|İ|ı|Ð|\u200b|\u00a0"""
PIECES = st.sampled_from([*WORDS.replace("\n", "|").split("|"), *" .,-/:|()[]+0123456789"])
FEW, FEWER = st.lists(PIECES, max_size=14), st.lists(PIECES, max_size=9)
TEXTS = st.text(max_size=80) | FEW.map("".join) | FEWER.map(" ".join)
STORED = st.none() | st.text(max_size=12) | MOMENTS.map(lambda t: t.isoformat()) | st.just("2024-03")


@settings(deadline=None)
@given(text=TEXTS, published=STORED)
def test_no_text_makes_it_fail(text: str, published: str | None) -> None:
    extremes = (None, BASE, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    for base in extremes:
        reading = dates.read(text, base=base)
        if reading is not None:
            check(reading, reading.value)
    dates.machine(text)
    for start, end, reading in dates.locate(text, base=BASE):
        assert 0 <= start < end <= len(text)
        assert dates.read(text[start:end]) is not None
        assert reading.text
    for mention in dates.find(text, published=published):
        assert mention.text
        assert (mention.value is None) == (mention.basis == "none")
