"""An account's objects are seen with its own key, or by its platform; and by nobody else."""

from typing import Any

import httpx
import pytest
import stripe

from tests.demo.stripe.shop import Json, Shop, order


@pytest.fixture
def other(shop: Shop) -> Json:
    """Another clinic's account: its id and key."""
    return shop.control("/accounts", name="Hill Dental")


async def test_another_accounts_objects_are_not_there(shop: Shop, other: Json) -> None:
    session, intent = await shop.start(), await shop.authorise()
    stranger = shop.client_with(other["key"]).v1
    for asking in (
        stranger.checkout.sessions.retrieve_async(session.id),
        stranger.checkout.sessions.expire_async(session.id),
        stranger.payment_intents.retrieve_async(intent.id),
        stranger.payment_intents.capture_async(intent.id),
        stranger.payment_intents.cancel_async(intent.id),
        stranger.refunds.create_async({"payment_intent": intent.id}),
    ):
        with pytest.raises(stripe.InvalidRequestError, match="No such") as refused:
            await asking
        assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
    assert (await stranger.payment_intents.list_async()).data == []


async def test_test_and_live_are_two_worlds(shop: Shop) -> None:
    session = await shop.start()
    assert session.livemode is False
    key = shop.control("/keys", account=shop.account, livemode=True)["key"]
    live = shop.client_with(key).v1.checkout.sessions
    with pytest.raises(stripe.InvalidRequestError, match="No such checkout session"):
        await live.retrieve_async(session.id)
    made = await live.create_async(order())
    assert made.livemode is True
    assert made.id.startswith("cs_live_")


@pytest.mark.parametrize("key", ["sk_test_unknown", "rk_live_unknown_unknown"])
async def test_an_unknown_key_is_refused_and_not_repeated(shop: Shop, key: str) -> None:
    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key") as refused:
        await shop.client_with(key).v1.balance.retrieve_async()
    assert key not in str(refused.value)


async def test_a_revoked_key_opens_nothing(shop: Shop) -> None:
    shop.control("/keys", "DELETE", key=shop.key)
    with pytest.raises(stripe.AuthenticationError):
        await shop.start()


def test_without_a_key_nothing_is_told(fake: str) -> None:
    assert httpx.get(f"{fake}/v1/account").status_code == 401


async def test_a_platform_acts_for_its_connected_clinics(shop: Shop) -> None:
    clinic = shop.control("/accounts", name="Hill Dental", platform=shop.account)
    acting: Any = {"stripe_account": clinic["id"]}
    session = await shop.sessions.create_async(order(), acting)
    assert (await shop.sessions.retrieve_async(session.id, {}, acting)).id == session.id
    with pytest.raises(stripe.InvalidRequestError, match="No such"):
        await shop.sessions.retrieve_async(session.id)
    own = shop.client_with(clinic["key"]).v1.checkout.sessions
    assert (await own.retrieve_async(session.id)).id == session.id


async def test_nobody_acts_for_a_clinic_that_is_not_connected(shop: Shop, other: Json) -> None:
    acting: Any = {"stripe_account": other["id"]}
    with pytest.raises(stripe.PermissionError, match="does not have access") as refused:
        await shop.sessions.create_async(order(), acting)
    assert refused.value.http_status == 403


async def test_a_key_may_name_its_own_account(shop: Shop) -> None:
    acting: Any = {"stripe_account": shop.account}
    assert (await shop.sessions.create_async(order(), acting)).status == "open"


async def test_idempotency_keys_of_two_clinics_do_not_meet(shop: Shop, other: Json) -> None:
    key: Any = {"idempotency_key": "booking-1"}
    mine = await shop.sessions.create_async(order(), key)
    theirs = await shop.client_with(other["key"]).v1.checkout.sessions.create_async(order(), key)
    assert mine.id != theirs.id


async def test_a_restricted_key_does_what_it_may(shop: Shop) -> None:
    permissions = ["checkout_session_write", "payment_intent_read"]
    key = shop.control("/keys", account=shop.account, permissions=permissions)["key"]
    assert key.startswith("rk_test_")
    v1 = shop.client_with(key).v1
    session = await v1.checkout.sessions.create_async(order())
    await v1.checkout.sessions.retrieve_async(session.id)
    intent = await shop.authorise()
    await v1.payment_intents.retrieve_async(intent.id)
    with pytest.raises(stripe.PermissionError, match="'rak_payment_intent_write'"):
        await v1.payment_intents.capture_async(intent.id)
    with pytest.raises(stripe.PermissionError, match="'rak_charge_write'"):
        await v1.refunds.create_async({"payment_intent": intent.id})
