"""The lock row of a practitioner's time (DESIGN.md, No double booking)."""

from slotkeeper.storage.database import Transaction


async def lock_practitioner(tx: Transaction, practitioner_id: int) -> None:
    """Take the lock row: every change of a practitioner's time starts here. Read the clock after
    it.
    """
    await tx.fetch_one(
        "UPDATE practitioner SET version = version + 1 WHERE id = $1 RETURNING version",
        practitioner_id,
    )


async def lock_practitioner_of(tx: Transaction, clinic_id: int, booking_id: int) -> None:
    """The same for the practitioner whose time that booking takes."""
    await tx.fetch_one(
        """UPDATE practitioner SET version = version + 1
           WHERE id = (SELECT practitioner_id FROM booking WHERE id = $1 AND clinic_id = $2)
           RETURNING version""",
        booking_id,
        clinic_id,
    )
