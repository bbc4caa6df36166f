"""What a patient agreed to is part of the booking's history (C3)."""

import pytest

from slotkeeper.web.staff.moments import Moments
from tests.web.booking.booked import AN_HOUR, book, set_up
from tests.web.booking.test_move import choose, press
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


@pytest.mark.req("C4", "A2")
async def test_staff_read_from_when_to_when_a_patient_moved_it_on_the_clinics_clock(
    ada: Patient, mara: Colleague, world: World
) -> None:
    await set_up(world, change_policy=AN_HOUR)
    link = await book(ada, world)
    old = await world.toolbox.database.fetch_one("SELECT id, starts_at FROM booking")
    assert old
    await choose(ada, link)
    await press(ada)
    new = await world.toolbox.database.fetch_one("SELECT id, starts_at FROM booking")
    assert new
    clock = Moments("Australia/Sydney", "en", world.clock())
    began, begins = (clock.day_and_time(row["starts_at"]) for row in (old, new))
    assert began != begins
    page = await mara.get(f"{LIST}/{old['id']}")
    said = f"Moved by the patient from {began} to {begins}. Agreed to: “Changing the time costs"
    assert said in page.text
