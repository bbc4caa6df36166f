"""Who sends what waits: several at once, woken at once, ended at once."""

import asyncio

import pytest

from slotkeeper.services.notices import worker
from slotkeeper.services.notices.outcome import wait_seconds
from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.worker import LEASE_SECONDS, Worker
from tests.services.desk import NINE
from tests.services.notices.office import Office, letters


@pytest.mark.req("N2")
async def test_workers_that_share_the_work_send_each_message_once(office: Office) -> None:
    for number in range(12):
        await office.book(start=NINE + number * 1800, email=f"p{number}@patient.example")
    toolbox = office.desk.toolbox
    workers = [Worker(toolbox, Post(toolbox, office.box, letters())) for _ in range(4)]
    while sum(await asyncio.gather(*(each.send_due() for each in workers))):
        pass
    assert len(office.box.sent) == 24
    assert len({mail.message_id for mail in office.box.sent}) == 24


@pytest.mark.req("N8")
async def test_the_bell_wakes_the_worker_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "EVERY_SECONDS", 600.0)  # it would look by itself
    office.worker.start()
    await asyncio.sleep(0.2)  # by now it has looked, and sleeps
    booking = asyncio.create_task(office.book())
    async with asyncio.timeout(60):
        await booking
        await office.box.arrived(2)
    await office.worker.stop()


async def test_a_worker_that_ends_puts_back_what_it_has_not_begun(office: Office) -> None:
    for number in range(4):
        await office.book(start=NINE + number * 1800, email=f"p{number}@patient.example")
    office.worker._ending = True
    await office.worker.send_due()
    assert {each[1:] for each in await office.states()} == {("queued", "down:put_back")}


def test_waits_grow_to_five_minutes_and_differ_by_chance() -> None:
    assert [wait_seconds(attempts, 0.5) for attempts in (1, 2, 3, 7, 100)] == [5, 10, 20, 300, 300]
    assert (wait_seconds(7, 0.0), wait_seconds(7, 1.0)) == (225, 375)


async def test_a_worker_whose_mail_server_says_nothing_can_be_ended(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slotkeeper.services.notices.worker._STOP_SECONDS", 0.2)
    office.box.is_silent = True
    await office.book()
    office.worker.start()
    while not office.box.asked:
        await office.box.was_asked.wait()
    await office.worker.stop()
    assert {state for _, state, _ in await office.states()} == {"sending"}
    office.box.is_silent = False
    office.desk.clock.wait(LEASE_SECONDS)
    post = Post(office.desk.toolbox, office.box, letters())
    await Worker(office.desk.toolbox, post).send_due()
    assert len(office.box.sent) == 2
