"""Who made which booking for somebody else."""

import msgspec

from slotkeeper.domain.booker import Booker
from slotkeeper.storage.database import Reader, Row, Transaction


async def insert_booker(tx: Transaction, clinic_id: int, booking_id: int, booker: Booker) -> None:
    """Keep it with the booking."""
    await tx.execute(
        """INSERT INTO booker
             (booking_id, clinic_id, first_name, last_name, email, phone, booker_is)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        booking_id,
        clinic_id,
        booker.first_name,
        booker.last_name,
        booker.email,
        booker.phone,
        booker.booker_is,
    )


async def find_booker(reader: Reader, clinic_id: int, booking_id: int) -> Booker | None:
    """Who made that booking of the clinic for somebody else; None where the patient or staff
    did.
    """
    row = await reader.fetch_one(
        """SELECT first_name, last_name, email, phone, booker_is FROM booker
           WHERE booking_id = $1 AND clinic_id = $2""",
        booking_id,
        clinic_id,
    )
    return None if row is None else _booker(row)


def _booker(row: Row) -> Booker:
    return msgspec.convert({name: row[name] for name in Booker.__struct_fields__}, Booker)
