"""Moves in the history that staff read: from where to where, and in the order in which things
happened (C4, A2).
"""

import pytest

from slotkeeper.domain.booking_history import HistoryEvent
from slotkeeper.services.changing.move import hold_move
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.staff.booking_detail import get_booking_detail
from tests.services.changing.mover import TEN, Mover
from tests.services.desk import NINE
from tests.services.payments.till import Till
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk

pytestmark = pytest.mark.req("C4", "A2")
ELEVEN = TEN + 3600


async def history(mara: FrontDesk, booking_id: int) -> list[HistoryEvent]:
    return (await get_booking_detail(mara.desk.toolbox, mara.member, booking_id)).history


def moves(events: list[HistoryEvent]) -> list[tuple[str, tuple[object, object]]]:
    """Who moved it, and from when to when."""
    return [
        (each.happened, each.changes["starts_at"])
        for each in events
        if each.what in {"moved", "booking_moved"} and each.happened in {"agreed", "done"}
    ]


async def test_each_move_says_from_when_to_when_whoever_made_it(till: Till) -> None:
    mover, mara = await Mover.of(till), await front_desk(till.desk)
    await mover.press(await mover.wanted(await mover.choose(TEN)))
    till.desk.clock.wait(60)
    await mara.move(await mover.link.booking(), ELEVEN)
    till.desk.clock.wait(60)
    await mover.press(await mover.wanted(await mover.choose(NINE)))
    assert moves(await history(mara, mover.first.booking_id)) == [
        ("agreed", (NINE, TEN)),
        ("done", (TEN, ELEVEN)),
        ("agreed", (ELEVEN, NINE)),
    ]


async def test_a_move_to_somebody_else_names_both(till: Till) -> None:
    mover, mara = await Mover.of(till), await front_desk(till.desk)
    before, caller = await mover.link.booking(), Caller("me", "192.0.2.1")
    place = mover.toolbox, till.desk.slug, mover.link.token, TEN, caller
    await mover.press(await mover.wanted(await hold_move(*place, practitioner="ana-costa")))
    after = await mara.again(before)
    till.desk.clock.wait(60)
    await mara.move(after, ELEVEN, practitioner="sam-lee")
    sam, ana = before.practitioner_id, after.practitioner_id
    assert sam != ana
    events = await history(mara, before.id)
    assert [each.changes["practitioner"] for each in events if "practitioner" in each.changes] == [
        (sam, ana),
        (ana, sam),
    ]


async def test_a_difference_is_paid_before_the_move_that_it_is_for(till: Till) -> None:
    mover, mara = await Mover.of(till), await front_desk(till.desk)
    await mover.asks_more()
    till.desk.clock.wait(60)
    payment = await mover.begin()
    await till.wait(40)
    await till.open_page(payment)
    await till.pay(payment)
    await till.come_back(payment)
    assert (await mover.link.booking()).starts_at == TEN
    events = [each for each in await history(mara, mover.first.booking_id) if not each.recipient]
    assert [each.happened for each in events][-3:] == ["payment_asked", "paid", "agreed"]
    assert events[-1].at == events[-2].at
