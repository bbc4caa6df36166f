"""A series is made: every date as it was shown, nothing is overwritten, all or nothing."""

from datetime import date

import pytest
from msgspec.structs import replace

from slotkeeper.domain.errors import FieldsInvalid, PractitionerUnknown
from slotkeeper.domain.practitioner import DatedException, TimeOff
from slotkeeper.domain.series import MOST_DATES
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.refusals import BookingStale, RulesAgainst, StateForbids
from slotkeeper.services.staff.series.refusals import SeriesEmpty, SeriesUnseen
from tests.services.desk import DAY, NINE, TUESDAY, at, overlaps
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, keys, rules
from tests.services.staff.series.regulars import Regulars, tuesday, weekly

pytestmark = pytest.mark.req("S7")


async def test_every_date_is_booked_for_one_patient(regulars: Regulars) -> None:
    series = await regulars.weekly(4, note="Standing order")
    assert await regulars.starts(series) == [
        *("01-05 09:00", "01-12 09:00", "01-19 09:00", "01-26 09:00"),
    ]
    rows = await regulars.mara.desk.bookings()
    assert {(row["state"], row["note"], row["made_by"]) for row in rows} == {
        ("confirmed", "Standing order", regulars.member.staff.id)
    }
    assert len({row["patient_id"] for row in rows}) == 1
    assert len({row["reference"] for row in rows}) == 4


async def test_the_patient_gets_one_message_or_none(regulars: Regulars) -> None:
    await regulars.weekly(4)
    assert await regulars.told() == [("series_made", "")]
    await regulars.weekly(4, minute=600, tell=False, agreed=await _alike(regulars))
    assert await regulars.told() == [("series_made", "")]


async def _alike(regulars: Regulars) -> frozenset[str]:
    with pytest.raises(RulesAgainst) as against:
        await regulars.weekly(4, minute=600)
    assert rules(against.value) == ["duplicate"]
    return keys(against.value)


async def test_the_log_has_the_series_and_each_booking(regulars: Regulars) -> None:
    series = await regulars.weekly(3)
    [entry] = await regulars.mara.done("series", series.id)
    assert (entry.action, entry.details) == ("series_made", {"dates": (None, 3)})
    for each in await regulars.bookings(series):
        [made] = await regulars.mara.done("booking", each.booking.id)
        assert made.action == "booking_made"


async def test_a_date_that_somebody_has_is_shown_and_skipped(regulars: Regulars) -> None:
    await regulars.mara.desk.book(tuesday(2))
    seen = await regulars.preview(weekly(4))
    [conflict] = seen.conflicts
    assert (conflict.on, conflict.reason) == (date(2027, 1, 12), "taken")
    assert [each.patient for each in conflict.taken] == ["Ada Example"]
    series = await regulars.make(await regulars.as_shown(weekly(4)))
    assert await regulars.starts(series) == ["01-05 09:00", "01-19 09:00", "01-26 09:00"]
    [gap] = await regulars.gaps(series)
    assert (gap.on, gap.kind, gap.reason) == (date(2027, 1, 12), "skipped", "taken")


async def test_another_time_of_that_day_can_be_taken(regulars: Regulars) -> None:
    await regulars.mara.desk.book(tuesday(2))
    [conflict] = (await regulars.preview(weekly(4))).conflicts
    assert conflict.free[0] == tuesday(2, "09:30")
    assert list(conflict.free) == sorted(conflict.free)
    asked = await regulars.as_shown(weekly(4), jan_12=tuesday(2, "10:15"))
    series = await regulars.make(asked)
    assert "01-12 10:15" in await regulars.starts(series)


async def test_nearest_takes_the_closest_free_time_wherever_one_is_needed(
    regulars: Regulars,
) -> None:
    await regulars.mara.desk.book(tuesday(2))
    await regulars.mara.block(tuesday(3, "00:00"), tuesday(3, "00:00") + DAY)
    series = await regulars.make(await regulars.as_shown(weekly(4), "nearest"))
    assert await regulars.starts(series) == ["01-05 09:00", "01-12 09:30", "01-26 09:00"]


async def test_stop_ends_the_series_before_that_date(regulars: Regulars) -> None:
    await regulars.mara.desk.book(tuesday(3))
    series = await regulars.make(await regulars.as_shown(weekly(None), "stop"))
    assert await regulars.starts(series) == ["01-05 09:00", "01-12 09:00"]
    assert series.repeat.until == date(2027, 1, 18)
    assert not (await regulars.again(series)).goes_on


async def test_blocks_time_off_holidays_and_hours_are_conflicts_that_can_be_gone_beyond(
    regulars: Regulars,
) -> None:
    desk = regulars.mara.desk
    clinic = await get_clinic(desk.database, desk.slug)
    sam, ana = clinic.practitioners
    off = replace(
        sam,
        time_off=(TimeOff(first=date(2027, 1, 12), last=date(2027, 1, 12)),),
        exceptions=(DatedException(on=date(2027, 1, 26)),),
    )
    closed = replace(clinic, practitioners=(off, ana), closed_on=(date(2027, 2, 2),))
    await desk.save(closed)
    await regulars.mara.block(tuesday(3), tuesday(3) + 600, reason="Team meeting")
    seen = await regulars.preview(weekly(5))
    assert [each.reason for each in seen.conflicts] == [
        *("time_off", "block", "outside_hours", "closed_day"),
    ]
    series = await regulars.make(await regulars.as_shown(weekly(5), "anyway"))
    assert len(await regulars.starts(series)) == 5
    third = (await regulars.bookings(series))[2].booking
    [entry] = await regulars.mara.done("booking", third.id)
    assert entry.details["overridden"] == (None, ["block"])


async def test_anyway_never_goes_over_somebody(regulars: Regulars) -> None:
    await regulars.mara.desk.book(tuesday(2))
    series = await regulars.make(await regulars.as_shown(weekly(4), "anyway"))
    assert len(await regulars.starts(series)) == 3
    assert overlaps(await regulars.mara.desk.bookings()) == []


async def test_a_conflict_that_was_not_shown_is_shown_first(regulars: Regulars) -> None:
    asked = await regulars.as_shown(weekly(4))
    await regulars.mara.desk.book(tuesday(2))
    with pytest.raises(SeriesUnseen) as unseen:
        await regulars.make(asked)
    assert unseen.value.dates == {date(2027, 1, 12)}
    assert await regulars.mara.desk.rows("SELECT id FROM series") == []
    assert len(await regulars.mara.desk.bookings()) == 1


async def test_also_where_the_time_that_was_chosen_is_gone(regulars: Regulars) -> None:
    await regulars.mara.desk.book(tuesday(2))
    asked = await regulars.as_shown(weekly(4), jan_12=tuesday(2, "10:00"))
    await regulars.mara.desk.book(tuesday(2, "10:00"))
    with pytest.raises(SeriesUnseen):
        await regulars.make(asked)


async def test_where_nothing_would_be_booked_nothing_is_made(regulars: Regulars) -> None:
    await regulars.mara.block(NINE - DAY, NINE + 60 * DAY)
    with pytest.raises(SeriesEmpty):
        await regulars.make(await regulars.as_shown(weekly(4)))


async def test_what_stands_against_the_patient_is_agreed_to_once(regulars: Regulars) -> None:
    first = await regulars.mara.book(tuesday(1, "15:00"))
    asked = weekly(4, kind="initial", patient_id=first.patient_id)
    with pytest.raises(RulesAgainst) as against:
        await regulars.make(asked)
    assert rules(against.value) == ["only_new"]
    await regulars.make(replace(asked, agreed=keys(against.value)))


async def test_an_open_ended_one_is_booked_a_year_ahead(regulars: Regulars) -> None:
    series = await regulars.weekly(None)
    assert series.planned_until == date(2028, 1, 5)
    assert len(await regulars.starts(series)) == 53
    assert series.goes_on


async def test_more_dates_than_a_series_may_have_are_refused_in_words(regulars: Regulars) -> None:
    with pytest.raises(FieldsInvalid) as wrong:
        await regulars.weekly(MOST_DATES + 1)
    assert wrong.value.problems["ends"].key == "wrong.series_too_long"


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


async def test_a_practitioner_makes_them_in_the_own_diary_alone(mara: FrontDesk) -> None:
    ana = Regulars(await front_desk(mara.desk, "practitioner", "ana-costa"))
    with pytest.raises(PractitionerUnknown):
        await ana.weekly(4)
    with pytest.raises(PractitionerUnknown):
        await ana.preview(weekly(4))
    await ana.weekly(4, practitioner="ana-costa")


async def test_the_first_date_may_be_one_of_several_days_a_week(regulars: Regulars) -> None:
    series = await regulars.weekly(5, days=(1, 3), every_weeks=2)
    assert await regulars.starts(series) == [
        *("01-05 09:00", "01-07 09:00", "01-19 09:00", "01-21 09:00", "02-02 09:00"),
    ]
    assert series.repeat.first == TUESDAY
