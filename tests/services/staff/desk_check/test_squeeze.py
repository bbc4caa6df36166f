"""Time for somebody at the desk: the next that is free, room that is made, and never two in one."""

import asyncio

import pytest
from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.squeeze import WARNING
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.book import WantedBooking
from slotkeeper.services.staff.bookings.move import WantedMove
from slotkeeper.services.staff.bookings.refusals import BookingStale, RulesAgainst, TimeTaken
from slotkeeper.services.staff.desk_check.squeeze_in import squeeze_in
from tests.services.desk import Desk, at, overlaps
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, rules, somebody
from tests.services.staff.desk_check.chance_desk import (
    binding,
    fill,
    new,
    offers,
    sort,
    take,
    then,
    told,
)

pytestmark = pytest.mark.req("N5")

SAM, ANA = "sam-lee", "ana-costa"


@pytest.fixture
async def mara(desk: Desk) -> FrontDesk:
    """Reception, at three minutes past nine on Tuesday."""
    desk.clock.now = then("09:03")
    return await front_desk(desk)


async def test_the_next_five_minutes_are_offered_with_whoever_is_free(mara: FrontDesk) -> None:
    found = await offers(mara)
    assert told(found) == [(SAM, then("09:05"), "free"), (ANA, then("09:05"), "free")]
    booking = await take(mara, found[0])
    assert (booking.state, booking.starts_at) == ("confirmed", then("09:05"))


async def test_neither_the_grid_nor_the_notice_that_patients_need_binds_the_desk(
    mara: FrontDesk,
) -> None:
    await mara.book(then("09:05"))
    [sam, ana] = [each.chance.time.starts_at for each in (await offers(mara))[:2]]
    assert (sam, ana) == (then("09:05"), then("09:35"))


async def test_padding_counts(mara: FrontDesk) -> None:
    await mara.book(then("10:00"), practitioner=SAM)
    found = await offers(mara, "running")
    assert told(found)[0] == (SAM, then("10:45"), "free")  # 15 minutes before it are its own


async def test_holds_and_blocks_are_in_the_way(mara: FrontDesk) -> None:
    await mara.block(then("09:00"), then("11:00"))
    await mara.desk.place(then("11:15"))
    found = await offers(mara, who=SAM)
    assert told(found)[0] == (SAM, then("11:45"), "free")


async def test_who_has_the_most_for_that_day_is_not_called_free(mara: FrontDesk) -> None:
    clinic = await get_clinic(mara.desk.database, mara.desk.slug)
    full = [structs.replace(each, max_per_day=1) for each in clinic.practitioners]
    await mara.desk.save(structs.replace(clinic, practitioners=tuple(full)))
    await mara.book(then("15:00"))
    found = await offers(mara)
    assert [each for each in told(found) if each[2] == "free"] == [(ANA, then("09:05"), "free")]


async def test_beyond_a_block_it_can_be_had_at_once_knowingly(mara: FrontDesk) -> None:
    await mara.block(then("09:00"), then("11:00"), reason="Paperwork")
    beyond = next(each for each in await offers(mara, who=SAM) if sort(each) == "beyond")
    assert beyond.chance.time.starts_at == then("09:05")
    assert binding(beyond) == ["block"]
    unread = new(beyond)
    with pytest.raises(RulesAgainst) as refused:
        await squeeze_in(
            mara.desk.toolbox,
            mara.member,
            mara.desk.slug,
            WantedBooking(
                kind=unread.kind,
                practitioner=unread.practitioner,
                starts_at=unread.starts_at,
                details=unread.details,
            ),
        )
    assert "block" in rules(refused.value)
    assert (await take(mara, beyond)).starts_at == then("09:05")


async def test_nobody_is_called_in_from_a_day_off(mara: FrontDesk) -> None:
    mara.desk.clock.now = at("2027-01-09 09:03")  # a Saturday
    assert await offers(mara) == []


async def test_after_hours_who_worked_today_can_stay(mara: FrontDesk) -> None:
    mara.desk.clock.now = then("17:01")
    found = await offers(mara)
    assert {(sort(each), each.chance.time.starts_at) for each in found} == {
        ("beyond", then("17:05"))
    }
    assert binding(found[0]) == ["outside_hours"]


async def test_room_is_made_by_somebody_who_can_be_seen_by_another_at_the_same_time(
    mara: FrontDesk,
) -> None:
    await fill(mara, SAM, "09:00", "17:00")
    await fill(mara, ANA, "09:00", "09:30")
    found = await offers(mara, who=SAM)
    assert sort(found[0]) == "room"
    chance = found[0].chance
    assert chance.room
    assert chance.time.starts_at == then("09:30")
    assert (chance.room.to.practitioner.slug, chance.room.shift) == (ANA, 0)


async def test_both_are_changed_together_and_who_is_moved_is_told(mara: FrontDesk) -> None:
    rows = await fill(mara, SAM, "09:00", "17:00")
    [first, *_] = [each for each in await offers(mara, who=SAM) if sort(each) == "room"]
    booking = await take(mara, first)
    moved = await mara.again(rows[1])
    ana = (await get_clinic(mara.desk.database, mara.desk.slug)).practitioner(ANA).id
    assert (moved.practitioner_id, booking.starts_at) == (ana, rows[1].starts_at)
    assert (await mara.told(moved))[-1][0] == "booking_moved"
    assert overlaps(await mara.desk.bookings()) == []


async def test_who_is_moved_within_the_day_goes_to_the_nearest_time(mara: FrontDesk) -> None:
    await fill(mara, SAM, "09:00", "11:00")
    await fill(mara, ANA, "09:00", "17:00")
    found = [each for each in await offers(mara, who=SAM) if sort(each) == "room"]
    shifts = [each.chance.room.shift for each in found if each.chance.room]
    assert min(shifts) > 0
    booking = await take(mara, found[0])
    assert booking.starts_at < then("11:00")
    assert overlaps(await mara.desk.bookings()) == []


async def test_nobody_is_moved_who_is_due_at_once_or_there_already(mara: FrontDesk) -> None:
    rows = await fill(mara, SAM, "09:00", "17:00")
    mara.desk.clock.now = then("09:20")
    for each in rows[:4]:
        await mara.mark(each, "arrived")
    found = [each.chance for each in await offers(mara, who=SAM) if each.chance.room]
    assert found
    moved = [each.room.there for each in found if each.room]
    assert not {each.id for each in rows[:4]} & {each.id for each in moved}
    assert all(each.starts_at >= mara.desk.clock.now + WARNING for each in moved)


async def test_where_the_room_is_gone_nothing_is_changed(mara: FrontDesk) -> None:
    rows = await fill(mara, SAM, "09:00", "17:00")
    [first, *_] = [each for each in await offers(mara, who=SAM) if sort(each) == "room"]
    await mara.book(then("09:30"), practitioner=ANA, details=somebody(last_name="Quicker"))
    with pytest.raises(TimeTaken):
        await take(mara, first)
    assert await mara.again(rows[1]) == rows[1]
    assert len(await mara.desk.bookings()) == len(rows) + 1


async def test_where_who_would_be_moved_was_changed_nothing_is(mara: FrontDesk) -> None:
    rows = await fill(mara, SAM, "09:00", "17:00")
    [first, *_] = [each for each in await offers(mara, who=SAM) if sort(each) == "room"]
    await mara.mark(rows[1], "arrived")
    with pytest.raises(BookingStale):
        await take(mara, first)
    assert len(await mara.desk.bookings()) == len(rows)


async def test_two_desks_that_press_at_once_book_one(mara: FrontDesk) -> None:
    await fill(mara, SAM, "09:00", "17:00")
    [first, *_] = [each for each in await offers(mara, who=SAM) if sort(each) == "room"]
    both = [take(mara, first, last_name=name) for name in ("One", "Other")]
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sum(isinstance(each, Booking) for each in done) == 1
    assert sum(isinstance(each, TimeTaken | BookingStale) for each in done) == 1
    assert overlaps(await mara.desk.bookings()) == []


async def test_a_booking_of_another_day_moves_to_now(mara: FrontDesk) -> None:
    booking = await mara.book(at("2027-01-07 10:00"))
    found = await offers(mara, own=booking)
    assert told(found)[0] == (SAM, then("09:05"), "free")
    wanted = WantedMove(
        booking_id=booking.id,
        revision=booking.revision,
        practitioner=SAM,
        starts_at=then("09:05"),
        agreed=frozenset(found[0].agreed),
    )
    moved = await squeeze_in(mara.desk.toolbox, mara.member, mara.desk.slug, wanted)
    assert (moved.id, moved.starts_at) == (booking.id, then("09:05"))


async def test_ones_own_later_booking_is_not_in_ones_way(mara: FrontDesk) -> None:
    booking = await mara.book(then("09:30"))
    found = await offers(mara, who=SAM, own=booking)
    assert told(found)[0] == (SAM, then("09:05"), "free")


@pytest.mark.req("A1")
async def test_a_practitioner_moves_within_the_own_diary_alone(mara: FrontDesk, desk: Desk) -> None:
    await fill(mara, SAM, "09:00", "11:00")
    sam = await front_desk(desk, "practitioner", SAM)
    for each in await offers(sam):
        assert each.chance.time.practitioner.slug == SAM
        assert not each.chance.room or each.chance.room.to.practitioner.slug == SAM
