"""Deliveries to diaries: which are to be made, and what is said of those that were."""

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.booking import COLUMNS, booking_of
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.diary_entry import STANDS_IN_DIARIES
from slotkeeper.storage.outbox import Delivery


async def find_diaries_to_tell(reader: Reader, booking: Booking) -> list[int]:
    """The practitioners with a diary in use that concerns a change of that booking: whose it is, if
    it belongs into a diary, and whoever was to have it before.
    """
    rows = await reader.fetch(
        """SELECT practitioner_id FROM diary
           WHERE clinic_id = $1 AND enabled = 1
             AND (practitioner_id = $2 OR EXISTS (
               SELECT 1 FROM delivery WHERE delivery.booking_id = $3
                 AND delivery.recipient = 'practitioner' AND delivery.channel = 'diary'
                 AND delivery.target = diary.practitioner_id))
           ORDER BY practitioner_id""",
        booking.clinic_id,
        booking.practitioner_id if booking.state in STANDS_IN_DIARIES else 0,
        booking.id,
    )
    return [row["practitioner_id"] for row in rows]


async def is_over_diary(
    reader: Reader, booking: Booking, practitioner_id: int, *, is_moved: bool
) -> bool:
    """Whether staff put that booking, by making or moving it, at a time at which something else was
    known to stand in the diary: patients cannot.
    """
    row = await reader.fetch_one(
        """SELECT booking.id FROM booking
           WHERE booking.id = $1 AND (booking.made_by IS NOT NULL OR $5 = 1) AND EXISTS (
             SELECT 1 FROM diary_busy WHERE practitioner_id = $2 AND starts_at < $4
               AND starts_at > $3 - 86400 AND ends_at > $3)""",
        booking.id,
        practitioner_id,
        booking.starts_at,
        booking.ends_at,
        int(is_moved),
    )
    return row is not None


async def find_not_queued(
    reader: Reader, clinic_id: int, practitioner_id: int, now: int, *, also_failed: bool
) -> list[Booking]:
    """Bookings to come that ought to stand in that diary, were never written there, or with other
    times, and for which nothing is on its way; `also_failed`: nor has been given up.
    """
    columns = ", ".join(f"booking.{each.strip()}" for each in COLUMNS.split(","))
    rows = await reader.fetch(
        f"""SELECT {columns} FROM booking
            LEFT JOIN diary_entry ON diary_entry.booking_id = booking.id
              AND diary_entry.practitioner_id = booking.practitioner_id
            WHERE booking.clinic_id = $1 AND booking.practitioner_id = $2
              AND booking.busy_from > $3 - 86400 AND booking.ends_at > $3
              AND booking.state IN ('confirmed', 'arrived', 'fulfilled', 'noshow')
              AND (diary_entry.state IS NULL OR diary_entry.state = 'removed'
                OR (diary_entry.state IN ('inserted', 'collides')
                  AND diary_entry.starts_at <> booking.starts_at))
              AND NOT EXISTS (
                SELECT 1 FROM delivery WHERE delivery.booking_id = booking.id
                  AND delivery.recipient = 'practitioner' AND delivery.channel = 'diary'
                  AND delivery.target = booking.practitioner_id
                  AND (delivery.state IN ('queued', 'sending', 'by_hand')
                    OR (delivery.state = 'failed' AND $4 = 0)))
            ORDER BY booking.starts_at, booking.id""",  # noqa: S608 - our names
        clinic_id,
        practitioner_id,
        now,
        int(also_failed),
    )
    return [booking_of(row) for row in rows]


async def is_superseded(reader: Reader, delivery: Delivery) -> bool:
    """Whether a later one to the same diary brings all that this one would."""
    row = await reader.fetch_one(
        """SELECT id FROM delivery WHERE booking_id = $1 AND recipient = 'practitioner'
             AND channel = 'diary' AND target = $2 AND id > $3 LIMIT 1""",
        delivery.booking_id,
        delivery.target,
        delivery.id,
    )
    return row is not None


async def drop_by_hand(tx: Transaction, delivery: Delivery) -> None:
    """What was to be transferred by hand before needs not be: this delivery says all."""
    await tx.execute(
        """UPDATE delivery SET state = 'dropped', problem = 'superseded', task_since = NULL
           WHERE booking_id = $1 AND recipient = 'practitioner' AND channel = 'diary'
             AND target = $2 AND id < $3 AND state = 'by_hand'""",
        delivery.booking_id,
        delivery.target,
        delivery.id,
    )


async def hurry_diary(tx: Transaction, clinic_id: int, practitioner_id: int, now: int) -> int:
    """What waits for a diary that answers again waits no longer; how many there were."""
    return await tx.execute(
        """UPDATE delivery SET next_at = $3
           WHERE clinic_id = $1 AND channel = 'diary' AND target = $2 AND next_at > $3
             AND state IN ('queued', 'sending') AND state = 'queued'""",  # twice, for the index
        clinic_id,
        practitioner_id,
        now,
    )


async def flag_delivery(
    tx: Transaction, booking_id: int, practitioner_id: int, problem: str, now: int
) -> None:
    """What is amiss with a booking in a diary stands with the last delivery that brought it there,
    as a task for staff; "" where all is well.
    """
    await tx.execute(
        """UPDATE delivery SET problem = $3, acknowledged_at = NULL, acknowledged_by = NULL,
             task_since = CASE WHEN $3 = '' THEN NULL ELSE CAST($4 AS BIGINT) END
           WHERE booking_id = $1 AND recipient = 'practitioner' AND channel = 'diary'
             AND target = $2 AND state = 'inserted' AND problem <> $3
             AND id = (SELECT MAX(id) FROM delivery WHERE booking_id = $1
               AND recipient = 'practitioner' AND channel = 'diary' AND target = $2
               AND state = 'inserted')""",
        booking_id,
        practitioner_id,
        problem,
        now,
    )


async def find_booking_to_tell_of(
    reader: Reader, clinic_id: int, practitioner_id: int, now: int
) -> int | None:
    """The booking on which a message about the whole diary hangs in the outbox: one that waits for
    it, else the next one, else the last; None where the practitioner never had any.
    """
    for sql in (_WAITING, _NEXT, _LAST):
        row = await reader.fetch_one(sql, clinic_id, practitioner_id, now)
        if row is not None:
            return int(row["id"])
    return None


_WAITING = """SELECT booking_id AS id FROM delivery
WHERE clinic_id = $1 AND channel = 'diary' AND target = $2 AND state IN ('queued', 'sending')
  AND made_at <= $3 ORDER BY delivery.id LIMIT 1"""
_OF_THEM = "SELECT id FROM booking WHERE clinic_id = $1 AND practitioner_id = $2"
_NEXT = f"""{_OF_THEM} AND patient_id IS NOT NULL AND busy_from > $3
ORDER BY busy_from, id LIMIT 1"""
_LAST = f"""{_OF_THEM} AND patient_id IS NOT NULL AND busy_from <= $3
ORDER BY busy_from DESC, id LIMIT 1"""
