"""Two staff make overlapping series at once, and a patient takes one of the times meanwhile: each
time goes to one of them, and a series is booked whole or not at all.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import date

import pytest

from slotkeeper.domain.errors import SlotTaken
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from slotkeeper.services.staff.series.extend import extend_one
from slotkeeper.services.staff.series.refusals import SeriesStale, SeriesUnseen
from slotkeeper.storage.series import Series
from tests.services.desk import DAY, TUESDAY, make_toolbox, overlaps
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, somebody
from tests.services.staff.series.regulars import Regulars, tuesday, weekly

pytestmark = [pytest.mark.req("S7"), pytest.mark.req("R1")]


async def outcome(act: Awaitable[object]) -> object:
    """What came of it, or why nothing did."""
    try:
        return await act
    except (SeriesUnseen, SlotTaken, RulesAgainst) as refused:
        return refused


async def colleagues(mara: FrontDesk) -> list[Regulars]:
    """Two at desks of their own, each with a server process."""
    here, there = (
        replace(mara.desk, toolbox=make_toolbox(mara.desk.database, mara.desk.clock))
        for _ in range(2)
    )
    return [Regulars(replace(mara, desk=here)), Regulars(await front_desk(there, "owner"))]


async def test_two_series_that_overlap_one_is_booked_whole_the_other_asks_again(
    mara: FrontDesk,
) -> None:
    one, other = await colleagues(mara)
    asked = [
        weekly(10, details=somebody(first_name="Ada")),
        weekly(10, minute=9 * 60 + 15, details=somebody(first_name="Ben")),
    ]
    done = await asyncio.gather(outcome(one.make(asked[0])), outcome(other.make(asked[1])))
    [series] = [each for each in done if isinstance(each, Series)]
    [refused] = [each for each in done if isinstance(each, SeriesUnseen)]
    assert len(refused.dates) == 10
    rows = await mara.desk.bookings()
    assert {row["series_id"] for row in rows} == {series.id}
    assert (len(rows), overlaps(rows)) == (10, [])
    loser, wanted = (other, asked[1]) if done[0] is series else (one, asked[0])
    again = await loser.make(await loser.as_shown(wanted, "nearest"))
    assert len(await loser.starts(again)) == 10
    assert overlaps(await mara.desk.bookings()) == []


async def test_a_patient_who_takes_one_of_its_times_meanwhile_keeps_it_or_is_told(
    mara: FrontDesk,
) -> None:
    for number in range(1, 4):
        regulars = Regulars(mara)
        name = ("Ada", "Ben", "Cem")[number - 1]
        asked = weekly(
            4, first=TUESDAY, minute=9 * 60 + 60 * number, details=somebody(first_name=name)
        )
        wanted = tuesday(2, f"{9 + number:02}:00")
        made, held = await asyncio.gather(
            outcome(regulars.make(asked)), outcome(mara.desk.place(wanted, f"visitor-{number}"))
        )
        assert isinstance(made, Series) != (not isinstance(held, SlotTaken))
        if isinstance(made, SeriesUnseen):
            assert made.dates == {date(2027, 1, 12)}
            [conflict] = (await regulars.preview(asked)).conflicts
            assert [each.state for each in conflict.taken] == ["held"]
        assert overlaps(await mara.desk.bookings()) == []


async def test_a_hold_that_has_run_out_is_in_nobodys_way(mara: FrontDesk) -> None:
    regulars = Regulars(mara)
    await mara.desk.place(tuesday(2))
    assert len((await regulars.preview(weekly(4))).conflicts) == 1
    mara.desk.clock.wait(451)
    assert (await regulars.preview(weekly(4))).conflicts == []


async def test_a_change_and_an_extension_at_once_double_nothing(mara: FrontDesk) -> None:
    one, other = await colleagues(mara)
    series = await one.weekly(None)
    mara.desk.clock.wait(8 * DAY)
    changed, _ = await asyncio.gather(
        outcome(one.change(series, date(2027, 1, 19), minute=600)),
        extend_one(other.toolbox, series.clinic_id, series.id),
    )
    rows = await mara.desk.bookings()
    dates = [row["series_on"] for row in rows]
    assert len(dates) == len(set(dates))
    assert overlaps(rows) == []
    assert changed is not None


async def test_ending_and_extending_at_once_leaves_nothing_behind(mara: FrontDesk) -> None:
    one, other = await colleagues(mara)
    series = await one.weekly(None)
    mara.desk.clock.wait(8 * DAY)
    ended, _ = await asyncio.gather(
        _ended(one, series), extend_one(other.toolbox, series.clinic_id, series.id)
    )
    left = [row for row in await mara.desk.bookings() if row["starts_at"] > mara.desk.clock()]
    assert left == [] if ended else len(left) > 0


async def _ended(regulars: Regulars, series: Series) -> bool:
    """False where the extension was first: the form shows an older series then."""
    try:
        await regulars.end(series, TUESDAY)
    except SeriesStale:
        return False
    return True
