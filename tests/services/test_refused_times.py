"""A submitted time is never trusted: it is derived again by the clinic's rules."""

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
from tests.services.desk import NINE, Desk, at

TEN = at("2027-01-05 10:00")


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


@pytest.mark.req("S1")
async def test_a_clinic_that_takes_no_online_bookings_holds_nothing(desk: Desk) -> None:
    await desk.set_up(enabled=False)
    with pytest.raises(OnlineBookingClosed):
        await desk.place(NINE)
    assert await desk.taken() == []


@pytest.mark.req("S1")
async def test_a_practitioner_is_not_held_for_a_type_that_they_do_not_offer(desk: Desk) -> None:
    with pytest.raises(PractitionerUnknown):
        await desk.place(NINE, kind="running", practitioner="ana-costa")
    with pytest.raises(AppointmentTypeUnknown):
        await desk.place(NINE, kind="massage")


@pytest.mark.req("S13")
async def test_what_the_clinic_changed_since_the_list_was_shown_counts(desk: Desk) -> None:
    shown = await desk.wish("standard")
    await _change(desk, "standard", minutes=50)
    held = await place_hold(desk.toolbox, shown, NINE, Caller("me"))
    assert held.hold.ends_at == NINE + 50 * 60
    with pytest.raises(OthersOffered):
        await place_hold(desk.toolbox, shown, at("2027-01-05 16:30"), Caller("you"))


@pytest.mark.req("S13")
async def test_padding_that_the_clinic_changed_since_the_list_was_shown_counts(desk: Desk) -> None:
    shown = await desk.wish("initial")
    await _change(desk, "initial", padding_after=30)
    await place_hold(desk.toolbox, shown, NINE, Caller("me"))
    with pytest.raises(OthersOffered):
        await desk.place(NINE + 60 * 60)
    await desk.place(NINE + 75 * 60)


async def _change(desk: Desk, kind: str, **changes: int) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    kinds = tuple(
        structs.replace(each, **changes) if each.slug == kind else each
        for each in clinic.appointment_types
    )
    await desk.save(structs.replace(clinic, appointment_types=kinds))
