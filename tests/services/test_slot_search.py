"""Which times are offered, with what is busy taken from the database."""

from datetime import date, timedelta

import pytest

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.services.slot_search import (
    nearest_slots,
    next_available,
    search_slots,
    search_starts,
)
from tests.services.desk import DAY, HOLD_SECONDS, NINE, TUESDAY, Clock, Desk, at

SATURDAY = date(2027, 1, 9)


async def starts(desk: Desk, kind: str, practitioner: str, first: date, last: date) -> list[int]:
    wish = await desk.wish(kind, practitioner)
    return [slot.starts_at for slot in (await search_slots(desk.toolbox, wish, first, last)).slots]


async def fill(desk: Desk, days: int) -> None:
    """Book everything of sam-lee on so many days from the Tuesday on."""
    for day in range(days):
        for number in range(16):
            await desk.place(NINE + day * DAY + number * 1800)


@pytest.mark.req("S10")
async def test_a_free_day_is_offered_whole(desk: Desk) -> None:
    offered = await starts(desk, "standard", "sam-lee", TUESDAY, TUESDAY)
    assert offered == list(range(NINE, at("2027-01-05 16:30") + 1, 900))


async def test_with_anyone_each_practitioner_has_each_start(desk: Desk) -> None:
    offered = await starts(desk, "standard", "any", TUESDAY, TUESDAY)
    assert len(offered) == 2 * len(set(offered))
    wish = await desk.wish("standard", "any")
    once = (await search_starts(desk.toolbox, wish, TUESDAY, TUESDAY)).starts
    assert once == sorted(set(offered))


@pytest.mark.req("H3")
@pytest.mark.req("B8")
async def test_what_is_held_or_booked_is_left_out_with_its_padding(desk: Desk) -> None:
    await desk.place(at("2027-01-05 11:00"), kind="running")  # 10:45 to 12:15 with its padding
    offered = await starts(desk, "standard", "sam-lee", TUESDAY, TUESDAY)
    taken = range(at("2027-01-05 10:30"), at("2027-01-05 12:15"), 900)
    assert set(offered) & set(taken) == set()
    assert {at("2027-01-05 10:15"), at("2027-01-05 12:15")} <= set(offered)


@pytest.mark.req("S3")
async def test_the_cut_off_moves_with_the_clock(desk: Desk, clock: Clock) -> None:
    today = date(2027, 1, 4)
    assert (await starts(desk, "standard", "sam-lee", today, today))[0] == at("2027-01-04 10:00")
    clock.wait(1)
    assert (await starts(desk, "standard", "sam-lee", today, today))[0] == at("2027-01-04 10:15")
    await desk.set_up(cut_off=CutOff(1, "d"))
    assert await starts(desk, "standard", "sam-lee", today, today) == []


@pytest.mark.req("S4")
async def test_the_last_day_of_the_horizon_is_offered_and_the_next_is_not(desk: Desk) -> None:
    await desk.set_up(horizon_days=1)
    offered = await starts(desk, "standard", "sam-lee", date.min, date.max)
    assert max(offered) == at("2027-01-05 16:30")


@pytest.mark.req("B10")
async def test_when_one_of_the_shown_times_is_taken_the_next_moves_up(desk: Desk) -> None:
    await desk.set_up(max_per_part_of_day=2)
    offered = await starts(desk, "standard", "sam-lee", TUESDAY, TUESDAY)
    noon = at("2027-01-05 12:00")
    assert offered == [NINE, NINE + 900, noon, noon + 900]
    await desk.place(NINE)
    offered = await starts(desk, "standard", "sam-lee", TUESDAY, TUESDAY)
    assert offered == [NINE + 1800, NINE + 2700, noon, noon + 900]


@pytest.mark.req("B10")
async def test_next_available_jumps_over_full_days_and_weekends(desk: Desk, clock: Clock) -> None:
    await fill(desk, 4)  # Tuesday to Friday
    wish = await desk.wish()
    assert await next_available(desk.toolbox, wish, TUESDAY) == date(2027, 1, 11)
    clock.wait(HOLD_SECONDS)
    assert await next_available(desk.toolbox, wish, TUESDAY) == TUESDAY


@pytest.mark.req("B10")
async def test_next_available_looks_as_far_as_the_horizon(desk: Desk) -> None:
    wish = await desk.wish()
    assert await next_available(desk.toolbox, wish, date(2027, 3, 6)) is None
    assert await next_available(desk.toolbox, wish, date(2027, 3, 5)) == date(2027, 3, 5)


@pytest.mark.req("B6")
async def test_the_nearest_times_lie_on_both_sides_in_order_of_time(desk: Desk) -> None:
    wanted = at("2027-01-06 12:00")
    nearest = await nearest_slots(desk.toolbox, await desk.wish("standard", "any"), wanted)
    offsets = [slot.starts_at - wanted for slot in nearest]
    assert offsets == sorted(offsets)
    assert {-1800, -900, 0, 900, 1800} < set(offsets)


@pytest.mark.req("B6")
async def test_where_nothing_is_near_the_next_day_that_has_any_is_offered(desk: Desk) -> None:
    clinic = await desk.set_up(horizon_days=60)
    assert clinic.online_booking.horizon_days == 60
    nearest = await nearest_slots(desk.toolbox, await desk.wish(), at("2029-01-01 12:00"))
    assert {slot.starts_at // DAY for slot in nearest} == {at("2027-03-05 16:00") // DAY}


@pytest.mark.parametrize("wanted", [-(2**70), -1, 0, 2**70])
async def test_the_nearest_to_no_time_at_all_are_some_times(desk: Desk, wanted: int) -> None:
    assert await nearest_slots(desk.toolbox, await desk.wish(), wanted)


async def test_days_in_the_wrong_order_hold_nothing(desk: Desk) -> None:
    assert await starts(desk, "standard", "any", SATURDAY, SATURDAY - timedelta(days=3)) == []
