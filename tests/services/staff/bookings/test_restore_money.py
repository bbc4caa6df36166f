"""Money that is on its way back when staff take the cancellation back: said before they press, then
due at the clinic. What has not been sent stays (P5).
"""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.payments.of_booking import find_paid_for
from slotkeeper.services.payments.refunds import refund_booking
from slotkeeper.services.payments.sweep import sweep
from slotkeeper.services.staff.booking_detail import get_booking_detail
from slotkeeper.services.staff.bookings.restore_money import MoneyChanged, RestoreMoney
from slotkeeper.storage.payment import find_payments_of
from tests.services.payments.conftest import another, fake, inbox, postgresql_url, till
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import DEPOSIT, PRICE, Till
from tests.services.staff.bookings.front_desk import FrontDesk
from tests.services.staff.bookings.test_give_back import paid_desk

__all__ = ["another", "fake", "inbox", "postgresql_url", "till"]
pytestmark = pytest.mark.req("P5", "A2")
REST = PRICE - DEPOSIT
KEPT = 1000
SENT_AFTER = 100
"""Seconds after which a refund of a cancellation has gone out."""


@dataclass
class Meanwhile:
    """A payment service at which staff press "Undo the cancellation" as a refund is handed over."""

    gateway: Any
    mara: FrontDesk
    booking: Booking
    answers: list[Booking] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it can do
        return getattr(self.gateway, name)

    async def refund(self, *values: object) -> Any:  # noqa: ANN401 - as above
        self.answers.append(await self.mara.restore(await self.mara.again(self.booking)))
        return await self.gateway.refund(*values)


async def due(till: Till, booking: Booking) -> tuple[int, list[int]]:
    """What is to be paid at the clinic, and each refund that is due again."""
    found = await find_payments_of(till.desk.database, booking.clinic_id, booking.id)
    refunds = [row for row in await till.rows("refund") if row["is_due_again"]]
    return found[0].at_clinic, [row["amount"] for row in refunds]


async def previewed(mara: FrontDesk, booking: Booking) -> RestoreMoney:
    """What its page says before it is pressed."""
    return (await get_booking_detail(mara.desk.toolbox, mara.member, booking.id)).if_restored


async def test_what_was_not_sent_yet_stays(till: Till) -> None:
    mara, booking = await paid_desk(till)
    await mara.cancel(booking, give="all")
    assert await previewed(mara, booking) == RestoreMoney(stays=DEPOSIT, at_clinic=REST)
    till.desk.clock.wait(75)
    await mara.restore(await mara.again(booking), shown=0)
    await till.sweep_for(120)
    assert (await till.money())["net"] == DEPOSIT
    assert await due(till, booking) == (REST, [])


async def test_what_is_on_its_way_is_said_before_and_due_at_the_clinic_after(till: Till) -> None:
    mara, booking = await paid_desk(till)
    await mara.cancel(booking, give="all")
    await till.sweep_for(SENT_AFTER)
    expected = RestoreMoney(gone=DEPOSIT, is_made=True, at_clinic=PRICE)
    assert await previewed(mara, booking) == expected
    restored = await mara.restore(await mara.again(booking), shown=DEPOSIT)
    assert restored.state == "confirmed"
    assert await due(till, booking) == (PRICE, [DEPOSIT])
    detail = await get_booking_detail(till.toolbox, mara.member, booking.id)
    assert detail.payment
    money = detail.payment
    assert (money.received, money.refunded, money.at_clinic) == (DEPOSIT, DEPOSIT, PRICE)
    seen = await find_paid_for(till.desk.database, booking.clinic_id, booking.id)
    assert seen
    assert (seen.amount, seen.received, seen.refunded) == (0, DEPOSIT, DEPOSIT)


async def test_what_was_shown_otherwise_is_shown_again_and_nothing_is_changed(till: Till) -> None:
    mara, booking = await paid_desk(till, 10)
    await mara.cancel(booking, give="policy", returns=DEPOSIT - KEPT)
    await till.sweep_for(SENT_AFTER)
    with pytest.raises(MoneyChanged) as changed:
        await mara.restore(await mara.again(booking), shown=0)
    assert changed.value.money.gone == DEPOSIT - KEPT
    assert (await mara.again(booking)).state == "cancelled"
    assert await due(till, booking) == (REST, [])


async def test_what_staff_gave_back_after_the_cancellation_is_due_again_too(till: Till) -> None:
    mara, booking = await paid_desk(till)
    till.desk.clock.wait(1)
    await _give_by_hand(till, booking, "before-it", 500)
    till.desk.clock.wait(1)
    await mara.cancel(booking)
    await _give_by_hand(till, booking, "after-it", 700)
    await mara.restore(await mara.again(booking), shown=700)
    assert await due(till, booking) == (REST + 700, [700])


async def test_it_is_due_once_however_often_it_is_cancelled_and_restored(till: Till) -> None:
    mara, booking = await paid_desk(till)
    await mara.cancel(booking, give="all")
    await till.sweep_for(SENT_AFTER)
    for shown in (DEPOSIT, 0):
        await mara.restore(await mara.again(booking), shown=shown)
        assert await due(till, booking) == (PRICE, [DEPOSIT])
        await mara.cancel(await mara.again(booking))


async def test_a_refund_that_fails_after_all_is_not_owed(till: Till) -> None:
    mara, booking = await paid_desk(till)
    await mara.cancel(booking, give="all")
    await till.sweep_for(SENT_AFTER)
    await mara.restore(await mara.again(booking), shown=DEPOSIT)
    [refund] = await till.rows("refund")
    await till.control(f"/refunds/{refund['stripe_id']}/fail")
    await _give_by_hand(till, booking, "a-look-at-it", 100)
    assert (await due(till, booking))[0] == REST


async def test_who_restores_while_it_is_handed_over_has_it_due(till: Till) -> None:
    mara, booking = await paid_desk(till)
    await mara.cancel(booking, give="all")
    await till.wait(SENT_AFTER)
    stripe = Meanwhile(till.toolbox.payments, mara, booking)
    await sweep(replace(till.toolbox, payments=stripe))
    assert [each.state for each in stripe.answers] == ["confirmed"]
    assert (await till.money())["net"] == 0
    assert await due(till, booking) == (PRICE, [DEPOSIT])


@pytest.mark.req("R2")
async def test_of_a_restore_and_the_sending_at_once_the_money_is_here_or_due(
    another: OpenAnother,
) -> None:
    for lead in range(8):
        async with another() as till:
            mara, booking = await paid_desk(till)
            await mara.cancel(booking, give="all")
            await till.wait(SENT_AFTER)
            cancelled = await mara.again(booking)
            await asyncio.gather(_later(lead / 500, mara.restore(cancelled)), sweep(till.toolbox))
            await till.sweep_for(60)
            assert (await mara.again(booking)).state == "confirmed"
            net, told = (await till.money())["net"], await due(till, booking)
            assert (net, told) in [(DEPOSIT, (REST, [])), (0, (PRICE, [DEPOSIT]))]


async def _later(seconds: float, doing: Any) -> Any:  # noqa: ANN401 - whatever it gives
    await asyncio.sleep(seconds)
    return await doing


async def _give_by_hand(till: Till, booking: Booking, once: str, amount: int) -> None:
    await refund_booking(
        till.toolbox, booking.clinic_id, booking.id, once=once, asked_by="staff:1", amount=amount
    )
