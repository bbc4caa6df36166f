"""Webhooks that were acted on."""

from slotkeeper.storage.database import Reader, Transaction


async def is_event_known(reader: Reader, clinic_id: int, event_id: str) -> bool:
    """Whether that event was acted on."""
    row = await reader.fetch_one(
        "SELECT event_id FROM payment_event WHERE clinic_id = $1 AND event_id = $2",
        clinic_id,
        event_id,
    )
    return row is not None


async def insert_event(tx: Transaction, clinic_id: int, event_id: str, now: int) -> None:
    """Remember it, after everything that follows from it was done."""
    await tx.execute(
        """INSERT INTO payment_event (clinic_id, event_id, seen_at) VALUES ($1, $2, $3)
           ON CONFLICT (clinic_id, event_id) DO NOTHING""",
        clinic_id,
        event_id,
        now,
    )


async def delete_events_before(tx: Transaction, seen_before: int) -> int:
    """Forget those that no payment service repeats any more; how many."""
    return await tx.execute("DELETE FROM payment_event WHERE seen_at < $1", seen_before)
