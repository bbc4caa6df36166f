"""A booking that is moved at the price of today: the difference is paid first, or given back."""

import re

import pytest
from msgspec import structs

from slotkeeper.domain.booking import OFFERED, PAYING
from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.services.calendar_file import calendar_file
from slotkeeper.services.changing.price import PriceChanged, difference_of
from tests.services.changing.mover import MORE, TEN, Mover
from tests.services.desk import HOLD_SECONDS, NINE
from tests.services.payments.set_up import ask_for
from tests.services.payments.till import DECLINED, DEPOSIT, PRICE, Till, at_once

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("P5")]

LATER = NINE + 7200


@pytest.fixture
async def mover(till: Till) -> Mover:
    return await Mover.of(till)


async def require_moved_and_paid(mover: Mover) -> None:
    """One booking, at its new time, the difference taken once, told once."""
    assert await mover.taking() == [("confirmed", TEN)]
    assert [each.amount for each in await mover.paid()] == [DEPOSIT, MORE]
    money = await mover.till.money()
    assert (money["charges"], money["net"]) == (2, DEPOSIT + MORE)
    assert (await mover.link.told()).count(("patient", "booking_moved")) == 1


async def require_stayed(mover: Mover) -> None:
    """One booking, at its old time, with the money of before."""
    assert await mover.till.taken() == [NINE]
    money = await mover.till.money()
    assert (money.get("authorised", 0), money["net"]) == (0, DEPOSIT)
    assert ("patient", "booking_moved") not in await mover.link.told()


async def sequence(mover: Mover) -> int:
    """That of the one appointment in the calendar file."""
    managed = (await mover.link.look()).managed
    file = calendar_file(managed, mover.toolbox.base_url, mover.till.desk.clock()).decode()
    [found] = re.findall(r"^SEQUENCE:(\d+)\r?$", file, re.MULTILINE)
    return int(found)


async def test_what_was_agreed_when_booking_stays_unless_the_clinic_says_otherwise(
    mover: Mover,
) -> None:
    await mover.asks(DEPOSIT + MORE, PRICE + 2000, is_present=False)
    held = await mover.choose()
    assert (await mover.difference(held)).is_none
    moved = await mover.press(await mover.wanted(held))
    assert (moved.starts_at, moved.state) == (TEN, "confirmed")
    assert (await mover.till.money())["net"] == DEPOSIT


async def test_both_times_are_kept_until_the_difference_is_paid(mover: Mover) -> None:
    await mover.asks_more()
    payment = await mover.begin()
    assert (payment.amount, payment.at_clinic) == (MORE, PRICE + 2000 - DEPOSIT - MORE)
    assert await mover.taking() == [("confirmed", NINE), ("held", TEN)]
    await mover.till.open_page(payment)
    await mover.till.pay(payment)
    assert await mover.taking() == [("confirmed", NINE), ("held", TEN)]
    await mover.till.come_back(payment)
    await require_moved_and_paid(mover)
    assert (await mover.link.look()).managed.payment
    cost = await mover.link.cost()
    assert (cost.paid.left, cost.paid.price) == (DEPOSIT + MORE, PRICE + 2000)


async def test_a_time_that_overlaps_its_own_is_paid_for_and_moved_to(mover: Mover) -> None:
    await mover.asks_more()
    payment = await mover.begin_and_pay(NINE + 900)
    await mover.till.come_back(payment)
    assert await mover.taking() == [("confirmed", NINE + 900)]


async def test_everybody_hears_of_it_by_one_letter_with_a_higher_sequence(mover: Mover) -> None:
    await mover.asks_more()
    before = (await mover.link.booking()).revision
    first = await sequence(mover)
    await mover.till.come_back(await mover.begin_and_pay())
    assert (await mover.link.booking()).revision == before + 1
    assert await sequence(mover) == first + 1
    rows = await mover.till.desk.rows(
        "SELECT occasion FROM delivery WHERE booking_id = $1 AND message = 'booking_moved'",
        mover.first.booking_id,
    )
    assert {row["occasion"] for row in rows} == {str(before + 1)}


async def test_pressed_and_told_many_times_it_is_paid_and_moved_once(mover: Mover) -> None:
    await mover.asks_more()
    wanted = await mover.wanted(await mover.choose())
    holds = await at_once(*(mover.press(wanted) for _ in range(5)))
    assert len({each.id for each in holds}) == 1
    payment = await mover.due(holds[0])
    await mover.till.open_page(payment)
    await mover.till.pay(payment)
    await at_once(*(mover.till.come_back(payment) for _ in range(5)), mover.till.sweep())
    await require_moved_and_paid(mover)
    assert (await mover.press(wanted)).starts_at == TEN


async def test_nobody_pays_and_the_old_time_stays(mover: Mover) -> None:
    await mover.asks_more()
    payment = await mover.begin()
    await mover.till.open_page(payment)
    await mover.till.pay(payment, DECLINED)
    await mover.till.wait(HOLD_SECONDS + 1)
    await mover.till.sweep()
    await require_stayed(mover)
    await mover.till.wait(1900)
    await mover.till.sweep_for(30)
    assert (await mover.till.payment(payment)).is_settled
    assert TEN in await mover.till.desk.free()


async def test_who_pays_late_is_moved_while_nobody_has_the_time(mover: Mover) -> None:
    await mover.asks_more()
    payment = await mover.begin()
    await mover.till.open_page(payment)
    await mover.till.wait(HOLD_SECONDS + 1)
    await mover.till.pay(payment)
    await mover.till.sweep_for(30)
    await require_moved_and_paid(mover)


async def test_nobody_tells_that_it_was_paid_and_it_is_moved_all_the_same(mover: Mover) -> None:
    await mover.asks_more()
    payment = await mover.begin_and_pay(NINE + 900)
    await mover.till.wait_until_over(payment)
    await mover.till.sweep_for(30)
    assert await mover.taking() == [("confirmed", NINE + 900)]


async def test_who_pays_after_the_appointment_has_begun_is_not_charged(mover: Mover) -> None:
    await mover.asks_more()
    await mover.till.wait(NINE - 3 * 3600 - mover.till.desk.clock())
    payment = await mover.begin(NINE + 7200)
    await mover.till.open_page(payment)
    await mover.till.pay(payment)
    await mover.till.wait(3 * 3600)
    await mover.till.sweep_for(60)
    await require_stayed(mover)


async def test_who_pays_too_late_keeps_the_old_time_and_is_not_charged(mover: Mover) -> None:
    await mover.asks_more()
    payment = await mover.begin()
    await mover.till.open_page(payment)
    await mover.till.wait(HOLD_SECONDS + 1)
    await mover.till.desk.place(TEN)
    await mover.till.pay(payment)
    await mover.till.sweep_for(30)
    await require_stayed(mover)
    assert ("patient", "move_not_charged") in await mover.link.told()


async def test_a_booking_that_was_cancelled_while_paying_is_not_charged(mover: Mover) -> None:
    await mover.asks_more()
    payment = await mover.begin_and_pay()
    await mover.link.cancel()
    await mover.till.come_back(payment)
    await mover.till.sweep_for(200)
    assert await mover.taking() == []
    money = await mover.till.money()
    assert (money.get("authorised", 0), money["net"], money["captures"]) == (0, 0, 1)


async def test_one_that_is_cancelled_as_the_money_is_taken_gives_it_all_back_once(
    mover: Mover,
) -> None:
    await mover.asks_more()
    payment = await mover.begin_and_pay()
    await mover.till.fault("error", "*/capture", when="after")
    await mover.till.come_back(payment)
    await mover.link.cancel()
    await mover.till.sweep_for(300)
    assert await mover.taking() == []
    money = await mover.till.money()
    assert (money["net"], money["refunded"], money["refunds"]) == (0, DEPOSIT + MORE, 2)


async def test_what_the_waiting_list_offers_keeps_its_price(mover: Mover) -> None:
    await mover.asks_more()
    held, link = await mover.choose(), mover.link
    managed, cost = (await link.look()).managed, await link.cost()
    offered = structs.replace(held.hold, visitor=f"{OFFERED}1")
    database, now = mover.till.desk.database, mover.till.desk.clock()
    clinic, booking = managed.clinic, managed.booking
    found = await difference_of(database, clinic, booking, offered, cost, now)
    assert (found.is_none, found.at_clinic) == (True, PRICE - DEPOSIT)


@pytest.mark.req("H3", "R5")
async def test_no_browser_takes_what_somebody_else_is_paying_for(mover: Mover) -> None:
    """However it calls itself: the numbers of holds can be guessed."""
    await mover.asks_more()
    payment = await mover.begin()
    desk = mover.till.desk
    held = await desk.place(LATER, visitor=f"{PAYING}{payment.booking_id}")
    assert not held.hold.is_being_paid
    assert ("held", TEN) in await mover.taking()
    await mover.till.open_page(payment)
    await mover.till.pay(payment)
    await mover.till.come_back(payment)
    assert (await mover.link.booking()).starts_at == TEN


async def test_a_difference_that_was_not_shown_moves_nothing(mover: Mover) -> None:
    held = await mover.choose()
    wanted = await mover.wanted(held)
    await mover.asks_more()
    with pytest.raises(PriceChanged) as changed:
        await mover.press(wanted)
    assert changed.value.difference.pays == MORE
    assert await mover.taking() == [("confirmed", NINE), ("held", TEN)]


async def test_a_clinic_that_asks_for_no_prepayment_any_more_keeps_what_was_paid(
    mover: Mover,
) -> None:
    await mover.asks_more()
    await ask_for(mover.till.desk, Prepayment(), PRICE)
    assert (await mover.difference(await mover.choose())).is_none
