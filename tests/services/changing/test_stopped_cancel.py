"""Cancelling with a refund, and taking that back, stopped at each step; and a difference that only
Stripe tells of after a stop: money once, everybody told once.
"""

from functools import partial

import pytest

from slotkeeper.services.changing.settle import settle_cancelled
from slotkeeper.services.payments.settle import settle
from slotkeeper.services.payments.sweep import sweep
from slotkeeper.services.toolbox import Toolbox
from tests.services.changing.link import Link
from tests.services.changing.mover import MORE, TEN, Mover
from tests.services.changing.stops import MOST_STEPS, stop_at
from tests.services.desk import NINE
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import DEPOSIT, Till

pytestmark = [pytest.mark.req("R2"), pytest.mark.slow]
KEPT = 1000
"""What the policy of these tests keeps in the last day."""
CANCELLED = [("patient", "booking_cancelled"), ("clinic", "booking_cancelled")]


async def paid_link(till: Till) -> Link:
    """A booking of which 30 dollars are paid, ten hours before it begins."""
    payment = await till.paid_booking()
    link = await Link.of(till.desk, payment.booking_id)
    await till.wait(NINE - 10 * 3600 - till.desk.clock())
    return link


async def come_to_rest(till: Till) -> None:
    """Another process goes on for twenty minutes."""
    for _ in range(20):
        await till.wait(60)
        await settle_cancelled(till.toolbox)
        await till.sweep()


async def require_cancelled_once(till: Till, link: Link, before: list[tuple[str, str]]) -> None:
    assert await till.taken() == []
    money = await till.money()
    assert (money["refunded"], money["refunds"]) == (DEPOSIT - KEPT, 1)
    assert {row["state"] for row in await till.rows("refund")} == {"made"}
    told = [each for each in await link.told() if each not in before]
    assert sorted(each for each in told if each[1] == "booking_cancelled") == sorted(CANCELLED)


async def require_untouched(till: Till, link: Link, before: list[tuple[str, str]]) -> None:
    assert await till.taken() == [NINE]
    assert (await till.money())["refunded"] == 0
    assert await till.rows("refund") == []
    assert list(await link.told()) == before


@pytest.mark.req("C3")
@pytest.mark.req("P5")
async def test_stopped_at_any_step_a_cancelled_booking_gives_back_once(
    another: OpenAnother,
) -> None:
    """The press, the minute that passes, who is told, and the refund at Stripe."""
    ends = set()
    for number in range(1, MOST_STEPS):
        async with another() as till:
            link = await paid_link(till)
            before = list(await link.told())

            steps = await stop_at(
                number, till.toolbox, partial(_cancel, link), partial(_later, till), sweep
            )
            await come_to_rest(till)
            is_cancelled = (await link.booking()).state == "cancelled"
            ends.add(is_cancelled)
            if is_cancelled:
                await require_cancelled_once(till, link, before)
            else:
                await require_untouched(till, link, before)
                await link.cancel()  # who presses again cancels it, once
                await come_to_rest(till)
                await require_cancelled_once(till, link, before)
        if not steps.is_stopped:
            assert ends == {True, False}
            return
    pytest.fail("the story has no end")


@pytest.mark.req("C4")
@pytest.mark.req("P5")
async def test_stopped_while_it_is_taken_back_it_stands_or_gives_back_once(
    another: OpenAnother,
) -> None:
    ends = set()
    for number in range(1, MOST_STEPS):
        async with another() as till:
            link = await paid_link(till)
            before = list(await link.told())
            await link.cancel()
            steps = await stop_at(number, till.toolbox, partial(_undo, link))
            await come_to_rest(till)
            stands = (await link.booking()).state == "confirmed"
            ends.add(stands)
            await (require_untouched if stands else require_cancelled_once)(till, link, before)
        if not steps.is_stopped:
            assert ends == {True, False}
            return
    pytest.fail("the story has no end")


@pytest.mark.req("C4")
@pytest.mark.req("P5")
async def test_a_webhook_after_the_stop_moves_what_was_paid_and_nothing_twice(
    another: OpenAnother,
) -> None:
    """The patient pays and never comes back; a process dies at each step of what the first webhook
    asks of it, and Stripe sends its webhooks to the next one, each of them several times.
    """
    for number in range(1, MOST_STEPS):
        async with another() as till:
            mover = await Mover.of(till)
            await mover.asks_more()
            payment = await mover.begin_and_pay()
            steps = await stop_at(
                number, till.toolbox, partial(_settle, payment.clinic_id, payment.id)
            )
            await till.webhooks(copies=3, parallel=True)
            await till.webhooks("checkout.session.completed")
            assert (await mover.link.booking()).starts_at == TEN
            money = await till.money()
            assert (money.get("authorised", 0), money["net"]) == (0, DEPOSIT + MORE)
            assert (await mover.link.told()).count(("patient", "booking_moved")) == 1
            assert (await till.payment(payment)).state == "captured"
        if not steps.is_stopped:
            return
    pytest.fail("the story has no end")


async def _cancel(link: Link, box: Toolbox) -> None:
    await link.by(box).cancel()


async def _undo(link: Link, box: Toolbox) -> None:
    await link.by(box).undo()


async def _later(till: Till, box: Toolbox) -> None:
    await till.wait(95)
    await settle_cancelled(box)


async def _settle(clinic_id: int, payment_id: int, box: Toolbox) -> None:
    await settle(box, clinic_id, payment_id)
