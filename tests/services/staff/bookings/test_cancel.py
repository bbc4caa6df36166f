"""Staff cancel, with a reason and words for the patient; and take that back while it can be."""

import pytest

from slotkeeper.domain.errors import BookingUnknown, DailyLimitReached
from slotkeeper.services.staff.bookings.refusals import (
    BookingStale,
    RulesAgainst,
    StateForbids,
    TimeTaken,
)
from tests.services.desk import NINE, Desk, open_desk
from tests.services.staff.bookings.front_desk import (
    HALF_HOUR,
    FrontDesk,
    front_desk,
    keys,
    rules,
)

pytestmark = pytest.mark.req("A2")


async def row_of(mara: FrontDesk, booking_id: int) -> dict[str, object]:
    [row] = await mara.desk.rows("SELECT * FROM booking WHERE id = $1", booking_id)
    names = ("state", "cancelled_by", "cancelled_at", "cancel_reason", "is_late", "revision")
    return {name: row[name] for name in names}


async def test_the_time_is_free_at_once_and_the_patient_told(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    await mara.cancel(booking, reason="Sam is ill", message="We are sorry. Please call us.")
    assert await row_of(mara, booking.id) == {
        "state": "cancelled",
        "cancelled_by": "clinic",
        "cancelled_at": mara.desk.clock(),
        "cancel_reason": "Sam is ill",
        "is_late": 0,
        "revision": 1,
    }
    assert NINE in await mara.desk.free()
    told = ("booking_cancelled", "1", "We are sorry. Please call us.")
    assert (await mara.told(booking))[-1] == told
    [entry] = await mara.done("booking", booking.id)
    assert entry.action == "booking_cancelled"


async def test_nobody_is_told_where_staff_say_so(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    await mara.cancel(booking, tell=False, message="never sent")
    assert [message for message, _, _ in await mara.told(booking)] == ["booking_confirmed"]


@pytest.mark.req("B5")
@pytest.mark.parametrize(("by_patient", "is_free"), [(False, True), (True, False)])
async def test_the_clinic_gives_the_place_in_the_daily_limit_back_a_patient_does_not(
    mara: FrontDesk, *, by_patient: bool, is_free: bool
) -> None:
    await mara.desk.set_up(daily_limit=1)
    booking = await mara.desk.book()
    await mara.cancel(booking, by_patient=by_patient)
    if is_free:
        assert await mara.desk.book(NINE + HALF_HOUR)
    else:
        with pytest.raises(DailyLimitReached):
            await mara.desk.book(NINE + HALF_HOUR)


@pytest.mark.req("T3")
@pytest.mark.parametrize(("by_patient", "is_late"), [(True, 1), (False, 0)])
async def test_late_is_only_what_the_patient_cancels(
    mara: FrontDesk, *, by_patient: bool, is_late: int
) -> None:
    booking = await mara.desk.book()
    await mara.cancel(booking, by_patient=by_patient, is_late=True)
    assert (await row_of(mara, booking.id))["is_late"] == is_late


async def test_what_somebody_changed_meanwhile_is_not_cancelled(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    await mara.move(booking, NINE + HALF_HOUR)
    with pytest.raises(BookingStale):
        await mara.cancel(booking)
    assert (await mara.again(booking)).state == "confirmed"


@pytest.mark.parametrize("state", ["cancelled", "noshow", "fulfilled", "paying"])
async def test_what_is_over_or_being_paid_is_not_cancelled(mara: FrontDesk, state: str) -> None:
    booking = await mara.desk.book()
    await mara.desk.execute("UPDATE booking SET state = $2 WHERE id = $1", booking.id, state)
    with pytest.raises(StateForbids):
        await mara.cancel(booking)


async def test_a_request_that_waits_can_be_cancelled(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    await mara.desk.execute(
        "UPDATE booking SET state = 'pending', awaits = 'clinic', expires_at = $2 WHERE id = $1",
        booking.id,
        NINE,
    )
    await mara.cancel(booking)
    assert NINE in await mara.desk.free()


async def test_a_cancellation_is_undone_while_the_time_is_free(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    cancelled = await mara.cancel(booking, by_patient=True, is_late=True, reason="a mistake")
    restored = await mara.restore(cancelled)
    assert await row_of(mara, booking.id) == {
        "state": "confirmed",
        "cancelled_by": None,
        "cancelled_at": None,
        "cancel_reason": "",
        "is_late": 0,
        "revision": 2,
    }
    assert NINE not in await mara.desk.free()
    assert (await mara.told(booking))[-1] == ("booking_confirmed", "2", "")
    assert [each.action for each in await mara.done("booking", restored.id)] == [
        "booking_restored",
        "booking_cancelled",
    ]


@pytest.mark.req("R1")
async def test_not_where_somebody_has_the_time_by_now(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    cancelled = await mara.cancel(booking)
    held = await mara.desk.place(NINE, visitor="somebody else")
    with pytest.raises(TimeTaken) as taken:
        await mara.restore(cancelled)
    assert [each.id for each in taken.value.taken] == [held.hold.id]


async def test_over_a_block_only_knowingly(mara: FrontDesk) -> None:
    cancelled = await mara.cancel(await mara.desk.book())
    await mara.block(NINE, NINE + HALF_HOUR)
    with pytest.raises(RulesAgainst) as against:
        await mara.restore(cancelled)
    assert rules(against.value) == ["block"]
    assert (await mara.restore(cancelled, *keys(against.value))).state == "confirmed"


async def test_not_what_was_never_paid_nor_what_is_past(mara: FrontDesk) -> None:
    booking = await mara.desk.book()
    cancelled = await mara.cancel(booking)
    mara.desk.clock.now = NINE
    with pytest.raises(StateForbids):
        await mara.restore(cancelled)
    mara.desk.clock.now = NINE - 3600
    await mara.desk.execute("UPDATE booking SET cancelled_by = 'payment'")
    with pytest.raises(StateForbids):
        await mara.restore(cancelled)


async def test_what_is_not_the_clinic_s_or_not_in_the_own_diary_is_not_there(desk: Desk) -> None:
    booking = await desk.book()
    other = await front_desk(await open_desk(desk.database, "other"), "owner")
    ana = await front_desk(desk, "practitioner", "ana-costa")
    for stranger in (other, ana):
        with pytest.raises(BookingUnknown):
            await stranger.cancel(booking)
        with pytest.raises(BookingUnknown):
            await stranger.restore(booking)
    sam = await front_desk(desk, "practitioner", "sam-lee")
    assert (await sam.cancel(booking)).state == "cancelled"
