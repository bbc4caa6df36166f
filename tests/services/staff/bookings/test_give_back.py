"""What becomes of the money when staff cancel: by the policy, all of it, or nothing (P5)."""

import pytest
from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.cancel import CostChanged
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.booking_refund import RefundNotYours
from slotkeeper.storage.booking import find_booking
from tests.services.changing.link import POLICY
from tests.services.payments.conftest import another, fake, inbox, postgresql_url, till
from tests.services.payments.till import Till
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk

__all__ = ["another", "fake", "inbox", "postgresql_url", "till"]
pytestmark = pytest.mark.req("P5", "C3")
DEPOSIT, KEPT = 3000, 1000
HOUR = 3600


async def paid_desk(till: Till, hours_before: int = 30) -> tuple[FrontDesk, Booking]:
    """A booking of which a deposit is paid, so long before it begins."""
    payment = await till.paid_booking()
    row = await till.booking(payment)
    clinic = await get_clinic(till.desk.database, till.desk.slug)
    await till.desk.save(structs.replace(clinic, change_policy=POLICY))
    till.desk.clock.wait(row["starts_at"] - hours_before * HOUR - till.desk.clock())
    found = await find_booking(till.desk.database, clinic.id, row["id"])
    assert found
    return await front_desk(till.desk), found


async def refunds(till: Till) -> list[tuple[int, str]]:
    clinic = await get_clinic(till.desk.database, till.desk.slug)
    rows = await till.desk.rows(
        "SELECT amount, asked_by FROM refund WHERE clinic_id = $1 ORDER BY id", clinic.id
    )
    return [(row["amount"], row["asked_by"].partition(":")[0]) for row in rows]


@pytest.mark.parametrize(
    ("hours", "returns"), [(30, DEPOSIT), (10, DEPOSIT - KEPT), (1, 0)], ids=str
)
async def test_the_policy_is_carried_out(till: Till, hours: int, returns: int) -> None:
    mara, booking = await paid_desk(till, hours)
    await mara.cancel(booking, by_patient=True, give="policy", returns=returns)
    assert await refunds(till) == ([(returns, "staff")] if returns else [])
    assert (await mara.again(booking)).state == "cancelled"


async def test_staff_may_waive_it(till: Till) -> None:
    mara, booking = await paid_desk(till, 1)
    await mara.cancel(booking, by_patient=True, give="all")
    assert await refunds(till) == [(DEPOSIT, "staff")]


async def test_nothing_is_given_back_unless_somebody_says_so(till: Till) -> None:
    mara, booking = await paid_desk(till)
    await mara.cancel(await mara.again(booking))
    assert await refunds(till) == []


async def test_where_the_policy_gives_something_else_by_now_nothing_is_cancelled(
    till: Till,
) -> None:
    mara, booking = await paid_desk(till, 10)
    with pytest.raises(CostChanged):
        await mara.cancel(booking, give="policy", returns=DEPOSIT)
    assert (await mara.again(booking)).state == "confirmed"
    assert await refunds(till) == []


async def test_a_slip_that_is_taken_back_within_a_minute_costs_nothing(till: Till) -> None:
    mara, booking = await paid_desk(till)
    await mara.cancel(booking, give="all")
    till.desk.clock.wait(60)
    await mara.restore(await mara.again(booking))
    await till.sweep_for(120)
    money = await till.money()
    assert (money["net"], money["refunds"]) == (DEPOSIT, 0)
    assert await refunds(till) == []


async def test_the_money_goes_when_that_is_over(till: Till) -> None:
    mara, booking = await paid_desk(till)
    await mara.cancel(booking, give="all")
    await till.sweep_for(120)
    await mara.restore(await mara.again(booking))
    assert (await till.money())["net"] == 0


async def test_a_booking_that_stood_again_gives_back_what_is_left(till: Till) -> None:
    mara, booking = await paid_desk(till, 10)
    await mara.cancel(booking, give="policy", returns=DEPOSIT - KEPT)
    await till.sweep_for(120)
    await mara.restore(await mara.again(booking))
    await mara.cancel(await mara.again(booking), give="all")
    assert await refunds(till) == [(DEPOSIT - KEPT, "staff"), (KEPT, "staff")]


async def test_a_practitioner_gives_no_money_back(till: Till) -> None:
    _, booking = await paid_desk(till)
    sam = await front_desk(till.desk, "practitioner", "sam-lee")
    with pytest.raises(RefundNotYours):
        await sam.cancel(booking, give="all")
