"""The rest of a series gets another time or practitioner; what is behind it stays as it was."""

from datetime import date

import pytest

from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.domain.series_plan import Choices
from slotkeeper.services.staff.series.change import WantedChange, preview_change
from slotkeeper.services.staff.series.refusals import (
    SeriesEmpty,
    SeriesStale,
    SeriesUnknown,
    SeriesUnseen,
)
from slotkeeper.storage.series import Series, find_following
from tests.services.desk import TUESDAY, at
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk
from tests.services.staff.series.regulars import NINE_OCLOCK, Regulars, tuesday

pytestmark = pytest.mark.req("S7")
TEN = 600


async def following(regulars: Regulars, series: Series) -> int | None:
    return await find_following(regulars.mara.desk.database, series.clinic_id, series.id)


async def test_all_to_come_get_another_time(regulars: Regulars) -> None:
    series = await regulars.weekly(4, tell=False)
    changed = await regulars.change(series, TUESDAY, minute=TEN)
    assert changed.id == series.id
    assert await regulars.starts(changed) == [
        *("01-05 10:00", "01-12 10:00", "01-19 10:00", "01-26 10:00"),
    ]
    assert await regulars.told() == [("series_changed", "")]
    [entry, _] = await regulars.mara.done("series", series.id)
    assert entry.details["local_minute"] == (NINE_OCLOCK, TEN)


async def test_this_and_following_go_on_as_a_series_of_their_own(regulars: Regulars) -> None:
    series = await regulars.weekly(4)
    fresh = await regulars.change(series, date(2027, 1, 19), minute=TEN)
    assert await regulars.starts(series) == ["01-05 09:00", "01-12 09:00"]
    assert await regulars.starts(fresh) == ["01-19 10:00", "01-26 10:00"]
    assert (fresh.follows, fresh.repeat.times) == (series.id, 2)
    assert (await regulars.again(series)).ended_on == date(2027, 1, 19)
    assert await following(regulars, series) == fresh.id


async def test_bookings_keep_their_number_their_length_and_their_reference(
    regulars: Regulars,
) -> None:
    series = await regulars.weekly(2)
    before = [each.booking for each in await regulars.bookings(series)]
    await regulars.change(series, TUESDAY, minute=TEN, practitioner="ana-costa")
    after = [each.booking for each in await regulars.bookings(series)]
    assert [each.reference for each in after] == [each.reference for each in before]
    assert [each.ends_at - each.starts_at for each in after] == [1800, 1800]
    assert {each.revision for each in after} == {1}
    assert len({each.practitioner_id for each in [*before, *after]}) == 2


async def test_past_and_cancelled_ones_are_left_alone(regulars: Regulars) -> None:
    series = await regulars.weekly(4)
    third = (await regulars.bookings(series))[2].booking
    await regulars.mara.cancel(third)
    regulars.mara.desk.clock.now = at("2027-01-06 08:00")
    fresh = await regulars.change(series, date(2027, 1, 6), minute=TEN)
    assert await regulars.starts(series) == ["01-05 09:00"]
    assert await regulars.starts(fresh) == ["01-12 10:00", "01-26 10:00"]
    assert (await regulars.mara.again(third)).starts_at == tuesday(3)


async def test_one_that_was_moved_alone_stays_where_it_is_and_in_the_series(
    regulars: Regulars,
) -> None:
    series = await regulars.weekly(4)
    second = (await regulars.bookings(series))[1].booking
    await regulars.mara.move(second, tuesday(2, "14:00"))
    asked = WantedChange(
        series_id=series.id, revision=0, since=TUESDAY, practitioner="sam-lee", minute=TEN
    )
    seen = await preview_change(regulars.toolbox, regulars.member, regulars.slug, asked)
    assert [each.on for each in seen.apart] == [date(2027, 1, 12)]
    await regulars.change(series, TUESDAY, minute=TEN)
    assert await regulars.starts(series) == [
        *("01-05 10:00", "01-12 14:00", "01-19 10:00", "01-26 10:00"),
    ]


async def test_what_cannot_move_stays_at_its_time_unless_said_otherwise(regulars: Regulars) -> None:
    series = await regulars.weekly(3)
    await regulars.mara.desk.book(tuesday(2, "10:00"))
    with pytest.raises(SeriesUnseen) as unseen:
        await regulars.change(series, TUESDAY, minute=TEN)
    assert unseen.value.dates == {date(2027, 1, 12)}
    asked = WantedChange(
        series_id=series.id, revision=0, since=TUESDAY, practitioner="sam-lee", minute=TEN
    )
    seen = await preview_change(regulars.toolbox, regulars.member, regulars.slug, asked)
    shown = {each.on: each.keys for each in seen.occasions}
    changed = await regulars.change(series, TUESDAY, minute=TEN, choices=Choices(seen=shown))
    assert await regulars.starts(changed) == ["01-05 10:00", "01-12 09:00", "01-19 10:00"]
    assert await regulars.gaps(changed) == []


async def test_its_own_old_times_are_not_in_the_way(regulars: Regulars) -> None:
    series = await regulars.weekly(3)
    changed = await regulars.change(series, TUESDAY, minute=NINE_OCLOCK + 15)
    assert await regulars.starts(changed) == ["01-05 09:15", "01-12 09:15", "01-19 09:15"]


async def test_nothing_to_move_is_no_change(regulars: Regulars) -> None:
    series = await regulars.weekly(2)
    with pytest.raises(SeriesEmpty):
        await regulars.change(series, date(2027, 3, 1), minute=TEN)
    assert (await regulars.again(series)).revision == 0


async def test_a_form_that_shows_an_older_series_changes_nothing(regulars: Regulars) -> None:
    series = await regulars.weekly(2)
    await regulars.change(series, TUESDAY, minute=TEN)
    with pytest.raises(SeriesStale):
        await regulars.change(series, TUESDAY, minute=TEN + 60)


async def test_a_practitioner_changes_the_own_ones_alone(mara: FrontDesk) -> None:
    series = await Regulars(mara).weekly(2)
    ana = Regulars(await front_desk(mara.desk, "practitioner", "ana-costa"))
    with pytest.raises(SeriesUnknown):
        await ana.change(series, TUESDAY, practitioner="ana-costa", minute=TEN)
    sam = Regulars(await front_desk(mara.desk, "practitioner", "sam-lee"))
    with pytest.raises(PractitionerUnknown):
        await sam.change(series, TUESDAY, practitioner="ana-costa", minute=TEN)
