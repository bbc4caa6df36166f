"""What the widget found in the fragment of its page's address, and where its own links lead."""

import pytest

from tests.web.booking.booked import book, set_up
from tests.web.booking.test_waitlist_join import join
from tests.web.booking.waiting_list import keep_list, offer_now
from tests.web.patient import Patient
from tests.web.world import World

pytestmark = pytest.mark.req("E4")

OWN = "https://harbour.example"
PAGE = f"{OWN}/appointments"


@pytest.fixture
async def widget(world: World) -> Patient:
    await set_up(world, allowed_origins=(OWN,), booking_page=PAGE)
    return await world.patient("/f/harbour-physio")


def kept_of(patient: Patient) -> str:
    """What the widget keeps to open again after a reload, "" for nothing."""
    return patient.page.step.get("data-link", "")


async def test_every_step_of_a_booking_says_what_opens_it_again(
    widget: Patient, world: World
) -> None:
    link = await book(widget, world)
    token = link.removeprefix("/b/")
    assert kept_of(widget) == "", "of one that was just made nothing is kept"
    page = await widget.post("/links", {"link": token})
    assert (page.name, kept_of(widget)) == ("confirmed", token)
    for path in (f"{link}/cancel", f"{link}/move"):
        await widget.get(path)
        assert kept_of(widget) == token
    await widget.get("/start")
    assert kept_of(widget) == ""


async def test_the_widgets_link_is_the_clinics_page_and_a_page_of_ours_keeps_its_own(
    widget: Patient, world: World
) -> None:
    link = await book(widget, world)
    own = f"{PAGE}#slotkeeper=harbour-physio.{link.removeprefix('/b/')}"
    assert own in widget.page.links
    hosted = await world.patient("/c/harbour-physio")
    await hosted.get(link)
    assert PAGE not in hosted.page.text
    assert "data-link" not in hosted.page.text


@pytest.mark.req("C6")
async def test_a_place_on_the_waiting_list_opens_and_an_offer_becomes_its_booking(
    widget: Patient, world: World
) -> None:
    await keep_list(world)
    token = (await join(widget)).form("/waitlist/leave").fields["entry"]
    page = await widget.post("/links", {"link": f"w.{token}"})
    assert (page.name, kept_of(widget)) == ("waiting", f"w.{token}")
    assert await offer_now(world) == 1
    world.clock.advance(30)
    page = await widget.post("/links", {"link": f"w.{token}"})
    assert (page.name, kept_of(widget)) == ("offer", f"w.{token}")
    sent = page.form("/waitlist/accept").fields
    page = await widget.post("/waitlist/accept", {**sent, "terms": "accepted"})
    assert page.name == "confirmed"
    booked = kept_of(widget)
    assert (await widget.post("/links", {"link": booked})).name == "confirmed"


@pytest.mark.parametrize("token", ["", "nobodys", "w.", "w.nobodys", "w.w.", "ä", "x" * 4000])
async def test_what_opens_nothing_is_told_and_kept_no_longer(widget: Patient, token: str) -> None:
    page = await widget.post("/links", {"link": token})
    assert (widget.answer.status_code, page.name) == (404, "notice")
    assert kept_of(widget) == ""


async def test_a_booking_opens_no_place_on_the_list_nor_the_other_way_round(
    widget: Patient, world: World
) -> None:
    token = (await book(widget, world)).removeprefix("/b/")
    await widget.post("/links", {"link": f"w.{token}"})
    assert widget.answer.status_code == 404
    await keep_list(world)
    entry = (await join(widget)).form("/waitlist/leave").fields["entry"]
    await widget.post("/links", {"link": entry})
    assert widget.answer.status_code == 404


async def test_one_that_was_cancelled_says_so_again(widget: Patient, world: World) -> None:
    link = await book(widget, world)
    page = await widget.get(f"{link}/cancel")
    await widget.post("/cancellations", page.form("/cancellations").fields)
    assert kept_of(widget) == link.removeprefix("/b/")
    world.clock.advance(3600)
    page = await widget.post("/links", {"link": link.removeprefix("/b/")})
    assert page.step["data-notice"] == "cancelled"
    assert kept_of(widget) == link.removeprefix("/b/")
