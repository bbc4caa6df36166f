"""Bookings that were paid otherwise than by a deposit when booking, moved at today's price."""

import pytest
from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.services.booking_link import get_managed, sign_link
from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.payments.refunds import refund_booking
from slotkeeper.services.place_hold import Caller
from slotkeeper.storage.booking import find_booking
from tests.services.changing.link import Link
from tests.services.changing.mover import MORE, TEN, Mover
from tests.services.desk import NINE
from tests.services.payments.set_up import ask_for
from tests.services.payments.till import DEPOSIT, PRICE, Till
from tests.services.staff.bookings.front_desk import front_desk

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("P5")]
FULL = Prepayment(kind="full")


@pytest.fixture
async def mover(till: Till) -> Mover:
    return await Mover.of(till)


async def asks_all(mover: Mover, price: int) -> None:
    """The clinic wants all of it beforehand by now."""
    await mover.asks(DEPOSIT, price)
    await ask_for(mover.till.desk, FULL, price)


async def move_at_once(link: Link, start: int = TEN) -> Booking:
    """Choose and press, where nothing is paid."""
    desk = link.desk
    held = await hold_move(desk.toolbox, desk.slug, link.token, start, Caller("", "192.0.2.1"))
    wanted = WantedMove(hold=held.token, revision=(await link.booking()).revision, shown="So.")
    return await move_by_patient(desk.toolbox, desk.slug, link.token, wanted)


async def test_who_paid_a_deposit_pays_the_rest_where_all_is_asked_by_now(mover: Mover) -> None:
    await asks_all(mover, PRICE)
    payment = await mover.begin_and_pay()
    assert (payment.amount, payment.at_clinic) == (PRICE - DEPOSIT, 0)
    await mover.till.come_back(payment)
    cost = await mover.link.cost()
    assert (cost.paid.left, cost.paid.price) == (PRICE, PRICE)
    assert (await mover.till.money())["net"] == PRICE


async def test_who_paid_all_of_it_gets_back_what_a_deposit_leaves_open(mover: Mover) -> None:
    await asks_all(mover, PRICE)
    await mover.till.come_back(await mover.begin_and_pay())
    await mover.asks(DEPOSIT, PRICE)
    held = await mover.choose(NINE)
    difference = await mover.difference(held)
    assert (difference.returns, difference.at_clinic) == (PRICE - DEPOSIT, PRICE - DEPOSIT)
    await mover.press(await mover.wanted(held))
    await mover.till.sweep_for(30)
    money = await mover.till.money()
    assert (money["net"], money["received"]) == (DEPOSIT, PRICE)
    assert await mover.taking() == [("confirmed", NINE)]


async def test_what_the_clinic_gave_back_of_its_own_is_not_asked_for_again(mover: Mover) -> None:
    ids = (mover.first.clinic_id, mover.first.booking_id)
    await refund_booking(mover.toolbox, *ids, once="form:1", asked_by="staff:1", amount=1000)
    await mover.asks_more()
    payment = await mover.begin_and_pay()
    assert payment.amount == MORE
    await mover.till.come_back(payment)
    assert (await mover.link.cost()).paid.left == DEPOSIT - 1000 + MORE


async def test_one_of_which_all_was_given_back_is_moved_at_once(mover: Mover) -> None:
    ids = (mover.first.clinic_id, mover.first.booking_id)
    await refund_booking(mover.toolbox, *ids, once="form:1", asked_by="staff:1")
    await mover.asks_more()
    held = await mover.choose()
    assert (await mover.difference(held)).is_none
    assert (await mover.press(await mover.wanted(held))).starts_at == TEN
    assert (await mover.till.money())["net"] == 0


async def test_one_that_was_never_paid_is_moved_at_once_though_a_deposit_is_asked_by_now(
    free: Link,
) -> None:
    await ask_for(free.desk, Prepayment(kind="deposit", amount=DEPOSIT), PRICE)
    await at_present_price(free)
    moved = await move_at_once(free)
    assert (moved.state, moved.starts_at) == ("confirmed", TEN)
    assert await free.desk.rows("SELECT 1 FROM payment WHERE booking_id = $1", moved.id) == []


async def test_one_that_staff_made_is_moved_by_its_patient_without_paying(till: Till) -> None:
    mara = await front_desk(till.desk)
    booking = await mara.book()
    link = await Link.of(till.desk, booking)
    await at_present_price(link)
    assert (await move_at_once(link)).starts_at == TEN
    assert await till.rows("payment") == []


async def test_one_that_staff_have_moved_keeps_its_price_for_the_next_move(mover: Mover) -> None:
    mara = await front_desk(mover.till.desk)
    await mover.asks_more()
    await mara.move(await mover.link.booking(), TEN)
    assert [each.amount for each in await mover.paid()] == [DEPOSIT]
    held = await mover.choose(NINE)
    assert (await mover.difference(held)).pays == MORE


async def test_one_that_staff_move_while_its_difference_is_paid_is_not_charged(
    mover: Mover,
) -> None:
    await mover.asks_more()
    payment = await mover.begin_and_pay()
    mara = await front_desk(mover.till.desk)
    await mara.move(await mover.link.booking(), NINE + 4 * 3600)
    await mover.till.come_back(payment)
    await mover.till.sweep_for(30)
    assert await mover.taking() == [("confirmed", NINE + 4 * 3600)]
    money = await mover.till.money()
    assert (money["net"], money.get("authorised", 0)) == (DEPOSIT, 0)


async def test_one_that_staff_cancel_while_its_difference_is_paid_keeps_that_time_till_then(
    mover: Mover,
) -> None:
    await mover.asks_more()
    payment = await mover.begin()
    desk, booking = mover.till.desk, await mover.link.booking()
    await (await front_desk(desk)).cancel(booking)
    hold = await find_booking(desk.database, booking.clinic_id, payment.booking_id)
    assert hold
    assert hold.is_live_hold(desk.clock())


async def test_one_that_is_still_to_be_paid_has_no_link_to_move_it_by(till: Till) -> None:
    payment = await till.choose()
    desk = till.desk
    booking = await find_booking(desk.database, payment.clinic_id, payment.booking_id)
    assert booking
    with pytest.raises(BookingUnknown):
        await get_managed(desk.toolbox, desk.slug, sign_link(desk.toolbox, booking))


async def at_present_price(link: Link) -> None:
    """The clinic wants its price of today for who moves."""
    clinic = await get_clinic(link.desk.database, link.desk.slug)
    online = structs.replace(clinic.online_booking, move_at_present_price=True)
    await link.desk.save(structs.replace(clinic, online_booking=online))
