"""Choosing a time places a hold on it."""

import asyncio
from datetime import date

import pytest
from msgspec import structs

from slotkeeper.domain.errors import (
    AppointmentTypeUnknown,
    OnlineBookingClosed,
    PractitionerUnknown,
)
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.place_hold import Caller, place_hold
from slotkeeper.services.refusals import OthersOffered
from slotkeeper.services.slot_search import search_slots
from slotkeeper.services.wish import Wish
from tests.services.desk import HOLD_SECONDS, NINE, NOW, Clock, Desk, at, open_desk

TEN = at("2027-01-05 10:00")
ELEVEN = at("2027-01-05 11:00")


async def free(desk: Desk, kind: str = "standard", practitioner: str = "sam-lee") -> set[int]:
    """The starts of the Tuesday that are offered."""
    tuesday = date(2027, 1, 5)
    found = await search_slots(desk.toolbox, await desk.wish(kind, practitioner), tuesday, tuesday)
    return {slot.starts_at for slot in found.slots}


async def held_starts(desk: Desk) -> list[int]:
    return [row["starts_at"] for row in await desk.bookings()]


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
    assert NINE in await free(desk)
    await desk.place(NINE)
    assert NINE not in await free(desk)
    with pytest.raises(OthersOffered):
        await desk.place(NINE)
    assert await held_starts(desk) == [NINE]


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
    assert NINE in await free(desk)
    second = await desk.place(NINE)
    assert [row["id"] for row in await desk.bookings()] == [second.hold.id]
    assert second.hold.id != first.hold.id


@pytest.mark.req("H6")
async def test_choosing_another_time_moves_the_hold(desk: Desk) -> None:
    await desk.place(NINE, "browser")
    await desk.place(TEN, "browser")
    assert await held_starts(desk) == [TEN]
    assert NINE in await free(desk)


@pytest.mark.req("H6")
async def test_a_hold_is_moved_by_its_token_where_the_browser_has_no_name(desk: Desk) -> None:
    first = await desk.place(NINE)
    await desk.place(TEN, previous=first.token)
    assert await held_starts(desk) == [TEN]


@pytest.mark.req("H6")
async def test_the_old_hold_stays_where_the_new_time_is_taken(desk: Desk) -> None:
    mine = await desk.place(NINE, "me")
    await desk.place(TEN, "somebody else")
    with pytest.raises(OthersOffered):
        await desk.place(TEN, "me")
    assert await held_starts(desk) == [NINE, TEN]
    assert (await desk.bookings())[0]["id"] == mine.hold.id


async def test_a_hold_may_move_to_a_time_that_overlaps_itself(desk: Desk) -> None:
    await desk.place(NINE, "me")
    await desk.place(NINE + 900, "me")
    assert await held_starts(desk) == [NINE + 900]


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


@pytest.mark.req("S13")
@pytest.mark.req("R4")
@pytest.mark.parametrize(
    "start",
    [
        pytest.param(at("2027-01-04 09:45"), id="closer than the cut-off"),
        pytest.param(at("2026-12-31 09:00"), id="past"),
        pytest.param(at("2027-03-06 09:00"), id="beyond the horizon"),
        pytest.param(NINE + 60, id="off the grid"),
        pytest.param(NINE - 900, id="before opening"),
        pytest.param(at("2027-01-05 16:45"), id="ends after closing"),
        pytest.param(at("2027-01-09 09:00"), id="on a Saturday"),
        pytest.param(0, id="zero"),
        pytest.param(-NINE, id="negative"),
        pytest.param(10**12 - 1, id="in the year 33658"),
        pytest.param(2**70, id="beyond any database"),
    ],
)
async def test_a_time_that_is_not_offered_is_refused_with_others(desk: Desk, start: int) -> None:
    mine = await desk.place(TEN, "me")
    with pytest.raises(OthersOffered) as refused:
        await desk.place(start, "me")
    assert refused.value.offer.nearest
    assert [row["id"] for row in await desk.bookings()] == [mine.hold.id]


@pytest.mark.req("S4")
async def test_the_last_day_of_the_horizon_is_held(desk: Desk) -> None:
    await desk.place(at("2027-03-05 09:00"))  # 60 days after the 4th of January


@pytest.mark.req("S3")
async def test_a_time_at_the_very_cut_off_is_held(desk: Desk) -> None:
    await desk.place(at("2027-01-04 10:00"))


@pytest.mark.req("R5")
async def test_a_forged_token_moves_nobodys_hold(desk: Desk) -> None:
    held = await desk.place(NINE)
    for forged in ("", "x", held.token[:-2] + "AA", "A" * 600, "é", held.token + held.token):
        await desk.place(TEN, previous=forged, visitor="somebody")
    assert await held_starts(desk) == [NINE, TEN]


@pytest.mark.req("R5")
async def test_a_token_of_another_clinic_moves_nothing(desk: Desk) -> None:
    other = await open_desk(desk.database, "other")
    theirs = await other.place(NINE, "me")
    await desk.place(TEN, "me", previous=theirs.token)
    assert await held_starts(desk) == [NINE, TEN]


@pytest.mark.req("S1")
async def test_a_clinic_that_takes_no_online_bookings_holds_nothing(desk: Desk) -> None:
    await desk.set_up(enabled=False)
    with pytest.raises(OnlineBookingClosed):
        await desk.place(NINE)
    assert await held_starts(desk) == []


@pytest.mark.req("S1")
async def test_a_practitioner_is_not_held_for_a_type_that_they_do_not_offer(desk: Desk) -> None:
    with pytest.raises(PractitionerUnknown):
        await desk.place(NINE, kind="running", practitioner="ana-costa")
    with pytest.raises(AppointmentTypeUnknown):
        await desk.place(NINE, kind="massage")


@pytest.mark.req("S13")
async def test_what_the_clinic_changed_since_the_list_was_shown_counts(desk: Desk) -> None:
    shown = await desk.wish("standard")
    await _lengthen(desk, "standard", 50)
    held = await place_hold(desk.toolbox, shown, NINE, Caller("me"))
    assert held.hold.ends_at == NINE + 50 * 60
    with pytest.raises(OthersOffered):
        await place_hold(desk.toolbox, shown, at("2027-01-05 16:30"), Caller("you"))


async def _lengthen(desk: Desk, kind: str, minutes: int) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    kinds = tuple(
        structs.replace(each, minutes=minutes) if each.slug == kind else each
        for each in clinic.appointment_types
    )
    await desk.save(structs.replace(clinic, appointment_types=kinds))


async def whom(desk: Desk, start: int, visitor: str = "") -> str:
    """Hold that time with anyone; who it is."""
    held = await desk.place(start, visitor, practitioner="any")
    return _name(held.wish, held.hold.practitioner_id)


def _name(wish: Wish, practitioner_id: int) -> str:
    return next(each.slug for each in wish.clinic.practitioners if each.id == practitioner_id)


@pytest.mark.req("B2")
async def test_anyone_is_who_has_the_fewest_bookings_that_day(desk: Desk) -> None:
    assert await whom(desk, NINE) == "sam-lee"  # none yet: the clinic's order
    assert await whom(desk, TEN) == "ana-costa"
    await desk.book(at("2027-01-05 14:00"))
    assert await whom(desk, ELEVEN) == "ana-costa"
    assert await whom(desk, at("2027-01-06 09:00")) == "sam-lee"  # another day


@pytest.mark.req("B2")
@pytest.mark.req("H9")
async def test_neither_expired_holds_nor_cancelled_bookings_make_anyone_busier(
    desk: Desk, clock: Clock
) -> None:
    await desk.cancel(await desk.book(NINE), "patient")
    for number in range(3):
        await desk.place(TEN + number * 1800)
    clock.wait(HOLD_SECONDS)
    assert await whom(desk, ELEVEN) == "sam-lee"


@pytest.mark.req("B2")
async def test_anyone_is_whoever_is_free_then(desk: Desk) -> None:
    await desk.place(NINE, practitioner="ana-costa")
    await desk.book(TEN)
    await desk.book(ELEVEN, email="two@patient.example", phone="02 5550 0002")
    assert await whom(desk, NINE) == "sam-lee"  # though busier that day
    with pytest.raises(OthersOffered):
        await whom(desk, NINE)
