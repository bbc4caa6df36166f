"""Whose key, for whose account, and what it may."""

import pytest

from slotkeeper.gateways.payments import Payee, PaymentGateway, PaymentsRefused
from tests.demo.stripe.shop import Shop
from tests.gateways.stripe.orders import AMOUNT, an_order, pay, receive

NEEDED = ["checkout_session_write", "payment_intent_write", "charge_write", "dispute_read"]


def restricted(shop: Shop, permissions: list[str]) -> Payee:
    key = shop.control("/keys", account=shop.account, permissions=permissions)["key"]
    return Payee(secret_key=key)


def connected(shop: Shop) -> Payee:
    clinic = shop.control("/accounts", name="Hill Dental", platform=shop.account)
    return Payee(secret_key=shop.key, account=clinic["id"])


async def test_a_restricted_key_with_four_permissions_does_all(
    gateway: PaymentGateway, shop: Shop
) -> None:
    payee = restricted(shop, NEEDED)
    await gateway.check(payee)
    intent = await receive(gateway, shop, payee)
    await gateway.refund(payee, intent, AMOUNT, "AUD", "r_1", "refund")
    assert (await gateway.receipt(payee, intent, "AUD")).refunded == AMOUNT
    let_go = await pay(gateway, shop, payee, reference="p_2")
    await gateway.cancel(payee, let_go.intent_id, "cancel")
    left = await gateway.open_checkout(payee, an_order(reference="p_3"))
    await gateway.expire(payee, left.session_id, "expire")


@pytest.mark.parametrize("missing", NEEDED)
async def test_a_key_that_may_not_enough_is_refused_before_a_patient_pays(
    gateway: PaymentGateway, shop: Shop, missing: str
) -> None:
    payee = restricted(shop, [each for each in NEEDED if each != missing])
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.check(payee)
    assert refused.value.code == "permission"


async def test_reading_is_not_enough_to_take_money(gateway: PaymentGateway, shop: Shop) -> None:
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.check(restricted(shop, [each.replace("write", "read") for each in NEEDED]))
    assert refused.value.code == "permission"


async def test_a_key_is_proved_without_leaving_anything(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    await gateway.check(payee)
    assert (await shop.sessions.list_async()).data == []
    assert (await shop.client.v1.refunds.list_async()).data == []


async def test_an_unknown_key_opens_nothing(gateway: PaymentGateway) -> None:
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.check(Payee(secret_key="sk_test_unknown"))
    assert refused.value.code == "authentication"


@pytest.mark.req("R5")
async def test_another_clinics_payments_are_not_there(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    other = Payee(secret_key=shop.control("/accounts", name="Hill Dental")["key"])
    seen = await pay(gateway, shop, payee)
    assert (await gateway.look(other, seen.session_id)).session == "missing"
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.capture(other, seen.intent_id, "capture")
    assert refused.value.code == "resource_missing"


async def test_the_same_reference_at_two_clinics_is_two_payments(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    other = Payee(secret_key=shop.control("/accounts", name="Hill Dental")["key"])
    order = an_order()
    mine, theirs = [await gateway.open_checkout(each, order) for each in (payee, other)]
    assert mine.session_id != theirs.session_id


async def test_a_platform_is_paid_for_its_connected_clinic(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    clinic = connected(shop)
    await gateway.check(clinic)
    intent = await receive(gateway, shop, clinic)
    await gateway.refund(clinic, intent, 1000, "AUD", "r_1", "refund")
    assert (await gateway.receipt(clinic, intent, "AUD")).refunded == 1000
    accounts = shop.control("/money", "GET")["accounts"]
    assert accounts[clinic.account]["aud"]["net"] == AMOUNT - 1000
    with pytest.raises(PaymentsRefused):
        await gateway.receipt(payee, intent, "AUD")


async def test_an_account_that_is_not_connected_is_refused(
    gateway: PaymentGateway, shop: Shop
) -> None:
    stranger = Payee(
        secret_key=shop.key, account=shop.control("/accounts", name="Hill Dental")["id"]
    )
    with pytest.raises(PaymentsRefused) as refused:
        await gateway.open_checkout(stranger, an_order())
    assert refused.value.code == "permission"
