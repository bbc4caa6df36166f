"""Rooms, caps and travel are counted when a time is taken and when it is kept (S12)."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Hours, WeeklyHours
from slotkeeper.domain.travel import Travel
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.keep_hold import extend
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from tests.services.desk import HOLD_SECONDS, NINE, TUESDAY, Desk
from tests.services.rooms import with_rooms

pytestmark = pytest.mark.req("S12")

BO = {"first_name": "Bo", "email": "bo@patient.example", "phone": "02 5550 9876"}


async def test_the_room_that_one_patient_holds_is_not_offered_to_another(desk: Desk) -> None:
    await with_rooms(desk, 1)
    assert NINE in await desk.free(practitioner="ana-costa")
    await desk.place(NINE)
    assert NINE not in await desk.free(practitioner="ana-costa")
    assert NINE + 1800 in await desk.free(practitioner="ana-costa")
    with pytest.raises(OthersOffered) as refused:
        await desk.place(NINE, practitioner="ana-costa")
    assert NINE not in {slot.starts_at for slot in refused.value.offer.nearest}


async def test_two_rooms_hold_two(desk: Desk) -> None:
    await with_rooms(desk, 2)
    await desk.place(NINE)
    assert await desk.place(NINE, practitioner="ana-costa")


async def test_a_hold_that_moves_takes_its_own_room_along(desk: Desk) -> None:
    await with_rooms(desk, 1)
    held = await desk.place(NINE, "one")
    moved = await desk.place(NINE, "one", practitioner="ana-costa", previous=held.token)
    assert await desk.taken() == [NINE]
    assert moved.hold.practitioner_id != held.hold.practitioner_id


async def test_a_room_is_free_again_when_its_hold_ends(desk: Desk) -> None:
    await with_rooms(desk, 1)
    held = await desk.place(NINE)
    desk.clock.wait(HOLD_SECONDS)
    other = await desk.place(NINE, practitioner="ana-costa")
    with pytest.raises(HoldEnded):
        await extend(desk.toolbox, desk.slug, held.token, "192.0.2.1")
    assert (await desk.confirm(other, **BO)).state == "confirmed"


async def test_who_holds_a_room_books_it(desk: Desk) -> None:
    await with_rooms(desk, 1, cap=1)
    assert isinstance(await desk.book(NINE), Booking)


async def test_a_type_is_given_so_often_a_day_by_all_together(desk: Desk) -> None:
    await with_rooms(desk, cap=2)
    await desk.book(NINE)
    await desk.confirm(await desk.place(NINE, practitioner="ana-costa"), **BO)
    assert await desk.free() == set()
    assert await desk.free("initial") != set()
    with pytest.raises(OthersOffered) as refused:
        await desk.place(NINE + 3600)
    days = {local_date(slot.starts_at, "Australia/Sydney") for slot in refused.value.offer.nearest}
    assert days
    assert TUESDAY not in days


async def test_a_practitioner_has_so_many_a_day(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    sam, ana = clinic.practitioners
    await desk.save(replace(clinic, practitioners=(replace(sam, max_per_day=1), ana)))
    await desk.book(NINE)
    assert await desk.free() == set()
    assert await desk.free("running") == set()
    with pytest.raises(OthersOffered):
        await desk.place(NINE + 3600)
    assert await desk.place(NINE + 3600, practitioner="any")


async def test_from_another_place_it_takes_the_way(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    sam, ana = clinic.practitioners
    away = Hours(opens=11 * 60, closes=13 * 60, location="balmain")
    here = Hours(opens=9 * 60, closes=11 * 60, location="manly")
    hours = tuple(WeeklyHours(days=(1,), hours=each) for each in (here, away))
    await desk.save(
        replace(
            clinic,
            locations=(*clinic.locations, Location(slug="balmain", name="Balmain")),
            travel=(Travel(between=("manly", "balmain"), minutes=45),),
            practitioners=(replace(sam, weekly=hours), ana),
        )
    )
    last_here, first_there = NINE + 5400, NINE + 7200
    assert first_there in await desk.free()
    await desk.book(last_here)
    free = await desk.free()
    assert {first_there, first_there + 1800} & free == set()
    assert first_there + 2700 in free
    with pytest.raises(OthersOffered):
        await desk.place(first_there)


async def test_only_next_to_what_is_booked(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    standard, *others = clinic.appointment_types
    kinds = (replace(standard, starts="adjacent"), *others)
    await desk.save(replace(clinic, appointment_types=kinds))
    assert len(await desk.free()) > 20
    await desk.book(NINE + 3600)
    assert await desk.free() == {NINE + 1800, NINE + 5400}
    with pytest.raises(OthersOffered):
        await desk.place(NINE)
    assert await desk.confirm(await desk.place(NINE + 5400), **BO)
