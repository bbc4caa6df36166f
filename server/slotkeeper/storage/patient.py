"""Patients of a clinic."""

from datetime import date

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.identity import email_key, name_key
from slotkeeper.domain.patient import ContactDetails, Patient
from slotkeeper.domain.patient_search import search_words
from slotkeeper.storage.database import Reader, Row, Transaction
from slotkeeper.storage.patient_search import insert_search_words


async def find_patients(reader: Reader, clinic_id: int, details: ContactDetails) -> list[Patient]:
    """Everyone of the clinic who shares the e-mail or the phone, oldest record first; what is not
    given is shared with nobody.

    A record that was merged still recognises the person: it comes with its own name and birth date
    and with id and trust of the record that goes on, which so may be there more than once.
    """
    rows = await reader.fetch(
        """SELECT kept.id, found.clinic_id, found.first_name, found.last_name, found.email,
             found.phone, found.birth_date, found.name_key, kept.trust, kept.trust_until
           FROM patient AS found
             JOIN patient AS kept ON kept.id = COALESCE(found.merged_into, found.id)
           WHERE found.clinic_id = $1 AND kept.clinic_id = $1
             AND ((found.email_key = $2 AND $2 <> '') OR (found.phone_key = $3 AND $3 <> ''))
           ORDER BY found.id""",
        clinic_id,
        email_key(details.email),
        details.phone,
    )
    return [patient_of(row) for row in rows]


async def insert_patient(tx: Transaction, clinic_id: int, details: ContactDetails, now: int) -> int:
    """A new patient; the id."""
    row = await tx.fetch_one(
        """INSERT INTO patient (clinic_id, first_name, last_name, email, phone, birth_date,
             email_key, phone_key, name_key, made_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id""",
        clinic_id,
        details.first_name,
        details.last_name,
        details.email,
        details.phone,
        details.birth_date.isoformat() if details.birth_date else None,
        email_key(details.email),
        details.phone,
        name_key(details.first_name, details.last_name),
        now,
    )
    assert row is not None  # noqa: S101 - INSERT … VALUES … RETURNING gives its row
    words = search_words(details.first_name, details.last_name, details.email, details.phone)
    await insert_search_words(tx, clinic_id, row["id"], words)
    return int(row["id"])


async def has_only_tried(reader: Reader, clinic_id: int, patient_id: int) -> bool:
    """Whether all bookings that the patient made are waiting for their payment or an answer, or
    ended so: to the clinic that is a new patient still.
    """
    row = await reader.fetch_one(
        f"""SELECT COUNT(*) AS made, COALESCE(SUM(CASE WHEN {_ONLY_TRIED} THEN 1 ELSE 0 END), 0)
             AS tried
           FROM booking WHERE patient_id = $1 AND clinic_id = $2 AND made_at IS NOT NULL""",  # noqa: S608 - our own condition
        patient_id,
        clinic_id,
    )
    return row is not None and 0 < row["made"] == row["tried"]


async def has_booked_before(reader: Reader, booking: Booking) -> bool:
    """Whether its patient was known to the clinic when it was made, by the bookings made before."""
    row = await reader.fetch_one(
        f"""SELECT 1 AS found FROM booking
            WHERE patient_id = $1 AND clinic_id = $2 AND made_at < $3 AND id <> $4
              AND NOT ({_ONLY_TRIED}) LIMIT 1""",  # noqa: S608 - as above
        booking.patient_id,
        booking.clinic_id,
        booking.made_at,
        booking.id,
    )
    return row is not None


_ONLY_TRIED = """state IN ('paying', 'pending')
  OR (state = 'cancelled' AND cancelled_by IN ('payment', 'declined', 'deadline'))"""


async def get_first_name(reader: Reader, clinic_id: int, patient_id: int) -> str:
    """By what a patient is addressed on the confirmation."""
    row = await reader.fetch_one(
        "SELECT first_name FROM patient WHERE id = $1 AND clinic_id = $2", patient_id, clinic_id
    )
    return str(row["first_name"]) if row else ""


def patient_of(row: Row) -> Patient:
    """A row of a patient as a value."""
    return Patient(
        id=row["id"],
        clinic_id=row["clinic_id"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        email=row["email"],
        phone=row["phone"],
        birth_date=date.fromisoformat(row["birth_date"]) if row["birth_date"] else None,
        name_key=row["name_key"],
        trust=row["trust"],
        trust_until=row["trust_until"],
    )
