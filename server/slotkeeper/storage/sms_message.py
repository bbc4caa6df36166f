"""What became of a text message at the service, beside its delivery."""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.sms_state import SmsState
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.outbox import Delivery


class SmsMessage(Struct, frozen=True, kw_only=True):
    """One text: `provider_id` is "" until the service has named it, `begun_at` (epoch seconds) when
    it was handed over. sending: nobody knows whether the service has it; not_taken: it has not.
    `was_sent`: the delivery was written down as sent, so that whoever has it now sends it anew.
    """

    delivery_id: int
    clinic_id: int
    provider_id: str
    state: Literal["sending", "not_taken"] | SmsState
    problem: str
    begun_at: int
    was_sent: bool


async def begin_message(tx: Transaction, delivery: Delivery, now: int) -> bool:
    """A text is about to be handed over, as if it had not been before; False where somebody else
    has it by now, as this server was away for longer than its lease.
    """
    held = await tx.execute(
        """UPDATE delivery SET sent_at = NULL
           WHERE id = $1 AND state = 'sending' AND attempts = $2""",
        delivery.id,
        delivery.attempts,
    )
    if held != 1:
        return False
    await tx.execute(
        """INSERT INTO sms_message (delivery_id, clinic_id, state, begun_at, changed_at)
           VALUES ($1, $2, 'sending', $3, $3)
           ON CONFLICT (delivery_id) DO UPDATE SET state = 'sending', provider_id = '',
             problem = '', begun_at = excluded.begun_at, changed_at = excluded.changed_at""",
        delivery.id,
        delivery.clinic_id,
        now,
    )
    return True


async def note_not_taken(tx: Transaction, delivery_id: int, now: int) -> None:
    """It was certainly not taken: it may be handed over again."""
    await tx.execute(
        """UPDATE sms_message SET state = 'not_taken', changed_at = $2
           WHERE delivery_id = $1 AND state = 'sending'""",
        delivery_id,
        now,
    )


async def note_taken(tx: Transaction, delivery_id: int, provider_id: str, now: int) -> None:
    """The service has it under that name; a call-back may have said more already."""
    await tx.execute(
        """UPDATE sms_message SET provider_id = $2, changed_at = $3,
             state = CASE WHEN state = 'sending' THEN 'queued' ELSE state END
           WHERE delivery_id = $1 AND state <> 'not_taken'""",
        delivery_id,
        provider_id,
        now,
    )


async def find_message(reader: Reader, clinic_id: int, delivery_id: int) -> SmsMessage | None:
    """The text of that delivery, None where none was begun."""
    row = await reader.fetch_one(
        """SELECT text.delivery_id, text.clinic_id, text.provider_id, text.state, text.problem,
             text.begun_at, delivery.sent_at
           FROM sms_message AS text JOIN delivery ON delivery.id = text.delivery_id
           WHERE text.delivery_id = $1 AND text.clinic_id = $2""",
        delivery_id,
        clinic_id,
    )
    if row is None:
        return None
    return SmsMessage(
        delivery_id=row["delivery_id"],
        clinic_id=row["clinic_id"],
        provider_id=row["provider_id"],
        state=row["state"],
        problem=row["problem"],
        begun_at=row["begun_at"],
        was_sent=row["sent_at"] is not None,
    )


async def save_news(
    tx: Transaction, known: SmsMessage, state: SmsState, problem: str, provider_id: str, now: int
) -> bool:
    """It has come that far; False where somebody has written down something else meanwhile."""
    changed = await tx.execute(
        """UPDATE sms_message SET state = $3, problem = $4, provider_id = $5, changed_at = $6
           WHERE delivery_id = $1 AND state = $2""",
        known.delivery_id,
        known.state,
        state,
        problem,
        provider_id,
        now,
    )
    return changed == 1


async def mark_arrived(tx: Transaction, delivery_id: int, state: SmsState, now: int) -> None:
    """The delivery of a text that the service has: it was sent, or has arrived, and nobody needs to
    see to it any more.
    """
    await tx.execute(
        """UPDATE delivery SET state = $2, problem = '', task_since = NULL,
             sent_at = COALESCE(sent_at, $3)
           WHERE id = $1 AND channel = 'sms'
             AND state IN ('queued', 'sending', 'sent', 'failed')""",
        delivery_id,
        "delivered" if state == "delivered" else "sent",
        now,
    )


async def take_back(tx: Transaction, delivery_id: int, lease_until: int) -> Delivery | None:
    """The delivery of a text that was sent and will not arrive, in hand again, so that the failure
    is written down as any other; None where it has ended otherwise.
    """
    columns = ", ".join(Delivery.__struct_fields__)
    row = await tx.fetch_one(
        f"""UPDATE delivery SET state = 'sending', attempts = attempts + 1, next_at = $2
            WHERE id = $1 AND channel = 'sms' AND state IN ('queued', 'sending', 'sent')
            RETURNING {columns}""",  # noqa: S608 - our own columns
        delivery_id,
        lease_until,
    )
    return None if row is None else Delivery(**{n: row[n] for n in Delivery.__struct_fields__})
