"""docs/analysis.md: every block runs, and its result is the one that is printed there."""

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import REPO, run, sample_base

from crawler.archive import open as open_archive

TEXT = (REPO / "docs/analysis.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_ASSIGNED = re.compile(r"^(?:export )?TINTINH_NOW=(\S+)(?: (tintinh .*))?$")


@dataclass(frozen=True, slots=True)
class Example:
    """A block that runs, and the result shown below it."""

    section: str
    language: str
    code: str
    shown: str


def examples() -> Iterator[Example]:
    for section in re.split(r"^## ", TEXT, flags=re.M)[1:]:
        blocks = _BLOCK.findall(section)
        for (language, code), (kind, shown) in zip(blocks[::2], blocks[1::2], strict=True):
            assert kind == "text", f"a block without a result: {code}"
            yield Example(section.partition("\n")[0], language, code, shown)


EXAMPLES = list(examples())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the archives that the document's first blocks make."""
    folder = tmp_path_factory.mktemp("analysis")
    ((_, commands), (_, code)) = _BLOCK.findall(TEXT.partition("\n## ")[0])
    now, base = "", sample_base()
    for line in commands.splitlines():
        assigned = _ASSIGNED.match(line)
        if line.startswith("export ") and assigned:
            now = assigned[1]
            continue
        command = (assigned[2] if assigned else line).split()
        run(folder, *command[1:], TINTINH_SAMPLE_PORTS=base, TINTINH_NOW=assigned[1] if assigned else now)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(compile(code, "docs/analysis.md", "exec"), {})
    return folder


def result(example: Example, folder: Path) -> str:
    """What a block prints, without spaces at the ends of lines."""
    if example.language == "sql":
        from sqlite_utils.cli import cli

        done = CliRunner().invoke(cli, ["query", str(folder / "demo.db"), example.code, "--table"])
        assert done.exit_code == 0, done.output
        out = done.output
    else:
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as printed:
            patch.chdir(folder)
            exec(compile(example.code, "docs/analysis.md", "exec"), {})
        out = printed.getvalue()
    return "".join(f"{line.rstrip()}\n" for line in out.splitlines())


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one.section[:2]}{n}" for n, one in enumerate(EXAMPLES)])
def test_the_block_gives_the_result_shown(example: Example, demo: Path) -> None:
    for library in ("pandas", "polars"):
        if library in example.code or ("frame(" in example.code and library == "pandas"):
            pytest.importorskip(library, reason=f"{library} isn't installed")
    assert result(example, demo) == example.shown


def test_there_are_ten_questions_the_first_about_dates_and_units() -> None:
    titles = re.findall(r"^## (\d+)\. (.*)", TEXT, re.M)
    assert [int(number) for number, _ in titles] == list(range(1, 11))
    assert {one.section.partition(".")[0] for one in EXAMPLES} == {str(number) for number in range(1, 11)}
    first = [one.code for one in EXAMPLES if one.section.startswith("1.")]
    for word in ("published_day", "province_now_id", "province_code", "units_now"):
        assert any(word in code for code in first), word


def test_no_view_mixes_two_units_though_their_code_is_one(demo: Path) -> None:
    """Code 24 was Bắc Giang and is Bắc Ninh: grouped by id they stay two."""
    with open_archive(demo / "demo.db") as found:
        for view in ("frame", "articles_now"):
            columns = [one[0] for one in found.db.execute(f"SELECT * FROM {view} LIMIT 0").description]
            assert not [name for name in columns if name.endswith("_code")]
            rows = found.rows(f"SELECT province_id, count(*) n FROM {view} WHERE province_id LIKE '%-24' GROUP BY 1")
            assert {row["province_id"] for row in rows} == {"p63-24", "p34-24"}
        names = list(
            found.rows(
                "SELECT DISTINCT province, province_now FROM articles_now WHERE province_id LIKE '%-24' ORDER BY 1"
            )
        )
        assert [tuple(row.values()) for row in names] == [("Bắc Giang", "Bắc Ninh"), ("Bắc Ninh", "Bắc Ninh")]
        # A unit with five heirs is still one article a row.
        assert next(found.rows("SELECT count(*) n FROM articles_now")) == next(
            found.rows("SELECT count(*) n FROM frame")
        )


def test_units_today_have_no_heirs_so_that_one_step_is_enough(demo: Path) -> None:
    with open_archive(demo / "demo.db") as found:
        ended = """SELECT count(*) AS n FROM unit_successors s JOIN units u ON u.unit_id = s.successor_id
            WHERE u.valid_to IS NOT NULL"""
        assert next(found.rows(ended))["n"] == 0
        several = next(found.rows("SELECT count(*) AS n FROM unit_heirs WHERE heirs > 1"))["n"]
    assert f"{several:,} units have more than one" in TEXT


def test_what_was_hidden_is_in_no_view(demo: Path, tmp_path: Path) -> None:
    import sqlite3

    shutil.copy(demo / "demo.db", tmp_path / "demo.db")
    views = {"frame": "id", "articles_now": "id", "edits": "article_id", "syndication": "article_id"}
    with closing(sqlite3.connect(tmp_path / "demo.db", isolation_level=None)) as db:
        before = db.execute("SELECT sum(articles) FROM coverage").fetchone()[0]
        for view, key in views.items():
            (identity,) = db.execute(f"SELECT {key} FROM {view} LIMIT 1").fetchone()
            db.execute("UPDATE articles SET hidden_at = '2026-11-26T00:00:00Z' WHERE id = ?", (identity,))
            assert not db.execute(f"SELECT 1 FROM {view} WHERE {key} = ?", (identity,)).fetchall(), view
        hidden = db.execute("SELECT count(*) FROM articles WHERE hidden_at IS NOT NULL").fetchone()[0]
        assert db.execute("SELECT sum(articles) FROM coverage").fetchone()[0] == before - hidden
        # A group that loses a member is made anew from the others when articles are grouped next.
        assert db.execute("SELECT 1 FROM syndication UNION SELECT 1 FROM clusters").fetchall() == []
    with open_archive(tmp_path / "demo.db") as found:
        hidden = {row["id"] for row in found.rows("SELECT id FROM articles WHERE hidden_at IS NOT NULL")}
        assert hidden
        assert not hidden & {one["id"] for one in found.documents()}
