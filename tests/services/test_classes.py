"""Patients book a place in a class (B11): a hold takes one and gives it back (H2, H6)."""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.holds import release
from slotkeeper.services.keep_hold import extend, renew
from slotkeeper.services.refusals import HoldEnded, OthersOffered
from slotkeeper.services.slot_search import search_slots
from tests.services.classes import CLASS, PLACES, add_class, attendee
from tests.services.desk import HOLD_SECONDS, TUESDAY, Desk, at

pytestmark = [pytest.mark.req("B11"), pytest.mark.req("H2")]


@pytest.fixture
async def gym(desk: Desk) -> Desk:
    await add_class(desk)
    return desk


async def places(desk: Desk) -> int:
    """How many are left on the Tuesday, 0 where it is not offered."""
    found = await search_slots(desk.toolbox, await desk.wish("class"), TUESDAY, TUESDAY)
    return sum(slot.places for slot in found.slots if slot.starts_at == CLASS)


async def join(desk: Desk, number: int) -> Booking:
    held = await desk.place(CLASS, f"visitor {number}", kind="class")
    return await desk.confirm(held, **attendee(number))


async def seats(desk: Desk) -> list[int]:
    return sorted(row["seat"] for row in await desk.bookings())


async def test_a_hold_takes_a_place_and_gives_it_back(gym: Desk) -> None:
    assert await places(gym) == PLACES
    held = await gym.place(CLASS, "one", kind="class")
    assert await places(gym) == PLACES - 1
    await release(gym.toolbox, gym.slug, held.token)
    assert await places(gym) == PLACES


async def test_a_hold_that_runs_out_frees_its_place(gym: Desk) -> None:
    await gym.place(CLASS, "one", kind="class")
    gym.clock.wait(HOLD_SECONDS)
    assert await places(gym) == PLACES


async def test_patients_book_side_by_side_until_it_is_full(gym: Desk) -> None:
    for number in range(PLACES):
        assert await places(gym) == PLACES - number
        assert (await join(gym, number)).seat == number + 1
    assert await places(gym) == 0
    with pytest.raises(OthersOffered):
        await gym.place(CLASS, "late", kind="class")


async def test_a_cancellation_frees_a_place_and_the_next_takes_that_seat(gym: Desk) -> None:
    made = [await join(gym, number) for number in range(PLACES)]
    await gym.cancel(made[1], "clinic")
    assert await places(gym) == 1
    assert (await join(gym, 9)).seat == made[1].seat
    assert await seats(gym) == [1, 2, 3]


async def test_choosing_the_same_class_again_keeps_the_place(gym: Desk) -> None:
    first = await gym.place(CLASS, "one", kind="class")
    again = await gym.place(CLASS, "one", kind="class")
    assert again.hold.id == first.hold.id
    assert await places(gym) == PLACES - 1


async def test_a_place_in_a_full_class_is_kept_longer_by_who_has_it(gym: Desk) -> None:
    held = await gym.place(CLASS, "one", kind="class")
    for number in range(PLACES - 1):
        await join(gym, number)
    kept = await extend(gym.toolbox, gym.slug, held.token, "")
    assert kept.hold.seat == held.hold.seat
    assert (await gym.confirm(kept, **attendee(7))).state == "confirmed"


async def test_who_comes_back_too_late_gets_another_place_while_there_is_one(gym: Desk) -> None:
    late = await gym.place(CLASS, "late", kind="class")
    gym.clock.wait(HOLD_SECONDS)
    await join(gym, 1)
    renewed = await renew(gym.toolbox, gym.slug, late.token, "")
    assert (late.hold.seat, renewed.hold.seat) == (1, 2)
    gym.clock.wait(HOLD_SECONDS)
    for number in range(2, PLACES + 1):
        await join(gym, number)
    with pytest.raises(HoldEnded):
        await renew(gym.toolbox, gym.slug, renewed.token, "")


async def test_a_class_keeps_its_time_from_individual_appointments(desk: Desk) -> None:
    await add_class(
        desk,
        '[[session]]\nslug = "noon"\ntype = "class"\n'
        'practitioner = "sam-lee"\ndays = ["tue"]\nat = "12:00"\n',
    )
    noon = at("2027-01-05 12:00")
    free = await desk.free()
    assert {noon - 1800, noon + 3600} <= free
    assert not {noon - 900, noon, noon + 900, noon + 2700} & free
    with pytest.raises(OthersOffered):
        await desk.place(noon, "one")
    assert noon in await desk.free(practitioner="ana-costa")


async def test_no_class_is_booked_where_none_is_planned(gym: Desk) -> None:
    for start in (CLASS + 900, at("2027-01-05 10:00")):
        with pytest.raises(OthersOffered):
            await gym.place(start, kind="class")
    with pytest.raises(OthersOffered):
        await gym.place(CLASS, kind="class", practitioner="ana-costa")
