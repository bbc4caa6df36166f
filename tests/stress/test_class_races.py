"""Many patients at the same moment in one class: never more than there are places."""

import asyncio
import random
from collections import Counter

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.holds import Held, release
from slotkeeper.services.refusals import OthersOffered
from tests.services.classes import CLASS, add_class, attendee
from tests.services.desk import HOLD_SECONDS, Desk
from tests.stress.test_races import address

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("H2"), pytest.mark.req("B11")]

PLACES = 8


@pytest.fixture
async def gym(desk: Desk) -> Desk:
    await add_class(desk, places=PLACES)
    return desk


async def seats(desk: Desk) -> list[int]:
    return sorted(row["seat"] for row in await desk.bookings())


async def test_two_hundred_patients_on_one_class_make_as_many_bookings_as_places(
    gym: Desk,
) -> None:
    async def patient(number: int) -> Booking:
        held = await gym.place(CLASS, f"v{number}", kind="class", address=address(number))
        gym.clock.wait(2)
        return await gym.confirm(held, address(number), **attendee(number))

    answers = await asyncio.gather(*[patient(n) for n in range(200)], return_exceptions=True)
    kinds = Counter(type(each) for each in answers)
    assert kinds == {Booking: PLACES, OthersOffered: 200 - PLACES}
    assert await seats(gym) == [*range(1, PLACES + 1)]


@pytest.mark.parametrize("seed", range(3))
async def test_who_comes_and_goes_by_chance_never_makes_it_more(gym: Desk, seed: int) -> None:
    chance = random.Random(seed)
    counted = list[int]()

    async def patient(number: int) -> str:
        await asyncio.sleep(chance.random() / 20)
        try:
            held = await gym.place(CLASS, f"v{number}", kind="class", address=address(number))
            counted.append(len(await gym.bookings()))
            if chance.random() < 0.4:
                await release(gym.toolbox, gym.slug, held.token)
                return "gave back"
            gym.clock.wait(2)
            booking = await gym.confirm(held, address(number), **attendee(number))
            if chance.random() < 0.5:
                await gym.cancel(booking, "clinic")
                return "cancelled"
        except OthersOffered:
            return "full"
        return "booked"

    ends = Counter(await asyncio.gather(*[patient(n) for n in range(120)]))
    assert max(counted) <= PLACES
    there = await seats(gym)
    assert len(there) == ends["booked"] <= PLACES
    assert len(set(there)) == len(there)
    assert ends["full"]


@pytest.mark.req("H9")
async def test_the_places_of_holds_that_ran_out_are_taken_over_once_each(gym: Desk) -> None:
    for number in range(PLACES):
        await gym.place(CLASS, f"old {number}", kind="class", address=address(number))
    gym.clock.wait(HOLD_SECONDS)
    answers = await asyncio.gather(
        *[gym.place(CLASS, f"new {n}", kind="class", address=address(n)) for n in range(40)],
        return_exceptions=True,
    )
    assert Counter(type(each) for each in answers) == {Held: PLACES, OthersOffered: 40 - PLACES}
    assert await seats(gym) == [*range(1, PLACES + 1)]
