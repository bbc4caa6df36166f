"""A clinic's own systems hear of every booking, and are told again until they listen."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec import structs
from standardwebhooks import Webhook

from slotkeeper.domain.webhook import EVENTS, REPLACED_FOR, STANDARD
from slotkeeper.gateways import webhook
from slotkeeper.gateways.webhook import HttpWebhooks
from slotkeeper.services.notices.worker import Worker
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.webhooks.carrier import WebhookCarrier
from slotkeeper.services.webhooks.endpoints import (
    add_endpoint,
    change_endpoint,
    redeliver,
    remove_endpoint,
    renew_secret,
)
from slotkeeper.storage.webhook import find_endpoint, find_tries
from tests.gateways.listener import Listener, listening
from tests.services.desk import NINE, Desk

pytestmark = pytest.mark.req("N9")
NEAR = HttpWebhooks(may_reach_private=True)


class System:
    """An endpoint of the desk's clinic, and the worker that brings events there."""

    def __init__(self, desk: Desk, number: int, secret: str) -> None:
        self.desk, self.number, self.secret = desk, number, secret
        self.worker = Worker(desk.toolbox, WebhookCarrier(desk.toolbox, NEAR))

    @classmethod
    async def at(cls, desk: Desk, address: str, events: tuple[str, ...] = STANDARD) -> "System":
        number, secret = await add_endpoint(desk.toolbox, NEAR, actor(desk), address, events)
        return cls(desk, number, secret)

    async def run(self) -> None:
        while await self.worker.send_due():
            pass

    async def states(self) -> list[tuple[str, str, str]]:
        found = await find_tries(self.desk.database, actor(self.desk).clinic_id, self.number, 99)
        return [(each.message, each.state, each.answer) for each in found]


def actor(desk: Desk) -> Actor:
    return Actor(clinic_id=1, staff_id=None, at=desk.clock())


def heard(listener: Listener) -> list[dict[str, Any]]:
    return [json.loads(body) for _, body in listener.got]


async def test_a_booking_is_told_once_signed_and_without_a_word_of_the_patient(
    desk: Desk,
) -> None:
    with listening() as (listener, address):
        system = await System.at(desk, address)
        booking = await desk.book(NINE)
        await system.run()
        await system.run()
    [(headers, body)] = listener.got
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    signed = Webhook(system.secret).sign(headers["webhook-id"], at, body.decode())
    assert headers["webhook-signature"] == signed
    told = json.loads(body)
    assert told["type"] == "booking.confirmed"
    assert told["data"] == {
        "clinic": "harbour-physio",
        "reference": booking.reference,
        "state": "confirmed",
        "revision": booking.revision,
        "starts_at": "2027-01-04T22:00:00Z",
        "ends_at": "2027-01-04T22:30:00Z",
        "type": "standard",
        "practitioner": "sam-lee",
        "location": "manly",
        "url": f"{desk.toolbox.base_url}/staff/harbour-physio/bookings/{booking.id}",
    }
    assert headers["webhook-id"].startswith("msg_")
    assert b"Ada" not in body
    assert b"patient.example" not in body
    assert await system.states() == [("booking.confirmed", "sent", "204")]


async def test_only_what_it_wants_to_hear_is_told(desk: Desk) -> None:
    with listening() as (listener, address):
        system = await System.at(desk, address, ("booking.cancelled",))
        await desk.book(NINE)
        await system.run()
    assert listener.got == []


async def test_each_endpoint_hears_it_and_one_that_is_down_keeps_no_other_waiting(
    desk: Desk,
) -> None:
    with listening(503) as (down, one), listening() as (up, other):
        first, second = await System.at(desk, one), await System.at(desk, other)
        await desk.book(NINE)
        await first.run()
    assert len(up.got) == len(down.got) == 1
    assert await first.states() == [("booking.confirmed", "queued", "503")]
    assert await second.states() == [("booking.confirmed", "sent", "204")]


@pytest.mark.req("R3")
async def test_what_was_not_taken_is_told_again_under_the_same_id(desk: Desk) -> None:
    with listening(500) as (listener, address):
        system = await System.at(desk, address)
        await desk.book(NINE)
        await system.run()
        failing = await find_endpoint(desk.database, 1, system.number)
        assert failing is not None
        assert (failing.failing_since, failing.problem) == (desk.clock(), "500")
        listener.status = 200
        desk.clock.wait(60)
        await system.run()
    ids = {headers["webhook-id"] for headers, _ in listener.got}
    assert len(listener.got) == 2
    assert len(ids) == 1
    mended = await find_endpoint(desk.database, 1, system.number)
    assert mended is not None
    assert mended.failing_since is None


@pytest.mark.req("R3")
async def test_what_waits_for_one_goes_at_once_when_it_listens_again(desk: Desk) -> None:
    with listening(503) as (listener, address):
        system = await System.at(desk, address)
        for hour in range(3):
            mail = f"p{hour}@patient.example"
            await desk.book(NINE + hour * 3600, email=mail, phone=f"02 5550 100{hour}")
        for _ in range(8):
            await system.run()
            desk.clock.wait(600)
        listener.status, before = 204, len(listener.got)
        await system.run()
    assert len(listener.got) - before == 3
    assert {state for _, state, _ in await system.states()} == {"sent"}


@pytest.mark.req("R3")
async def test_one_that_lets_us_wait_keeps_no_other_waiting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT", 2.0)
    with listening(wait=60) as (down, one), listening() as (up, other):
        silent = await System.at(desk, one)
        for place in range(12):
            mail, phone = f"p{place}@patient.example", f"02 5550 10{place:02}"
            await desk.book(NINE + place * 1800, email=mail, phone=phone)
        await System.at(desk, other)
        await desk.book(NINE + 12 * 1800, email="q@patient.example", phone="02 5550 2000")
        await silent.worker.send_due()
    assert len(up.got) == 1
    assert down.asked <= 4  # as many as go at once, and not each of the twelve
    assert {answer for _, _, answer in await silent.states()} == {"silent"}


async def test_an_address_that_is_gone_is_tried_no_more(desk: Desk) -> None:
    with listening(410) as (listener, address):
        system = await System.at(desk, address)
        await desk.book(NINE)
        await system.run()
        desk.clock.wait(86_400)
        await system.run()
    assert len(listener.got) == 1
    assert await system.states() == [("booking.confirmed", "failed", "410")]


async def test_while_a_secret_is_replaced_both_sign(desk: Desk) -> None:
    with listening() as (listener, address):
        system = await System.at(desk, address)
        renewed = await renew_secret(desk.toolbox, actor(desk), system.number)
        await desk.book(NINE)
        await system.run()
        desk.clock.wait(REPLACED_FOR)
        await desk.book(NINE + 7200, email="bo@patient.example", phone="02 5550 9876")
        await system.run()
    signatures = [headers["webhook-signature"].split() for headers, _ in listener.got]
    assert [len(each) for each in signatures] == [2, 1]
    assert renewed != system.secret


async def test_an_event_can_be_sent_again(desk: Desk) -> None:
    with listening() as (listener, address):
        system = await System.at(desk, address)
        await desk.book(NINE)
        await system.run()
        [told] = await find_tries(desk.database, 1, system.number, 9)
        assert await redeliver(desk.toolbox, actor(desk), system.number, told.delivery_id)
        await system.run()
    assert len(listener.got) == 2


async def test_what_is_switched_off_or_removed_hears_nothing(desk: Desk) -> None:
    with listening() as (listener, address):
        system = await System.at(desk, address)
        await desk.book(NINE)
        found = await find_endpoint(desk.database, 1, system.number)
        assert found is not None
        off = structs.replace(found, enabled=False)
        await change_endpoint(desk.toolbox, NEAR, actor(desk), off)
        await system.run()
        await remove_endpoint(desk.toolbox, actor(desk), system.number)
        await desk.book(NINE + 7200, email="bo@patient.example", phone="02 5550 9876")
        await system.run()
    assert listener.got == []


async def test_no_secret_can_be_read_in_the_database(desk: Desk) -> None:
    with listening() as (_, address):
        system = await System.at(desk, address, EVENTS)
    [row] = await desk.rows("SELECT secret_sealed, old_sealed, address FROM webhook_endpoint")
    kept = "".join(row[name] for name in ("secret_sealed", "old_sealed", "address"))
    assert system.secret.removeprefix("whsec_") not in kept


@pytest.mark.req("R3")
async def test_many_workers_tell_each_event_once(desk: Desk) -> None:
    with listening() as (listener, address):
        system = await System.at(desk, address)
        for hour in range(4):
            mail = f"p{hour}@patient.example"
            await desk.book(NINE + hour * 3600, email=mail, phone=f"02 5550 100{hour}")
        toolbox = replace(desk.toolbox)
        workers = [Worker(toolbox, WebhookCarrier(toolbox, NEAR)) for _ in range(4)]
        await asyncio.gather(*(each.send_due() for each in workers))
        await system.run()
    ids = [headers["webhook-id"] for headers, _ in listener.got]
    assert len(ids) == len(set(ids)) == 4
