"""What a patient was shown before pressing is what happens: the transaction decides (C2, C4)."""

import pytest

from slotkeeper.services.changing.price import PriceChanged
from slotkeeper.services.payments.refunds import refund_booking
from tests.services.changing.mover import MORE, TEN, Mover
from tests.services.desk import NINE
from tests.services.payments.till import DEPOSIT, PRICE, Till

pytestmark = [pytest.mark.req("C2"), pytest.mark.req("C4")]
HOUR = 3600


@pytest.fixture
async def mover(till: Till) -> Mover:
    return await Mover.of(till)


async def wait_until(mover: Mover, hours_before: float) -> None:
    """So long before the booking starts."""
    await mover.till.wait(int(NINE - hours_before * HOUR - mover.till.desk.clock()))


async def test_a_window_that_ends_while_somebody_looks_is_shown_first(mover: Mover) -> None:
    await wait_until(mover, 24.02)
    wanted = await mover.wanted(await mover.choose())
    assert wanted.keeps == 0
    await wait_until(mover, 23.98)
    with pytest.raises(PriceChanged):
        await mover.press(wanted)
    assert (await mover.link.booking()).starts_at == NINE
    again = await mover.wanted(await mover.choose())
    assert again.keeps == 1000
    assert (await mover.press(again)).starts_at == TEN


async def test_a_clinic_that_gives_back_meanwhile_is_said_first(mover: Mover) -> None:
    wanted = await mover.wanted(await mover.choose())
    assert wanted.paid == DEPOSIT
    first = mover.first
    await refund_booking(
        mover.toolbox, first.clinic_id, first.booking_id, once="form:1", asked_by="staff:1"
    )
    with pytest.raises(PriceChanged):
        await mover.press(wanted)
    assert (await mover.link.booking()).starts_at == NINE


async def test_a_difference_is_not_asked_for_at_another_cost_than_was_shown(mover: Mover) -> None:
    await mover.asks_more()
    await wait_until(mover, 24.02)
    wanted = await mover.wanted(await mover.choose())
    assert wanted.pays == MORE
    await wait_until(mover, 23.98)
    with pytest.raises(PriceChanged):
        await mover.press(wanted)
    assert await mover.taking() == [("confirmed", NINE), ("held", TEN)]
    assert await mover.till.rows("paid_move") == []


async def test_what_is_left_to_be_paid_at_the_clinic_is_what_was_shown(mover: Mover) -> None:
    wanted = await mover.wanted(await mover.choose())
    assert wanted.at_clinic == PRICE - DEPOSIT
    await mover.asks(DEPOSIT, PRICE + 2000)
    with pytest.raises(PriceChanged):
        await mover.press(wanted)
    assert (await mover.link.booking()).starts_at == NINE
