"""Webhooks: who signed them and when, and what they are about."""

import time
from collections.abc import Callable

import pytest

from demo.stripe.post_office import sign
from slotkeeper.gateways.payments import Event, Payee, PaymentGateway, SignatureWrong
from tests.demo.stripe.inbox import Inbox
from tests.demo.stripe.shop import Shop
from tests.gateways.stripe.orders import pay, receive

OLD, NEW = "whsec_old", "whsec_new"
BODY = (
    b'{"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "livemode": true, '
    b'"data": {"object": {"id": "pi_1", "metadata": {"payment": "p_1"}}}}'
)
READ = Event(
    id="evt_1", kind="payment_intent.succeeded", live=True, intent_id="pi_1", reference="p_1"
)
NOW = 1_800_000_000


async def events_of(gateway: PaymentGateway, inbox: Inbox, secrets: list[str]) -> list[Event]:
    return [
        await gateway.read_event(
            request.body, request.headers["stripe-signature"], secrets, int(time.time())
        )
        for request in inbox.received
    ]


async def test_each_step_of_a_payment_names_its_payment(
    gateway: PaymentGateway, shop: Shop, payee: Payee, inbox: Inbox
) -> None:
    secrets = shop.control("/endpoints", account=shop.account, url=inbox.url)["secrets"]
    seen = await pay(gateway, shop, payee)
    await gateway.capture(payee, seen.intent_id, "capture")
    shop.control(f"/payment_intents/{seen.intent_id}/refund", amount=100)
    shop.control(f"/payment_intents/{seen.intent_id}/dispute")
    assert shop.control("/deliveries/rest", seconds=30)["rested"]
    events = {event.kind: event for event in await events_of(gateway, inbox, secrets)}
    named = {kind: (e.session_id, e.intent_id, e.reference) for kind, e in events.items()}
    session, intent, reference = seen.session_id, seen.intent_id, "p_4f9Zk1"
    assert named == {
        "checkout.session.completed": (session, intent, reference),
        "payment_intent.created": ("", intent, reference),
        "payment_intent.amount_capturable_updated": ("", intent, reference),
        "payment_intent.succeeded": ("", intent, reference),
        "charge.succeeded": ("", intent, reference),
        "charge.captured": ("", intent, reference),
        "charge.refunded": ("", intent, reference),
        "refund.created": ("", intent, ""),
        "charge.dispute.created": ("", intent, ""),
        "charge.dispute.funds_withdrawn": ("", intent, ""),
    }
    assert all(e.id and not e.live and e.account == "" for e in events.values())


async def test_an_event_of_a_connected_clinic_names_the_account(
    gateway: PaymentGateway, shop: Shop, inbox: Inbox
) -> None:
    clinic = shop.control("/accounts", name="Hill Dental", platform=shop.account)["id"]
    endpoint = shop.control("/endpoints", account=shop.account, url=inbox.url, connect=True)
    await receive(gateway, shop, Payee(secret_key=shop.key, account=clinic))
    assert shop.control("/deliveries/rest", seconds=30)["rested"]
    events = await events_of(gateway, inbox, endpoint["secrets"])
    assert {event.account for event in events} == {clinic}


@pytest.mark.parametrize("manner", [{"age": 301}, {"secret": "whsec_forged"}])
async def test_a_stale_delivery_is_refused_and_a_forged_one(
    gateway: PaymentGateway, shop: Shop, payee: Payee, inbox: Inbox, manner: dict[str, object]
) -> None:
    endpoint = shop.control("/endpoints", account=shop.account, url=inbox.url, hold=True)
    await pay(gateway, shop, payee)
    shop.control("/deliveries/send", **manner)
    with pytest.raises(SignatureWrong):
        await events_of(gateway, inbox, endpoint["secrets"])


@pytest.mark.parametrize("secrets", [[NEW], [OLD, NEW], [NEW, OLD], ["", NEW]])
async def test_one_of_the_clinics_secrets_is_enough(
    gateway: PaymentGateway, secrets: list[str]
) -> None:
    assert await gateway.read_event(BODY, sign(BODY, [NEW], NOW), secrets, NOW) == READ


async def test_a_body_signed_by_two_secrets_is_read_with_either(gateway: PaymentGateway) -> None:
    header = sign(BODY, [OLD, NEW], NOW)
    for secret in (OLD, NEW):
        assert await gateway.read_event(BODY, header, [secret], NOW) == READ


@pytest.mark.parametrize("age", [-300, -1, 0, 300])
async def test_a_signature_is_good_for_300_seconds(gateway: PaymentGateway, age: int) -> None:
    assert await gateway.read_event(BODY, sign(BODY, [NEW], NOW - age), [NEW], NOW) == READ


@pytest.mark.parametrize("age", [-301, 301, NOW])
async def test_one_that_is_older_or_from_the_future_is_not(
    gateway: PaymentGateway, age: int
) -> None:
    with pytest.raises(SignatureWrong):
        await gateway.read_event(BODY, sign(BODY, [NEW], NOW - age), [NEW], NOW)


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    "change",
    [
        lambda good: good[:0],
        lambda good: good.replace(",", ";"),
        lambda good: good.replace("t=", "x="),
        lambda good: good.replace(f"t={NOW}", "t=soon"),
        lambda good: good.replace(f"t={NOW}", f"t={NOW + 1}"),
        lambda good: good.replace(f"t={NOW}", "t=" + "9" * 5000),
        lambda good: good.replace("v1=", "v0="),
        lambda good: good.replace("v1=", "v1=é"),
        lambda good: good + f",t={NOW}",
        lambda good: f"t={NOW - 9000}," + good,
        lambda good: "t," + good,
        lambda good: good.partition(",")[0],
    ],
)
async def test_a_header_that_is_not_stripes_is_refused(
    gateway: PaymentGateway, change: Callable[[str], str]
) -> None:
    with pytest.raises(SignatureWrong):
        await gateway.read_event(BODY, change(sign(BODY, [NEW], NOW)), [NEW], NOW)


@pytest.mark.parametrize("secrets", [[], [""], [OLD]])
async def test_without_the_secret_nothing_is_read(
    gateway: PaymentGateway, secrets: list[str]
) -> None:
    with pytest.raises(SignatureWrong):
        await gateway.read_event(BODY, sign(BODY, [NEW], NOW), secrets, NOW)


@pytest.mark.parametrize("body", [BODY + b" ", BODY.replace(b"pi_1", b"pi_2"), b"", b"\xff\xfe"])
async def test_a_body_is_checked_to_the_last_byte(gateway: PaymentGateway, body: bytes) -> None:
    with pytest.raises(SignatureWrong):
        await gateway.read_event(body, sign(BODY, [NEW], NOW), [NEW], NOW)


async def test_a_signed_body_that_is_no_text_is_refused(gateway: PaymentGateway) -> None:
    with pytest.raises(SignatureWrong):
        await gateway.read_event(b"\xff", sign(b"\xff", [NEW], NOW), [NEW], NOW)


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", ""),
        (b"tea", ""),
        (b"[1]", ""),
        (b'"text"', ""),
        (b"{}", ""),
        (b'{"id": 7, "object": "event "}', ""),
        (b'{"id": "evt_2", "object": "v2.core.event", "type": "v1.billing.meter"}', "evt_2"),
    ],
)
async def test_what_is_signed_and_no_event_is_read_as_nothing(
    gateway: PaymentGateway, body: bytes, name: str
) -> None:
    read = await gateway.read_event(body, sign(body, [NEW], NOW), [NEW], NOW)
    assert read == Event(id=name, kind="", live=False)


@pytest.mark.parametrize(
    "about",
    [b"{}", b'{"object": null}', b'{"object": {"id": 1, "metadata": [], "payment_intent": 2}}'],
)
async def test_an_event_about_nothing_that_we_know_names_nothing(
    gateway: PaymentGateway, about: bytes
) -> None:
    body = b'{"id": "evt_3", "object": "event", "type": "tea.made", "data": ' + about + b"}"
    read = await gateway.read_event(body, sign(body, [NEW], NOW), [NEW], NOW)
    assert read == Event(id="evt_3", kind="tea.made", live=False)


async def test_an_expanded_payment_is_named_by_its_id(gateway: PaymentGateway) -> None:
    body = (
        b'{"id": "evt_4", "object": "event", "type": "checkout.session.expired", "account": "a_1",'
        b'"data": {"object": {"id": "cs_1", "payment_intent": {"id": "pi_4"}}}}'
    )
    read = await gateway.read_event(body, sign(body, [NEW], NOW), [NEW], NOW)
    assert (read.session_id, read.intent_id, read.account) == ("cs_1", "pi_4", "a_1")
