"""The pretend service: phones that people can look at and answer from."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from demo.sms import FakeSms, texting
from slotkeeper.gateways.sms import SmsSender, Text
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from tests.gateways.listener import listening

ADA = "+61412345678"


@pytest.fixture
def fake() -> Iterator[FakeSms]:
    with texting() as fake:
        yield fake


def send(fake: FakeSms, body: str, tell: str = "") -> None:
    asyncio.run(_send(fake, body, tell))


async def _send(fake: FakeSms, body: str, tell: str) -> None:
    gateway = TwilioGateway(fake.url)
    account, token = fake.account.sid, fake.account.token
    sender = SmsSender(account=account, token=token, sender=fake.account.senders[0])
    await gateway.send(sender, Text(to=ADA, body=body, tell=tell))
    await gateway.close()


def test_the_phones_show_what_came(fake: FakeSms) -> None:
    assert "Nothing yet" in httpx.get(fake.url).text
    send(fake, "Hello <b>Ada</b>, see https://book.example/c/x")
    assert "Hello &lt;b&gt;Ada&lt;/b&gt;" in httpx.get(fake.url).text
    phone = httpx.get(f"{fake.url}/phones/{ADA}")
    assert '<a href="https://book.example/c/x"' in phone.text
    assert phone.headers["content-security-policy"].startswith("default-src 'none'")
    assert httpx.get(f"{fake.url}/phones/+1").status_code == 404


def test_a_phone_that_has_said_stop_gets_no_more(fake: FakeSms) -> None:
    send(fake, "Hello")
    answered = httpx.post(f"{fake.url}/phones/{ADA}", data={"body": "STOP"})
    assert answered.status_code == 303
    assert "has said STOP" in httpx.get(f"{fake.url}/phones/{ADA}").text
    assert fake.world.stopped == {(fake.account.sid, ADA)}
    httpx.post(f"{fake.url}/phones/{ADA}", data={"body": "START"})
    assert fake.world.stopped == set()


def test_an_answer_goes_to_whoever_wrote_signed(fake: FakeSms) -> None:
    send(fake, "Hello")
    with listening() as (listener, url):
        fake.account.answers = url
        httpx.post(f"{fake.url}/phones/{ADA}", data={"body": "Thank you!"})
    [(headers, body)] = listener.got
    assert headers["x-twilio-signature"]
    assert b"Thank+you%21" in body


def test_news_that_are_held_are_told_on_request(fake: FakeSms) -> None:
    fake.world.holds_news = True
    with listening() as (listener, url):
        send(fake, "Hello", url)
        assert listener.got == []
        told = httpx.post(f"{fake.url}/_control/news").json()
    assert told == {"answered": [204, 204]}
    assert [b"MessageStatus=sent" in listener.got[0][1], len(listener.got)] == [True, 2]


def test_nobody_sends_without_the_token(fake: FakeSms) -> None:
    url = f"{fake.url}/2010-04-01/Accounts/{fake.account.sid}/Messages.json"
    for auth in (None, (fake.account.sid, "wrong"), ("ACother", fake.account.token)):
        answer = httpx.post(url, data={"To": ADA, "From": "+61255500000", "Body": "x"}, auth=auth)
        assert (answer.status_code, answer.json()["code"]) == (401, 20003)
