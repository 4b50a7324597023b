"""A portal that edits, moves and removes between two crawls, and what two weeks make of a removal."""

from pathlib import Path

import pytest
from support import SAMPLES, digest, documents, figure, mismatches, query, run, sample_base, stored

from crawler.samples import registry

pytestmark = pytest.mark.crawl
FIELDS = ["title", "lead", "body", "captions", "byline", "source", "tags", "section", "attachments", "published"]
LATER = {"TINTINH_NOW": "2026-12-01T03:00:00Z"}
TWO_WEEKS = {"TINTINH_NOW": "2026-12-16T03:00:00Z"}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """All samples crawled as first published, then looked at again as they are later."""
    folder, base = tmp_path_factory.mktemp("editions"), sample_base()
    run(folder, "crawl", "--sample", TINTINH_SAMPLE_PORTS=base).fine()
    recheck = ("crawl", "--sample", "--recheck", "--edition", "2")
    run(folder, *recheck, TINTINH_SAMPLE_PORTS=base, **LATER).fine()
    return folder, base


def changes(base: str) -> dict[str, dict[str, str]]:
    """What each sample changes, by portal and kind."""
    return {name: registry.build(name, base_port=int(base), edition=2).changes() for name in SAMPLES}


def test_exactly_one_revision_each_for_text_date_and_attachment(crawled: tuple[Path, str]) -> None:
    folder, base = crawled
    archive = folder / "archive.db"
    assert figure(archive, "SELECT max(revision) FROM articles") == 2
    for portal, told in changes(base).items():
        assert set(told) == {"text", "date", "attachment", "gone", "moved"}, portal
        edited = query(archive, "SELECT canonical_url AS url FROM articles WHERE portal = ? AND revision = 2", portal)
        assert {row["url"] for row in edited} == {told["text"], told["date"], told["attachment"]}, portal


def test_the_moved_article_keeps_its_id_and_the_new_address_has_an_alias(crawled: tuple[Path, str]) -> None:
    folder, base = crawled
    archive = folder / "archive.db"
    assert figure(archive, "SELECT count(*) FROM aliases") == len(SAMPLES)
    for told in changes(base).values():
        _, _, new = told["moved"].partition(" ")
        (row,) = query(archive, "SELECT id, revision FROM articles WHERE canonical_url = ?", new)
        (alias,) = query(archive, "SELECT old_id FROM aliases WHERE id = ?", row["id"])
        assert row["revision"] == 1
        shown = run(folder, "show", alias["old_id"], "--format", "json").fine()
        assert f'"id": "{row["id"]}"' in shown.out


def test_the_removed_article_is_one_failed_check_and_not_yet_gone(crawled: tuple[Path, str]) -> None:
    folder, base = crawled
    archive = folder / "archive.db"
    for portal, told in changes(base).items():
        rows = query(archive, "SELECT url, article_id FROM failures WHERE portal = ?", portal)
        assert [row["url"] for row in rows] == [told["gone"]], portal
        assert rows[0]["article_id"] is not None
    assert figure(archive, "SELECT count(*) FROM articles WHERE gone_since IS NOT NULL") == 0


@pytest.mark.parametrize("field", FIELDS)
def test_every_article_is_as_the_second_edition_means_it(crawled: tuple[Path, str], field: str) -> None:
    folder, base = crawled
    sites = [registry.build(name, base_port=int(base), edition=2) for name in SAMPLES]
    removed = {told["gone"] for told in changes(base).values()}
    found = {url: one for url, one in documents(folder / "archive.db").items() if url not in removed}
    wrong = mismatches(found, [dict(one) for site in sites for one in site.truth()], [field])
    assert not wrong, "\n".join(wrong[:10])


def test_both_texts_of_an_edit_are_there(crawled: tuple[Path, str]) -> None:
    folder, base = crawled
    archive = folder / "archive.db"
    for name, told in changes(base).items():
        first = {one["canonical_url"]: one for one in registry.build(name, base_port=int(base)).truth()}
        rows = query(
            archive,
            "SELECT r.body FROM revisions r JOIN articles a ON a.id = r.article_id WHERE a.canonical_url = ?"
            " ORDER BY r.revision",
            told["text"],
        )
        assert rows[0]["body"].split("\n\n") == first[told["text"]]["body"], name
        assert rows[1]["body"] != rows[0]["body"], name


def test_two_weeks_of_failed_checks_make_it_removed_with_its_text(crawled: tuple[Path, str]) -> None:
    folder, base = crawled
    archive = folder / "archive.db"
    before = stored(archive)
    run(folder, "crawl", "--sample", "--recheck", "--edition", "2", TINTINH_SAMPLE_PORTS=base, **TWO_WEEKS).fine()
    gone = "SELECT canonical_url AS url, gone_kind, gone_since, body FROM articles WHERE gone_kind IS NOT NULL"
    rows = query(archive, gone)
    assert {row["url"] for row in rows} == {told["gone"] for told in changes(base).values()}
    assert {(row["gone_kind"], row["gone_since"]) for row in rows} == {("removed", LATER["TINTINH_NOW"])}
    assert all(row["body"] for row in rows)
    assert stored(archive) == before
    assert figure(archive, "SELECT max(revision) FROM articles") == 2
    run(folder, "verify").fine()


def test_dates_that_only_lists_know_survive_reparse(crawled: tuple[Path, str]) -> None:
    folder, _ = crawled
    archive = folder / "archive.db"
    told = "SELECT count(*) FROM articles WHERE published_basis IN ('feed', 'listing')"
    count, first = figure(archive, told), digest(folder)
    assert count >= 20
    run(folder, "reparse").fine()
    assert figure(archive, told) == count
    assert digest(folder) == first
