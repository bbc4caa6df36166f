"""Starting to pay: one pay page and one deadline, however often it is asked for."""

import asyncio

import pytest

from slotkeeper.services.bookings import make_booking
from tests.services.desk import HOLD_SECONDS, NOW
from tests.services.payments.till import Till

pytestmark = pytest.mark.req("P2")


async def test_starting_to_pay_renews_the_hold_once(till: Till) -> None:
    desk = till.desk
    held = await desk.place()
    await till.wait(300)
    fields = desk.typed(held.wish.clinic)
    first = await make_booking(till.toolbox, desk.slug, held.token, fields, "192.0.2.1")
    assert first.expires_at == NOW + 300 + HOLD_SECONDS
    await till.wait(100)
    second = await make_booking(till.toolbox, desk.slug, held.token, fields, "192.0.2.1")
    assert (second.id, second.expires_at) == (first.id, first.expires_at)
    assert len(await till.rows("payment")) == 1


async def test_a_second_start_leads_to_the_same_page_and_deadline(till: Till) -> None:
    payment = await till.choose()
    first = await till.open_page(payment)
    await till.wait(200)
    assert await till.open_page(payment) == first
    present = await till.payment(payment)
    assert present.deadline == payment.deadline == NOW + HOLD_SECONDS
    assert (await till.booking(payment))["expires_at"] == payment.deadline
    assert len(await till.asked("/checkout/sessions")) == 1


async def test_ten_tabs_lead_to_one_page(till: Till) -> None:
    payment = await till.choose()
    pages = await asyncio.gather(*(till.open_page(payment) for _ in range(10)))
    assert len(set(pages)) == 1
    assert len({each["idempotency_key"] for each in await till.asked("/checkout/sessions")}) == 1
    (session,) = (await till.at_stripe("/checkout/sessions"))["data"]
    assert session["url"] == pages[0]


async def test_a_double_click_leads_to_one_page_while_stripe_takes_its_time(till: Till) -> None:
    await till.fault("slow", "/v1/checkout/sessions", seconds=0.2)
    payment = await till.choose()
    pages = await asyncio.gather(*(till.open_page(payment) for _ in range(3)))
    assert len(set(pages)) == 1
    assert len((await till.at_stripe("/checkout/sessions"))["data"]) == 1


async def test_the_page_asks_for_what_was_agreed_on_and_says_nothing_of_the_patient(
    till: Till,
) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    (session,) = (await till.at_stripe("/checkout/sessions"))["data"]
    assert (session["amount_total"], session["currency"]) == (payment.amount, "aud")
    assert session["client_reference_id"] == payment.reference
    assert session["metadata"] == {"payment": payment.reference}
    text = str(session)
    for secret in ("Ada", "ada@patient.example", "Standard consultation", till.desk.slug):
        assert secret not in text


async def test_the_page_is_still_the_same_in_the_last_second(till: Till) -> None:
    payment = await till.choose()
    first = await till.open_page(payment)
    await till.wait_until_over(payment, -1)
    assert await till.open_page(payment) == first


async def test_a_page_can_be_opened_for_the_first_time_in_the_last_second(till: Till) -> None:
    payment = await till.choose()
    await till.wait_until_over(payment, -1)
    await till.open_page(payment)
    await till.pay(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
