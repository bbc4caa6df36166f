"""A patient changes and cancels the dates of a series one at a time, by the link of each."""

import pytest

from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient
from slotkeeper.services.changing.page import BookingPage, get_booking_page
from slotkeeper.services.place_hold import Caller
from tests.services.changing.link import Link
from tests.services.desk import NINE
from tests.services.staff.series.regulars import Regulars

pytestmark = pytest.mark.req("C1", "S7")
TEN = NINE + 3600
WEEK = 7 * 86_400


async def link_of(regulars: Regulars, place: int) -> Link:
    """The link of one of three dates."""
    made = await regulars.weekly(3)
    return await Link.of(regulars.mara.desk, (await regulars.bookings(made))[place].booking)


async def page_of(link: Link) -> BookingPage:
    return await get_booking_page(link.toolbox, (await link.look()).managed)


async def test_the_other_dates_are_listed_each_by_its_own_link(regulars: Regulars) -> None:
    first = await link_of(regulars, 0)
    others = (await page_of(first)).others
    assert [each.booking.starts_at for each in others] == [NINE + WEEK, NINE + 2 * WEEK]
    second = Link(first.desk, others[0].token, others[0].booking.id)
    assert (await second.look()).managed.booking.starts_at == NINE + WEEK
    assert [each.booking.starts_at for each in (await page_of(second)).others] == [
        NINE,
        NINE + 2 * WEEK,
    ]


async def test_one_that_is_cancelled_leaves_the_others(regulars: Regulars) -> None:
    first = await link_of(regulars, 0)
    others = (await page_of(first)).others
    await Link(first.desk, others[0].token, others[0].booking.id).cancel()
    assert [each.booking.id for each in (await page_of(first)).others] == [others[1].booking.id]
    assert (await first.booking()).state == "confirmed"


async def test_one_that_is_moved_leaves_the_others(regulars: Regulars) -> None:
    link = await link_of(regulars, 1)
    caller = Caller("", "192.0.2.1")
    held = await hold_move(link.toolbox, link.desk.slug, link.token, TEN + WEEK, caller)
    wanted = WantedMove(hold=held.token, revision=(await link.booking()).revision)
    await move_by_patient(link.toolbox, link.desk.slug, link.token, wanted)
    assert (await link.booking()).starts_at == TEN + WEEK
    assert [each.booking.starts_at for each in (await page_of(link)).others] == [
        NINE,
        NINE + 2 * WEEK,
    ]


async def test_dates_that_are_over_are_not_listed(regulars: Regulars) -> None:
    last = await link_of(regulars, 2)
    last.desk.clock.wait(NINE + WEEK - last.toolbox.clock() + 60)
    assert (await page_of(last)).others == ()


async def test_a_single_booking_has_no_others(regulars: Regulars) -> None:
    link = await Link.of(regulars.mara.desk, await regulars.mara.desk.book())
    assert (await page_of(link)).others == ()
