"""Checkout Sessions: what is made, what is refused, and how one ends unpaid."""

import time

import pytest
import stripe

from tests.demo.stripe.shop import Shop, item

MINUTE = 60


async def test_a_session_has_an_amount_a_page_and_no_payment_yet(shop: Shop) -> None:
    session = await shop.start()
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert (session.amount_total, session.currency) == (9500, "aud")
    assert session.url == f"{shop.url}/c/pay/{session.id}"
    assert session.payment_intent is None
    assert session.client_reference_id == "booking-1"
    assert session.metadata is not None
    assert session.metadata.to_dict() == {"booking": "booking-1"}


async def test_an_id_is_as_long_as_stripes_own(shop: Shop) -> None:
    session = await shop.start()
    assert session.id.startswith("cs_test_")
    assert len(session.id) == 66
    assert len((await shop.authorise()).id) == 27


async def test_the_same_session_is_read_again(shop: Shop) -> None:
    session = await shop.start()
    again = await shop.sessions.retrieve_async(session.id)
    assert again.to_dict() == session.to_dict()


async def test_what_is_paid_for_is_listed(shop: Shop) -> None:
    session = await shop.start(line_items=[item(2500, quantity=2), item(4500)])
    assert session.amount_total == 9500
    items = await shop.sessions.line_items.list_async(session.id)
    assert [each.amount_total for each in items.data] == [5000, 4500]


async def test_a_session_lives_for_a_day_unless_told_otherwise(shop: Shop) -> None:
    session = await shop.start()
    assert session.expires_at - session.created == 24 * 60 * MINUTE


async def test_thirty_minutes_are_the_shortest_life_of_a_session(shop: Shop) -> None:
    now = int(time.time())
    await shop.start(expires_at=now + 30 * MINUTE + 50)
    with pytest.raises(stripe.InvalidRequestError, match="at least 30 minutes") as refused:
        await shop.start(expires_at=now + 29 * MINUTE)
    assert refused.value.param == "expires_at"


async def test_a_day_is_the_longest(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="less than 24 hours"):
        await shop.start(expires_at=int(time.time()) + 25 * 60 * MINUTE)


async def test_an_open_session_can_be_expired_once(shop: Shop) -> None:
    session = await shop.start()
    expired = await shop.sessions.expire_async(session.id)
    assert (expired.status, expired.url) == ("expired", None)
    with pytest.raises(stripe.InvalidRequestError, match="has a status of `expired`"):
        await shop.sessions.expire_async(session.id)


async def test_a_complete_session_cannot_be_expired(shop: Shop) -> None:
    session = await shop.start()
    shop.control(f"/sessions/{session.id}/pay")
    with pytest.raises(stripe.InvalidRequestError, match="has a status of `complete`"):
        await shop.sessions.expire_async(session.id)


async def test_expiring_after_a_declined_try_cancels_its_payment(shop: Shop) -> None:
    session = await shop.start()
    paid = shop.control(f"/sessions/{session.id}/pay", card="4000000000000002")
    await shop.sessions.expire_async(session.id)
    intent = await shop.intents.retrieve_async(paid["payment_intent"])
    assert (intent.status, intent.amount_received) == ("canceled", 0)


@pytest.mark.parametrize(
    ("amount", "currency", "accepted"),
    [(50, "aud", True), (49, "aud", False), (50, "jpy", True), (49, "jpy", False)],
)
async def test_stripes_smallest_amounts_are_kept(
    shop: Shop, amount: int, currency: str, accepted: bool
) -> None:
    if accepted:
        assert (await shop.start(line_items=[item(amount, currency)])).amount_total == amount
        return
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.start(line_items=[item(amount, currency)])
    assert refused.value.code == "amount_too_small"


async def test_two_currencies_in_one_session_are_refused(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="must be the same"):
        await shop.start(line_items=[item(100, "aud"), item(100, "nzd")])


@pytest.mark.parametrize("address", ["/return", "javascript:alert(1)", "book.example"])
async def test_a_way_back_that_is_no_address_is_refused(shop: Shop, address: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.start(success_url=address)
    assert refused.value.code == "url_invalid"


@pytest.mark.parametrize("changes", [{"mode": "subscription"}, {"ui_mode": "elements"}])
async def test_other_kinds_of_session_are_not_emulated_and_say_so(
    shop: Shop, changes: dict[str, str]
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.start(**changes)
    assert refused.value.code == "not_emulated"


async def test_sessions_are_found_by_their_payment(shop: Shop) -> None:
    await shop.start()
    intent = await shop.authorise()
    found = await shop.sessions.list_async({"payment_intent": intent.id})
    assert [each.payment_intent for each in found.data] == [intent.id]


async def test_lists_come_newest_first_and_in_pages(shop: Shop) -> None:
    ids = [(await shop.start()).id for _ in range(3)]
    page = await shop.sessions.list_async({"limit": 2})
    assert [each.id for each in page.data] == ids[:0:-1]
    assert page.has_more
    rest = await shop.sessions.list_async({"starting_after": page.data[-1].id})
    assert [each.id for each in rest.data] == ids[:1]
    assert not rest.has_more
