"""Who wants no text messages of a clinic: by number (E.164), until they say START."""

from msgspec import Struct

from slotkeeper.storage.database import Reader, Transaction


class SmsStop(Struct, frozen=True, kw_only=True):
    """A number that has said STOP, and when (epoch seconds)."""

    number: str
    said_at: int

    def __repr__(self) -> str:
        return "SmsStop()"


async def insert_stop(tx: Transaction, clinic_id: int, number: str, now: int) -> None:
    """No more texts to that number; said twice it counts from the first time."""
    await tx.execute(
        """INSERT INTO sms_stop (clinic_id, number, said_at) VALUES ($1, $2, $3)
           ON CONFLICT DO NOTHING""",
        clinic_id,
        number,
        now,
    )


async def delete_stop(tx: Transaction, clinic_id: int, number: str) -> bool:
    """Texts again; False where there was no STOP."""
    gone = await tx.execute(
        "DELETE FROM sms_stop WHERE clinic_id = $1 AND number = $2", clinic_id, number
    )
    return gone == 1


async def is_stopped(reader: Reader, clinic_id: int, number: str) -> bool:
    """Whether that number has said STOP to the clinic."""
    row = await reader.fetch_one(
        "SELECT number FROM sms_stop WHERE clinic_id = $1 AND number = $2", clinic_id, number
    )
    return row is not None


async def find_stops(reader: Reader, clinic_id: int, most: int) -> list[SmsStop]:
    """The newest first."""
    rows = await reader.fetch(
        """SELECT number, said_at FROM sms_stop WHERE clinic_id = $1
           ORDER BY said_at DESC, number LIMIT $2""",
        clinic_id,
        most,
    )
    return [SmsStop(number=row["number"], said_at=row["said_at"]) for row in rows]


async def count_stops(reader: Reader, clinic_id: int) -> int:
    """How many numbers of a clinic have."""
    row = await reader.fetch_one(
        "SELECT COUNT(*) AS n FROM sms_stop WHERE clinic_id = $1", clinic_id
    )
    return int(row["n"]) if row else 0
