"""Many patients and staff at the same moment: never more in a room than there are rooms (S12)."""

import asyncio
import random
from dataclasses import replace

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.holds import Held
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from tests.services.desk import HOLD_SECONDS, NINE, Desk, overlaps
from tests.services.rooms import most_in_use, with_rooms
from tests.stress.test_races import TickingClock, address, person, still_free

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("S12")]

PEOPLE = ("sam-lee", "ana-costa")


async def test_two_hundred_patients_of_two_practitioners_make_one_hold_in_one_room(
    desk: Desk,
) -> None:
    await with_rooms(desk, 1)
    answers = await asyncio.gather(
        *[desk.place(NINE, practitioner=PEOPLE[n % 2], address=address(n)) for n in range(200)],
        return_exceptions=True,
    )
    held = [each for each in answers if isinstance(each, Held)]
    refused = [each for each in answers if isinstance(each, OthersOffered)]
    assert (len(held), len(refused)) == (1, 199)
    assert await desk.taken() == [NINE]


async def test_a_cap_over_all_practitioners_is_never_passed(desk: Desk) -> None:
    await with_rooms(desk, cap=3)
    answers = await asyncio.gather(
        *[
            desk.place(NINE + n % 14 * 1800, practitioner=PEOPLE[n % 2], address=address(n))
            for n in range(200)
        ],
        return_exceptions=True,
    )
    held = [each for each in answers if isinstance(each, Held)]
    refused = [each for each in answers if isinstance(each, OthersOffered)]
    assert (len(held), len(refused)) == (3, 197)


@pytest.mark.parametrize("seed", range(3))
async def test_types_that_need_several_kinds_never_pass_them_and_never_block_each_other(
    desk: Desk, seed: int
) -> None:
    chance = random.Random(seed)
    needs = {
        "standard": ("room", "ultrasound"),
        "initial": ("ultrasound", "room"),
        "running": ("room",),
    }
    clinic = await with_rooms(desk, 1, 1, cap=chance.choice([0, 5]), **needs)
    wanted = dict[int, tuple[int, str, str]]()

    async def patient(number: int) -> int:
        await asyncio.sleep(chance.random() / 50)
        start = NINE + chance.randrange(14) * 1800
        kind = chance.choice([*needs])
        wanted[number] = start, kind, "any"
        held = await desk.place(start, kind=kind, practitioner="any", address=address(number))
        if chance.random() < 0.7:
            desk.clock.wait(2)
            patient_is = "existing" if kind == "running" else "new"
            who = {**person(number), "patient_is": patient_is}
            return (await desk.confirm(held, address(number), **who)).id
        return held.hold.id

    answers = await asyncio.gather(*[patient(n) for n in range(150)], return_exceptions=True)
    assert {type(each) for each in answers if isinstance(each, BaseException)} == {OthersOffered}
    rows = await desk.bookings()
    assert {row["id"] for row in rows} == {each for each in answers if isinstance(each, int)}
    assert overlaps(rows) == []
    assert most_in_use(clinic, rows, "room") == 1
    assert most_in_use(clinic, rows, "ultrasound") <= 1  # whoever needs the room alone may have all
    sent_away = [wanted[n] for n, each in enumerate(answers) if not isinstance(each, int)]
    assert await still_free(desk, sent_away) == []


@pytest.mark.parametrize("readings", [1, 2, 3, 4, 6, 10])
async def test_a_room_at_the_very_end_of_a_hold_goes_to_one_of_two_practitioners(
    desk: Desk, readings: int
) -> None:
    await with_rooms(desk, 1)
    for number in range(8):
        start = NINE + number * 1800
        old = await desk.place(start, "old", address=address(1))
        clock = TickingClock(desk.clock() + HOLD_SECONDS, readings)
        late = replace(desk, toolbox=replace(desk.toolbox, clock=clock))
        confirmed, taken = await asyncio.gather(
            late.confirm(old, address(1), **person(number)),
            late.place(start, "new", practitioner="ana-costa", address=address(2)),
            return_exceptions=True,
        )
        desk.clock.wait(HOLD_SECONDS)
        rows = [row for row in await desk.bookings() if row["starts_at"] == start]
        assert len(rows) == 1
        if isinstance(confirmed, Booking | HoldRenewed):
            assert isinstance(taken, OthersOffered)
        else:
            assert isinstance(confirmed, HoldEnded)
            assert isinstance(taken, Held)
        desk.clock.wait(HOLD_SECONDS)
