"""What a patient agreed to is part of the booking's history (C3)."""

import pytest

from tests.web.booking.booked import AN_HOUR, book, set_up
from tests.web.patient import Patient
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = pytest.mark.req("C3")
LIST = "/staff/harbour-physio/bookings"


async def test_staff_read_the_sentence_that_the_patient_agreed_to(
    ada: Patient, mara: Colleague, world: World
) -> None:
    await set_up(world, change_policy=AN_HOUR)
    link = await book(ada, world)
    row = await world.toolbox.database.fetch_one("SELECT id FROM booking")
    assert row
    for undo in (True, False):
        page = await ada.get(f"{link}/cancel")
        page = await ada.post("/cancellations", page.form("/cancellations").fields)
        if undo:
            await ada.post("/cancellations/undo", page.form("/cancellations/undo").fields)
    page = await mara.get(f"{LIST}/{row['id']}")
    agreed = "Cancelled by the patient, who agreed to: “Cancelling costs nothing.”"
    assert page.text.count(agreed) == 2
    assert f"{agreed}, and taken back" in page.text
