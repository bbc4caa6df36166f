"""A class, as patients book its places and the desk sees who comes."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import Patient
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("B11"), pytest.mark.req("H2")]

SMALL = {"places = 8": "places = 2"}


def to_the_class(patient: Patient) -> None:
    patient.sees("type")
    expect(patient.find("button[name=type][value=pilates]")).to_contain_text("in a group")
    patient.choose("type", "pilates")
    patient.sees("slot")


def fill_in(patient: Patient, **different: str) -> None:
    patient.fills_in(**different)
    patient.find("[type=radio][name=patient_is][value=new]").check()


@pytest.mark.clinic(SMALL)
def test_patients_fill_a_class_and_the_desk_sees_who_comes(
    page: Page, site: Site, patient: Patient, chromium: Browser, server: ServerProcess, clinic: str
) -> None:
    page.goto(site.url("plain", csp=STRICT))
    to_the_class(patient)
    expect(patient.find("button[name=slot]").first).to_contain_text("2 places left")
    patient.takes()
    expect(patient.find("[part=timer]")).to_contain_text("We're keeping a place on Thu 7 Jan")

    with chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU") as other:
        second = Patient(other.new_page())
        second.page.goto(site.url("plain", csp=STRICT))
        to_the_class(second)
        expect(second.find("button[name=slot]").first).to_contain_text("1 place left")

        fill_in(patient)
        patient.books()
        expect(patient.find("section")).to_contain_text("in a group")

        second.takes()
        fill_in(second, first_name="Bo", email="bo@patient.example", phone="02 5550 9876")
        with owner_of(server, clinic, chromium) as desk:
            desk.goto(f"/staff/{clinic}/calendar?day=2027-01-07")
            block = desk.locator("details.session")
            expect(block).to_contain_text("1 of 2 places · 1 held")
            block.locator("summary").click()
            expect(block.get_by_role("link", name="Robin Lightwater")).to_be_visible()
            expect(block.get_by_text("Every place is taken.")).to_be_visible()
            has_no_fault(desk)
            second.books()
            expect(block).to_contain_text("2 of 2 places")
            block.get_by_role("link", name="Bo Lightwater").click()
            panel = desk.locator("[data-panel]")
            expect(panel.get_by_role("heading", name="Bo Lightwater")).to_be_visible()

    page.goto(site.url("plain", csp=STRICT))
    patient.sees("type")
    patient.choose("type", "pilates")
    patient.sees("slot")
    expect(patient.find("h3")).to_contain_text("Saturday 9 January")


def test_somebody_is_booked_into_a_class_that_nobody_has_booked_yet(
    chromium: Browser, server: ServerProcess, clinic: str
) -> None:
    with owner_of(server, clinic, chromium) as desk:
        desk.goto(f"/staff/{clinic}/calendar?day=2027-01-07")
        block = desk.locator("details.session")
        expect(block).to_contain_text("0 of 8 places")
        block.locator("summary").press("Enter")
        expect(block.get_by_text("Nobody has booked yet.")).to_be_visible()
        block.get_by_role("link", name="Book somebody in").click()
        desk.get_by_text("Somebody new").click()
        desk.get_by_label("First name").fill("Ada")
        desk.get_by_label("Last name").fill("Gullwing")
        desk.get_by_role("button", name="Book", exact=True).click()
        expect(desk.locator(".notice.good")).to_have_text("Booked.")
        desk.goto(f"/staff/{clinic}/calendar?day=2027-01-07")
        expect(desk.locator("details.session")).to_contain_text("1 of 8 places")
