"""Money while a paid booking is moved, cancelled and taken back at the same moment: what was agreed
to is given back once, and nothing is charged without a booking (C3, C4, P5).
"""

import random
from dataclasses import replace

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.cancel import REFUND_AFTER_SECONDS, UNDO_SECONDS
from slotkeeper.services.payments.sweep import sweep
from slotkeeper.storage.agreed_change import AgreedChange
from tests.services.changing.mover import LESS, MORE, TEN, Mover
from tests.services.payments.conftest import another, fake, inbox, till
from tests.services.payments.till import DEPOSIT, Till
from tests.stress.jitter import JitteryDatabase
from tests.stress.tabs import Tab, at, one_of

__all__ = ["another", "fake", "inbox", "till"]

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("C4"), pytest.mark.req("P5")]


@pytest.fixture
async def mover(till: Till) -> Mover:
    """Whose server's transactions meet in every order."""
    if till.desk.database.engine == "postgresql":
        met = JitteryDatabase(till.desk.database, random.Random(3))
        desk = replace(till.desk, toolbox=replace(till.toolbox, database=met))
        till = replace(till, desk=desk)
    return await Mover.of(till)


async def test_a_cancellation_against_a_move_that_gives_back_less(mover: Mover) -> None:
    await mover.asks_less()
    wanted = await mover.wanted(await mover.choose())
    tab = await Tab.of(mover.link, "tab")
    presses = [mover.press(wanted), tab.cancel(DEPOSIT), mover.press(wanted), tab.cancel(DEPOSIT)]
    answers = await one_of(*presses)
    is_moved = any(isinstance(each, Booking) for each in answers)
    cancelled = [each for each in answers if isinstance(each, AgreedChange)]
    assert len(cancelled) == (not is_moved)
    await mover.till.sweep_for(120)
    assert await mover.taking() == ([("confirmed", TEN)] if is_moved else [])
    money = await mover.till.money()
    assert (money["refunded"], money["refunds"]) == (LESS if is_moved else DEPOSIT, 1)


async def test_a_cancellation_as_the_difference_is_paid_keeps_no_money_without_a_booking(
    mover: Mover,
) -> None:
    await mover.asks_more()
    payment, tab = await mover.begin_and_pay(), await Tab.of(mover.link, "tab")
    await one_of(
        mover.till.come_back(payment),
        tab.cancel(DEPOSIT),
        mover.till.come_back(payment),
        mover.till.sweep(),
    )
    await mover.till.sweep_for(300)
    booking, money = await mover.link.booking(), await mover.till.money()
    assert money.get("authorised", 0) == 0
    if booking.state == "confirmed":
        assert await mover.taking() == [("confirmed", TEN)]
        assert (money["net"], money["refunded"]) == (DEPOSIT + MORE, 0)
    else:
        assert await mover.taking() == []
        assert (money["net"], money["refunded"] - DEPOSIT) in {(0, 0), (0, MORE)}


async def test_cancelling_and_taking_back_in_many_tabs_gives_the_money_back_once_or_not(
    mover: Mover,
) -> None:
    tabs = [await Tab.of(mover.link, f"tab {n}") for n in range(3)]
    await one_of(
        *[tab.cancel(DEPOSIT) for tab in tabs],
        *[tab.undo() for tab in tabs],
        *[replace(tab, revision=tab.revision + 2).cancel(DEPOSIT) for tab in tabs],
        mover.till.sweep(),
    )
    await mover.till.sweep_for(150)
    is_back = (await mover.link.booking()).state == "cancelled"
    money = await mover.till.money()
    assert (money["refunded"], money["refunds"]) == (DEPOSIT * is_back, int(is_back))


async def test_taking_back_at_the_last_second_keeps_the_money(mover: Mover) -> None:
    """Also where another server's clock is ahead, by as much as the money waits for that."""
    tab = await Tab.of(mover.link, "tab")
    await tab.cancel(DEPOSIT)
    await mover.till.wait(UNDO_SECONDS)
    late = at(mover.till.desk, REFUND_AFTER_SECONDS - UNDO_SECONDS - 1)
    undone, *swept = await one_of(tab.undo(), sweep(late), sweep(late), tab.undo())
    assert isinstance(undone, Booking)
    assert swept[0] == swept[1] == 0
    await mover.till.sweep_for(150)
    assert (await mover.link.booking()).state == "confirmed"
    assert (await mover.till.money())["refunds"] == 0
