"""Which bookings belong to a series, and to which date of it."""

from datetime import date

from msgspec import Struct

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.booking import COLUMNS, booking_of
from slotkeeper.storage.database import Reader, Row, Transaction


class SeriesBooking(Struct, frozen=True, kw_only=True):
    """A booking of a series, and the date of it for which it was made."""

    on: date
    booking: Booking


async def join_series(
    tx: Transaction, clinic_id: int, booking_id: int, series_id: int, on: date
) -> None:
    """That booking is the one of that date."""
    await tx.execute(
        "UPDATE booking SET series_id = $3, series_on = $4 WHERE id = $1 AND clinic_id = $2",
        booking_id,
        clinic_id,
        series_id,
        on.isoformat(),
    )


async def series_of(reader: Reader, clinic_id: int, booking_id: int) -> tuple[int, date] | None:
    """To which series a booking belongs, and to which date of it."""
    row = await reader.fetch_one(
        "SELECT series_id, series_on FROM booking WHERE id = $1 AND clinic_id = $2",
        booking_id,
        clinic_id,
    )
    if row is None or row["series_id"] is None:
        return None
    return int(row["series_id"]), date.fromisoformat(row["series_on"])


async def find_series_bookings(
    reader: Reader, clinic_id: int, series_id: int
) -> list[SeriesBooking]:
    """All of a series' bookings, whatever became of them, in the order of its dates."""
    rows = await reader.fetch(
        f"""SELECT {COLUMNS}, series_on FROM booking
            WHERE series_id = $1 AND clinic_id = $2 ORDER BY series_on""",  # noqa: S608 - our columns
        series_id,
        clinic_id,
    )
    return [_booking(row) for row in rows]


async def find_cancelled_at(
    reader: Reader, clinic_id: int, series_id: int, at: int, now: int = 0
) -> list[SeriesBooking]:
    """A series' bookings that were cancelled at that instant and start after `now`, in the order of
    its dates.
    """
    rows = await reader.fetch(
        f"""SELECT {COLUMNS}, series_on FROM booking
            WHERE series_id = $1 AND clinic_id = $2 AND state = 'cancelled' AND cancelled_at = $3
              AND cancelled_by IN ('clinic', 'patient') AND starts_at > $4
            ORDER BY series_on""",  # noqa: S608 - our columns
        series_id,
        clinic_id,
        at,
        now,
    )
    return [_booking(row) for row in rows]


def _booking(row: Row) -> SeriesBooking:
    return SeriesBooking(on=date.fromisoformat(row["series_on"]), booking=booking_of(row))
