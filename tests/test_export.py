"""Exports and frames: everything that matches, in every format, described, and reopened by other programs."""

import csv
import errno
import hashlib
import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import Sample
from support import REPO, run

from crawler.archive import Archive, codebook, exporting, package, parquet
from crawler.archive import open as open_archive
from crawler.archive.search import Filters
from crawler.commands.excel import CELL, ROWS, Excel
from crawler.commands.export import command
from crawler.errors import DamagedError, UsageError

FILES = {
    "all.jsonl": (),
    "all.csv": (),
    "all.parquet": (),
    "excel.csv": ("--excel", "--from", "2010"),
}
NOW = "2026-11-25T08:00:00Z"


@pytest.fixture(scope="module")
def odd(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample with what it lacks: units, undated, month-precise, hidden, gone, edited, odd texts."""
    path = tmp_path_factory.mktemp("odd") / "odd.db"
    with closing(sqlite3.connect(sample.archive)) as db:
        db.execute("VACUUM INTO ?", (str(path),))
    with closing(sqlite3.connect(path)) as db:
        (ids,) = zip(*db.execute("SELECT id FROM articles WHERE portal = 'sample_town' ORDER BY ord"), strict=True)
        db.execute("UPDATE articles SET unit_id = 'd-217', province_id = 'p63-24', province_now_id = 'p34-24'")
        undated = "published = NULL, published_day = NULL, published_month = NULL, published_precision = NULL"
        changes = [
            *((undated + f", ord = {-5 - place}", ids[place]) for place in range(3)),
            ("published = '2018-03', published_day = NULL, published_month = '2018-03'", ids[3]),
            ("hidden_at = '2026-01-01T00:00:00Z'", ids[4]),
            ("gone_since = '2026-01-01T00:00:00Z', gone_kind = 'removed'", ids[5]),
            ("title = '=HYPERLINK(\"http://127.0.0.1/\")', byline = '+84 24', section = '0123'", ids[6]),
            (f"body = '{'a' * (CELL + 1)}', revision = 2", ids[7]),
            ("title = 'Dòng một, \"hai\"\n, ba', source = '@x'", ids[8]),
        ]
        for sets, identity in changes:
            db.execute(f"UPDATE articles SET {sets} WHERE id = ?", (identity,))
        db.commit()
    return path


@pytest.fixture(scope="module")
def made(odd: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export in each format."""
    folder = tmp_path_factory.mktemp("made")
    for name, arguments in FILES.items():
        if name.endswith(".parquet"):
            pytest.importorskip("pyarrow", reason="pyarrow isn't installed")
        done = invoke(odd, folder / name, *arguments)
        assert done.stdout == ""
        if arguments:
            assert "3 undated articles match too" in done.stderr
            assert f"1 cells are longer than {CELL:,} characters" in done.stderr
    return folder


def invoke(archive: Path, output: Path | None, *arguments: str) -> Result:
    """The command in this process; what it raises is raised."""
    to = ("--output", str(output)) if output else ()
    runner = CliRunner(env={"TINTINH_NOW": NOW})
    return runner.invoke(command, ["--archive", str(archive), *to, *arguments], catch_exceptions=False)


@pytest.fixture
def found(odd: Path) -> Iterator[Archive]:
    with open_archive(odd) as archive:
        yield archive


def lines(made: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (made / "all.jsonl").read_text(encoding="utf-8").splitlines()]


def rows(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def described(made: Path) -> dict[str, dict[str, Any]]:
    found = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    return {one["path"]: one for one in found["resources"]}


# --- the codebook


def test_every_column_is_in_the_codebook_and_every_entry_is_a_column(found: Archive) -> None:
    assert list(codebook.exported()) == [*exporting.DOCUMENT_KEYS, *exporting.FLAT_KEYS]
    views = [row["name"] for row in found.rows("SELECT name FROM sqlite_master WHERE type = 'view'")]
    for view in set(views) - {"revisions"}:
        columns = [one[0] for one in found.db.execute(f"SELECT * FROM {view} LIMIT 0").description]
        assert [one.name for one in codebook.sections()[view].fields] == columns, view
    assert set(codebook.sections()) - set(codebook.EXPORTED) == set(views) - {"revisions"}


def test_the_document_has_what_the_codebook_has() -> None:
    text = (REPO / "docs/codebook.md").read_text(encoding="utf-8")
    views = [name for name in codebook.sections() if name not in codebook.EXPORTED]
    for names in (codebook.EXPORTED, views):
        wanted = codebook.markdown(names)
        assert wanted in text, f"docs/codebook.md differs from crawler/data/codebook.toml; it should have\n{wanted}"


# --- what stands beside a file


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_described(made: Path, odd: Path, name: str) -> None:
    one, path = described(made)[name], made / name
    assert one["hash"] == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    assert one["bytes"] == path.stat().st_size
    told = one["tintinh"]
    assert (told["query"], told["sort"], told["exported_at"], told["archive"]) == ("", "newest", NOW, "odd.db")
    assert told["filters"] == ({"since": "2010"} if name == "excel.csv" else {})
    assert told["undated_left_out"] == (3 if name == "excel.csv" else 0)
    assert told["count"] == len(lines(made)) - told["undated_left_out"]
    with closing(sqlite3.connect(odd)) as db:
        (versions,) = zip(*db.execute("SELECT DISTINCT extractor FROM articles"), strict=True)
        assert told["count"] + told["undated_left_out"] + 1 == db.execute("SELECT count(*) FROM articles").fetchone()[0]
        assert told["schema_version"] == db.execute("PRAGMA user_version").fetchone()[0]
    assert told["extractors"] == list(versions)
    book = (made / "codebook.md").read_text(encoding="utf-8")
    for field in one["schema"]["fields"]:
        assert field["description"].removesuffix(" (in CSV one a line)").replace("|", "\\|") in book
    names = [field["name"] for field in one["schema"]["fields"]]
    if name.endswith(".csv"):
        assert names == list(rows(path, one["encoding"] + "-sig")[0])
    elif name.endswith(".jsonl"):
        assert names == list(lines(made)[0])
    else:
        import pyarrow.parquet

        assert names == pyarrow.parquet.read_schema(path).names


def test_types_of_the_description_are_true(made: Path) -> None:
    """A small reader of Table Schema: every value is of its column's type."""
    kinds = {"string": str, "integer": int, "array": list, "object": dict, "datetime": str}
    for form, articles in (("jsonl", lines(made)), ("csv", rows(made / "all.csv"))):
        for field in described(made)[f"all.{form}"]["schema"]["fields"]:
            for one in articles:
                value: Any = one[field["name"]]
                if value in (None, ""):
                    continue
                if form == "csv" and field["type"] in ("integer", "array", "object"):
                    value = json.loads(value)
                assert isinstance(value, kinds[field["type"]]), (form, field["name"], value)
                assert field["type"] != "datetime" or value.endswith("Z")


def test_another_export_keeps_the_first_ones_description(made: Path) -> None:
    assert list(described(made)) == list(FILES)
    assert len({one["name"] for one in described(made).values()}) == len(FILES)


@pytest.mark.parametrize(
    ("name", "words"),
    [("datapackage.json", '{"name": "mine", "resources": []}'), ("datapackage.json", "{"), ("codebook.md", "# Mine")],
)
def test_what_others_wrote_is_not_overwritten(tmp_path: Path, odd: Path, name: str, words: str) -> None:
    (tmp_path / name).write_text(words)
    with pytest.raises(UsageError, match=name):
        invoke(odd, tmp_path / "out.csv")
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == words


# --- the formats


def test_parquet_holds_the_same_articles(made: Path) -> None:
    arrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow isn't installed")
    table = arrow.read_table(made / "all.parquet")
    again = table.select(list(exporting.DOCUMENT_KEYS)).to_pylist()
    for one in again:
        for key in ("added_at", "gone_since"):
            one[key] = one[key] and one[key].strftime("%Y-%m-%dT%H:%M:%SZ")
    assert again == lines(made)
    kinds = {name: str(table.schema.field(name).type) for name in table.schema.names}
    assert kinds["published_day"] == "date32[day]"
    assert kinds["published"] == kinds["unit_id"] == kinds["published_month"] == "string"
    assert kinds["body"] == kinds["tags"] == "list<element: string>"
    days = table.column("published_day").to_pylist()
    assert [str(day) for day in days if day] == [one["published"][:10] for one in lines(made) if day_of(one)]
    told = json.loads(arrow.read_metadata(made / "all.parquet").metadata[b"tintinh"])
    assert told["count"] == len(again)
    assert table.schema.field("lead").metadata[b"description"].decode() == codebook.exported()["lead"].words


def day_of(one: dict[str, Any]) -> str | None:
    return one["published"] if one["published"] and len(one["published"]) >= 10 else None


def test_parquet_is_written_in_groups(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow isn't installed")
    monkeypatch.setattr(parquet, "GROUP", 50)
    invoke(odd, tmp_path / "out.parquet")
    read = arrow.ParquetFile(tmp_path / "out.parquet").metadata
    assert (read.num_row_groups, read.num_rows) == (5, 231)


def test_a_key_without_a_column_is_refused_not_dropped() -> None:
    with pytest.raises(ValueError, match="sha256"):
        parquet._value("images", [{"url": "u", "caption": None, "kind": None, "sha256": "x"}])


@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
@pytest.mark.parametrize("name", ["all.csv", "all.jsonl", "all.parquet", "excel.csv"])
def test_other_programs_read_it(made: Path, library: str, name: str) -> None:
    module = pytest.importorskip(library, reason=f"{library} isn't installed")
    count = described(made)[name]["tintinh"]["count"]
    path = str(made / name)
    if library == "duckdb":
        assert module.sql(f"SELECT count(DISTINCT id) FROM '{path}'").fetchall() == [(count,)]
        return
    form = path.rpartition(".")[2]
    reader = {"jsonl": "read_ndjson" if library == "polars" else "read_json"}.get(form, f"read_{form}")
    more = {"lines": True} if reader == "read_json" else {"infer_schema_length": None} if library == "polars" else {}
    frame = getattr(module, reader)(path, **({} if form == "parquet" else more))
    assert len(frame) == count
    assert len(set(frame["id"])) == count
    if name == "all.parquet":
        assert str(frame["published_day"].to_list()[0]) == "2026-10-25"
        assert set(frame["unit_id"].to_list()) == {"d-217"}
        assert list(frame["body"].to_list()[0]) == lines(made)[0]["body"]


def test_csv_is_the_data_unchanged(made: Path) -> None:
    raw = (made / "all.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    titles = {row["title"] for row in rows(made / "all.csv")}
    assert {'=HYPERLINK("http://127.0.0.1/")', 'Dòng một, "hai"\n, ba'} <= titles


def test_excels_csv_has_a_mark_and_guards(made: Path) -> None:
    assert (made / "excel.csv").read_bytes().startswith(b"\xef\xbb\xbfkind,")
    articles = {row["id"]: row for row in rows(made / "excel.csv", "utf-8-sig")}
    for plain in rows(made / "all.csv"):
        guarded = articles.get(plain["id"])
        for key in plain if guarded else ():
            assert guarded is not None
            assert guarded[key] in (plain[key], f"'{plain[key]}", f'="{plain[key]}"'), key
    (one,) = [row for row in articles.values() if "HYPERLINK" in row["title"]]
    assert (one["title"][:2], one["byline"], one["section"]) == ("'=", "'+84 24", '="0123"')
    assert one["revision"] == "1"


@pytest.mark.parametrize(
    ("given", "dressed"),
    [
        *(("=1+1", "'=1+1"), ("+84", "'+84"), ("-5", "'-5"), ("@a", "'@a"), ("\tx", "'\tx"), ("\rx", "'\rx")),
        *(("007", '="007"'), ("2024-03", '="2024-03"'), ("1E5", '="1E5"'), ("12/3", '="12/3"'), ("1.000", '="1.000"')),
        *((7, 7), (None, None), ("", ""), ("84/KH-UBND", "84/KH-UBND"), ("Năm 2024", "Năm 2024"), ("a=b", "a=b")),
    ],
)
def test_cells_for_excel(given: Any, dressed: Any) -> None:
    assert Excel().dress(given) == dressed


def test_what_excel_cuts_is_said() -> None:
    excel = Excel()
    excel.dress("x" * CELL)
    assert excel.warnings(ROWS - 1) == []
    excel.dress("x" * (CELL + 1))
    assert len(excel.warnings(ROWS)) == 2


# --- everything that matches, and nothing half


FILTERS = [
    Filters(), Filters(portal="sample_town"), Filters(section="Kinh tế"), Filters(since="2018-03", until="2018-03"),
    Filters(since="2018-03-02"), Filters(until="2018-03-30"), Filters(undated=True), Filters(gone=True),
    Filters(edited=True), Filters(province="p63-24"), Filters(province_now="p34-24"), Filters(unit="d-217"),
    Filters(unit="d-1"), Filters(any_revision=True),
]  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("text", ["", "hành chính -huyện"])
@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_an_export_is_the_whole_of_a_search(
    found: Archive, filters: Filters, text: str, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 7)
    hidden = {row["id"] for row in found.rows("SELECT id FROM articles WHERE hidden_at IS NOT NULL")}
    wanted = [row["id"] for row in found.search(text, filters, sort=sort, limit=None).rows if row["id"] not in hidden]
    assert [one["id"] for one in found.documents(text, filters, sort=sort)] == wanted


def test_what_is_hidden_is_in_no_export(found: Archive) -> None:
    with pytest.raises(UsageError, match="withdrawn"):
        next(found.documents("", Filters(hidden=True)))


def test_a_batch_is_read_when_its_turn_comes(found: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "BATCH", 10)
    asked: list[str] = []
    found.db.set_trace_callback(lambda sql: asked.append(sql) if "FROM articles WHERE ord" in sql else None)
    articles = found.documents()
    for wanted in (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2):
        next(articles)
        assert len(asked) == wanted
    articles.close() if hasattr(articles, "close") else None


def test_an_export_is_of_one_moment(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "BATCH", 20)
    shutil.copy(odd, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        with open_archive(tmp_path / "a.db") as reader:
            wanted = [one["id"] for one in reader.documents()]
            articles = reader.documents()
            got = [next(articles)["id"]]
            writer.execute("DELETE FROM articles WHERE id = ?", (wanted[-1],))
            writer.execute("UPDATE articles SET ord = ord + 900000000000 WHERE id = ?", (wanted[100],))
            assert got + [one["id"] for one in articles] == wanted
            assert wanted[-1] not in [one["id"] for one in reader.documents()]


def test_an_index_out_of_step_is_no_shorter_export(odd: Path, tmp_path: Path) -> None:
    shutil.copy(odd, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        db.execute("UPDATE facets SET ord = 3 WHERE ord = (SELECT max(ord) FROM articles)")
        db.commit()
    with pytest.raises(DamagedError, match="verify"):
        invoke(tmp_path / "a.db", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_full_disk_leaves_the_old_file_whole(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invoke(odd, tmp_path / "out.jsonl", "--portal", "sample_town")
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}

    def full(*_: Any, **__: Any) -> list[dict[str, Any]]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exporting, "documents_of", full)
    with pytest.raises(DamagedError, match="disk is full"):
        invoke(odd, tmp_path / "out.jsonl")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_standard_output_gives_data_alone(odd: Path, tmp_path: Path) -> None:
    assert invoke(odd, None, "--excel", "--portal", "sample_town").stdout.startswith("\ufeffkind,")
    device = run(tmp_path, "export", "--archive", str(odd), "--output", "/dev/stdout", "--edited").fine()
    assert len(device.lines) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--format", "parquet"), "--output"),
        (("--excel", "--format", "jsonl"), "--excel"),
        (("--format", "wacz"), "wacz"),
    ],
)
def test_wrong_wishes_are_refused(odd: Path, arguments: tuple[str, ...], word: str) -> None:
    done = invoke(odd, None, *arguments)
    assert done.exit_code == 2
    assert word in done.stderr


def test_what_is_missing_is_said_in_a_sentence(found: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "pyarrow.parquet", "pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=r"pip install '\.\[parquet\]'"):
        parquet.need()
    for engine in ("pandas", "polars"):
        with pytest.raises(ImportError, match=r"pip install '\.\[analysis\]'"):
            found.frame(engine=engine)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="excel"):
        found.frame(engine="excel")  # type: ignore[arg-type]


# --- frames


@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_a_frame_has_the_views_rows_with_types(found: Archive, engine: Any) -> None:
    library = pytest.importorskip(engine, reason=f"{engine} isn't installed")
    frame = found.frame(engine=engine)
    wanted = {row["id"]: row for row in found.rows()}
    assert list(frame.columns) == list(next(iter(wanted.values())))
    assert set(frame["id"]) == set(wanted)
    records = frame.to_dicts() if engine == "polars" else frame.to_dict("records")
    for one in records:
        stored = wanted[one["id"]]
        for key in ("title", "body", "published", "published_month", "unit_id", "province_now_id", "gone_kind"):
            assert (None if missing(one[key]) else one[key]) == stored[key]
        assert ", ".join(one["tags"]) == (stored["tags"] or "")
        day = None if missing(one["published_day"]) else str(one["published_day"])[:10]
        assert day == stored["published_day"]
    kinds = frame.schema if engine == "polars" else frame.dtypes
    shown = {name: str(kinds[name]) for name in frame.columns}
    assert shown["published_day"] == ("Date" if engine == "polars" else "datetime64[s]")
    assert shown["unit_id"] == shown["published"] == ("String" if engine == "polars" else "string")
    assert shown["revision"].lower() == "int64"
    assert "UTC" in shown["gone_since"]
    if engine == "pandas":
        months = library.PeriodIndex(frame["published_month"].dropna(), freq="M")
        assert str(months[0]) == "2026-10"


def missing(value: Any) -> bool:
    return value is None or str(value) in ("NaT", "<NA>")


@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_a_frame_says_what_days_left_out_and_may_be_empty(found: Archive, engine: Any) -> None:
    pytest.importorskip(engine, reason=f"{engine} isn't installed")
    with pytest.warns(UserWarning, match="3 undated articles"):
        some = found.frame("", Filters(since="2010"), engine)
    assert len(some) == len(found.frame(engine=engine)) - 3
    none = found.frame("khôngcótừnày", engine=engine)
    assert len(none) == 0
    assert list(none.columns) == list(some.columns)


def test_facts_leave_unset_filters_out() -> None:
    told = package.Facts("q", Filters(portal="p", gone=True), "newest", "a.db").to_dict()
    assert told["filters"] == {"portal": "p", "gone": True}


@pytest.mark.parametrize("name", [".", "datapackage.json", "codebook.md"])
def test_names_that_are_no_exports_are_refused(tmp_path: Path, sample: Sample, name: str) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    run(tmp_path, "export", "--archive", str(sample.archive), "--output", name, "--format", "csv").refused(
        2, "--output"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("text", ["12%", "1.5E5", "1E+5", "(12)", "3-May", "Mar-24", "0123", "2024-03"])
def test_what_excel_would_reckon_stays_text(text: str) -> None:
    assert Excel().dress(text) == f'="{text}"'


@pytest.mark.parametrize("text", ["12% hộ nghèo", "Mar", "May mặc", "Dec 12 tháng", "5 tháng 3"])
def test_words_stay_words_in_excel(text: str) -> None:
    assert Excel().dress(text) == text
