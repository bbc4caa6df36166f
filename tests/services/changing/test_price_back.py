"""What goes back of a booking that was moved at another price: once, whatever it was paid with."""

import pytest

from slotkeeper.services.payments.ask_refund import RefundTooLarge
from slotkeeper.services.payments.refunds import refund_booking
from tests.services.changing.mover import LESS, MORE, TEN, Mover
from tests.services.desk import NINE
from tests.services.payments.till import DEPOSIT, PRICE, Till, at_once

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("P5")]


@pytest.fixture
async def mover(till: Till) -> Mover:
    return await Mover.of(till)


async def test_who_has_paid_twice_gets_both_back_when_cancelling(mover: Mover) -> None:
    await mover.asks_more()
    await mover.till.come_back(await mover.begin_and_pay())
    agreed = await mover.link.cancel()
    assert agreed.returns == DEPOSIT + MORE
    await mover.link.undo()
    assert (await mover.till.money())["refunds"] == 0
    await mover.link.cancel()
    await mover.till.wait(120)
    await mover.till.sweep_for(30)
    money = await mover.till.money()
    assert (money["net"], money["refunds"]) == (0, 2)


async def test_staff_give_back_more_than_the_first_payment_was(mover: Mover) -> None:
    await mover.asks_more()
    await mover.till.come_back(await mover.begin_and_pay())
    ids = (mover.first.clinic_id, mover.first.booking_id)
    for _ in range(2):
        refund = await refund_booking(
            mover.toolbox, *ids, once="form:1", asked_by="staff:1", amount=DEPOSIT + 500
        )
        assert (refund.state, refund.amount) == ("made", DEPOSIT + 500)
    with pytest.raises(RefundTooLarge) as too_large:
        await refund_booking(mover.toolbox, *ids, once="form:2", asked_by="staff:1", amount=MORE)
    assert too_large.value.left == MORE - 500
    assert (await mover.till.money())["net"] == MORE - 500


async def test_what_it_costs_less_is_given_back_once(mover: Mover) -> None:
    await mover.asks_less()
    wanted = await mover.wanted(await mover.choose())
    assert (wanted.pays, wanted.returns) == (0, LESS)
    await at_once(*(mover.press(wanted) for _ in range(4)))
    await mover.till.sweep_for(30)
    assert await mover.taking() == [("confirmed", TEN)]
    money = await mover.till.money()
    assert (money["net"], money["refunds"]) == (DEPOSIT - LESS, 1)
    cost = await mover.link.cost()
    assert (cost.paid.left, cost.paid.deposit) == (DEPOSIT - LESS, DEPOSIT - LESS)
    assert cost.paid.price == PRICE - 2000
    again = await mover.choose(NINE)
    assert (await mover.difference(again)).is_none


async def test_who_moves_late_gets_no_more_back_than_who_cancels(mover: Mover) -> None:
    await mover.asks(0 + 500, PRICE)
    await mover.till.wait(NINE - 3 * 3600 - mover.till.desk.clock())
    held = await mover.choose(NINE + 2 * 86_400)
    assert (await mover.difference(held)).returns == DEPOSIT - 1000
