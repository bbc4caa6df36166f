"""A booking that was moved to a time that asked more has two payments: staff read them as one."""

import csv
import io

import pytest

from slotkeeper.domain.booking_list import BookingFilter, ListedBooking
from slotkeeper.domain.staff import Member
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.payments.refunds import refund_booking
from slotkeeper.services.staff.booking_detail import BookingDetail, get_booking_detail
from slotkeeper.services.staff.booking_export import export_bookings
from slotkeeper.services.staff.booking_list import list_bookings
from slotkeeper.storage.membership import find_member
from tests.services.changing.mover import LESS, MORE, Mover
from tests.services.payments.conftest import another, fake, inbox, postgresql_url, till
from tests.services.payments.till import DEPOSIT, PRICE, Till
from tests.services.staff.test_booking_list import member

__all__ = ["another", "fake", "inbox", "postgresql_url", "till"]
pytestmark = [pytest.mark.req("A1"), pytest.mark.req("C4")]
DUE = PRICE + 2000 - DEPOSIT - MORE


@pytest.fixture
async def moved(till: Till) -> Mover:
    """The deposit was paid, then the difference."""
    mover = await Mover.of(till)
    await mover.asks_more()
    await till.come_back(await mover.begin_and_pay())
    return mover


async def listed(mover: Mover, **wanted: object) -> list[ListedBooking]:
    desk = mover.till.desk
    clinic = await get_clinic(desk.database, desk.slug)
    filter_ = BookingFilter(**wanted)  # type: ignore[arg-type]
    return (await list_bookings(desk.toolbox, await owner(mover), clinic, filter_)).bookings


async def exported(mover: Mover) -> dict[str, str]:
    desk = mover.till.desk
    clinic = await get_clinic(desk.database, desk.slug)
    who = await owner(mover)
    pieces = await export_bookings(desk.toolbox, who, clinic, BookingFilter(), str)
    text = b"".join([piece async for piece in pieces]).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    return {name: row[f"column.{name}"] for name in ("paid", "refunded", "due", "currency")}


async def detail(mover: Mover) -> BookingDetail:
    who = await owner(mover)
    return await get_booking_detail(mover.toolbox, who, mover.link.booking_id)


async def owner(mover: Mover) -> Member:
    desk = mover.till.desk
    for row in await desk.rows("SELECT id FROM staff"):
        found = await find_member(desk.database, mover.first.clinic_id, row["id"])
        if found:
            return found
    return await member(desk)


async def give_back(mover: Mover, amount: int) -> None:
    ids = (mover.first.clinic_id, mover.first.booking_id)
    await refund_booking(mover.toolbox, *ids, once="form:1", asked_by="staff:1", amount=amount)


async def test_the_list_has_the_sum(moved: Mover) -> None:
    [row] = await listed(moved)
    assert row.payment
    assert (row.payment.amount, row.payment.received) == (DEPOSIT + MORE, DEPOSIT + MORE)
    assert (row.payment.refunded, row.payment.at_clinic) == (0, DUE)


async def test_so_has_the_file_for_a_spreadsheet(moved: Mover) -> None:
    assert await exported(moved) == {
        "paid": "45.00",
        "refunded": "0.00",
        "due": "70.00",
        "currency": "AUD",
    }


async def test_what_was_given_back_of_both_is_one_sum(moved: Mover) -> None:
    await give_back(moved, DEPOSIT + 500)
    [row] = await listed(moved)
    assert row.payment
    assert row.payment.refunded == DEPOSIT + 500
    assert (await exported(moved))["refunded"] == "35.00"
    assert (await detail(moved)).refundable == MORE - 500


async def test_the_filters_know_both_payments(moved: Mover) -> None:
    await give_back(moved, DEPOSIT)
    assert len(await listed(moved, paid="paid")) == 1, "the difference is still there"
    assert len(await listed(moved, paid="refunded")) == 1
    assert await listed(moved, paid="disputed") == []
    await moved.till.desk.database.write(
        lambda tx: tx.execute("UPDATE payment SET dispute = 'needs_response' WHERE moves > 0")
    )
    [row] = await listed(moved, paid="disputed")
    assert row.payment
    assert row.payment.dispute == "needs_response"


async def test_nothing_is_due_for_one_that_was_cancelled(moved: Mover) -> None:
    await moved.link.cancel()
    assert (await exported(moved))["due"] == ""


async def test_the_history_names_each_payment(moved: Mover) -> None:
    found = [each for each in (await detail(moved)).history if each.happened == "paid"]
    assert [each.amount for each in found] == [DEPOSIT, MORE]
    assert found[0].at <= found[1].at


async def test_what_a_cheaper_time_gave_back_is_in_the_sum(till: Till) -> None:
    mover = await Mover.of(till)
    await mover.asks_less()
    await mover.press(await mover.wanted(await mover.choose()))
    await till.sweep_for(30)
    assert await exported(mover) == {
        "paid": "30.00",
        "refunded": "10.00",
        "due": "55.00",
        "currency": "AUD",
    }
    assert (await detail(mover)).refundable == DEPOSIT - LESS
