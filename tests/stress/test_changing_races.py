"""Patients who move, cancel and take back at the same moment: one booking each, one owner of each
time, money given back once (C3, C4).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.cancel import BookingChanged
from slotkeeper.services.changing.changeable import ChangesClosed
from slotkeeper.services.holds import Held
from slotkeeper.services.refusals import OthersOffered
from slotkeeper.services.staff.bookings.refusals import BookingStale, TimeTaken
from slotkeeper.storage.agreed_change import AgreedChange
from tests.services.changing.link import Link
from tests.services.desk import DAY, HOLD_SECONDS, NINE, Desk, overlaps
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk
from tests.stress.tabs import Counting, Tab, booked, check, holds_of, one_of

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("C4")]

HALF_HOUR = 1800
SPARE = NINE + 8 * HALF_HOUR
ROUNDS = 8
PEOPLE = ("sam-lee", "ana-costa")


@pytest.fixture
async def mara(desk: Desk) -> FrontDesk:
    return await front_desk(desk)


def round_start(number: int) -> int:
    """Nine o'clock of another working day each."""
    return NINE + (number // 4 * 7 + number % 4) * DAY


@pytest.mark.parametrize("whom", [("sam-lee",), PEOPLE])
@pytest.mark.parametrize("many", [2, 3])
async def test_a_ring_who_want_each_others_time_get_it_by_way_of_a_free_one(
    mara: FrontDesk, whom: Sequence[str], many: int
) -> None:
    """A time is free for the next at the swap, and not before."""
    places = [(NINE + n * 2 * HALF_HOUR, whom[n % len(whom)]) for n in range(many)]
    links = [await booked(mara, *place) for place in places]
    wanted = [places[(n + 1) % many] for n in range(many)]
    answers = await one_of(
        *[
            (await Tab.of(link, f"early {n}")).choose(*wanted[n])
            for n, link in enumerate(links)
            for _ in range(3)
        ]
    )
    assert {type(each) for each in answers} == {OthersOffered}
    ended = asyncio.Event()

    async def watch() -> None:
        while not ended.is_set():
            await check(mara.desk, links)

    watching = asyncio.create_task(watch())
    await asyncio.gather(*[go(link, f"ring {n}", *wanted[n]) for n, link in enumerate(links)])
    ended.set()
    await watching
    starts = [(await link.booking()).starts_at for link in links]
    assert starts == [start for start, _ in wanted]
    assert await mara.desk.taken() == sorted(starts)


async def go(link: Link, visitor: str, start: int, practitioner: str) -> None:
    """Ask for that time again and again, and make room meanwhile where there is some."""
    while True:
        tab = await Tab.of(link, visitor)
        try:
            await tab.press(await tab.choose(start, practitioner))
        except OthersOffered:
            booking = await link.booking()
            if booking.starts_at != SPARE:
                await make_room(tab)
        else:
            return


async def make_room(tab: Tab) -> None:
    try:
        held = await tab.choose(SPARE, "sam-lee")
    except OthersOffered:
        return
    await tab.press(held)


async def test_moves_between_two_diaries_never_wait_for_each_other_in_a_ring(
    mara: FrontDesk, desk: Desk
) -> None:
    """Half of them go from Sam to Ana and half from Ana to Sam."""
    tabs, held = [], []
    for number in range(8):
        start, whom = NINE + number * HALF_HOUR, number % 2
        tab = await Tab.of(await booked(mara, start, PEOPLE[whom]), f"visitor {number}")
        tabs.append(tab)
        held.append(await tab.choose(start, PEOPLE[1 - whom]))
    counting = Counting(desk.database)
    server = replace(desk.toolbox, database=counting)
    moved = await one_of(*[tabs[n].by(server).press(held[n]) for n in range(8)])
    assert {type(each) for each in moved} == {Booking}
    assert [each.practitioner_id for each in moved] == [h.hold.practitioner_id for h in held]
    assert counting.again == 0
    await check(desk, [tab.link for tab in tabs])


async def test_of_many_tabs_one_moves_a_booking_and_the_others_are_told(mara: FrontDesk) -> None:
    link = await booked(mara, NINE)
    tabs = [await Tab.of(link, f"tab {n}") for n in range(12)]
    held = [await tab.choose(NINE + (n + 1) * HALF_HOUR) for n, tab in enumerate(tabs)]
    answers = await one_of(*[tab.press(held[n]) for n, tab in enumerate(tabs)])
    [moved] = [each for each in answers if isinstance(each, Booking)]
    lost = [each for each in answers if not isinstance(each, Booking)]
    assert {type(each) for each in lost} == {BookingChanged}
    assert (await link.booking()).starts_at == moved.starts_at
    assert (await link.told()).count(("patient", "booking_moved")) == 1
    mara.desk.clock.wait(HOLD_SECONDS)
    assert await mara.desk.taken() == [moved.starts_at], "what the others held lapses"


async def test_who_presses_after_the_time_was_given_back_elsewhere_is_not_told_it_was_moved(
    mara: FrontDesk,
) -> None:
    """From Sam to Ana at the same start: that the booking begins then says nothing."""
    link = await booked(mara, NINE)
    tab = await Tab.of(link, "visitor")
    held = await tab.choose(NINE, "ana-costa")
    await mara.release(held.hold.id)
    moved, *_ = await one_of(tab.press(held))
    assert not isinstance(moved, Booking)
    assert (await link.booking()).revision == tab.revision


async def test_a_cancellation_against_a_move_has_one_outcome(mara: FrontDesk) -> None:
    for number in range(ROUNDS):
        start = round_start(number)
        link = await booked(mara, start)
        tab, other = await Tab.of(link, "one"), await Tab.of(link, "other")
        held = await tab.choose(start + 2 * HALF_HOUR)
        moved, cancelled = await one_of(tab.press(held), other.cancel())
        after = await link.booking()
        assert isinstance(moved, Booking) != isinstance(cancelled, AgreedChange)
        assert after.revision == tab.revision + 1
        assert await holds_of(link) == []
        if isinstance(moved, Booking):
            assert isinstance(cancelled, BookingChanged)
            assert (after.state, after.starts_at) == ("confirmed", held.hold.starts_at)
        else:
            assert not isinstance(moved, AssertionError)
            assert (after.state, after.starts_at) == ("cancelled", start)


async def test_a_cancellation_gives_back_what_was_held_to_move_it(mara: FrontDesk) -> None:
    link = await booked(mara, NINE)
    tabs = [await Tab.of(link, f"tab {n}") for n in range(2)]
    await tabs[0].choose(NINE + 2 * HALF_HOUR)
    await tabs[1].choose(NINE + 4 * HALF_HOUR, "ana-costa")
    assert len(await holds_of(link)) == 2
    await tabs[0].cancel()
    assert await mara.desk.taken() == []


async def test_a_time_chosen_as_the_booking_is_cancelled_is_no_booking(mara: FrontDesk) -> None:
    for number in range(ROUNDS):
        start = round_start(number)
        link = await booked(mara, start)
        tab, other = await Tab.of(link, f"one {number}"), await Tab.of(link, f"other {number}")
        held, cancelled = await one_of(tab.choose(start + HALF_HOUR), other.cancel())
        assert isinstance(cancelled, AgreedChange)
        assert isinstance(held, Held | ChangesClosed)
        if isinstance(held, Held):
            [refused] = await one_of(tab.press(held))
            assert isinstance(refused, Exception)
        mara.desk.clock.wait(HOLD_SECONDS)
        assert await mara.desk.taken() == []


async def test_the_patients_move_against_those_of_staff_has_one_outcome(mara: FrontDesk) -> None:
    robin = await front_desk(mara.desk, "owner")
    for number in range(ROUNDS):
        start = round_start(number)
        link = await booked(mara, start)
        before, tab = await link.booking(), await Tab.of(link, f"visitor {number}")
        held = await tab.choose(start + 2 * HALF_HOUR)
        answers = await one_of(
            tab.press(held),
            mara.move(before, start + 4 * HALF_HOUR, practitioner="ana-costa"),
            robin.cancel(before),
        )
        done = [n for n, each in enumerate(answers) if isinstance(each, Booking)]
        assert len(done) == 1
        refused = {type(each) for each in answers if not isinstance(each, Booking)}
        assert refused <= {BookingChanged, BookingStale}
        after = await link.booking()
        assert after.revision == 1
        ends = [("confirmed", 2), ("confirmed", 4), ("cancelled", 0)]
        assert (after.state, (after.starts_at - start) // HALF_HOUR) == ends[done[0]]
        assert overlaps(await mara.desk.bookings()) == []


async def test_staff_who_move_another_booking_to_the_chosen_time_or_the_freed_one(
    mara: FrontDesk,
) -> None:
    for number in range(ROUNDS):
        start = round_start(number)
        link, third = await booked(mara, start), await booked(mara, start + 8 * HALF_HOUR)
        tab, moved_by_staff = await Tab.of(link, f"visitor {number}"), await third.booking()
        held = await tab.choose(start + 2 * HALF_HOUR)
        to = start if number % 2 else held.hold.starts_at
        moved, staff = await one_of(tab.press(held), mara.move(moved_by_staff, to))
        assert isinstance(moved, Booking)
        assert isinstance(staff, TimeTaken | Booking)
        assert not isinstance(staff, Booking) or to == start
        await check(mara.desk, [link, third, *await others(mara, number)])


async def others(mara: FrontDesk, number: int) -> list[Link]:
    """Those of the rounds before."""
    rows = await mara.desk.bookings()
    before = [row["id"] for row in rows if row["starts_at"] < round_start(number) - DAY // 2]
    return [await Link.of(mara.desk, booking_id) for booking_id in before]
