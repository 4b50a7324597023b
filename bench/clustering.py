"""Grouping copies of one release in an archive, beside datasketch's index in memory."""

import importlib
import random
import re
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.measure import show
from crawler.archive.clusters import cluster_new
from crawler.archive.fingerprint import BANDS, METHOD, ROWS, read
from crawler.archive.store import Store
from crawler.models import Article, Fetched
from crawler.samples import registry

ROWS_FILED = 20_000
_COPIED, _NOTICES, _SEED = 1_000, 1_000, 20261122
_FIRST = date(2010, 1, 1)
_SYLLABLES = 300
_PEER = 4_000
_DEMANDED_SPEED, _DEMANDED_RECALL = 2_000, 0.98
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_FRAMES = (
    "Ủy ban nhân dân xã {v} thông báo lịch tiếp công dân tháng {a}/2024 của Chủ tịch Ủy ban nhân dân xã. Buổi sáng từ "
    "7 giờ 30, buổi chiều từ 13 giờ 30. Công dân đến tiếp phải xuất trình giấy tờ tùy thân, tuân thủ nội quy tiếp công "
    "dân. Đề nghị các thôn thông báo trên hệ thống truyền thanh để nhân dân được biết.",
    "Trung tâm Dự báo khí tượng thủy văn cho biết, ngày {a}/{b}, khu vực huyện {v} có mây, chiều tối có mưa rào và "
    "dông vài nơi. Nhiệt độ thấp nhất {b} độ C, cao nhất {c} độ C. Gió đông nam cấp 2 đến cấp 3. Đề nghị người dân "
    "chủ động phòng tránh và theo dõi các bản tin tiếp theo của Đài.",
    "Công ty Điện lực thông báo lịch tạm ngừng cung cấp điện để bảo dưỡng lưới điện. Thời gian từ {b} giờ đến {c} giờ "
    "ngày {a} tại thôn {v}. Rất mong quý khách hàng thông cảm và chủ động bố trí sản xuất, sinh hoạt. Mọi thông tin "
    "chi tiết xin liên hệ tổng đài chăm sóc khách hàng phục vụ cả ngày.",
    "Bộ phận tiếp nhận và trả kết quả xã {v} công khai tình hình giải quyết thủ tục hành chính tuần {a}. Tổng số hồ sơ "
    "tiếp nhận là {b} hồ sơ, đã giải quyết {c} hồ sơ, không có hồ sơ quá hạn. Cá nhân, tổ chức có phản ánh, kiến nghị "
    "đề nghị gửi về Văn phòng để được xem xét, giải quyết kịp thời theo quy định.",
)
_PLACES = ("Đông Hòa", "Tân Tiến", "Phú Lộc", "Yên Bình", "Kim Sơn", "An Thượng", "Lạc Long", "Thái Học")


def clustering() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="tintinh-bench-") as folder:
        path = Path(folder) / "archive.db"
        pool = _fill(path)
        before = path.stat().st_size
        with Store(path, "bench") as store:
            wall, spent = time.monotonic(), time.process_time()
            done = cluster_new(store)
            spent, wall = time.process_time() - spent, time.monotonic() - wall
            recall, strangers, notices = _judged(store)
            peer = _peer(store)
        grown = path.stat().st_size - before
    print(
        f"Corpus: {ROWS_FILED} articles of about {_SYLLABLES} syllables recombined by chance (seed {_SEED}) from {pool}"
        f" sentences of the sample portals; {_COPIED} of them copies on another portal with a tenth of their sentences"
        f" dropped, {_NOTICES} instances of {len(_FRAMES)} notices. {METHOD}."
    )
    rows: list[list[object]] = [
        ["tintinh: fingerprint, look-up, comparison, rows on disk", f"{done / spent:.0f}", f"{done / wall:.0f}"]
    ]
    show(["", "articles a CPU second", "a second"], [*rows, *peer])
    met = "met" if done / spent >= _DEMANDED_SPEED else "MISSED"
    print(f"at least {_DEMANDED_SPEED} a second are demanded: {met}; {grown / done:.0f} bytes an article on disk")
    met = "met" if recall >= _DEMANDED_RECALL and not notices else "MISSED"
    print(
        f"recall on edited copies {recall:.4f} ({_DEMANDED_RECALL} demanded), {notices} notices in a group (0"
        f" demanded): {met}; {strangers} groups of other articles"
    )


def _judged(store: Store) -> tuple[float, int, int]:
    """The share of copies that stand with their original, groups that hold anything else, grouped notices."""
    rows = store.db.execute("SELECT key, cluster_id FROM articles WHERE cluster_id IS NOT NULL").fetchall()
    groups: dict[str, set[str]] = {}
    for row in rows:
        groups.setdefault(row["cluster_id"], set()).add(row["key"])
    found = sum(f"b-{number}" in group for group in groups.values() for kind, number in map(_key, group) if kind == "c")
    strange = sum(len({number for _, number in map(_key, group)}) > 1 for group in groups.values())
    return found / _COPIED, strange, sum(key.startswith("n-") for group in groups.values() for key in group)


def _key(key: str) -> tuple[str, str]:
    kind, _, number = key.partition("-")
    return kind, number


def _peer(store: Store) -> list[list[object]]:
    """datasketch with as many minima and bands, over the same shingles; a row that says so where it is missing."""
    name = f"datasketch: MinHash and MinHashLSH in memory, {_PEER} articles, no comparison, nothing written"
    try:
        library: Any = importlib.import_module("datasketch")
    except ImportError:
        return [[name, "missing: pip install datasketch", ""]]
    texts = store.db.execute("SELECT id, title, lead, body FROM articles LIMIT ?", (_PEER,)).fetchall()
    index = library.MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    wall, spent = time.monotonic(), time.process_time()
    for row in texts:
        made = library.MinHash(num_perm=BANDS * ROWS)
        made.update_batch([one.encode() for one in read(row["title"], row["lead"], row["body"]).shingles])
        index.query(made)
        index.insert(row["id"], made)
    spent, wall = time.process_time() - spent, time.monotonic() - wall
    return [[name, f"{len(texts) / spent:.0f}", f"{len(texts) / wall:.0f}"]]


def _fill(path: Path) -> int:
    """Writes the articles; of how many sentences they were made."""
    pool = sorted(
        {
            one
            for name in registry.SAMPLES
            for truth in registry.build(name, base_port=0).truth()
            for text in truth["body"]
            for one in _SENTENCE.split(text)
            if len(one.split()) > 5
        }
    )
    with Store(path, "bench") as store, store.transaction():
        answer = Fetched("http://127.0.0.1/", 200, [], b"", "2026-01-01T00:00:00Z")
        capture = store.capture(answer, keep=False)
        for number, (key, portal, body) in enumerate(_articles(pool)):
            url = f"http://127.0.0.1/{portal}/{key}"
            article = Article(
                url=url, canonical_url=url, portal=portal, kind="article", title=f"Tin {key}", body=body,
                published=(_FIRST + timedelta(days=number % 5000)).isoformat(), published_precision="day",
                published_basis="page",
            )  # fmt: skip
            store.articles.insert(article, key, capture, answer.fetched_at, rights=None)
    return len(pool)


def _articles(pool: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    chance = random.Random(_SEED)
    originals = ROWS_FILED - _COPIED - _NOTICES
    for number in range(originals):
        body: list[str] = []
        while sum(one.count(" ") + 1 for one in body) < _SYLLABLES:
            body.append(chance.choice(pool))
        yield f"b-{number}", f"sample_{number % 40}", body
        if number < _COPIED:
            gone = set(chance.sample(range(len(body)), max(1, round(len(body) / 10))))
            copy = [one for at, one in enumerate(body) if at not in gone]
            yield f"c-{number}", f"sample_{(number + 7) % 40}", ["(Cổng TTĐT) - " + copy[0], *copy[1:]]
    for number in range(_NOTICES):
        values = {"a": number // len(_FRAMES) + 1, "b": chance.randrange(10, 30), "c": chance.randrange(30, 90)}
        text = _FRAMES[number % len(_FRAMES)].format(v=chance.choice(_PLACES), **values)
        yield f"n-{number}", f"sample_{number % 40}", [text]
