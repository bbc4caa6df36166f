"""Stripe down, failing or slow when the patient comes back: "processing", and never "failed"."""

import time

import pytest

from slotkeeper.gateways.stripe.client import TIMEOUT
from slotkeeper.services.payments import patiently, show
from slotkeeper.services.payments.patiently import WAIT_SECONDS
from tests.web.payments.payer import Payer
from tests.web.payments.till import Till


@pytest.mark.req("R3", "P3")
@pytest.mark.parametrize("kind", ["down", "error", "drop"])
async def test_who_comes_back_while_stripe_is_down_is_not_told_that_it_failed(
    ada: Payer, till: Till, kind: str
) -> None:
    await ada.go_to_payment("insoles")
    await ada.press_pay()
    till.pay(ada.pay_url)
    way_back = till.way_back(ada.pay_url)
    till.fault(kind, times=None)
    page = await ada.come_back(way_back)
    assert ada.answer.status_code == 200
    assert (page.name, page.step["data-payment"]) == ("payment", "waiting")
    assert page.step["data-poll"] == "2"
    assert "We are waiting for your payment to come through" in page.text
    till.mend()
    assert (await ada.ask_state(ada.token)).name == "confirmed"
    assert till.money()["captures"] == 1


@pytest.mark.req("R3", "P3")
@pytest.mark.slow
async def test_who_comes_back_while_stripe_is_slow_does_not_wait_for_it(
    ada: Payer, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patiently.settle_within, "__defaults__", (WAIT_SECONDS,))
    monkeypatch.setattr(show, "WAIT_SECONDS", WAIT_SECONDS)
    await ada.go_to_payment("insoles")
    await ada.press_pay()
    till.pay(ada.pay_url)
    way_back, token = till.way_back(ada.pay_url), ada.token
    till.fault("slow", "/v1/checkout/sessions/*", seconds=30, times=None)
    began = time.monotonic()
    answer = await ada.http.get(way_back)
    assert answer.status_code == 303
    assert time.monotonic() - began < TIMEOUT - 1  # which the server waits for Stripe
    began = time.monotonic()
    page = await ada.ask_state(token)
    assert page.step["data-payment"] == "waiting"
    assert time.monotonic() - began < TIMEOUT - 1  # which the server waits for Stripe
    till.mend()
    assert (await ada.ask_state(token)).name == "confirmed"


@pytest.mark.req("R3", "P3")
async def test_what_is_authorised_and_not_yet_taken_is_under_way(ada: Payer, till: Till) -> None:
    await ada.go_to_payment("insoles")
    await ada.press_pay()
    till.pay(ada.pay_url)
    till.fault("error", "*/capture", times=None)
    for _ in range(2):
        page = await ada.ask_state(ada.token)
        assert page.step["data-payment"] == "waiting"
    assert till.money()["authorised"] == 3000
    till.mend()
    assert (await ada.ask_state(ada.token)).name == "confirmed"
    assert (till.money()["authorised"], till.money()["received"]) == (0, 3000)
