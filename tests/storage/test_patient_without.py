"""Patients who gave no e-mail address, no phone number, or neither: they are not all one."""

from datetime import date

import pytest

from slotkeeper.domain.patient import ContactDetails
from slotkeeper.storage.database import Database
from slotkeeper.storage.identity import find_made_at, insert_booking_identities
from slotkeeper.storage.patient import find_patients
from tests.storage.booked import EIGHT, open_books

pytestmark = pytest.mark.req("B3")


def details(email: str = "", phone: str = "", born: date | None = None) -> ContactDetails:
    return ContactDetails(
        first_name="Ada",
        last_name="Example",
        email=email,
        phone=phone,
        birth_date=born,
        patient_is="new",
    )


async def test_what_is_not_given_is_shared_with_nobody(database: Database) -> None:
    books = await open_books(database)
    await books.patient(email="", phone="")
    phone = await books.patient(email="", phone="+61255501234")
    email = await books.patient(email="ada@patient.example", phone="")

    async def shared(email: str = "", phone: str = "") -> list[int]:
        found = await find_patients(database, books.clinic.id, details(email, phone))
        return [each.id for each in found]

    assert await shared() == []
    assert await shared(phone="+61255501234") == [phone]
    assert await shared(email="ADA@patient.example") == [email]
    assert await shared("ada@patient.example", "+61255501234") == [phone, email]


async def test_who_has_no_key_has_made_no_booking(database: Database) -> None:
    books = await open_books(database)
    booking = await books.booking()
    clinic_id = books.clinic.id
    await database.write(lambda tx: insert_booking_identities(tx, clinic_id, booking, [], EIGHT))
    assert await find_made_at(database, clinic_id, [], 0, EIGHT) == []
