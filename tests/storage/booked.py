"""Clinics with bookings, written row by row, as many as a test wants."""

from dataclasses import dataclass

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.storage.clinic import find_clinic, save_clinic
from slotkeeper.storage.database import Database, Value
from slotkeeper.storage.patient import insert_patient

EIGHT = 1_767_600_000
"""Some instant; bookings start at half hours after it."""
HALF_HOUR = 1800


@dataclass
class Books:
    """One clinic's rows. Every booking has the next free time, made a minute after the last."""

    database: Database
    clinic: Clinic
    count: int = 0

    @property
    def practitioners(self) -> list[int]:
        return [each.id for each in self.clinic.practitioners]

    @property
    def types(self) -> list[int]:
        return [each.id for each in self.clinic.appointment_types]

    async def patient(self, first: str = "Ada", last: str = "Example", **given: str) -> int:
        """A new patient's id."""
        details = ContactDetails(
            first_name=first,
            last_name=last,
            email=given.get("email", f"{first}@patient.example".lower()),
            phone=given.get("phone", "+61255501234"),
            birth_date=None,
            patient_is="new",
        )
        return await self.database.write(
            lambda tx: insert_patient(tx, self.clinic.id, details, EIGHT)
        )

    async def booking(self, patient_id: int | None = None, **columns: Value) -> int:
        """A new booking's id; confirmed unless `columns` say otherwise."""
        self.count += 1
        start = EIGHT + self.count * HALF_HOUR
        values: dict[str, Value] = {
            "clinic_id": self.clinic.id,
            "practitioner_id": self.practitioners[0],
            "appointment_type_id": self.types[0],
            "state": "confirmed",
            "starts_at": start,
            "ends_at": start + HALF_HOUR,
            "busy_from": start,
            "busy_until": start + HALF_HOUR,
            "held_at": EIGHT - 60,
            "patient_id": patient_id or await self.patient(),
            "made_at": EIGHT + self.count * 60,
            "reference": f"REF{self.count:04}",
            **columns,
        }
        names = ", ".join(values)
        marks = ", ".join(f"${number}" for number in range(1, 1 + len(values)))
        sql = f"INSERT INTO booking ({names}) VALUES ({marks}) RETURNING id"  # noqa: S608
        row = await self.database.write(lambda tx: tx.fetch_one(sql, *values.values()))
        assert row
        return int(row["id"])

    async def payment(self, booking_id: int, **columns: Value) -> int:
        """What was paid for it: 30 dollars unless `columns` say otherwise."""
        values: dict[str, Value] = {
            "clinic_id": self.clinic.id,
            "booking_id": booking_id,
            "reference": f"payment-{self.clinic.id}-{booking_id}",
            "state": "captured",
            "amount": 3000,
            "at_clinic": 6500,
            "currency": "AUD",
            "account": "",
            "live": 0,
            "wish": '["first","any","any"]',
            "language": "en",
            "started_at": EIGHT,
            "deadline": EIGHT + 600,
            "received": 3000,
            "look_at": EIGHT,
            **columns,
        }
        names = ", ".join(values)
        marks = ", ".join(f"${number}" for number in range(1, 1 + len(values)))
        sql = f"INSERT INTO payment ({names}) VALUES ({marks}) RETURNING id"  # noqa: S608
        row = await self.database.write(lambda tx: tx.fetch_one(sql, *values.values()))
        assert row
        return int(row["id"])


async def open_books(database: Database, slug: str = "corner") -> Books:
    """A clinic of two practitioners and two types, without bookings."""
    clinic = Clinic(
        slug=slug,
        name="Corner Clinic",
        time_zone="Australia/Sydney",
        currency="AUD",
        practitioners=(
            Practitioner(slug="ada", name="Ada Thistle"),
            Practitioner(slug="bo", name="Bo Marrow"),
        ),
        appointment_types=(
            AppointmentType(slug="first", name="First", minutes=30),
            AppointmentType(slug="next", name="Next", minutes=30),
        ),
    )
    await database.write(lambda tx: save_clinic(tx, clinic))
    saved = await find_clinic(database, slug)
    assert saved
    return Books(database, saved)


async def insert_many(books: Books, bookings: int, patients: int, at_once: int = 5000) -> None:
    """So many of each in the quickest way, spread over all states and filters."""
    clinic_id, first = books.clinic.id, await books.patient("Person0", "Number100000")
    for begin in range(1, patients, at_once):
        await _insert(books, _PATIENTS, begin, min(begin + at_once, patients), clinic_id)
        await _insert(books, _WORDS, begin, min(begin + at_once, patients), clinic_id, first)
    who = [*books.practitioners, *books.types]
    for begin in range(0, bookings, at_once):
        end = min(begin + at_once, bookings)
        await _insert(books, _BOOKINGS, begin, end, clinic_id, first, patients, EIGHT, *who)


_NUMBERS = """WITH RECURSIVE numbers (n) AS (
  SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $2
) SELECT"""

_PATIENTS = f"""INSERT INTO patient (clinic_id, first_name, last_name, email, phone, email_key,
  phone_key, name_key, made_at)
{_NUMBERS} CAST($3 AS BIGINT), 'Person', 'Number' || (100000 + n), 'p' || n || '@p.example',
  '+612' || (50000000 + n), 'p' || n || '@p.example', '+612' || (50000000 + n), 'person' || n, 0
FROM numbers"""

_WORDS = f"""INSERT INTO patient_search (clinic_id, word, patient_id)
{_NUMBERS} CAST($3 AS BIGINT), 'number' || (100000 + n), $4 + n FROM numbers
UNION ALL SELECT CAST($3 AS BIGINT), '+612' || (50000000 + n), $4 + n FROM numbers"""  # noqa: S608

# Half an hour each, one after the other; $7 and $8 are the practitioners, $9 and $10 the types.
_BOOKINGS = f"""INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, state,
  starts_at, ends_at, busy_from, busy_until, held_at, patient_id, made_at, reference, flags,
  cancelled_by)
{_NUMBERS} CAST($3 AS BIGINT),
  CASE WHEN n % 500 = 0 THEN CAST($8 AS BIGINT) ELSE CAST($7 AS BIGINT) END,
  CASE WHEN n % 700 = 0 THEN CAST($10 AS BIGINT) ELSE CAST($9 AS BIGINT) END,
  CASE WHEN n % 10 = 0 THEN 'cancelled' WHEN n % 1000 = 1 THEN 'noshow' ELSE 'fulfilled' END,
  $6 + n * 1800, $6 + n * 1800 + 1800, $6 + n * 1800, $6 + n * 1800 + 1800, 0, $4 + n % $5,
  $6 + n * 60, 'M' || n, CASE WHEN n % 5000 = 7 THEN 'new_but_known' ELSE '' END,
  CASE WHEN n % 6000 = 0 THEN 'payment' END
FROM numbers"""


async def _insert(books: Books, sql: str, *values: Value) -> None:
    await books.database.write(lambda tx: tx.execute(sql, *values))
