"""Whatever happens in whichever order: when all has come to rest there is money for each booking,
and a booking for all money that was kept.
"""

import pytest

from slotkeeper.domain.payment import Payment
from slotkeeper.storage.refund import find_refunds
from tests.services.desk import overlaps
from tests.services.payments.chance import Chance
from tests.services.payments.stripe_account import Json
from tests.services.payments.till import Till

pytestmark = [pytest.mark.req("P2"), pytest.mark.req("P3")]

MOMENTS = 30


@pytest.mark.parametrize("seed", range(4))
async def test_money_and_bookings_agree_in_the_end(till: Till, seed: int) -> None:
    chance = Chance(till, seed)
    lost: set[int] = set()
    for _ in range(MOMENTS):
        await chance.moment()
        lost = await require_sound(till, lost)
    await come_to_rest(till)
    print(*chance.done, sep="\n")  # shown where the test fails
    await require_sound(till, lost)
    for payment in chance.payments:
        await require_settled(till, payment)
    assert (await till.money()).get("authorised", 0) == 0


async def require_sound(till: Till, lost: set[int]) -> set[int]:
    """At each moment; the payments whose time is lost by now."""
    rows = await till.desk.rows(
        """SELECT booking.*, payment.id AS payment_id, payment.state AS payment_state
           FROM booking JOIN payment ON payment.booking_id = booking.id
           JOIN clinic ON clinic.id = booking.clinic_id WHERE clinic.slug = $1""",
        till.desk.slug,
    )
    kept = [
        row
        for row in rows
        if row["state"] == "confirmed" or (row["state"] == "paying" and row["expires_at"] is None)
    ]
    assert overlaps(kept) == []
    for row in rows:
        assert (row["state"] == "confirmed") == (row["payment_state"] == "captured")
    now_lost = {row["payment_id"] for row in rows if row["payment_state"] == "slot_lost"}
    assert lost <= now_lost
    return now_lost


async def come_to_rest(till: Till) -> None:
    """Stripe is well, the pay pages end, and the sweeper goes round for some hours."""
    await till.heal()
    for _ in range(60):
        await till.wait(300)
        await till.sweep()


async def require_settled(till: Till, payment: Payment) -> None:
    present = await till.payment(payment)
    booking = (await till.booking(payment))["state"]
    assert present.is_settled
    assert (present.state == "captured") == (booking == "confirmed")
    assert booking in {"confirmed", "cancelled"}
    told = [message for _, message in await till.told(payment)]
    assert told.count("booking_confirmed") == int(booking == "confirmed")
    received, given_back = await at_stripe(till, payment)
    refunds = await find_refunds(till.desk.database, payment.clinic_id, payment.id)
    assert {each.state for each in refunds} <= {"made", "failed"}
    assert sum(each.amount for each in refunds if each.state == "made") <= given_back
    if booking == "confirmed":
        assert received == present.received == present.amount
    else:
        assert given_back == received
        assert present.refunded == present.received == received


async def at_stripe(till: Till, payment: Payment) -> tuple[int, int]:
    """Received and given back for that payment, whatever we know of it."""

    def ours(listed: Json) -> list[Json]:
        return [each for each in listed["data"] if each["payment_intent"] in names]

    intents = (await till.at_stripe("/payment_intents?limit=100"))["data"]
    mine = [each for each in intents if each["metadata"].get("payment") == payment.reference]
    names = {each["id"] for each in mine}
    paid = [each for each in mine if each["status"] in {"succeeded", "requires_capture"}]
    assert len(paid) <= 1, "charged twice"
    assert {each["status"] for each in mine} <= {"succeeded", "canceled", "requires_payment_method"}
    refunds = ours(await till.at_stripe("/refunds?limit=100"))
    done = [each for each in refunds if each["status"] == "succeeded"]
    return sum(each["amount_received"] for each in mine), sum(each["amount"] for each in done)
