"""The page of a booking, for who comes back to it: what was agreed, and what can still be done."""

import pytest

from tests.web.booking.booked import AN_HOUR, book, link_of, set_up
from tests.web.patient import Patient
from tests.web.world import World

pytestmark = pytest.mark.req("B13", "C1")
HALF_AN_HOUR = 1800


@pytest.fixture
async def link(ada: Patient, world: World) -> str:
    """The path of a booking that she made."""
    await set_up(world, change_policy=AN_HOUR)
    return await book(ada, world)


def known(patient: Patient) -> bool:
    """Whether the page around the widget is spared the news."""
    return "data-known" in patient.page.step


async def test_just_booked_it_says_so(ada: Patient, link: str) -> None:
    page = await ada.get(link)
    assert "You are booked, Ada" in page.text
    assert known(ada) == ada.is_fragment, "the widget has told it when it was booked"


async def test_later_it_is_simply_the_appointment(ada: Patient, link: str, world: World) -> None:
    world.clock.advance(HALF_AN_HOUR)
    page = await ada.get(link)
    assert page.name == "confirmed"
    assert "Your appointment" in page.text
    assert "You are booked" not in page.text
    assert known(ada)
    for each in ("Add to calendar", "Change the time", "Cancel appointment", "If you cannot come"):
        assert each in page.text


@pytest.mark.req("B4")
async def test_the_exact_terms_that_were_accepted_are_there(
    ada: Patient, link: str, world: World
) -> None:
    await set_up(world, terms="Other terms, of which she knows nothing.")
    page = await ada.get(link)
    assert "What you agreed to, " in page.text
    assert "Telling us." in page.text
    assert "Other terms" not in page.text


async def test_after_a_change_it_says_what_became_of_it(ada: Patient, link: str) -> None:
    page = await ada.get(f"{link}/move")
    fields = page.form("/moves/holds").fields
    page = await ada.post("/moves/holds", {**fields, "slot": str(page.slots[0])})
    page = await ada.post("/moves", page.form("/moves").fields)
    assert "Your appointment is changed" in page.text
    assert known(ada)
    assert "Your appointment is changed" in (await ada.get(link)).text
    page = await ada.get(f"{link}/cancel")
    page = await ada.post("/cancellations", page.form("/cancellations").fields)
    page = await ada.post("/cancellations/undo", page.form("/cancellations/undo").fields)
    assert "Your appointment stands" in page.text
    assert known(ada)
    assert "Your appointment stands" in (await ada.get(link)).text


async def test_one_that_is_past_leads_to_the_next(ada: Patient, link: str, world: World) -> None:
    world.clock.advance(30 * 86_400)
    page = await ada.get(link)
    assert "Book another time" in page.text
    for each in ("Add to calendar", "Change the time", "Cancel appointment"):
        assert each not in page.text


@pytest.mark.req("E4")
async def test_the_widget_opens_it_from_the_token_in_the_address(world: World, link: str) -> None:
    widget = await world.patient("/f/harbour-physio")
    page = await widget.post("/links", {"link": link.removeprefix("/b/")})
    assert page.name == "confirmed"
    assert link_of(widget) == link
    await widget.post("/links", {"link": "nobodys"})
    assert widget.answer.status_code == 404


async def test_a_link_of_another_clinic_opens_nothing(world: World, link: str) -> None:
    elsewhere = await world.patient("/f/corner-practice")
    await elsewhere.post("/links", {"link": link.removeprefix("/b/")})
    assert elsewhere.answer.status_code == 404
