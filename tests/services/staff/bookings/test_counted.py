"""Staff go beyond caps, rooms and ways once they have read what stands against it (S12)."""

from collections.abc import Awaitable

import pytest
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.location import Location
from slotkeeper.domain.staff_booking import Objection, Rule
from slotkeeper.domain.travel import Travel
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from tests.services.desk import NINE
from tests.services.rooms import with_rooms
from tests.services.staff.bookings.front_desk import FrontDesk, somebody

pytestmark = [pytest.mark.req("A2"), pytest.mark.req("S12")]

IDA = somebody(first_name="Ida", last_name="Vanstone")
ANA: dict[str, object] = {"practitioner": "ana-costa"}
FOR_IDA: dict[str, object] = {**ANA, "details": IDA}


async def objections(refused: Awaitable[Booking]) -> list[Objection]:
    with pytest.raises(RulesAgainst) as against:
        await refused
    return against.value.objections


async def test_a_room_in_use_is_said_with_whose_it_is(mara: FrontDesk) -> None:
    await with_rooms(mara.desk, 1)
    await mara.book(NINE)
    [said] = await objections(mara.book(NINE, **FOR_IDA))
    assert (said.rule, said.words, said.number, said.limit) == (Rule.RESOURCE, "room", 1, 1)
    assert said.names == "Sam Lee (Standard consultation)"
    booking = await mara.book(NINE, **FOR_IDA, agreed=frozenset({said.key}))
    [entry] = await mara.done("booking", booking.id)
    assert list(entry.details["overridden"]) == [None, ["resource"]]


async def test_where_a_room_is_free_nothing_is_said(mara: FrontDesk) -> None:
    await with_rooms(mara.desk, 2)
    await mara.book(NINE)
    assert await mara.book(NINE, **FOR_IDA)


async def test_one_too_many_that_day_is_said(mara: FrontDesk) -> None:
    await with_rooms(mara.desk, cap=1)
    await mara.book(NINE)
    [said] = await objections(mara.book(NINE + 3600, **FOR_IDA))
    assert (said.rule, said.number, said.limit) == (Rule.CAP_TYPE, 2, 1)
    assert await mara.book(NINE + 3600, **FOR_IDA, agreed=frozenset({said.key}))


async def test_a_booking_that_is_moved_does_not_stand_in_its_own_way(mara: FrontDesk) -> None:
    await with_rooms(mara.desk, 1, cap=1)
    booking = await mara.book(NINE)
    moved = await mara.move(booking, NINE, **ANA)
    later = await mara.move(moved, NINE + 900, **ANA)
    assert later.starts_at == NINE + 900


async def test_moving_into_a_room_in_use_is_an_objection(mara: FrontDesk) -> None:
    await with_rooms(mara.desk, 1)
    await mara.book(NINE)
    other = await mara.book(NINE + 3600, **FOR_IDA)
    [said] = await objections(mara.move(other, NINE, **ANA))
    assert said.rule is Rule.RESOURCE
    assert await mara.move(other, NINE, **ANA, agreed=frozenset({said.key}))


async def test_a_cancelled_booking_comes_back_to_its_room_only_knowingly(mara: FrontDesk) -> None:
    await with_rooms(mara.desk, 1)
    cancelled = await mara.cancel(await mara.book(NINE))
    await mara.book(NINE, **FOR_IDA)
    [said] = await objections(mara.restore(cancelled))
    assert said.rule is Rule.RESOURCE
    restored = await mara.restore(cancelled, said.key)
    assert restored.state == "confirmed"


async def test_too_short_a_way_is_said(mara: FrontDesk) -> None:
    desk = mara.desk
    clinic = await get_clinic(desk.database, desk.slug)
    sam, ana = clinic.practitioners
    [row] = sam.weekly
    here = replace(row, hours=replace(row.hours, closes=11 * 60))
    there = replace(row, hours=replace(row.hours, opens=11 * 60, location="balmain"))
    await desk.save(
        replace(
            clinic,
            locations=(*clinic.locations, Location(slug="balmain", name="Balmain")),
            travel=(Travel(between=("balmain", "manly"), minutes=45),),
            practitioners=(replace(sam, weekly=(here, there)), ana),
        )
    )
    await mara.book(NINE + 5400)
    [said] = await objections(mara.book(NINE + 7200, details=IDA))
    assert (said.rule, said.words, said.number) == (Rule.TRAVEL, "Manly", 45)
    assert await mara.book(NINE + 7200 + 2700, details=IDA)
