"""What the rest of Slotkeeper sees of a database: the same few verbs, whichever engine it is."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

Value: TypeAlias = int | float | str | bytes | None
T = TypeVar("T")


class DatabaseUnavailable(Exception):  # noqa: N818 -- a fact, not a fault of the program
    """Locked, gone, timed out, too busy. Nothing is half-written; trying again later is right.

    When the connection breaks in the middle of a COMMIT, nobody can know whether the change was
    kept whole or not at all: a use case that may be repeated has to be idempotent.
    """


class DatabaseUnsuitable(Exception):  # noqa: N818
    """An engine too old for Slotkeeper, or an address that cannot be used. Trying again is vain."""


class ConstraintBroken(Exception):  # noqa: N818
    """A rule of the schema refused the change; `name` is the same on both engines.

    - unique index: the index's name; `UNIQUE (a, b)` inside table t: `t_a_b_key`
    - primary key of table t: `t_pkey`
    - `CONSTRAINT x CHECK …`: x. A check without a name has different names on the two engines
    - a trigger: the text it raises
    - exclusion constraint (PostgreSQL): its name
    - foreign key: `foreign_key`; NOT NULL of column c: `t_c_not_null`

    The transaction it happened in is lost: a job that catches it cannot go on with it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Row(Protocol):
    """One row of a result; `row["column"]`. sqlite3.Row and asyncpg.Record both are one."""

    def __getitem__(self, key: str, /) -> Any: ...  # noqa: ANN401 -- what the column holds


class Reader(Protocol):
    """Something that answers questions. Parameters are `$1`, `$2` …, in any order, also repeated.

    Raises DatabaseUnavailable; an error in the SQL itself comes as the driver's own exception.
    """

    async def fetch(self, sql: str, *values: Value) -> Sequence[Row]:
        """All rows."""
        ...

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """The first row, or None."""
        ...


class Transaction(Reader, Protocol):
    """What a job of `Database.write` works with; sees its own changes. No use after the job's end.

    Besides the Reader's errors it raises ConstraintBroken.
    """

    async def execute(self, sql: str, *values: Value) -> int:
        """Carry out one INSERT, UPDATE or DELETE (with RETURNING: use fetch); rows changed."""
        ...


class Database(Reader, Protocol):
    """An open database. `fetch` and `fetch_one` here read what is committed, outside a transaction.

    They never wait behind a write.
    """

    engine: Literal["sqlite", "postgresql"]

    async def write(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run a job in a transaction; return its result once that is COMMITted and durable.

        An exception in the job undoes this job alone and is raised here. A job should await nothing
        but its transaction: whatever else it waits for, other writers wait for too (SQLite: all of
        them, and a job of more than 5 s is undone). A `write` inside a job raises RuntimeError.
        PostgreSQL runs a job again after a deadlock or a serialisation failure, so a job changes
        nothing but the database. A caller that is cancelled cannot know whether its job was kept.
        """
        ...

    def generation(self) -> int | None:
        """A number that rises with every change of the data, or None where others write too.

        SQLite: what was read under the same number is still true, whichever process writes.
        PostgreSQL: None.
        """
        ...

    async def close(self) -> None:
        """Finish the jobs that wait, then let go of the database."""
        ...


def is_postgresql(url: str) -> bool:
    """Whether an address names a PostgreSQL server; all else is the path of an SQLite file."""
    return url.startswith(("postgresql://", "postgres://"))


async def open_database(url: str, *, pool_size: int = 4, migrate: bool = True) -> Database:
    """Open the SQLite file at a path (made, with its folders, where missing) or postgresql://….

    `pool_size` connections for reads, and on PostgreSQL as many for writes. `migrate` first brings
    the schema up to date. Raises DatabaseUnavailable, DatabaseUnsuitable, and MigrationError
    (storage/migrate.py).
    """
    # Imported here: an SQLite clinic never loads asyncpg, and the engines need this module's names.
    if migrate:
        from slotkeeper.storage.migrate import migrate as bring_up_to_date  # noqa: PLC0415

        await bring_up_to_date(url)
    if is_postgresql(url):
        from slotkeeper.storage.postgresql import PostgresqlDatabase  # noqa: PLC0415

        return await PostgresqlDatabase.open(url, pool_size)
    from slotkeeper.storage.sqlite import SqliteDatabase  # noqa: PLC0415

    return await SqliteDatabase.open(url, pool_size)
