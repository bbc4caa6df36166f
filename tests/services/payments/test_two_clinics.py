"""Two clinics, two accounts at Stripe: what belongs to one never moves anything of the other."""

from collections.abc import AsyncIterator

import pytest

from demo.stripe.post_office import sign
from slotkeeper.domain.errors import PaymentUnknown
from slotkeeper.domain.patient_merge import PatientUnknown
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.payment_accounts import PaymentsUnfinished
from slotkeeper.services.payments.ask_refund import NothingToRefund
from slotkeeper.services.payments.links import get_payment, get_returning, sign_payment
from slotkeeper.services.payments.refunds import refund_booking
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.payment import find_payment, find_payment_named, find_payment_of
from tests.services.payments.set_up import OpenAnother, use_key
from tests.services.payments.stripe_account import Json
from tests.services.payments.till import DEPOSIT, Till
from tests.services.trusted import put_on

pytestmark = pytest.mark.req("P17")


@pytest.fixture
async def other(another: OpenAnother) -> AsyncIterator[Till]:
    async with another() as till:
        yield till


async def a_session_with_our_reference(other: Till, reference: str, amount: int = DEPOSIT) -> Json:
    """Somebody who can open pay pages for the other account names our payment."""
    params = {
        "mode": "payment",
        "success_url": "https://shop.example/",
        "client_reference_id": reference,
        "metadata[payment]": reference,
        "payment_intent_data[capture_method]": "manual",
        "payment_intent_data[metadata][payment]": reference,
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "aud",
        "line_items[0][price_data][unit_amount]": str(amount),
        "line_items[0][price_data][product_data][name]": "Appointment",
    }
    return await other.make_at_stripe("/checkout/sessions", params)


async def test_each_clinic_is_paid_into_its_own_account(till: Till, other: Till) -> None:
    ours, theirs = await till.paid_booking(), await other.paid_booking()
    assert await till.states(ours) == await other.states(theirs) == ("captured", "confirmed")
    assert (await till.money())["net"] == (await other.money())["net"] == DEPOSIT
    assert ours.intent_id != theirs.intent_id


async def test_a_foreign_session_that_names_our_payment_confirms_nothing(
    till: Till, other: Till
) -> None:
    payment = await till.choose()
    session = await a_session_with_our_reference(other, payment.reference)
    await till.control(f"/sessions/{session['id']}/pay")
    for sent in await other.webhooks():
        assert sent["answers"] == [204]
    assert await till.states(payment) == ("open", "paying")
    assert (await till.payment(payment)).session_id == ""


async def test_nor_does_its_webhook_when_it_is_sent_to_us(till: Till, other: Till) -> None:
    """Signed with our secret, in the name of our clinic, about a session of the other account."""
    payment = await till.choose()
    session = await a_session_with_our_reference(other, payment.reference)
    await till.control(f"/sessions/{session['id']}/pay")
    url = till.endpoint["url"]
    await other.control(f"/endpoints/{other.endpoint['id']}", url=url)
    secret = till.endpoint["secrets"][0]
    await other.webhooks(secret=secret)
    assert await till.states(payment) == ("open", "paying")
    assert (await till.payment(payment)).session_id == ""
    await till.open_page(payment)
    await till.pay(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.money())["net"] == DEPOSIT
    assert (await other.money())["received"] == 0


async def test_a_webhook_that_is_signed_with_the_other_clinic_s_secret_is_refused(
    till: Till, other: Till
) -> None:
    await till.choose_and_pay()
    secret = other.endpoint["secrets"][0]
    (sent,) = await till.webhooks("checkout.session.completed", secret=secret)
    assert sent["answers"] == [400]


async def test_our_payment_is_not_found_by_the_other_clinic_s_webhook(
    till: Till, other: Till
) -> None:
    payment = await till.choose_and_pay()
    await till.control(
        f"/endpoints/{till.endpoint['id']}", url=other.endpoint["url"], secrets=["whsec_x"]
    )
    for sent in await till.webhooks(secret=other.endpoint["secrets"][0]):
        assert sent["answers"] == [204]
    assert await till.states(payment) == ("open", "paying")


async def test_nothing_is_found_under_the_other_clinic(till: Till, other: Till) -> None:
    payment, theirs = await till.paid_booking(), await other.choose()
    reader, foreign = till.desk.database, theirs.clinic_id
    assert await find_payment(reader, foreign, payment.id) is None
    assert await find_payment_of(reader, foreign, payment.booking_id) is None
    names = {
        "reference": payment.reference,
        "session_id": payment.session_id,
        "intent_id": payment.intent_id,
    }
    for name, value in names.items():
        asked = {"reference": "", "session_id": "", "intent_id": "", name: value}
        assert await find_payment_named(reader, foreign, **asked) is None
        found = await find_payment_named(reader, payment.clinic_id, **asked)
        assert found is not None
        assert found.id == payment.id


async def test_a_token_shows_nothing_at_the_other_clinic(till: Till, other: Till) -> None:
    payment = await till.choose()
    database = till.desk.database
    booking = await find_booking(database, payment.clinic_id, payment.booking_id)
    assert booking is not None
    token = sign_payment(till.toolbox.signer, booking)
    ours = await get_clinic(database, till.desk.slug)
    theirs = await get_clinic(database, other.desk.slug)
    assert (await get_payment(till.toolbox, ours, token)).id == payment.id
    with pytest.raises(PaymentUnknown):
        await get_payment(till.toolbox, theirs, token)
    with pytest.raises(PaymentUnknown):
        await get_returning(till.toolbox, token)  # it shows; it leads nowhere


async def test_neither_refund_nor_mark_reaches_the_other_clinic(till: Till, other: Till) -> None:
    payment, theirs = await till.paid_booking(), await other.paid_booking()
    with pytest.raises(NothingToRefund):
        await refund_booking(
            till.toolbox, theirs.clinic_id, payment.booking_id, once="x", asked_by="x"
        )
    patient = (await till.booking(payment))["patient_id"]
    with pytest.raises(PatientUnknown):
        await put_on(other.desk, patient, "prepay")
    assert (await till.money())["refunds"] == (await other.money())["refunds"] == 0


async def test_another_account_is_refused_while_payments_need_the_present_one(till: Till) -> None:
    await till.choose_and_pay()
    live = (await till.control("/keys", account=till.account, livemode=True))["key"]
    with pytest.raises(PaymentsUnfinished):
        await use_key(till, live)


async def test_a_payment_of_another_account_is_not_acted_on(till: Till, other: Till) -> None:
    """The clinic was given the other one's key by mistake, and gets its own back."""
    payment = await till.choose_and_pay()
    await use_key(till, other.key, force=True)
    await till.come_back(payment)
    await till.wait_until_over(payment)
    await till.sweep_for(30)
    assert await till.states(payment) == ("open", "paying")
    await use_key(till, till.key, force=True)
    await till.sweep_for(20)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await other.money()).get("received", 0) == 0


async def test_a_test_payment_is_not_acted_on_in_live_mode(till: Till) -> None:
    payment = await till.choose_and_pay()
    live = (await till.control("/keys", account=till.account, livemode=True))["key"]
    await use_key(till, live, force=True)
    await till.come_back(payment)
    for sent in await till.webhooks():
        assert sent["answers"] == [204]
    await till.wait_until_over(payment, 3600)
    await till.sweep_for(10)
    assert await till.states(payment) == ("open", "paying")
    await use_key(till, till.key, force=True)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")


async def test_a_webhook_that_is_stale_or_unsigned_is_refused(till: Till) -> None:
    payment = await till.choose_and_pay()
    (sent,) = await till.webhooks("checkout.session.completed", age=360)
    assert sent["answers"] == [400]
    body = b'{"object": "event"}'
    assert await till.take(body, "") == 400
    now = till.desk.clock()
    assert await till.take(body, sign(b"another body", till.endpoint["secrets"], now)) == 400
    assert await till.take(body, sign(body, till.endpoint["secrets"], now)) == 204
    assert await till.states(payment) == ("open", "paying")
