"""Who speaks of an article's date on its own page: the stamp, the head's metadata, the address."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler import dates
from crawler.dates.days import make_day
from crawler.dates.models import DateReading
from crawler.extract.layout import Reading
from crawler.extract.published import Voice
from crawler.families.base import Family
from crawler.models import Sighting
from crawler.page.metadata import stated
from crawler.page.parse import Page

# /2024/03/18/ and /2024-3-18/, /202403/ of the ePi papers, /20230203143649 behind an article of Ky Anh's portal.
_DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)(?P<mark>[/-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?=/)")
_MONTH = re.compile(r"/((?:19|20)\d\d)([/-]?)(\d{2})(?=/)")
_MOMENT = re.compile(
    r"[/-](?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\d{3})?(?:\.\w+)?$"
)


def page_voices(
    page: Page, family: Family | None, reading: Reading, hints: Sequence[Sighting]
) -> tuple[list[Voice], list[str]]:
    """The statements of the page and its address about the day of publication, and notes on what was refused."""
    voices: list[Voice] = []
    notes: list[str] = []
    stamp = reading.stamp
    if stamp and family:
        stamp, notes = family.settled(page, stamp, hints)
    if stamp:
        voices.append(Voice("page", stamp))
    if family:
        claims = [family.metadata_date(page)]
    else:
        claims, notes = [*reading.claims, *stated(page).published], notes + stated(page).notes
    voices += [Voice("metadata", said) for claim in claims if claim and (said := _claimed(claim))]
    told = _address(page, family)
    carried = dates.machine(told) if told else None
    if carried:
        voices.append(Voice("address", carried))
    return voices, notes


def edited(page: Page, family: Family | None, reading: Reading) -> DateReading | None:
    """When the article was last changed: as printed beside its stamp, else as its metadata says."""
    if reading.edit:
        return reading.edit
    known = stated(page)
    claims = [family.updated(page)] if family else known.updated
    told = [(claim, said) for claim in claims if claim and (said := _claimed(claim))]
    # A system that gives both moments alike means the edit's only where the page prints another day.
    printed = reading.stamp.value[:10] if reading.stamp else None
    apart = [said for claim, said in told if claim not in known.published or (printed and said.value[:10] > printed)]
    return next(iter(apart if not family else [said for _, said in told]), None)


def _claimed(claim: str) -> DateReading | None:
    """A claim of the head; some templates print there what they print for readers."""
    return dates.machine(claim) or dates.read(claim)


def _address(page: Page, family: Family | None) -> str | None:
    if page.url is None:
        return None
    if family and family.identity(page.url):
        return family.address_date(page.url)
    # A page that only looks like the system's may carry a day in an address of its own form.
    return (family.address_date(page.url) if family else None) or address_date(page.url)


def address_date(url: str) -> str | None:
    """The day or month that an article's address carries in a form of its own; ``None`` for mere numbers."""
    path = urlsplit(url).path
    found = _DAY.search(path) or _MOMENT.search(path)
    if found:
        year, month, day = (int(found[name]) for name in ("year", "month", "day"))
        return f"{year}-{month:02d}-{day:02d}" if make_day(year, month, day) else None
    found = _MONTH.search(path)
    return f"{found[1]}-{found[3]}" if found and make_day(int(found[1]), int(found[3]), 1) else None
