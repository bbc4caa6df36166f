"""A series takes rooms too, and is told of each date on which none is free (S12)."""

from datetime import date

import pytest

from slotkeeper.domain.staff_booking import Rule
from slotkeeper.services.staff.series.extend import extend_one
from tests.services.desk import DAY, NINE
from tests.services.rooms import with_rooms
from tests.services.staff.bookings.front_desk import somebody
from tests.services.staff.series.regulars import Regulars, weekly

pytestmark = [pytest.mark.req("S7"), pytest.mark.req("S12")]

IDA = somebody(first_name="Ida", last_name="Vanstone")


async def test_a_date_on_which_the_room_is_in_use_is_a_conflict(regulars: Regulars) -> None:
    await with_rooms(regulars.mara.desk, 1)
    await regulars.mara.book(NINE + 7 * DAY, practitioner="ana-costa", details=IDA)
    [conflict] = (await regulars.preview(weekly(3))).conflicts
    assert conflict.on == date(2027, 1, 12)
    assert [each.rule for each in conflict.against] == [Rule.RESOURCE]
    assert NINE + 7 * DAY + 1800 in conflict.free
    series = await regulars.make(await regulars.as_shown(weekly(3), "nearest"))
    assert len(await regulars.starts(series)) == 3


async def test_the_rooms_of_a_series_are_not_offered_to_patients(regulars: Regulars) -> None:
    await with_rooms(regulars.mara.desk, 1)
    await regulars.weekly(2)
    assert NINE not in await regulars.mara.desk.free(practitioner="ana-costa")


async def test_a_series_that_goes_on_takes_no_room_from_anybody(regulars: Regulars) -> None:
    desk = regulars.mara.desk
    await with_rooms(desk, 1)
    series = await regulars.weekly(None)
    ahead = 53 * 7 * DAY
    await regulars.mara.book(NINE + ahead, practitioner="ana-costa", details=IDA)
    desk.clock.wait(7 * DAY)
    await extend_one(regulars.toolbox, series.clinic_id, series.id)
    [gap] = await regulars.gaps(await regulars.again(series))
    assert (gap.kind, gap.reason) == ("unplaced", "resource")
