"""The versions of the schema, which sqlite-utils applies in order."""

import sqlite3
from importlib.resources import files

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.archive.database import APPLICATION_ID, SCHEMA

_migrations = Migrations("tintinh")


@_migrations()
def m001_first(db: Database) -> None:
    """The first schema."""
    _run(db, "schema.sql", 1)


@_migrations()
def m002_narrow(db: Database) -> None:
    """A narrow table for filters and order, former texts searchable, parts, clusters, withdrawals, views."""
    _run(db, "schema_2.sql", 2)


def _run(db: Database, name: str, version: int) -> None:
    """A schema's statements and its number, in the one transaction that the migration is."""
    script = (files("crawler") / f"archive/{name}").read_text(encoding="utf-8")
    for statement in script.split("\n-----\n"):
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {version}")


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Applies what a file whose header says ``version`` lacks."""
    db = Database(connection)
    if version and not _migrations.applied(db):
        # A file whose first schema was made without the list of migrations.
        _migrations.ensure_migrations_table(db)
        table = db.table("_sqlite_migrations")
        table.insert({"migration_set": "tintinh", "name": "m001_first", "applied_at": ""})
    if _migrations.pending(db):
        _migrations.apply(db)
    else:
        # Earlier versions set the number after the migration, so a crash could fall between.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
