"""One digest of what an archive says: equal digests mean the same content, however it came together."""

import hashlib
import json
import sqlite3

from crawler.archive.database import one_moment

_CONTENT = {
    "articles": (
        "id, portal, key, url, canonical_url, kind, family, title, lead, body, captions, byline, source, section,"
        " language, rights, published, published_precision, published_basis, published_text, published_day,"
        " published_month, updated, province_id, unit_id, province_now_id, province_code, unit_code, gone_kind,"
        " revision, content_hash, attachments_hash, extractor, obtained, cluster_id"
    ),
    "revisions": (
        "article_id, revision, content_hash, title, lead, body, captions, byline, published, attachments_hash,"
        " extractor"
    ),
    "tags": "article_id, position, tag",
    "images": "article_id, position, url, caption, kind, sha256, size, state",
    "attachments": "article_id, position, url, title, kind, sha256, size, state",
    "media": "article_id, position, url, title, kind",
    "article_dates": "article_id, position, text, value, precision, basis",
    "article_places": "article_id, position, text, unit_id, candidates",
    "article_notes": "article_id, position, note",
    "aliases": "old_id, id",
    "withdrawals": "id, portal, key, mode, reason",
}


def digest(db: sqlite3.Connection) -> str:
    """SHA-256 over the content's rows, sorted; captures, sightings, runs, failures and times don't count."""
    with one_moment(db):
        return _digest(db)


def _digest(db: sqlite3.Connection) -> str:
    whole = hashlib.sha256()
    for table, columns in _CONTENT.items():
        rows = db.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - own names
        lines = sorted(json.dumps(list(row), ensure_ascii=False) for row in rows)
        whole.update(f"{table} {len(lines)}\n".encode())
        for line in lines:
            whole.update(line.encode())
            whole.update(b"\n")
    return whole.hexdigest()
