"""What somebody must be told: kept with the change it tells of, sent later."""

from typing import Literal

from slotkeeper.storage.database import Transaction

Recipient = Literal["patient", "clinic"]
Message = Literal[
    "booking_confirmed",
    "payment_not_charged",
    "payment_refunded",
    "payment_disputed",
    "refund_failed",
]


async def insert_delivery(
    tx: Transaction,
    *,
    clinic_id: int,
    booking_id: int,
    recipient: Recipient,
    message: Message,
    now: int,
    occasion: str = "",
) -> None:
    """Queue a message; the same one to the same recipient on the same occasion is queued once."""
    await tx.execute(
        """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at)
           VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (booking_id, recipient, message, occasion) DO NOTHING""",
        clinic_id,
        booking_id,
        recipient,
        message,
        occasion,
        now,
    )
