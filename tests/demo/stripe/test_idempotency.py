"""A key is answered once: the same answer again, whatever it was."""

import asyncio
from typing import Any

import pytest
import stripe

from tests.demo.stripe.shop import Shop, item, order

KEY: Any = {"idempotency_key": "booking-1/attempt-1"}


async def test_the_same_request_makes_one_session(shop: Shop) -> None:
    first = await shop.sessions.create_async(order(), KEY)
    again = await shop.sessions.create_async(order(), KEY)
    assert again.id == first.id
    assert len((await shop.sessions.list_async()).data) == 1
    assert again.last_response is not None
    assert again.last_response.headers["idempotent-replayed"] == "true"


async def test_what_is_replayed_is_the_answer_of_that_time(shop: Shop) -> None:
    first = await shop.sessions.create_async(order(), KEY)
    await shop.sessions.expire_async(first.id)
    assert (await shop.sessions.create_async(order(), KEY)).status == "open"


async def test_other_parameters_under_the_same_key_are_refused(shop: Shop) -> None:
    await shop.sessions.create_async(order(), KEY)
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as refused:
        await shop.sessions.create_async(order(line_items=[item(1000)]), KEY)
    assert refused.value.http_status == 400


async def test_the_same_key_at_once_is_in_use(shop: Shop) -> None:
    shop.fault("slow", seconds=2)
    first = asyncio.create_task(shop.sessions.create_async(order(), KEY))
    await shop.is_asked()
    with pytest.raises(stripe.APIError) as refused:
        await shop.sessions.create_async(order(), KEY)
    assert (refused.value.http_status, refused.value.error.code) == (  # type: ignore[union-attr]
        409,
        "idempotency_key_in_use",
    )
    made = await first
    assert (await shop.sessions.create_async(order(), KEY)).id == made.id


@pytest.mark.parametrize(("when", "received"), [("before", 0), ("after", 9500)])
async def test_a_500_is_kept_and_replayed(shop: Shop, when: str, received: int) -> None:
    intent = await shop.authorise()
    shop.fault("error", "*/capture", when=when)
    for _ in range(3):
        with pytest.raises(stripe.APIError) as failed:
            await shop.intents.capture_async(intent.id, {}, KEY)
        assert failed.value.http_status == 500
    assert (await shop.intents.retrieve_async(intent.id)).amount_received == received


async def test_after_a_kept_500_another_key_gets_through(shop: Shop) -> None:
    intent = await shop.receive()
    shop.fault("error", "/v1/refunds")
    asked: Any = {"payment_intent": intent.id}
    with pytest.raises(stripe.APIError):
        await shop.client.v1.refunds.create_async(asked, KEY)
    other: Any = {"idempotency_key": "another"}
    await shop.client.v1.refunds.create_async(asked, other)
    assert shop.money()["refunded"] == 9500


async def test_a_request_that_was_never_begun_is_not_kept(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        await shop.sessions.create_async(order(payment_method_types=["card"]), KEY)
    assert (await shop.sessions.create_async(order(), KEY)).status == "open"


async def test_a_refusal_in_the_work_is_kept(shop: Shop) -> None:
    intent = await shop.authorise()
    await shop.intents.cancel_async(intent.id)
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await shop.intents.capture_async(intent.id, {}, KEY)
    assert refused.value.headers is not None
    assert refused.value.headers["idempotent-replayed"] == "true"


async def test_ten_captures_at_once_under_one_key_are_one(shop: Shop) -> None:
    intent = await shop.authorise()
    tries = [shop.intents.capture_async(intent.id, {}, KEY) for _ in range(10)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert any(isinstance(answer, stripe.PaymentIntent) for answer in answers)
    assert shop.money()["received"] == 9500


async def test_the_log_tells_a_replay_from_the_first(shop: Shop) -> None:
    await shop.sessions.create_async(order(), KEY)
    await shop.sessions.create_async(order(), KEY)
    requests = shop.control("/requests", "GET")["requests"]
    mine = [each["replayed"] for each in requests if each["account"] == shop.account]
    assert mine == [False, True]
