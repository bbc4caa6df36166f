"""Independent readers understand our calendar files alike (N-8): icalendar, vobject and, where
Node.js and the module are there, ical.js.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from msgspec import structs

from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.domain.location import Location
from slotkeeper.services.booking_link import Managed
from slotkeeper.services.calendar_file import calendar_file
from slotkeeper.services.notices.sample import sample_notice
from tests.services.desk import FILE, NOW

pytestmark = pytest.mark.req("N7")

Read = Callable[[bytes], list[dict[str, Any]]]
BASE, SCRIPT = "https://book.example", Path(__file__).with_name("ical_js.mjs")
STARTS = {
    "Sydney, in daylight saving": "2027-01-05T09:00:00+11:00",
    "Sydney, an hour before it ends": "2027-04-04T01:30:00+11:00",
    "Sydney, the hour that comes twice": "2027-04-04T02:30:00+10:00",
    "New York, an hour before it begins": "2027-03-14T01:30:00-05:00",
    "New York, out of it": "2027-12-01T17:45:00-05:00",
    "Lord Howe, half an hour's change": "2027-10-03T02:30:00+11:00",
    "Cairo, over midnight": "2027-04-29T23:45:00+02:00",
}
WORDS = "Physio; Sport, Reha \\ Zürich – “Körper”, 体, أهلاً " * 3


def by_icalendar(data: bytes) -> list[dict[str, Any]]:
    calendar: Any = icalendar.Calendar.from_ical(data)
    return [
        {
            "uid": str(each["UID"]),
            "starts": int(each["DTSTART"].dt.timestamp()),
            "ends": int(each["DTEND"].dt.timestamp()),
            "summary": str(each["SUMMARY"]),
            "location": str(each["LOCATION"]),
            "description": str(each["DESCRIPTION"]),
            "sequence": int(each["SEQUENCE"]),
            "status": str(each["STATUS"]),
        }
        for each in calendar.walk("VEVENT")
    ]


def by_vobject(data: bytes) -> list[dict[str, Any]]:
    calendar = vobject.readOne(data.decode())
    return [
        {
            "uid": each.uid.value,
            "starts": int(each.dtstart.value.timestamp()),
            "ends": int(each.dtend.value.timestamp()),
            "summary": each.summary.value,
            "location": each.location.value,
            "description": each.description.value,
            "sequence": int(each.sequence.value),
            "status": each.status.value,
        }
        for each in calendar.vevent_list
    ]


def by_ical_js(data: bytes) -> list[dict[str, Any]]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("ical.js, the third reader, needs Node.js, which nothing else here does")
    found = subprocess.run([node, SCRIPT, "--only-find"], capture_output=True, check=False)
    if found.returncode:
        pytest.skip("Node.js finds no ical.js: npm install ical.js, and NODE_PATH to where it is")
    done = subprocess.run([node, SCRIPT], input=data, capture_output=True, check=True)
    events: list[dict[str, Any]] = json.loads(done.stdout)
    assert {each.pop("zone") for each in events} == {"UTC"}
    return events


@pytest.fixture(params=[by_icalendar, by_vobject, by_ical_js], ids=lambda read: read.__name__[3:])
def read(request: pytest.FixtureRequest) -> Read:
    reader: Read = request.param
    return reader


def managed(starts_at: int, **changes: Any) -> Managed:  # noqa: ANN401 - fields of a booking
    """An appointment of 45 minutes."""
    clinic = parse_clinic(FILE)
    found = sample_notice(
        clinic, "mail", "booking_confirmed", "en", [], base_url=BASE, now=NOW
    ).managed
    booking = structs.replace(
        found.booking, starts_at=starts_at, ends_at=starts_at + 45 * 60, **changes
    )
    return replace(found, booking=booking)


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_the_appointment_is_at_the_right_instant(read: Read, start: str) -> None:
    at = int(datetime.fromisoformat(start).timestamp())
    data = calendar_file(managed(at), BASE, NOW)
    [event] = read(data)
    assert (event["starts"], event["ends"]) == (at, at + 45 * 60)
    assert f"DTSTART:{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}\r\n".encode() in data
    assert b"VTIMEZONE" not in data


def test_a_change_and_a_cancellation_are_the_same_appointment(read: Read) -> None:
    made, moved = managed(NOW), managed(NOW + 3600, revision=1)
    cancelled = managed(NOW + 3600, revision=2, state="cancelled")
    events = [read(calendar_file(each, BASE, NOW))[0] for each in (made, moved, cancelled)]
    assert len({each["uid"] for each in events}) == 1
    assert [each["sequence"] for each in events] == [0, 1, 2]
    assert [each["status"] for each in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_names_with_every_sign_arrive_as_they_are(read: Read) -> None:
    made = managed(NOW)
    words = WORDS.strip()
    place = Location(slug="manly", name=words, address="Lane 1, 2; 3\\4")
    made = replace(made, clinic=structs.replace(made.clinic, name=words), location=place)
    [event] = read(calendar_file(made, BASE, NOW))
    assert event["summary"] == words
    assert event["location"] == f"{words}, Lane 1, 2; 3\\4"
    assert event["description"].startswith("ABC7XYZ\nhttps://book.example/c/")


def test_every_date_of_a_series_is_in_the_one_file(read: Read) -> None:
    dates = [managed(NOW + days * 86_400, id=1 + days) for days in (0, 7, 14)]
    events = read(calendar_file(dates[0], BASE, NOW, *dates[1:]))
    assert [each["starts"] for each in events] == [each.booking.starts_at for each in dates]
    assert len({each["uid"] for each in events}) == 3


def test_all_readers_understand_the_same() -> None:
    data = calendar_file(managed(NOW), BASE, NOW)
    assert by_icalendar(data) == by_vobject(data)
