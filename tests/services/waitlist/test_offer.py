"""A free time is kept for one person of the list, and then for the next (C6)."""

from datetime import timedelta

import pytest
from msgspec import structs

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.protected_time import ProtectedTime, Release
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.hold import delete_hold
from slotkeeper.storage.waitlist import save_priority
from tests.services.desk import DAY, NINE, NOW, TUESDAY, Desk
from tests.services.waitlist.line import (
    ADA,
    BEN,
    CLEO,
    MINUTES,
    look,
    open_hours,
    open_list,
    told,
    wait,
)

pytestmark = pytest.mark.req("C6")
ONE_TIME = (540, 570)
"""Nine to half past: one free time of the standard consultation."""


async def test_a_time_that_opens_is_kept_for_who_waits(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk)
    ada = await wait(desk)
    assert await look(desk) == 0
    await open_hours(desk, ONE_TIME)
    assert await desk.free() == {NINE}
    assert await look(desk) == 1
    offer = await ada.offer()
    assert (offer.starts_at, offer.open_until) == (NINE, NOW + MINUTES * 60)
    assert await desk.free() == set()
    assert [(row["channel"], row["booking_id"]) for row in await told(desk)] == [
        ("mail", offer.hold_id)
    ]


async def test_when_it_runs_out_the_next_is_asked_and_nobody_twice(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    ada, ben = await wait(desk, ADA), await wait(desk, BEN)
    await look(desk)
    assert (await ben.look()).offer is None
    desk.clock.wait(MINUTES * 60)
    assert await look(desk) == 1
    assert (await ada.look()).offer is None
    assert (await ben.offer()).starts_at == NINE
    desk.clock.wait(MINUTES * 60)
    assert await look(desk) == 0
    assert await desk.free() == {NINE}, "no longer idle than its own offers"


async def test_who_declines_is_not_asked_for_that_time_again_and_waits_on(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, (540, 630))
    ada, ben = await wait(desk, ADA), await wait(desk, BEN)
    await look(desk)
    assert (await ben.offer()).starts_at == NINE + 1800
    await ada.decline()
    await look(desk)
    assert (await ada.offer()).starts_at == NINE + 3600
    assert (await ada.entry()).unanswered == 0


async def test_what_was_declined_is_over_for_a_server_whose_clock_is_behind_too(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    ada = await wait(desk)
    await look(desk)
    offer = await ada.offer()
    await ada.decline()
    hold = await find_booking(desk.database, offer.clinic_id, offer.hold_id)
    assert hold
    assert not hold.is_live_hold(offer.made_at - 10)


async def test_who_leaves_frees_the_time_for_the_next(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    ada, ben = await wait(desk, ADA), await wait(desk, BEN)
    await look(desk)
    assert (await ada.leave()).entry.state == "left"
    assert await look(desk) == 1
    assert (await ben.offer()).starts_at == NINE


async def test_the_clinics_own_patients_come_first_then_who_waits_longest(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    new = await wait(desk, ADA, patient_is="new")
    desk.clock.wait(1)
    ben = await wait(desk, BEN)
    desk.clock.wait(1)
    cleo = await wait(desk, CLEO)
    order = []
    for _ in range(3):
        await look(desk)
        order += [each for each in (new, ben, cleo) if (await each.look()).offer]
        desk.clock.wait(MINUTES * 60)
    assert order == [ben, cleo, new]


async def test_the_clinics_priority_goes_before_all(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    ada, ben = await wait(desk, ADA), await wait(desk, BEN)
    entry = await ben.entry()
    assert await desk.database.write(lambda tx: save_priority(tx, entry.clinic_id, entry.id, 1))
    await look(desk)
    assert (await ada.look()).offer is None
    assert (await ben.offer()).starts_at == NINE


async def test_in_quiet_hours_nothing_is_kept_and_then_it_is(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk)
    ada = await wait(desk, from_on=None, until_on=None)
    desk.clock.now = NOW + 13 * 3600  # nine in the evening
    await open_hours(desk, ONE_TIME, on=TUESDAY + timedelta(days=1))
    assert await look(desk) == 0
    assert await desk.free() == set()
    desk.clock.now = NOW + DAY - 1
    assert await look(desk) == 0
    desk.clock.now = NOW + DAY
    assert await look(desk) == 1
    assert (await ada.offer()).starts_at == NINE + DAY


@pytest.mark.req("S8")
async def test_protected_times_are_released_to_the_waiting_list_first(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    clinic = await get_clinic(desk.database, desk.slug)
    row = ProtectedTime(
        time=MarkedTime(days=(1,), begins=540, ends=570),
        release=Release(before=CutOff(20, "h")),
        waitlist_for=CutOff(10, "h"),
    )
    sam, *others = clinic.practitioners
    sam = structs.replace(sam, protected=(row,))
    await desk.save(structs.replace(clinic, practitioners=(sam, *others)))
    ada = await wait(desk)
    assert await look(desk) == 0
    desk.clock.now = NINE - 20 * 3600
    assert await desk.free() == set()
    assert await look(desk) == 1
    assert (await ada.accept()).state == "confirmed"


async def test_who_lets_three_offers_pass_waits_no_more(desk: Desk) -> None:
    await open_list(desk, most_unanswered=2)
    await open_hours(desk, (540, 660))
    ada = await wait(desk)
    for _ in range(2):
        await look(desk)
        assert (await ada.look()).offer
        desk.clock.wait(MINUTES * 60)
    assert await look(desk) == 0
    assert (await ada.entry()).state == "unanswered"


async def test_nothing_is_offered_where_the_clinic_keeps_no_list_any_more(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    await wait(desk)
    await open_list(desk, enabled=False)
    assert await look(desk) == 0


async def test_who_joins_anew_keeps_the_place_and_is_asked_for_what_they_want_now(
    desk: Desk,
) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME, (840, 870))
    ada = await wait(desk)
    desk.clock.wait(1)
    await wait(desk, BEN, parts=("afternoon",))
    desk.clock.wait(1)
    again = await wait(desk, parts=("afternoon",))
    assert (await ada.entry()).state == "replaced"
    assert (await again.entry()).made_at == NOW
    await look(desk)
    assert (await again.offer()).starts_at == NINE + 5 * 3600


async def test_staff_who_release_the_hold_end_the_offer(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    ada, ben = await wait(desk, ADA), await wait(desk, BEN)
    await look(desk)
    offer = await ada.offer()
    await desk.database.write(lambda tx: delete_hold(tx, offer.clinic_id, offer.hold_id))
    assert (await ada.look()).offer is None
    desk.clock.wait(MINUTES * 60)
    await look(desk)
    assert (await ada.entry()).unanswered == 0
    assert (await ben.offer()).starts_at == NINE
