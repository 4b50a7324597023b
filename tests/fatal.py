"""``tintinh`` in a process that dies by its own hand: at the n-th time that something happens, for the crash harness.

Run as ``python tests/fatal.py`` it loads the program once and then forks a process, in a group of its own, for each
line of JSON that comes in: ``folder``, ``arguments``, ``env``, and of the kill ``event`` (one of ``EVENTS`` or
``none``), ``count`` and ``delay``, the microseconds after the event until the whole group gets SIGKILL (0: at once,
before whatever was about to happen). It answers with the process's id, and when that has ended with its status.
Into the folder go ``acknowledged.txt``, a line an article as soon as it is committed, and at an end ``events.json``.
"""

import importlib
import json
import os
import signal
import sqlite3
import sys
import threading
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

EVENTS = (
    "connect",
    "schema",
    "begin",
    "stored",
    "fsync",
    "synced",
    "commit",
    "committed",
    "rename",
    "renamed",
    "checkpoint",
)
"""What can be counted; a word in the past tense is told after the thing happened."""


class Doom:
    """Counts events and kills at the chosen one; knows what is stored and not yet committed."""

    def __init__(self, folder: Path, event: str, count: int, delay: int) -> None:
        self.folder, self.event, self.count, self.delay = folder, event, count, delay
        self.seen: Counter[str] = Counter()
        self.pending: list[str] = []
        self.log = os.open(folder / "acknowledged.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def happens(self, event: str) -> None:
        """Something is about to happen, or has."""
        self.seen[event] += 1
        if event != self.event or self.seen[event] != self.count:
            return
        if self.delay:
            threading.Thread(target=self._later, daemon=True).start()
        else:
            os.killpg(0, signal.SIGKILL)

    def _later(self) -> None:
        time.sleep(self.delay / 1e6)
        os.killpg(0, signal.SIGKILL)

    def committed(self) -> None:
        """Acknowledges what was stored; written without a buffer, so that the kill can't take it back."""
        if self.pending:
            os.write(self.log, ("\n".join(self.pending) + "\n").encode())
            self.pending = []
        self.happens("committed")


def watched(doom: Doom) -> type[sqlite3.Connection]:
    """Connections that tell of transactions."""

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            word = sql.lstrip().split(None, 1)[0].upper() if sql.strip() else ""
            named = {"BEGIN": "begin", "COMMIT": "commit", "CREATE": "schema", "ALTER": "schema", "DROP": "schema"}
            if word in named:
                doom.happens(named[word])
            elif "wal_checkpoint" in sql:
                doom.happens("checkpoint")
            found = super().execute(sql, *values)
            if word == "COMMIT":
                doom.committed()
            elif word == "ROLLBACK":
                doom.pending = []
            return found

    return Connection


def patch(doom: Doom) -> None:
    """Puts the counters in: SQLite's connections, ``fsync``, renames, and what the archive stores."""
    from crawler.archive.articles import Articles

    connect, fsync, rename = sqlite3.connect, os.fsync, os.rename

    def connecting(*args: Any, **more: Any) -> sqlite3.Connection:
        doom.happens("connect")
        return connect(*args, **({"factory": watched(doom)} | more))

    def syncing(number: int) -> None:
        doom.happens("fsync")
        fsync(number)
        doom.happens("synced")

    def renaming(*args: Any, **more: Any) -> None:
        doom.happens("rename")
        rename(*args, **more)
        doom.happens("renamed")

    inserting = Articles._revise

    def revising(self: Articles, identity: str, number: int, values: dict[str, Any], *more: Any) -> None:
        inserting(self, identity, number, values, *more)
        doom.pending.append(f"{identity} {number} {values['content_hash']}")
        doom.happens("stored")

    for where, name, made in (
        *((sqlite3, "connect", connecting), (os, "fsync", syncing), (os, "rename", renaming)),
        (Articles, "_revise", revising),
    ):
        setattr(where, name, made)


def run(order: dict[str, Any]) -> None:
    """One command, in a process made for it."""
    folder = Path(order["folder"])
    os.setsid()
    os.chdir(folder)
    os.environ.update(order["env"])
    told = os.open(folder / "said.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(told, 1)
    os.dup2(told, 2)
    doom = Doom(folder, order["event"], order["count"], order["delay"])
    patch(doom)
    from crawler.commands.main import main

    try:
        main(order["arguments"])
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    (folder / "events.json").write_text(json.dumps(doom.seen))
    os._exit(status)


def serve() -> None:
    """See the module."""
    for name in (*(f"crawler.commands.{one}" for one in ("main", "crawl", "reparse", "verify")), "spiders.engine.run"):
        importlib.import_module(name)
    for name in ("scrapy.core.downloader.handlers.http11", "scrapy.core.engine", "crawler.samples.server"):
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                run(json.loads(line))
            except BaseException:
                traceback.print_exc()
            os._exit(1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
