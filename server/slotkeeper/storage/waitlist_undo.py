"""Cancellations that are taken back: what may still be, and who waits again then (C4, C6)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.waitlist import WaitlistOffer
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.waitlist_offer import OF_OFFERS, offer_of


async def find_undoable(
    reader: Reader, clinic_id: int, now: int
) -> list[tuple[int, tuple[int, int], int]]:
    """By whom, which padded interval, and until when: practitioner id and epoch seconds."""
    rows = await reader.fetch(
        """SELECT booking.practitioner_id, booking.busy_from, booking.busy_until,
             agreed_change.undo_until
           FROM agreed_change JOIN booking ON booking.id = agreed_change.booking_id
           WHERE agreed_change.state = 'open' AND agreed_change.undo_until >= $2
             AND agreed_change.clinic_id = $1 AND agreed_change.kind = 'cancelled'
             AND booking.state = 'cancelled'""",
        clinic_id,
        now,
    )
    return [
        (row["practitioner_id"], (row["busy_from"], row["busy_until"]), row["undo_until"])
        for row in rows
    ]


async def lock_entries_of(tx: Transaction, clinic_id: int, booking_id: int) -> None:
    """Nobody takes those who want an earlier time for that booking off the list until the
    transaction ends. Taken before the lock rows of time, as `lock_entry`.
    """
    await tx.execute(
        """UPDATE waitlist_entry SET priority = priority
           WHERE clinic_id = $1 AND booking_id = $2""",
        clinic_id,
        booking_id,
    )


async def wait_again(tx: Transaction, clinic_id: int, booking_id: int) -> bool:
    """The booking stands again: who wanted an earlier time for it, and lost their place with it,
    has that place again. The caller holds `lock_entries_of`.
    """
    changed = await tx.execute(
        """UPDATE waitlist_entry SET state = 'waiting', ended_at = NULL
           WHERE state = 'over' AND id = (
             SELECT MAX(last.id) FROM waitlist_entry AS last
             WHERE last.booking_id = $2 AND last.clinic_id = $1)""",
        clinic_id,
        booking_id,
    )
    return changed == 1


async def find_untold(reader: Reader, cancelled: Booking, now: int) -> list[WaitlistOffer]:
    """What keeps the time, or the place of a session, of that cancelled booking for somebody who
    was not told of it yet.
    """
    rows = await reader.fetch(
        f"""SELECT {OF_OFFERS} FROM waitlist_offer
            JOIN booking AS hold ON hold.id = waitlist_offer.hold_id
            WHERE waitlist_offer.clinic_id = $1 AND waitlist_offer.practitioner_id = $2
              AND waitlist_offer.state = 'open' AND waitlist_offer.tell_at > $6
              AND hold.state = 'held' AND hold.seat = $5
              AND hold.busy_from < $4 AND hold.busy_until > $3""",  # noqa: S608 - our own columns
        cancelled.clinic_id,
        cancelled.practitioner_id,
        cancelled.busy_from,
        cancelled.busy_until,
        cancelled.seat,
        now,
    )
    return [offer_of(row) for row in rows]
