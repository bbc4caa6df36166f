"""Events to a clinic's own systems, over the wire."""

import asyncio
import time

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from slotkeeper.gateways import webhook
from slotkeeper.gateways.webhook import (
    Endpoint,
    Event,
    HttpWebhooks,
    WebhookPutOff,
    WebhookRefused,
)
from tests.free_port import free_port
from tests.gateways.listener import listening

pytestmark = pytest.mark.req("N9")
OLD, NEW = (f"whsec_{word}" for word in ("MDEyMzQ1Njc4OWFiY2RlZg==", "ZmVkY2JhOTg3NjU0MzIxMA=="))
BODY = b'{"type":"booking.confirmed","data":{"reference":"K7M2QX"}}'


def event() -> Event:
    return Event(id="msg_1", body=BODY, sent_at=int(time.time()))


def test_an_event_can_be_verified_with_either_secret_while_one_is_replaced() -> None:
    with listening() as (listener, address):
        endpoint = Endpoint(address=address, secrets=(NEW, OLD))
        status = asyncio.run(HttpWebhooks(may_reach_private=True).send(endpoint, event()))
    headers, body = listener.got[0]
    assert status == 204
    assert body == BODY
    for secret in (NEW, OLD):
        assert Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_c29tZWJvZHkgZWxzZSdzIG9uZQ==").verify(body, headers)


@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
def test_what_is_not_taken_is_put_off(status: int) -> None:
    with listening(status, location="http://127.0.0.1:9/") as (listener, address):
        endpoint = Endpoint(address=address, secrets=(NEW,))
        with pytest.raises(WebhookPutOff) as later:
            asyncio.run(HttpWebhooks(may_reach_private=True).send(endpoint, event()))
    assert later.value.problem == str(status)
    assert len(listener.got) == 1  # a redirection is not followed


def test_an_address_that_says_it_is_gone_is_refused() -> None:
    with listening(410) as (_, address):
        endpoint = Endpoint(address=address, secrets=(NEW,))
        with pytest.raises(WebhookRefused):
            asyncio.run(HttpWebhooks(may_reach_private=True).send(endpoint, event()))


@pytest.mark.req("R3")
def test_a_system_that_is_silent_costs_no_more_than_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT", 0.3)
    with listening(wait=30) as (_, address):
        endpoint = Endpoint(address=address, secrets=(NEW,))
        with pytest.raises(WebhookPutOff) as later:
            asyncio.run(HttpWebhooks(may_reach_private=True).send(endpoint, event()))
    assert later.value.problem in {"silent", "unreachable"}


@pytest.mark.req("R3")
def test_a_system_that_is_not_there_is_put_off() -> None:
    endpoint = Endpoint(address=f"http://127.0.0.1:{free_port()}/", secrets=(NEW,))
    with pytest.raises(WebhookPutOff) as later:
        asyncio.run(HttpWebhooks(may_reach_private=True).send(endpoint, event()))
    assert later.value.problem == "unreachable"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[2002:7f00:1::]",
        "224.0.0.1",
    ],
)
def test_no_address_of_a_private_network_is_asked(host: str) -> None:
    with pytest.raises(WebhookRefused) as refused:
        asyncio.run(HttpWebhooks().check(f"https://{host}/"))
    assert refused.value.problem == "private_address"


@pytest.mark.parametrize(
    "address",
    ["http://example.com/", "ftp://example.com/", "https://", "https://a:b@example.com/", "x"],
)
def test_only_plain_https_addresses_are_taken(address: str) -> None:
    with pytest.raises(WebhookRefused):
        asyncio.run(HttpWebhooks().check(address))


def test_no_secret_shows() -> None:
    assert NEW not in repr(Endpoint(address="https://a.example", secrets=(NEW,)))
