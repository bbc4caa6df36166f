"""Offers of the waiting list that are taken, declined, withdrawn and made at the same moment: one
owner of each time, one offer a person, one booking for what was accepted (C6).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.holds import Held
from slotkeeper.services.refusals import OthersOffered
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.waitlist.steer import NotWaiting, OfferChanged, take_off
from slotkeeper.services.waitlist.decline import decline
from slotkeeper.services.waitlist.entry import OfferOver, Waiting
from slotkeeper.services.waitlist.offer import TURN_SECONDS, offer_free
from tests.services.desk import NINE, Desk
from tests.services.staff.bookings.front_desk import front_desk
from tests.services.waitlist.line import (
    MINUTES,
    Patient,
    open_hours,
    told,
    wait,
)
from tests.stress.line_up import (
    MANY,
    OPENS,
    Interrupted,
    check_list,
    join_line,
    offer_to,
    offered_line,
    open_line,
    take_offer_back,
)
from tests.stress.tabs import at, booked, one_of
from tests.stress.test_races import address

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("C6")]

SLOT = 1800
OVER = MINUTES * 60


@pytest.fixture
async def actor(desk: Desk) -> Actor:
    """Somebody at the desk."""
    member = (await front_desk(desk)).member
    return Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=desk.clock())


async def test_accepted_as_it_expires_each_time_has_one_owner(desk: Desk) -> None:
    """To some servers the offers are over, to others they are not; the next are asked meanwhile."""
    first = await offered_line(desk)
    following = await join_line(desk, "next")
    offers = [await each.offer() for each in first]
    late = at(desk, OVER)
    answers = await one_of(
        *[each.accept(offers[n]) for n, each in enumerate(first)],
        *[offer_free(late) for _ in range(3)],
    )
    accepted, sweeps = answers[:MANY], answers[MANY:]
    assert not [each for each in sweeps if isinstance(each, BaseException)]
    assert {type(each) for each in accepted} <= {Booking, OfferOver, OthersOffered}
    desk.clock.wait(OVER)
    await check_list(desk)
    booked = {each.starts_at for each in accepted if isinstance(each, Booking)}
    kept = {offer.starts_at for each in following if (offer := (await each.look()).offer)}
    assert booked.isdisjoint(kept)
    assert await desk.taken() == [NINE + number * SLOT for number in range(MANY)]
    for each, answer in zip(first, accepted, strict=True):
        assert ((await each.entry()).state == "booked") is isinstance(answer, Booking)


async def test_what_one_server_ended_is_not_accepted_by_another_whose_clock_is_behind(
    desk: Desk,
) -> None:
    """Who was told that the offer passed, and is asked for other times, has no booking of it."""
    [ada] = await offered_line(desk, 1)
    offer = await ada.offer()
    await offer_free(at(desk, OVER))
    [answer] = await one_of(ada.accept(offer))
    assert isinstance(answer, OfferOver)
    assert (await ada.entry()).unanswered == 1
    desk.clock.wait(OVER)
    await check_list(desk)


async def test_accepted_twice_it_is_booked_once(desk: Desk) -> None:
    line = await offered_line(desk)
    offers = [await each.offer() for each in line]
    answers = await one_of(
        *[each.accept(offers[n]) for n, each in enumerate(line) for _ in range(3)]
    )
    ids = [answers[n].id for n in range(len(answers))]
    assert ids == [offer.hold_id for offer in offers for _ in range(3)]
    assert {each["state"] for each in await check_list(desk)} == {"accepted"}
    assert len(await desk.rows("SELECT 1 FROM patient")) == MANY


async def declined(patient: Patient, actor: Actor) -> object:
    return await patient.decline()


async def left(patient: Patient, actor: Actor) -> object:
    return await patient.leave()


async def taken_back(patient: Patient, actor: Actor) -> object:
    await take_offer_back(patient, actor)
    return "done"


async def taken_off(patient: Patient, actor: Actor) -> object:
    await take_off(patient.toolbox, actor, (await patient.entry()).id)
    return "done"


@pytest.mark.parametrize("other", [declined, left, taken_back, taken_off])
async def test_accepting_against_what_ends_the_offer_has_one_outcome(
    desk: Desk, actor: Actor, other: Callable[[Patient, Actor], Any]
) -> None:
    line = await offered_line(desk)
    offers = [await each.offer() for each in line]
    answers = await one_of(
        *[
            act
            for n, each in enumerate(line)
            for act in (each.accept(offers[n]), other(each, actor), offer_free(desk.toolbox))
        ]
    )
    for number, (patient, offer) in enumerate(zip(line, offers, strict=True)):
        accepted, ended, swept = answers[number * 3 : number * 3 + 3]
        assert isinstance(accepted, Booking | OfferOver)
        assert isinstance(ended, Waiting | NotWaiting | OfferChanged | AssertionError | str)
        assert not isinstance(swept, BaseException)
        is_booked = isinstance(accepted, Booking)
        [row] = await desk.rows("SELECT * FROM booking WHERE id = $1", offer.hold_id)
        assert (row["state"] == "confirmed") is is_booked
        assert not (is_booked and ended == "done" and other is taken_back)
        if (await patient.entry()).state == "waiting":
            assert not is_booked
    await check_list(desk)


async def test_a_second_press_at_not_this_one_leaves_the_next_offer_alone(
    desk: Desk, actor: Actor
) -> None:
    """Between the look and the answer staff take that offer back and make another."""
    [ada] = await offered_line(desk, 1)
    await open_hours(desk, (OPENS, OPENS + 60))
    offer = await ada.offer()

    async def meanwhile() -> None:
        await take_offer_back(ada, actor)
        await offer_to(ada, actor, NINE + SLOT)

    database = Interrupted(desk.database, "FROM waitlist_offer", meanwhile)
    tab = ada.by(replace(desk.toolbox, database=database))
    await decline(tab.toolbox, desk.slug, tab.token, offer.id)
    assert database.other
    with suppress(OfferChanged):  # declined before staff came to it
        await database.other
        assert (await ada.offer()).starts_at == NINE + SLOT
    await check_list(desk)


async def test_several_sweeps_and_people_from_the_street_never_share_a_time(desk: Desk) -> None:
    """Each server is so late that it may take the turn from the one before."""
    line = await open_line(desk)
    sweeps = [offer_free(at(desk, n * TURN_SECONDS)) for n in range(5)]
    starts = [NINE + number % MANY * SLOT for number in range(2 * MANY)]
    street = [desk.place(e, f"street {n}", address=address(n)) for n, e in enumerate(starts)]
    answers = await one_of(*street[:MANY], *sweeps, *street[MANY:])
    assert not [a for a in answers if not isinstance(a, int | Held | OthersOffered)]
    await check_list(desk)
    starts = await desk.taken()
    assert len(starts) == len(set(starts))
    held = {each.hold.starts_at for each in answers if isinstance(each, Held)}
    kept = [offer.starts_at for each in line if (offer := (await each.look()).offer)]
    assert held.isdisjoint(kept)
    assert sorted(held.union(kept)) == starts == [NINE + n * SLOT for n in range(MANY)]
    assert len(await told(desk)) == len(kept)


async def test_staff_who_offer_by_hand_as_the_server_does_make_one_offer_a_person(
    desk: Desk, actor: Actor
) -> None:
    line = await open_line(desk)
    await one_of(
        *[offer_to(each, actor, NINE + n * SLOT) for n, each in enumerate(reversed(line))],
        *[offer_to(each, actor, NINE) for each in line],
        offer_free(desk.toolbox),
        offer_free(at(desk, TURN_SECONDS)),
    )
    await check_list(desk)
    assert await desk.taken() == [NINE + number * SLOT for number in range(MANY)]
    for each in line:
        assert (await each.look()).offer


async def test_who_joins_twice_as_they_are_asked_waits_once_and_has_one_offer(desk: Desk) -> None:
    await open_line(desk)
    both = await one_of(
        *[wait(desk) for _ in range(4)], offer_free(desk.toolbox), offer_free(at(desk, 61))
    )
    assert not [each for each in both if isinstance(each, BaseException)]
    await check_list(desk)
    states = [(await each.entry()).state for each in both[:4]]
    assert sorted(states) == ["replaced"] * 3 + ["waiting"]


async def test_what_staff_cancel_as_the_list_is_looked_through_is_never_anybodys(
    desk: Desk,
) -> None:
    """Whoever is quick gets none of the times: each is kept for somebody else of the list."""
    mara = await front_desk(desk)
    await open_line(desk, 0)
    await open_hours(desk, (OPENS, OPENS + MANY * 30))
    starts = [NINE + number * SLOT for number in range(MANY)]
    links = [await booked(mara, start) for start in starts]
    line = await join_line(desk, "next", MANY)
    bookings = [await each.booking() for each in links]
    answers = await one_of(
        *[mara.cancel(each) for each in bookings],
        *[desk.place(start, f"quick {n} {start}") for start in starts for n in range(2)],
        offer_free(desk.toolbox),
        offer_free(at(desk, TURN_SECONDS)),
    )
    assert [type(each) for each in answers[:MANY]] == [Booking] * MANY
    assert {type(each) for each in answers[MANY : 3 * MANY]} == {OthersOffered}
    assert answers[3 * MANY :] == [0, 0]
    await check_list(desk)
    assert sorted([(await each.offer()).starts_at for each in line]) == starts
