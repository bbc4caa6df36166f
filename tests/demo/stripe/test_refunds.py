"""Money goes back once, and never more than came."""

import pytest
import stripe

from tests.demo.stripe.shop import Shop


async def refund(shop: Shop, intent: str, **values: object) -> stripe.Refund:
    asked = {"payment_intent": intent, **values}
    return await shop.client.v1.refunds.create_async(asked)  # type: ignore[arg-type]


async def test_all_of_it_goes_back(shop: Shop) -> None:
    intent = await shop.receive()
    made = await refund(shop, intent.id)
    assert (made.amount, made.status, made.currency) == (9500, "succeeded", "aud")
    charge = await shop.client.v1.charges.retrieve_async(str(intent.latest_charge))
    assert (charge.refunded, charge.amount_refunded) == (True, 9500)
    assert shop.money()["net"] == 0


async def test_parts_go_back_until_nothing_is_left(shop: Shop) -> None:
    intent = await shop.receive()
    await refund(shop, intent.id, amount=3000)
    made = await refund(shop, intent.id)
    assert made.amount == 6500
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await refund(shop, intent.id, amount=1)
    assert refused.value.code == "charge_already_refunded"


async def test_more_than_is_left_is_refused(shop: Shop) -> None:
    intent = await shop.receive()
    await refund(shop, intent.id, amount=3000)
    with pytest.raises(stripe.InvalidRequestError, match=r"A\$65\.01.*greater.*A\$65\.00"):
        await refund(shop, intent.id, amount=6501)
    assert shop.money()["refunded"] == 3000


async def test_of_a_part_that_was_captured_no_more_than_that_goes_back(shop: Shop) -> None:
    intent = await shop.authorise()
    await shop.intents.capture_async(intent.id, {"amount_to_capture": 3000})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        await refund(shop, intent.id, amount=3001)
    assert (await refund(shop, intent.id)).amount == 3000


@pytest.mark.parametrize("amount", [0, -1])
async def test_nothing_is_no_refund(shop: Shop, amount: int) -> None:
    intent = await shop.receive()
    with pytest.raises(stripe.InvalidRequestError, match="Invalid positive integer"):
        await refund(shop, intent.id, amount=amount)


async def test_what_was_not_captured_is_not_refunded(shop: Shop) -> None:
    intent = await shop.authorise()
    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        await refund(shop, intent.id)


async def test_a_charge_or_a_payment_is_named_and_not_both(shop: Shop) -> None:
    intent = await shop.receive()
    with pytest.raises(stripe.InvalidRequestError, match="One of the following"):
        await refund(shop, intent.id, charge=str(intent.latest_charge))


async def test_refunds_of_a_payment_are_listed(shop: Shop) -> None:
    intent, other = await shop.receive(), await shop.receive()
    made = await refund(shop, intent.id, amount=100, metadata={"try": "1"})
    await refund(shop, other.id)
    found = await shop.client.v1.refunds.list_async({"payment_intent": intent.id})
    assert [each.id for each in found.data] == [made.id]


async def test_a_refund_in_the_dashboard_is_seen(shop: Shop) -> None:
    intent = await shop.receive()
    shop.control(f"/payment_intents/{intent.id}/refund", amount=500)
    found = await shop.client.v1.refunds.list_async({"payment_intent": intent.id})
    assert [each.amount for each in found.data] == [500]


async def test_a_refund_that_the_bank_sends_back_is_the_clinics_again(shop: Shop) -> None:
    intent = await shop.receive()
    made = await refund(shop, intent.id)
    shop.control(f"/refunds/{made.id}/fail")
    assert (await shop.client.v1.refunds.retrieve_async(made.id)).status == "failed"
    assert shop.money()["net"] == 9500
    assert (await refund(shop, intent.id)).amount == 9500


async def test_a_disputed_payment_is_not_refunded(shop: Shop) -> None:
    intent = await shop.receive()
    dispute = shop.control(f"/payment_intents/{intent.id}/dispute", reason="fraudulent")
    found = await shop.client.v1.disputes.retrieve_async(dispute["id"])
    assert (found.status, found.amount, found.reason) == ("needs_response", 9500, "fraudulent")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await refund(shop, intent.id)
    assert refused.value.code == "charge_disputed"


@pytest.mark.parametrize("verdict", ["won", "lost"])
async def test_a_dispute_is_decided(shop: Shop, verdict: str) -> None:
    intent = await shop.receive()
    dispute = shop.control(f"/payment_intents/{intent.id}/dispute")
    shop.control(f"/disputes/{dispute['id']}/close", status=verdict)
    listed = await shop.client.v1.disputes.list_async({"payment_intent": intent.id})
    assert [each.status for each in listed.data] == [verdict]
