"""Secrets that stand sealed in the database, wherever they are: for exchanging the key."""

from typing import Literal

from msgspec import Struct

from slotkeeper.storage.database import Reader, Transaction

Place = Literal["diary", "webhook", "webhook_old", "sms", "second_factor"]


class Sealed(Struct, frozen=True, kw_only=True):
    """One of them: `id` is that of its row, `clinic_id` 0 for what belongs to a person."""

    place: Place
    id: int
    clinic_id: int
    text: str

    def __repr__(self) -> str:
        return f"Sealed(place={self.place!r}, id={self.id})"


# Table, the column that tells rows apart, that of the clinic (or 0), and the sealed one.
_PLACES: dict[Place, tuple[str, str, str, str]] = {
    "diary": ("diary", "practitioner_id", "clinic_id", "password_sealed"),
    "webhook": ("webhook_endpoint", "id", "clinic_id", "secret_sealed"),
    "webhook_old": ("webhook_endpoint", "id", "clinic_id", "old_sealed"),
    "sms": ("sms_account", "clinic_id", "clinic_id", "token_sealed"),
    "second_factor": ("staff", "id", "0", "totp_secret"),
}


async def find_sealed(reader: Reader) -> list[Sealed]:
    """All of all clinics and people."""
    found: list[Sealed] = []
    for place, (table, key, clinic, column) in _PLACES.items():
        rows = await reader.fetch(
            f"""SELECT {key} AS id, {clinic} AS clinic_id, {column} AS text FROM {table}
                WHERE {column} <> '' ORDER BY 1"""  # noqa: S608 - our own names
        )
        found += [
            Sealed(place=place, id=row["id"], clinic_id=row["clinic_id"], text=row["text"])
            for row in rows
        ]
    return found


async def save_sealed(tx: Transaction, sealed: Sealed, anew: str) -> bool:
    """The same, sealed anew; False where somebody has changed it meanwhile."""
    table, key, _, column = _PLACES[sealed.place]
    changed = await tx.execute(
        f"UPDATE {table} SET {column} = $3 WHERE {key} = $1 AND {column} = $2",  # noqa: S608 - ours
        sealed.id,
        sealed.text,
        anew,
    )
    return changed == 1
