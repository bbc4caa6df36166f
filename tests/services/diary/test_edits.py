"""Collisions, edits and gaps in diaries are found without anyone asking (N3, N4)."""

import pytest

from slotkeeper.services.diary.queue import queue_anew
from slotkeeper.services.notices.resend import resend
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from tests.services.classes import CLASS, add_class, attendee
from tests.services.desk import NINE
from tests.services.diary.practice import Practice, events, name_of, times, write

pytestmark = pytest.mark.req("N3")
HOUR = 3600
TEN = NINE + HOUR


async def test_something_written_over_a_booking_is_told_once(practice: Practice) -> None:
    """A collision by another client: the booking stays, the clinic is told once."""
    booking = await practice.desk.book(TEN)
    await practice.run()
    write(practice.server, TEN + 900, TEN + HOUR)
    for _ in range(3):
        practice.desk.clock.wait(1000)
        await practice.look()
    assert await practice.states() == ["collides"]
    assert await practice.deliveries() == [(practice.sam, "inserted", "collides")]
    assert await practice.told() == ["diary_collision"]
    assert (await practice.mara.again(booking)).state == "confirmed"
    practice.server.raw("DELETE", "theirs.ics")
    practice.desk.clock.wait(1000)
    await practice.look()
    assert await practice.states() == ["inserted"]
    assert await practice.deliveries() == [(practice.sam, "inserted", "")]


async def test_what_stood_there_before_anybody_looked_is_found_after_the_writing(
    practice: Practice,
) -> None:
    """Two write at once: after ours the diary is read again."""
    write(practice.server, TEN, TEN + HOUR)
    await practice.desk.book(TEN)
    await practice.run()
    assert await practice.deliveries() == [(practice.sam, "inserted", "collides")]
    assert await practice.told() == ["diary_collision"]
    assert times(practice.server) == [TEN, TEN]


async def test_an_entry_that_somebody_moved_stays_where_they_put_it(practice: Practice) -> None:
    """N-2: their edit is kept, the booking is flagged, the clinic told once."""
    booking = await practice.mara.book(NINE)
    await practice.run()
    name = name_of(practice.server)
    write(practice.server, TEN, TEN + HOUR, name.removesuffix(".ics"))
    for _ in range(2):
        practice.desk.clock.wait(1000)
        await practice.look()
        await practice.run()
    assert times(practice.server) == [TEN]
    assert await practice.states() == ["changed"]
    assert await practice.deliveries() == [(practice.sam, "inserted", "changed")]
    assert await practice.told() == ["diary_changed"]
    assert (await practice.mara.again(booking)).starts_at == NINE
    assert not await practice.desk.free() & {NINE, TEN}


async def test_an_edit_between_our_reading_and_our_writing_is_kept(practice: Practice) -> None:
    """N-2: nobody looked between their edit and our change."""
    booking = await practice.mara.book(NINE)
    await practice.run()
    write(practice.server, TEN, TEN + HOUR, name_of(practice.server).removesuffix(".ics"))
    await practice.mara.move(booking, NINE + 4 * HOUR)
    await practice.run()
    assert times(practice.server) == [TEN]
    assert (await practice.deliveries())[-1] == (practice.sam, "inserted", "changed")
    assert await practice.told() == ["diary_changed"]


async def test_moved_here_after_that_it_is_moved_there(practice: Practice) -> None:
    booking = await practice.mara.book(NINE)
    await practice.run()
    write(practice.server, TEN, TEN + 1800, name_of(practice.server).removesuffix(".ics"))
    await practice.look()
    with pytest.raises(RulesAgainst) as refused:
        await practice.mara.move(booking, TEN)
    agreed = frozenset(each.key for each in refused.value.objections)
    moved = await practice.mara.move(booking, TEN, agreed=agreed)
    await practice.run()
    assert await practice.states() == ["inserted"]
    await practice.mara.move(moved, NINE + 5 * HOUR)
    await practice.run()
    assert times(practice.server) == [NINE + 5 * HOUR]
    assert await practice.states() == ["inserted"]


async def test_a_text_that_somebody_added_stays_when_the_booking_moves(practice: Practice) -> None:
    booking = await practice.mara.book(NINE)
    await practice.run()
    own = name_of(practice.server).removesuffix(".ics")
    write(practice.server, NINE, booking.ends_at, own, "SUMMARY:Bring the pictures", "SEQUENCE:1")
    await practice.mara.move(booking, TEN)
    await practice.run()
    [event] = events(practice.server)
    assert event["summary"] == "Bring the pictures"
    assert times(practice.server) == [TEN]
    assert await practice.told() == []


async def test_an_entry_that_somebody_deleted_is_missed_without_anyone_asking(
    practice: Practice,
) -> None:
    booking = await practice.mara.book(NINE)
    await practice.run()
    practice.server.raw("DELETE", name_of(practice.server))
    for _ in range(2):
        practice.desk.clock.wait(1000)
        await practice.look()
        await practice.run()
    assert await practice.states() == ["missing"]
    assert await practice.deliveries() == [(practice.sam, "inserted", "missing")]
    assert await practice.told() == ["diary_missing"]
    assert times(practice.server) == []
    await practice.mara.cancel(booking)
    await practice.run()
    assert await practice.states() == ["removed"]


async def test_staff_can_have_it_written_anew(practice: Practice) -> None:
    one, other = await practice.mara.book(NINE), await practice.desk.book(TEN)
    await practice.run()
    practice.server.raw("DELETE", name_of(practice.server))
    left = name_of(practice.server).removesuffix(".ics")
    write(practice.server, TEN + 5 * HOUR, TEN + 6 * HOUR, left)
    await practice.look()
    assert sorted(await practice.states()) == ["changed", "missing"]
    for each in (one, other):
        await write_anew(practice, each.id)
    await practice.run()
    assert times(practice.server) == [NINE, TEN]
    assert await practice.states() == ["inserted", "inserted"]
    await practice.look()
    assert await practice.desk.rows("SELECT * FROM diary_busy") == []


async def test_its_uid_at_another_address_is_the_same_entry(practice: Practice) -> None:
    """N-3: a program that moved the file; nothing is written twice."""
    booking = await practice.mara.book(NINE)
    await practice.run()
    own = name_of(practice.server)
    body = practice.server.raw("GET", own).content
    practice.server.raw("DELETE", own)
    put = practice.server.raw("PUT", "elsewhere.ics", body, Content_Type="text/calendar")
    assert put.status_code in (201, 204)
    await practice.look()
    assert await practice.states() == ["inserted"]
    await write_anew(practice, booking.id)
    await practice.run()
    assert times(practice.server) == [NINE]
    assert [each[1:] for each in await practice.deliveries()] == [("inserted", "")] * 2
    assert await practice.told() == []


async def test_an_entry_whose_answer_was_lost_is_there_once(practice: Practice) -> None:
    """N-1: written, and the process was killed before it was noted; the booking moves meanwhile."""
    booking = await practice.mara.book(NINE)
    await practice.run()
    await practice.desk.execute("DELETE FROM diary_entry")
    await practice.mara.move(booking, TEN)
    await practice.run()
    assert times(practice.server) == [TEN]
    assert await practice.states() == ["inserted"]
    assert await practice.told() == []


async def test_sent_again_from_the_deliveries_it_is_written_anew_and_no_task_is_left(
    practice: Practice,
) -> None:
    await practice.mara.book(NINE)
    await practice.run()
    practice.server.raw("DELETE", name_of(practice.server))
    await practice.look()
    [task] = await practice.desk.rows("SELECT id FROM delivery WHERE problem = 'missing'")
    actor = Actor(clinic_id=1, staff_id=None, at=practice.desk.clock())
    assert await resend(practice.toolbox, practice.mara.member, actor, task["id"])
    await practice.run()
    assert times(practice.server) == [NINE]
    assert {problem for _, _, problem in await practice.deliveries()} == {""}
    assert (
        await practice.desk.rows(
            "SELECT id FROM delivery WHERE channel = 'diary' AND task_since IS NOT NULL"
        )
        == []
    )


async def test_its_file_elsewhere_cannot_be_removed_and_is_a_task(practice: Practice) -> None:
    """N-3: the booking is off, and the entry can only be deleted by who moved its file."""
    booking = await practice.mara.book(NINE)
    await practice.run()
    own = name_of(practice.server)
    body = practice.server.raw("GET", own).content
    practice.server.raw("DELETE", own)
    practice.server.raw("PUT", "elsewhere.ics", body, Content_Type="text/calendar")
    await practice.mara.cancel(booking)
    await practice.run()
    assert (await practice.deliveries())[-1] == (practice.sam, "inserted", "changed")
    assert await practice.told() == ["diary_changed"]
    practice.server.raw("DELETE", "elsewhere.ics")
    practice.desk.clock.wait(1000)
    await practice.look()
    assert await practice.states() == ["removed"]
    assert NINE in await practice.desk.free()


async def test_whoever_empties_a_calendar_makes_a_task_of_each_and_few_letters(
    practice: Practice,
) -> None:
    for number in range(8):
        await practice.desk.book(NINE + number * HOUR, **attendee(number))
    await practice.run()
    for _ in range(8):
        practice.server.raw("DELETE", name_of(practice.server))
    await practice.look()
    assert await practice.states() == ["missing"] * 8
    assert await practice.deliveries() == [(practice.sam, "inserted", "missing")] * 8
    assert await practice.told() == ["diary_missing"] * 5


async def test_who_joins_a_session_whose_entry_was_moved_queues_nothing_for_ever(
    practice: Practice,
) -> None:
    await add_class(practice.desk)
    await practice.desk.book(CLASS, "class", **attendee(1))
    await practice.run()
    own = name_of(practice.server).removesuffix(".ics")
    write(practice.server, TEN, TEN + HOUR, own)
    await practice.look()
    await practice.desk.book(CLASS, "class", **attendee(2))
    for _ in range(3):
        await practice.run()
        practice.desk.clock.wait(1000)
        await practice.look()
    assert await practice.states() == ["changed", "changed"]
    assert len(await practice.deliveries()) == 2
    assert await practice.told() == ["diary_changed"]


async def write_anew(practice: Practice, booking_id: int) -> None:
    database, now = practice.toolbox.database, practice.toolbox.clock()
    assert await database.write(lambda tx: queue_anew(tx, 1, booking_id, practice.sam, now))
