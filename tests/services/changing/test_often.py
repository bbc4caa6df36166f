"""No more than ten moves of one booking by its link within a day, however many press at once; staff
are not limited (C4).
"""

import asyncio

import pytest

from slotkeeper.domain.errors import HoldUnknown
from slotkeeper.services.changing.cancel import BookingChanged
from slotkeeper.services.changing.often import MOST_MOVES, MOVES_WITHIN_SECONDS, MovedTooOften
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from tests.services.changing.link import Link
from tests.services.changing.test_move import choose, move
from tests.services.desk import NINE
from tests.services.staff.bookings.front_desk import front_desk

pytestmark = pytest.mark.req("C4", "T6")
QUARTER = 900
FAR = NINE + 2 * 86_400
_LOST = (BookingChanged, HoldEnded, HoldUnknown, HoldRenewed, OthersOffered)


async def move_on(link: Link, times: int, first: int = NINE + 4 * QUARTER) -> None:
    """To and fro between two times."""
    for number in range(times):
        await move(link, await choose(link, first + QUARTER * (number % 2)))
        link.desk.clock.wait(1)


async def moved(link: Link) -> int:
    rows = await link.desk.rows(
        "SELECT 1 AS one FROM booking_move WHERE booking_id = $1 AND moved_by = 'patient'",
        link.booking_id,
    )
    return len(rows)


async def test_after_ten_moves_within_a_day_the_clinic_is_to_be_called(free: Link) -> None:
    first = free.desk.clock()
    await move(free, await choose(free, FAR))
    free.desk.clock.wait(1)
    await move_on(free, MOST_MOVES - 1, FAR + 4 * QUARTER)
    before = await free.booking()
    told = len(await free.told())
    with pytest.raises(MovedTooOften):
        await choose(free, NINE)
    assert await free.booking() == before
    assert len(await free.told()) == told
    free.desk.clock.wait(first + MOVES_WITHIN_SECONDS - free.desk.clock())
    await move(free, await choose(free, FAR + QUARTER))
    with pytest.raises(MovedTooOften):
        await choose(free, FAR)


async def test_a_time_that_was_chosen_before_is_refused_too(free: Link) -> None:
    held = await choose(free, NINE + 8 * QUARTER)
    await move_on(free, MOST_MOVES)
    with pytest.raises(MovedTooOften):
        await move(free, held)
    assert await moved(free) == MOST_MOVES


async def test_staff_are_not_limited_and_do_not_count(free: Link) -> None:
    mara = await front_desk(free.desk)
    await move_on(free, MOST_MOVES - 1)
    for number in range(3):
        await mara.move(await free.booking(), NINE + QUARTER * (8 + number % 2))
    await move_on(free, 1)
    with pytest.raises(MovedTooOften):
        await choose(free, NINE)
    await mara.move(await free.booking(), NINE)
    assert (await free.booking()).starts_at == NINE


@pytest.mark.req("R2")
async def test_however_many_press_at_once_it_is_moved_ten_times(free: Link) -> None:
    await move_on(free, MOST_MOVES - 3)
    await asyncio.gather(*(_go_on(free, lane) for lane in range(6)))
    assert await moved(free) == MOST_MOVES
    with pytest.raises(MovedTooOften):
        await choose(free, NINE)


async def _go_on(link: Link, lane: int) -> None:
    """Whoever has the link, until they are told to call."""
    for number in range(40):
        start = NINE + QUARTER * (2 + 3 * lane + number % 2)
        try:
            await move(link, await choose(link, start))
        except MovedTooOften:
            return
        except _LOST:
            await asyncio.sleep(0.002 * lane)
    pytest.fail("nobody said no")
