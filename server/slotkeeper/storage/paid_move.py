"""A booking that is moved once a difference of its price is paid: the hold of the new time, and
what the patient agreed to.
"""

import msgspec

from slotkeeper.domain.booking import PAYING, Booking
from slotkeeper.storage.agreed_change import AgreedChange
from slotkeeper.storage.busy import THIS_BOOKING, in_the_way, is_blocked
from slotkeeper.storage.database import Reader, Transaction


async def keep_to_pay(tx: Transaction, hold: Booking, *, until: int, now: int) -> bool:
    """A live hold is kept until that instant while its patient pays: no visitor's any more, so that
    nobody extends it or chooses another time in its place. False where it is over.
    """
    changed = await tx.execute(
        """UPDATE booking SET expires_at = $3, visitor = $5
           WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND expires_at > $4""",
        hold.id,
        hold.clinic_id,
        until,
        now,
        f"{PAYING}{hold.id}",
    )
    return changed == 1


async def keep_for_good(tx: Transaction, hold: Booking, now: int) -> bool:
    """The payment is authorised: the time is kept up to its start. False where the hold is over and
    something else takes its time, or a block does.
    """
    return await tx.execute(_KEEP, hold.id, hold.clinic_id, now) == 1


async def can_be_kept(reader: Reader, hold: Booking, now: int) -> bool:
    """Whether that would be so."""
    return await reader.fetch_one(_CAN_BE_KEPT, hold.id, hold.clinic_id, now) is not None


_IS_BLOCKED = is_blocked("booking.practitioner_id", "booking.busy_from", "booking.busy_until")
_IS_ITS_OWN = f"""id = $1 AND clinic_id = $2 AND state = 'held' AND (expires_at > $3
  OR (seat = 0 AND NOT {_IS_BLOCKED} AND NOT EXISTS (
    SELECT 1 FROM booking AS other WHERE {in_the_way(THIS_BOOKING, "$3", "booking.id")}
      AND other.id <> booking.moves
  )))"""  # noqa: S608 - built from the conditions in busy.py
_KEEP = f"UPDATE booking SET expires_at = starts_at WHERE {_IS_ITS_OWN}"  # noqa: S608 - as above
_CAN_BE_KEPT = f"SELECT id FROM booking WHERE {_IS_ITS_OWN}"  # noqa: S608 - as above


async def insert_paid_move(tx: Transaction, hold_id: int, agreed: AgreedChange) -> None:
    """Keep what is to be carried out; `agreed.revision` is that of the booking afterwards."""
    await tx.execute(
        "INSERT INTO paid_move (hold_id, clinic_id, agreed) VALUES ($1, $2, $3)",
        hold_id,
        agreed.clinic_id,
        msgspec.json.encode(agreed).decode(),
    )


async def find_paid_move(reader: Reader, clinic_id: int, hold_id: int) -> AgreedChange | None:
    """What was agreed to for that hold; None for one that nothing is paid for."""
    row = await reader.fetch_one(
        "SELECT agreed FROM paid_move WHERE hold_id = $1 AND clinic_id = $2", hold_id, clinic_id
    )
    return None if row is None else msgspec.json.decode(row["agreed"], type=AgreedChange)
