"""A time that a patient keeps to move a booking to is free again when staff cancel that booking, or
move it themselves.
"""

from datetime import timedelta

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.move import hold_move
from slotkeeper.services.holds import Held
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.staff.bookings.cancel import WantedCancel
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from slotkeeper.services.staff.bookings.several import cancel_several
from tests.services.changing.link import Link
from tests.services.classes import CLASS, add_class
from tests.services.desk import DAY, NINE, TUESDAY, Desk
from tests.services.staff.bookings.front_desk import HALF_HOUR, FrontDesk, front_desk
from tests.services.staff.classes.test_cancel_class import at, cancel, join
from tests.services.staff.classes.test_move_class import move
from tests.services.staff.series.regulars import Regulars

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("A2")]

TEN, ELEVEN = NINE + 2 * HALF_HOUR, NINE + 4 * HALF_HOUR
ANA = "ana-costa"


async def choose(mara: FrontDesk, booking: Booking, start: int = TEN, whom: str = ANA) -> Held:
    """Its patient has chosen another time, and has not pressed the button yet."""
    link = await Link.of(mara.desk, booking)
    caller = Caller("", "192.0.2.1")
    return await hold_move(
        mara.desk.toolbox, mara.desk.slug, link.token, start, caller, practitioner=whom
    )


async def is_free(mara: FrontDesk, start: int, whom: str = ANA, kind: str = "standard") -> bool:
    return start in await mara.desk.free(kind, whom)


@pytest.mark.parametrize("whom", ["sam-lee", ANA])
async def test_staff_cancel_and_it_is_free_at_once(mara: FrontDesk, whom: str) -> None:
    booking = await mara.desk.book()
    await choose(mara, booking, whom=whom)
    assert not await is_free(mara, TEN, whom)
    await mara.cancel(booking)
    assert await is_free(mara, TEN, whom)


async def test_so_it_is_where_they_cancel_several(mara: FrontDesk) -> None:
    made = [await mara.desk.book(NINE + number * HALF_HOUR) for number in range(2)]
    for number, booking in enumerate(made):
        await choose(mara, booking, ELEVEN + number * HALF_HOUR)
    wanted = [WantedCancel(booking_id=each.id, revision=each.revision) for each in made]
    assert (await cancel_several(mara.desk.toolbox, mara.member, mara.desk.slug, wanted)).done == 2
    assert [await is_free(mara, ELEVEN + n * HALF_HOUR) for n in range(2)] == [True, True]


async def test_staff_move_it_elsewhere_and_it_is_free_at_once(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    await choose(mara, booking)
    await mara.move(booking, ELEVEN)
    assert await is_free(mara, TEN)


async def test_or_to_that_very_time_for_the_patient_on_the_telephone(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    await choose(mara, booking)
    assert (await mara.move(booking, TEN, practitioner=ANA)).starts_at == TEN


async def test_a_move_that_does_not_come_about_leaves_it_kept(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    await choose(mara, booking)
    with pytest.raises(RulesAgainst):
        await mara.move(booking, NINE + 12 * 3600)
    assert not await is_free(mara, TEN)


async def test_what_another_patient_keeps_stays_kept(mara: FrontDesk) -> None:
    booking, other = await mara.desk.book(), await mara.desk.book(ELEVEN)
    await choose(mara, other)
    await mara.cancel(booking)
    assert not await is_free(mara, TEN)


async def choose_last_place(mara: FrontDesk, start: int) -> None:
    """Somebody of the class at `start` keeps the last place of the Tuesday's."""
    await add_class(mara.desk, places=2)
    await join(mara, 2)
    await choose(mara, await join(mara, 1, start), CLASS, "sam-lee")
    assert not await is_free(mara, CLASS, "sam-lee", "class")


async def test_a_class_is_cancelled_and_so_is_what_its_patients_keep(desk: Desk) -> None:
    mara, following = await front_desk(desk), CLASS + 7 * DAY
    await choose_last_place(mara, following)
    await cancel(mara, await at(mara, following))
    assert await is_free(mara, CLASS, "sam-lee", "class")


async def test_or_it_is_moved(desk: Desk) -> None:
    mara, following = await front_desk(desk), CLASS + 7 * DAY
    await choose_last_place(mara, following)
    await move(mara, await at(mara, following), following + DAY)
    assert await is_free(mara, CLASS, "sam-lee", "class")


async def test_a_series_is_ended_or_changed_with_what_is_kept_for_its_dates(
    mara: FrontDesk,
) -> None:
    regulars = Regulars(mara)
    series = await regulars.weekly(3)
    first, second, _ = [each.booking for each in await regulars.bookings(series)]
    await choose(mara, second, TEN)
    series = await regulars.change(series, TUESDAY + timedelta(days=7), minute=11 * 60)
    assert await is_free(mara, TEN)
    await choose(mara, await mara.again(second), TEN)
    await choose(mara, first, ELEVEN)
    await regulars.end(series, TUESDAY + timedelta(days=7))
    assert (await is_free(mara, TEN), await is_free(mara, ELEVEN)) == (True, False)
