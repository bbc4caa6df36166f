"""What an appointment needs, and how much of it is in use then (S12)."""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.in_use import InUse, find_in_use
from tests.services.desk import NINE, Desk
from tests.services.rooms import with_rooms
from tests.services.staff.bookings.front_desk import front_desk, somebody

pytestmark = pytest.mark.req("S12")


async def in_use(desk: Desk, booking: Booking) -> list[InUse]:
    clinic = await get_clinic(desk.database, desk.slug)
    return await find_in_use(desk.database, clinic, booking, desk.clock())


async def test_its_own_room_and_those_of_others_are_counted(desk: Desk) -> None:
    await with_rooms(desk, 2, 1, standard=("room", "ultrasound"), initial=("room",))
    mara = await front_desk(desk)
    booking = await mara.book(NINE)
    await desk.place(NINE + 900, kind="initial", practitioner="ana-costa")
    assert await in_use(desk, booking) == [
        InUse(kind="room", number=2, size=2),
        InUse(kind="ultrasound", number=1, size=1),
    ]
    assert await in_use(desk, await mara.cancel(booking)) == []


async def test_where_staff_went_beyond_it_is_seen(desk: Desk) -> None:
    mara = await front_desk(desk)
    booking = await mara.book(NINE)
    other = somebody(first_name="Ida", last_name="Vanstone")
    await mara.book(NINE, practitioner="ana-costa", details=other)
    await with_rooms(desk, 1)
    [room] = await in_use(desk, booking)
    assert (room.number, room.size, room.is_beyond) == (2, 1, True)
