"""Saved searches: what has entered the archive since one was last run, remembered in the user's own file.

Readers never write the archive. The file is ``TINTINH_STATE``, else ``tintinh/searches.json`` in ``XDG_STATE_HOME``
(``~/.local/state``): JSON, by archive and name the query, its filters and the last entry that was seen.
"""

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.archive.lock import take
from crawler.archive.narrow import Filters
from crawler.clock import stamp
from crawler.errors import BusyError, UsageError

VARIABLE = "TINTINH_STATE"
_NONE = (1 << 63) - 1
_PATIENCE, _LOOK = 10.0, 0.1
"""Seconds until another search that is at work must have ended, and between two looks."""
Entry = tuple[int, str]
"""The last entry seen: the greatest number of a revision and the latest ``added_at``."""


def state_file() -> Path:
    """Where saved searches lie; the file need not exist."""
    given = os.environ.get(VARIABLE)
    if given:
        path = Path(given)
        return path / "searches.json" if path.is_dir() else path
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "tintinh" / "searches.json"


@contextmanager
def held() -> Iterator[None]:
    """Keeps other saved searches out, from reading what one has seen until it is written: none shows it twice.

    Raises ``BusyError`` when another one goes on for long and ``UsageError`` when nothing can be written there.
    """
    path = state_file()
    path = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as wrong:
        raise _unwritable(path, wrong) from None
    with file:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                take(file)
                break
            except OSError:
                if time.monotonic() > until:
                    raise BusyError(
                        f"another saved search still uses {state_file()}; run this one again when that has ended, or"
                        f" name another file with {VARIABLE}"
                    ) from None
                time.sleep(_LOOK)
        yield


def _unwritable(path: Path, wrong: OSError) -> UsageError:
    return UsageError(
        f"can't write {path}: {wrong.strerror}; name another file with {VARIABLE}, or all is shown again next time"
    )


def newest_entry(db: sqlite3.Connection) -> Entry:
    """The last entry of the archive as it is now; ``(0, "")`` for an empty one."""
    # The greatest number ever given: that of an article which was erased since counts too.
    number, added = db.execute(
        """SELECT (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'revision_rows'),
        (SELECT coalesce(max(added_at), '') FROM facets)"""
    ).fetchone()
    return number, added


def last_entry(db: sqlite3.Connection, archive: Path, name: str, query: str, filters: Filters) -> Entry | None:
    """What that search had seen when it last ran; ``None`` when it never did.

    Raises ``UsageError`` when the name stands for another query or other filters, or the file can't be read.
    """
    kept = _read(state_file()).get(_key(archive), {}).get(name)
    if kept is None:
        return None
    now = _asked(query, filters)
    if kept["asked"] != now:
        raise UsageError(
            f"--since-last {name!r} was saved for {_words(kept['asked'])} and not for {_words(now)}; give another"
            f" name, or delete {name!r} from {state_file()}"
        )
    number, added = kept["entry"]
    # A file made anew at the same path counts from one again: then only the stamps tell what is new.
    return (number if number <= newest_entry(db)[0] else _NONE, added)


def remember(archive: Path, name: str, query: str, filters: Filters, entry: Entry) -> None:
    """Writes down what the search has seen, in one step: a crash leaves the old file or the new one.

    Raises ``UsageError`` when the file can't be written.
    """
    path = state_file()
    searches = _read(path)
    searches.setdefault(_key(archive), {})[name] = {
        "asked": _asked(query, filters), "entry": list(entry), "ran_at": stamp()
    }  # fmt: skip
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(searches, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        Path(made).replace(path)
    except OSError as wrong:
        raise _unwritable(path, wrong) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for searches in found.values():
            for one in searches.values():
                int(one["entry"][0]), str(one["entry"][1]), one["asked"]["query"]
    except FileNotFoundError:
        return {}
    except OSError as wrong:
        raise UsageError(f"can't read {path}: {wrong.strerror}; name another file with {VARIABLE}") from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise UsageError(
            f"{path} doesn't hold saved searches; delete it, or name another file with {VARIABLE}"
        ) from None
    return found


def _key(archive: Path) -> str:
    return str(archive.resolve())


def _asked(query: str, filters: Filters) -> dict[str, Any]:
    asked = {name: value for name, value in asdict(filters).items() if value not in (None, False)}
    asked.pop("added_after", None)
    return {"query": query, **asked}


def _words(asked: dict[str, Any]) -> str:
    rest = ", ".join(f"{name} {value}" for name, value in asked.items() if name != "query")
    return f"{asked['query']!r}" + (f" with {rest}" if rest else "")
