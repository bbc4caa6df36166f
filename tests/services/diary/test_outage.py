"""N-4: the diary cannot be used. Bookings go on, wait, are told of once, and stand there once."""

from dataclasses import replace

import pytest

from slotkeeper.services.diary import turn
from slotkeeper.services.diary.carrier import DiaryCarrier
from slotkeeper.services.diary.password import seal_password
from slotkeeper.services.diary.trouble import TELL_AFTER_SECONDS
from slotkeeper.services.diary.watch import look_at_due
from slotkeeper.services.notices.worker import Worker
from slotkeeper.services.vault import Vault
from tests.gateways.caldav.servers import DiaryServer
from tests.services.classes import attendee
from tests.services.desk import NINE
from tests.services.diary.practice import Practice, times, write
from tests.services.diary.weather import WEATHER, outage

pytestmark = [pytest.mark.req("N3"), pytest.mark.req("R3")]
HOUR = 3600


@pytest.fixture(params=WEATHER)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def pass_time(practice: Practice, seconds: int) -> None:
    """All that happens by itself in that time, a minute at once."""
    for _ in range(0, seconds, 60):
        practice.desk.clock.wait(60)
        await look_at_due(practice.toolbox)
        await practice.run()


async def test_a_booking_is_confirmed_waits_and_stands_there_once(
    practice: Practice, kind: str
) -> None:
    with outage(practice.server, kind):
        booking = await practice.desk.book(NINE)
        await practice.run()
        assert booking.state == "confirmed"
        [(_, state, problem)] = await practice.deliveries()
        assert state == "queued"
        assert problem == {"refused": "unreachable"}.get(kind, kind)
        await pass_time(practice, 480)
        assert await practice.told() == ["diary_down"]
    await pass_time(practice, 60)
    assert times(practice.server) == [NINE]
    assert await practice.states() == ["inserted"]
    assert await practice.deliveries() == [(practice.sam, "inserted", "")]
    assert await practice.told() == ["diary_down", "diary_back"]
    assert (await practice.diary()).failing_since is None


async def test_many_bookings_that_wait_knock_no_more_often_and_all_arrive(
    practice: Practice, kind: str
) -> None:
    with outage(practice.server, kind):
        for number in range(4):
            await practice.desk.book(NINE + number * HOUR, **attendee(number))
        await pass_time(practice, 300)
    await pass_time(practice, 60)
    assert times(practice.server) == [NINE + number * HOUR for number in range(4)]
    assert await practice.told() == ["diary_down", "diary_back"]


async def test_what_changed_meanwhile_stands_there_as_it_is_now(practice: Practice) -> None:
    kept = await practice.mara.book(NINE)
    gone = await practice.desk.book(NINE + HOUR)
    await practice.run()
    with outage(practice.server, "refused"):
        await practice.mara.move(kept, NINE + 2 * HOUR)
        await practice.mara.cancel(gone)
        brief = await practice.desk.book(NINE + 4 * HOUR, **attendee(1))
        await practice.run()
        await practice.mara.cancel(brief)
        await pass_time(practice, 600)
    await pass_time(practice, 60)
    assert times(practice.server) == [NINE + 2 * HOUR]


async def test_a_server_that_starts_anew_is_no_outage(practice: Practice) -> None:
    await practice.desk.book(NINE)
    with outage(practice.server, "503"):
        await pass_time(practice, TELL_AFTER_SECONDS - 60)
    await pass_time(practice, 60)
    assert times(practice.server) == [NINE]
    assert await practice.told() == []


async def test_each_outage_is_told_of_once(practice: Practice) -> None:
    await practice.desk.book(NINE)
    for _ in range(2):
        with outage(practice.server, "refused"):
            await pass_time(practice, 600)
        await pass_time(practice, 60)
    assert await practice.told() == ["diary_down", "diary_back"] * 2


async def test_a_password_that_fits_no_more_is_told_at_once_and_a_new_one_ends_it(
    guarded: Practice,
) -> None:
    await guarded.desk.book(NINE)
    right = (await guarded.diary()).password_sealed
    wrong = seal_password(guarded.toolbox.vault, 1, guarded.sam, "another")
    await guarded.desk.execute("UPDATE diary SET password_sealed = $1", wrong)
    await guarded.run()
    assert await guarded.told() == ["diary_down"]
    assert (await guarded.diary()).problem == "password"
    await guarded.desk.execute("UPDATE diary SET password_sealed = $1", right)
    await pass_time(guarded, 120)
    assert times(guarded.server) == [NINE]


async def test_without_its_key_nothing_is_lost(practice: Practice) -> None:
    keyless = replace(practice.toolbox, vault=Vault([]))
    await practice.desk.book(NINE)
    await Worker(keyless, DiaryCarrier(keyless)).send_due()
    assert await practice.deliveries() == [(practice.sam, "queued", "locked")]
    practice.desk.clock.wait(60)
    await practice.run()
    assert times(practice.server) == [NINE]


async def test_one_diary_that_is_out_of_order_keeps_no_other_waiting(
    practice: Practice, other: DiaryServer
) -> None:
    await practice.connect(practice.ana, other)
    await practice.desk.execute(
        "UPDATE diary SET address = 'http://127.0.0.1:9/none/' WHERE practitioner_id = $1",
        practice.ana,
    )
    await practice.mara.book(NINE, practitioner="ana-costa")
    await practice.desk.book(NINE)
    await practice.run()
    assert {(who, state) for who, state, _ in await practice.deliveries()} == {
        (practice.ana, "queued"),
        (practice.sam, "inserted"),
    }


async def test_what_was_entered_during_an_outage_is_found_after_it(practice: Practice) -> None:
    await practice.desk.book(NINE)
    await practice.run()
    await practice.look()
    with outage(practice.server, "refused"):
        await pass_time(practice, 300)
    write(practice.server, NINE, NINE + HOUR)
    await pass_time(practice, 60)
    assert await practice.states() == ["collides"]


async def test_what_a_killed_process_had_in_hand_is_free_again_when_its_turn_ends(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "_TRIES", 2)
    await practice.desk.execute(
        "UPDATE diary SET lease_by = 'killed', lease_until = $1", practice.desk.clock() + 90
    )
    await practice.desk.book(NINE)
    await practice.run()
    assert await practice.deliveries() == [(practice.sam, "queued", "in_use")]
    await pass_time(practice, 120)
    assert times(practice.server) == [NINE]
    assert await practice.told() == []
