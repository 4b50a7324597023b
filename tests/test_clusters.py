"""One release on several portals is one cluster, whatever the order; notices of one template are none."""

import json
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from editing import FRAMES, Words, edited, pages, templates
from filed import Portal
from support import query, run

from crawler.archive import clusters
from crawler.archive import open as open_archive
from crawler.archive.clusters import cluster_new, earliest, waiting
from crawler.archive.digest import digest
from crawler.archive.fingerprint import LEAST, METHOD, fingerprint, read
from crawler.archive.sameness import same
from crawler.archive.store import Store
from crawler.errors import UsageError
from crawler.models import Article, Fetched

SEED = 20261122
RELEASE = Words(
    "Khánh thành cầu Bến Vạn nối hai xã",
    "Sáng 12/3, Ủy ban nhân dân huyện Tân Dân tổ chức lễ khánh thành cầu Bến Vạn.",
    (
        "Cầu Bến Vạn dài 120 mét, rộng 9 mét, có tổng mức đầu tư 45 tỷ đồng từ ngân sách tỉnh và huyện.",
        "Phát biểu tại buổi lễ, Phó Chủ tịch Ủy ban nhân dân huyện Nguyễn Hòa Bình nhấn mạnh cây cầu sẽ rút ngắn 15 km"
        " đường đi của hơn 3.200 hộ dân xã Đông Hòa và xã Tân Tiến.",
        "Nhà thầu đã hoàn thành công trình trước kế hoạch 2 tháng. Người dân hai bờ sông vui mừng đón cây cầu mới.",
        "Ngay sau buổi lễ, những chuyến xe chở nông sản đầu tiên đã qua cầu. Lễ hội đua thuyền diễn ra vào buổi chiều.",
    ),
)  # fmt: skip


def file(store: Store, portal: str, number: int, words: Words, published: str | None = None) -> str:
    """One article, stored as a crawl does; its id."""
    url = f"http://127.0.0.1/{portal}/{number}.html"
    precision = published and {7: "month", 10: "day"}.get(len(published), "minute")
    article = Article(
        url=url, canonical_url=url, portal=portal, kind="article", title=words.title, lead=words.lead,
        body=list(words.body), published=published, published_precision=precision,
        published_basis="page" if published else None,
    )  # fmt: skip
    answer = Fetched(url, 200, [], b"", "2026-01-01T00:00:00Z")
    with store.transaction():
        capture = store.capture(answer, keep=False)
        saved = store.articles.insert(article, url, capture, answer.fetched_at, rights=None)
    return saved.id


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    with Store(folder / "archive.db", "test") as store:
        yield store


def grouped(store: Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in store.db.execute("SELECT id, cluster_id FROM articles WHERE cluster_id IS NOT NULL"):
        found.setdefault(row["cluster_id"], set()).add(row["id"])
    return found


def sound(store: Store) -> None:
    """Every cluster is named after its least member and counts as many as it has."""
    rows = {row["cluster_id"]: row for row in store.db.execute("SELECT * FROM clusters")}
    found = grouped(store)
    assert rows.keys() == found.keys()
    for name, members in found.items():
        assert name == min(members)
        assert (rows[name]["articles"], rows[name]["method"]) == (len(members), METHOD)
        assert rows[name]["earliest_id"] in {None, *members}
        assert len(members) > 1


def is_found(one: Words, other: Words) -> bool | None:
    """Whether two articles of two portals meet and are held for one release; ``None`` for short ones."""
    texts = [read(each.title, each.lead, "\n\n".join(each.body)) for each in (one, other)]
    prints = [fingerprint(text) for text in texts]
    if prints[0] is None or prints[1] is None:
        return None
    met = set(prints[0].bands) & set(prints[1].bands)
    return bool(met) and same(*texts, one_portal=False)


def test_edited_copies_are_found() -> None:
    """Of every article that stands in the test pages one copy, with a tenth of its sentences dropped."""
    chance = random.Random(SEED)
    found = [is_found(words, edited(words, chance)) for words in pages()]
    judged = [one for one in found if one is not None]
    assert len(judged) > 300
    assert judged.count(True) / len(judged) >= 0.98


def test_different_articles_are_not_grouped(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number, words in enumerate(pages()):
            file(store, f"p{number % 7}", number, words)
        cluster_new(store)
        assert grouped(store) == {}
        assert store.db.execute("SELECT count(*) FROM fingerprints").fetchone()[0] > 300


@pytest.mark.parametrize("portals", [1, 8])
def test_instances_of_a_template_are_not_grouped(tmp_path: Path, portals: int) -> None:
    """On one portal and on several, where the bar is lower."""
    made = list(templates(random.Random(SEED), 8))
    assert len(made) == len(FRAMES) >= 8
    with opened(tmp_path) as store:
        for kind, (_, instances) in enumerate(made):
            for number, words in enumerate(instances):
                file(store, f"p{number % portals}", 100 * kind + number, words)
        cluster_new(store)
        assert grouped(store) == {}
        assert store.db.execute("SELECT count(*) FROM fingerprints").fetchone()[0] == 8 * len(made)


@pytest.mark.parametrize("name", FRAMES)
def test_a_copy_of_a_template_s_instance_is_found(name: str) -> None:
    """What keeps instances apart must not keep a copy from its original."""
    chance = random.Random(SEED)
    for words in dict(templates(chance, 6))[name]:
        copy = Words("Tin vắn: " + words.title, None, ("(Cổng TTĐT huyện) - " + words.body[0], *words.body[1:]))
        assert is_found(words, copy)


def test_a_shortened_copy_is_found_and_a_round_up_is_none() -> None:
    short = Words(RELEASE.title, None, RELEASE.body[:3])
    assert is_found(RELEASE, short)
    first, second = pages()[:2]
    both = Words("Tin tổng hợp trong ngày", None, (*first.body, *second.body))
    assert not (is_found(first, both) and is_found(second, both))


def variants(count: int = 5) -> list[Words]:
    chance = random.Random(SEED)
    return [RELEASE, *(edited(RELEASE, chance) for _ in range(count - 1))]


def corpus() -> list[tuple[str, int, Words]]:
    """Copies of a few articles on several portals, single ones, and instances of a template."""
    chance = random.Random(SEED)
    rows = [(f"p{number}", number, words) for number, words in enumerate(variants())]
    for at, words in enumerate(pages()[:30]):
        rows += [(f"p{each}", 100 + at, words if each == 0 else edited(words, chance)) for each in range(1 + at % 4)]
    for _, instances in templates(chance, 3):
        rows += [(f"p{each}", 1000 + len(rows) + each, words) for each, words in enumerate(instances)]
    return rows


def filled(folder: Path, rows: Iterable[tuple[str, int, Words]], every: int | None) -> str:
    """The digest of an archive of these articles, grouped after each ``every`` of them, or at the end alone."""
    folder.mkdir(exist_ok=True)
    with opened(folder) as store:
        for number, (portal, place, words) in enumerate(rows):
            file(store, portal, place, words, f"2024-03-{1 + place % 28:02}")
            if every and number % every == 0:
                cluster_new(store)
        cluster_new(store)
        sound(store)
        assert len(grouped(store)) > 10
        return digest(store.db)


def test_the_order_and_the_steps_make_no_difference(tmp_path: Path) -> None:
    rows = corpus()
    wanted = filled(tmp_path / "batch", rows, None)
    assert filled(tmp_path / "steps", rows, 7) == wanted
    assert filled(tmp_path / "backwards", reversed(rows), 11) == wanted
    random.Random(SEED).shuffle(rows)
    assert filled(tmp_path / "shuffled", rows, 1 if len(rows) < 20 else 5) == wanted


def test_an_interrupted_grouping_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = corpus()
    wanted = filled(tmp_path / "whole", rows, None)
    monkeypatch.setattr(clusters, "BATCH", 5)
    monkeypatch.setattr(clusters, "_AT_A_TIME", 5)
    folder = tmp_path / "cut"
    folder.mkdir()
    place = clusters.Clusters.place
    calls = iter(range(10**6))

    def failing(self: clusters.Clusters, *given: Any) -> None:
        place(self, *given)
        if next(calls) % 13 == 12:
            raise KeyboardInterrupt

    monkeypatch.setattr(clusters.Clusters, "place", failing)
    with opened(folder) as store:
        for portal, number, words in rows:
            file(store, portal, number, words, f"2024-03-{1 + number % 28:02}")
        cuts = 0
        while waiting(store.db):
            try:
                cluster_new(store)
            except KeyboardInterrupt:
                cuts += 1
                sound(store)
        assert cuts > 3
        assert digest(store.db) == wanted


def test_nothing_new_costs_a_query_or_two(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number, words in enumerate(variants()):
            file(store, f"p{number}", number, words)
        assert waiting(store.db) == 5
        assert cluster_new(store) == 5
        asked: list[str] = []
        store.db.set_trace_callback(asked.append)
        assert cluster_new(store) == 0
        assert len(asked) <= 5
        assert not [sql for sql in asked if "articles" in sql]


def one_cluster(folder: Path, store: Store) -> list[str]:
    """Five copies of one release on five portals, grouped; their ids."""
    made = [file(store, f"p{number}", number, words) for number, words in enumerate(variants())]
    cluster_new(store)
    assert grouped(store) == {min(made): set(made)}
    return made


@pytest.mark.parametrize("which", [min, max])
def test_a_deleted_article_leaves_the_others_together(tmp_path: Path, which: object) -> None:
    with opened(tmp_path) as store:
        made = one_cluster(tmp_path, store)
        gone = which(made)  # type: ignore[operator]
        with store.transaction():
            store.db.execute("DELETE FROM articles WHERE id = ?", (gone,))
        # Until the next grouping nothing names what is no more.
        assert grouped(store) == {}
        assert store.db.execute("SELECT count(*) FROM clusters").fetchone()[0] == 0
        assert store.db.execute("SELECT count(*) FROM fingerprints WHERE article_id = ?", (gone,)).fetchone()[0] == 0
        cluster_new(store)
        left = set(made) - {gone}
        assert grouped(store) == {min(left): left}
        sound(store)


def test_a_cluster_that_one_article_held_together_falls_apart(tmp_path: Path) -> None:
    """Two halves that share too little are joined by the whole alone."""
    with opened(tmp_path) as store:
        long = next(words for words in pages() if len(words.body) >= 8)
        parts = [Words(long.title, None, long.body), Words(long.title, None, long.body[: len(long.body) * 2 // 3])]
        parts.append(Words(long.title, None, long.body[len(long.body) // 3 :]))
        made = [file(store, f"p{number}", number, words) for number, words in enumerate(parts)]
        cluster_new(store)
        assert grouped(store) == {min(made): set(made)}
        with store.transaction():
            store.db.execute("DELETE FROM articles WHERE id = ?", (made[0],))
        cluster_new(store)
        assert grouped(store) == {}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE articles SET hidden_at = '2026-01-01T00:00:00Z' WHERE id = ?",
        "UPDATE articles SET kind = 'listing' WHERE id = ?",
        "UPDATE articles SET title = 'Khác', lead = NULL, body = 'Một câu khác hẳn.' WHERE id = ?",
    ],
)
def test_what_is_hidden_or_edited_leaves_its_cluster(tmp_path: Path, change: str) -> None:
    with opened(tmp_path) as store:
        made = one_cluster(tmp_path, store)
        with store.transaction():
            store.db.execute(change, (made[2],))
        cluster_new(store)
        left = set(made) - {made[2]}
        assert grouped(store) == {min(left): left}
        sound(store)


def test_an_edit_that_comes_back_joins_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        made = one_cluster(tmp_path, store)
        (body,) = store.db.execute("SELECT body FROM articles WHERE id = ?", (made[1],)).fetchone()
        for text in ("Chưa có nội dung.", body):
            with store.transaction():
                store.db.execute("UPDATE articles SET body = ? WHERE id = ?", (text, made[1]))
            cluster_new(store)
        assert grouped(store) == {min(made): set(made)}


def test_another_method_groups_everything_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as store:
        made = one_cluster(tmp_path, store)
        before = digest(store.db)
        monkeypatch.setattr(clusters, "METHOD", "minhash-0: another")
        assert waiting(store.db) == len(made)
        assert cluster_new(store) == len(made)
        assert digest(store.db) == before
        (row,) = store.db.execute("SELECT method FROM clusters").fetchall()
        assert row["method"] == "minhash-0: another"


def test_a_cluster_brought_from_elsewhere_isn_t_believed(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        made = file(store, "p", 1, RELEASE)
        row = dict(store.db.execute("SELECT * FROM articles WHERE id = ?", (made,)).fetchone())
        row |= {"ord": row["ord"] - 1, "id": "a0", "key": "k0", "cluster_id": "a00"}
        with store.transaction():
            store.db.execute(
                f"INSERT INTO articles({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
            )
        assert grouped(store) == {}
        assert waiting(store.db) == 2


def test_on_one_portal_only_equal_texts_are_one(tmp_path: Path) -> None:
    again = Words("[Ảnh] " + RELEASE.title, RELEASE.lead, tuple(one.replace("òa", "oà") for one in RELEASE.body))
    shorter = Words(RELEASE.title, RELEASE.lead, RELEASE.body[:3])
    with opened(tmp_path) as store:
        made = [file(store, "p", number, words) for number, words in enumerate((RELEASE, again, shorter))]
        cluster_new(store)
        assert grouped(store) == {min(made[:2]): set(made[:2])}


def test_short_texts_have_no_cluster(tmp_path: Path) -> None:
    body = " ".join(["Sáng nay thị trấn họp."] * 20).split()
    for size, wanted in ((LEAST - 1, False), (LEAST, True)):
        text = read("Tiêu đề dài đến đâu cũng không tính vào", None, " ".join(body[:size]))
        assert (fingerprint(text) is not None) == wanted
    with opened(tmp_path) as store:
        for portal in ("p", "q"):
            file(store, portal, 1, Words("Thông báo", None, ("Xem tệp đính kèm.",)))
            file(store, portal, 2, Words("Ảnh", None, ()))
        cluster_new(store)
        assert grouped(store) == {}


@pytest.mark.parametrize(
    ("published", "wanted"),
    [
        (("2024-03-18", "2024-03-19"), 0),
        (("2024-03-19", "2024-03-18T03:41+07:00"), 1),
        (("2024-03-18", "2024-03-18T03:41+07:00"), None),
        (("2024-03-18T03:41+07:00", "2024-03-18T03:41:20+07:00"), None),
        (("2024-03-18T03:42+07:00", "2024-03-18T03:41:20+07:00"), 1),
        (("2024-03", "2024-03-18"), None),
        (("2024-03", "2024-04-01"), 0),
        (("2024-03", "2024-03"), None),
        (("2024-03-18", "2024-03-18"), None),
        (("2024-03-18", "2024-03-20", "2024-03-20"), 0),
        (("2024-03-18", None), 0),
        ((None, None), None),
    ],
)
def test_the_earliest_is_named_only_when_it_can_be_said(published: tuple[str | None, ...], wanted: int | None) -> None:
    found = earliest((f"a{number}", one) for number, one in enumerate(published))
    assert found == (None if wanted is None else f"a{wanted}")


def test_a_date_that_is_found_later_names_the_earliest_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        made = [file(store, f"p{number}", number, RELEASE, f"2024-03-1{number}") for number in range(3)]
        cluster_new(store)
        assert store.db.execute("SELECT earliest_id FROM clusters").fetchone()[0] == made[0]
        with store.transaction():
            store.db.execute("UPDATE articles SET published = '2024-03-20' WHERE id = ?", (made[0],))
        cluster_new(store)
        assert store.db.execute("SELECT earliest_id FROM clusters").fetchone()[0] == made[1]


def test_the_reader_gives_the_members_earliest_first(tmp_path: Path) -> None:
    days = ["2024-03-19", None, "2024-03-18T03:41+07:00", "2024-03"]
    with opened(tmp_path) as store:
        made = [file(store, f"p{number}", number, RELEASE, day) for number, day in enumerate(days)]
        alone = file(store, "q", 9, pages()[0])
        cluster_new(store)
    with open_archive(tmp_path / "archive.db") as found:
        members = found.cluster(made[0])
        assert [one["id"] for one in members] == [made[3], made[2], made[0], made[1]]
        assert found.cluster(alone) == []
        with pytest.raises(UsageError):
            found.get("nobody")
        assert found.cluster("nobody") == []


def test_reparse_groups_and_show_says_who_else_published_it(tmp_path: Path) -> None:
    """Two addresses of one portal with the same text: posted twice."""
    portal = Portal(tmp_path)
    body = "".join(f"<p>{text}</p>" for text in RELEASE.body)
    for number in (1, 2):
        portal.answer(number, title=RELEASE.title, lead=RELEASE.lead or "", body=body)
    archive = tmp_path / "archive.db"
    assert query(archive, "SELECT count(*) FROM cluster_queue")[0][0] == 2
    run(tmp_path, "reparse").fine()
    assert query(archive, "SELECT count(*) FROM cluster_queue")[0][0] == 0
    one, other = (row["id"] for row in query(archive, "SELECT id FROM articles ORDER BY url"))
    assert f"also published by: thu, 2024-03-18, {other}" in run(tmp_path, "show", one).fine().out
    told = json.loads(run(tmp_path, "show", other, "--format", "json").fine().out)
    assert {row["id"] for row in told["cluster"]} == {one, other}
    assert told["cluster_id"] == min(one, other)
