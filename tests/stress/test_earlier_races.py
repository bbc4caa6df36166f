"""Offers of the waiting list and bookings that stand: an earlier time accepted as the booking is
cancelled, a cancellation taken back as its time is offered (C4, C6).
"""

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.cancel import BookingChanged
from slotkeeper.services.changing.settle import settle_cancelled
from slotkeeper.services.changing.undo import UndoOver
from slotkeeper.services.waitlist.offer import TURN_SECONDS, offer_free
from slotkeeper.storage.agreed_change import AgreedChange
from tests.services.changing.link import Link
from tests.services.desk import NINE, Desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk
from tests.services.waitlist.line import Patient, look, open_hours, wait_for_earlier
from tests.stress.line_up import MANY, OPENS, check_list, join_line, open_line
from tests.stress.tabs import Tab, at, booked, check, one_of

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("C6")]

SLOT = 1800


async def earlier(desk: Desk, mara: FrontDesk, many: int = 4) -> tuple[list[Link], list[Patient]]:
    """They have the Tuesday's later times, and an earlier one is offered to each."""
    await open_line(desk, 0)
    await open_hours(desk, (OPENS, OPENS + 2 * many * 30))
    links = [await booked(mara, NINE + (many + number) * SLOT) for number in range(many)]
    waiting = [await wait_for_earlier(desk, each.token) for each in links]
    assert await look(desk) == many
    return links, waiting


async def test_an_earlier_time_accepted_twice_moves_the_booking_once(desk: Desk) -> None:
    """Whoever presses twice is told twice that it is theirs."""
    links, waiting = await earlier(desk, await front_desk(desk))
    offers = [await each.offer() for each in waiting]
    answers = await one_of(
        *[each.accept_earlier(offers[n]) for n, each in enumerate(waiting) for _ in range(3)]
    )
    assert [a if isinstance(a, Exception) else a.starts_at for a in answers] == [
        offer.starts_at for offer in offers for _ in range(3)
    ]
    assert {(await each.booking()).revision for each in links} == {1}
    assert {each["state"] for each in await check_list(desk)} == {"accepted"}
    await check(desk, links)


async def test_an_earlier_time_accepted_as_the_booking_is_cancelled_has_one_outcome(
    desk: Desk,
) -> None:
    links, waiting = await earlier(desk, await front_desk(desk))
    offers = [await each.offer() for each in waiting]
    tabs = [await Tab.of(each, f"tab {n}") for n, each in enumerate(links)]
    answers = await one_of(
        *[
            act
            for n, each in enumerate(waiting)
            for act in (each.accept_earlier(offers[n]), tabs[n].cancel())
        ],
        offer_free(at(desk, TURN_SECONDS)),
    )
    for number, (link, offer) in enumerate(zip(links, offers, strict=True)):
        moved, cancelled = answers[number * 2 : number * 2 + 2]
        after = await link.booking()
        assert after.revision == 1
        assert isinstance(moved, Booking) != isinstance(cancelled, AgreedChange)
        if isinstance(moved, Booking):
            assert isinstance(cancelled, BookingChanged)
            assert (after.state, after.starts_at) == ("confirmed", offer.starts_at)
        else:
            assert after.state == "cancelled"
    desk.clock.wait(61)
    await settle_cancelled(desk.toolbox)
    await check_list(desk)
    stand = [each for each in links if (await each.booking()).state == "confirmed"]
    await check(desk, stand)


async def test_a_cancellation_taken_back_as_its_time_is_offered_has_one_owner(desk: Desk) -> None:
    """Nobody was told of it yet: the time is whose it was, or goes to who waits, and never both."""
    mara = await front_desk(desk)
    await open_line(desk, 0)
    await open_hours(desk, (OPENS, OPENS + MANY * 30))
    links = [await booked(mara, NINE + number * SLOT) for number in range(MANY)]
    tabs = [await Tab.of(each, f"tab {n}") for n, each in enumerate(links)]
    await join_line(desk, "first")
    await one_of(*[each.cancel() for each in tabs])
    answers = await one_of(
        *[each.undo() for each in tabs],
        offer_free(desk.toolbox),
        offer_free(at(desk, TURN_SECONDS)),
        offer_free(at(desk, 2 * TURN_SECONDS)),
    )
    assert {type(each) for each in answers} <= {Booking, UndoOver, int}
    desk.clock.wait(2 * TURN_SECONDS)
    await check_list(desk)
    assert await desk.taken() == [NINE + number * SLOT for number in range(MANY)]
    for link, answer in zip(links, answers[:MANY], strict=True):
        stands = (await link.booking()).state == "confirmed"
        assert stands is isinstance(answer, Booking)
