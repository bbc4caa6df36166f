"""The list is looked through where something changed, by one process at a time (C6)."""

import asyncio

import pytest

from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.waitlist.offer import offer_free
from tests.services.desk import NINE, NOW, Desk, make_toolbox
from tests.services.waitlist.line import ADA, look, open_hours, open_list, wait

pytestmark = pytest.mark.req("C6")
ONE_TIME = (540, 570)


async def test_a_list_through_which_nothing_changed_is_not_looked_through(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk)
    await wait(desk)
    await look(desk)
    before = await looked(desk)
    await offer_free(desk.toolbox)
    assert await looked(desk) == before


async def test_a_process_that_died_at_it_keeps_the_turn_for_a_minute(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    await wait(desk)
    clinic = await get_clinic(desk.database, desk.slug)
    await desk.execute(
        "INSERT INTO waitlist_look (clinic_id, news, next_at, taken_until) VALUES ($1, -1, 0, $2)",
        clinic.id,
        NOW + 60,
    )
    assert await offer_free(desk.toolbox) == 0
    desk.clock.wait(60)
    assert await offer_free(desk.toolbox) == 1


async def test_two_processes_offer_a_time_once(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, (540, 720))
    people = [
        await wait(desk, {**ADA, "first_name": name, "email": f"{name}@patient.example"})
        for name in ("una", "vera", "will", "xena")
    ]
    others = [make_toolbox(desk.database, desk.clock) for _ in range(4)]
    await asyncio.gather(*(offer_free(each) for each in others))
    await offer_free(desk.toolbox)
    starts = [(await each.offer()).starts_at for each in people]
    assert starts == [NINE + number * 1800 for number in range(4)]
    assert await desk.taken() == starts


async def test_who_leaves_as_they_are_asked_is_kept_no_time(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME)
    ada = await wait(desk)
    await asyncio.gather(offer_free(desk.toolbox), ada.leave())
    assert (await ada.look()).offer is None
    assert await desk.free() == {NINE}


async def looked(desk: Desk) -> tuple[int, int, int]:
    """As of which news, until when, and whose turn it is."""
    [row] = await desk.rows("SELECT * FROM waitlist_look")
    return row["news"], row["next_at"], row["taken_until"]
