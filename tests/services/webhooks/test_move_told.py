"""A clinic's own systems hear of a move with where the booking was."""

import pytest

from tests.gateways.listener import listening
from tests.services.desk import NINE, Desk
from tests.services.staff.bookings.front_desk import front_desk
from tests.services.webhooks.test_webhooks import System, heard

pytestmark = pytest.mark.req("N9")


async def test_a_move_tells_where_the_booking_was_and_who_moved_it(desk: Desk) -> None:
    with listening() as (listener, address):
        system = await System.at(desk, address)
        mara, booking = await front_desk(desk), await desk.book(NINE)
        await mara.move(booking, NINE + 3600, practitioner="ana-costa")
        await system.run()
    data = {each["type"]: each["data"] for each in heard(listener)}
    assert "previous" not in data["booking.confirmed"]
    changed = data["booking.changed"]
    assert (changed["starts_at"], changed["practitioner"]) == ("2027-01-04T23:00:00Z", "ana-costa")
    assert changed["previous"] == {
        "starts_at": "2027-01-04T22:00:00Z",
        "ends_at": "2027-01-04T22:30:00Z",
        "practitioner": "sam-lee",
        "location": "manly",
        "moved_by": "clinic",
    }
