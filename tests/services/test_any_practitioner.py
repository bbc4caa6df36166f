"""Who is held for a patient who does not mind."""

import pytest
from msgspec import structs

from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.keep_hold import renew
from slotkeeper.services.place_hold import Caller, place_hold
from slotkeeper.services.refusals import OthersOffered
from slotkeeper.services.wish import Wish
from tests.services.desk import HOLD_SECONDS, NINE, Clock, Desk, at

TEN = at("2027-01-05 10:00")
ELEVEN = at("2027-01-05 11:00")


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


@pytest.mark.req("B2")
async def test_a_wish_for_anyone_stays_one_when_its_hold_runs_out(desk: Desk, clock: Clock) -> None:
    held = await desk.place(NINE, practitioner="any")
    clock.wait(HOLD_SECONDS)
    await desk.place(NINE)  # somebody takes sam-lee's time
    again = await renew(desk.toolbox, desk.slug, held.token, "192.0.2.1")
    assert _name(again.wish, again.hold.practitioner_id) == "ana-costa"


@pytest.mark.req("S13")
async def test_who_left_since_the_list_was_shown_is_held_for_nobody(desk: Desk) -> None:
    shown = await desk.wish("standard", "any")
    clinic = await get_clinic(desk.database, desk.slug)
    sam, ana = clinic.practitioners
    gone = structs.replace(sam, enabled=False)
    await desk.save(structs.replace(clinic, practitioners=(gone, ana)))
    held = await place_hold(desk.toolbox, shown, NINE, Caller("me"))
    assert _name(held.wish, held.hold.practitioner_id) == "ana-costa"
