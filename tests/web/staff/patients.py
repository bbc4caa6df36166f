"""Patients for the tests of their pages."""

import re

from tests.storage.booked import Books
from tests.web.staff.staff import Colleague

PATIENTS = "/staff/harbour-physio/patients"


async def known(books: Books, first: str, last: str, **given: str) -> int:
    """A patient with one booking."""
    patient_id = await books.patient(first, last, **given)
    await books.booking(patient_id)
    return patient_id


async def zoes(books: Books) -> tuple[int, int]:
    """One person in two records: the same phone, a name in two spellings."""
    one = await known(books, "Zoe", "Marrow", email="zoe@patient.example")
    return one, await known(books, "Zoey", "Marrow", email="zoey@elsewhere.example")


def listed(colleague: Colleague) -> list[str]:
    return re.findall(r'class="p-who"><a href="[^"]+">([^<]+)</a>', colleague.answer.text)
