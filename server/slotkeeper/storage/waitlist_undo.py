"""Times that a patient may still take back, as their cancellation is a moment old (C4)."""

from slotkeeper.storage.database import Reader


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
