"""Webhooks: who is believed, what has an effect, and when the payment service is to send again."""

import asyncio
import json

import pytest

from slotkeeper.services.payment_accounts import add_webhook_secret, remove_payments
from tests.web.payments.payer import Payer
from tests.web.payments.till import HOOK, OTHER_SECRET, SLUG, WEBHOOK_SECRET, Json, Till, signature
from tests.web.world import World

PAID = "payment_intent.amount_capturable_updated"
LOOKS = "GET /v1/checkout/sessions/"


@pytest.fixture
async def paid(widget: Payer, till: Till) -> Json:
    """The webhook of a payment that was made, and of which nobody here knows yet."""
    await widget.go_to_payment("insoles")
    await widget.press_pay()
    till.pay(widget.pay_url)
    return till.newest_event("checkout.session.completed")


async def state(world: World) -> str:
    row = await world.toolbox.database.fetch_one("SELECT state FROM payment")
    assert row is not None
    return str(row["state"])


@pytest.mark.req("P2", "P3")
async def test_a_webhook_confirms_who_does_not_come_back(
    world: World, till: Till, paid: Json, widget: Payer
) -> None:
    answer = await till.tell(paid)
    assert (answer.status_code, answer.content) == (204, b"")
    assert await state(world) == "captured"
    assert (await widget.ask_state(widget.token)).name == "confirmed"


@pytest.mark.req("P3")
@pytest.mark.parametrize("kind", [PAID, "checkout.session.completed"])
async def test_each_of_the_events_of_a_payment_does(
    world: World, till: Till, paid: Json, kind: str
) -> None:
    assert paid
    assert (await till.tell(till.newest_event(kind))).status_code == 204
    assert await state(world) == "captured"


@pytest.mark.req("P3")
async def test_a_wrong_secret_is_refused(world: World, till: Till, paid: Json) -> None:
    assert (await till.tell(paid, OTHER_SECRET)).status_code == 400
    assert await state(world) == "open"


@pytest.mark.req("P3")
@pytest.mark.parametrize(("age", "status"), [(299, 204), (301, 400), (86_400, 400), (-301, 400)])
async def test_an_old_signature_is_refused(
    world: World, till: Till, paid: Json, age: int, status: int
) -> None:
    assert (await till.tell(paid, age=age)).status_code == status
    assert await state(world) == ("captured" if status == 204 else "open")


@pytest.mark.req("P3", "R4")
@pytest.mark.parametrize(
    "header", ["", "t=1", "v1=00", "t=x,v1=y", "t=1,t=2", "é", "t=99999999999999999999,v1=00"]
)
async def test_without_a_signature_it_is_refused(
    world: World, till: Till, paid: Json, header: str
) -> None:
    body = json.dumps(paid).encode()
    headers = {b"stripe-signature": header.encode()} if header else {}
    answer = await (await world.browser()).post(HOOK, content=body, headers=headers)
    assert answer.status_code == 400
    assert await state(world) == "open"
    assert till.money()["received"] == 0


@pytest.mark.req("P3")
async def test_what_was_signed_for_another_body_is_refused(
    world: World, till: Till, paid: Json
) -> None:
    header = signature(json.dumps(paid).encode(), WEBHOOK_SECRET, world.clock())
    changed = json.dumps({**paid, "type": PAID}).encode()
    browser = await world.browser()
    answer = await browser.post(HOOK, content=changed, headers={"stripe-signature": header})
    assert answer.status_code == 400


@pytest.mark.req("P3")
@pytest.mark.parametrize(
    "changes",
    [
        {"account": "acct_somebodyElse"},
        {"livemode": True},
        {"type": "customer.created"},
        {"type": "invoice.paid"},
        {"type": ""},
        {"object": "thing"},
    ],
    ids=repr,
)
async def test_what_is_not_meant_for_the_clinic_is_taken_and_has_no_effect(
    world: World, till: Till, paid: Json, changes: Json
) -> None:
    before = looks(till)
    assert (await till.tell({**paid, **changes})).status_code == 204
    assert await state(world) == "open"
    assert looks(till) == before


@pytest.mark.req("P3")
async def test_a_payment_that_is_not_ours_is_taken_and_has_no_effect(
    world: World, till: Till, paid: Json
) -> None:
    """The clinic's account may be used by its shop, too."""
    text = json.dumps(paid)
    about = paid["data"]["object"]
    for name in (about["id"], about["client_reference_id"], about["payment_intent"]):
        text = text.replace(name, f"of_the_shop_{len(name)}")
    assert (await till.tell(text.encode())).status_code == 204
    assert await state(world) == "open"


@pytest.mark.req("P3")
async def test_what_a_webhook_says_of_amounts_is_not_believed(
    world: World, till: Till, widget: Payer
) -> None:
    await widget.go_to_payment("insoles")
    await widget.press_pay()
    session = till.ask(f"/checkout/sessions/{widget.pay_url.rsplit('/', 1)[1]}")
    lie = {"status": "complete", "payment_status": "paid", "amount_total": 3000}
    event = {
        "id": "evt_lie",
        "object": "event",
        "livemode": False,
        "type": "checkout.session.completed",
        "data": {"object": {**session, **lie}},
    }
    assert (await till.tell(event)).status_code == 204
    assert await state(world) == "open"


@pytest.mark.req("P3")
async def test_two_secrets_live_while_they_are_exchanged(
    world: World, till: Till, paid: Json
) -> None:
    toolbox = world.toolbox
    await add_webhook_secret(toolbox.database, toolbox.vault, SLUG, OTHER_SECRET, world.clock())
    assert (await till.tell({**paid, "id": "evt_1"}, OTHER_SECRET)).status_code == 204
    assert (await till.tell({**paid, "id": "evt_2"}, WEBHOOK_SECRET)).status_code == 204
    third = "whsec_" + "blueHeron" * 3
    await add_webhook_secret(toolbox.database, toolbox.vault, SLUG, third, world.clock())
    assert (await till.tell({**paid, "id": "evt_3"}, WEBHOOK_SECRET)).status_code == 400


@pytest.mark.req("P3", "R4")
async def test_ten_megabytes_are_refused_before_they_are_read(till: Till) -> None:
    assert (await till.tell(b"x" * 10_000_000)).status_code == 413


@pytest.mark.req("R4")
@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"1", b'"evt"', b"{}", b"[" * 5000, b"\0"]
)
async def test_nonsense_that_is_signed_is_taken_or_refused(till: Till, body: bytes) -> None:
    assert (await till.tell(body)).status_code in {204, 400}


@pytest.mark.req("P3")
async def test_a_clinic_that_is_not_there_is_not_found(till: Till, paid: Json) -> None:
    assert (await till.tell(paid, path="/hooks/stripe/nowhere")).status_code == 404


@pytest.mark.req("P3")
async def test_a_clinic_without_an_account_believes_nobody(till: Till, paid: Json) -> None:
    assert (await till.tell(paid, path="/hooks/stripe/corner-practice")).status_code == 400


@pytest.mark.req("P3")
async def test_a_clinic_whose_account_was_taken_away_believes_nobody(
    world: World, till: Till, paid: Json
) -> None:
    await remove_payments(world.toolbox.database, SLUG, force=True)
    assert (await till.tell(paid)).status_code == 400


@pytest.mark.req("P3")
async def test_one_clinics_webhook_has_no_effect_at_another(
    world: World, till: Till, paid: Json
) -> None:
    """Their objects never mix, not even where both believe the same secret."""
    await till.take_payments("corner-practice")
    assert (await till.tell(paid, path="/hooks/stripe/corner-practice")).status_code == 204
    assert await state(world) == "open"


@pytest.mark.req("R3", "P3")
@pytest.mark.parametrize("kind", ["error", "down"])
async def test_what_could_not_be_settled_is_to_be_sent_again(
    world: World, till: Till, paid: Json, kind: str
) -> None:
    till.fault(kind, "/v1/checkout/sessions/*")
    assert (await till.tell(paid)).status_code == 503
    assert await state(world) == "open"
    assert (await till.tell(paid)).status_code == 204
    assert await state(world) == "captured"
    assert till.money()["captures"] == 1


@pytest.mark.req("R3", "P3")
async def test_a_capture_that_failed_is_made_when_the_webhook_comes_again(
    world: World, till: Till, paid: Json
) -> None:
    till.fault("error", "*/capture")
    assert (await till.tell(paid)).status_code == 503
    assert await state(world) == "authorised"
    assert (await till.tell(paid)).status_code == 204
    assert await state(world) == "captured"
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
    assert (await till.tell(paid)).status_code == 204
    before = till.asked()
    for _ in range(3):
        assert (await till.tell(paid)).status_code == 204
    assert till.asked() == before


@pytest.mark.req("P3")
async def test_any_number_at_once_are_one_payment(world: World, till: Till, paid: Json) -> None:
    events = [paid, *({**paid, "id": f"evt_{number}"} for number in range(4))]
    answers = await asyncio.gather(*(till.tell(each) for each in events for _ in range(2)))
    assert {each.status_code for each in answers} <= {204, 503}
    assert await state(world) == "captured"
    assert till.money()["captures"] == 1
    told = await world.toolbox.database.fetch("SELECT message FROM delivery")
    assert [row["message"] for row in told] == ["booking_confirmed"]


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


def looks(till: Till) -> int:
    return len([each for each in till.asked() if each.startswith(LOOKS)])
