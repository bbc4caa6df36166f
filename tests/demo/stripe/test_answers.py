"""Answers hold what the client's classes annotate, and speak its version."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import stripe

from demo.stripe.annotations import hints_of, is_optional
from demo.stripe.shapes import CLASSES
from tests.demo.stripe.shop import Shop


async def test_each_object_has_all_keys_that_its_class_requires(shop: Shop) -> None:
    for body in await _one_of_each(shop):
        hints = hints_of(CLASSES[body["object"]])
        required = {key for key, hint in hints.items() if not is_optional(hint)}
        assert required - body.keys() == set(), body["object"]
        assert body.keys() - hints.keys() == set(), body["object"]


async def test_the_fake_fills_no_key_that_the_client_does_not_know(shop: Shop) -> None:
    kinds = {body["object"] for body in await _one_of_each(shop)}
    assert kinds == CLASSES.keys() - {"item"}
    assert shop.control("/drift", "GET") == {"unknown": []}


async def test_an_id_is_expanded_on_request_and_deeper_too(shop: Shop) -> None:
    intent = await shop.authorise()
    assert isinstance(intent.latest_charge, str)
    (session,) = (await shop.sessions.list_async({"payment_intent": intent.id})).data
    expanded = await shop.sessions.retrieve_async(
        session.id, {"expand": ["payment_intent.latest_charge"]}
    )
    assert isinstance(expanded.payment_intent, stripe.PaymentIntent)
    assert isinstance(expanded.payment_intent.latest_charge, stripe.Charge)
    assert expanded.payment_intent.latest_charge.id == intent.latest_charge


async def test_what_is_no_id_cannot_be_expanded(shop: Shop) -> None:
    session = await shop.start()
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        await shop.sessions.retrieve_async(session.id, {"expand": ["amount_total"]})


async def test_an_answer_does_not_change_with_what_happens_later(shop: Shop) -> None:
    intent = await shop.authorise()
    await shop.intents.capture_async(intent.id)
    assert intent.status == "requires_capture"


@pytest.mark.parametrize("version", ["2024-06-20", "2026-10-28.acacia"])
async def test_another_version_of_the_api_is_refused(shop: Shop, version: str) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Invalid Stripe API version"):
        await shop.sessions.list_async({}, {"stripe_version": version})


def test_the_version_is_that_of_the_client(fake: str) -> None:
    made = httpx.post(f"{fake}/_control/accounts", json={"name": "A clinic"}).json()
    headers = {"authorization": f"Bearer {made['key']}", "stripe-version": stripe.api_version}
    answer = httpx.get(f"{fake}/v1/account", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["request-id"].startswith("req_")


async def test_the_account_says_its_name(shop: Shop) -> None:
    account = await shop.client.v1.accounts.retrieve_current_async()
    assert account.id == shop.account
    assert account.business_profile is not None
    assert account.business_profile.name == "Harbour Physio"


async def _one_of_each(shop: Shop) -> list[dict[str, Any]]:
    declined = await shop.start()
    shop.control(f"/sessions/{declined.id}/pay", card="4000008400001629")
    intent = await shop.receive()
    charge = str(intent.latest_charge)
    refund = await shop.client.v1.refunds.create_async({"payment_intent": intent.id, "amount": 1})
    dispute = shop.control(f"/payment_intents/{intent.id}/dispute")
    v1 = shop.client.v1
    return list(
        _plain(
            [
                *(await shop.sessions.list_async()).data,
                *(await shop.intents.list_async()).data,
                await v1.charges.retrieve_async(charge),
                refund,
                await v1.disputes.retrieve_async(dispute["id"]),
                *(await v1.events.list_async({"limit": 100})).data,
                await v1.accounts.retrieve_current_async(),
            ]
        )
    )


def _plain(bodies: list[Any]) -> Iterator[dict[str, Any]]:
    for body in bodies:
        yield body.to_dict()
