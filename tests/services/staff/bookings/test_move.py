"""Staff move bookings: the old time is kept until the new one is won, and the second is told."""

import asyncio

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown, PractitionerUnknown
from slotkeeper.services.staff.bookings.refusals import (
    BookingStale,
    RulesAgainst,
    StateForbids,
    TimeTaken,
)
from tests.services.desk import DAY, NINE, Desk, at, open_desk
from tests.services.staff.bookings.front_desk import (
    HALF_HOUR,
    FrontDesk,
    front_desk,
    keys,
    rules,
    somebody,
)

pytestmark = pytest.mark.req("A2")
TEN = NINE + 2 * HALF_HOUR


async def test_the_old_time_is_free_and_the_new_one_taken(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    moved = await mara.move(booking, TEN)
    assert (moved.starts_at, moved.ends_at, moved.revision) == (TEN, TEN + HALF_HOUR, 1)
    free = await mara.desk.free()
    assert NINE in free
    assert TEN not in free
    [row] = await mara.desk.rows("SELECT local_start FROM booking WHERE id = $1", booking.id)
    assert row["local_start"] == "2027-01-05T10:00"
    assert (await mara.told(booking))[-1] == ("booking_moved", "1", "")
    [entry] = await mara.done("booking", booking.id)
    assert (entry.action, entry.details) == ("booking_moved", {"starts_at": (NINE, TEN)})


async def test_to_another_practitioner_and_without_telling(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    moved = await mara.move(booking, NINE, practitioner="ana-costa", tell=False)
    assert moved.practitioner_id != booking.practitioner_id
    assert len(await mara.told(booking)) == 1  # the confirmation
    assert NINE in await mara.desk.free()
    assert NINE not in await mara.desk.free(practitioner="ana-costa")


async def test_a_booking_keeps_its_lengths_whatever_its_type_has_by_now(mara: FrontDesk) -> None:
    booking = await mara.desk.book(kind="initial")
    await mara.desk.execute("UPDATE booking SET ends_at = ends_at + 300 WHERE id = $1", booking.id)
    moved = await mara.move(booking, at("2027-01-05 13:00"))
    assert moved.ends_at - moved.starts_at == 50 * 60
    assert moved.busy_until - moved.ends_at == 10 * 60


@pytest.mark.req("C4")
async def test_a_time_that_somebody_has_cannot_be_had_and_nothing_changes(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    there = await mara.book(TEN)
    held = await mara.desk.place(TEN + HALF_HOUR)
    for start, who in ((TEN - 600, there.id), (TEN + 2400, held.hold.id)):
        with pytest.raises(TimeTaken) as taken:
            await mara.move(booking, start)
        assert [each.id for each in taken.value.taken] == [who]
    assert await mara.again(booking) == booking


async def test_it_may_overlap_its_own_old_time(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    assert (await mara.move(booking, NINE + 600)).starts_at == NINE + 600


async def test_out_of_hours_and_blocks_are_told(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    await mara.block(TEN, TEN + HALF_HOUR)
    with pytest.raises(RulesAgainst) as against:
        await mara.move(booking, TEN)
    assert rules(against.value) == ["block"]
    moved = await mara.move(booking, TEN, agreed=keys(against.value))
    [entry, *_] = await mara.done("booking", moved.id)
    assert entry.details["overridden"] == (None, ["block"])


async def test_the_same_place_and_time_changes_nothing(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    assert await mara.move(booking, NINE) == booking
    assert await mara.done("booking", booking.id) == []


async def test_who_is_there_stays_there_until_another_day(mara: FrontDesk) -> None:
    booking = await mara.mark(await _at_nine(mara), "arrived")
    later = await mara.move(booking, TEN)
    assert later.state == "arrived"
    assert (await mara.move(later, TEN + DAY)).state == "confirmed"


async def test_the_second_of_two_is_told(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    first = await mara.move(booking, TEN)
    with pytest.raises(BookingStale) as stale:
        await mara.move(booking, TEN + HALF_HOUR)
    assert stale.value.booking == await mara.again(first)


@pytest.mark.req("R1")
async def test_of_many_at_once_exactly_one_moves_it(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    starts = [NINE + number * HALF_HOUR for number in range(1, 13)]
    answers = await asyncio.gather(
        *[mara.move(booking, start) for start in starts], return_exceptions=True
    )
    moved = [each for each in answers if isinstance(each, Booking)]
    stale = [each for each in answers if isinstance(each, BookingStale)]
    assert (len(moved), len(stale)) == (1, 11)
    assert (await mara.again(booking)).starts_at == moved[0].starts_at


@pytest.mark.parametrize("state", ["cancelled", "noshow", "fulfilled", "paying"])
async def test_what_is_over_or_being_paid_is_not_moved(mara: FrontDesk, state: str) -> None:
    booking = await mara.desk.book()
    await mara.desk.execute("UPDATE booking SET state = $2 WHERE id = $1", booking.id, state)
    with pytest.raises(StateForbids):
        await mara.move(booking, TEN)


async def test_what_is_not_the_clinic_s_or_not_in_the_own_diary_is_not_there(desk: Desk) -> None:
    mara = await front_desk(desk)
    booking = await desk.book()
    other = await front_desk(await open_desk(desk.database, "other"), "owner")
    with pytest.raises(BookingUnknown):
        await other.move(booking, TEN)
    ana = await front_desk(desk, "practitioner", "ana-costa")
    with pytest.raises(BookingUnknown):
        await ana.move(booking, TEN, practitioner="ana-costa")
    own = await mara.book(TEN, practitioner="ana-costa", details=somebody(first_name="Bob"))
    with pytest.raises(PractitionerUnknown):
        await ana.move(own, TEN + HALF_HOUR)
    held = await desk.place(TEN)
    with pytest.raises(BookingUnknown):
        await mara.move(held.hold, TEN + DAY)


async def _at_nine(mara: FrontDesk) -> Booking:
    booking = await mara.desk.book()
    mara.desk.clock.now = NINE
    return booking
