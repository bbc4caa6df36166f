"""SQLite's errors in the words of storage/database.py."""

import sqlite3

from slotkeeper.storage.database import ConstraintBroken, DatabaseUnavailable

_NOT_NOW = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}


def in_our_words(error: Exception, connection: sqlite3.Connection | None = None) -> Exception:
    """The error to raise instead of one that sqlite3 or aiosqlite raised.

    Wrong SQL stays what it is: that is a mistake in the program. `connection` is used to find the
    names of unique rules, on the thread of the caller.
    """
    if isinstance(error, sqlite3.IntegrityError):
        return ConstraintBroken(_constraint_name(str(error), connection))
    # Python's own complaints, a closed connection for one, have no SQLite code; nor aiosqlite's.
    code = getattr(error, "sqlite_errorcode", None)
    closed = code is None and "closed" in str(error).lower()
    if closed or (code is not None and code & 0xFF in _NOT_NOW):
        return DatabaseUnavailable(f"SQLite: {error}")
    return error


def _constraint_name(message: str, connection: sqlite3.Connection | None) -> str:
    rule, failed, subject = message.partition(" constraint failed")
    if not failed:
        return message  # what a trigger raised
    subject = subject.removeprefix(": ")
    if rule == "FOREIGN KEY":
        return "foreign_key"
    if rule == "NOT NULL":
        return subject.replace(".", "_") + "_not_null"
    if rule == "UNIQUE":
        return _unique_name(subject, connection)
    return subject


def _unique_name(subject: str, connection: sqlite3.Connection | None) -> str:
    """SQLite names the columns ("t.a, t.b"); PostgreSQL names the index. Find the index."""
    if subject.startswith("index '"):
        return subject.removeprefix("index '").removesuffix("'")
    table = subject.partition(".")[0]
    columns = [column.partition(".")[2] for column in subject.split(", ")]
    indexes = [] if connection is None else connection.execute(_INDEXES, {"1": table}).fetchall()
    for index, origin in indexes:
        rows = connection.execute(_COLUMNS, {"1": index}).fetchall() if connection else []
        if [column for (column,) in rows] == columns:
            if origin == "c":
                return str(index)
            return f"{table}_pkey" if origin == "pk" else f"{table}_{'_'.join(columns)}_key"
    return f"{table}_pkey"  # an INTEGER PRIMARY KEY has no index of its own


_INDEXES = 'SELECT name, origin FROM pragma_index_list($1) WHERE "unique"'
_COLUMNS = "SELECT name FROM pragma_index_info($1) ORDER BY seqno"
