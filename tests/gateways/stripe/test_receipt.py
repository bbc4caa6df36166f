"""What became of a captured payment: refunds and disputes, by whomever."""

import pytest

from slotkeeper.gateways.payments import Payee, PaymentGateway, PaymentsRefused, Receipt
from tests.demo.stripe.shop import Shop
from tests.gateways.stripe.orders import AMOUNT, pay, receive


async def test_a_refund_is_found_again_by_its_reference(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    intent = await receive(gateway, shop, payee)
    made = await gateway.refund(payee, intent, 1000, "AUD", "r_1", "refund-1")
    assert (made.amount, made.status, made.reference) == (1000, "succeeded", "r_1")
    assert await gateway.receipt(payee, intent, "AUD") == Receipt(
        received=AMOUNT, refunded=1000, refunds=(made,)
    )


async def test_the_same_refund_is_made_once(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    intent = await receive(gateway, shop, payee)
    for _ in range(2):
        await gateway.refund(payee, intent, 1000, "AUD", "r_1", "refund-1")
    assert shop.money()["refunded"] == 1000


async def test_nobody_gives_back_more_than_was_received(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    intent = await receive(gateway, shop, payee)
    with pytest.raises(PaymentsRefused):
        await gateway.refund(payee, intent, AMOUNT + 1, "AUD", "r_1", "refund-1")
    await gateway.refund(payee, intent, AMOUNT, "AUD", "r_2", "refund-2")
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.refund(payee, intent, 1, "AUD", "r_3", "refund-3")
    assert refused.value.code == "charge_already_refunded"


async def test_a_refund_made_in_the_dashboard_is_seen_without_reference(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    intent = await receive(gateway, shop, payee)
    shop.control(f"/payment_intents/{intent}/refund", amount=500)
    receipt = await gateway.receipt(payee, intent, "AUD")
    (seen,) = receipt.refunds
    assert (receipt.refunded, seen.amount, seen.reference) == (500, 500, "")


async def test_a_refund_that_came_back_is_none(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    intent = await receive(gateway, shop, payee)
    made = await gateway.refund(payee, intent, AMOUNT, "AUD", "r_1", "refund-1")
    shop.control(f"/refunds/{made.id}/fail")
    receipt = await gateway.receipt(payee, intent, "AUD")
    assert (receipt.received, receipt.refunded) == (AMOUNT, 0)
    assert [refund.status for refund in receipt.refunds] == ["failed"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("pending", "pending"),
        ("requires_action", "pending"),
        (None, "pending"),
        ("canceled", "failed"),
    ],
)
async def test_a_refund_is_pending_until_the_money_is_there(
    gateway: PaymentGateway, shop: Shop, payee: Payee, said: str | None, status: str
) -> None:
    intent = await receive(gateway, shop, payee)
    shop.fault("wrong", "/v1/refunds", values={"status": said})
    assert (await gateway.refund(payee, intent, 1, "AUD", "r_1", "refund-1")).status == status


async def test_more_refunds_than_fit_on_a_page_are_all_seen(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    intent = await receive(gateway, shop, payee)
    for _ in range(101):
        await shop.client.v1.refunds.create_async({"payment_intent": intent, "amount": 2})
    receipt = await gateway.receipt(payee, intent, "AUD")
    assert (len(receipt.refunds), receipt.refunded) == (101, 202)


async def test_an_authorisation_that_was_let_go_is_no_refund(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    seen = await pay(gateway, shop, payee)
    await gateway.cancel(payee, seen.intent_id, "cancel")
    assert await gateway.receipt(payee, seen.intent_id, "AUD") == Receipt(received=0, refunded=0)


@pytest.mark.parametrize("verdict", ["won", "lost"])
async def test_a_dispute_is_seen_until_it_is_decided(
    gateway: PaymentGateway, shop: Shop, payee: Payee, verdict: str
) -> None:
    intent = await receive(gateway, shop, payee)
    assert (await gateway.receipt(payee, intent, "AUD")).dispute == ""
    dispute = shop.control(f"/payment_intents/{intent}/dispute")
    assert (await gateway.receipt(payee, intent, "AUD")).dispute == "needs_response"
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.refund(payee, intent, AMOUNT, "AUD", "r_1", "refund-1")
    assert refused.value.code == "charge_disputed"
    shop.control(f"/disputes/{dispute['id']}/close", status=verdict)
    assert (await gateway.receipt(payee, intent, "AUD")).dispute == verdict
