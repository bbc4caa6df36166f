"""A series is ended: what is to come is cancelled, told in one message, and can be taken back."""

from datetime import date

import pytest

from slotkeeper.services.staff.series.refusals import SeriesStale, SeriesUnknown
from tests.services.desk import TUESDAY, at
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk
from tests.services.staff.series.regulars import Regulars, tuesday

pytestmark = pytest.mark.req("S7")


async def test_all_to_come_are_cancelled_and_the_times_are_free(regulars: Regulars) -> None:
    series = await regulars.weekly(4, tell=False)
    assert await regulars.end(series, TUESDAY, reason="Moves away", message="Good luck.") == 4
    assert await regulars.starts(series) == []
    assert tuesday(1) in await regulars.mara.desk.free()
    assert await regulars.told() == [("series_cancelled", "Good luck.")]
    [entry, _] = await regulars.mara.done("series", series.id)
    assert (entry.action, entry.details["dates"]) == ("series_ended", (None, 4))


async def test_this_and_following_leave_the_earlier_ones(regulars: Regulars) -> None:
    series = await regulars.weekly(4)
    assert await regulars.end(series, date(2027, 1, 19), by_patient=True) == 2
    assert await regulars.starts(series) == ["01-05 09:00", "01-12 09:00"]
    third = (await regulars.bookings(series))[2].booking
    assert third.cancelled_by == "patient"


async def test_past_ones_are_left_alone(regulars: Regulars) -> None:
    series = await regulars.weekly(4)
    regulars.mara.desk.clock.now = at("2027-01-12 10:00")
    assert await regulars.end(series, TUESDAY) == 2
    assert await regulars.starts(series) == ["01-05 09:00", "01-12 09:00"]


async def test_an_open_ended_one_goes_on_no_more(regulars: Regulars) -> None:
    series = await regulars.weekly(None)
    await regulars.end(series, TUESDAY)
    assert not (await regulars.again(series)).goes_on


async def test_who_is_not_told_is_not_told(regulars: Regulars) -> None:
    series = await regulars.weekly(2, tell=False)
    await regulars.end(series, TUESDAY, tell=False)
    assert await regulars.told() == []


async def test_the_end_can_be_taken_back(regulars: Regulars) -> None:
    series = await regulars.weekly(4)
    second = (await regulars.bookings(series))[1].booking
    await regulars.mara.cancel(second)
    regulars.mara.desk.clock.wait(60)
    await regulars.end(series, TUESDAY)
    restored = await regulars.restore(await regulars.again(series))
    assert (restored.bookings, restored.lost) == (3, [])
    assert await regulars.starts(series) == ["01-05 09:00", "01-19 09:00", "01-26 09:00"]
    assert (await regulars.again(series)).ended_on is None


async def test_a_time_that_was_given_away_stays_given_away(regulars: Regulars) -> None:
    series = await regulars.weekly(3)
    await regulars.end(series, TUESDAY)
    await regulars.mara.desk.book(tuesday(2))
    restored = await regulars.restore(await regulars.again(series))
    assert (restored.bookings, restored.lost) == (2, [date(2027, 1, 12)])


async def test_what_was_not_ended_or_is_continued_cannot_be_taken_back(regulars: Regulars) -> None:
    series = await regulars.weekly(3)
    with pytest.raises(SeriesStale):
        await regulars.restore(series)
    await regulars.change(series, date(2027, 1, 12), minute=600)
    with pytest.raises(SeriesStale):
        await regulars.restore(await regulars.again(series))


async def test_a_form_that_shows_an_older_series_ends_nothing(regulars: Regulars) -> None:
    series = await regulars.weekly(3)
    await regulars.end(series, date(2027, 1, 19))
    with pytest.raises(SeriesStale):
        await regulars.end(series, TUESDAY)
    assert len(await regulars.starts(series)) == 2


async def test_a_practitioner_ends_the_own_ones_alone(mara: FrontDesk) -> None:
    series = await Regulars(mara).weekly(2)
    ana = Regulars(await front_desk(mara.desk, "practitioner", "ana-costa"))
    with pytest.raises(SeriesUnknown):
        await ana.end(series, TUESDAY)
    with pytest.raises(SeriesUnknown):
        await ana.restore(series)
