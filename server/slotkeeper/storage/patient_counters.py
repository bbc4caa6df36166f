"""What a patient's bookings tell of keeping to them."""

from collections.abc import Collection

from slotkeeper.domain.patient_record import Counters
from slotkeeper.storage.database import Reader


async def count_counters(
    reader: Reader, clinic_id: int, patient_id: int, since: int = 0
) -> Counters:
    """Of one patient of the clinic, since an instant (epoch seconds): cancelled since then, or due
    to start since then.
    """
    found = await find_counters(reader, clinic_id, [patient_id], since)
    return found.get(patient_id, Counters())


async def find_counters(
    reader: Reader, clinic_id: int, patient_ids: Collection[int], since: int = 0
) -> dict[int, Counters]:
    """The same by id, of those who have any booking."""
    wanted = sorted(set(patient_ids))
    if not wanted:
        return {}
    marks = ", ".join(f"${number}" for number in range(3, 3 + len(wanted)))
    rows = await reader.fetch(
        f"""SELECT patient_id, SUM({_LATE}) AS late, SUM({_NO_SHOW}) AS no_shows,
              SUM({_UNPAID}) AS unpaid
            FROM booking
            WHERE clinic_id = $1 AND patient_id IN ({marks}) AND made_at IS NOT NULL
            GROUP BY patient_id""",  # noqa: S608 - fixed conditions, numbered placeholders
        clinic_id,
        since,
        *wanted,
    )
    return {
        row["patient_id"]: Counters(int(row["late"]), int(row["no_shows"]), int(row["unpaid"]))
        for row in rows
    }


async def find_marks(reader: Reader, clinic_id: int, patient_id: int) -> dict[int, str]:
    """By booking, what counts against the patient besides its state: "late" or "unpaid"."""
    rows = await reader.fetch(
        f"""SELECT id, {_LATE} AS late FROM booking
            WHERE clinic_id = $1 AND patient_id = $3 AND made_at IS NOT NULL
              AND (is_unpaid = 1 OR is_late = 1) AND ({_LATE} + {_UNPAID}) > 0""",  # noqa: S608
        clinic_id,
        0,
        patient_id,
    )
    return {row["id"]: "late" if row["late"] else "unpaid" for row in rows}


_LATE = """CASE WHEN state = 'cancelled' AND cancelled_by = 'patient' AND is_late = 1
  AND COALESCE(cancelled_at, starts_at) >= $2 THEN 1 ELSE 0 END"""
_NO_SHOW = "CASE WHEN state = 'noshow' AND starts_at >= $2 THEN 1 ELSE 0 END"
_UNPAID = "CASE WHEN is_unpaid = 1 AND starts_at >= $2 THEN 1 ELSE 0 END"
