"""A booking that stands again waits for an earlier time as it did before (C4, C6)."""

import pytest

from tests.services.changing.link import Link
from tests.services.desk import NINE, Desk
from tests.services.staff.bookings.front_desk import front_desk
from tests.services.waitlist.line import Patient, look, open_hours, open_list, wait_for_earlier

pytestmark = pytest.mark.req("C4", "C6")


async def later(desk: Desk) -> tuple[Link, Patient]:
    """Booked at ten, and asked for earlier; nine is taken."""
    await open_list(desk)
    await open_hours(desk, (540, 570), (600, 630))
    await desk.book(NINE)
    link = await Link.of(desk, await desk.book(NINE + 3600))
    return link, await wait_for_earlier(desk, link.token)


async def test_who_takes_the_cancellation_back_has_the_place_on_the_list_again(desk: Desk) -> None:
    link, waits = await later(desk)
    joined = await waits.entry()
    await link.cancel()
    await look(desk)
    assert (await waits.entry()).state == "over"
    await link.undo()
    assert await waits.entry() == joined
    await look(desk)
    assert (await waits.entry()).state == "waiting"


async def test_so_has_one_whose_booking_staff_restore(desk: Desk) -> None:
    link, waits = await later(desk)
    mara = await front_desk(desk)
    gone = await mara.cancel(await link.booking())
    await look(desk)
    assert (await waits.entry()).state == "over"
    await mara.restore(await mara.again(gone))
    assert (await waits.entry()).state == "waiting"


async def test_they_are_offered_what_is_free_then(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, (540, 570), (600, 630))
    first = await Link.of(desk, await desk.book(NINE))
    link = await Link.of(desk, await desk.book(NINE + 3600))
    waits = await wait_for_earlier(desk, link.token)
    await link.cancel()
    await look(desk)
    await link.undo()
    await first.cancel()
    desk.clock.wait(61)
    await look(desk)
    assert (await waits.offer()).starts_at == NINE


async def test_who_has_left_the_list_stays_away(desk: Desk) -> None:
    link, waits = await later(desk)
    await waits.leave()
    await link.cancel()
    await link.undo()
    assert (await waits.entry()).state == "left"
