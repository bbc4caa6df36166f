"""Webhooks: signed as Stripe signs, and as late, doubled and disordered as Stripe may be."""

import json
from typing import Any

import pytest
import stripe

from tests.demo.stripe.inbox import Inbox
from tests.demo.stripe.shop import Json, Shop, order


def listen(shop: Shop, inbox: Inbox, **values: object) -> Json:
    return shop.control("/endpoints", account=shop.account, url=inbox.url, **values)


def rest(shop: Shop) -> None:
    assert shop.control("/deliveries/rest", seconds=30)["rested"]


def deliveries(shop: Shop, endpoint: Json) -> list[tuple[str, list[Any]]]:
    return [
        (each["state"], each["answers"])
        for each in shop.control("/deliveries", "GET")["deliveries"]
        if each["endpoint"] == endpoint["id"]
    ]


async def test_each_step_of_a_payment_is_told_with_the_payment_in_it(
    shop: Shop, inbox: Inbox
) -> None:
    endpoint = listen(shop, inbox)
    intent = await shop.receive()
    rest(shop)
    events = inbox.events(endpoint["secrets"][0])
    assert sorted(event.type for event in events) == [
        "charge.captured",
        "charge.succeeded",
        "checkout.session.completed",
        "payment_intent.amount_capturable_updated",
        "payment_intent.created",
        "payment_intent.succeeded",
    ]
    (done,) = [event for event in events if event.type == "payment_intent.succeeded"]
    assert done.data.object["id"] == intent.id
    assert done.api_version == stripe.api_version
    assert done.livemode is False
    assert done.request is not None
    assert done.request.id is not None


async def test_an_event_shows_its_object_as_it_was_then(shop: Shop, inbox: Inbox) -> None:
    endpoint = listen(shop, inbox, hold=True)
    await shop.receive()
    shop.control("/deliveries/send")
    by_type = {event.type: event for event in inbox.events(endpoint["secrets"][0])}
    assert by_type["payment_intent.amount_capturable_updated"].data.object["status"] == (
        "requires_capture"
    )


async def test_a_signature_by_another_secret_is_not_accepted(shop: Shop, inbox: Inbox) -> None:
    endpoint = listen(shop, inbox, hold=True)
    await shop.authorise()
    shop.control("/deliveries/send", secret="whsec_forged")
    with pytest.raises(stripe.SignatureVerificationError, match="No signatures found matching"):
        inbox.events(endpoint["secrets"][0])


async def test_an_old_signature_is_stale(shop: Shop, inbox: Inbox) -> None:
    endpoint = listen(shop, inbox, hold=True)
    await shop.authorise()
    shop.control("/deliveries/send", age=301)
    with pytest.raises(stripe.SignatureVerificationError, match="outside the tolerance"):
        inbox.events(endpoint["secrets"][0])


async def test_two_secrets_sign_while_they_are_rotated(shop: Shop, inbox: Inbox) -> None:
    listen(shop, inbox, secrets=["whsec_old", "whsec_new"], events=["charge.succeeded"])
    await shop.authorise()
    rest(shop)
    assert len(inbox.events("whsec_old")) == len(inbox.events("whsec_new")) == 1


async def test_only_the_events_that_are_wanted_come(shop: Shop, inbox: Inbox) -> None:
    listen(shop, inbox, events=["checkout.session.completed", "charge.refunded"])
    await shop.receive()
    rest(shop)
    assert inbox.types() == ["checkout.session.completed"]


async def test_what_was_not_taken_is_sent_again(shop: Shop, inbox: Inbox) -> None:
    inbox.statuses = [500, 302]
    endpoint = listen(shop, inbox, events=["checkout.session.completed"])
    await shop.authorise()
    rest(shop)
    assert deliveries(shop, endpoint) == [("delivered", [500, 302, 200])]
    assert len({request.body for request in inbox.received}) == 1


async def test_the_tries_come_to_an_end(shop: Shop, inbox: Inbox) -> None:
    inbox.statuses = [500] * 9
    endpoint = listen(shop, inbox, events=["charge.succeeded"], retry_after=[0.0, 0.0])
    await shop.authorise()
    rest(shop)
    assert deliveries(shop, endpoint) == [("failed", [500, 500, 500])]


async def test_nobody_at_home_is_a_try_that_failed(shop: Shop) -> None:
    values: Any = {"account": shop.account, "url": "http://127.0.0.1:9/hooks", "retry_after": []}
    endpoint = shop.control("/endpoints", events=["charge.succeeded"], **values)
    await shop.authorise()
    rest(shop)
    assert deliveries(shop, endpoint) == [("failed", ["ConnectError"])]


async def test_events_can_be_held_back_and_turned_round(shop: Shop, inbox: Inbox) -> None:
    endpoint = listen(shop, inbox, hold=True)
    await shop.receive()
    assert inbox.received == []
    assert {state for state, _ in deliveries(shop, endpoint)} == {"held"}
    sent = shop.control("/deliveries/send", order="reversed")["deliveries"]
    assert inbox.types() == [each["type"] for each in sent]
    assert inbox.types()[0] == "payment_intent.succeeded"
    assert inbox.types()[-1] == "payment_intent.created"


async def test_events_can_come_twice(shop: Shop, inbox: Inbox) -> None:
    endpoint = listen(shop, inbox, copies=2, events=["charge.succeeded"])
    await shop.authorise()
    rest(shop)
    first, second = inbox.events(endpoint["secrets"][0])
    assert first.id == second.id


async def test_an_old_event_can_be_sent_once_more(shop: Shop, inbox: Inbox) -> None:
    listen(shop, inbox, events=["charge.succeeded"])
    await shop.authorise()
    rest(shop)
    event = json.loads(inbox.received[0].body)["id"]
    shop.control("/deliveries/send", events=[event])
    assert inbox.types() == ["charge.succeeded"] * 2


async def test_events_can_come_all_at_once(shop: Shop, inbox: Inbox) -> None:
    inbox.party = 5
    listen(shop, inbox, hold=True, events=["charge.succeeded"])
    await shop.authorise()
    shop.control("/deliveries/send", copies=5, parallel=True)
    assert (len(inbox.received), inbox.at_once) == (5, 5)


async def test_events_can_come_late(shop: Shop, inbox: Inbox) -> None:
    listen(shop, inbox, delay=0.3, events=["charge.succeeded"])
    await shop.authorise()
    assert inbox.received == []
    rest(shop)
    assert inbox.types() == ["charge.succeeded"]


async def test_an_endpoint_that_is_removed_hears_nothing(shop: Shop, inbox: Inbox) -> None:
    endpoint = listen(shop, inbox)
    shop.control(f"/endpoints/{endpoint['id']}", "DELETE")
    await shop.authorise()
    rest(shop)
    assert inbox.received == []


async def test_a_clinic_hears_of_its_own_payments_only(shop: Shop, inbox: Inbox) -> None:
    other = shop.control("/accounts", name="Hill Dental")
    shop.control("/endpoints", account=other["id"], url=inbox.url)
    shop.control("/endpoints", account=shop.account, url=inbox.url, livemode=True)
    await shop.authorise()
    rest(shop)
    assert inbox.received == []


async def test_a_platform_hears_of_connected_clinics_by_name(shop: Shop, inbox: Inbox) -> None:
    clinic = shop.control("/accounts", name="Hill Dental", platform=shop.account)
    endpoint = listen(shop, inbox, connect=True, events=["checkout.session.expired"])
    acting: Any = {"stripe_account": clinic["id"]}
    session = await shop.sessions.create_async(order(), acting)
    await shop.sessions.expire_async(session.id, {}, acting)
    rest(shop)
    (event,) = inbox.events(endpoint["secrets"][0])
    assert event.account == clinic["id"]


async def test_without_connect_an_event_names_no_account(shop: Shop, inbox: Inbox) -> None:
    endpoint = listen(shop, inbox, events=["charge.succeeded"])
    await shop.authorise()
    rest(shop)
    (event,) = inbox.events(endpoint["secrets"][0])
    assert "account" not in event.to_dict()


async def test_disputes_and_refunds_are_told(shop: Shop, inbox: Inbox) -> None:
    intent = await shop.receive()
    listen(shop, inbox)
    shop.control(f"/payment_intents/{intent.id}/refund", amount=100)
    shop.control(f"/payment_intents/{intent.id}/dispute")
    rest(shop)
    assert set(inbox.types()) == {
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.refunded",
        "refund.created",
    }
