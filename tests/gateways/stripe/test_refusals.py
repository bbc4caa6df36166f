"""Stripe down, slow, failing or refusing: three words for it, and no secret in any of them."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable
from contextlib import suppress

import pytest

from demo.stripe import serving
from slotkeeper.gateways.payments import (
    Opened,
    Order,
    Payee,
    PaymentGateway,
    PaymentsDown,
    PaymentsFailed,
    PaymentsRefused,
)
from slotkeeper.gateways.stripe import StripeGateway
from tests.demo.stripe.shop import Shop
from tests.gateways.stripe.canned import Canned
from tests.gateways.stripe.orders import AMOUNT, an_order, pay

KEY = "sk_test_51Hq9secretsecretWXYZ"
SOMEONE = Payee(secret_key=KEY)
PAGE = "<html>Something in between</html>"


async def problem_of(asked: Awaitable[object]) -> Exception:
    with pytest.raises((PaymentsDown, PaymentsFailed, PaymentsRefused)) as raised:
        await asked
    return raised.value


@pytest.mark.req("R3")
@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (429, '{"error": {"type": "invalid_request_error", "code": "rate_limit"}}', "down"),
        (429, '{"error": {"type": "invalid_request_error", "code": "lock_timeout"}}', "down"),
        (400, '{"error": {"type": "invalid_request_error", "code": "rate_limit"}}', "down"),
        (409, '{"error": {"type": "idempotency_error"}}', "down"),
        (502, PAGE, "down"),
        (503, PAGE, "down"),
        (504, "", "down"),
        (403, PAGE, "down"),
        (302, PAGE, "down"),
        (200, PAGE, "down"),
        (500, PAGE, "failed"),
        (500, '{"error": {"type": "api_error"}}', "failed"),
        (503, '{"error": {"type": "api_error"}}', "failed"),
        (400, '{"error": {"type": "idempotency_error"}}', "idempotency"),
        (401, '{"error": {"type": "invalid_request_error"}}', "authentication"),
        (403, '{"error": {"type": "invalid_request_error", "code": "x"}}', "permission"),
        (402, '{"error": {"type": "card_error", "code": "card_declined"}}', "card_declined"),
        (400, '{"error": {"type": "invalid_request_error"}}', "invalid_request_error"),
        (400, '{"error": {"code": "amount_too_small"}}', "amount_too_small"),
        (424, '{"error": {"code": "No such key sk_live_1"}}', "unknown"),
        (404, '{"error": {"code": 7}}', "unknown"),
        (400, '{"error": {}}', "unknown"),
    ],
)
async def test_each_answer_has_one_meaning(status: int, body: str, problem: str) -> None:
    kinds = {"down": PaymentsDown, "failed": PaymentsFailed}
    with serving(Canned(status, body)) as url:
        gateway = StripeGateway(url)
        found = await problem_of(gateway.capture(SOMEONE, "pi_1", "key"))
        await gateway.close()
    assert type(found) is kinds.get(problem, PaymentsRefused)
    assert getattr(found, "code", problem) == problem


@pytest.mark.req("R3")
@pytest.mark.parametrize("body", ["{}", '{"object": "list", "data": []}', '{"object": "event"}'])
async def test_an_answer_of_another_kind_is_no_answer(body: str) -> None:
    with serving(Canned(200, body)) as url:
        gateway = StripeGateway(url)
        found = [
            await problem_of(gateway.look(SOMEONE, "cs_1")),
            await problem_of(gateway.refund(SOMEONE, "pi_1", AMOUNT, "AUD", "name", "key")),
            await problem_of(gateway.receipt(SOMEONE, "pi_1", "AUD")),
            await problem_of(gateway.open_checkout(SOMEONE, an_order())),
        ]
        await gateway.close()
    assert [type(each) for each in found] == [PaymentsDown] * 4


@pytest.mark.req("R3")
async def test_nobody_there_is_down() -> None:
    gateway = StripeGateway("http://127.0.0.1:9")
    assert isinstance(await problem_of(gateway.check(SOMEONE)), PaymentsDown)
    await gateway.close()


@pytest.mark.req("R3")
async def test_an_answer_that_takes_too_long_is_down_and_the_same_key_finds_it(
    fake: str, gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    hasty, order = StripeGateway(fake, timeout=0.3), an_order()
    shop.fault("slow", when="after", seconds=2)
    assert isinstance(await problem_of(hasty.open_checkout(payee, order)), PaymentsDown)
    assert isinstance(await problem_of(hasty.open_checkout(payee, order)), PaymentsDown)
    opened = await open_at_last(gateway, payee, order)
    assert [each.id for each in (await shop.sessions.list_async()).data] == [opened.session_id]
    await hasty.close()


async def open_at_last(gateway: PaymentGateway, payee: Payee, order: Order) -> Opened:
    """When Stripe is done with what was asked before under the same key."""
    while True:
        with suppress(PaymentsDown):
            return await gateway.open_checkout(payee, order)
        await asyncio.sleep(0.1)


@pytest.mark.req("R3")
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_broken_connection_is_down_and_the_same_key_finds_it(
    gateway: PaymentGateway, shop: Shop, payee: Payee, when: str
) -> None:
    shop.fault("drop", method="POST", when=when)
    order = an_order()
    assert isinstance(await problem_of(gateway.open_checkout(payee, order)), PaymentsDown)
    opened = await gateway.open_checkout(payee, order)
    assert [each.id for each in (await shop.sessions.list_async()).data] == [opened.session_id]


async def test_a_page_instead_of_an_answer_is_down_and_kept_by_nobody(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    shop.fault("down", times=2)
    order = an_order()
    for _ in range(2):
        assert isinstance(await problem_of(gateway.open_checkout(payee, order)), PaymentsDown)
    await gateway.open_checkout(payee, order)


@pytest.mark.req("R3")
async def test_a_failure_stays_under_its_key_and_not_under_another(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    seen = await pay(gateway, shop, payee)
    shop.fault("error", "*/capture")
    for _ in range(2):
        found = await problem_of(gateway.capture(payee, seen.intent_id, "capture-1"))
        assert isinstance(found, PaymentsFailed)
    await gateway.capture(payee, seen.intent_id, "capture-2")
    assert shop.money()["received"] == AMOUNT


async def test_ten_captures_at_once_take_the_money_once(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    seen = await pay(gateway, shop, payee)
    tries = [gateway.capture(payee, seen.intent_id, "capture-1") for _ in range(10)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert None in found
    assert {type(each) for each in found} <= {type(None), PaymentsDown}
    assert shop.money()["received"] == AMOUNT


async def test_the_same_key_for_another_order_is_refused(
    gateway: PaymentGateway, payee: Payee
) -> None:
    await gateway.open_checkout(payee, an_order())
    found = await problem_of(gateway.open_checkout(payee, an_order(amount=5000)))
    assert isinstance(found, PaymentsRefused)
    assert found.code == "idempotency"


@pytest.mark.req("P1")
@pytest.mark.parametrize(("amount", "code"), [(49, "too_small"), (100_000_000, "too_large")])
async def test_an_amount_that_stripe_does_not_take_is_refused(
    gateway: PaymentGateway, payee: Payee, amount: int, code: str
) -> None:
    found = await problem_of(gateway.open_checkout(payee, an_order(amount=amount)))
    assert isinstance(found, PaymentsRefused)
    assert found.code == f"amount_{code}"


@pytest.mark.parametrize("currency", ["UYI", "CLF", "XXX", "aud"])
async def test_a_currency_that_stripe_does_not_know_is_not_asked_for(
    gateway: PaymentGateway, shop: Shop, payee: Payee, currency: str
) -> None:
    found = await problem_of(gateway.open_checkout(payee, an_order(currency=currency)))
    assert isinstance(found, PaymentsRefused)
    assert found.code == "currency"
    assert shop.asked() == []


@pytest.mark.req("R6")
@pytest.mark.parametrize("kind", ["down", "drop", "error", "unknown key", "no permission"])
async def test_no_error_and_no_log_holds_a_key_or_stripes_words(
    gateway: PaymentGateway, shop: Shop, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    caplog.set_level(logging.DEBUG)
    key = KEY
    if kind == "no permission":
        key = shop.control("/keys", account=shop.account, permissions=["charge_read"])["key"]
    elif kind != "unknown key":
        key = shop.key
        shop.fault(kind)
    found = await problem_of(gateway.open_checkout(Payee(secret_key=key), an_order()))
    said = "".join(
        ["".join(traceback.format_exception(found)), repr(found), str(found), caplog.text]
    )
    assert found.__cause__ is None
    assert found.__context__ is None
    for secret in (
        key,
        key[:8] + "***",
        key[-4:],
        "Invalid API Key",
        "does not have",
        "went wrong",
    ):
        assert secret not in said


def test_a_payee_shows_no_key() -> None:
    assert KEY not in f"{SOMEONE!r} {SOMEONE}"
