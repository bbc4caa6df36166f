"""A booking that is moved once a difference of its price is paid: the hold of the new time, and
what the patient agreed to.
"""

import msgspec

from slotkeeper.domain.booking import PAYING, Booking
from slotkeeper.storage.agreed_change import AgreedChange
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
    """The payment is authorised: the time is kept up to its start. False where the hold is over."""
    changed = await tx.execute(
        """UPDATE booking SET expires_at = starts_at
           WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND expires_at > $3""",
        hold.id,
        hold.clinic_id,
        now,
    )
    return changed == 1


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
