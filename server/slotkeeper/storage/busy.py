"""What takes a practitioner's time: confirmed bookings, blocks, what else stands in the diary, and
until they end holds (H9), payments under way and bookings that wait for an answer; a payment that
is authorised has no end.
"""

from collections.abc import Sequence
from typing import NamedTuple

from slotkeeper.storage.database import Reader, Row


def takes_time(now: str) -> str:
    """The condition in SQL on a booking named `other`; `now` is the instant's placeholder."""
    return f"""(other.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow')
    OR (other.state IN ('held', 'paying', 'pending')
      AND (other.expires_at IS NULL OR other.expires_at > {now})))"""


class Place(NamedTuple):
    """What a booking wants, each as SQL has it: a placeholder with its type, or a column."""

    practitioner: str
    kind: str
    starts: str
    busy_from: str
    busy_until: str
    seat: str


THIS_BOOKING = Place(
    "booking.practitioner_id",
    "booking.appointment_type_id",
    "booking.starts_at",
    "booking.busy_from",
    "booking.busy_until",
    "booking.seat",
)
"""What the row named `booking` has."""


def in_the_way(place: Place, now: str, own_id: str = "0") -> str:
    """The condition in SQL on a booking named `other` that stands in the way of another one: it
    takes time then, and is not on another seat of the same session. `own_id` is left out.
    """
    return f"""other.practitioner_id = {place.practitioner} AND other.id <> {own_id}
    AND other.busy_from < {place.busy_until} AND other.busy_from > {place.busy_from} - 86400
    AND other.busy_until > {place.busy_from} AND {takes_time(now)}
    AND NOT (other.seat > 0 AND {place.seat} > 0 AND other.seat <> {place.seat}
      AND other.appointment_type_id = {place.kind} AND other.starts_at = {place.starts})"""


def is_blocked(practitioner: str, begins: str, ends: str) -> str:
    """The condition in SQL that a block of that practitioner, or something in the diary, meets
    [begins, ends): placeholders or columns. What was promised to a patient before it was there is
    not looked at.
    """
    return f"""(EXISTS (
    SELECT 1 FROM block WHERE block.practitioner_id = {practitioner}
      AND block.begins_at < {ends} AND block.ends_at > {begins})
  OR EXISTS (
    SELECT 1 FROM diary_busy WHERE diary_busy.practitioner_id = {practitioner}
      AND diary_busy.starts_at < {ends} AND diary_busy.starts_at > {begins} - 86400
      AND diary_busy.ends_at > {begins}))"""  # noqa: S608 - as above


class BusyTimes(dict[int, list[tuple[int, int]]]):
    """Padded intervals by practitioner id; `valid_until` is the earliest expiry of a hold among
    them, or None.
    """

    valid_until: int | None = None


async def find_busy(
    reader: Reader, clinic_id: int, first: int, until: int, now: int, leave_out: int = 0
) -> BusyTimes:
    """What takes time at that clinic and meets [first, until); bounded on both sides, so flat in
    the number of bookings. The booking
    `leave_out` takes none.
    """
    rows = await reader.fetch(_FIND_BUSY, clinic_id, first, until, now, leave_out)
    return _busy_times(rows)


_FIND_BUSY = f"""
SELECT other.practitioner_id, other.busy_from, other.busy_until, other.expires_at
FROM booking AS other
WHERE other.clinic_id = $1 AND other.busy_from < $3 AND other.busy_from > $2 - 86400
  AND other.busy_until > $2 AND other.id <> $5
  AND {takes_time("$4")}
UNION ALL
SELECT practitioner_id, begins_at, ends_at, CAST(NULL AS BIGINT) FROM block
WHERE clinic_id = $1 AND begins_at < $3 AND ends_at > $2
UNION ALL
SELECT practitioner_id, starts_at, ends_at, CAST(NULL AS BIGINT) FROM diary_busy
WHERE clinic_id = $1 AND starts_at < $3 AND starts_at > $2 - 86400 AND ends_at > $2"""  # noqa: S608 - built from the condition above


async def count_booked(
    reader: Reader, clinic_id: int, first: int, until: int, now: int
) -> dict[int, int]:
    """Bookings and live holds that start in [first, until) by practitioner id: who is the least
    booked that day.
    """
    rows = await reader.fetch(_COUNT_BOOKED, clinic_id, first, until, now)
    return {int(row["practitioner_id"]): int(row["booked"]) for row in rows}


_COUNT_BOOKED = f"""
SELECT other.practitioner_id, COUNT(*) AS booked FROM booking AS other
WHERE other.clinic_id = $1 AND other.busy_from < $3 AND other.busy_from > $2 - 86400
  AND other.starts_at >= $2 AND other.starts_at < $3
  AND {takes_time("$4")}
GROUP BY other.practitioner_id"""  # noqa: S608 - built from the condition above


def _busy_times(rows: Sequence[Row]) -> BusyTimes:
    busy = BusyTimes()
    for row in rows:
        busy.setdefault(row["practitioner_id"], []).append((row["busy_from"], row["busy_until"]))
    busy.valid_until = min(
        (row["expires_at"] for row in rows if row["expires_at"] is not None), default=None
    )
    return busy
