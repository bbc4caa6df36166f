"""Staff book, move and restore places of a class: never more than there are (B11)."""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, SessionFull, TimeTaken
from tests.services.classes import CLASS, PLACES, add_class, attendee
from tests.services.desk import DAY, NINE
from tests.services.staff.bookings.front_desk import HALF_HOUR, FrontDesk, rules, somebody

pytestmark = [pytest.mark.req("B11"), pytest.mark.req("A2")]

NOON = """
[[session]]
slug = "noon"
type = "class"
practitioner = "sam-lee"
location = "manly"
days = ["tue"]
at = "12:00"
"""
NOON_CLASS = NINE + 6 * HALF_HOUR


@pytest.fixture
async def gym(mara: FrontDesk) -> FrontDesk:
    await add_class(mara.desk, NOON)
    return mara


async def join(gym: FrontDesk, number: int, start: int = CLASS) -> Booking:
    """Somebody else each time."""
    details = somebody(first_name=f"Ada{number}", phone=attendee(number)["phone"])
    return await gym.book(start, kind="class", details=details)


async def test_staff_fill_a_class_seat_by_seat_and_no_more(gym: FrontDesk) -> None:
    made = [await join(gym, number) for number in range(PLACES)]
    assert [(await gym.again(each)).seat for each in made] == [1, 2, 3]
    assert {each.location_id for each in made} != {None}
    with pytest.raises(SessionFull):
        await join(gym, 9)


async def test_a_place_that_a_patient_holds_is_not_given_away(gym: FrontDesk) -> None:
    await gym.desk.place(CLASS, "one", kind="class")
    for number in range(PLACES - 1):
        await join(gym, number)
    with pytest.raises(SessionFull):
        await join(gym, 9)


async def test_a_move_into_a_full_class_is_refused(gym: FrontDesk) -> None:
    for number in range(PLACES):
        await join(gym, number)
    elsewhere = await join(gym, 7, NOON_CLASS)
    with pytest.raises(SessionFull):
        await gym.move(elsewhere, CLASS)
    assert (await gym.again(elsewhere)).starts_at == NOON_CLASS


async def test_who_is_moved_gets_a_seat_there_and_frees_the_one_before(gym: FrontDesk) -> None:
    await join(gym, 1)
    second = await join(gym, 2)
    await join(gym, 3, NOON_CLASS)
    moved = await gym.move(second, NOON_CLASS)
    assert (moved.seat, moved.starts_at) == (2, NOON_CLASS)
    assert (await join(gym, 4)).seat == 2


async def test_who_was_cancelled_comes_back_on_another_seat_or_is_refused(gym: FrontDesk) -> None:
    first = await join(gym, 1)
    gone = await gym.cancel(first)
    await join(gym, 2)
    back = await gym.again(await gym.restore(gone))
    assert (back.state, back.seat) == ("confirmed", 2)
    gone = await gym.cancel(back)
    for number in range(3, PLACES + 2):
        await join(gym, number)
    with pytest.raises(SessionFull):
        await gym.restore(gone)


async def test_a_group_that_is_not_planned_is_booked_knowingly(gym: FrontDesk) -> None:
    with pytest.raises(RulesAgainst) as against:
        await join(gym, 1, CLASS + DAY)
    assert "no_session" in rules(against.value)
    details = somebody(first_name="Ada")
    agreed = frozenset(each.key for each in against.value.objections)
    made = await gym.book(CLASS + DAY, kind="class", details=details, agreed=agreed)
    assert made.seat == 1


async def test_the_time_of_an_empty_class_is_used_otherwise_only_knowingly(gym: FrontDesk) -> None:
    with pytest.raises(RulesAgainst) as against:
        await gym.book(NOON_CLASS)
    assert rules(against.value) == ["session"]
    await join(gym, 1, NOON_CLASS)
    with pytest.raises(TimeTaken) as taken:
        await gym.book(NOON_CLASS)
    assert len(taken.value.taken) == 1
