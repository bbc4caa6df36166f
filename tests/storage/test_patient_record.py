"""What staff know of a patient, on both engines."""

import pytest

from slotkeeper.storage.database import Database
from slotkeeper.storage.patient_record import find_alert_notes
from tests.storage.booked import open_books

pytestmark = pytest.mark.req("T1")


async def test_alert_notes_are_those_of_the_clinics_own_patients(database: Database) -> None:
    books, others = await open_books(database), await open_books(database, "elsewhere")
    ada, bo = await books.patient("Ada"), await books.patient("Bo")
    foreign = await others.patient("Cas")
    for patient_id in (ada, foreign):
        await database.write(
            lambda tx, who=patient_id: tx.execute(  # type: ignore[misc]
                "UPDATE patient SET alert_note = 'Needs a ramp' WHERE id = $1", who
            )
        )
    found = await find_alert_notes(database, books.clinic.id, [ada, bo, ada, foreign])
    assert found == {ada: "Needs a ramp"}
    assert await find_alert_notes(database, books.clinic.id, []) == {}
