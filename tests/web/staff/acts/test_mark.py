"""Marks in a browser: arrived, seen, did not come, not paid; on the page and in the panel."""

import pytest

from tests.web.staff.acts.appointment import PEEK, PIECE, fields, row
from tests.web.staff.diary import HOUR
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = [pytest.mark.req("A2"), pytest.mark.req("T3")]


async def test_a_patient_is_marked_as_arrived_and_seen_and_the_mark_taken_back(
    mara: Colleague, booking: str, world: World
) -> None:
    world.clock.advance(5 * HOUR)
    for mark in ("arrived", "fulfilled", "confirmed", "noshow"):
        page = await mara.get(booking)
        assert mark in page.choices("state")
        await mara.post(f"{booking}/state", {"state": mark})
        assert mara.led_to == booking
        assert (await row(world, booking))["state"] == mark


async def test_what_cannot_be_marked_yet_is_not_offered(mara: Colleague, booking: str) -> None:
    assert (await mara.get(booking)).choices("state") == ["arrived"]
    await mara.post(f"{booking}/state", {"state": "noshow"})
    assert mara.status == 409
    assert "This booking is not for that" in mara.page.text
    await mara.get(booking)
    await mara.post(f"{booking}/state", {"state": "paying"})
    assert mara.status == 422


async def test_a_mark_on_a_page_of_before_is_told(
    mara: Colleague, robin: Colleague, booking: str, world: World
) -> None:
    world.clock.advance(5 * HOUR)
    await robin.get(booking)
    await mara.get(booking)
    await mara.post(f"{booking}/state", {"state": "arrived"})
    page = await robin.post(f"{booking}/state", {"state": "noshow"})
    assert robin.status == 409
    assert "Marked as arrived" in page.text
    assert "Mara" in page.text
    assert (await row(world, booking))["state"] == "arrived"


async def test_what_was_not_paid_is_marked_and_unmarked(mara: Colleague, booking: str) -> None:
    await mara.get(booking)
    await mara.post(f"{booking}/unpaid")
    page = await mara.follow()
    assert "Confirmed · Not paid" in page.text
    await mara.post(f"{booking}/unpaid")
    page = await mara.follow()
    assert "Confirmed · Not paid" not in page.text


async def test_the_calendars_panel_has_the_booking_and_changes_it_in_place(
    mara: Colleague, booking: str
) -> None:
    number = booking.rpartition("/")[2]
    answer = await mara.http.get(f"{PEEK}/{number}", headers=PIECE)
    assert "Ada Example" in answer.text
    assert "<html" not in answer.text
    page = await mara.get(f"{PEEK}/{number}")
    assert "<html" in page.html
    sent = {**fields(mara, "/state"), "state": "arrived"}
    answer = await mara.http.post(f"{booking}/state", data=sent, headers=PIECE)
    assert (answer.status_code, answer.headers["hx-trigger"]) == (200, "calendar:changed")
    assert "Take the mark back" in answer.text
    stale = {**sent, "state": "confirmed"}
    answer = await mara.http.post(f"{booking}/state", data=stale, headers=PIECE)
    assert answer.status_code == 409
    assert "Somebody else was quicker" in answer.text
