"""A table for the tests of the engines, and what they do with it."""

from slotkeeper.storage.database import Database, Transaction

NOTE = """CREATE TABLE note (
  id BIGINT PRIMARY KEY, text TEXT NOT NULL, number BIGINT, weight DOUBLE PRECISION, file {bytes},
  parent BIGINT REFERENCES note (id),
  CONSTRAINT note_number_small CHECK (number < 1000),
  UNIQUE (text, number)
)"""
INSERT = "INSERT INTO note (id, text, number) VALUES ($1, $2, $1)"


async def make_notes(database: Database) -> None:
    async def make(tx: Transaction) -> None:
        await tx.execute(NOTE.format(bytes="BLOB" if database.engine == "sqlite" else "BYTEA"))

    await database.write(make)


async def insert(database: Database, number: int, text: str = "note") -> int:
    return await database.write(lambda tx: tx.execute(INSERT, number, text))


async def ids(database: Database) -> list[int]:
    return [row["id"] for row in await database.fetch("SELECT id FROM note ORDER BY id")]
