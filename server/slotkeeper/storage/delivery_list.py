"""A clinic's bookings by what became of their deliveries."""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.way import Told
from slotkeeper.storage.database import Reader, Row, Value
from slotkeeper.storage.task import told_of
from slotkeeper.storage.ways import COLUMNS

ByWay = Literal["", "mail", "sms", "diary", "webhook"]
Sought = Literal["", "waiting", "failed", "seen"]
"""waiting: something is on its way; failed: something did not get through; seen: staff have seen to
something.
"""


class DeliveryFilter(Struct, frozen=True, kw_only=True):
    """Which bookings: with deliveries by that channel and in that state, "" for any. `after` is the
    last one seen: when it was made and its id.
    """

    way: ByWay = ""
    state: Sought = ""
    after: tuple[int, int] | None = None


class SeenTo(Struct, frozen=True, kw_only=True):
    """A task that somebody has seen to: who and when (epoch seconds)."""

    told: Told
    at: int
    by: str


async def find_delivered(
    reader: Reader,
    clinic_id: int,
    practitioner_id: int | None,
    wanted: DeliveryFilter,
    most: int,
) -> list[Row]:
    """`id, made_at` of at most so many bookings, those made last first; of one practitioner's where
    one is given. Holds, and bookings that were never paid, are not among them.
    """
    conditions = ["booking.clinic_id = $1", "booking.made_at IS NOT NULL", _MADE]
    values: list[Value] = [clinic_id, practitioner_id or 0, most]
    if wanted.way or wanted.state:
        of_way = f"AND delivery.channel = '{_WAYS[wanted.way]}'" if wanted.way else ""
        which = _OF_STATE if wanted.state else _OF_WAY
        conditions.append(which.format(of_way=of_way, of_state=_STATES[wanted.state]))
    if wanted.after:
        conditions.append("(booking.made_at, booking.id) < ($4, $5)")
        values += wanted.after
    rows = await reader.fetch(
        f"""SELECT booking.id, booking.made_at FROM booking
            WHERE {" AND ".join(conditions)} AND ($2 = 0 OR booking.practitioner_id = $2)
            ORDER BY booking.made_at DESC, booking.id DESC LIMIT $3""",  # noqa: S608 - ours
        *values,
    )
    return list(rows)


_MADE = """booking.state NOT IN ('held', 'paying')
  AND (booking.cancelled_by IS NULL OR booking.cancelled_by <> 'payment')"""
_WAYS: dict[ByWay, str] = {each: each for each in ("mail", "sms", "diary", "webhook")}
_STATES: dict[Sought, str] = {
    "": "",
    "waiting": "AND delivery.state IN ('queued', 'sending')",
    "failed": "AND delivery.task_since IS NOT NULL",
    "seen": "AND delivery.task_since IS NOT NULL AND delivery.acknowledged_at IS NOT NULL",
}
"""What has failed is a task from then on (storage/outbox.py)."""

_OF_WAY = """EXISTS (SELECT 1 FROM delivery WHERE delivery.booking_id = booking.id {of_way})"""
_OF_STATE = """booking.id IN (SELECT delivery.booking_id FROM delivery
  WHERE delivery.clinic_id = $1 {of_way} {of_state})"""
"""Such states are few among all deliveries: each has an index of its own, which is read first."""


async def find_seen_to(
    reader: Reader, clinic_id: int, practitioner_id: int | None, since: int, most: int
) -> list[SeenTo]:
    """What staff have seen to since an instant (epoch seconds), the newest first."""
    rows = await reader.fetch(
        f"""SELECT {COLUMNS}, staff.name AS seen_by FROM delivery
              JOIN booking ON booking.id = delivery.booking_id
              LEFT JOIN staff ON staff.id = delivery.acknowledged_by
            WHERE delivery.clinic_id = $1 AND delivery.acknowledged_at >= $3
              AND delivery.task_since IS NOT NULL
              AND ($2 = 0 OR (booking.practitioner_id = $2 AND delivery.recipient <> 'clinic'))
            ORDER BY delivery.acknowledged_at DESC, delivery.id DESC LIMIT $4""",  # noqa: S608
        clinic_id,
        practitioner_id or 0,
        since,
        most,
    )
    return [
        SeenTo(told=told_of(row), at=row["acknowledged_at"], by=row["seen_by"] or "")
        for row in rows
    ]
