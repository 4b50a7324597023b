"""The versions of the schema, which sqlite-utils applies in order."""

import sqlite3
from importlib.resources import files

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

_migrations = Migrations("tintinh")


@_migrations()
def m001_first(db: Database) -> None:
    """The first schema."""
    _run(db, "schema.sql")


@_migrations()
def m002_narrow(db: Database) -> None:
    """A narrow table for filters and order, former texts searchable, parts, clusters, withdrawals, views."""
    _run(db, "schema_2.sql")


def _run(db: Database, name: str) -> None:
    script = (files("crawler") / f"archive/{name}").read_text(encoding="utf-8")
    for statement in script.split("\n-----\n"):
        db.conn.execute(statement)


def migrate(connection: sqlite3.Connection) -> None:
    """Applies what is missing."""
    _migrations.apply(Database(connection))
