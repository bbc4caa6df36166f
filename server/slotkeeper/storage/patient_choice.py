"""Patients as staff choose them for a booking: one by number, and who might be the same person."""

from slotkeeper.domain.identity import email_key, name_key
from slotkeeper.domain.patient import ContactDetails, Patient
from slotkeeper.storage.database import Reader
from slotkeeper.storage.patient import patient_of


async def find_patient(reader: Reader, clinic_id: int, patient_id: int) -> Patient | None:
    """One patient of that clinic; of a record that was merged the one that goes on."""
    row = await reader.fetch_one(
        """SELECT kept.id, kept.clinic_id, kept.first_name, kept.last_name, kept.email,
             kept.phone, kept.birth_date, kept.name_key, kept.trust, kept.trust_until
           FROM patient AS found
             JOIN patient AS kept ON kept.id = COALESCE(found.merged_into, found.id)
           WHERE found.clinic_id = $1 AND kept.clinic_id = $1 AND found.id = $2""",
        clinic_id,
        patient_id,
    )
    return None if row is None else patient_of(row)


async def find_chosen(reader: Reader, clinic_id: int, ids: list[int]) -> list[Patient]:
    """Those of the clinic's patients, by name; without those whose record was merged."""
    if not ids:
        return []
    marks = ", ".join(f"${number}" for number in range(2, 2 + len(ids)))
    rows = await reader.fetch(
        f"""SELECT id, clinic_id, first_name, last_name, email, phone, birth_date, name_key, trust,
              trust_until
            FROM patient WHERE clinic_id = $1 AND merged_into IS NULL AND id IN ({marks})
            ORDER BY last_name, first_name, id""",  # noqa: S608 - placeholders
        clinic_id,
        *ids,
    )
    return [patient_of(row) for row in rows]


async def find_alike(
    reader: Reader, clinic_id: int, details: ContactDetails, most: int
) -> list[Patient]:
    """Who shares address, number or name with somebody who is about to be written down, at most so
    many; the oldest record first.
    """
    rows = await reader.fetch(
        """SELECT id, clinic_id, first_name, last_name, email, phone, birth_date, name_key, trust,
             trust_until
           FROM patient
           WHERE clinic_id = $1 AND merged_into IS NULL AND (
             (email_key = $2 AND $2 <> '') OR (phone_key = $3 AND $3 <> '') OR name_key = $4)
           ORDER BY id LIMIT $5""",
        clinic_id,
        email_key(details.email),
        details.phone,
        name_key(details.first_name, details.last_name),
        most,
    )
    return [patient_of(row) for row in rows]


async def count_made_by_staff(reader: Reader, clinic_id: int, patient_id: int, since: int) -> int:
    """Bookings that staff made for a patient after `since`, without those that the clinic
    cancelled.
    """
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS made FROM booking
           WHERE patient_id = $2 AND clinic_id = $1 AND made_by IS NOT NULL AND made_at > $3
             AND NOT (state = 'cancelled' AND cancelled_by = 'clinic')""",
        clinic_id,
        patient_id,
        since,
    )
    return int(row["made"]) if row else 0
