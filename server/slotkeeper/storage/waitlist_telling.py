"""Whether those to whom a time is offered can be told of it, as their messages stand (N2)."""

from slotkeeper.domain.waitlist import Untold, WaitlistOffer
from slotkeeper.storage.database import Reader, Transaction

_WAY = "delivery.booking_id = waitlist_offer.hold_id AND delivery.message = 'waitlist_offer'"
_MAY_ARRIVE = """(delivery.state NOT IN ('failed', 'dropped') OR delivery.problem = 'answered')"""
"""What was answered meanwhile is dropped too, and was told."""
_IS_VAIN = f"""(EXISTS (SELECT 1 FROM delivery WHERE {_WAY})
  AND NOT EXISTS (SELECT 1 FROM delivery WHERE {_WAY} AND {_MAY_ARRIVE}))"""  # noqa: S608 - ours


async def has_vain_offer(reader: Reader, clinic_id: int) -> bool:
    """Whether a time is kept for somebody whom no message about it can reach any more."""
    row = await reader.fetch_one(
        f"""SELECT 1 AS found FROM waitlist_offer
            JOIN booking ON booking.id = waitlist_offer.hold_id
            WHERE waitlist_offer.clinic_id = $1 AND waitlist_offer.state = 'open'
              AND booking.state = 'held' AND {_IS_VAIN} LIMIT 1""",  # noqa: S608 - our own conditions
        clinic_id,
    )
    return row is not None


async def find_untold(reader: Reader, offer: WaitlistOffer) -> Untold:
    """Why they have not heard of it by now; "" where a message has left."""
    row = await reader.fetch_one(
        f"""SELECT CASE WHEN {_IS_VAIN} THEN 'failed'
              WHEN EXISTS (SELECT 1 FROM delivery
                WHERE {_WAY} AND delivery.state IN ('sent', 'delivered')) THEN ''
              ELSE 'unsent' END AS untold
            FROM waitlist_offer WHERE id = $1 AND clinic_id = $2""",  # noqa: S608 - as above
        offer.id,
        offer.clinic_id,
    )
    return row["untold"] if row else ""


async def acknowledge_offers(
    tx: Transaction, clinic_id: int, entry_id: int, staff_id: int | None, now: int
) -> None:
    """Somebody of the staff has seen to it that messages about offers did not reach that person."""
    await tx.execute(
        """UPDATE delivery SET acknowledged_at = $3, acknowledged_by = $4
           WHERE clinic_id = $1 AND message = 'waitlist_offer' AND state = 'failed'
             AND task_since IS NOT NULL AND acknowledged_at IS NULL
             AND booking_id IN (SELECT hold_id FROM waitlist_offer WHERE entry_id = $2)""",
        clinic_id,
        entry_id,
        now,
        staff_id,
    )


async def find_not_joined(reader: Reader, clinic_id: int) -> set[int]:
    """Who waits, and could not be told so: ids of entries."""
    rows = await reader.fetch(
        """SELECT waitlist_message.entry_id AS id FROM waitlist_message
           JOIN waitlist_entry ON waitlist_entry.id = waitlist_message.entry_id
           WHERE waitlist_entry.clinic_id = $1 AND waitlist_entry.state = 'waiting'
             AND waitlist_message.message = 'waitlist_joined'
             AND waitlist_message.state = 'failed'""",
        clinic_id,
    )
    return {int(row["id"]) for row in rows}
