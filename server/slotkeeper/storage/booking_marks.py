"""What staff know of a booking besides its state."""

from msgspec import Struct

from slotkeeper.storage.database import Reader


class Marks(Struct, frozen=True, kw_only=True):
    """What else staff know of a booking: the fee was not paid, it was cancelled late, why, and when
    (epoch seconds; None for one that stands).
    """

    is_unpaid: bool = False
    is_late: bool = False
    cancel_reason: str = ""
    cancelled_at: int | None = None


async def get_marks(reader: Reader, clinic_id: int, booking_id: int) -> Marks:
    """Of one booking of that clinic, none where there is none."""
    row = await reader.fetch_one(
        """SELECT is_unpaid, is_late, cancel_reason, cancelled_at FROM booking
           WHERE clinic_id = $1 AND id = $2""",
        clinic_id,
        booking_id,
    )
    if row is None:
        return Marks()
    return Marks(
        is_unpaid=bool(row["is_unpaid"]),
        is_late=bool(row["is_late"]),
        cancel_reason=row["cancel_reason"],
        cancelled_at=row["cancelled_at"],
    )
