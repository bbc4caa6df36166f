"""Whoever has the link of a booking moves it ten times a day, and no more (C4, T6)."""

import pytest

from slotkeeper.services.changing.often import MOST_MOVES
from tests.web.booking.test_move import choose, link, press, starts
from tests.web.patient import Patient
from tests.web.world import World

__all__ = ["link"]


@pytest.mark.req("C4", "T6")
async def test_who_moves_it_without_end_is_asked_to_call(
    ada: Patient, link: str, world: World
) -> None:
    for _ in range(MOST_MOVES):
        await choose(ada, link)
        assert (await press(ada)).name == "confirmed"
        world.clock.advance(60)
    before = await starts(world)
    page = await ada.get(f"{link}/move")
    assert (ada.answer.status_code, page.notice) == (429, "moved_too_often")
    assert "Please call us to change the time again" in page.text
    assert "It stays at the time that was confirmed last." in page.text
    assert "+61" in page.text
    assert await starts(world) == before
    assert (await ada.get(f"{link}/cancel")).name == "cancel"
