"""The documents say what the program does: commands, files, codes and examples are looked up in it."""

import re
import sqlite3
from contextlib import closing

import pytest
from conftest import Sample
from support import REPO, run

README = (REPO / "README.md").read_text(encoding="utf-8")
CODEBOOK = (REPO / "docs/codebook.md").read_text(encoding="utf-8")


def test_every_built_command_is_documented_and_every_documented_one_has_help(tmp_path: object) -> None:
    from crawler.commands.main import _BUILT, _LATER

    documented = set(re.findall(r"`tintinh (\w+)", README))
    assert documented == set(_BUILT)
    for name in _LATER:
        assert f"`{name}`" in README, name


def test_links_between_documents_lead_somewhere() -> None:
    for place in (REPO / "README.md", *sorted((REPO / "docs").glob("*.md"))):
        for link in re.findall(r"\]\(([^)#:]+)\)", place.read_text(encoding="utf-8")):
            assert (place.parent / link).exists(), f"{place.name}: {link}"


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (REPO / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_readmes_python_example_runs(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(import crawler.*?)```", README, re.S)
    monkeypatch.chdir(sample.folder)
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    assert names["rows"]


def test_every_reason_and_note_code_in_the_archive_stands_in_the_codebook(sample: Sample) -> None:
    from crawler.dates.models import NOTES

    with closing(sqlite3.connect(sample.archive)) as db:
        codes = {note.partition(":")[0] for (note,) in db.execute("SELECT note FROM article_notes")}
    assert codes
    for code in codes - set(NOTES):
        assert f"| `{code}` |" in CODEBOOK or f"`{code}`" in CODEBOOK, code


def test_tables_named_in_the_codebook_exist(sample: Sample) -> None:
    with closing(sqlite3.connect(sample.archive)) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    section = CODEBOOK.partition("## Tables")[2].partition("## Reasons")[0]
    wanted = {"articles", "revisions", "captures", "sightings", "aliases", "frontier", "coverage", "frame"}
    for name in wanted:
        assert name in tables
        assert f"`{name}`" in section


def test_portals_list_names_every_declaration(tmp_path: object) -> None:
    listed = run(REPO / "tests", "portals", "list").fine().out
    for path in (REPO / "spiders").glob("*.py"):
        if path.stem != "__init__":
            assert path.stem in listed
