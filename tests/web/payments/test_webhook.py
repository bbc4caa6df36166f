"""Webhooks: who is believed, and what they have an effect on."""

import json

import pytest

from slotkeeper.services.payment_accounts import add_webhook_secret, remove_payments
from tests.web.payments.payer import Payer
from tests.web.payments.till import HOOK, OTHER_SECRET, SLUG, WEBHOOK_SECRET, Json, Till, signature
from tests.web.world import World

PAID = "payment_intent.amount_capturable_updated"
LOOKS = "GET /v1/checkout/sessions/"


@pytest.mark.req("P2", "P3")
async def test_a_webhook_confirms_who_does_not_come_back(
    till: Till, paid: Json, widget: Payer
) -> None:
    answer = await till.tell(paid)
    assert (answer.status_code, answer.content) == (204, b"")
    assert await till.payment_state() == "captured"
    assert (await widget.ask_state(widget.token)).name == "confirmed"


@pytest.mark.req("P3")
@pytest.mark.parametrize("kind", [PAID, "checkout.session.completed"])
async def test_each_of_the_events_of_a_payment_does(till: Till, paid: Json, kind: str) -> None:
    assert paid
    assert (await till.tell(till.newest_event(kind))).status_code == 204
    assert await till.payment_state() == "captured"


@pytest.mark.req("P3")
async def test_a_wrong_secret_is_refused(till: Till, paid: Json) -> None:
    assert (await till.tell(paid, OTHER_SECRET)).status_code == 400
    assert await till.payment_state() == "open"


@pytest.mark.req("P3")
@pytest.mark.parametrize(("age", "status"), [(299, 204), (301, 400), (86_400, 400), (-301, 400)])
async def test_an_old_signature_is_refused(till: Till, paid: Json, age: int, status: int) -> None:
    assert (await till.tell(paid, age=age)).status_code == status
    assert await till.payment_state() == ("captured" if status == 204 else "open")


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
    assert await till.payment_state() == "open"
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
    till: Till, paid: Json, changes: Json
) -> None:
    before = looks(till)
    assert (await till.tell({**paid, **changes})).status_code == 204
    assert await till.payment_state() == "open"
    assert looks(till) == before


@pytest.mark.req("P3")
async def test_a_payment_that_is_not_ours_is_taken_and_has_no_effect(
    till: Till, paid: Json
) -> None:
    """The clinic's account may be used by its shop, too."""
    text = json.dumps(paid)
    about = paid["data"]["object"]
    for name in (about["id"], about["client_reference_id"], about["payment_intent"]):
        text = text.replace(name, f"of_the_shop_{len(name)}")
    assert (await till.tell(text.encode())).status_code == 204
    assert await till.payment_state() == "open"


@pytest.mark.req("P3")
async def test_what_a_webhook_says_of_amounts_is_not_believed(till: Till, widget: Payer) -> None:
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
    assert await till.payment_state() == "open"


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
async def test_one_clinics_webhook_has_no_effect_at_another(till: Till, paid: Json) -> None:
    """Their objects never mix, not even where both believe the same secret."""
    await till.take_payments("corner-practice")
    assert (await till.tell(paid, path="/hooks/stripe/corner-practice")).status_code == 204
    assert await till.payment_state() == "open"


def looks(till: Till) -> int:
    return len([each for each in till.asked() if each.startswith(LOOKS)])
