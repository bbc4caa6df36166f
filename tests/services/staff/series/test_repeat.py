"""An appointment that is there is repeated: it is the first of the series."""

import pytest

from slotkeeper.services.staff.bookings.refusals import BookingStale, StateForbids
from tests.services.desk import at
from tests.services.staff.series.regulars import Regulars, tuesday, weekly

pytestmark = pytest.mark.req("S7")


async def test_a_booking_is_repeated_and_is_the_first_of_it(regulars: Regulars) -> None:
    first = await regulars.mara.desk.book(tuesday(1, "11:00"))
    asked = weekly(3, booking_id=first.id, revision=first.revision)
    series = await regulars.make(asked)
    assert (await regulars.bookings(series))[0].booking.id == first.id
    assert await regulars.starts(series) == ["01-05 11:00", "01-12 11:00", "01-19 11:00"]
    assert series.patient_id == first.patient_id
    with pytest.raises(StateForbids):
        await regulars.make(asked)


async def test_a_past_visit_is_repeated_from_now_on(regulars: Regulars) -> None:
    first = await regulars.mara.desk.book(tuesday(1, "11:00"))
    regulars.mara.desk.clock.now = at("2027-01-20 08:00")
    series = await regulars.make(weekly(4, booking_id=first.id, revision=first.revision))
    assert await regulars.starts(series) == ["01-05 11:00", "01-26 11:00"]


async def test_a_cancelled_booking_or_one_that_was_changed_is_not_repeated(
    regulars: Regulars,
) -> None:
    first = await regulars.mara.book(tuesday(1, "11:00"))
    moved = await regulars.mara.move(first, tuesday(1, "12:00"))
    with pytest.raises(BookingStale):
        await regulars.make(weekly(3, booking_id=first.id, revision=first.revision))
    gone = await regulars.mara.cancel(moved)
    with pytest.raises(StateForbids):
        await regulars.make(weekly(3, booking_id=first.id, revision=gone.revision))
