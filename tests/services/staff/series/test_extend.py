"""Open-ended series are booked a year ahead as time goes by; never twice, never over anybody."""

import asyncio
from datetime import date

import pytest
from msgspec.structs import replace

from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.series.extend import extend_one, extend_series
from slotkeeper.storage.series_gap import count_tasks, find_tasks, settle_gap
from tests.services.desk import DAY, TUESDAY, at, make_toolbox
from tests.services.staff.series.regulars import Regulars

pytestmark = pytest.mark.req("S7")
A_YEAR_ON = "2028-01-11 09:00"


async def test_a_week_later_there_is_one_more(regulars: Regulars) -> None:
    series = await regulars.weekly(None, note="Standing order")
    assert await extend_series(regulars.toolbox) == 0
    regulars.mara.desk.clock.wait(8 * DAY)
    assert await extend_series(regulars.toolbox) == 1
    assert await extend_series(regulars.toolbox) == 0
    last = (await regulars.bookings(series))[-1]
    assert (last.on, last.booking.starts_at) == (date(2028, 1, 11), at(A_YEAR_ON))
    assert (last.booking.note, last.booking.state) == ("Standing order", "confirmed")
    assert (await regulars.again(series)).planned_until == date(2028, 1, 12)


async def test_after_a_long_pause_all_that_was_missed_is_booked(regulars: Regulars) -> None:
    series = await regulars.weekly(None)
    regulars.mara.desk.clock.wait(100 * DAY)
    assert await extend_series(regulars.toolbox) == 14
    assert len(await regulars.starts(series)) == 53 + 14


async def test_the_patient_is_not_written_to_each_week(regulars: Regulars) -> None:
    await regulars.weekly(None)
    regulars.mara.desk.clock.wait(8 * DAY)
    await extend_series(regulars.toolbox)
    assert await regulars.told() == [("series_made", "")]


async def test_series_with_an_end_and_ended_ones_are_not_extended(regulars: Regulars) -> None:
    await regulars.weekly(None, until=date(2027, 3, 1))
    ended = await regulars.weekly(None, minute=600, agreed=frozenset({"duplicate-1"}))
    await regulars.end(ended, TUESDAY)
    regulars.mara.desk.clock.wait(30 * DAY)
    assert await extend_series(regulars.toolbox) == 0


async def test_what_cannot_be_booked_is_a_task_until_somebody_has_dealt_with_it(
    regulars: Regulars,
) -> None:
    series = await regulars.weekly(None)
    await regulars.mara.block(at(A_YEAR_ON), at(A_YEAR_ON) + 600)
    regulars.mara.desk.clock.wait(8 * DAY)
    assert await extend_series(regulars.toolbox) == 0
    [gap] = await regulars.gaps(series)
    assert (gap.on, gap.kind, gap.reason) == (date(2028, 1, 11), "unplaced", "block")
    database, clinic_id = regulars.mara.desk.database, series.clinic_id
    [task] = await find_tasks(database, clinic_id, TUESDAY, None)
    assert (task.gap, task.patient) == (gap, "Zoë O'Neil")
    others = series.practitioner_id + 1
    assert [
        await count_tasks(database, clinic_id, TUESDAY, each)
        for each in (None, series.practitioner_id, others)
    ] == [1, 1, 0]
    settled = await database.write(
        lambda tx: settle_gap(tx, clinic_id, series.id, gap.on, regulars.mara.desk.clock())
    )
    assert settled
    assert await count_tasks(database, clinic_id, TUESDAY, None) == 0


async def test_where_the_practitioner_has_left_every_date_is_a_task(regulars: Regulars) -> None:
    series = await regulars.weekly(None)
    desk = regulars.mara.desk
    clinic = await get_clinic(desk.database, desk.slug)
    without = [
        replace(each, practitioners=("ana-costa",))
        for each in clinic.appointment_types
        if each.slug != "running"
    ]
    await desk.save(
        replace(clinic, practitioners=clinic.practitioners[1:], appointment_types=tuple(without))
    )
    desk.clock.wait(8 * DAY)
    await extend_series(desk.toolbox)
    [gap] = await regulars.gaps(series)
    assert gap.reason == "practitioner_gone"


async def test_what_staff_went_beyond_for_the_whole_of_it_binds_no_later_date(
    regulars: Regulars,
) -> None:
    from tests.services.staff.series.regulars import weekly  # noqa: PLC0415

    early = weekly(None, minute=7 * 60)
    series = await regulars.make(await regulars.as_shown(early, "anyway"))
    assert series.beyond == ("outside_hours",)
    regulars.mara.desk.clock.wait(8 * DAY)
    assert await extend_series(regulars.toolbox) == 1


async def test_another_time_of_the_rest_is_what_is_extended(regulars: Regulars) -> None:
    series = await regulars.weekly(None)
    fresh = await regulars.change(series, date(2027, 1, 12), minute=600)
    regulars.mara.desk.clock.wait(8 * DAY)
    assert await extend_series(regulars.toolbox) == 1
    assert (await regulars.starts(fresh))[-1] == "01-11 10:00"


async def test_a_merged_patients_dates_go_on_for_the_record_that_stays(regulars: Regulars) -> None:
    series = await regulars.weekly(None)
    other = await regulars.mara.desk.book(at("2027-01-06 09:00"))
    await regulars.mara.desk.execute(
        "UPDATE patient SET merged_into = $1 WHERE id = $2", other.patient_id, series.patient_id
    )
    regulars.mara.desk.clock.wait(8 * DAY)
    await extend_series(regulars.toolbox)
    assert (await regulars.bookings(series))[-1].booking.patient_id == other.patient_id


async def test_two_processes_at_once_book_nothing_twice(regulars: Regulars) -> None:
    series = await regulars.weekly(None)
    regulars.mara.desk.clock.wait(15 * DAY)
    ours, desk = regulars.toolbox, regulars.mara.desk
    theirs = make_toolbox(desk.database, desk.clock)
    turns = [extend_one(each, series.clinic_id, series.id) for each in (ours, theirs) * 4]
    assert sum(await asyncio.gather(*turns)) == 2
    dates = [each.on for each in await regulars.bookings(series)]
    assert len(dates) == len(set(dates)) == 55
