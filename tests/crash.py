"""The crash harness: any command that writes, killed at moments that a seed chose, must lose and double nothing.

``crash(root, [["crawl", "sample_town"], ["crawl", "sample_town", "--recheck"]], range(3))`` runs the commands one after
the other undisturbed, then once more for each seed with kills; whoever builds a command that writes calls it. A failure
names its seed, and the same seed gives the same kills (those by the clock fall where the machine then is).
"""

import json
import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fatal import EVENTS
from support import REPO, environment
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import open as open_archive
from crawler.archive.database import APPLICATION_ID, SCHEMA
from crawler.archive.digest import digest
from crawler.archive.verify import faults

FATAL = str(REPO / "tests" / "fatal.py")
BY_CLOCK = 0.3
"""The share of kills that come from outside at a moment of the clock; the others fall on an event."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When a process dies: ``count`` events and ``delay`` microseconds after the start, or ``seconds`` of the clock."""

    event: str
    count: int = 0
    delay: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Undisturbed:
    """What the commands do when nothing disturbs them: the digest, and each one's events and seconds."""

    digest: str = ""
    events: list[dict[str, int]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Launcher:
    """Starts commands from one process that has everything loaded: loading is most of what a short command costs."""

    def __enter__(self) -> "Launcher":
        self._process = subprocess.Popen(
            [sys.executable, FATAL], env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, folder: Path, command: Sequence[str], env: Mapping[str, str], kill: Kill | None = None) -> int:
        """Runs one command in a process group of its own, killed as told; its status, ``-SIGKILL`` for a killed one."""
        kill = kill or Kill("none")
        order = {"folder": str(folder), "arguments": list(command), "env": dict(env)}
        order |= {"event": kill.event, "count": kill.count, "delay": kill.delay}
        sent, told = self._process.stdin, self._process.stdout
        assert sent
        assert told
        sent.write(json.dumps(order) + "\n")
        sent.flush()
        group = int(told.readline())
        ended, _, _ = select.select([told], [], [], kill.seconds or 300)
        if not ended:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        status = int(told.readline())
        assert ended or kill.seconds, f"{command} did not end within five minutes"
        return status


def crash(
    root: Path,
    commands: Sequence[Sequence[str]],
    seeds: Iterable[int],
    *,
    prepare: Callable[[Path], object] = lambda folder: None,
    check: Callable[[Path], object] = lambda folder: None,
    env: Mapping[str, str] | Sequence[Mapping[str, str]] = {},
    kills: int = 3,
    same: bool = True,
) -> int:
    """Kills the commands at up to ``kills`` moments a seed, in a row, and lets them come to their end; kills that fell.

    Each seed has a folder under ``root`` which ``prepare`` fills (an archive, other files). ``env`` holds environment
    variables, or those of each command. After every kill the archive is whole and has all that was acknowledged, and
    ``check`` may look at it too; in the end its digest is that of the undisturbed commands, unless ``same`` is false.
    """
    envs = [dict(env)] * len(commands) if isinstance(env, Mapping) else [dict(one) for one in env]
    trial = _Trial(list(zip(commands, envs, strict=True)), prepare, check, kills)
    fallen = 0
    with Launcher() as launcher:
        calm = trial.undisturbed(launcher, root / "undisturbed")
        for seed in seeds:
            folder = root / f"seed-{seed}"
            try:
                fallen += trial.disturbed(launcher, folder, random.Random(seed), calm)
                if same:
                    assert content(folder) == calm.digest, "another digest than undisturbed"
            except (AssertionError, OSError, sqlite3.Error) as wrong:
                raise AssertionError(
                    f"seed {seed} of {[list(one) for one in commands]} in {folder}: {wrong}"
                ) from wrong
            shutil.rmtree(folder)
    return fallen


@dataclass(frozen=True, slots=True)
class _Trial:
    """The commands with their environments, and what is done before the first and after each kill."""

    steps: list[tuple[Sequence[str], dict[str, str]]]
    prepare: Callable[[Path], object]
    check: Callable[[Path], object]
    kills: int

    def undisturbed(self, launcher: Launcher, folder: Path) -> Undisturbed:
        folder.mkdir(parents=True)
        self.prepare(folder)
        calm = Undisturbed()
        for command, env in self.steps:
            began = time.monotonic()
            assert launcher.run(folder, command, env) == 0, said(folder)
            calm.seconds.append(time.monotonic() - began)
            calm.events.append(json.loads((folder / "events.json").read_text()))
        calm.digest = content(folder)
        return calm

    def disturbed(self, launcher: Launcher, folder: Path, chance: random.Random, calm: Undisturbed) -> int:
        folder.mkdir(parents=True)
        self.prepare(folder)
        fallen, planned = 0, [chance.randrange(len(self.steps)) for _ in range(self.kills)]
        for number, (command, env) in enumerate(self.steps):
            for _ in range(planned.count(number)):
                kill = choose(chance, calm.events[number], calm.seconds[number])
                ended = launcher.run(folder, command, env, kill)
                if ended == 0:
                    break
                assert ended == -signal.SIGKILL, f"{kill}: status {ended}\n{said(folder)}"
                fallen += 1
                whole(folder, str(kill))
                self.check(folder)
            else:
                assert launcher.run(folder, command, env) == 0, said(folder)
            whole(folder, f"after {command}")
            self.check(folder)
        sequential(folder)
        return fallen


def content(folder: Path) -> str:
    """The digest of a whole archive."""
    whole(folder, "at the end")
    with open_archive(folder / "archive.db") as found:
        for name, value in (("user_version", SCHEMA), ("application_id", APPLICATION_ID)):
            assert found.db.execute(f"PRAGMA {name}").fetchone()[0] == value, name
        return digest(found.db)


def choose(chance: random.Random, events: Mapping[str, int], seconds: float) -> Kill:
    """A moment to die: by the clock, or at an event of those that there were; rare ones as likely as frequent ones.

    Early ones are likelier: after a kill less is left to be done.
    """
    if chance.random() < BY_CLOCK:
        return Kill("none", seconds=chance.uniform(0.05, 0.5) * seconds)
    event = chance.choice([one for one in EVENTS if events.get(one)])
    count = 1 + int(events[event] * chance.random() ** 2)
    return Kill(event, count, chance.choice((0, 0, chance.randint(1, 3000))))


def said(folder: Path) -> str:
    """The end of what the commands said."""
    return (folder / "said.txt").read_text(encoding="utf-8", errors="replace")[-3000:]


def acknowledged(folder: Path) -> list[list[str]]:
    """Id, revision and digest of every article whose commit came back before a kill."""
    log = folder / "acknowledged.txt"
    return [line.split() for line in log.read_text().splitlines()] if log.exists() else []


def whole(folder: Path, when: str) -> None:
    """``verify`` passes, every acknowledged article is there once, and another program reads every byte pointed to."""
    path = folder / "archive.db"
    if not path.exists():
        assert not acknowledged(folder), f"{when}: no archive, and articles were acknowledged"
        return
    with open_archive(path) as found:
        wrong = list(faults(found.db, found.path))
        assert not wrong, f"{when}: {wrong[:5]}"
        has = {(row[0], str(row[1])): row[2] for row in found.db.execute(
            "SELECT article_id, revision, content_hash FROM revision_rows"
        )}  # fmt: skip
        aliases = {row[0] for row in found.db.execute("SELECT old_id FROM aliases UNION SELECT id FROM withdrawals")}
        for identity, revision, hashed in acknowledged(folder):
            kept = has.get((identity, revision)) == hashed
            assert kept or identity in aliases, f"{when}: {identity} revision {revision} was acknowledged and is lost"
        for twice in (
            "SELECT canonical_url FROM articles GROUP BY portal, canonical_url HAVING count(*) > 1",
            "SELECT url FROM sightings GROUP BY url, seen_in, basis, title, text, value HAVING count(*) > 1",
        ):
            doubled = found.db.execute(twice).fetchall()
            assert not doubled, f"{when}: doubled {doubled[0][0]}"
        captures = found.db.execute('SELECT url, warc, "offset", length FROM captures WHERE warc IS NOT NULL')
        pointed(folder, captures.fetchall())


def pointed(folder: Path, captures: Iterable[sqlite3.Row]) -> None:
    """warcio reads at each capture's offset a whole response of the capture's address."""
    for row in captures:
        path = folder / "archive.warc" / row["warc"]
        if not path.exists():
            path = path.with_name(path.name + ".open")
        with path.open("rb") as file:
            file.seek(row["offset"])
            records = ArchiveIterator(file, check_digests="raise")
            record = next(records)
            assert record.rec_headers.get_header("WARC-Target-URI") == row["url"]
            record.content_stream().read()
            records.read_to_end()
            assert records.get_record_length() == row["length"], row["url"]


def sequential(folder: Path) -> None:
    """After recovery warcio reads each file from its first byte to its last, and none is left open."""
    assert not list((folder / "archive.warc").glob("*.open"))
    for path in sorted((folder / "archive.warc").glob("*.warc.gz")):
        with path.open("rb") as file:
            records = ArchiveIterator(file, check_digests="raise")
            end = 0
            for record in records:
                record.content_stream().read()
                records.read_to_end()
                end = records.get_record_offset() + records.get_record_length()
        assert end == path.stat().st_size, f"{path.name}: {end} of {path.stat().st_size} bytes are records"
