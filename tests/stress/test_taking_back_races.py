"""Cancellations that are taken back at the same moment as others want the time, or as the minute
ends: one owner of each time, and everybody told once (C4).
"""

from dataclasses import replace

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.settle import settle_cancelled
from slotkeeper.services.changing.undo import UndoOver
from slotkeeper.services.holds import Held
from tests.services.staff.bookings.front_desk import FrontDesk
from tests.stress.tabs import Tab, at, booked, one_of
from tests.stress.test_changing_races import ROUNDS, mara, round_start
from tests.stress.test_races import address

__all__ = ["mara"]

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("C4")]


async def test_taking_back_against_those_who_choose_the_freed_time(mara: FrontDesk) -> None:
    for number in range(ROUNDS):
        start = round_start(number)
        link = await booked(mara, start)
        tab = await Tab.of(link, "owner")
        await tab.cancel()
        undone, again, *held = await one_of(
            tab.undo(),
            tab.undo(),
            *[mara.desk.place(start, f"v {number} {n}", address=address(n)) for n in range(4)],
        )
        owners = [each for each in held if isinstance(each, Held)]
        assert type(undone) is type(again)
        assert isinstance(undone, Booking | UndoOver)
        assert len(owners) == isinstance(undone, UndoOver)
        [row] = [row for row in await mara.desk.bookings() if row["starts_at"] == start]
        assert row["state"] == ("held" if owners else "confirmed")


async def test_taking_back_as_the_minute_ends_either_stands_or_is_told(mara: FrontDesk) -> None:
    """At servers whose clocks differ: to one the minute is over, to the other it is not."""
    ends = set()
    for number in range(ROUNDS):
        link = await booked(mara, round_start(number))
        tab = await Tab.of(link, "owner")
        await tab.cancel()
        before = await link.told()
        late = at(mara.desk, 61)
        undone, *settled = await one_of(
            tab.undo(), settle_cancelled(late), settle_cancelled(late), settle_cancelled(late)
        )
        assert not [each for each in settled if isinstance(each, BaseException)]
        stands, told = isinstance(undone, Booking), (await link.told())[len(before) :]
        assert ((await link.booking()).state == "confirmed") is stands
        assert len([each for each in told if each[1] == "booking_cancelled"]) == 2 * (not stands)
        ends.add(stands)
        mara.desk.clock.wait(61)
        await settle_cancelled(mara.desk.toolbox)
    assert ends


async def test_cancelling_and_taking_back_in_many_tabs_ends_in_one_state(mara: FrontDesk) -> None:
    for number in range(4):
        link = await booked(mara, round_start(number))
        tabs = [await Tab.of(link, f"tab {n}") for n in range(3)]
        await one_of(
            *[tab.cancel() for tab in tabs],
            *[tab.undo() for tab in tabs],
            *[replace(tab, revision=tab.revision + 2).cancel() for tab in tabs],
        )
        state = (await link.booking()).state
        told = len(await link.told())
        mara.desk.clock.wait(61)
        await one_of(*[settle_cancelled(mara.desk.toolbox) for _ in range(3)])
        assert len(await link.told()) - told == 2 * (state == "cancelled")
