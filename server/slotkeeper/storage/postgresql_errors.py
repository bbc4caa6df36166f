"""PostgreSQL's errors in the words of storage/database.py."""

from typing import Any

import asyncpg  # type: ignore[import-untyped]

from slotkeeper.storage.database import ConstraintBroken, DatabaseUnavailable

# What another try may well get through: nothing of the first one is left.
AGAIN = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.InvalidCachedStatementError,  # a release that starts has changed a table
)
_NOT_NOW = (
    *AGAIN,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,  # shut down, starting up, a statement that took too long
    asyncpg.LockNotAvailableError,
    asyncpg.ObjectNotInPrerequisiteStateError,  # a database that takes no connections just now
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby that has not been promoted yet
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.PostgresSystemError,
    asyncpg.InternalServerError,
    asyncpg.InternalClientError,  # a connection that ends just as it is used
    OSError,  # with it TimeoutError and every error of a socket
)


def in_our_words(error: Exception) -> Exception:
    """The error to raise instead of one that asyncpg raised.

    Wrong SQL stays what it is: that is a mistake in the program.
    """
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return ConstraintBroken(_constraint_name(error))
    if isinstance(error, asyncpg.RaiseError):
        return ConstraintBroken(str(error))  # what a trigger raised
    # asyncpg has one class for a connection that is gone and for a wrong number of parameters.
    closed = isinstance(error, asyncpg.InterfaceError) and "clos" in str(error)
    if closed or isinstance(error, _NOT_NOW):
        return DatabaseUnavailable(f"PostgreSQL: {error or type(error).__name__}")
    return error


def _constraint_name(error: Any) -> str:  # noqa: ANN401 -- asyncpg is untyped
    if isinstance(error, asyncpg.ForeignKeyViolationError):
        return "foreign_key"
    if isinstance(error, asyncpg.NotNullViolationError):
        return f"{error.table_name}_{error.column_name}_not_null"
    return str(error.constraint_name)
