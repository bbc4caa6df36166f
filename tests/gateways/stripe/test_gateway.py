"""A payment from the pay page to its capture, as Slotkeeper asks for it."""

import pytest

from slotkeeper.gateways.payments import Payee, PaymentGateway, PaymentsRefused, Seen
from slotkeeper.gateways.stripe import StripeGateway
from tests.demo.stripe.shop import Shop
from tests.gateways.stripe.orders import AMOUNT, an_order, pay


async def test_a_pay_page_is_opened_and_seen(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    opened = await gateway.open_checkout(payee, an_order())
    assert opened.url.startswith(f"{gateway.pay_pages[0]}/")
    assert await gateway.look(payee, opened.session_id) == Seen(
        session_id=opened.session_id,
        session="open",
        url=opened.url,
        reference="p_4f9Zk1",
        amount=AMOUNT,
        currency="AUD",
    )


async def test_the_same_attempt_is_the_same_page_and_another_another(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    order, second = an_order(), an_order(attempt=2)
    first = await gateway.open_checkout(payee, order)
    assert await gateway.open_checkout(payee, order) == first
    assert await gateway.open_checkout(payee, second) != first
    assert len((await shop.sessions.list_async()).data) == 2


async def test_what_is_paid_is_authorised_and_not_yet_received(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    seen = await pay(gateway, shop, payee)
    assert (seen.session, seen.url) == ("complete", "")
    assert seen.intent_id.startswith("pi_")
    assert (seen.intent, seen.authorised, seen.received) == ("authorised", AMOUNT, 0)
    assert shop.money()["received"] == 0


async def test_a_capture_takes_all_and_once(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    seen = await pay(gateway, shop, payee)
    for _ in range(2):
        await gateway.capture(payee, seen.intent_id, "one-capture")
    again = await gateway.look(payee, seen.session_id)
    assert (again.intent, again.authorised, again.received) == ("succeeded", 0, AMOUNT)
    assert shop.money()["received"] == AMOUNT


async def test_a_cancel_lets_go(gateway: PaymentGateway, shop: Shop, payee: Payee) -> None:
    seen = await pay(gateway, shop, payee)
    for _ in range(2):
        await gateway.cancel(payee, seen.intent_id, "one-cancel")
    assert (await gateway.look(payee, seen.session_id)).intent == "canceled"
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.capture(payee, seen.intent_id, "one-capture")
    assert refused.value.code == "payment_intent_unexpected_state"


async def test_a_page_is_ended_once(gateway: PaymentGateway, payee: Payee) -> None:
    opened = await gateway.open_checkout(payee, an_order())
    for _ in range(2):
        await gateway.expire(payee, opened.session_id, "one-expire")
    assert (await gateway.look(payee, opened.session_id)).session == "expired"
    with pytest.raises(PaymentsRefused):
        await gateway.expire(payee, opened.session_id, "another-expire")


@pytest.mark.parametrize(
    ("paid", "session", "intent"),
    [
        ({"card": "4000000000000002"}, "open", "waiting"),
        ({"card": "4000002500003155", "challenge": "leave"}, "open", "waiting"),
        ({"card": "4000002500003155"}, "complete", "authorised"),
        ({"settling": True}, "complete", "processing"),
    ],
)
async def test_a_payment_is_seen_where_it_is(
    gateway: PaymentGateway,
    shop: Shop,
    payee: Payee,
    paid: dict[str, object],
    session: str,
    intent: str,
) -> None:
    opened = await gateway.open_checkout(payee, an_order())
    shop.control(f"/sessions/{opened.session_id}/pay", **paid)
    seen = await gateway.look(payee, opened.session_id)
    assert (seen.session, seen.intent, seen.received) == (session, intent, 0)


async def test_an_authorisation_that_the_bank_let_go_is_canceled(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    seen = await pay(gateway, shop, payee)
    shop.control(f"/payment_intents/{seen.intent_id}/lose")
    again = await gateway.look(payee, seen.session_id)
    assert (again.session, again.intent, again.authorised) == ("complete", "canceled", 0)


async def test_what_stripe_says_is_what_is_seen_also_another_amount(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    opened = await gateway.open_checkout(payee, an_order())
    shop.fault("wrong", "*/sessions/*", values={"amount_total": 1, "currency": "usd"})
    seen = await gateway.look(payee, opened.session_id)
    assert (seen.amount, seen.currency) == (1, "USD")


async def test_a_session_of_nobody_is_missing(gateway: PaymentGateway, payee: Payee) -> None:
    assert await gateway.look(payee, "cs_test_none") == Seen(
        session_id="cs_test_none", session="missing"
    )


async def test_a_live_payment_is_seen_as_live(gateway: PaymentGateway, shop: Shop) -> None:
    key = shop.control("/keys", account=shop.account, livemode=True)["key"]
    live = Payee(secret_key=key, live=True)
    opened = await gateway.open_checkout(live, an_order())
    assert (await gateway.look(live, opened.session_id)).live is True


async def test_a_gateway_that_was_closed_can_be_used_again(
    gateway: PaymentGateway, payee: Payee
) -> None:
    await gateway.check(payee)
    await gateway.close()
    await gateway.check(payee)


def test_pay_pages_are_stripes_unless_told_otherwise() -> None:
    assert StripeGateway().pay_pages == ("https://checkout.stripe.com",)
    assert StripeGateway("http://127.0.0.1:9/x").pay_pages == ("http://127.0.0.1:9",)
