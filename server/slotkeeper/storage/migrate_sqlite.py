"""Applies migrations to an SQLite file.

Foreign keys are not enforced meanwhile, so that a table can be built anew; they are checked before
each COMMIT.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from slotkeeper.storage.database import DatabaseUnavailable, Row
from slotkeeper.storage.migration import (
    LEDGER,
    NOTE,
    READ_LEDGER,
    Migration,
    MigrationError,
    entry,
    missing,
)
from slotkeeper.storage.sqlite import open_file
from slotkeeper.storage.sqlite_errors import in_our_words

LOCK_SECONDS = 60.0


def apply_all(path: Path, migrations: list[Migration]) -> list[str]:
    """Names of what was applied. Waits a minute for another starter. Raises as `migrate`."""
    try:
        with closing(open_file(path, LOCK_SECONDS)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            applied: list[str] = []
            # Where nothing is missing there is no wait for a lock that somebody may hold.
            while missing(migrations, _ledger(connection)):
                applied += _apply_next(connection, migrations)
            return applied
    except (sqlite3.Error, OSError) as error:
        raise DatabaseUnavailable(f"cannot migrate {path}: {error}") from error


def read_ledger(path: Path) -> list[Row]:
    """The rows of the ledger; none where there is no file. Raises DatabaseUnavailable."""
    if not path.exists():
        return []
    try:
        address = path.absolute().as_uri() + "?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return _ledger(connection)
    except sqlite3.Error as error:
        raise DatabaseUnavailable(f"cannot read {path}: {error}") from error


def _apply_next(connection: sqlite3.Connection, migrations: list[Migration]) -> list[str]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(LEDGER)
        steps = missing(migrations, _ledger(connection))[:1]  # fewer, if another starter was here
        for step in steps:
            _run(connection, step)
            connection.execute(NOTE, dict(zip("1234", entry(step), strict=True)))
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return [step.name for step in steps]


def _run(connection: sqlite3.Connection, step: Migration) -> None:
    try:
        for statement in split_statements(step.sql):
            connection.execute(statement)
    except sqlite3.Error as error:
        if isinstance(in_our_words(error), DatabaseUnavailable):
            raise
        raise MigrationError(f"migration {step.name} failed: {error}") from error
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphan is not None:
        raise MigrationError(f"migration {step.name} leaves orphans in table {orphan['table']}")


def split_statements(script: str) -> Iterator[str]:
    """The statements of a script one by one, a trigger with its inner semicolons being one.

    sqlite3's own `executescript` would COMMIT first.
    """
    statement = ""
    for piece in re.split(r"(?<=;)", script):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if statement.strip():
        yield statement.strip()  # comments, or a statement that SQLite will complain about


def _ledger(connection: sqlite3.Connection) -> list[Row]:
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migration'").fetchone()
    return [] if table is None else list(connection.execute(READ_LEDGER))
