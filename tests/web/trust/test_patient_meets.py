"""The ladder of trust as a patient's browser meets it: in the widget and on the page (T2, T5)."""

import re

import pytest

from slotkeeper.domain.trust import Step
from slotkeeper.services.trust.confirm_link import sign_confirm
from slotkeeper.services.trust.deadline import end_unanswered
from slotkeeper.storage.booking import find_booking
from tests.web.clinics import DEMO
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.trusted import put_on
from tests.web.world import World

pytestmark = pytest.mark.req("T2")

TYPING = 30
KNOWN = {**ADA, "patient_is": "existing"}


async def go(
    patient: Patient, world: World, typed: dict[str, str] = KNOWN, *, nth: int = 0
) -> Page:
    """Choose a time and send the contact details."""
    times = await patient.go_to_times(type="standard")
    await patient.hold(times.slots[nth])
    world.clock.advance(TYPING)
    return await patient.book(typed)


async def known(patient: Patient, world: World, step: Step) -> int:
    """Ada has been here, and stands on that step."""
    assert (await go(patient, world)).name == "confirmed"
    return await put_on(world, step)


async def link_of(world: World) -> str:
    """The path of the newest booking's mailed link."""
    toolbox = world.toolbox
    row = await toolbox.database.fetch_one(
        "SELECT id, clinic_id FROM booking WHERE state <> 'held' ORDER BY id DESC LIMIT 1"
    )
    assert row
    booking = await find_booking(toolbox.database, row["clinic_id"], row["id"])
    assert booking
    return f"/confirm/{sign_confirm(toolbox, booking)}"


@pytest.mark.req("T5")
async def test_blocked_and_asked_to_call_see_the_same_page_to_the_letter(
    ada: Patient, world: World
) -> None:
    await known(ada, world, "call")
    called = await go(ada, world, nth=1)
    assert (ada.answer.status_code, called.notice) == (403, "please_call")
    assert "tel:" in ada.answer.text
    assert "Nothing is booked yet" in called.text
    first = ada.answer
    await put_on(world, "blocked")
    await go(ada, world, nth=1)
    assert without_chance(ada.answer.text) == without_chance(first.text)
    differing = {"date", "content-length"}
    assert {k: v for k, v in ada.answer.headers.items() if k not in differing} == {
        k: v for k, v in first.headers.items() if k not in differing
    }
    for word in ("block", "trust", "list", "step"):
        assert word not in called.text.lower()


def without_chance(html: str) -> str:
    return re.sub(r'value="[\w-]{16,}"', "", html)


@pytest.mark.req("T4")
async def test_a_new_address_with_the_same_phone_is_caught(ada: Patient, world: World) -> None:
    await known(ada, world, "blocked")
    page = await go(ada, world, {**KNOWN, "email": "quite.new@patient.example"}, nth=1)
    assert page.notice == "please_call"


async def test_the_time_of_who_is_asked_to_call_is_free_for_others(
    ada: Patient, ben: Patient, world: World
) -> None:
    await known(ada, world, "blocked")
    times = await ada.go_to_times(type="standard")
    slot = times.slots[1]
    await ada.hold(slot)
    world.clock.advance(TYPING)
    await ada.book(KNOWN)
    assert slot in (await ben.go_to_times(type="standard")).slots


async def test_nothing_tells_the_step_before_the_details_are_sent(
    ada: Patient, ben: Patient, world: World
) -> None:
    await known(ada, world, "blocked")
    times = await ada.go_to_times(type="standard")
    mine = await ada.hold(times.slots[1])
    theirs = await ben.hold((await ben.go_to_times(type="standard")).slots[1])
    assert (mine.name, mine.form("/bookings").fields.keys()) == (
        theirs.name,
        theirs.form("/bookings").fields.keys(),
    )


async def test_the_clinics_own_words_are_shown(ada: Patient, world: World) -> None:
    await known(ada, world, "approve")
    own = '\n[trust]\ncall_text = "Ring the desk."\napprove_text = "Mara looks at it today."\n'
    await world.import_clinic(DEMO + own)
    assert "Mara looks at it today." in (await go(ada, world, nth=1)).text
    await put_on(world, "call")
    assert "Ring the desk." in (await go(ada, world, nth=2)).text


async def test_approval_is_waited_for_and_its_page_is_true_at_any_time(
    ada: Patient, world: World
) -> None:
    await known(ada, world, "approve")
    page = await go(ada, world, nth=1)
    assert (page.name, page.step["data-awaits"]) == ("pending", "clinic")
    assert page.step["data-reference"] in page.text
    assert "Not booked yet" in page.text
    assert "booked, Ada" not in page.text
    path = next(each for each in page.links if "/b/" in each).partition("harbour-physio")[2]
    row = await world.toolbox.database.fetch_one("SELECT MAX(expires_at) AS ends FROM booking")
    assert row
    world.clock.now = row["ends"]
    assert (await ada.get(path)).notice == "lapsed", "whether anybody swept or not"
    await end_unanswered(world.toolbox)
    assert (await ada.get(path)).notice == "lapsed"
    assert (await world_page(world, f"/c/harbour-physio{path}/appointment.ics")) == 404


async def world_page(world: World, path: str) -> int:
    return (await (await world.browser()).get(path)).status_code


async def test_a_link_confirms_by_its_button_only(ada: Patient, world: World) -> None:
    await known(ada, world, "confirm")
    page = await go(ada, world, nth=1)
    assert (page.name, page.step["data-awaits"]) == ("pending", "patient")
    scanner = await world.patient("/c/harbour-physio", "192.0.2.99")
    path = await link_of(world)
    for _ in range(3):
        opened = await scanner.get(path)
        assert opened.name == "confirm"
    confirmed = await scanner.post("/confirm", opened.form("/confirm").fields)
    assert confirmed.name == "confirmed"
    again = await scanner.post("/confirm", opened.form("/confirm").fields)
    assert (scanner.answer.status_code, again.notice) == (410, "confirmed_before")
    replayed = await scanner.get(path)
    assert replayed.notice == "confirmed_before"
    booking = next(each for each in replayed.links if "/b/" in each)
    own = await scanner.get(booking.removeprefix("/c/harbour-physio"))
    assert own.name == "confirmed"


async def test_a_link_that_came_too_late_or_is_wrong_says_so(ada: Patient, world: World) -> None:
    await known(ada, world, "confirm")
    await go(ada, world, nth=1)
    path, page = await link_of(world), await world.patient("/c/harbour-physio")
    assert (await page.get(path[:-3] + "abc")).notice == "link_over"
    assert (await (await world.patient("/c/corner-practice")).get(path)).notice == "link_over"
    world.clock.advance(1800)
    late = await page.get(path)
    assert (page.answer.status_code, late.notice) == (410, "confirm_over")
    assert (await page.post("/confirm", {"confirm": path.split("/")[-1]})).notice == "confirm_over"


async def test_the_link_is_sent_again_at_most_once_a_minute(ada: Patient, world: World) -> None:
    await known(ada, world, "confirm")
    page = await go(ada, world, nth=1)
    fields = page.form("/confirm/resend").fields
    assert "a moment ago" in (await ada.post("/confirm/resend", fields)).text
    world.clock.advance(60)
    assert "sent the link again" in (await ada.post("/confirm/resend", fields)).text


async def test_a_repeated_submit_is_the_same_request(ada: Patient, world: World) -> None:
    await known(ada, world, "approve")
    times = await ada.go_to_times(type="standard")
    await ada.hold(times.slots[1])
    world.clock.advance(TYPING)
    sent = {**ada.page.form("/bookings").fields, **KNOWN}
    first = await ada.post("/bookings", sent)
    second = await ada.post("/bookings", sent)
    assert first.step["data-reference"] == second.step["data-reference"]
    extended = await ada.post("/holds/extend", {"hold": sent["hold"]})
    assert (ada.answer.status_code, extended.notice) == (410, "being_answered")
