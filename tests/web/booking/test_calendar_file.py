"""The appointment for the patient's own calendar (RFC 5545)."""

from datetime import UTC, datetime
from typing import Any

import httpx
import icalendar
import pytest

from tests.web.clinics import DEMO
from tests.web.patient import ADA
from tests.web.world import World


async def book(world: World, **chosen: str) -> str:
    """Ada books; the address of her calendar file."""
    ada = await world.patient("/f/harbour-physio")
    await ada.hold((await ada.go_to_times(**chosen)).slots[0])
    world.clock.advance(20)
    page = await ada.book({**ADA, "patient_is": "new"})
    return next(link for link in page.links if link.endswith(".ics"))


def event_of(answer: httpx.Response) -> Any:  # noqa: ANN401 - a property may be of any kind
    """The one event of a calendar file."""
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return event


async def fetch(world: World, address: str) -> httpx.Response:
    return await (await world.browser("198.51.100.77")).get(address)


@pytest.mark.req("B13")
async def test_the_file_is_a_published_event_in_utc_of_the_public_length(world: World) -> None:
    address = await book(world, type="running", practitioner="kit-saltmarsh")
    answer = await fetch(world, address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="appointment.ics"'
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    event = event_of(answer)
    assert event["DTSTART"].dt == datetime(2027, 2, 2, 0, 0, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2027, 2, 2, 1, 0, tzinfo=UTC)
    assert event["DTSTAMP"].dt == datetime(2027, 1, 31, 22, 0, 20, tzinfo=UTC)
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert b"DTSTART:20270202T000000Z" in answer.content
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


@pytest.mark.req("B13")
async def test_the_same_appointment_has_the_same_uid_at_each_call(world: World) -> None:
    address = await book(world, type="running")
    other = await book(world, type="video")
    uids = []
    for each in (address, address, other):
        world.clock.advance(60)
        uids.append(str(event_of(await fetch(world, each))["UID"]))
    assert uids[0] == uids[1] != uids[2]


@pytest.mark.req("R6", "B8")
async def test_the_file_says_where_and_how_to_change_but_nothing_of_health(world: World) -> None:
    answer = await fetch(world, await book(world, type="running", practitioner="kit-saltmarsh"))
    event = event_of(answer)
    assert event["SUMMARY"] == "Harbour Physio"
    assert event["LOCATION"] == "Manly, 14 Halyard Lane, Manly NSW 2095"
    assert "https://book.example/c/harbour-physio/b/" in event["DESCRIPTION"]
    for text in ("Running", "knee", "Ada", "patient.example"):
        assert text not in answer.text


@pytest.mark.req("R4")
async def test_texts_that_the_format_uses_itself_are_escaped(world: World) -> None:
    name = r'name = "Harbour; Physio, \\ \"Nord\""'
    await world.import_clinic(DEMO.replace('name = "Harbour Physio"', name))
    answer = await fetch(world, await book(world, type="running"))
    event = event_of(answer)
    assert event["SUMMARY"] == r'Harbour; Physio, \ "Nord"'


@pytest.mark.req("R5")
async def test_a_link_opens_nothing_at_another_clinic_and_nothing_when_it_is_old(
    world: World,
) -> None:
    address = await book(world, type="running")
    assert (
        await fetch(world, address.replace("harbour-physio", "corner-practice"))
    ).status_code == 404
    world.clock.advance(89 * 86_400)
    assert (await fetch(world, address)).status_code == 200
    world.clock.advance(3 * 86_400)
    answer = await fetch(world, address)
    assert answer.status_code == 404
    assert "This link no longer works" in answer.text
