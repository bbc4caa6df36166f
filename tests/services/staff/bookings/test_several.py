"""The clinic cancels several bookings at once: each with what it gives back, once (P5)."""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.booking_link import get_managed, sign_link
from slotkeeper.services.notices.cancelled_money import find_cancelled_money
from slotkeeper.services.staff.bookings.cancel import WantedCancel
from slotkeeper.services.staff.bookings.several import cancel_several, find_paid_for
from tests.services.changing.mover import MORE, Mover
from tests.services.payments.conftest import another, fake, inbox, postgresql_url, till
from tests.services.payments.till import DEPOSIT, Till
from tests.services.staff.bookings.front_desk import HALF_HOUR, FrontDesk, front_desk

__all__ = ["another", "fake", "inbox", "postgresql_url", "till"]
pytestmark = [pytest.mark.req("P5"), pytest.mark.req("S6")]


def wanted(bookings: list[Booking]) -> list[WantedCancel]:
    return [
        WantedCancel(booking_id=each.id, revision=each.revision, give="all") for each in bookings
    ]


async def two(till: Till) -> tuple[FrontDesk, list[Booking]]:
    """The first is paid in two payments, the other is not."""
    mover = await Mover.of(till)
    await mover.asks_more()
    await till.come_back(await mover.begin_and_pay())
    mara = await front_desk(till.desk)
    first = await mover.link.booking()
    return mara, [first, await mara.book(first.starts_at + 2 * HALF_HOUR)]


async def test_the_sum_of_all_that_was_paid_is_known_before(till: Till) -> None:
    mara, bookings = await two(till)
    ids = [each.id for each in bookings]
    paid = await find_paid_for(till.desk.database, mara.member.clinic_id, ids)
    assert (paid.bookings, paid.left) == (1, {"AUD": DEPOSIT + MORE})


async def test_all_of_it_goes_back_and_nobody_was_late(till: Till) -> None:
    mara, bookings = await two(till)
    await cancel_several(mara.desk.toolbox, mara.member, mara.desk.slug, wanted(bookings))
    managed = await get_managed(
        mara.desk.toolbox, mara.desk.slug, sign_link(mara.desk.toolbox, bookings[0])
    )
    money = await find_cancelled_money(till.desk.database, managed)
    assert money
    assert (money.returns, money.keeps) == (DEPOSIT + MORE, 0), "so the message says"
    await till.sweep_for(120)
    assert (await till.money())["net"] == 0
    rows = await till.rows("booking")
    assert {row["is_late"] for row in rows} == {0}


async def test_stopped_between_two_and_asked_again_each_is_done_once(till: Till) -> None:
    mara, bookings = await two(till)
    all_of_them = wanted(bookings)
    await cancel_several(mara.desk.toolbox, mara.member, mara.desk.slug, all_of_them[:1])
    for _ in range(2):
        done = await cancel_several(mara.desk.toolbox, mara.member, mara.desk.slug, all_of_them)
        assert (done.done, done.left) == (2, 0)
    await till.sweep_for(120)
    money = await till.money()
    assert (money["net"], money["refunds"]) == (0, 2)
    told = [message for message, _, _ in await mara.told(bookings[1])]
    assert told.count("booking_cancelled") == 1
