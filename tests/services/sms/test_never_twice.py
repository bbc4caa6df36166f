"""A text is sent once, whatever happens: where nobody knows, it is looked for first."""

import asyncio
from dataclasses import replace

import pytest

from demo.sms import Fault
from slotkeeper.gateways.sms import SmsSender, Text
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from slotkeeper.services.notices.worker import LEASE_SECONDS, Worker
from slotkeeper.services.sms.carrier import SmsCarrier
from slotkeeper.services.sms.hand_over import LOOKED_AFTER
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.outbox import Delivery, claim_deliveries
from slotkeeper.storage.task import send_again
from tests.services.sms.phones import Phones, writer

pytestmark = pytest.mark.req("N2")


class Killed(BaseException):
    """The server dies."""


class Dying(TwilioGateway):
    """Its server dies right after the service has taken a text, or before."""

    dies_before = False

    async def send(self, sender: SmsSender, text: Text) -> str:
        if not self.dies_before:
            await super().send(sender, text)
        raise Killed


async def die(phones: Phones, *, before: bool) -> None:
    dying = Dying(phones.fake.url)
    dying.dies_before = before
    toolbox = replace(phones.desk.toolbox, sms=dying)
    with pytest.raises(Killed):
        await Worker(toolbox, SmsCarrier(toolbox, dying, writer())).send_due()
    await dying.close()
    phones.desk.clock.wait(LEASE_SECONDS)


async def test_a_server_that_died_after_handing_over_does_not_send_again(phones: Phones) -> None:
    await phones.book()
    await die(phones, before=False)
    await phones.run()
    assert len(phones.sent) == 1
    assert await phones.state() == ("sent", "")


async def test_a_server_that_died_before_sends_then(phones: Phones) -> None:
    await phones.book()
    await die(phones, before=True)
    await phones.run()
    assert len(phones.sent) == 1
    assert await phones.state() == ("sent", "")


async def test_an_answer_that_got_lost_is_looked_for_a_minute_later(phones: Phones) -> None:
    phones.fake.world.faults.append(Fault("lose", times=1))
    await phones.book()
    await phones.run()
    assert await phones.state() == ("queued", "fate_unknown")
    phones.desk.clock.wait(LOOKED_AFTER)
    await phones.run()
    assert len(phones.sent) == 1
    assert await phones.state() == ("sent", "")


async def test_what_the_service_does_not_have_is_sent_then(phones: Phones) -> None:
    phones.fake.world.faults.append(Fault("refuse", status=502, times=1))
    await phones.book()
    await phones.run()
    assert phones.sent == []
    phones.desk.clock.wait(LOOKED_AFTER)
    await phones.run()
    assert len(phones.sent) == 1


async def test_a_text_whose_fate_stays_unknown_becomes_a_task_and_is_not_sent_again(
    phones: Phones,
) -> None:
    phones.fake.world.faults.append(Fault("lose", times=1))
    await phones.book()
    await phones.run()
    phones.fake.account.token += "-changed"  # nobody can look any more
    for _ in range(4):
        phones.desk.clock.wait(400)
        await phones.run()
    assert len(phones.sent) == 1
    assert await phones.state() == ("queued", "fate_unknown")
    assert await phones.tasks() == 1


async def test_a_call_back_tells_the_fate_too(phones: Phones) -> None:
    phones.fake.world.faults.append(Fault("lose", times=1))
    await phones.book()
    await phones.run()
    await phones.tell("delivered")
    assert await phones.state() == ("delivered", "")
    phones.desk.clock.wait(LOOKED_AFTER)
    await phones.run()
    assert len(phones.sent) == 1


async def test_workers_that_share_the_work_send_each_text_once(phones: Phones) -> None:
    await phones.book()
    toolbox = phones.desk.toolbox
    workers = [Worker(toolbox, SmsCarrier(toolbox, phones.sms, writer())) for _ in range(3)]
    await asyncio.gather(*(worker.send_due() for worker in workers))
    assert len(phones.sent) == 1


async def test_a_server_that_was_away_for_longer_than_its_lease_sends_nothing(
    phones: Phones,
) -> None:
    """A laptop that slept, a machine that was moved: meanwhile another server has sent it."""
    await phones.book()
    toolbox, now = phones.desk.toolbox, phones.desk.clock()
    until = now + LEASE_SECONDS

    async def claim(tx: Transaction) -> list[Delivery]:
        return await claim_deliveries(tx, "sms", now, lease_until=until, limit=9)

    [slept] = await phones.database.write(claim)
    phones.desk.clock.wait(LEASE_SECONDS)
    await phones.run()
    await SmsCarrier(toolbox, phones.sms, writer()).send(slept)
    assert len(phones.sent) == 1
    assert await phones.state() == ("sent", "")


async def test_what_staff_send_again_goes_again(phones: Phones) -> None:
    booking = await phones.book()
    await phones.run()
    number = await phones.number()

    async def again(tx: Transaction) -> bool:
        return await send_again(tx, booking.clinic_id, number)

    assert await phones.database.write(again)
    phones.desk.clock.wait(5)
    await phones.run()
    assert len(phones.sent) == 2
    assert await phones.state() == ("sent", "")


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (Fault("refuse", status=400, code=21614), "number"),
        (Fault("refuse", status=400, code=21408), "region"),
    ],
)
async def test_n_10_what_is_never_taken_is_a_task_and_the_clinic_is_told_once(
    phones: Phones, fault: Fault, problem: str
) -> None:
    phones.fake.world.faults.append(fault)
    await phones.book()
    await phones.run()
    await phones.run()
    assert await phones.state() == ("failed", problem)
    assert await phones.tasks() == 1
    told = await phones.desk.rows("SELECT id FROM delivery WHERE message = 'message_failed'")
    assert len(told) == 1


async def test_n_10_what_is_taken_later_waits_as_long_as_it_is_asked_to(phones: Phones) -> None:
    phones.fake.world.faults.append(Fault("refuse", status=429, code=20429, seconds=120, times=1))
    await phones.book()
    await phones.run()
    assert await phones.state() == ("queued", "busy")
    phones.desk.clock.wait(119)
    assert await phones.run() == []
    phones.desk.clock.wait(1)
    assert len(await phones.run()) == 1


async def test_an_account_that_lets_nobody_in_is_told_and_mends_itself(phones: Phones) -> None:
    phones.fake.world.faults.append(Fault("refuse", status=401, code=20003))
    await phones.book()
    await phones.run()
    [row] = await phones.desk.rows("SELECT problem, failing_since FROM sms_account")
    assert (row["problem"], row["failing_since"]) == ("authentication", phones.desk.clock())
    phones.fake.world.faults.clear()
    phones.desk.clock.wait(60)
    assert len(await phones.run()) == 1
    [row] = await phones.desk.rows("SELECT problem, failing_since FROM sms_account")
    assert (row["problem"], row["failing_since"]) == ("", None)
