"""Articles by chance: runs of syllables from the sample portals' own texts, some common and most rare, as in life."""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from crawler.archive.bulk import load, loading
from crawler.archive.ids import article_id, order_floor
from crawler.archive.store import Store
from crawler.models import EXTRACTOR, Fetched
from crawler.places import load as gazetteer
from crawler.samples import registry
from crawler.samples.site import Truth

SEED = 20261122
_PARAGRAPHS, _RUNS = 8, 10
"""Runs of one to five syllables: about 300 syllables an article."""
_LETTERS = "bcdghklmnpqrstvx"
_VOWELS = ("a", "à", "á", "ả", "ã", "ạ", "ô", "ồ", "ố", "ộ", "ư", "ừ", "ứ", "ự", "ê", "ề", "ế", "ệ", "i", "ì", "í", "ị")
_ENDS = ("", "n", "ng", "t", "c", "m", "nh")
_FIRST, _DAYS = date(2008, 1, 1), 6570


class Words:
    """Draws texts; the same seed draws the same ones."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = random.Random(seed)
        truths: list[Truth] = [one for name in registry.SAMPLES for one in registry.build(name, base_port=0).truth()]
        texts = [text for one in truths for text in (one["title"] or "", one["lead"] or "", *one["body"])]
        self.runs = self._cut(texts)
        # Zipf's law: the run of rank r is drawn 1/r times as often as the first.
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.runs))))
        self._rare = [
            first + vowel + end for first in _LETTERS for vowel in _VOWELS for end in _ENDS
        ]  # fmt: skip

    def _cut(self, texts: list[str]) -> list[str]:
        runs: dict[str, None] = {}
        for text in texts:
            syllables = re.findall(r"\w+", text)
            place = 0
            while place < len(syllables):
                size = self.chance.randint(1, 5)
                runs[" ".join(syllables[place : place + size])] = None
                place += size
        found = list(runs)
        self.chance.shuffle(found)
        return found

    def sentence(self, runs: int) -> str:
        """A line of that many runs."""
        drawn = " ".join(self.chance.choices(self.runs, cum_weights=self._weights, k=runs))
        return drawn[:1].upper() + drawn[1:] + "."

    def article(self) -> tuple[str, str, str]:
        """Title, lead and body; in one of the paragraphs a rare name and a document's number."""
        paragraphs = [self.sentence(_RUNS) for _ in range(_PARAGRAPHS)]
        names = " ".join(self.chance.choices(self._rare, k=3)).title()
        code = f"{self.chance.randrange(1, 4000)}/KH-UBND"
        paragraphs[self.chance.randrange(_PARAGRAPHS)] += f" Ông {names} đã ký Kế hoạch số {code}."
        return self.sentence(4)[:-1], self.sentence(8), "\n\n".join(paragraphs)


def rows(count: int, capture: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Rows of ``articles`` in order of publication, one in 50 without a date, of all former provinces."""
    words = Words(seed)
    chance = random.Random(seed + 1)
    provinces = [one.id for one in gazetteer().units.values() if one.level == "province" and one.vintage == "old"]
    now = {one: found.id if (found := gazetteer().current_province(one)) else None for one in provinces}
    shares = list(accumulate(1 / (rank + 5) for rank in range(len(provinces))))
    days = sorted(chance.randrange(_DAYS * 1440) for _ in range(count))
    taken = -1 << 62
    for number, minute in enumerate(days):
        url = f"http://127.0.0.1/vi/news/a/b-{number}.html"
        province = chance.choices(provinces, cum_weights=shares)[0]
        published = None
        if number % 50:
            day = _FIRST + timedelta(minutes=minute)
            published = f"{day.isoformat()}T{minute // 60 % 24:02}:{minute % 60:02}+07:00"
        title, lead, body = words.article()
        identity = article_id("bench", url)
        place = order_floor(published, identity)
        if published:
            taken = place = max(place, taken + 1)
        yield _row(number, identity, url, place, published, (title, lead, body), capture) | {
            "portal": f"bench_{province}_{number % 3}", "section": f"Mục {number % 40}",
            "province_id": province, "province_now_id": now[province], "unit_id": province,
        }  # fmt: skip


def _row(
    number: int, identity: str, url: str, place: int, published: str | None, texts: tuple[str, str, str], capture: int
) -> dict[str, Any]:
    title, lead, body = texts
    added = f"2026-01-{1 + number % 28:02}T{number % 24:02}:00:00Z"
    return {
        "ord": place, "id": identity, "key": url, "url": url, "canonical_url": url, "kind": "article", "title": title,
        "lead": lead, "body": body, "language": "vi", "rights": "government", "published": published,
        "published_precision": published and "minute", "published_basis": published and "page",
        "published_day": published and published[:10], "published_month": published and published[:7],
        "added_at": added, "changed_at": added, "first_seen": added, "last_seen": added, "revision": 1,
        "capture_id": capture, "content_hash": hashlib.sha256(f"{title}\n\n{lead}\n\n{body}".encode()).hexdigest(),
        "attachments_hash": "", "extractor": EXTRACTOR, "obtained": "live",
    }  # fmt: skip


def fill(path: Path, made: list[Mapping[str, Any]] | Iterator[dict[str, Any]]) -> None:
    """An archive of these rows, loaded in bulk; they all point to one capture without bytes."""
    with Store(path, "bench") as store:
        with store.transaction():
            store.capture(Fetched("http://127.0.0.1/", 200, [], b"", "2026-01-01T00:00:00Z"), keep=False)
        with loading(store.db):
            load(store.db, made)
