"""Codes that open an account once without its second factor; kept as digests."""

from collections.abc import Iterable

from slotkeeper.storage.database import Reader, Transaction


async def replace_recovery_codes(tx: Transaction, staff_id: int, digests: Iterable[str]) -> None:
    """These, and none of those before."""
    await tx.execute("DELETE FROM recovery_code WHERE staff_id = $1", staff_id)
    for digest in digests:
        await tx.execute(
            "INSERT INTO recovery_code (staff_id, digest) VALUES ($1, $2)", staff_id, digest
        )


async def use_recovery_code(tx: Transaction, staff_id: int, digest: str, now: int) -> bool:
    """Use one; False where there is none like it that is still good."""
    changed = await tx.execute(
        """UPDATE recovery_code SET used_at = $3
           WHERE staff_id = $1 AND digest = $2 AND used_at IS NULL""",
        staff_id,
        digest,
        now,
    )
    return changed == 1


async def count_recovery_codes(reader: Reader, staff_id: int) -> int:
    """How many are left."""
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS number FROM recovery_code
           WHERE staff_id = $1 AND used_at IS NULL""",
        staff_id,
    )
    return 0 if row is None else int(row["number"])
