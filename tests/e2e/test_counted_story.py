"""One room for two practitioners, and times only next to what is booked, as patients see it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import Patient
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e

THURSDAY = "2027-01-07"
STANDARD = 'colour = "#2f7d5b"'
ROOM = """[[resource]]
slug = "room"
name = "Room 1"
kind = "Treatment room"
location = "manly"

[[resource]]
slug = "shockwave-manly"
"""
ONE_ROOM = {
    STANDARD: f'needs = ["Treatment room"]\n{STANDARD}',
    '[[resource]]\nslug = "shockwave-manly"\n': ROOM,
}
ADJACENT = {STANDARD: f'starts = "adjacent"\n{STANDARD}'}


def at(clock: str) -> str:
    local = datetime.fromisoformat(f"{THURSDAY} {clock}").replace(
        tzinfo=ZoneInfo("Australia/Sydney")
    )
    return str(int(local.timestamp()))


def shows_thursday(patient: Patient, who: str) -> None:
    patient.goes_to_times("standard", "manly", who)
    patient.find('[part=day][aria-label^="Thursday 7 January"]').click()
    expect(patient.find("h3").first).to_contain_text("Thursday 7 January")


def times(patient: Patient) -> list[str]:
    found = patient.find("button[name=slot]").all()
    zone = ZoneInfo("Australia/Sydney")
    values = (int(each.get_attribute("value") or 0) for each in found)
    return [f"{datetime.fromtimestamp(value, zone):%H:%M}" for value in values]


@pytest.mark.req("S12")
@pytest.mark.clinic(ONE_ROOM)
def test_the_room_that_one_patient_takes_is_not_offered_to_the_next(
    page: Page, site: Site, patient: Patient, chromium: Browser, server: ServerProcess, clinic: str
) -> None:
    page.goto(site.url("plain", csp=STRICT))
    shows_thursday(patient, "nell-tidewater")
    patient.choose("slot", at("13:15"))
    patient.sees("details")

    with chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU") as other:
        second = Patient(other.new_page())
        second.page.goto(site.url("plain", csp=STRICT))
        shows_thursday(second, "kit-saltmarsh")
        offered = times(second)
        assert "11:00" in offered
        assert "14:00" in offered
        assert not {"12:45", "13:00", "13:15", "13:30", "13:45"} & {*offered}

    patient.fills_in()
    patient.books()
    with owner_of(server, clinic, chromium) as desk:
        desk.goto(f"/staff/{clinic}/calendar?day={THURSDAY}")
        desk.locator("main").get_by_role("link", name="Robin Lightwater").first.click()
        expect(desk.locator("[data-panel]")).to_contain_text("Treatment room: 1 of 1 in use then")
        desk.goto(f"/staff/{clinic}/settings/resources")
        expect(desk.get_by_role("link", name="Room 1")).to_contain_text("Treatment room · Manly")
        has_no_fault(desk)


@pytest.mark.req("S10")
@pytest.mark.clinic(ADJACENT)
def test_beside_the_first_booking_only_the_times_that_touch_it_are_offered(
    page: Page, site: Site, patient: Patient, chromium: Browser
) -> None:
    page.goto(site.url("plain", csp=STRICT))
    shows_thursday(patient, "nell-tidewater")
    assert len(times(patient)) > 20
    patient.choose("slot", at("10:00"))
    patient.sees("details")
    patient.fills_in()
    patient.books()

    with chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU") as other:
        second = Patient(other.new_page())
        second.page.goto(site.url("plain", csp=STRICT))
        shows_thursday(second, "nell-tidewater")
        offered = times(second)
        assert [each for each in offered if each < "12:30"] == ["09:15", "10:45"]
        assert len([each for each in offered if each >= "13:15"]) > 10
