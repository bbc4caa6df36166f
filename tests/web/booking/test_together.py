"""Many at once over HTTP (R1): of all who want one time exactly one gets it, and nobody twice."""

import asyncio
from collections import Counter

import pytest

from tests.web.page import Page
from tests.web.patient import ADA
from tests.web.world import World

CHOSEN = {"type": "running", "practitioner": "kit-saltmarsh"}


@pytest.mark.req("R1", "H3")
@pytest.mark.parametrize("surface", ["f", "c"])
async def test_of_many_at_one_time_one_gets_it_and_all_others_are_offered_more(
    world: World, surface: str
) -> None:
    prefix = f"/{surface}/harbour-physio"
    patients = [await world.patient(prefix, f"192.0.2.{number}") for number in range(30)]
    slot = str((await patients[0].go_to_times(**CHOSEN)).slots[0])
    posts = [
        each.http.post(f"{prefix}/holds", data={**CHOSEN, "slot": slot, "visitor": f"v{number}"})
        for number, each in enumerate(patients)
    ]
    answers = await asyncio.gather(*posts)
    counts = Counter(answer.status_code for answer in answers)
    assert counts == {200 if surface == "f" else 303: 1, 409: 29}
    for answer in answers:
        if answer.status_code == 409:
            assert Page(answer.text).slots


@pytest.mark.req("R1")
async def test_a_form_sent_several_times_at_once_books_once(world: World) -> None:
    ada = await world.patient("/f/harbour-physio")
    await ada.hold((await ada.go_to_times(**CHOSEN)).slots[0])
    world.clock.advance(20)
    fields = {**ada.page.form("/bookings").fields, **ADA}
    posts = [ada.http.post("/f/harbour-physio/bookings", data=fields) for _ in range(10)]
    answers = await asyncio.gather(*posts)
    assert {answer.status_code for answer in answers} == {200}
    assert len({Page(answer.text).step["data-reference"] for answer in answers}) == 1
    rows = await world.toolbox.database.fetch("SELECT id FROM booking WHERE state = 'confirmed'")
    assert len(rows) == 1


@pytest.mark.req("H1")
async def test_a_double_click_makes_one_hold(world: World) -> None:
    ada = await world.patient("/f/harbour-physio")
    slot = str((await ada.go_to_times(**CHOSEN)).slots[0])
    fields = {**CHOSEN, "slot": slot, "visitor": "one-browser"}
    posts = [ada.http.post("/f/harbour-physio/holds", data=fields) for _ in range(2)]
    answers = await asyncio.gather(*posts)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(await world.toolbox.database.fetch("SELECT id FROM booking")) == 1
