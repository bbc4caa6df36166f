"""By which ways a booking was made known, from what was queued and sent."""

import pytest

from slotkeeper.gateways.mail import MailRefused
from slotkeeper.services.notices.ways import find_ways
from tests.services.desk import NINE
from tests.services.notices.office import Office

ADA = "ada@patient.example"


@pytest.mark.req("N2")
async def test_the_ways_of_a_booking_follow_its_deliveries(office: Office) -> None:
    booking = await office.book()
    toolbox = office.desk.toolbox
    before = (await find_ways(toolbox, booking.clinic_id, [booking.id]))[booking.id]
    assert [(each.name, each.state) for each in before.used] == [
        ("list", "inserted"),
        ("patient", "waiting"),
        ("clinic", "waiting"),
    ]
    office.box.weather[ADA] = MailRefused("550")
    await office.run()
    after = (await find_ways(toolbox, booking.clinic_id, [booking.id]))[booking.id]
    assert (after.patient.state, after.patient.problem, after.patient.is_task) == (
        "failed",
        "550",
        True,
    )
    assert after.clinic.state == "sent"


async def test_the_ways_of_several_bookings_are_found_at_once(office: Office) -> None:
    first = await office.book()
    second = await office.book(NINE + 1800, email="bo@patient.example")
    found = await find_ways(office.desk.toolbox, first.clinic_id, [first.id, second.id])
    assert set(found) == {first.id, second.id}
    assert await find_ways(office.desk.toolbox, first.clinic_id, []) == {}


@pytest.mark.req("R5")
async def test_another_clinics_bookings_have_no_ways_here(office: Office) -> None:
    booking = await office.book()
    assert await find_ways(office.desk.toolbox, booking.clinic_id + 1, [booking.id]) == {}
