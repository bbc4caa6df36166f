"""Whom a message is for: read when it is sent, so that it goes to the address of today."""

from datetime import date

from msgspec import Struct

from slotkeeper.storage.database import Reader


class Addressee(Struct, frozen=True, kw_only=True):
    """A patient as a message needs them. What staff alone may know is not here (T1)."""

    first_name: str
    last_name: str
    email: str
    phone: str
    birth_date: date | None

    def __repr__(self) -> str:
        return "Addressee()"


async def find_addressee(reader: Reader, clinic_id: int, patient_id: int) -> Addressee | None:
    """That patient of the clinic."""
    row = await reader.fetch_one(
        """SELECT first_name, last_name, email, phone, birth_date
           FROM patient WHERE id = $1 AND clinic_id = $2""",
        patient_id,
        clinic_id,
    )
    if row is None:
        return None
    return Addressee(
        first_name=row["first_name"],
        last_name=row["last_name"],
        email=row["email"],
        phone=row["phone"],
        birth_date=date.fromisoformat(row["birth_date"]) if row["birth_date"] else None,
    )
