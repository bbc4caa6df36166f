"""What staff write into diaries by hand: deliveries to a diary in the state by_hand, ticked once
somebody has done it. What stands there by then is kept as diary_entry, like on any server.
"""

from msgspec import Struct

from slotkeeper.storage.database import Reader, Row, Transaction


class Transfer(Struct, frozen=True, kw_only=True):
    """One of them: a booking and whose diary; `done_at` (epoch seconds) and `done_by` (a name) are
    None and "" while it waits.
    """

    id: int
    booking_id: int
    practitioner_id: int
    made_at: int
    done_at: int | None
    done_by: str


async def find_transfers(
    reader: Reader, clinic_id: int, practitioner_id: int | None, most: int
) -> list[Transfer]:
    """What waits, of one diary or of all, the appointment that is next first."""
    rows = await reader.fetch(
        f"""{_SELECT} AND delivery.acknowledged_at IS NULL
            ORDER BY booking.starts_at, delivery.id LIMIT $3""",
        clinic_id,
        practitioner_id or 0,
        most,
    )
    return [_transfer(row) for row in rows]


async def find_done_transfers(
    reader: Reader, clinic_id: int, practitioner_id: int | None, since: int, most: int
) -> list[Transfer]:
    """What was ticked since then (epoch seconds), the latest first."""
    rows = await reader.fetch(
        f"""{_SELECT} AND delivery.acknowledged_at >= $3
            ORDER BY delivery.acknowledged_at DESC, delivery.id DESC LIMIT $4""",
        clinic_id,
        practitioner_id or 0,
        since,
        most,
    )
    return [_transfer(row) for row in rows]


async def find_transfer(
    reader: Reader, clinic_id: int, practitioner_id: int | None, delivery_id: int
) -> Transfer | None:
    """That one, ticked or not, or not to be done any more."""
    row = await reader.fetch_one(
        f"{_ANY} AND delivery.id = $3", clinic_id, practitioner_id or 0, delivery_id
    )
    return None if row is None else _transfer(row)


_ANY = """SELECT delivery.id, delivery.booking_id, delivery.target AS practitioner_id,
  delivery.made_at, delivery.acknowledged_at AS done_at, COALESCE(staff.name, '') AS done_by
FROM delivery JOIN booking ON booking.id = delivery.booking_id
LEFT JOIN staff ON staff.id = delivery.acknowledged_by
WHERE delivery.clinic_id = $1 AND delivery.channel = 'diary'
  AND (delivery.target = $2 OR $2 = 0)"""
_SELECT = f"{_ANY} AND delivery.state = 'by_hand' AND delivery.task_since IS NOT NULL"


async def count_transfers(reader: Reader, clinic_id: int, practitioner_id: int | None) -> int:
    """How many wait."""
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS n FROM delivery
           WHERE clinic_id = $1 AND channel = 'diary' AND state = 'by_hand'
             AND task_since IS NOT NULL AND acknowledged_at IS NULL
             AND (target = $2 OR $2 = 0)""",
        clinic_id,
        practitioner_id or 0,
    )
    return int(row["n"]) if row else 0


async def tick_transfer(
    tx: Transaction, transfer: Transfer, staff_id: int | None, now: int
) -> bool:
    """It is done; False where somebody else was quicker, or it is not to be done any more."""
    changed = await tx.execute(
        """UPDATE delivery SET acknowledged_at = $3, acknowledged_by = $2
           WHERE id = $1 AND state = 'by_hand' AND acknowledged_at IS NULL""",
        transfer.id,
        staff_id,
        now,
    )
    return changed == 1


async def untick_transfer(tx: Transaction, transfer: Transfer) -> bool:
    """It is not done after all; False where it waits already, or a later one says it anew."""
    changed = await tx.execute(
        """UPDATE delivery SET acknowledged_at = NULL, acknowledged_by = NULL
           WHERE id = $1 AND state = 'by_hand' AND acknowledged_at IS NOT NULL""",
        transfer.id,
    )
    return changed == 1


async def drop_transfers(
    tx: Transaction, clinic_id: int, practitioner_id: int, *, also_ticked: bool = False
) -> None:
    """That diary is written by hand no more: what waits is not to be done, and with `also_ticked`
    what was done says nothing of the diary that comes after it.
    """
    await tx.execute(
        """UPDATE delivery SET state = 'dropped', problem = 'diary_off', task_since = NULL
           WHERE clinic_id = $1 AND channel = 'diary' AND target = $2 AND state = 'by_hand'
             AND task_since IS NOT NULL AND (acknowledged_at IS NULL OR $3 = 1)""",
        clinic_id,
        practitioner_id,
        int(also_ticked),
    )


def _transfer(row: Row) -> Transfer:
    return Transfer(**{name: row[name] for name in Transfer.__struct_fields__})
