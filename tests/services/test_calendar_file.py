"""The appointment as a file for the patient's own calendar, read by an independent reader."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar
from msgspec import structs

from slotkeeper.services.booking_link import Managed, get_managed, sign_link
from slotkeeper.services.calendar_file import calendar_file
from slotkeeper.services.clinics import get_clinic
from tests.services.desk import NINE, NOW, Desk

pytestmark = pytest.mark.req("B13")

BASE = "https://book.example"


def event_of(data: bytes) -> Any:  # noqa: ANN401 - each field has a type of its own
    [event] = Calendar.from_ical(data).walk("VEVENT")
    return event


async def managed(desk: Desk, kind: str = "initial") -> Managed:
    booking = await desk.book(NINE, kind)
    return await get_managed(desk.toolbox, desk.slug, sign_link(desk.toolbox, booking))


async def test_the_file_tells_when_and_where_in_utc(desk: Desk) -> None:
    shown = await managed(desk)
    calendar: Any = Calendar.from_ical(calendar_file(shown, BASE, NOW))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    event = event_of(calendar_file(shown, BASE, NOW))
    assert event["DTSTART"].dt == datetime.fromtimestamp(NINE, UTC)
    assert event["DTSTAMP"].dt == datetime.fromtimestamp(NOW, UTC)
    assert (event["SUMMARY"], event["LOCATION"]) == ("Harbour Physio", "Manly, 14 Halyard Lane")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert f"{BASE}/c/harbour-physio/b/{shown.token}" in event["DESCRIPTION"]
    assert shown.booking.reference in event["DESCRIPTION"]


@pytest.mark.req("E4")
async def test_the_file_leads_to_the_clinics_own_page_where_it_has_one(desk: Desk) -> None:
    shown = await managed(desk)
    own = structs.replace(shown.clinic, booking_page="https://harbour.example/appointments")
    event = event_of(calendar_file(replace(shown, clinic=own), BASE, NOW))
    link = f"https://harbour.example/appointments#slotkeeper=harbour-physio.{shown.token}"
    assert link in event["DESCRIPTION"]
    assert BASE not in event["DESCRIPTION"]


@pytest.mark.req("B8")
async def test_the_file_tells_the_public_length(desk: Desk) -> None:
    event = event_of(calendar_file(await managed(desk), BASE, NOW))
    assert (event["DTEND"].dt - event["DTSTART"].dt).seconds == 45 * 60


async def test_the_same_appointment_has_the_same_name_each_time(desk: Desk) -> None:
    shown = await managed(desk)
    one, other = (event_of(calendar_file(shown, BASE, now)) for now in (NOW, NOW + 1000))
    assert one["UID"] == other["UID"]


@pytest.mark.req("R6")
async def test_the_file_says_nothing_about_health(desk: Desk) -> None:
    text = calendar_file(await managed(desk), BASE, NOW).decode().lower()
    assert "initial" not in text
    assert "ada" not in text.replace("\r\n ", "").split("description")[0]


async def test_lines_are_folded_and_ended_as_the_standard_asks(desk: Desk) -> None:
    clinic = await get_clinic(desk.database, desk.slug)
    name = "Physio, Sport; Reha \\ Zürich " * 5
    await desk.save(structs.replace(clinic, name=name))
    data = calendar_file(await managed(desk), BASE, NOW)
    assert data.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert event_of(data)["SUMMARY"] == name
