"""What goes wrong on demand."""

import asyncio
import time
from typing import Any

import httpx
import pytest
import stripe

from tests.demo.stripe.shop import Shop, order

KEY: Any = {"idempotency_key": "one"}


async def test_an_error_comes_once_and_before_anything_is_done(shop: Shop) -> None:
    shop.fault("error", "/v1/checkout/sessions", method="POST")
    with pytest.raises(stripe.APIError) as failed:
        await shop.start()
    assert failed.value.http_status == 500
    assert (await shop.sessions.list_async()).data == []
    assert (await shop.start()).status == "open"


async def test_an_error_may_come_after_the_work_is_done(shop: Shop) -> None:
    intent = await shop.authorise()
    shop.fault("error", f"/v1/payment_intents/{intent.id}/cancel", when="after")
    with pytest.raises(stripe.APIError):
        await shop.intents.cancel_async(intent.id)
    assert (await shop.intents.retrieve_async(intent.id)).status == "canceled"


async def test_an_error_may_come_a_number_of_times(shop: Shop) -> None:
    shop.fault("error", times=2)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            await shop.sessions.list_async()
    await shop.sessions.list_async()


async def test_stripe_may_be_slow(shop: Shop) -> None:
    shop.fault("slow", seconds=0.2)
    begun = time.monotonic()
    await shop.start()
    assert time.monotonic() - begun >= 0.2


async def test_a_client_that_gives_up_finds_the_work_done(shop: Shop) -> None:
    shop.fault("slow", when="after", seconds=2)
    hasty = stripe.HTTPXClient(timeout=0.3)
    client = stripe.StripeClient(
        shop.key, base_addresses={"api": shop.url}, http_client=hasty, max_network_retries=0
    )
    with pytest.raises(stripe.APIConnectionError):
        await client.v1.checkout.sessions.create_async(order(), KEY)
    await hasty.close_async()  # type: ignore[no-untyped-call]
    await shop.is_asked()
    assert len((await shop.sessions.list_async()).data) == 1


async def test_stripe_may_be_down_until_it_is_up_again(shop: Shop) -> None:
    shop.fault("down", times=None)
    for _ in range(3):
        with pytest.raises(stripe.APIError) as failed:
            await shop.sessions.create_async(order(), KEY)
        assert failed.value.http_status == 503
    shop.control("/faults", "DELETE")
    assert (await shop.sessions.create_async(order(), KEY)).status == "open"


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
async def test_a_connection_may_break_before_or_after_the_work(
    shop: Shop, when: str, made: int
) -> None:
    shop.fault("drop", method="POST", when=when)
    with pytest.raises(stripe.APIConnectionError):
        await shop.sessions.create_async(order(), KEY)
    assert len((await shop.sessions.list_async()).data) == made
    again = await shop.sessions.create_async(order(), KEY)
    assert [each.id for each in (await shop.sessions.list_async()).data] == [again.id]


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
async def test_a_connection_may_hang_first_and_the_key_is_free_meanwhile(
    shop: Shop, when: str, made: int
) -> None:
    shop.fault("drop", method="POST", when=when, seconds=2)
    hanging = asyncio.create_task(shop.sessions.create_async(order(), KEY))
    await shop.is_asked()
    assert len((await shop.sessions.list_async()).data) == made
    again = await shop.sessions.create_async(order(), KEY)
    assert not hanging.done()
    with pytest.raises(stripe.APIConnectionError):
        await hanging
    assert [each.id for each in (await shop.sessions.list_async()).data] == [again.id]


async def test_an_answer_may_hold_another_amount(shop: Shop) -> None:
    intent = await shop.receive()
    shop.fault("wrong", "/v1/payment_intents/*", values={"amount_received": 1, "currency": "usd"})
    wrong = await shop.intents.retrieve_async(intent.id)
    assert (wrong.amount_received, wrong.currency) == (1, "usd")
    right = await shop.intents.retrieve_async(intent.id)
    assert (right.amount_received, right.currency) == (9500, "aud")


async def test_one_clinics_fault_is_not_anothers(shop: Shop) -> None:
    shop.control("/faults", kind="error", account="acct_another")
    assert (await shop.start()).status == "open"
    shop.control("/faults", "DELETE")


@pytest.mark.parametrize(
    "fault", [{"kind": "strange"}, {"kind": "error", "when": "never"}, {"kind": "error", "x": 1}]
)
def test_a_fault_that_there_is_not_is_refused(fake: str, fault: dict[str, object]) -> None:
    answer = httpx.post(f"{fake}/_control/faults", json=fault)
    assert answer.status_code == 400
    assert httpx.get(f"{fake}/_control/faults").json() == {"faults": []}


def test_a_command_that_a_foreign_page_could_send_is_refused(fake: str) -> None:
    answer = httpx.post(f"{fake}/_control/faults", data={"kind": "down"})
    assert answer.status_code == 400


def test_a_command_that_there_is_not_is_not_found(fake: str) -> None:
    assert httpx.post(f"{fake}/_control/tea", json={}).status_code == 404


async def test_the_log_shows_what_was_asked(shop: Shop) -> None:
    session = await shop.start()
    shop.fault("drop")
    with pytest.raises(stripe.APIConnectionError):
        await shop.sessions.retrieve_async(session.id)
    path = "/v1/checkout/sessions"
    assert shop.asked() == [("POST", path, 200), ("GET", f"{path}/{session.id}", 0)]
