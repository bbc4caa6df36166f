"""Who has a booking waits for an earlier time, and keeps theirs until they accept one (C6)."""

import pytest

from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.waitlist.entry import OfferOver
from tests.services.changing.link import Link
from tests.services.desk import NINE, Desk
from tests.services.waitlist.line import BEN, look, open_hours, open_list, wait, wait_for_earlier

pytestmark = pytest.mark.req("C6")
ONE_TIME = (540, 570)


async def test_an_earlier_time_goes_to_who_has_a_later_one(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME, (600, 630))
    held = await desk.place(NINE)
    link = await Link.of(desk, await desk.book(NINE + 3600))
    later = await wait_for_earlier(desk, link.token)
    assert await look(desk) == 0
    desk.clock.wait(450)
    assert held.hold.expires_at == desk.clock.now
    assert await look(desk) == 1
    moved = await later.accept_earlier()
    assert (moved.id, moved.starts_at) == (link.booking_id, NINE)
    assert (await later.entry()).state == "booked"
    assert await desk.free() == {NINE + 3600}
    assert await desk.taken() == [NINE]


async def test_the_time_that_was_given_up_for_it_goes_to_the_next(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME, (600, 630))
    link = await Link.of(desk, await desk.book(NINE + 3600))
    later = await wait_for_earlier(desk, link.token)
    await look(desk)
    ben = await wait(desk, BEN)
    await later.accept_earlier()
    await look(desk)
    assert (await ben.offer()).starts_at == NINE + 3600


async def test_a_booking_that_was_cancelled_waits_for_nothing(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME, (600, 630))
    link = await Link.of(desk, await desk.book(NINE + 3600))
    later = await wait_for_earlier(desk, link.token)
    await look(desk)
    offer = await later.offer()
    await link.cancel()
    await look(desk)
    assert (await later.entry()).state == "over"
    with pytest.raises(OfferOver):
        await later.accept_earlier(offer)


async def test_who_has_that_hour_with_somebody_else_by_now_is_moved_to_what_was_offered(
    desk: Desk,
) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME, (600, 630))
    link = await Link.of(desk, await desk.book(NINE + 3600))
    later = await wait_for_earlier(desk, link.token)
    await look(desk)
    offer = await later.offer()
    ana = (await get_clinic(desk.database, desk.slug)).practitioner("ana-costa")
    held = await hold_move(
        desk.toolbox, desk.slug, link.token, NINE, Caller(), practitioner="ana-costa"
    )
    before = (await link.booking()).revision
    wanted = WantedMove(hold=held.token, revision=before)
    moved = await move_by_patient(desk.toolbox, desk.slug, link.token, wanted)
    assert (moved.practitioner_id, moved.starts_at) == (ana.id, NINE)
    there = await later.accept_earlier(offer)
    assert (there.practitioner_id, there.starts_at) == (offer.practitioner_id, NINE)
    assert await desk.taken() == [NINE]
