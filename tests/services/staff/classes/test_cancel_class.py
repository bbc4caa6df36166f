"""The clinic cancels a whole class, and takes that back (B11, P5)."""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from slotkeeper.services.staff.classes.cancel import (
    WantedClassCancel,
    cancel_class,
    restore_class,
)
from slotkeeper.services.staff.classes.find import ClassAt, ClassChanged, ClassKey, get_class
from slotkeeper.storage.payment import find_payment_of
from tests.services.classes import CLASS, PLACES, add_class, attendee
from tests.services.desk import DAY, Desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, somebody
from tests.storage.booked import Books

pytestmark = [pytest.mark.req("B11"), pytest.mark.req("P5")]


@pytest.fixture
async def gym(desk: Desk) -> FrontDesk:
    await add_class(desk)
    return await front_desk(desk)


async def join(gym: FrontDesk, number: int, start: int = CLASS) -> Booking:
    details = somebody(
        first_name=f"Ada{number}",
        phone=attendee(number)["phone"],
        email=attendee(number)["email"],
    )
    return await gym.book(start, kind="class", details=details)


async def at(gym: FrontDesk, start: int = CLASS) -> ClassAt:
    clinic = await get_clinic(gym.desk.database, gym.desk.slug)
    kind = next(each for each in clinic.appointment_types if each.slug == "class")
    who = clinic.practitioner("sam-lee")
    key = ClassKey(practitioner_id=who.id, kind_id=kind.id, starts_at=start)
    return await get_class(gym.desk.database, clinic, gym.member, key, gym.desk.clock())


async def cancel(gym: FrontDesk, found: ClassAt, **otherwise: object) -> list[Booking]:
    bookings = {each.id: each.revision for each in found.coming}
    wanted = WantedClassCancel(key=found.key, bookings=bookings, give="all", **otherwise)  # type: ignore[arg-type]
    return await cancel_class(gym.desk.toolbox, gym.member, gym.desk.slug, wanted)


async def restore(gym: FrontDesk, found: ClassAt) -> list[Booking]:
    bookings = {each.id: each.revision for each in found.undoable}
    return await restore_class(gym.desk.toolbox, gym.member, gym.desk.slug, found.key, bookings)


async def offered(gym: FrontDesk, start: int) -> bool:
    return start in await gym.desk.free(kind="class")


async def test_all_who_come_are_cancelled_and_told_and_it_is_offered_no_more(
    gym: FrontDesk,
) -> None:
    made = [await join(gym, number) for number in range(2)]
    assert await offered(gym, CLASS)
    await cancel(gym, await at(gym), message="The studio is flooded.")
    for each in made:
        now = await gym.again(each)
        assert (now.state, now.cancelled_by) == ("cancelled", "clinic")
        [*_, (message, _, words)] = await gym.told(each)
        assert (message, words) == ("booking_cancelled", "The studio is flooded.")
    assert not await offered(gym, CLASS)
    assert (await at(gym, CLASS + 7 * DAY)).planned, "the weeks after it stay"


async def test_what_each_has_paid_goes_back_once(gym: FrontDesk) -> None:
    made = [await join(gym, number) for number in range(2)]
    clinic = await get_clinic(gym.desk.database, gym.desk.slug)
    await Books(gym.desk.database, clinic).payment(made[0].id)
    found = await at(gym)
    await cancel(gym, found)
    with pytest.raises(ClassChanged):
        await cancel(gym, found)
    payment = await find_payment_of(gym.desk.database, clinic.id, made[0].id)
    assert payment
    rows = await gym.desk.rows("SELECT amount FROM refund WHERE payment_id = $1", payment.id)
    assert [row["amount"] for row in rows] == [3000]


async def test_who_joined_meanwhile_stops_it_and_nobody_is_cancelled(gym: FrontDesk) -> None:
    first = await join(gym, 1)
    found = await at(gym)
    await join(gym, 2)
    with pytest.raises(ClassChanged):
        await cancel(gym, found)
    assert (await gym.again(first)).state == "confirmed"
    assert await offered(gym, CLASS)


async def test_a_class_may_stay_in_the_timetable(gym: FrontDesk) -> None:
    await join(gym, 1)
    await cancel(gym, await at(gym), take_out=False)
    assert await offered(gym, CLASS)


async def test_taken_back_all_stand_again_and_it_is_in_the_timetable(gym: FrontDesk) -> None:
    left = await gym.cancel(await join(gym, 0), by_patient=True)
    made = [await join(gym, number) for number in range(1, PLACES + 1)]
    await cancel(gym, await at(gym))
    found = await at(gym)
    assert found.planned is None
    await restore(gym, found)
    assert [(await gym.again(each)).state for each in made] == ["confirmed"] * PLACES
    assert (await gym.again(left)).state == "cancelled"
    back = await at(gym)
    assert back.planned
    assert (back.planned.places, back.planned.location) == (PLACES, "manly")
    assert not back.undoable


async def test_it_is_not_taken_back_where_the_time_is_somebody_elses(gym: FrontDesk) -> None:
    made = [await join(gym, number) for number in range(2)]
    await cancel(gym, await at(gym))
    await gym.block(CLASS, CLASS + 3600)
    with pytest.raises(RulesAgainst):
        await restore(gym, await at(gym))
    assert {(await gym.again(each)).state for each in made} == {"cancelled"}
    assert (await at(gym)).planned is None
