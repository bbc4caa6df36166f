"""Choosing a time places a hold on it."""

import asyncio

import pytest

from slotkeeper.services.refusals import OthersOffered
from tests.services.desk import HOLD_SECONDS, NINE, NOW, Clock, Desk, at, open_desk

TEN = at("2027-01-05 10:00")
ELEVEN = at("2027-01-05 11:00")


@pytest.mark.req("H1")
async def test_a_chosen_time_is_held_for_seven_and_a_half_minutes(desk: Desk) -> None:
    held = await desk.place(NINE)
    assert held.hold.expires_at == NOW + 450
    [row] = await desk.bookings()
    assert (row["state"], row["starts_at"], row["expires_at"]) == ("held", NINE, NOW + 450)


@pytest.mark.req("H1")
@pytest.mark.parametrize("seconds", [60, 3600])
async def test_a_clinic_holds_as_long_as_it_says(desk: Desk, seconds: int) -> None:
    await desk.set_up(hold_seconds=seconds)
    assert (await desk.place(NINE)).hold.expires_at == NOW + seconds


@pytest.mark.req("H3")
async def test_a_held_time_is_absent_from_the_list_and_refused_to_others(desk: Desk) -> None:
    assert NINE in await desk.free()
    await desk.place(NINE)
    assert NINE not in await desk.free()
    with pytest.raises(OthersOffered):
        await desk.place(NINE)
    assert await desk.taken() == [NINE]


@pytest.mark.req("B6")
async def test_who_comes_too_late_is_offered_the_nearest_free_times(desk: Desk) -> None:
    await desk.place(TEN)
    with pytest.raises(OthersOffered) as refused:
        await desk.place(TEN)
    nearest = [slot.starts_at for slot in refused.value.offer.nearest]
    quarter = 900
    assert nearest == [
        TEN - 4 * quarter,
        TEN - 3 * quarter,
        TEN - 2 * quarter,
        TEN + 2 * quarter,
        TEN + 3 * quarter,
        TEN + 4 * quarter,
    ]


@pytest.mark.req("B8")
@pytest.mark.req("H3")
async def test_the_padding_after_an_appointment_is_held_too(desk: Desk) -> None:
    await desk.place(NINE, kind="initial")  # until 9:45, and 15 minutes after
    with pytest.raises(OthersOffered):
        await desk.place(at("2027-01-05 09:45"))
    await desk.place(TEN)  # touching is not overlapping


@pytest.mark.req("H3")
async def test_the_padding_before_an_appointment_is_held_too(desk: Desk) -> None:
    await desk.place(ELEVEN, kind="running")  # from 10:45 on
    with pytest.raises(OthersOffered):
        await desk.place(at("2027-01-05 10:30"))
    await desk.place(at("2027-01-05 10:15"))


@pytest.mark.req("H9")
async def test_a_hold_stops_blocking_at_the_second_it_expires(desk: Desk, clock: Clock) -> None:
    first = await desk.place(NINE)
    clock.wait(HOLD_SECONDS - 1)
    with pytest.raises(OthersOffered):
        await desk.place(NINE)
    clock.wait(1)
    assert NINE in await desk.free()
    second = await desk.place(NINE)
    assert [row["id"] for row in await desk.bookings()] == [second.hold.id]
    assert second.hold.id != first.hold.id


@pytest.mark.req("H6")
async def test_choosing_another_time_moves_the_hold(desk: Desk) -> None:
    await desk.place(NINE, "browser")
    await desk.place(TEN, "browser")
    assert await desk.taken() == [TEN]
    assert NINE in await desk.free()


@pytest.mark.req("H6")
async def test_a_hold_is_moved_by_its_token_where_the_browser_has_no_name(desk: Desk) -> None:
    first = await desk.place(NINE)
    await desk.place(TEN, previous=first.token)
    assert await desk.taken() == [TEN]


@pytest.mark.req("H6")
async def test_the_old_hold_stays_where_the_new_time_is_taken(desk: Desk) -> None:
    mine = await desk.place(NINE, "me")
    await desk.place(TEN, "somebody else")
    with pytest.raises(OthersOffered):
        await desk.place(TEN, "me")
    assert await desk.taken() == [NINE, TEN]
    assert (await desk.bookings())[0]["id"] == mine.hold.id


async def test_a_hold_may_move_to_a_time_that_overlaps_itself(desk: Desk) -> None:
    await desk.place(NINE, "me")
    await desk.place(NINE + 900, "me")
    assert await desk.taken() == [NINE + 900]


@pytest.mark.req("H7")
async def test_choosing_the_same_time_again_is_the_same_hold_and_no_longer(
    desk: Desk, clock: Clock
) -> None:
    first = await desk.place(NINE, "me")
    clock.wait(100)
    second = await desk.place(NINE, "me")
    assert (second.hold.id, second.hold.expires_at) == (first.hold.id, NOW + HOLD_SECONDS)


@pytest.mark.req("H3")
@pytest.mark.parametrize("practitioner", ["sam-lee", "any"])
async def test_a_double_click_makes_one_hold_and_every_click_gets_it(
    desk: Desk, practitioner: str
) -> None:
    clicks = [desk.place(NINE, "me", practitioner=practitioner) for _ in range(8)]
    held = await asyncio.gather(*clicks)
    [row] = await desk.bookings()
    assert {each.hold.id for each in held} == {row["id"]}


@pytest.mark.req("H7")
async def test_one_visitor_who_chooses_many_times_at_once_keeps_one(desk: Desk) -> None:
    starts = [NINE + number * 1800 for number in range(12)]
    clicks = [
        desk.place(start, "me", practitioner=practitioner)
        for start in starts
        for practitioner in ("sam-lee", "ana-costa")
    ]
    held = await asyncio.gather(*clicks)
    [row] = await desk.bookings()
    assert row["id"] in {each.hold.id for each in held}


@pytest.mark.req("R5")
async def test_a_forged_token_moves_nobodys_hold(desk: Desk) -> None:
    held = await desk.place(NINE)
    for forged in (
        "",
        "x",
        held.token[:-10] + held.token.swapcase()[-10:],
        "A" * 600,
        "é",
        held.token + held.token,
    ):
        await desk.place(TEN, previous=forged, visitor="somebody")
    assert await desk.taken() == [NINE, TEN]


@pytest.mark.req("R5")
async def test_a_token_of_another_clinic_moves_nothing(desk: Desk) -> None:
    other = await open_desk(desk.database, "other")
    theirs = await other.place(NINE, "me")
    await desk.place(TEN, "me", previous=theirs.token)
    assert await desk.taken() == [NINE, TEN]
