"""Deliveries that somebody of the staff should see to (docs/adr/0028): `task_since` is set, and
nobody has acknowledged them.

What is to be written into a diary by hand is a task of its own page, and not among them.
"""

from collections.abc import Collection

from slotkeeper.domain.way import Told
from slotkeeper.storage.database import Reader, Row, Transaction, Value
from slotkeeper.storage.ways import COLUMNS

_UNSEEN = "delivery.task_since IS NOT NULL AND delivery.acknowledged_at IS NULL"
_OPEN = f"{_UNSEEN} AND delivery.state <> 'by_hand'"
_OF_A_DIARY = """($2 = 0 OR (booking.practitioner_id = $2
  AND (delivery.recipient <> 'clinic' OR delivery.channel = 'diary')
  AND delivery.message <> 'waitlist_offer'))"""
"""A practitioner sees what is about their own bookings, not the clinic's own mail and systems, nor
the waiting list.
"""


async def find_open(
    reader: Reader, clinic_id: int, practitioner_id: int | None, most: int
) -> list[Told]:
    """At most so many of the clinic's tasks, the newest first; those of one practitioner's own
    bookings where one is given.
    """
    rows = await reader.fetch(
        f"""SELECT {COLUMNS} FROM delivery JOIN booking ON booking.id = delivery.booking_id
            WHERE delivery.clinic_id = $1 AND {_OPEN} AND {_OF_A_DIARY}
            ORDER BY delivery.task_since DESC, delivery.id DESC LIMIT $3""",  # noqa: S608 - ours
        clinic_id,
        practitioner_id or 0,
        most,
    )
    return [told_of(row) for row in rows]


async def count_by_hand(reader: Reader, clinic_id: int, practitioner_id: int | None) -> int:
    """How many bookings wait until somebody has written them into a diary."""
    row = await reader.fetch_one(
        f"""SELECT COUNT(*) AS n FROM delivery JOIN booking ON booking.id = delivery.booking_id
            WHERE delivery.clinic_id = $1 AND {_UNSEEN} AND delivery.state = 'by_hand'
              AND {_OF_A_DIARY}""",  # noqa: S608 - ours
        clinic_id,
        practitioner_id or 0,
    )
    return int(row["n"]) if row else 0


async def find_deliveries_of(
    reader: Reader, clinic_id: int, practitioner_id: int | None, delivery_ids: Collection[int]
) -> list[Told]:
    """Those of the clinic's deliveries, or of one practitioner's own bookings, with these ids."""
    wanted = sorted(set(delivery_ids))
    if not wanted:
        return []
    rows = await reader.fetch(
        f"""SELECT {COLUMNS} FROM delivery JOIN booking ON booking.id = delivery.booking_id
            WHERE delivery.clinic_id = $1 AND {_OF_A_DIARY}
              AND delivery.id IN ({_marks(wanted, 3)}) ORDER BY delivery.id""",  # noqa: S608 - ours
        clinic_id,
        practitioner_id or 0,
        *wanted,
    )
    return [told_of(row) for row in rows]


async def acknowledge_open(
    tx: Transaction, clinic_id: int, delivery_id: int, staff_id: int | None, now: int
) -> bool:
    """Somebody has seen to it; False where that was no task any more."""
    changed = await tx.execute(
        f"""UPDATE delivery SET acknowledged_at = $3, acknowledged_by = $4
            WHERE clinic_id = $1 AND id = $2 AND {_OPEN}""",  # noqa: S608 - our own condition
        clinic_id,
        delivery_id,
        now,
        staff_id,
    )
    return changed == 1


async def reopen(tx: Transaction, clinic_id: int, delivery_id: int) -> bool:
    """It is a task once more, as if nobody had seen to it; False where nobody had."""
    changed = await tx.execute(
        """UPDATE delivery SET acknowledged_at = NULL, acknowledged_by = NULL
           WHERE clinic_id = $1 AND id = $2 AND acknowledged_at IS NOT NULL
             AND task_since IS NOT NULL""",
        clinic_id,
        delivery_id,
    )
    return changed == 1


async def send_again(tx: Transaction, clinic_id: int, delivery_id: int) -> bool:
    """Queue it once more, at once; False where it is under way already or waits for a hand.

    What waits for its next try goes now.
    """
    changed = await tx.execute(
        """UPDATE delivery SET state = 'queued', next_at = 0, attempts = 0, problem = '',
             task_since = NULL, acknowledged_at = NULL, acknowledged_by = NULL, escalated_at = NULL,
             escalation = 0
           WHERE clinic_id = $1 AND id = $2 AND state NOT IN ('sending', 'by_hand')""",
        clinic_id,
        delivery_id,
    )
    return changed == 1


async def note_told(tx: Transaction, delivery_id: int, now: int) -> None:
    """The clinic was written to about it by itself: the first step."""
    await tx.execute(
        "UPDATE delivery SET escalation = 1, escalated_at = $2 WHERE id = $1 AND escalation = 0",
        delivery_id,
        now,
    )


def told_of(row: Row) -> Told:
    """A row of the columns of storage/ways.py."""
    return Told(**{name: row[name] for name in Told.__struct_fields__})


def _marks(values: Collection[Value], first: int) -> str:
    return ", ".join(f"${number}" for number in range(first, first + len(values)))
