"""How a crawl ended, as an exit status and sentences: Scrapy itself always ends with 0."""

import signal
from pathlib import Path

from crawler.crawl.session import Session
from crawler.errors import full, is_full


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


def _has_articles(session: Session, portal: str) -> bool:
    row = session.store.db.execute("SELECT 1 FROM articles WHERE portal = ? LIMIT 1", (portal,)).fetchone()
    return row is not None


def _of_archive(path: Path, wrong: Exception) -> str:
    if is_full(wrong):
        return full(path, wrong)
    return f"the archive can't be written: {wrong}; what was stored is whole"
