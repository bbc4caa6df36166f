"""Whom the clinic asks to pay first (`prepay_from`), and what that means for who moves: nobody pays
more for another time who would not be asked for anything when booking today (P5, P6).
"""

import pytest

from slotkeeper.domain.prepayment import NO_PREPAYMENT, Prepayment
from slotkeeper.services.changing.move import hold_move
from slotkeeper.services.changing.moving import get_moving
from slotkeeper.services.place_hold import Caller
from tests.services.changing.link import Link
from tests.services.changing.mover import MORE, Mover
from tests.services.desk import NINE
from tests.services.payments.set_up import ask_for
from tests.services.payments.till import DEPOSIT, PRICE, Till
from tests.services.trusted import put_on

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("P6")]
DEARER = PRICE + 2000
OF_NEW = Prepayment(kind="deposit", amount=DEPOSIT + MORE, asked_of="new")
OF_MARKED = Prepayment(kind="deposit", amount=DEPOSIT + MORE, asked_of="marked")
NOTHING_MORE = (0, 0, DEARER - DEPOSIT)
THE_DIFFERENCE = (MORE, 0, DEARER - DEPOSIT - MORE)


@pytest.fixture
async def mover(till: Till) -> Mover:
    """Was asked as everybody is."""
    return await Mover.of(till)


async def difference(mover: Mover, rule: Prepayment) -> tuple[int, int, int]:
    """What a new time costs by that rule: paid, given back, left for the clinic."""
    await mover.asks_more()
    await ask_for(mover.till.desk, rule, DEARER)
    found = await mover.difference(await mover.choose())
    return found.pays, found.returns, found.at_clinic


async def test_who_would_not_be_asked_by_now_pays_the_rest_at_the_clinic(mover: Mover) -> None:
    assert await difference(mover, OF_MARKED) == NOTHING_MORE


async def test_who_has_to_pay_first_pays_the_difference(mover: Mover) -> None:
    await put_on(mover.till.desk, (await mover.link.booking()).patient_id, "prepay")
    assert await difference(mover, OF_MARKED) == THE_DIFFERENCE


async def test_who_was_new_when_booking_is_asked_as_a_new_patient(mover: Mover) -> None:
    await mover.till.desk.book(NINE + 4 * 3600)
    assert await difference(mover, OF_NEW) == THE_DIFFERENCE


async def test_who_had_booked_before_is_not(till: Till) -> None:
    deposit = Prepayment(kind="deposit", amount=DEPOSIT)
    await ask_for(till.desk, NO_PREPAYMENT)
    await till.desk.book(NINE + 4 * 3600)
    till.desk.clock.wait(60)
    await ask_for(till.desk, deposit)
    mover = await Mover.of(till)
    assert await difference(mover, OF_NEW) == NOTHING_MORE


async def test_who_was_not_asked_when_booking_is_not_asked_when_moving(till: Till) -> None:
    await ask_for(till.desk, OF_MARKED)
    booking = await till.desk.book(NINE)
    await put_on(till.desk, booking.patient_id, "prepay")
    desk, link = till.desk, await Link.of(till.desk, booking)
    caller = Caller("", "192.0.2.1")
    held = await hold_move(desk.toolbox, desk.slug, link.token, NINE + 3600, caller)
    moving = await get_moving(desk.toolbox, desk.slug, link.token, held.token)
    assert moving.difference.is_none
