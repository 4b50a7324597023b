"""Who may know whom, how long things may be, and what an import costs."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support import REPO, environment

PACKAGES = ("crawler", "spiders", "pipelines")
MODULES = sorted(path for package in PACKAGES for path in (REPO / package).rglob("*.py"))
NAMES = [path.relative_to(REPO).as_posix() for path in MODULES]
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_PORTAL, LONGEST_PIPELINE = 300, 40, 25, 60
PORTALS = sorted(path for path in (REPO / "spiders").glob("*.py") if path.name != "__init__.py")
OF_OURS = {
    # Which of our packages each may import; strings in settings and importlib calls are no imports.
    "crawler": {"crawler"},
    "spiders": {"crawler", "spiders"},
    "pipelines": {"crawler", "pipelines"},
}
ONLY_IN = {
    "bs4": ["crawler/page/fragment.py", "crawler/page/roles.py", "crawler/page/soup.py"],
    "dateparser": ["crawler/dates/fallback.py"],
    "sqlite_utils": ["crawler/archive/"],
    "pandas": ["crawler/archive/frames.py"],
    "polars": ["crawler/archive/frames.py"],
    "pyarrow": ["crawler/archive/parquet.py"],
    "rensa": ["crawler/archive/fingerprint.py"],
    "scrapy": ["spiders/", "pipelines/"],
    "twisted": ["spiders/", "pipelines/"],
}

OUTERMOST = ("crawler/commands/", "crawler/settings.py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports, at any depth; relative imports made absolute."""
    package = list(path.relative_to(REPO).with_suffix("").parts[:-1])
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            yield node.lineno, ".".join([*above, *([node.module] if node.module else [])])


def test_modules_were_found() -> None:
    assert len(MODULES) > 60
    assert any(imports(path) for path in MODULES)


@pytest.mark.parametrize("name", NAMES)
def test_packages_know_only_whom_they_may(name: str) -> None:
    package = name.partition("/")[0]
    wrong = [
        f"{name}:{line} imports {what}"
        for line, what in imports(REPO / name)
        if what.partition(".")[0] in set(PACKAGES) - OF_OURS[package]
    ]
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_libraries_stay_in_their_places(name: str) -> None:
    wrong = [
        f"{name}:{line} imports {what}; only {', '.join(ONLY_IN[what.partition('.')[0]])} may"
        for line, what in imports(REPO / name)
        if not name.startswith(tuple(ONLY_IN.get(what.partition(".")[0], [""])))
    ]
    assert not wrong


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name.startswith("crawler/") and not name.startswith(OUTERMOST)]
)
def test_library_names_the_other_packages_in_strings_alone(name: str) -> None:
    """``importlib.import_module("spiders...")`` is allowed in the command line, which is the outermost layer.

    And in ``declarations``, the one place where the library looks a portal up; nothing there is an error.
    """
    if name == "crawler/declarations.py":
        return
    words = [
        node.value
        for node in ast.walk(tree(REPO / name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [one for one in words if one.startswith(("spiders.engine", "spiders.families.", "pipelines."))]


@pytest.mark.parametrize("name", NAMES)
def test_modules_and_functions_are_short(name: str) -> None:
    lines = len((REPO / name).read_text(encoding="utf-8").splitlines())
    limit = LONGEST_MODULE
    if REPO / name in PORTALS:
        limit = LONGEST_PORTAL
    elif name.startswith("pipelines/"):
        limit = LONGEST_PIPELINE
    assert lines <= limit, f"{name} has {lines} lines, {limit} are allowed"
    long = [
        f"{name}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(REPO / name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def test_only_portals_lie_beside_the_folders_of_the_spiders() -> None:
    """A portal's file declares one class, whose name is the module's, and nothing else."""
    for path in PORTALS:
        kinds = [type(node) for node in tree(path).body]
        assert kinds.count(ast.ClassDef) == 1, path.name
        assert ast.FunctionDef not in kinds, path.name


def loaded(statement: str, *packages: str) -> set[str]:
    """Which of some packages are loaded after a statement in a fresh interpreter."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), cwd=REPO, capture_output=True, text=True, check=True
    )
    return set(packages) & set(done.stdout.split())


def test_importing_the_library_is_cheap() -> None:
    heavy = ("scrapy", "twisted", "dateparser", "sqlite_utils", "jinja2", "pandas", "pyarrow", "spiders", "pipelines")
    assert loaded("import crawler", *heavy) == set()
    # The probe itself can find something.
    assert loaded("import crawler", "lxml", "crawler") == {"lxml", "crawler"}


def test_the_command_line_starts_without_scrapy() -> None:
    assert loaded("import crawler.commands.main", "scrapy", "twisted", "sqlite_utils", "spiders") == set()


@pytest.mark.parametrize("statement", ["import crawler.archive", "import crawler.crawl.session"])
def test_archive_and_crawl_need_no_scrapy(statement: str) -> None:
    assert loaded(statement, "scrapy", "twisted", "pandas", "polars", "pyarrow") == set()


def test_scrapy_lists_the_portals() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"],
        cwd=REPO,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [path.stem for path in PORTALS]


def test_scrapy_lists_the_portals_though_another_package_is_called_spiders(tmp_path: Path) -> None:
    """Scrapy appends the project's folder to the path, so an installed ``spiders`` would win; never silently."""
    (tmp_path / "spiders").mkdir()
    (tmp_path / "spiders" / "__init__.py").write_text("")
    env = environment()
    env["PYTHONPATH"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=REPO, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == [path.stem for path in PORTALS] or done.returncode != 0


@pytest.mark.parametrize("field", ["name", "title", "level", "rights", "start"])
def test_declaration_that_lacks_a_field_fails_at_once(field: str) -> None:
    from spiders.families.nukeviet import NukeViet

    whole = {
        "name": "thu_nghiem",
        "title": "Thử nghiệm",
        "level": "district",
        "rights": "government",
        "start": ("http://127.0.0.1:1/vi/news/",),
        "__module__": "spiders.thu_nghiem",
        "__qualname__": "ThuNghiem",
    }
    assert type("ThuNghiem", (NukeViet,), dict(whole)).info().name == "thu_nghiem"
    del whole[field]
    with pytest.raises(TypeError) as told:
        type("ThuNghiem", (NukeViet,), whole)
    said = str(told.value)
    assert "spiders.thu_nghiem" in said
    assert "ThuNghiem" in said
    assert field in said.partition(";")[0]
    assert field == "name" or "thu_nghiem" in said.partition("(")[2]


@pytest.mark.parametrize("path", PORTALS, ids=lambda path: path.stem)
def test_portal_is_named_as_its_module(path: Path) -> None:
    from spiders.engine import loader

    assert loader.portal_class(path.stem).info().name == path.stem


def test_a_portal_of_another_name_than_its_module_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import spiders
    from spiders.engine import loader

    (tmp_path / "khac_ten.py").write_text((REPO / "spiders" / "dong_nai.py").read_text(encoding="utf-8"), "utf-8")
    monkeypatch.setattr(spiders, "__path__", [*spiders.__path__, str(tmp_path)])
    with pytest.raises(TypeError, match="khac_ten"):
        loader.portal_class("khac_ten")
