"""The clinic moves a whole class: everybody who comes, or nobody (B11)."""

import pytest

from slotkeeper.services.staff.bookings.refusals import RulesAgainst, SessionFull, TimeTaken
from slotkeeper.services.staff.classes.find import ClassAt, ClassChanged, ClassKey
from slotkeeper.services.staff.classes.move import WantedClassMove, move_class
from tests.services.classes import CLASS, PLACES, add_class
from tests.services.desk import DAY, Desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, keys
from tests.services.staff.classes.test_cancel_class import at, join

pytestmark = [pytest.mark.req("B11"), pytest.mark.req("A2")]
HALF = 1800


@pytest.fixture
async def gym(desk: Desk) -> FrontDesk:
    await add_class(desk)
    return await front_desk(desk)


async def move(gym: FrontDesk, found: ClassAt, start: int, **otherwise: object) -> ClassKey:
    given: dict[str, object] = {
        "key": found.key,
        "bookings": {each.id: each.revision for each in found.coming},
        "practitioner": "sam-lee",
        "starts_at": start,
    }
    wanted = WantedClassMove(**(given | otherwise))  # type: ignore[arg-type]
    return await move_class(gym.desk.toolbox, gym.member, gym.desk.slug, wanted)


async def move_anyway(gym: FrontDesk, start: int, **otherwise: object) -> ClassKey:
    """Read what stands against it, and agree."""
    try:
        return await move(gym, await at(gym), start, **otherwise)
    except RulesAgainst as against:
        return await move(gym, await at(gym), start, agreed=keys(against), **otherwise)


async def test_all_move_into_the_time_that_they_have_half_an_hour_later(gym: FrontDesk) -> None:
    made = [await join(gym, number) for number in range(PLACES)]
    await move_anyway(gym, CLASS + HALF)
    now = [await gym.again(each) for each in made]
    assert {each.starts_at for each in now} == {CLASS + HALF}
    assert sorted(each.seat for each in now) == [1, 2, 3]
    assert {each.state for each in now} == {"confirmed"}
    for each in made:
        assert [message for message, _, _ in await gym.told(each)][-1] == "booking_moved"
    assert await gym.desk.free(kind="class") == set(), (
        "the old time is not offered, the new is full"
    )
    assert (await at(gym, CLASS + HALF)).planned
    assert (await at(gym, CLASS + 7 * DAY)).planned


async def test_or_to_somebody_else_who_gives_it(gym: FrontDesk) -> None:
    made = [await join(gym, number) for number in range(2)]
    await move_anyway(gym, CLASS + DAY, practitioner="ana-costa")
    whose = {(await gym.again(each)).practitioner_id for each in made}
    assert whose != {made[0].practitioner_id}
    assert len(whose) == 1


async def test_nobody_moves_where_the_time_is_taken(gym: FrontDesk) -> None:
    made = [await join(gym, number) for number in range(2)]
    taken = CLASS - 4 * HALF
    await gym.book(taken)
    with pytest.raises(TimeTaken):
        await move_anyway(gym, taken)
    assert {(await gym.again(each)).starts_at for each in made} == {CLASS}
    assert {(await gym.again(each)).state for each in made} == {"confirmed"}
    assert (await at(gym)).planned


async def test_nor_before_somebody_has_read_what_stands_against_it(gym: FrontDesk) -> None:
    made = [await join(gym, number) for number in range(2)]
    await gym.block(CLASS + 8 * HALF, CLASS + 9 * HALF)
    with pytest.raises(RulesAgainst):
        await move(gym, await at(gym), CLASS + 8 * HALF)
    assert {(await gym.again(each)).starts_at for each in made} == {CLASS}
    await move_anyway(gym, CLASS + 8 * HALF)
    assert {(await gym.again(each)).starts_at for each in made} == {CLASS + 8 * HALF}


async def test_who_joined_meanwhile_stops_it(gym: FrontDesk) -> None:
    first = await join(gym, 1)
    found = await at(gym)
    await join(gym, 2)
    with pytest.raises(ClassChanged):
        await move(gym, found, CLASS + HALF)
    assert (await gym.again(first)).starts_at == CLASS


async def test_two_classes_become_one_only_where_all_have_a_place(gym: FrontDesk) -> None:
    next_week = CLASS + 7 * DAY
    made = [await join(gym, number) for number in range(2)]
    await join(gym, 5, next_week)
    await move_anyway(gym, next_week)
    assert {(await gym.again(each)).starts_at for each in made} == {next_week}
    await join(gym, 6, next_week + 7 * DAY)
    with pytest.raises(SessionFull):
        await move(gym, await at(gym, next_week + 7 * DAY), next_week)
