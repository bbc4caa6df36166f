"""What a patient is written of the money when a booking was moved at another price (N7, P5)."""

from dataclasses import replace

import pytest

from slotkeeper.gateways.mail import Mail
from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.worker import Worker
from tests.services.changing.mover import TEN, Mover
from tests.services.desk import HOLD_SECONDS, NINE
from tests.services.notices.office import Office, PostBox, letters
from tests.services.payments.till import DEPOSIT, PRICE, Till

HOUR = 3600

pytestmark = [pytest.mark.req("N7"), pytest.mark.req("P5")]


@pytest.fixture
async def mover(till: Till) -> Mover:
    return await Mover.of(till)


@pytest.fixture
async def office(mover: Mover) -> Office:
    """Where all that was written so far has gone out."""
    box = PostBox()
    desk = replace(mover.till.desk, toolbox=replace(mover.toolbox, mail=box))
    office = Office(desk, box, Worker(desk.toolbox, Post(desk.toolbox, box, letters())))
    await office.run()
    return office


async def to_patient(office: Office) -> list[Mail]:
    """The letters with an appointment that have gone out since."""
    return [each for each in await office.run() if each.attachments and "clinic" not in each.to]


async def test_what_was_paid_more_is_said_with_what_is_left(mover: Mover, office: Office) -> None:
    await mover.asks_more()
    payment = await mover.begin_and_pay()
    assert await to_patient(office) == []
    await mover.till.come_back(payment)
    [letter] = await to_patient(office)
    assert "You paid A$15.00 more for the new time, A$45.00 in all." in letter.text
    assert "A$70.00 is left to be paid at the clinic." in letter.text


async def test_what_goes_back_is_said(mover: Mover, office: Office) -> None:
    await mover.asks_less()
    await mover.press(await mover.wanted(await mover.choose()))
    [letter] = await to_patient(office)
    assert "The new time costs less: A$10.00 goes back to the card" in letter.text
    assert "A$55.00 is left to be paid at the clinic." in letter.text


@pytest.mark.req("C2")
async def test_who_moved_late_reads_what_cancelling_costs_now(mover: Mover, office: Office) -> None:
    """Not that it were free again, as the new time is far off."""
    till = mover.till
    await till.wait(NINE - 20 * HOUR - till.desk.clock())
    await mover.press(await mover.wanted(await mover.choose(NINE + 7 * 86_400)))
    letter = (await to_patient(office))[-1]
    assert "If you cancel, A$10.00 is kept. From 2 hours before nothing is returned." in letter.text
    assert "Free until" not in letter.text
    managed = (await mover.link.look()).managed
    assert managed.kept_at_least == (await mover.link.cost()).consequence.keeps == 1000


async def test_at_the_same_price_nothing_is_said_of_money(mover: Mover, office: Office) -> None:
    await mover.press(await mover.wanted(await mover.choose()))
    [letter] = await to_patient(office)
    assert "for the new time" not in letter.text
    assert "left to be paid" not in letter.text


@pytest.mark.parametrize(
    ("price", "said"),
    [
        (PRICE + 2000, "A$20.00 more. You pay that at the clinic: A$85.00 instead of A$65.00."),
        (PRICE - 1000, "A$10.00 less: at the clinic you pay A$55.00 instead of A$65.00."),
    ],
)
async def test_what_only_changes_at_the_clinic_is_said(
    mover: Mover, office: Office, price: int, said: str
) -> None:
    await mover.asks(DEPOSIT, price)
    await mover.press(await mover.wanted(await mover.choose()))
    [letter] = await to_patient(office)
    assert f"The new time costs {said}" in letter.text
    await mover.press(await mover.wanted(await mover.choose(NINE)))
    [letter] = await to_patient(office)
    assert "The new time costs" not in letter.text


async def test_the_next_move_does_not_say_it_again(mover: Mover, office: Office) -> None:
    await mover.asks_more()
    await mover.till.come_back(await mover.begin_and_pay())
    await to_patient(office)
    await mover.press(await mover.wanted(await mover.choose(NINE)))
    [letter] = await to_patient(office)
    assert "for the new time" not in letter.text


async def test_who_was_not_charged_reads_that_the_appointment_stays(
    mover: Mover, office: Office
) -> None:
    await mover.asks_more()
    payment = await mover.begin()
    await mover.till.open_page(payment)
    await mover.till.wait(HOLD_SECONDS + 1)
    await mover.till.desk.place(TEN)
    await mover.till.pay(payment)
    await mover.till.sweep_for(30)
    [letter] = await office.run()
    assert letter.subject.startswith("Your appointment was not moved")
    assert "Your appointment stays as it was" in letter.text


async def test_of_a_cancelled_one_it_is_not_said_to_stay(mover: Mover, office: Office) -> None:
    await mover.asks_more()
    payment = await mover.begin_and_pay()
    await mover.link.cancel()
    await mover.till.come_back(payment)
    await mover.till.sweep_for(30)
    [letter] = [each for each in await office.run() if "not charged" in each.subject]
    assert "was cancelled before your payment for another time arrived" in letter.text
    assert "stays" not in letter.text
    assert "not moved" not in letter.text
