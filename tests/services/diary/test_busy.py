"""What others enter in a diary closes times here, and nothing else does (N3)."""

import pytest

from slotkeeper.domain.errors import SlotTaken
from slotkeeper.domain.staff_booking import Rule
from slotkeeper.services.staff.bookings.refusals import RulesAgainst
from slotkeeper.storage.slot_version import find_versions
from tests.services.desk import NINE
from tests.services.diary.practice import Practice, write

pytestmark = pytest.mark.req("N3")
HOUR = 3600
TEN = NINE + HOUR


async def test_what_somebody_entered_there_is_not_offered(practice: Practice) -> None:
    assert TEN in await practice.desk.free()
    write(practice.server, TEN, TEN + HOUR)
    await practice.look()
    free = await practice.desk.free()
    assert not free & {TEN - 900, TEN, TEN + 2700}
    assert {TEN - 1800, TEN + HOUR} <= free
    assert TEN in await practice.desk.free(practitioner="ana-costa")


async def test_nor_can_it_be_held_by_who_saw_it_before(practice: Practice) -> None:
    write(practice.server, TEN, TEN + HOUR)
    await practice.look()
    with pytest.raises(SlotTaken):
        await practice.desk.place(TEN)


async def test_a_time_that_is_held_is_kept_for_its_patient(practice: Practice) -> None:
    held = await practice.desk.place(TEN)
    write(practice.server, TEN, TEN + HOUR)
    await practice.look()
    booking = await practice.desk.confirm(held)
    assert booking.state == "confirmed"
    await practice.run()
    assert await practice.states() == ["collides"]
    assert await practice.told() == ["diary_collision"]


async def test_staff_are_told_and_may_book_all_the_same(practice: Practice) -> None:
    write(practice.server, TEN, TEN + HOUR)
    await practice.look()
    with pytest.raises(RulesAgainst) as refused:
        await practice.mara.book(TEN)
    [objection] = refused.value.objections
    assert (objection.rule, objection.begins_at, objection.ends_at) == (Rule.DIARY, TEN, TEN + HOUR)
    booking = await practice.mara.book(TEN, agreed=frozenset({objection.key}))
    assert booking.state == "confirmed"
    await practice.run()
    await practice.look()
    assert await practice.states() == ["collides"]
    assert await practice.deliveries() == [(practice.sam, "inserted", "")]
    assert await practice.told() == []


async def test_what_is_deleted_there_is_offered_again(practice: Practice) -> None:
    write(practice.server, TEN, TEN + HOUR)
    await practice.look()
    practice.server.raw("DELETE", "theirs.ics")
    practice.desk.clock.wait(60)
    await practice.look()
    assert TEN in await practice.desk.free()


async def test_lists_kept_in_memory_fall_when_the_diary_changes_and_only_then(
    practice: Practice,
) -> None:
    await practice.look()
    before = await find_versions(practice.database, 1)
    practice.desk.clock.wait(1000)
    await practice.look()
    assert await find_versions(practice.database, 1) == before
    write(practice.server, TEN, TEN + HOUR)
    await practice.look()
    after = await find_versions(practice.database, 1)
    assert after[practice.sam] > before[practice.sam]
    assert after[practice.ana] == before[practice.ana]


async def test_our_own_entries_close_nothing_twice(practice: Practice) -> None:
    booking = await practice.mara.book(NINE)
    await practice.run()
    await practice.look()
    assert await practice.desk.rows("SELECT * FROM diary_busy") == []
    await practice.mara.cancel(booking)
    assert NINE in await practice.desk.free()


async def test_a_leave_of_two_weeks_closes_every_day_of_it(practice: Practice) -> None:
    write(practice.server, NINE - 86_400 * 4, NINE + 86_400 * 10)
    await practice.look()
    assert await practice.desk.free() == set()


async def test_a_mark_that_means_nothing_is_looked_after_anew(practice: Practice) -> None:
    """N-5: a mark is compared and never sent back, so a bad one costs a look and nothing else."""
    await practice.look()
    await practice.desk.execute("UPDATE diary SET mark = 'no such token'")
    write(practice.server, TEN, TEN + HOUR)
    practice.desk.clock.wait(60)
    await practice.look()
    assert TEN not in await practice.desk.free()
    assert (await practice.diary()).mark != "no such token"


async def test_as_long_as_the_mark_is_the_same_nothing_is_read(practice: Practice) -> None:
    write(practice.server, TEN, TEN + HOUR)
    await practice.look()
    await practice.desk.execute("DELETE FROM diary_busy")
    practice.desk.clock.wait(60)
    await practice.look()
    assert await practice.desk.rows("SELECT * FROM diary_busy") == []
    practice.desk.clock.wait(900)
    await practice.look()
    assert len(await practice.desk.rows("SELECT * FROM diary_busy")) == 1
