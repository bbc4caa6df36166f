"""Who made which booking for somebody else."""

from collections.abc import Collection

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


async def find_bookers(
    reader: Reader, clinic_id: int, booking_ids: Collection[int]
) -> dict[int, Booker]:
    """By booking, who made it for somebody else, of those of the clinic's bookings."""
    wanted = sorted(set(booking_ids))
    if not wanted:
        return {}
    marks = ", ".join(f"${number}" for number in range(2, 2 + len(wanted)))
    rows = await reader.fetch(
        f"""SELECT booking_id, first_name, last_name, email, phone, booker_is FROM booker
            WHERE clinic_id = $1 AND booking_id IN ({marks})""",  # noqa: S608 - placeholders
        clinic_id,
        *wanted,
    )
    return {int(row["booking_id"]): _booker(row) for row in rows}


def _booker(row: Row) -> Booker:
    return msgspec.convert({name: row[name] for name in Booker.__struct_fields__}, Booker)
