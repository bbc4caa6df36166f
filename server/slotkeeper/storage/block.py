"""Blocks: time of a practitioner that nobody can book online. Every change of one is a change of
the practitioner's time and starts with the lock row.
"""

from slotkeeper.domain.block import Block
from slotkeeper.storage.database import Reader, Row, Transaction

_COLUMNS = """id, clinic_id, practitioner_id, begins_at, ends_at, reason, made_by, made_at,
  revision"""


async def insert_block(tx: Transaction, block: Block) -> int:
    """A new block; its id."""
    [row] = await tx.fetch(
        """INSERT INTO block (clinic_id, practitioner_id, begins_at, ends_at, reason, made_by,
             made_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id""",
        block.clinic_id,
        block.practitioner_id,
        block.begins_at,
        block.ends_at,
        block.reason,
        block.made_by,
        block.made_at,
    )
    return int(row["id"])


async def save_block(tx: Transaction, block: Block) -> bool:
    """Practitioner, times and reason as `block` has them; False where somebody changed or deleted
    it since that revision.
    """
    changed = await tx.execute(
        """UPDATE block SET practitioner_id = $4, begins_at = $5, ends_at = $6, reason = $7,
             revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND revision = $3""",
        block.id,
        block.clinic_id,
        block.revision,
        block.practitioner_id,
        block.begins_at,
        block.ends_at,
        block.reason,
    )
    return changed == 1


async def delete_block(tx: Transaction, clinic_id: int, block_id: int, revision: int) -> bool:
    """Take it away; False where somebody changed or deleted it since that revision."""
    changed = await tx.execute(
        "DELETE FROM block WHERE id = $1 AND clinic_id = $2 AND revision = $3",
        block_id,
        clinic_id,
        revision,
    )
    return changed == 1


async def find_block(reader: Reader, clinic_id: int, block_id: int) -> Block | None:
    """One block of that clinic."""
    row = await reader.fetch_one(
        f"SELECT {_COLUMNS} FROM block WHERE id = $1 AND clinic_id = $2",  # noqa: S608
        block_id,
        clinic_id,
    )
    return None if row is None else _block(row)


async def find_blocks(
    reader: Reader, clinic_id: int, first: int, until: int, practitioner_id: int | None = None
) -> list[Block]:
    """Those of a clinic, or of one practitioner there, that meet [first, until), in their order."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM block
            WHERE clinic_id = $1 AND begins_at < $3 AND ends_at > $2
              AND (practitioner_id = $4 OR $4 = 0)
            ORDER BY begins_at, id""",  # noqa: S608
        clinic_id,
        first,
        until,
        practitioner_id or 0,
    )
    return [_block(row) for row in rows]


def _block(row: Row) -> Block:
    return Block(**{name: row[name] for name in Block.__struct_fields__})
