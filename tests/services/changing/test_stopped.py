"""A move with a difference of the price, stopped at each of its steps: always one booking, with the
money for its time and no other, told once, with one higher SEQUENCE.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from slotkeeper.services.payments.patiently import settle_within
from slotkeeper.services.payments.sweep import sweep
from slotkeeper.services.toolbox import Toolbox
from tests.services.changing.mover import LESS, MORE, TEN, Mover
from tests.services.changing.stops import Steps, Stopped, stopping
from tests.services.desk import NINE
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import DEPOSIT

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("P5"), pytest.mark.req("R2"), pytest.mark.slow]

Story = Callable[[Mover, Toolbox], Awaitable[None]]
MOST_STEPS = 200


async def pays_more(mover: Mover, box: Toolbox) -> None:
    """The patient presses, pays and comes back."""
    hold = await mover.press(await mover.wanted(await mover.choose()), box)
    payment = await mover.due(hold)
    till = replace(mover.till, desk=replace(mover.till.desk, toolbox=box))
    await till.open_page(payment)
    await mover.till.pay(payment)
    await settle_within(box, payment)


async def gets_back(mover: Mover, box: Toolbox) -> None:
    """The patient presses, and the refund is made."""
    await mover.press(await mover.wanted(await mover.choose()), box)
    await sweep(box)


async def cancels_meanwhile(mover: Mover, box: Toolbox) -> None:
    """The patient pays, and cancels in another tab before coming back."""
    payment = await mover.begin_and_pay()
    await mover.link.cancel()
    await settle_within(box, payment)


async def cancels_as_it_is_taken(mover: Mover, box: Toolbox) -> None:
    """The money is taken, its answer is lost, and the patient cancels meanwhile."""
    payment = await mover.begin_and_pay()
    await mover.till.fault("drop", "*/capture", when="after")
    await mover.till.come_back(payment)
    await mover.link.cancel()
    await settle_within(box, payment)


async def require_one_booking(mover: Mover) -> None:
    """At each moment: one that stands, and at most one new time that is kept."""
    taking = await mover.taking()
    assert [state for state, _ in taking].count("confirmed") == 1
    assert len(taking) <= 2


async def come_to_rest(mover: Mover) -> None:
    """Another process goes on, for two hours; nobody helps it."""
    for _ in range(8):
        await mover.till.wait(10)
        await mover.till.sweep()
    for _ in range(24):
        await mover.till.wait(300)
        await mover.till.sweep()


async def require_settled(mover: Mover, before: int, difference: int) -> None:
    booking = await mover.link.booking()
    moved = booking.starts_at == TEN
    assert await mover.taking() == [("confirmed", TEN if moved else NINE)]
    assert booking.revision == before + moved
    money = await mover.till.money()
    assert money.get("authorised", 0) == 0
    assert money["net"] == DEPOSIT + difference * moved
    assert (await mover.link.told()).count(("patient", "booking_moved")) == int(moved)
    await require_nothing_left(mover)


async def require_gone(mover: Mover) -> None:
    """Cancelled: the clinic has nothing of the patient's, and each payment went back once."""
    assert await mover.taking() == []
    money = await mover.till.money()
    assert (money.get("authorised", 0), money["net"]) == (0, 0)
    assert money["refunds"] <= 2
    await require_nothing_left(mover)


async def require_nothing_left(mover: Mover) -> None:
    assert all(row["settled_at"] is not None for row in await mover.till.rows("payment"))
    assert {row["state"] for row in await mover.till.rows("refund")} <= {"made"}


async def stop_at(mover: Mover, story: Story, number: int) -> Steps:
    """Tell it with a process that is gone at that step."""
    steps = Steps(at=number)
    with suppress(Stopped):
        await story(mover, stopping(mover.toolbox, steps))
    print(number, steps.name)  # shown where the test fails
    return steps


@pytest.mark.parametrize("story", [pays_more, gets_back])
async def test_stopped_at_any_step_there_is_one_booking_and_its_money(
    another: OpenAnother, story: Story
) -> None:
    is_moved = set()
    for number in range(1, MOST_STEPS):
        async with another() as till:
            mover = await Mover.of(till)
            await (mover.asks_more() if story is pays_more else mover.asks_less())
            before = (await mover.link.booking()).revision
            steps = await stop_at(mover, story, number)
            await require_one_booking(mover)
            await come_to_rest(mover)
            await require_settled(mover, before, MORE if story is pays_more else -LESS)
            is_moved.add((await mover.link.booking()).starts_at == TEN)
        if not steps.is_stopped:
            assert is_moved == {True, False}
            return
    pytest.fail("the story has no end")


@pytest.mark.parametrize("story", [cancels_meanwhile, cancels_as_it_is_taken])
async def test_stopped_at_any_step_a_cancelled_booking_costs_nothing(
    another: OpenAnother, story: Story
) -> None:
    for number in range(1, MOST_STEPS):
        async with another() as till:
            mover = await Mover.of(till)
            await mover.asks_more()
            steps = await stop_at(mover, story, number)
            await come_to_rest(mover)
            await require_gone(mover)
        if not steps.is_stopped:
            return
    pytest.fail("the story has no end")


async def test_who_presses_again_after_a_stop_is_moved_once(another: OpenAnother) -> None:
    for number in range(1, MOST_STEPS):
        async with another() as till:
            mover = await Mover.of(till)
            await mover.asks_more()
            before = (await mover.link.booking()).revision
            held = await mover.choose()
            wanted = await mover.wanted(held)
            steps = Steps(at=number)
            with suppress(Stopped):
                await mover.press(wanted, stopping(mover.toolbox, steps))
            payment = await mover.due(await mover.press(wanted))
            await till.open_page(payment)
            await till.pay(payment)
            await till.come_back(payment)
            await come_to_rest(mover)
            await require_settled(mover, before, MORE)
            assert (await mover.link.booking()).starts_at == TEN
        if not steps.is_stopped:
            return
    pytest.fail("the story has no end")
