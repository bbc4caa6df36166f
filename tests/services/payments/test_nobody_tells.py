"""No webhook, no return, or both before we know of the pay page: it is settled all the same."""

import pytest

from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.sweep import EVERY_SECONDS
from tests.services.desk import NINE
from tests.services.payments.till import DEPOSIT, Till, page_without_answer

pytestmark = pytest.mark.req("P9")


async def require_booked(till: Till, payment: Payment) -> None:
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.money())["net"] == DEPOSIT
    assert await till.told(payment) == [("patient", "booking_confirmed")]


async def test_without_a_webhook_the_return_confirms(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.come_back(payment)
    await require_booked(till, payment)


async def test_without_a_return_the_webhook_confirms(till: Till) -> None:
    payment = await till.choose_and_pay()
    (sent,) = await till.webhooks("checkout.session.completed")
    assert sent["answers"] == [204]
    await require_booked(till, payment)


async def test_without_both_the_sweeper_confirms_soon_after_the_deadline(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.wait_until_over(payment)
    seconds = 0
    while not (await till.payment(payment)).is_settled:
        await till.wait(EVERY_SECONDS)
        await till.sweep()
        seconds += EVERY_SECONDS
        assert seconds <= 30
    await require_booked(till, payment)


async def test_what_was_authorised_and_left_by_a_server_is_captured_by_the_next(till: Till) -> None:
    await till.fault("drop", "*/capture")
    payment = await till.choose_and_pay()
    await till.come_back(payment)
    assert await till.states(payment) == ("authorised", "paying")
    await till.sweep_for(30)
    await require_booked(till, payment)


async def test_what_was_lost_and_left_by_a_server_is_let_go_by_the_next(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.wait_until_over(payment)
    await till.desk.place(NINE, "rival")
    await till.fault("drop", "*/cancel")
    await till.come_back(payment)
    await till.sweep_for(30)
    assert (await till.payment(payment)).is_settled
    assert (await till.money())["authorised"] == 0


async def test_a_webhook_that_comes_before_we_know_the_pay_page_confirms(till: Till) -> None:
    payment = await till.choose()
    session = await page_without_answer(till, payment)
    await till.control(f"/sessions/{session['id']}/pay")
    await till.webhooks("checkout.session.completed")
    assert (await till.payment(payment)).session_id == session["id"]
    await require_booked(till, payment)


async def test_a_webhook_without_the_name_of_the_page_harms_nothing_then(till: Till) -> None:
    payment = await till.choose()
    session = await page_without_answer(till, payment)
    await till.control(f"/sessions/{session['id']}/pay")
    await till.webhooks("payment_intent.amount_capturable_updated")
    assert await till.states(payment) == ("open", "paying")
    await till.webhooks()
    await require_booked(till, payment)


async def test_such_a_page_is_the_one_that_a_second_press_leads_to(till: Till) -> None:
    payment = await till.choose()
    session = await page_without_answer(till, payment, seconds=1)
    assert await till.open_page(payment) == session["url"]


async def test_a_webhook_that_stripe_sends_by_itself_is_sent_until_it_is_taken(till: Till) -> None:
    await till.control(f"/endpoints/{till.endpoint['id']}", hold=False)
    payment = await till.choose()
    await till.open_page(payment)
    await till.fault("down", "*/capture", times=2)
    await till.pay(payment)
    while not (await till.control("/deliveries/rest", seconds=1))["rested"]:
        pass  # each step has events of its own
    await require_booked(till, payment)
    deliveries = (await till.control("/deliveries", "GET"))["deliveries"]
    mine = [each for each in deliveries if each["endpoint"] == till.endpoint["id"]]
    assert {each["state"] for each in mine} == {"delivered"}
    assert 503 in {answer for each in mine for answer in each["answers"]}


async def test_an_event_of_a_payment_that_is_not_ours_is_taken_without_effect(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    params = {
        "mode": "payment",
        "success_url": "https://shop.example/",
        "client_reference_id": "an order of the clinic's shop",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "aud",
        "line_items[0][price_data][unit_amount]": "2000",
        "line_items[0][price_data][product_data][name]": "A foam roller",
    }
    session = await till.make_at_stripe("/checkout/sessions", params)
    await till.control(f"/sessions/{session['id']}/pay")
    for sent in await till.webhooks():
        assert sent["answers"] == [204]
    assert await till.states(payment) == ("open", "paying")
    assert (await till.money())["refunds"] == 0
