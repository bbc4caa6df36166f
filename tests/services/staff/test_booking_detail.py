"""One booking as staff see it, with all that happened, on either engine."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from demo.stripe import create_fake_stripe, serving
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.staff import Member
from slotkeeper.services.payments.ask_refund import NothingToRefund, RefundTooLarge
from slotkeeper.services.staff.booking_detail import (
    BookingDetail,
    get_booking_detail,
    open_booking,
)
from slotkeeper.services.staff.booking_refund import (
    RefundAsked,
    RefundNotYours,
    refund_by_staff,
)
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.database import Database
from tests.services.desk import NINE, Desk, open_desk
from tests.services.payments.inbox import Inbox
from tests.services.payments.set_up import open_till
from tests.services.payments.till import DEPOSIT, Till
from tests.services.staff.test_booking_list import member


@pytest.fixture(scope="module")
def fake() -> Iterator[str]:
    with serving(create_fake_stripe(retry_after=(0.02, 0.05, 0.1))) as url:
        yield url


@pytest.fixture
async def till(database: Database, fake: str) -> AsyncIterator[Till]:
    inbox = Inbox()
    with serving(inbox) as url:
        inbox.url = url
        async with open_till(database, fake, inbox) as till:
            yield till


def happened(detail: BookingDetail) -> list[str]:
    return [event.happened for event in detail.history]


async def ask(
    till: Till, who: Member, booking_id: int, once: str, amount: int | None = None
) -> str:
    asked = RefundAsked(booking_id=booking_id, once=once, amount=amount)
    return (await refund_by_staff(till.toolbox, who, asked)).state


async def test_what_happened_to_a_booking_without_prepayment(desk: Desk) -> None:
    owner, booking = await member(desk), await desk.book(note="By the side door")
    detail = await get_booking_detail(desk.toolbox, owner, booking.id)
    assert happened(detail) == ["held", "terms_accepted", "made", *["delivery"] * 2]
    assert (detail.booking.reference, detail.booking.note) == (
        *(booking.reference, "By the side door"),
    )
    assert (detail.payment, detail.refundable) == (None, 0)
    assert [each.what for each in detail.deliveries] == ["booking_confirmed"] * 2


@pytest.mark.req("B4")
async def test_the_terms_are_those_that_this_patient_saw(desk: Desk) -> None:
    owner, booking = await member(desk), await desk.book()
    await desk.set_up(terms="Other terms by now.")
    terms = (await get_booking_detail(desk.toolbox, owner, booking.id)).terms
    assert terms
    assert terms.number == 1
    assert terms.text.startswith("Please come five minutes early.")
    assert terms.accepted_at == booking.made_at


async def test_without_terms_none_are_shown(desk: Desk) -> None:
    await desk.set_up(terms="", cancellation_policy="")
    owner, booking = await member(desk), await desk.book()
    assert (await get_booking_detail(desk.toolbox, owner, booking.id)).terms is None


@pytest.mark.req("A1")
async def test_who_looked_is_written_down_and_no_part_of_the_history(desk: Desk) -> None:
    owner, booking = await member(desk), await desk.book()
    detail = await open_booking(desk.toolbox, owner, booking.id)
    [entry] = await find_audit(desk.database, booking.clinic_id, "booking", booking.id)
    assert (entry.action, entry.staff_id) == ("booking_viewed", owner.staff.id)
    assert "done" not in happened(await open_booking(desk.toolbox, owner, detail.booking.id))


@pytest.mark.req("R5")
async def test_holds_other_clinics_and_other_diaries_are_unknown(desk: Desk) -> None:
    owner = await member(desk)
    ana = await member(desk, "practitioner", "ana-costa")
    of_sam, held = await desk.book(), await desk.place(NINE + 1800)
    foreign = await (await open_desk(desk.database, "elsewhere")).book()
    unknown = [(owner, held.hold.id), (owner, foreign.id), (owner, 999_999), (ana, of_sam.id)]
    for who, booking_id in unknown:
        with pytest.raises(BookingUnknown):
            await get_booking_detail(desk.toolbox, who, booking_id)
        asked = RefundAsked(booking_id=booking_id, once="form")
        with pytest.raises(BookingUnknown):
            await refund_by_staff(desk.toolbox, who, asked)


async def test_a_payment_and_its_refunds_are_part_of_the_history(till: Till) -> None:
    owner, payment = await member(till.desk), await till.paid_booking()
    paid = await get_booking_detail(till.toolbox, owner, payment.booking_id)
    assert happened(paid)[:5] == ["held", "payment_asked", "terms_accepted", "paid", "made"]
    assert paid.refundable == DEPOSIT
    assert await ask(till, owner, payment.booking_id, "one", 1000) == "made"
    detail = await get_booking_detail(till.toolbox, owner, payment.booking_id)
    [made] = [each for each in detail.history if each.happened == "refund_made"]
    assert (made.amount, made.staff_name) == (1000, owner.staff.name)
    assert detail.refundable == DEPOSIT - 1000


async def test_a_payment_that_never_came(till: Till) -> None:
    owner, payment = await member(till.desk), await till.choose()
    await till.wait_until_over(payment, 3600)
    await till.sweep_for(60)
    detail = await get_booking_detail(till.toolbox, owner, payment.booking_id)
    assert happened(detail)[:3] == ["held", "payment_asked", "terms_accepted"]
    assert "made" not in happened(detail)
    assert "paid" not in happened(detail)
    assert detail.booking.is_unpaid


@pytest.mark.req("P5")
async def test_a_form_sent_twice_is_one_refund(till: Till) -> None:
    owner, payment = await member(till.desk), await till.paid_booking()
    both = [ask(till, owner, payment.booking_id, "form", 1000) for _ in range(2)]
    await asyncio.gather(*both)
    detail = await get_booking_detail(till.toolbox, owner, payment.booking_id)
    assert [each.amount for each in detail.refunds] == [1000]
    [refund] = detail.refunds
    entries = await find_audit(till.toolbox.database, payment.clinic_id, "refund", refund.id)
    assert [(each.action, each.details["amount"]) for each in entries] == [
        ("refunded", (None, 1000))
    ]
    assert (await till.money())["net"] == DEPOSIT - 1000


async def test_what_is_refundable_is_what_a_refund_is_refused_beyond(till: Till) -> None:
    owner, payment = await member(till.desk), await till.paid_booking()
    await ask(till, owner, payment.booking_id, "one", 1000)
    left = (await get_booking_detail(till.toolbox, owner, payment.booking_id)).refundable
    with pytest.raises(RefundTooLarge) as refused:
        await ask(till, owner, payment.booking_id, "two", left + 1)
    assert refused.value.left == left
    assert await ask(till, owner, payment.booking_id, "three") == "made"
    assert (await get_booking_detail(till.toolbox, owner, payment.booking_id)).refundable == 0
    with pytest.raises(NothingToRefund):
        await ask(till, owner, payment.booking_id, "four")


async def test_a_practitioner_gives_no_money_back(till: Till) -> None:
    sam = await member(till.desk, "practitioner", "sam-lee")
    payment = await till.paid_booking()
    with pytest.raises(RefundNotYours):
        await ask(till, sam, payment.booking_id, "form")
    desk_member = await member(till.desk, "reception")
    assert await ask(till, desk_member, payment.booking_id, "form") == "made"
