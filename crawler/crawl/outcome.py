"""How a crawl ended, as an exit status and sentences: Scrapy itself always ends with 0."""

import signal
from collections.abc import Callable
from pathlib import Path

from crawler.archive.drive import require_room
from crawler.crawl.session import Session
from crawler.errors import NoRoomError, full, is_full

_EVERY = 20
"""Answers between two looks at the room that is left: far less than what they could fill."""


def outcome(session: Session) -> tuple[int, list[str]]:
    """The contract's status and why: 0 done, 1 a person should look, 4 archive or disk, 130/143 a signal."""
    if session.broken is not None:
        return 4, [_of_archive(session.store.path, session.broken)]
    reasons = [f"{portal}: {reason}" for portal, reason in session.refused.items()]
    reasons += [f"a fault of tintinh: {error}" for error in dict.fromkeys(session.errors)]
    pages = {figures["portal"]: figures["pages"] for figures in session.store.figures()}
    for portal in session.plans:
        if portal not in session.refused and not _has_articles(session, portal):
            reasons.append(f"{portal}: no article was found on {pages.get(portal, 0)} lists; see 'tintinh report'")
    if session.signal is not None:
        return 128 + session.signal, [
            f"ended by {signal.Signals(session.signal).name}; the next crawl goes on from here"
        ]
    return (1 if reasons else 0), reasons


def watch(session: Session, tick: Callable[[], object]) -> None:
    """Calls ``tick`` for every answer, and ends a crawl that comes under the room it must leave free."""
    count = 0

    def look() -> None:
        nonlocal count
        count += 1
        if count % _EVERY == 0 and session.broken is None:
            try:
                require_room(session.store.path)
            except NoRoomError as wrong:
                session.broken = wrong

    session.listeners += [tick, look]


def _has_articles(session: Session, portal: str) -> bool:
    row = session.store.db.execute("SELECT 1 FROM articles WHERE portal = ? LIMIT 1", (portal,)).fetchone()
    return row is not None


def _of_archive(path: Path, wrong: Exception) -> str:
    if isinstance(wrong, NoRoomError):
        return f"{wrong}; the next crawl goes on from here"
    if is_full(wrong):
        return full(path, wrong)
    return f"the archive can't be written: {wrong}; what was stored is whole"
