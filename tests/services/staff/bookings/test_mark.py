"""Arrived, seen, did not come, not paid: marks that count, and can be taken back."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.trust_rule import TrustRule, TrustSettings
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.mark import Mark
from slotkeeper.services.staff.bookings.refusals import BookingStale, StateForbids
from slotkeeper.storage.news import get_news
from tests.services.desk import NINE, Desk, at, open_desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk

pytestmark = [pytest.mark.req("A2"), pytest.mark.req("T3")]


@pytest.fixture
async def booking(mara: FrontDesk) -> Booking:
    """One whose time has just begun."""
    booking = await mara.desk.book()
    mara.desk.clock.now = NINE
    return booking


@pytest.mark.parametrize("mark", ["arrived", "fulfilled", "noshow"])
async def test_a_mark_is_made_and_taken_back(mara: FrontDesk, booking: Booking, mark: Mark) -> None:
    marked = await mara.mark(booking, mark)
    assert (marked.state, marked.revision) == (mark, 1)
    back = await mara.mark(marked, "confirmed")
    assert await mara.again(booking) == back
    entries = await mara.done("booking", booking.id)
    assert [each.action for each in entries] == ["booking_confirmed", f"booking_{mark}"]


async def test_who_arrived_is_seen(mara: FrontDesk, booking: Booking) -> None:
    arrived = await mara.mark(booking, "arrived")
    assert (await mara.mark(arrived, "fulfilled")).state == "fulfilled"


async def test_open_calendars_are_told(mara: FrontDesk, booking: Booking) -> None:
    before = await get_news(mara.desk.database, booking.clinic_id)
    await mara.mark(booking, "arrived")
    assert await get_news(mara.desk.database, booking.clinic_id) != before


async def test_the_same_mark_twice_is_one(mara: FrontDesk, booking: Booking) -> None:
    marked = await mara.mark(booking, "arrived")
    assert await mara.mark(booking, "arrived") == marked
    assert len(await mara.done("booking", booking.id)) == 1


async def test_what_somebody_marked_otherwise_is_told(mara: FrontDesk, booking: Booking) -> None:
    await mara.mark(booking, "arrived")
    with pytest.raises(BookingStale):
        await mara.mark(booking, "noshow")


@pytest.mark.parametrize(
    ("now", "mark"),
    [
        ("2027-01-05 08:59", "noshow"),
        ("2027-01-05 08:59", "fulfilled"),
        ("2027-01-04 23:59", "arrived"),
    ],
)
async def test_nobody_is_missed_before_the_time_nor_there_before_the_day(
    mara: FrontDesk, booking: Booking, now: str, mark: Mark
) -> None:
    mara.desk.clock.now = at(now)
    with pytest.raises(StateForbids):
        await mara.mark(booking, mark)


async def test_who_comes_early_has_arrived(mara: FrontDesk, booking: Booking) -> None:
    mara.desk.clock.now = at("2027-01-05 00:05")
    assert (await mara.mark(booking, "arrived")).state == "arrived"


@pytest.mark.parametrize("state", ["cancelled", "paying"])
async def test_what_is_cancelled_or_being_paid_has_no_mark(
    mara: FrontDesk, booking: Booking, state: str
) -> None:
    await mara.desk.execute("UPDATE booking SET state = $2 WHERE id = $1", booking.id, state)
    with pytest.raises(StateForbids):
        await mara.mark(booking, "noshow")


async def test_what_was_not_paid_is_marked_and_unmarked(mara: FrontDesk, booking: Booking) -> None:
    async def is_unpaid() -> int:
        [row] = await mara.desk.rows("SELECT is_unpaid FROM booking WHERE id = $1", booking.id)
        return int(row["is_unpaid"])

    marked = await mara.unpaid(booking)
    assert await is_unpaid() == 1
    await mara.unpaid(marked, is_unpaid=False)
    assert await is_unpaid() == 0
    with pytest.raises(BookingStale):
        await mara.unpaid(booking)


@pytest.mark.req("T2")
async def test_the_clinic_s_rules_of_trust_look_at_it(mara: FrontDesk, booking: Booking) -> None:
    clinic = await get_clinic(mara.desk.database, mara.desk.slug)
    rule = TrustRule(after="no-shows", times=1, step="prepay")
    await mara.desk.save(replace(clinic, trust=TrustSettings(rules=(rule,))))
    await mara.mark(booking, "noshow")
    [row] = await mara.desk.rows("SELECT trust FROM patient WHERE id = $1", booking.patient_id)
    assert row["trust"] == "prepay"


async def test_what_is_not_the_clinic_s_or_not_in_the_own_diary_is_not_there(
    desk: Desk, booking: Booking
) -> None:
    other = await front_desk(await open_desk(desk.database, "other"), "owner")
    ana = await front_desk(desk, "practitioner", "ana-costa")
    for stranger in (other, ana):
        with pytest.raises(BookingUnknown):
            await stranger.mark(booking, "noshow")
        with pytest.raises(BookingUnknown):
            await stranger.unpaid(booking)
    sam = await front_desk(desk, "practitioner", "sam-lee")
    assert (await sam.mark(booking, "fulfilled")).state == "fulfilled"
