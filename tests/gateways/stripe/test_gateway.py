"""A payment from the pay page to the refund, as Slotkeeper asks for it."""

import pytest

from slotkeeper.gateways.payments import Payee, PaymentGateway, PaymentsRefused, Seen
from slotkeeper.gateways.stripe import StripeGateway
from tests.demo.stripe.shop import Shop
from tests.gateways.stripe.orders import AMOUNT, an_order


async def pay(gateway: PaymentGateway, shop: Shop, payee: Payee, **changes: object) -> Seen:
    """A patient has paid; the money waits."""
    opened = await gateway.open_checkout(payee, an_order(**changes))
    shop.control(f"/sessions/{opened.session_id}/pay")
    return await gateway.look(payee, opened.session_id)


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


async def test_what_is_paid_is_authorised_and_not_yet_received(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    seen = await pay(gateway, shop, payee)
    assert (seen.session, seen.url) == ("complete", "")
    assert seen.intent_id.startswith("pi_")
    assert (seen.intent, seen.authorised, seen.received) == ("authorised", AMOUNT, 0)


async def test_a_capture_takes_all(gateway: PaymentGateway, shop: Shop, payee: Payee) -> None:
    seen = await pay(gateway, shop, payee)
    await gateway.capture(payee, seen.intent_id, "one-capture")
    again = await gateway.look(payee, seen.session_id)
    assert (again.intent, again.authorised, again.received) == ("succeeded", 0, AMOUNT)
    assert shop.money()["received"] == AMOUNT


async def test_a_cancel_lets_go(gateway: PaymentGateway, shop: Shop, payee: Payee) -> None:
    seen = await pay(gateway, shop, payee)
    await gateway.cancel(payee, seen.intent_id, "one-cancel")
    assert (await gateway.look(payee, seen.session_id)).intent == "canceled"
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.capture(payee, seen.intent_id, "one-capture")
    assert refused.value.code == "payment_intent_unexpected_state"


async def test_an_expired_page_is_seen_as_such(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    opened = await gateway.open_checkout(payee, an_order())
    await gateway.expire(payee, opened.session_id, "one-expire")
    assert (await gateway.look(payee, opened.session_id)).session == "expired"
    with pytest.raises(PaymentsRefused):
        await gateway.expire(payee, opened.session_id, "two-expire")


async def test_a_refund_is_found_again_by_its_reference(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    seen = await pay(gateway, shop, payee)
    await gateway.capture(payee, seen.intent_id, "capture")
    made = await gateway.refund(payee, seen.intent_id, 1000, "AUD", "r_1", "refund")
    assert (made.amount, made.status, made.reference) == (1000, "succeeded", "r_1")
    receipt = await gateway.receipt(payee, seen.intent_id, "AUD")
    assert (receipt.received, receipt.refunded, receipt.refunds) == (AMOUNT, 1000, (made,))


async def test_a_session_of_nobody_is_missing(gateway: PaymentGateway, payee: Payee) -> None:
    assert await gateway.look(payee, "cs_test_none") == Seen(
        session_id="cs_test_none", session="missing"
    )


async def test_a_key_is_proved(gateway: PaymentGateway, payee: Payee) -> None:
    await gateway.check(payee)
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.check(Payee(secret_key="sk_test_unknown"))
    assert refused.value.code == "authentication"


async def test_pay_pages_are_stripes_unless_told_otherwise() -> None:
    assert StripeGateway().pay_pages == ("https://checkout.stripe.com",)
    assert StripeGateway("http://127.0.0.1:9/x").pay_pages == ("http://127.0.0.1:9",)
