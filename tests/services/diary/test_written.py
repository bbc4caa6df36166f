"""Bookings stand in the practitioner's diary as they are, once (N1, N3)."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from slotkeeper.domain.diary_words import Shows
from slotkeeper.domain.reference import spoken
from slotkeeper.services.diary.carrier import DiaryCarrier
from slotkeeper.services.diary.connect import change_diary, remove_diary, start_by_hand
from slotkeeper.services.diary.turns import Turns
from slotkeeper.services.notices.worker import Worker
from slotkeeper.services.staff.audit import Actor
from tests.gateways.caldav.servers import DiaryServer
from tests.services.classes import CLASS, add_class, attendee
from tests.services.desk import NINE
from tests.services.diary.practice import Practice, events, times
from tests.services.staff.bookings.front_desk import somebody
from tests.services.staff.series.regulars import Regulars

pytestmark = pytest.mark.req("N3")
TEN = NINE + 3600
WEEK = 7 * 86_400


async def test_a_booking_stands_in_the_diary_once(practice: Practice) -> None:
    booking = await practice.desk.book(NINE)
    await practice.run()
    await practice.run()
    [event] = events(practice.server)
    assert int(event["dtstart"].dt.timestamp()) == NINE
    assert int(event["dtend"].dt.timestamp()) == booking.ends_at
    assert await practice.deliveries() == [(practice.sam, "inserted", "")]
    assert await practice.told() == []


async def test_moved_it_is_moved_and_cancelled_it_is_gone(practice: Practice) -> None:
    booking = await practice.mara.book(NINE)
    await practice.run()
    moved = await practice.mara.move(booking, TEN)
    await practice.run()
    assert times(practice.server) == [TEN]
    gone = await practice.mara.cancel(moved)
    await practice.run()
    assert times(practice.server) == []
    await practice.mara.restore(gone)
    await practice.run()
    assert times(practice.server) == [TEN]
    assert await practice.states() == ["inserted"]


async def test_in_other_hands_it_leaves_the_old_diary_and_enters_the_new_one(
    practice: Practice, other: DiaryServer
) -> None:
    await practice.connect(practice.ana, other)
    booking = await practice.mara.book(NINE)
    await practice.run()
    moved = await practice.mara.move(booking, TEN, practitioner="ana-costa")
    await practice.run()
    assert (times(practice.server), times(other)) == ([], [TEN])
    await practice.mara.move(moved, NINE)
    await practice.run()
    assert (times(practice.server), times(other)) == ([NINE], [])


async def test_two_who_share_a_calendar_hand_a_booking_over_and_do_not_collide(
    practice: Practice,
) -> None:
    await practice.connect(practice.ana)
    booking = await practice.mara.book(NINE)
    bo = somebody(first_name="Bo", last_name="Hall")
    await practice.mara.book(NINE, practitioner="ana-costa", details=bo)
    await practice.run()
    await practice.look()
    assert times(practice.server) == [NINE, NINE]
    assert await practice.desk.rows("SELECT * FROM diary_busy") == []
    await practice.mara.move(booking, TEN, practitioner="ana-costa")
    await practice.run()
    assert times(practice.server) == [NINE, TEN]
    assert await practice.told() == []


async def test_each_date_of_a_series_stands_there(practice: Practice) -> None:
    regulars = Regulars(practice.mara)
    series = await regulars.weekly(3)
    await practice.run()
    assert times(practice.server) == [NINE, NINE + WEEK, NINE + 2 * WEEK]
    practice.desk.clock.wait(60)
    await regulars.end(await regulars.again(series), date(2027, 1, 12))
    await practice.run()
    assert times(practice.server) == [NINE]


async def test_a_session_is_one_entry_with_the_number_of_its_patients(practice: Practice) -> None:
    await add_class(practice.desk)
    bookings = [await practice.desk.book(CLASS, "class", **attendee(number)) for number in range(3)]
    await practice.run()
    [event] = events(practice.server)
    assert event["summary"] == "Pilates class 3/3"
    await practice.mara.cancel(bookings[0])
    await practice.run()
    [event] = events(practice.server)
    assert event["summary"] == "Pilates class 2/3"
    for each in bookings[1:]:
        await practice.mara.cancel(each)
    await practice.run()
    assert events(practice.server) == []


@pytest.mark.parametrize(
    ("shows", "title"),
    [("reference", ""), ("initials", "A. E. · "), ("name", "Ada Example · ")],
)
async def test_it_says_who_comes_as_far_as_is_wanted_and_never_why(
    practice: Practice, shows: Shows, title: str
) -> None:
    await practice.connect(practice.sam, shows=shows)
    booking = await practice.desk.book(NINE, note="a secret about my knee")
    await practice.run()
    [event] = events(practice.server)
    assert event["summary"] == f"{title}{spoken(booking.reference)}"
    address = f"https://book.example/staff/harbour-physio/bookings/{booking.id}"
    assert event["description"] == address
    text = event.to_ical().decode()
    for private in ("Standard consultation", "knee", "5550", "patient.example"):
        assert private not in text


async def test_what_was_booked_before_there_was_a_diary_is_written_too(practice: Practice) -> None:
    actor = Actor(clinic_id=1, staff_id=None, at=practice.desk.clock())
    await remove_diary(practice.toolbox, actor, practice.sam)
    await practice.desk.book(NINE)
    await practice.run()
    assert times(practice.server) == []
    await practice.connect(practice.sam)
    await practice.look()
    await practice.run()
    assert times(practice.server) == [NINE]


async def test_a_diary_that_is_switched_off_gets_nothing(practice: Practice) -> None:
    actor = Actor(clinic_id=1, staff_id=None, at=practice.desk.clock())
    await practice.desk.book(NINE)
    await change_diary(practice.toolbox, actor, practice.sam, enabled=False)
    await practice.run()
    assert await practice.deliveries() == [(practice.sam, "dropped", "diary_off")]
    assert times(practice.server) == []


async def test_without_a_server_it_is_a_task_until_the_booking_is_off(practice: Practice) -> None:
    actor = Actor(clinic_id=1, staff_id=None, at=practice.desk.clock())
    await start_by_hand(practice.toolbox, actor, practice.sam)
    booking = await practice.mara.book(NINE)
    await practice.run()
    assert await practice.deliveries() == [(practice.sam, "by_hand", "")]
    await practice.mara.cancel(booking)
    await practice.run()
    states = [state for _, state, _ in await practice.deliveries()]
    assert states == ["dropped", "dropped"]


@pytest.mark.req("R3")
async def test_many_workers_write_each_booking_once(practice: Practice) -> None:
    for hour in range(4):
        await practice.desk.book(NINE + hour * 3600, **attendee(hour))
    toolboxes = [replace(practice.toolbox, turns=Turns()) for _ in range(3)]
    workers = [Worker(each, DiaryCarrier(each)) for each in toolboxes]
    await asyncio.gather(*(each.send_due() for each in workers))
    practice.desk.clock.wait(3600)
    await practice.run()
    assert times(practice.server) == [NINE + hour * 3600 for hour in range(4)]
    assert {state for _, state, _ in await practice.deliveries()} == {"inserted"}
