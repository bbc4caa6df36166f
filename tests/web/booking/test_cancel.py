"""A patient cancels by the link of the booking, in the widget and on the page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slotkeeper.web.formats import day_text
from tests.web.booking.booked import AN_HOUR, LATE, book, set_up
from tests.web.page import Page
from tests.web.patient import Patient
from tests.web.world import World

pytestmark = pytest.mark.req("C1", "C3")


@pytest.fixture
async def link(ada: Patient, world: World) -> str:
    """The path of a booking that she made."""
    await set_up(world, change_policy=AN_HOUR)
    return await book(ada, world)


async def cancel(patient: Patient, link: str, **otherwise: str) -> Page:
    page = await patient.get(f"{link}/cancel")
    return await patient.post("/cancellations", {**page.form("/cancellations").fields, **otherwise})


async def test_the_cost_is_shown_and_looking_changes_nothing(ada: Patient, link: str) -> None:
    for _ in range(2):
        page = await ada.get(f"{link}/cancel")
        assert page.name == "cancel"
        assert "Cancelling costs nothing." in page.text
    assert (await ada.get(link)).name == "confirmed"


async def test_the_button_cancels_and_says_so(ada: Patient, link: str, world: World) -> None:
    page = await cancel(ada, link)
    assert page.name == "cancelled"
    assert "Your appointment is cancelled" in page.text
    assert (await ada.get(link)).name == "cancelled"
    row = await world.toolbox.database.fetch_one("SELECT shown FROM agreed_change")
    assert row
    assert row["shown"] == "Cancelling costs nothing."


async def test_a_minute_long_it_can_be_taken_back(ada: Patient, link: str, world: World) -> None:
    page = await cancel(ada, link)
    undo = page.form("/cancellations/undo").fields
    assert (await ada.post("/cancellations/undo", undo)).name == "confirmed"
    await cancel(ada, link)
    world.clock.advance(61)
    assert "Take that back" not in (await ada.get(link)).text
    assert (await ada.post("/cancellations/undo", undo)).notice == "undo_over"
    assert ada.answer.status_code == 410


async def test_another_price_is_shown_before_it_is_asked_for(ada: Patient, link: str) -> None:
    page = await cancel(ada, link, keeps="500")
    assert (ada.answer.status_code, page.notice) == (409, "cost_changed")
    assert (await ada.get(link)).name == "confirmed"


async def test_an_older_page_is_told_so(ada: Patient, link: str) -> None:
    page = await cancel(ada, link, revision="77")
    assert (ada.answer.status_code, page.notice) == (409, "booking_changed")


@pytest.mark.req("R4")
@pytest.mark.parametrize("field", ["revision", "keeps", "returns", "booking"])
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "٣", "../../"])
async def test_a_form_that_is_not_ours_changes_nothing(
    ada: Patient, link: str, field: str, value: str
) -> None:
    await cancel(ada, link, **{field: value})
    assert ada.answer.status_code in {404, 409}
    assert (await ada.get(link)).name == "confirmed"


async def test_where_the_clinic_wants_to_be_called_there_is_no_button(
    ada: Patient, link: str, world: World
) -> None:
    await set_up(world, cancel_and_reschedule=False)
    assert "Cancel appointment" not in (await ada.get(link)).text
    page = await ada.get(f"{link}/cancel")
    assert (ada.answer.status_code, page.notice) == (403, "changes_closed")
    assert "tel:" in ada.answer.text


@pytest.mark.req("C2", "T3")
async def test_who_is_late_is_told_when_the_clinic_would_have_liked_to_know(
    ada: Patient, link: str, world: World
) -> None:
    """By the first window, which is past; not by another one that is still to come."""
    await set_up(world, change_policy=LATE)
    assert "it would have liked to know by" in (await ada.get(f"{link}/cancel")).text
    row = await world.toolbox.database.fetch_one("SELECT starts_at FROM booking")
    assert row
    asked = datetime.fromtimestamp(row["starts_at"], ZoneInfo("Australia/Sydney")).date()
    day = day_text(asked - timedelta(days=60), "en")
    assert day in ada.page.text
    page = await ada.get(f"{link}/move")
    fields = page.form("/moves/holds").fields
    page = await ada.post("/moves/holds", {**fields, "slot": str(page.slots[0])})
    assert f"it would have liked to know by {day}" in page.text
    assert "without cost until" not in page.text


@pytest.mark.req("R6")
async def test_no_personal_data_is_in_the_forms(ada: Patient, link: str) -> None:
    page = await ada.get(f"{link}/cancel")
    assert set(page.form("/cancellations").fields) <= {
        "booking",
        "revision",
        "keeps",
        "returns",
        "lang",
    }
