"""What somebody must be told: kept with the change it tells of, sent later (storage/outbox.py)."""

from typing import Literal

from slotkeeper.domain.webhook import WebhookEvent
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.notice_wishes import find_clinic_targets

Recipient = Literal["patient", "clinic", "practitioner"]
Channel = Literal["mail", "sms", "diary", "webhook", "list"]
Message = Literal[
    "booking_confirmed",
    "booking_moved",
    "booking_moved_away",
    "booking_reminder",
    "booking_cancelled",
    "payment_not_charged",
    "move_not_charged",
    "payment_refunded",
    "payment_disputed",
    "refund_failed",
    "confirm_link",
    "link_renewed",
    "booking_requested",
    "booking_approved",
    "booking_declined",
    "booking_lapsed",
    "message_failed",
    "unseen_failure",
    "series_made",
    "series_changed",
    "series_cancelled",
    "diary_down",
    "diary_back",
    "diary_collision",
    "diary_changed",
    "diary_missing",
    "waitlist_offer",
    "waitlist_joined",
    "waitlist_ended",
]

DiaryMessage = Literal["diary_entry"]
"""To a diary goes what stands in the booking, not what happened to it."""


async def insert_delivery(
    tx: Transaction,
    *,
    clinic_id: int,
    booking_id: int,
    recipient: Recipient,
    message: Message | WebhookEvent | DiaryMessage,
    now: int,
    occasion: str = "",
    channel: Channel = "mail",
    language: str = "",
    words: str = "",
    target: int = 0,
    not_before: int = 0,
) -> None:
    """Queue a message; the same one to the same recipient on the same occasion is queued once a
    channel and `target`. It goes at `not_before` (epoch seconds), at once where that is past.

    `language` is the patient's, "" for the one in which they booked, or the clinic's; `words` are
    what staff add to the message's text. Mail to the clinic without a `target` is one delivery for
    each address that it has named.
    """
    targets = [target]
    if recipient == "clinic" and channel == "mail" and not target:
        targets = await find_clinic_targets(tx, clinic_id)
    for each in targets:
        await tx.execute(
            """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at,
                 channel, language, words, target, next_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING""",
            clinic_id,
            booking_id,
            recipient,
            message,
            occasion,
            now,
            channel,
            language,
            words,
            each,
            not_before,
        )


async def last_made_at(
    reader: Reader, clinic_id: int, booking_id: int, message: Message
) -> int | None:
    """When the newest such message of a booking was queued (epoch seconds), None for none."""
    row = await reader.fetch_one(
        """SELECT MAX(made_at) AS made_at FROM delivery
           WHERE clinic_id = $1 AND booking_id = $2 AND message = $3""",
        clinic_id,
        booking_id,
        message,
    )
    return None if row is None else row["made_at"]
