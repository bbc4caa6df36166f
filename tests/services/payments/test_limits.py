"""Daily limit and caps of holds, where bookings wait for their payment."""

from collections.abc import AsyncIterator

import pytest

from slotkeeper.domain.errors import DailyLimitReached, HoldCapReached, TooManyRequests
from slotkeeper.services.booking_checks import MOST_BOOKINGS_AN_ADDRESS
from slotkeeper.services.hold_caps import MOST_HOLDS_AN_ADDRESS
from slotkeeper.services.payments.give_up import give_up
from tests.services.desk import DAY, NINE
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import Till

STARTS = [NINE + number * 1800 for number in range(16)]


@pytest.fixture
async def strict(another: OpenAnother) -> AsyncIterator[Till]:
    """A clinic where a patient may book twice a day."""
    async with another(daily_limit=2) as till:
        yield till


@pytest.mark.req("B5")
async def test_paid_bookings_count(strict: Till) -> None:
    for start in STARTS[:2]:
        await strict.paid_booking(start)
    with pytest.raises(DailyLimitReached):
        await strict.choose(STARTS[2])


@pytest.mark.req("B5")
async def test_bookings_that_wait_for_their_payment_count(strict: Till) -> None:
    for start in STARTS[:2]:
        await strict.choose(start)
    with pytest.raises(DailyLimitReached):
        await strict.choose(STARTS[2])


@pytest.mark.req("B5")
async def test_those_that_were_not_paid_in_time_do_not(strict: Till) -> None:
    for start in STARTS[:2]:
        payment = await strict.choose(start)
        await strict.open_page(payment)
    await strict.wait_until_over(payment)
    await strict.paid_booking(STARTS[2])
    await strict.sweep_for(20)
    await strict.paid_booking(STARTS[3])
    with pytest.raises(DailyLimitReached):
        await strict.choose(STARTS[4])


@pytest.mark.req("B5")
async def test_those_that_were_given_back_do_not(strict: Till) -> None:
    for start in STARTS[:3]:
        assert await give_up(strict.toolbox, await strict.choose(start))
    await strict.paid_booking(STARTS[3])


@pytest.mark.req("B5")
async def test_those_that_came_too_late_do_not(strict: Till) -> None:
    first = await strict.choose_and_pay(STARTS[0])
    await strict.wait_until_over(first)
    await strict.desk.place(STARTS[0], "rival")
    await strict.come_back(first)
    assert await strict.states(first) == ("slot_lost", "cancelled")
    for start in STARTS[1:3]:
        await strict.paid_booking(start)


@pytest.mark.req("B5")
async def test_one_that_was_paid_late_counts_again(strict: Till) -> None:
    late = await strict.choose(STARTS[0])
    await strict.open_page(late)
    await strict.wait_until_over(late)
    await strict.pay(late)
    await strict.come_back(late)
    assert await strict.states(late) == ("captured", "confirmed")
    await strict.paid_booking(STARTS[1])
    with pytest.raises(DailyLimitReached):
        await strict.choose(STARTS[2])


@pytest.mark.req("H7")
async def test_payments_under_way_count_as_holds_of_the_clinic(another: OpenAnother) -> None:
    async with another(hold_limit=2) as till:
        payment = await till.choose(STARTS[0])
        await till.desk.place(STARTS[1], "somebody")
        with pytest.raises(HoldCapReached):
            await till.desk.place(STARTS[2], "one more")
        await till.open_page(payment)
        await till.pay(payment)
        await till.come_back(payment)
        await till.desk.place(STARTS[2], "one more")


@pytest.mark.req("H7")
async def test_and_as_holds_of_the_address(till: Till) -> None:
    guarded = till.desk.guarded
    for number, start in enumerate(STARTS[:MOST_HOLDS_AN_ADDRESS]):
        held = await guarded.place(start, f"visitor {number}")
        till.desk.clock.wait(5)
        booking = await guarded.confirm(held, email=f"patient{number}@patient.example")
        assert booking.state == "paying"
    with pytest.raises(HoldCapReached):
        await guarded.place(STARTS[10], "one more")
    await guarded.place(STARTS[10], "a neighbour", address="192.0.2.77")


@pytest.mark.req("B5")
async def test_an_address_does_not_book_without_end_by_never_paying(till: Till) -> None:
    """Within the deadline they count, so that only so many can be open at once."""
    await till.desk.set_up(hold_seconds=86_400)
    guarded = till.desk.guarded
    for number in range(MOST_BOOKINGS_AN_ADDRESS):
        start = STARTS[number % 16] + number // 16 * DAY
        held = await guarded.place(start, f"visitor {number}", address=f"198.51.100.{number}")
        till.desk.clock.wait(3)
        await guarded.confirm(held, "192.0.2.1", email=f"patient{number}@patient.example")
    held = await guarded.place(NINE + 3 * DAY, "one more")
    till.desk.clock.wait(3)
    with pytest.raises(TooManyRequests):
        await guarded.confirm(held, "192.0.2.1", email="last@patient.example")
