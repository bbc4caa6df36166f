"""A patient pays; the clinic captures or lets go; banks do what banks do."""

from collections.abc import Iterator

import pytest
import stripe

from tests.demo.stripe.shop import Shop

DAY = 24 * 60 * 60


@pytest.fixture
def clock(shop: Shop) -> Iterator[None]:
    yield
    shop.control("/clock")


async def pay(shop: Shop, card: str, **how: object) -> tuple[str, stripe.PaymentIntent]:
    session = await shop.start()
    paid = shop.control(f"/sessions/{session.id}/pay", card=card, **how)
    return session.id, await shop.intents.retrieve_async(paid["payment_intent"])


async def test_a_manual_payment_is_authorised_and_not_received(shop: Shop) -> None:
    session_id, intent = await pay(shop, "4242 4242 4242 4242")
    assert intent.status == "requires_capture"
    assert (intent.amount, intent.amount_capturable, intent.amount_received) == (9500, 9500, 0)
    assert intent.metadata.to_dict() == {"booking": "booking-1"}
    session = await shop.sessions.retrieve_async(session_id)
    assert (session.status, session.payment_status) == ("complete", "unpaid")
    assert session.url is None
    assert shop.money()["net"] == 0


async def test_an_automatic_payment_is_received_at_once(shop: Shop) -> None:
    session = await shop.start(payment_intent_data={})
    paid = shop.control(f"/sessions/{session.id}/pay")
    intent = await shop.intents.retrieve_async(paid["payment_intent"])
    assert (intent.status, intent.amount_received) == ("succeeded", 9500)
    assert (await shop.sessions.retrieve_async(session.id)).payment_status == "paid"


@pytest.mark.parametrize(
    ("card", "code", "decline"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4000008400001629", "card_declined", "generic_decline"),
        ("4111111111111111", "card_declined", "test_mode_live_card"),
    ],
)
async def test_a_declined_card_leaves_the_session_open(
    shop: Shop, card: str, code: str, decline: str
) -> None:
    session_id, intent = await pay(shop, card)
    assert (intent.status, intent.amount_capturable) == ("requires_payment_method", 0)
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == code
    assert intent.last_payment_error.decline_code == decline
    assert (await shop.sessions.retrieve_async(session_id)).status == "open"


async def test_after_a_decline_the_same_payment_can_succeed(shop: Shop) -> None:
    session_id, declined = await pay(shop, "4000000000000002")
    paid = shop.control(f"/sessions/{session_id}/pay")
    assert paid == {"outcome": "paid", "payment_intent": declined.id}
    intent = await shop.intents.retrieve_async(declined.id)
    assert (intent.status, intent.last_payment_error) == ("requires_capture", None)


@pytest.mark.parametrize("card", ["4000002500003155", "4000002760003184"])
async def test_3d_secure_waits_for_the_patient(shop: Shop, card: str) -> None:
    session_id, intent = await pay(shop, card, challenge="leave")
    assert intent.status == "requires_action"
    assert intent.next_action is not None
    assert (await shop.sessions.retrieve_async(session_id)).status == "open"


async def test_3d_secure_that_is_passed_authorises(shop: Shop) -> None:
    _, intent = await pay(shop, "4000002500003155")
    assert (intent.status, intent.next_action) == ("requires_capture", None)


async def test_3d_secure_that_fails_is_a_decline(shop: Shop) -> None:
    _, intent = await pay(shop, "4000002760003184", challenge="fail")
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == "payment_intent_authentication_failure"


async def test_a_session_is_paid_once(shop: Shop) -> None:
    session_id, _ = await pay(shop, "4242424242424242")
    with pytest.raises(Exception, match="409"):
        shop.control(f"/sessions/{session_id}/pay")
    assert shop.money()["charges"] == 1


async def test_a_capture_receives_the_money(shop: Shop) -> None:
    intent = await shop.intents.capture_async((await shop.authorise()).id)
    assert intent.status == "succeeded"
    assert (intent.amount_capturable, intent.amount_received) == (0, 9500)
    (session,) = (await shop.sessions.list_async({"payment_intent": intent.id})).data
    assert session.payment_status == "paid"


async def test_a_part_can_be_captured_and_the_rest_is_let_go(shop: Shop) -> None:
    intent = await shop.authorise()
    captured = await shop.intents.capture_async(intent.id, {"amount_to_capture": 3000})
    assert (captured.amount_received, captured.amount_capturable) == (3000, 0)
    assert shop.money()["net"] == 3000


async def test_no_more_than_was_authorised_can_be_captured(shop: Shop) -> None:
    intent = await shop.authorise()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.intents.capture_async(intent.id, {"amount_to_capture": 9501})
    assert refused.value.code == "amount_too_large"
    assert shop.money()["net"] == 0


async def test_a_second_capture_is_refused_and_shows_the_payment(shop: Shop) -> None:
    intent = await shop.receive()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.intents.capture_async(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error is not None
    assert refused.value.error.payment_intent is not None
    assert refused.value.error.payment_intent.status == "succeeded"
    assert shop.money()["received"] == 9500


async def test_an_authorised_payment_can_be_cancelled(shop: Shop) -> None:
    intent = await shop.authorise()
    cancelled = await shop.intents.cancel_async(intent.id, {"cancellation_reason": "abandoned"})
    assert (cancelled.status, cancelled.amount_capturable) == ("canceled", 0)
    assert cancelled.cancellation_reason == "abandoned"
    assert shop.money()["authorised"] == 0


async def test_a_captured_payment_cannot_be_cancelled(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="status of succeeded"):
        await shop.intents.cancel_async((await shop.receive()).id)


async def test_a_cancelled_payment_cannot_be_captured(shop: Shop) -> None:
    intent = await shop.authorise()
    await shop.intents.cancel_async(intent.id)
    with pytest.raises(stripe.InvalidRequestError, match="status of canceled"):
        await shop.intents.capture_async(intent.id)


async def test_a_payment_of_an_open_session_is_not_cancelled_but_expired(shop: Shop) -> None:
    _, intent = await pay(shop, "4000000000000002")
    with pytest.raises(stripe.InvalidRequestError, match="Expire the Checkout Session"):
        await shop.intents.cancel_async(intent.id)


@pytest.mark.parametrize(
    ("outcome", "status", "received"),
    [
        ("succeeded", "succeeded", 9500),
        ("requires_capture", "requires_capture", 0),
        ("failed", "requires_payment_method", 0),
    ],
)
async def test_a_payment_in_processing_comes_out_later(
    shop: Shop, outcome: str, status: str, received: int
) -> None:
    session_id, intent = await pay(shop, "4242424242424242", settling=True)
    assert intent.status == "processing"
    assert (await shop.sessions.retrieve_async(session_id)).status == "complete"
    shop.control(f"/payment_intents/{intent.id}/finish", outcome=outcome)
    intent = await shop.intents.retrieve_async(intent.id)
    assert (intent.status, intent.amount_received) == (status, received)


async def test_a_bank_may_let_an_authorisation_go(shop: Shop) -> None:
    intent = await shop.authorise()
    shop.control(f"/payment_intents/{intent.id}/lose")
    lost = await shop.intents.retrieve_async(intent.id)
    assert (lost.status, lost.cancellation_reason) == ("canceled", "expired")


async def test_an_authorisation_lasts_seven_days(shop: Shop, clock: None) -> None:
    intent = await shop.authorise()
    shop.control("/clock", advance=7 * DAY - 60)
    assert (await shop.intents.retrieve_async(intent.id)).status == "requires_capture"
    shop.control("/clock", advance=61)
    assert (await shop.intents.retrieve_async(intent.id)).status == "canceled"


async def test_a_session_expires_when_its_time_has_come(shop: Shop, clock: None) -> None:
    session = await shop.start()
    shop.control("/clock", advance=DAY + 1)
    assert (await shop.sessions.retrieve_async(session.id)).status == "expired"
    with pytest.raises(Exception, match="409"):
        shop.control(f"/sessions/{session.id}/pay")


async def test_the_clinic_may_capture_and_cancel_in_its_dashboard(shop: Shop) -> None:
    captured, cancelled = await shop.authorise(), await shop.authorise()
    shop.control(f"/payment_intents/{captured.id}/capture", amount=1000)
    shop.control(f"/payment_intents/{cancelled.id}/cancel")
    assert (await shop.intents.retrieve_async(captured.id)).amount_received == 1000
    assert (await shop.intents.retrieve_async(cancelled.id)).status == "canceled"
