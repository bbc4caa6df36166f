"""Open calendars are told of every change, by one look for all of them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from slotkeeper.domain.errors import TooManyRequests
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.watch import MOST_STREAMS, Listener, Watch
from slotkeeper.storage.news import get_news, tell_calendars
from tests.services.desk import DAY, NINE, Desk

pytestmark = pytest.mark.req("A3")

SOON = 60.0
"""Seconds to wait for news that will come."""
NEVER = 0.3
"""Seconds after which none is believed to come; the watch looks every 20 ms here."""
MARA = 7


@pytest.fixture
async def watch(desk: Desk) -> AsyncIterator[Watch]:
    watch = Watch(desk.database, every=0.02)
    yield watch
    watch.close()
    assert watch.count == 0


async def clinic_of(desk: Desk) -> int:
    return (await get_clinic(desk.database, desk.slug)).id


async def is_silent(listener: Listener) -> bool:
    try:
        await listener.wait(NEVER)
    except TimeoutError:
        return True
    return False


async def test_the_present_number_is_told_at_once(desk: Desk, watch: Watch) -> None:
    clinic = await clinic_of(desk)
    async with watch.listen(clinic, MARA) as listener:
        assert await listener.wait(SOON) == await get_news(desk.database, clinic)
        async with watch.listen(clinic, MARA) as second:
            assert await second.wait(SOON) == await get_news(desk.database, clinic)


async def test_holds_bookings_and_notes_are_news_and_nothing_else_is(
    desk: Desk, watch: Watch
) -> None:
    clinic = await clinic_of(desk)
    async with watch.listen(clinic, MARA) as listener:
        before = await listener.wait(SOON)
        held = await desk.place(NINE)
        placed = await listener.wait(SOON)
        await desk.confirm(held)
        confirmed = await listener.wait(SOON)
        await desk.database.write(lambda tx: tell_calendars(tx, clinic))
        noted = await listener.wait(SOON)
        assert None not in (before, placed, confirmed, noted)
        assert before != placed != confirmed != noted
        await desk.execute("UPDATE patient SET revision = revision + 1")
        assert await is_silent(listener)


@pytest.mark.req("R5")
async def test_another_clinics_changes_are_no_news(desk: Desk, watch: Watch) -> None:
    async with watch.listen(await clinic_of(desk), MARA) as listener:
        await listener.wait(SOON)
        await desk.execute(
            "INSERT INTO clinic (slug, details) VALUES ('elsewhere', '{}')",
        )
        await desk.execute("UPDATE clinic SET news = news + 1 WHERE slug = 'elsewhere'")
        assert await is_silent(listener)


async def test_who_is_slow_is_told_the_latest_number_alone(desk: Desk, watch: Watch) -> None:
    clinic = await clinic_of(desk)
    async with watch.listen(clinic, MARA) as listener, watch.listen(clinic, MARA) as quick:
        for _ in range(4):
            await quick.wait(SOON)
            await desk.database.write(lambda tx: tell_calendars(tx, clinic))
        await quick.wait(SOON)
        assert await listener.wait(SOON) == await get_news(desk.database, clinic)
        assert await is_silent(listener)


async def test_when_the_last_one_leaves_nobody_looks_any_more(desk: Desk, watch: Watch) -> None:
    clinic = await clinic_of(desk)
    tasks = asyncio.all_tasks()
    async with watch.listen(clinic, MARA) as listener:
        await listener.wait(SOON)
        assert len(asyncio.all_tasks() - tasks) == 1
        assert watch.count == 1
    left = asyncio.all_tasks() - tasks
    if left:  # it may be in the midst of a look
        await asyncio.wait(left, timeout=SOON)
    assert not asyncio.all_tasks() - tasks
    assert watch.count == 0


async def test_one_person_has_so_many_streams_and_another_their_own(watch: Watch) -> None:
    for _ in range(MOST_STREAMS):
        watch.check(MARA)
        watch._streams[MARA] += 1
    with pytest.raises(TooManyRequests):
        watch.check(MARA)
    watch.check(MARA + 1)
    watch._streams.clear()


async def test_a_server_that_stops_sends_everybody_away(desk: Desk, watch: Watch) -> None:
    clinic = await clinic_of(desk)
    async with watch.listen(clinic, MARA) as listener:
        await listener.wait(SOON)
        watch.close()
        assert await listener.wait(SOON) is None
        async with watch.listen(clinic, MARA) as late:
            assert await late.wait(SOON) is None


async def test_a_clinic_that_is_no_more_has_no_news(desk: Desk, watch: Watch) -> None:
    async with watch.listen(await clinic_of(desk) + DAY, MARA) as listener:
        assert await listener.wait(SOON) is None


async def test_a_database_that_is_away_sends_everybody_away(desk: Desk) -> None:
    watch = Watch(desk.database, every=0.02)
    async with watch.listen(await clinic_of(desk), MARA) as listener:
        await listener.wait(SOON)
        await desk.database.close()
        assert await listener.wait(SOON) is None
