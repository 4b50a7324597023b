"""Several machines' archives into one: everything of another archive that this one lacks, in one transaction."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.archive import bring, leftovers, withdrawals
from crawler.archive.articles import CHILDREN
from crawler.archive.bulk import loading
from crawler.archive.copies import is_snapshot
from crawler.archive.database import open_for_reading
from crawler.archive.fold import Version, fold, load
from crawler.archive.honour import same_text, withdrawn
from crawler.archive.nature import nature
from crawler.archive.reread import read_stored
from crawler.archive.store import Store, load_hints
from crawler.errors import UsageError, WithdrawnError

_TABLES = CHILDREN


@dataclass(slots=True)
class Merged:
    """How many articles came, how many were known already, and how many answers came with them.

    ``limits`` names, for every erasure that was finished here before, the files that came: it needs no look at others.
    """

    new: int = 0
    known: int = 0
    captures: int = 0
    limits: dict[str, set[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Way:
    """A merge under way: the two archives, and what the other's numbers are called here.

    ``newest`` is the last capture of before; ``more`` are erasures of which more is known than before.
    """

    store: Store
    other: sqlite3.Connection
    path: Path
    captures: dict[int, int] = field(default_factory=dict)
    runs: dict[int, int] = field(default_factory=dict)
    newest: int = 0
    more: set[str] = field(default_factory=set)


def check(archive: Path, others: list[Path]) -> None:
    """Refuses what can't be merged before anything is written.

    Raises ``UsageError`` for a missing or foreign file, the archive itself, and sample beside real portals.
    """
    natures: dict[str, Path] = {}
    if archive.exists() and archive.stat().st_size:
        natures = dict.fromkeys(nature(archive), archive)
    for path in others:
        opened = open_for_reading(path)
        snapshot, unfinished = is_snapshot(opened), withdrawals.pending(opened)
        opened.close()
        if archive.exists() and path.samefile(archive):
            raise UsageError(f"{path} is the archive itself; name others to be merged into it")
        if snapshot:
            raise UsageError(
                f"{path} is a snapshot for a site, without the stored pages; give the archive it was made of"
            )
        if unfinished:
            raise UsageError(
                f"{path} has an unfinished erasure of {unfinished[0]}; finish it there with 'tintinh withdraw' first"
            )
        for one in nature(path):
            natures.setdefault(one, path)
    if len(natures) > 1:
        raise UsageError(
            f"{natures['sample']} holds the invented sample portals and {natures['real']} real ones;"
            " they can't share an archive"
        )


def merge(store: Store, path: Path, tick: Callable[[], object] = lambda: None) -> Merged:
    """Takes in another archive, which is only read; doing it again changes nothing.

    Withdrawals of either are honoured by the next :func:`crawler.archive.erase.complete`, which the caller calls.
    ``tick`` is called for every article.

    Raises ``UsageError`` when an article was read by different versions on both sides and ``DamagedError`` when a
    WARC file of the other is missing or cut.
    """
    other = open_for_reading(path)
    try:
        way, done = _Way(store, other, path), Merged()
        names = bring.files(store, other, path)
        with loading(store.db):
            before = _size(store.db)
            finished = store.db.execute("SELECT id FROM withdrawals WHERE mode = ? AND done_at IS NOT NULL", ("erase",))
            done.limits = {row[0]: set(names.values()) for row in finished.fetchall()}
            (way.newest,) = store.db.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()
            way.runs = bring.runs(store.db, other)
            way.captures = bring.captures(store.db, other, names, way.runs)
            done.captures = store.db.execute("SELECT count(*) FROM captures").fetchone()[0] - before[1]
            told = bring.plain(store.db, other, way.runs, store.run)
            way.more = withdrawn(store.db, other)
            for row in other.execute("SELECT * FROM articles ORDER BY id"):
                known = _article(way, row)
                done.known += known
                done.new += not known
                tick()
            _told(way, told)
            _aliases(store.db, other)
            done.limits = {one: files for one, files in done.limits.items() if one not in way.more}
            if way.more or _size(store.db) != before:
                # What came may hold what was erased here, or the other way round.
                store.db.execute("UPDATE withdrawals SET done_at = NULL WHERE mode = ?", (withdrawals.ERASE,))
    except BaseException:
        leftovers.sweep(store.db, store.path)
        raise
    finally:
        other.close()
    return done


def _size(db: sqlite3.Connection) -> tuple[int, int, int, int]:
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - own names
              for table in ("articles", "captures", "sightings", "withdrawals")]  # fmt: skip
    return counts[0], counts[1], counts[2], counts[3]


def _article(way: _Way, row: sqlite3.Row) -> bool:
    """Takes in one article; whether it was known here."""
    db = way.store.db
    theirs = load(way.other, row)
    _renumber(theirs, way.captures)
    mine = [load(db, one) for one in _matches(way, row)]
    erased = withdrawals.erased(db, row["portal"], row["key"], row["id"])
    if not erased and not mine:
        erased = same_text(db, theirs)
    if not mine and not erased and db.execute("SELECT 1 FROM articles WHERE id = ?", (row["id"],)).fetchone():
        raise UsageError(f"article {row['id']} stands in both archives under different portals")
    made = fold([*mine, theirs]) if mine else theirs
    if erased:
        # It goes again at once, but by the way of all erasures: with the records that hold it.
        withdrawals.block(db, row["portal"], {row["key"], made.row["key"]}, erased)
        if any(look["capture_id"] > way.newest for look in theirs.revisions):
            # A text of it that wasn't known here may be quoted by what was.
            way.more.add(erased)
    made.row["hidden_at"] = made.row["hidden_at"] or _hidden(db, made.row["id"])
    if _is_new(made, mine):
        _write(way, made, mine)
    _lead(db, {one.row["id"] for one in (*mine, theirs)}, made.row["id"])
    hints = load_hints(db, made.row["portal"], made.row["key"])
    if not erased and (mine or hints) and hints != load_hints(way.other, row["portal"], row["key"]):
        _read_again(way.store, made.row["id"])
    return bool(mine)


def _matches(way: _Way, row: sqlite3.Row) -> list[sqlite3.Row]:
    """The rows here that are the same article: by identity, by id, or by an id that either side folded away."""
    names = {row["id"], withdrawals.resolve(way.store.db, row["id"])}
    names |= {one[0] for one in way.other.execute("SELECT old_id FROM aliases WHERE id = ?", (row["id"],))}
    found = {}
    for sql, values in (
        ("portal = ? AND key = ?", (row["portal"], row["key"])),
        *(("portal = ? AND id = ?", (row["portal"], name)) for name in sorted(names)),
    ):
        one = way.store.db.execute(f"SELECT * FROM articles WHERE {sql}", values).fetchone()  # noqa: S608 - own clauses
        if one:
            found[one["id"]] = one
    return list(found.values())


def _renumber(version: Version, captures: dict[int, int]) -> None:
    """The other archive's captures have other numbers here."""
    version.row["cluster_id"] = None
    children = [child for table in _TABLES for child in version.children[table]]
    for one in (version.row, *version.revisions, *children):
        if one.get("capture_id") is not None:
            one["capture_id"] = captures[one["capture_id"]]


def _hidden(db: sqlite3.Connection, identity: str) -> str | None:
    found = withdrawals.find(db, identity)
    return found.at if found else None


def _is_new(made: Version, mine: list[Version]) -> bool:
    if len(mine) != 1:
        return True
    quiet = {"ord", "cluster_id"}
    rows = [{name: value for name, value in one.row.items() if name not in quiet} for one in (mine[0], made)]
    looks = [
        [(look["seen_at"], look["last_at"], look["content_hash"]) for look in one.revisions] for one in (mine[0], made)
    ]
    return rows[0] != rows[1] or looks[0] != looks[1]


def _write(way: _Way, made: Version, mine: list[Version]) -> None:
    """Puts an article in the place of those it was folded of."""
    db, identity = way.store.db, made.row["id"]
    for one in mine:
        for table in (*_TABLES, "revision_rows"):
            db.execute(f"DELETE FROM {table} WHERE article_id = ?", (one.row["id"],))  # noqa: S608 - own names
        db.execute("DELETE FROM articles WHERE id = ?", (one.row["id"],))
    made.row["ord"] = way.store.articles.place(made.row["published"], identity)
    _insert(db, "articles", made.row)
    # Numbers tell when an article entered this archive: one that was known keeps its first.
    entered = min((look["number"] for one in mine for look in one.revisions), default=None)
    for look in made.revisions:
        last = look["revision"] == made.row["revision"]
        texts = dict.fromkeys(("title", "lead", "body", "captions", "byline", "published")) if last else {}
        kept = {name: value for name, value in look.items() if name not in ("number", "newest", "own_date")}
        times = {"last_at": None} if last else {}
        number = {"number": entered} if look["revision"] == 1 else {}
        _insert(db, "revision_rows", kept | texts | times | number | {"article_id": identity})
    for table, rows in made.children.items():
        for values in rows:
            _insert(db, table, values | {"article_id": identity})


def _lead(db: sqlite3.Connection, ids: set[str], identity: str) -> None:
    """The ids of what an article was folded of lead to it."""
    for name in sorted(ids - {identity}):
        db.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (name, identity))
        db.execute("UPDATE failures SET article_id = ? WHERE article_id = ?", (identity, name))
        db.execute("UPDATE OR REPLACE withdrawals SET id = ? WHERE id = ? AND mode = 'hide'", (identity, name))


def _insert(db: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {table}({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608 - own names


def _told(way: _Way, told: set[tuple[str, str]]) -> None:
    """What only the other's lists said of an article that only this archive has may date it."""
    for portal, key in sorted(told):
        row = way.store.articles.find(portal, key)
        mine = "SELECT 1 FROM articles WHERE portal = ? AND key = ?"
        if row is not None and way.other.execute(mine, (portal, key)).fetchone() is None:
            _read_again(way.store, row["id"])


def _read_again(store: Store, identity: str) -> None:
    """Both machines' lists may know its date; a page that was overwritten can't be read and stays."""
    row = store.db.execute("SELECT * FROM articles WHERE id = ?", (identity,)).fetchone()
    try:
        store.articles.reread(row, read_stored(store, row))
    except WithdrawnError:
        return


def _aliases(db: sqlite3.Connection, other: sqlite3.Connection) -> None:
    """Ids that either folded away lead straight to the article; a living id is nobody's alias."""
    rows = other.execute("SELECT old_id, id FROM aliases").fetchall()
    db.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", (tuple(row) for row in rows))
    db.execute("DELETE FROM aliases WHERE old_id IN (SELECT id FROM articles) OR old_id = id")
    for old, named in db.execute("SELECT old_id, id FROM aliases").fetchall():
        final = withdrawals.resolve(db, named)
        if final != named:
            db.execute("UPDATE aliases SET id = ? WHERE old_id = ?", (final, old))
