"""The patient presses "Pay" and something is the matter: in words, and nothing is lost by it."""

import asyncio

import pytest

from slotkeeper.services.payment_accounts import keep_payments, remove_payments
from slotkeeper.services.payment_keys import read_payment_keys
from slotkeeper.web.rate_limits import RATES
from tests.web.patient import ADA
from tests.web.payments.payer import Payer
from tests.web.payments.till import SLUG, WEBHOOK_SECRET, Till
from tests.web.world import World


@pytest.mark.req("R3")
@pytest.mark.parametrize("kind", ["down", "drop"])
async def test_where_stripe_is_down_the_time_is_kept_and_paying_works_later(
    ada: Payer, till: Till, kind: str
) -> None:
    before = await ada.go_to_payment("insoles")
    till.fault(kind, times=None)
    answer = await ada.press_pay()
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    page = ada.page
    assert (page.name, page.step["data-payment"]) == ("payment", "open")
    assert "We cannot reach the payment service just now. Nothing was charged." in page.text
    assert "Your time is kept until 9:07 am" in page.text
    assert page.step["data-expires-at"] == before.step["data-expires-at"]
    assert ada.token == before.step["data-payment-token"]
    till.mend()
    await ada.press_pay()
    till.pay(ada.pay_url)
    assert (await ada.come_back(till.way_back(ada.pay_url))).name == "confirmed"
    assert till.money()["charges"] == 1


@pytest.mark.req("R3")
async def test_one_failure_of_stripes_is_not_noticed(ada: Payer, till: Till) -> None:
    """It would repeat its 500 for the same key, so another one is used."""
    await ada.go_to_payment("insoles")
    till.fault("error", "/v1/checkout/sessions")
    await ada.press_pay()
    assert ada.pay_url.startswith(till.url)


@pytest.mark.req("R3")
async def test_where_stripe_keeps_on_failing_paying_works_later(ada: Payer, till: Till) -> None:
    await ada.go_to_payment("insoles")
    till.fault("error", "/v1/checkout/sessions", times=None)
    for _ in range(2):
        assert (await ada.press_pay()).status_code == 503
        assert ada.page.name == "payment"
    till.mend()
    await ada.press_pay()
    till.pay(ada.pay_url)
    assert (await ada.come_back(till.way_back(ada.pay_url))).name == "confirmed"


@pytest.mark.req("R3")
async def test_an_answer_that_got_lost_makes_no_second_pay_page(ada: Payer, till: Till) -> None:
    await ada.go_to_payment("insoles")
    till.fault("drop", "/v1/checkout/sessions", when="after", times=3)
    assert (await ada.press_pay()).status_code == 503
    await ada.press_pay()
    assert ada.pay_url
    assert len(till.ask("/checkout/sessions")["data"]) == 1


@pytest.mark.req("P2", "P4")
async def test_two_tabs_pay_for_one_time_on_one_page(ada: Payer, till: Till, world: World) -> None:
    await ada.go_to_payment("insoles")
    form = {"payment": ada.token}
    presses = (ada.http.post(f"{ada.prefix}/payments", data=form) for _ in range(4))
    answers = await asyncio.gather(*presses)
    led_to = {each.headers.get("hx-redirect") or each.headers["location"] for each in answers}
    await ada.press_pay()
    assert led_to == {ada.pay_url}
    assert len(till.ask("/checkout/sessions")["data"]) == 1
    row = await world.toolbox.database.fetch_one("SELECT deadline, started_at FROM payment")
    assert row is not None
    assert row["deadline"] - row["started_at"] == 450


@pytest.mark.req("P4")
async def test_pressing_pay_again_gives_no_more_time(ada: Payer, till: Till) -> None:
    first = await ada.go_to_payment("insoles")
    await ada.press_pay()
    pay_url = ada.pay_url
    ada.clock.advance(5 * 60)
    again = await ada.ask_state(ada.token)
    assert again.step["data-expires-at"] == first.step["data-expires-at"]
    await ada.press_pay()
    assert ada.pay_url == pay_url
    assert len(till.ask("/checkout/sessions")["data"]) == 1


@pytest.mark.req("R3")
async def test_where_the_clinics_key_was_revoked_the_patient_is_asked_to_call(
    ada: Payer, till: Till
) -> None:
    await ada.go_to_payment("insoles")
    till.control("/keys", "DELETE", key=till.key)
    await ada.press_pay()
    says_to_call(ada)
    till.key = till.control("/keys", account=till.account)["key"]
    await till.take_payments()
    await ada.ask_state(ada.token)
    await ada.press_pay()
    till.pay(ada.pay_url)
    assert (await ada.come_back(till.way_back(ada.pay_url))).name == "confirmed"


@pytest.mark.req("R3")
async def test_where_the_clinics_key_may_too_little_the_patient_is_asked_to_call(
    ada: Payer, till: Till, world: World
) -> None:
    allowed = ["checkout_session_read", "payment_intent_write", "charge_write", "dispute_read"]
    await ada.go_to_payment("insoles")
    restricted = till.control("/keys", account=till.account, permissions=allowed)["key"]
    toolbox, keys = world.toolbox, read_payment_keys(restricted, WEBHOOK_SECRET)
    await keep_payments(toolbox.database, toolbox.vault, SLUG, keys, world.clock())
    await ada.press_pay()
    says_to_call(ada)


@pytest.mark.req("R3")
async def test_where_the_clinic_takes_no_payments_any_more_the_patient_is_asked_to_call(
    ada: Payer, till: Till, world: World
) -> None:
    await ada.go_to_payment("insoles")
    await remove_payments(world.toolbox.database, SLUG, force=True)
    await ada.press_pay()
    says_to_call(ada)
    assert "POST /v1/checkout/sessions" not in till.asked()


@pytest.mark.req("R3", "P1")
async def test_details_sent_after_the_account_is_gone_are_not_taken(
    ada: Payer, till: Till, world: World
) -> None:
    await ada.choose_time("insoles")
    assert till.account
    await remove_payments(world.toolbox.database, SLUG, force=True)
    ada.clock.advance(20)
    fields = ada.page.form("/bookings").fields
    page = await ada.post("/bookings", {**fields, **ADA})
    assert ada.answer.status_code in {403, 409, 503}
    assert page.name == "notice"
    assert "+61 2 5550 1234" in page.text
    rows = await world.toolbox.database.fetch("SELECT state FROM booking WHERE state <> 'held'")
    assert list(rows) == []


@pytest.mark.req("T6")
async def test_the_forms_of_a_payment_are_counted_as_those_of_a_hold(
    world: World, ada: Payer
) -> None:
    world.let_no_rate_recover()
    for number in range(RATES["hold"].burst):
        path = ("/payments", "/payments/release")[number % 2]
        await ada.post(path, {"payment": "x"})
        assert ada.answer.status_code == 404
    for path in ("/payments", "/payments/release", "/holds"):
        page = await ada.post(path, {"payment": "x"})
        assert (ada.answer.status_code, page.notice) == (429, "too_many")
        assert int(ada.answer.headers["retry-after"]) >= 1
    assert (await ada.ask_state("x")).notice == "link_over"


@pytest.mark.req("T6")
async def test_asking_how_a_payment_stands_is_counted_generously(world: World, ada: Payer) -> None:
    world.let_no_rate_recover()
    burst, answered = RATES["payment"].burst, 0
    while (page := await ada.ask_state("x")).notice == "link_over":
        answered += 1
        assert answered <= burst
    assert answered == burst
    assert (ada.answer.status_code, page.notice) == (429, "too_many")
    assert "Please wait a minute and try again" in page.text


def test_a_patient_who_waits_is_never_told_that_it_is_too_often() -> None:
    """The widget asks every two seconds at most."""
    rate = RATES["payment"]
    assert rate.seconds <= 2
    assert rate.burst >= 60


@pytest.mark.parametrize("path", ["", "/state", "/release"])
async def test_the_reloaded_address_of_a_form_leads_to_the_first_step(
    world: World, path: str
) -> None:
    browser = await world.browser()
    answer = await browser.get(f"/c/{SLUG}/payments{path}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/c/{SLUG}")


def says_to_call(ada: Payer) -> None:
    assert ada.answer.status_code == 503
    assert ada.page.notice == "payment_closed"
    assert "We cannot take payments online just now. You have not been charged." in ada.page.text
    assert "+61 2 5550 1234" in ada.page.text
    assert "hx-redirect" not in ada.answer.headers
