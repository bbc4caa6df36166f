"""Counting what the rules of trust look at (T3): late cancellations, no-shows, unpaid."""

from slotkeeper.domain.trust_rule import CountedEvent
from slotkeeper.storage.database import Reader

_EVENT: dict[CountedEvent, tuple[str, str]] = {
    "late-cancellations": (
        "booking.cancelled_at",
        "booking.state = 'cancelled' AND booking.is_late = 1",
    ),
    "no-shows": ("booking.starts_at", "booking.state = 'noshow'"),
    "unpaid": ("booking.starts_at", "booking.is_unpaid = 1"),
}
"""When it happened, and which bookings it is."""


async def count_events(
    reader: Reader, clinic_id: int, event: CountedEvent, after: int, patient_id: int | None = None
) -> dict[int, int]:
    """How often it happened after that instant (epoch seconds), by patient; of one of them, or of
    all who have any. What was forgiven, by staff who set "normal" since, does not count.
    """
    at, which = _EVENT[event]
    rows = await reader.fetch(
        f"""SELECT booking.patient_id AS patient_id, COUNT(*) AS counted
            FROM booking JOIN patient ON patient.id = booking.patient_id
            WHERE booking.clinic_id = $1 AND booking.patient_id IS NOT NULL AND {which}
              AND (booking.patient_id = $2 OR $2 = 0) AND {at} > $3
              AND (patient.trust <> 'normal' OR patient.trust_by <> 'staff'
                OR {at} > COALESCE(patient.trust_at, 0))
            GROUP BY booking.patient_id""",  # noqa: S608 - the conditions above
        clinic_id,
        patient_id or 0,
        after,
    )
    return {int(row["patient_id"]): int(row["counted"]) for row in rows}
