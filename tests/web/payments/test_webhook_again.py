"""Webhooks that are nonsense, come again, come all at once, or find something amiss."""

import asyncio

import pytest

from tests.web.payments.till import HOOK, Json, Till
from tests.web.world import World


@pytest.mark.req("P3", "R4")
async def test_ten_megabytes_are_refused_before_they_are_read(till: Till) -> None:
    assert (await till.tell(b"x" * 10_000_000)).status_code == 413


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"1", b'"evt"', b"{}", b"[" * 5000, b"\0"]
)
async def test_nonsense_that_is_signed_is_taken_or_refused(till: Till, body: bytes) -> None:
    assert (await till.tell(body)).status_code in {204, 400}


@pytest.mark.req("R3", "P3")
@pytest.mark.parametrize("kind", ["error", "down"])
async def test_what_could_not_be_settled_is_to_be_sent_again(
    till: Till, paid: Json, kind: str
) -> None:
    till.fault(kind, "/v1/checkout/sessions/*")
    assert (await till.tell(paid)).status_code == 503
    assert await till.payment_state() == "open"
    assert (await till.tell(paid)).status_code == 204
    assert await till.payment_state() == "captured"
    assert till.money()["captures"] == 1


@pytest.mark.req("R3", "P3")
async def test_a_capture_that_failed_is_made_when_the_webhook_comes_again(
    till: Till, paid: Json
) -> None:
    till.fault("error", "*/capture")
    assert (await till.tell(paid)).status_code == 503
    assert await till.payment_state() == "authorised"
    assert (await till.tell(paid)).status_code == 204
    assert await till.payment_state() == "captured"
    assert till.money()["captures"] == 1


@pytest.mark.req("R3", "P3")
async def test_without_a_database_it_is_to_be_sent_again(
    world: World, till: Till, paid: Json
) -> None:
    world.take_database_away(b"no database")
    assert (await till.tell(paid)).status_code >= 500
    world.bring_database_back()


@pytest.mark.req("P3")
async def test_a_repetition_is_taken_without_asking_again(till: Till, paid: Json) -> None:
    await till.tell(paid)
    captured = till.newest_event("charge.captured")
    assert (await till.tell(captured)).status_code == 204
    before = till.asked()
    for event in (paid, captured, captured):
        assert (await till.tell(event)).status_code == 204
    assert till.asked() == before


@pytest.mark.req("P3")
async def test_any_number_at_once_are_one_payment(world: World, till: Till, paid: Json) -> None:
    events = [paid, *({**paid, "id": f"evt_{number}"} for number in range(4))]
    answers = await asyncio.gather(*(till.tell(each) for each in events for _ in range(2)))
    assert {each.status_code for each in answers} <= {204, 503}
    assert await till.payment_state() == "captured"
    assert till.money()["captures"] == 1
    told = await world.toolbox.database.fetch("SELECT recipient, message FROM delivery ORDER BY id")
    assert [(row["recipient"], row["message"]) for row in told] == [
        ("patient", "booking_confirmed"),
        ("clinic", "booking_confirmed"),
        ("practitioner", "booking_confirmed"),
    ]


@pytest.mark.req("P3")
async def test_a_dispute_is_written_down_and_the_booking_stays(
    world: World, till: Till, paid: Json
) -> None:
    await till.tell(paid)
    intent = paid["data"]["object"]["payment_intent"]
    till.control(f"/payment_intents/{intent}/dispute")
    assert (await till.tell(till.newest_event("charge.dispute.created"))).status_code == 204
    database = world.toolbox.database
    row = await database.fetch_one("SELECT dispute FROM payment")
    booking = await database.fetch_one("SELECT state FROM booking")
    assert row is not None
    assert booking is not None
    assert row["dispute"] == "needs_response"
    assert booking["state"] == "confirmed"


async def test_it_is_an_address_for_webhooks_only(world: World, till: Till) -> None:
    assert till.account
    browser = await world.browser()
    for answer in (await browser.get(HOOK), await browser.put(HOOK), await browser.delete(HOOK)):
        assert answer.status_code == 405
        assert "POST" in answer.headers["allow"]
        assert "Harbour" not in answer.text
    preflight = await browser.options(HOOK, headers={"origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in preflight.headers
