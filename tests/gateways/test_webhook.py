"""Events to a clinic's own systems, over the wire."""

import asyncio
import socket
import time
from typing import Any

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
        "[64:ff9b::10.0.0.1]",
        "224.0.0.1",
    ],
)
def test_no_address_of_a_private_network_is_asked(host: str) -> None:
    with pytest.raises(WebhookRefused) as refused:
        asyncio.run(HttpWebhooks().check(f"https://{host}/"))
    assert refused.value.problem == "private_address"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https://a:b@example.com/",
        "https://[",
        "x",
    ],
)
def test_only_plain_https_addresses_are_taken(address: str) -> None:
    with pytest.raises(WebhookRefused):
        asyncio.run(HttpWebhooks().check(address))


class _Names(asyncio.SelectorEventLoop):
    """A loop whose names are looked up in a list: one answer a look-up, the last one for good."""

    def __init__(self, *answers: list[str]) -> None:
        super().__init__()
        self.answers, self.asked = answers, 0

    async def getaddrinfo(self, host: object, port: object, **_: object) -> list[Any]:
        assert host
        numbers = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in numbers]


def test_the_number_that_was_looked_at_is_the_one_that_is_asked() -> None:
    """A name that is public when it is checked and private a moment later gains nothing."""
    with listening() as (listener, address):
        loop = _Names(["127.0.0.1"], ["127.0.0.2"])
        named = address.replace("127.0.0.1", "rebinding.example")
        endpoint = Endpoint(address=named, secrets=(NEW,))
        status = loop.run_until_complete(
            HttpWebhooks(may_reach_private=True).send(endpoint, event())
        )
        loop.close()
    assert (status, loop.asked) == (204, 1)
    assert listener.got[0][0]["host"].startswith("rebinding.example:")


def test_one_private_number_among_public_ones_is_enough_to_refuse() -> None:
    loop = _Names(["203.0.113.9", "8.8.8.8"], ["8.8.8.8", "10.0.0.7"])
    for _ in range(2):
        with pytest.raises(WebhookRefused) as refused:
            loop.run_until_complete(HttpWebhooks().check("https://mixed.example/"))
        assert refused.value.problem == "private_address"
    loop.close()


def test_nothing_is_asked_where_a_public_name_has_become_private() -> None:
    """Each delivery looks anew, so what was fine when it was set up may be refused later."""
    loop = _Names(["8.8.8.8"], ["169.254.169.254"])
    gateway = HttpWebhooks()
    loop.run_until_complete(gateway.check("https://turned.example/"))
    endpoint = Endpoint(address="https://turned.example/", secrets=(NEW,))
    with pytest.raises(WebhookRefused):
        loop.run_until_complete(gateway.send(endpoint, event()))
    loop.close()


def test_no_secret_shows() -> None:
    assert NEW not in repr(Endpoint(address="https://a.example", secrets=(NEW,)))


def test_no_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """It may have a token in it."""
    caplog.set_level(0)
    with listening() as (_, address):
        endpoint = Endpoint(address=address.replace("from=", "token="), secrets=(NEW,))
        asyncio.run(HttpWebhooks(may_reach_private=True).send(endpoint, event()))
    assert "token=" not in caplog.text
    assert NEW not in caplog.text
