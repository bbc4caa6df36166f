"""Patients as staff choose them for a booking: one by number, and who might be the same person."""

from collections.abc import Sequence

from slotkeeper.domain.identity import email_key, name_key
from slotkeeper.domain.patient import ContactDetails, Patient
from slotkeeper.storage.database import Reader
from slotkeeper.storage.patient import patient_of

_COLUMNS = """patient.id, patient.clinic_id, patient.first_name, patient.last_name, patient.email,
  patient.phone, patient.birth_date, patient.name_key, patient.trust, patient.trust_until"""


_DIARY = "CAST($2 AS BIGINT)"


def _in_diary(practitioner: str) -> str:
    """The condition that a patient has been booked with that practitioner, 0 for anyone."""
    return f"""({practitioner} = 0 OR EXISTS (
      SELECT 1 FROM booking WHERE booking.patient_id = patient.id
        AND booking.practitioner_id = {practitioner} AND booking.made_at IS NOT NULL))"""  # noqa: S608 - a placeholder


async def find_chosen(
    reader: Reader, clinic_id: int, ids: Sequence[int], diary: int | None = None
) -> list[Patient]:
    """Those of the clinic's patients, by name; of a record that was merged the one that goes on.
    With a practitioner's `diary` only who has been booked there.
    """
    if not ids:
        return []
    marks = ", ".join(f"${number}" for number in range(3, 3 + len(ids)))
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM patient
            WHERE clinic_id = $1 AND merged_into IS NULL AND {_in_diary(_DIARY)} AND id IN (
              SELECT COALESCE(merged_into, id) FROM patient
              WHERE clinic_id = $1 AND id IN ({marks}))
            ORDER BY last_name, first_name, id""",  # noqa: S608 - placeholders
        clinic_id,
        diary or 0,
        *ids,
    )
    return [patient_of(row) for row in rows]


async def find_alike(
    reader: Reader, clinic_id: int, details: ContactDetails, diary: int | None, most: int
) -> list[Patient]:
    """Who shares address, number or name with somebody who is about to be written down, at most so
    many, the oldest record first; `diary` as above.
    """
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM patient
           WHERE clinic_id = $1 AND merged_into IS NULL AND {_in_diary(_DIARY)} AND (
             (email_key = $3 AND $3 <> '') OR (phone_key = $4 AND $4 <> '') OR name_key = $5)
           ORDER BY id LIMIT $6""",  # noqa: S608 - as above
        clinic_id,
        diary or 0,
        email_key(details.email),
        details.phone,
        name_key(details.first_name, details.last_name),
        most,
    )
    return [patient_of(row) for row in rows]


async def count_made_by_staff(reader: Reader, clinic_id: int, patient_id: int, since: int) -> int:
    """Bookings that staff made for a patient after `since`, a series as one, without those that the
    clinic cancelled.
    """
    row = await reader.fetch_one(
        """SELECT COUNT(DISTINCT COALESCE(-series_id, id)) AS made FROM booking
           WHERE patient_id = $2 AND clinic_id = $1 AND made_by IS NOT NULL AND made_at > $3
             AND NOT (state = 'cancelled' AND cancelled_by = 'clinic')""",
        clinic_id,
        patient_id,
        since,
    )
    return int(row["made"]) if row else 0
