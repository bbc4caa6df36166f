"""Text messages over the wire: what is handed over, and what each answer means."""

from collections.abc import AsyncIterator, Iterator

import pytest

from demo.sms import DEMO_ACCOUNT, FakeSms, Fault, texting
from slotkeeper.gateways.sms import (
    SmsFateUnknown,
    SmsPutOff,
    SmsRefused,
    SmsSender,
    SmsStopped,
    Text,
)
from slotkeeper.gateways.twilio import gateway as module
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from tests.free_port import free_port

ADA = "+61412345678"
TEXT = Text(to=ADA, body="Harbour Physio: booked for Tue 5 Jan, 9:00 am.")


@pytest.fixture
def fake() -> Iterator[FakeSms]:
    with texting() as fake:
        yield fake


@pytest.fixture
async def gateway(fake: FakeSms) -> AsyncIterator[TwilioGateway]:
    gateway = TwilioGateway(fake.url)
    yield gateway
    await gateway.close()


def sender(fake: FakeSms, **changes: str) -> SmsSender:
    known = {"account": fake.account.sid, "token": fake.account.token}
    return SmsSender(**{**known, "sender": DEMO_ACCOUNT.senders[0], **changes})


async def test_a_text_is_handed_over_as_it_is(fake: FakeSms, gateway: TwilioGateway) -> None:
    name = await gateway.send(sender(fake), TEXT)
    [text] = fake.world.texts()
    assert (text.sid, text.to, text.body, text.sender) == (
        name,
        ADA,
        TEXT.body,
        fake.account.senders[0],
    )


async def test_a_messaging_service_chooses_its_number(
    fake: FakeSms, gateway: TwilioGateway
) -> None:
    fake.account.senders = ()
    await gateway.send(sender(fake, sender="MG" + "0" * 32), TEXT)
    assert fake.world.texts()[0].sender == ""


@pytest.mark.parametrize(
    ("fault", "raised", "problem"),
    [
        (Fault("refuse", status=429, code=20429, seconds=7), SmsPutOff, "busy"),
        (Fault("refuse", status=400, code=21611), SmsPutOff, "busy"),
        (Fault("refuse", status=400, code=21606), SmsPutOff, "sender"),
        (Fault("refuse", status=400, code=21614), SmsRefused, "number"),
        (Fault("refuse", status=400, code=21408), SmsRefused, "region"),
        (Fault("refuse", status=400, code=21617), SmsRefused, "21617"),
        (Fault("refuse", status=403, code=20003), SmsPutOff, "authentication"),
        (Fault("refuse", status=301), SmsPutOff, "301"),
    ],
)
async def test_each_refusal_says_whether_to_try_again(
    fake: FakeSms, gateway: TwilioGateway, fault: Fault, raised: type[Exception], problem: str
) -> None:
    fake.world.faults.append(fault)
    with pytest.raises(raised) as caught:
        await gateway.send(sender(fake), TEXT)
    assert str(caught.value) == problem
    assert getattr(caught.value, "seconds", 0) == fault.seconds


async def test_a_wrong_token_is_told_apart(fake: FakeSms, gateway: TwilioGateway) -> None:
    with pytest.raises(SmsPutOff, match="authentication"):
        await gateway.send(sender(fake, token="not the token"), TEXT)
    with pytest.raises(SmsPutOff, match="authentication"):
        await gateway.check(sender(fake, token="not the token"))
    await gateway.check(sender(fake))


async def test_who_has_said_stop_is_told_apart(fake: FakeSms, gateway: TwilioGateway) -> None:
    fake.world.stopped.add((fake.account.sid, ADA))
    with pytest.raises(SmsStopped):
        await gateway.send(sender(fake), TEXT)


@pytest.mark.parametrize("fault", [Fault("lose"), Fault("refuse", status=500)])
async def test_where_nobody_knows_whether_it_was_taken_that_is_said(
    fake: FakeSms, gateway: TwilioGateway, fault: Fault
) -> None:
    fake.world.faults.append(fault)
    with pytest.raises(SmsFateUnknown):
        await gateway.send(sender(fake), TEXT)


async def test_a_silent_service_is_left_after_a_while(
    fake: FakeSms, gateway: TwilioGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 1.0)
    fake.world.faults.append(Fault("silent"))
    with pytest.raises(SmsFateUnknown):
        await gateway.send(sender(fake), TEXT)
    fake.world.faults.clear()


async def test_a_service_that_is_not_there_has_taken_nothing() -> None:
    gateway = TwilioGateway(f"http://127.0.0.1:{free_port()}")
    nobody = SmsSender(account="AC1", token="t", sender="+61255500000")
    with pytest.raises(SmsPutOff, match="unreachable"):
        await gateway.send(nobody, TEXT)
    await gateway.close()


async def test_a_text_that_was_taken_is_found_by_what_it_says(
    fake: FakeSms, gateway: TwilioGateway
) -> None:
    name = await gateway.send(sender(fake), TEXT)
    since = int(fake.world.now()) - 5
    assert await gateway.find(sender(fake), TEXT, since) == name
    other = Text(to=ADA, body="Something else")
    assert await gateway.find(sender(fake), other, since) is None
    assert await gateway.find(sender(fake), TEXT, since + 10_000) is None
    elsewhere = Text(to="+61412345679", body=TEXT.body)
    assert await gateway.find(sender(fake), elsewhere, since) is None


async def test_nothing_of_an_account_or_a_text_is_in_a_repr(fake: FakeSms) -> None:
    assert repr(sender(fake)) == "SmsSender()"
    assert repr(TEXT) == "Text()"
