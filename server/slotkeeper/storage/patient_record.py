"""What staff know of a patient, and no patient ever sees (T1)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from slotkeeper.domain.identity import email_key, identity_keys, name_key
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.patient_record import Accepted, PatientRecord
from slotkeeper.domain.patient_search import search_words
from slotkeeper.storage.database import Reader, Row, Transaction
from slotkeeper.storage.patient_search import save_search_words

COLUMNS = ", ".join(PatientRecord.__struct_fields__)
_AT_ONCE = 500


async def find_alert_notes(
    reader: Reader, clinic_id: int, patient_ids: Collection[int]
) -> dict[int, str]:
    """By id, the notes of those of the clinic's patients who have one."""
    wanted = sorted(set(patient_ids))
    if not wanted:
        return {}
    marks = ", ".join(f"${number}" for number in range(2, 2 + len(wanted)))
    rows = await reader.fetch(
        f"""SELECT id, alert_note FROM patient
            WHERE clinic_id = $1 AND alert_note <> '' AND id IN ({marks})""",  # noqa: S608
        clinic_id,
        *wanted,
    )
    return {row["id"]: row["alert_note"] for row in rows}


async def get_record(reader: Reader, clinic_id: int, patient_id: int) -> PatientRecord | None:
    """One patient of the clinic, merged or not; None where it has no such."""
    return (await find_records(reader, clinic_id, [patient_id])).get(patient_id)


async def find_records(
    reader: Reader, clinic_id: int, patient_ids: Sequence[int]
) -> dict[int, PatientRecord]:
    """By id, those of the clinic's among them."""
    found: dict[int, PatientRecord] = {}
    for begin in range(0, len(patient_ids), _AT_ONCE):
        part = patient_ids[begin : begin + _AT_ONCE]
        marks = ", ".join(f"${number}" for number in range(2, 2 + len(part)))
        rows = await reader.fetch(
            f"SELECT {COLUMNS} FROM patient WHERE clinic_id = $1 AND id IN ({marks})",  # noqa: S608
            clinic_id,
            *part,
        )
        found |= {row["id"]: record_of(row) for row in rows}
    return found


async def find_aliases(reader: Reader, clinic_id: int, patient_id: int) -> list[PatientRecord]:
    """The records that were merged into that one, the oldest first."""
    rows = await reader.fetch(
        f"""SELECT {COLUMNS} FROM patient
            WHERE merged_into = $2 AND clinic_id = $1 ORDER BY id""",  # noqa: S608 - our own names
        clinic_id,
        patient_id,
    )
    return [record_of(row) for row in rows]


def keys_of(record: PatientRecord) -> list[str]:
    """By which that person is recognised, and locked together with `lock_key`."""
    return identity_keys(record.email, record.phone, record.name_key, record.birth_date)


def lock_key(patient_id: int) -> str:
    """The lock row of a record itself, for `lock_identities`: of somebody who is known by nothing
    but the name there is no other.
    """
    return f"patient:{patient_id}"


async def is_in_diary(
    reader: Reader, clinic_id: int, patient_id: int, practitioner_id: int
) -> bool:
    """Whether the patient ever had a booking with that practitioner."""
    row = await reader.fetch_one(
        """SELECT 1 AS one FROM booking WHERE patient_id = $2 AND clinic_id = $1
             AND practitioner_id = $3 AND made_at IS NOT NULL LIMIT 1""",
        clinic_id,
        patient_id,
        practitioner_id,
    )
    return row is not None


async def was_seen(
    reader: Reader, clinic_id: int, patient_id: int, staff_id: int, since: int
) -> bool:
    """Whether that member of staff looked at the patient after that instant."""
    row = await reader.fetch_one(
        """SELECT 1 AS one FROM audit
           WHERE clinic_id = $1 AND subject = 'patient' AND subject_id = $2 AND staff_id = $3
             AND action = 'patient_seen' AND at > $4 LIMIT 1""",
        clinic_id,
        patient_id,
        staff_id,
        since,
    )
    return row is not None


async def find_accepted(
    reader: Reader, clinic_id: int, patient_id: int, most: int = 100
) -> list[Accepted]:
    """Which terms the patient accepted, the newest first."""
    rows = await reader.fetch(
        """SELECT acceptance.booking_id, terms.number, acceptance.accepted_at
           FROM booking
             JOIN acceptance ON acceptance.booking_id = booking.id
             JOIN terms ON terms.id = acceptance.terms_id AND terms.clinic_id = $1
           WHERE booking.patient_id = $2 AND booking.clinic_id = $1 AND booking.made_at IS NOT NULL
           ORDER BY acceptance.accepted_at DESC, acceptance.booking_id DESC LIMIT $3""",
        clinic_id,
        patient_id,
        most,
    )
    return [Accepted(**{name: row[name] for name in Accepted.__struct_fields__}) for row in rows]


async def touch_record(tx: Transaction, clinic_id: int, patient_id: int, revision: int) -> bool:
    """Take the row where it is as that form has shown it; False where it has changed since, was
    merged, or is not there.
    """
    changed = await tx.execute(
        """UPDATE patient SET revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND revision = $3 AND merged_into IS NULL""",
        patient_id,
        clinic_id,
        revision,
    )
    return changed == 1


async def save_alert_note(tx: Transaction, clinic_id: int, patient_id: int, note: str) -> None:
    """The note from now on; the row is the caller's (`touch_record`)."""
    await tx.execute(
        "UPDATE patient SET alert_note = $3 WHERE id = $1 AND clinic_id = $2",
        patient_id,
        clinic_id,
        note,
    )


async def save_details(
    tx: Transaction, clinic_id: int, patient_id: int, details: ContactDetails
) -> None:
    """Contact details with the keys that recognise the person; the row is the caller's. The words
    of search are saved by `save_words`.
    """
    await tx.execute(
        """UPDATE patient SET first_name = $3, last_name = $4, email = $5, phone = $6,
             birth_date = $7, email_key = $8, phone_key = $6, name_key = $9
           WHERE id = $1 AND clinic_id = $2""",
        patient_id,
        clinic_id,
        details.first_name,
        details.last_name,
        details.email,
        details.phone,
        details.birth_date.isoformat() if details.birth_date else None,
        email_key(details.email),
        name_key(details.first_name, details.last_name),
    )


async def save_words(tx: Transaction, clinic_id: int, patient_id: int) -> None:
    """From now on the patient is found by what the record has, and what was merged into it."""
    record = await get_record(tx, clinic_id, patient_id)
    every = [*([record] if record else []), *await find_aliases(tx, clinic_id, patient_id)]
    words = {
        word
        for each in every
        for word in search_words(each.first_name, each.last_name, each.email, each.phone)
    }
    await save_search_words(tx, clinic_id, patient_id, sorted(words))


def record_of(row: Row) -> PatientRecord:
    """A row of COLUMNS as a value."""
    values: dict[str, Any] = {name: row[name] for name in PatientRecord.__struct_fields__}
    born = values["birth_date"]
    return PatientRecord(**values | {"birth_date": date.fromisoformat(born) if born else None})
