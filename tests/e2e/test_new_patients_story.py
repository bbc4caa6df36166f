"""New patients by load, as patients and staff live it: full, called, cancelled, open again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import NewClinic
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import Patient
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e

QUESTION = "Have you been here before?"
BY_LOAD = {
    'new_patients = "open"': "new_patients = { closes_above = 1, opens_below = 1, days = 2 }"
}
CLOSED = {'new_patients = "open"': 'new_patients = "closed"'}


def to_the_times(patient: Patient) -> None:
    """Of the type that everybody may book, where one practitioner gives it."""
    patient.sees("type")
    patient.choose("type", "running")
    patient.sees("location")
    patient.choose("location", "manly")
    patient.sees("slot")


def answer(patient: Patient, who: str) -> None:
    patient.find(f"[type=radio][name=patient_is][value={who}]").check()


@pytest.mark.req("S9")
@pytest.mark.clinic(BY_LOAD)
def test_a_full_clinic_asks_new_patients_to_call_until_staff_cancel(
    page: Page, site: Site, patient: Patient, chromium: Browser, server: ServerProcess, clinic: str
) -> None:
    page.goto(site.url("plain", csp=STRICT))
    to_the_times(patient)
    expect(patient.find("section")).not_to_contain_text(QUESTION)
    patient.takes()
    patient.fills_in()
    answer(patient, "new")
    patient.books()

    with chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU") as other:
        second = Patient(other.new_page())
        second.page.goto(site.url("plain", csp=STRICT))
        to_the_times(second)
        expect(second.find("section")).to_contain_text(QUESTION)
        expect(second.find("button[name=slot]")).to_have_count(0)
        answer(second, "new")
        expect(second.find("section")).to_contain_text("Please call us to book.")
        expect(second.find("a[href='tel:+61255501234']")).to_be_visible()
        second.button("I have been here before").click()
        expect(second.find("[type=radio][name=patient_is][value=existing]")).to_be_checked()
        second.takes()
        expect(second.find("[type=radio][name=patient_is][value=existing]")).to_be_checked()
        second.fills_in(first_name="Fern", email="fern@patients.example", phone="02 5550 8181")
        second.books()
        assert second.page.evaluate("window.violations ?? []") == []

    with owner_of(server, clinic, chromium) as desk:
        expect(desk.get_by_text("New patients cannot book online")).to_be_visible()
        for number in range(2):
            desk.goto(f"/staff/{clinic}/bookings")
            desk.locator(f"a[href^='/staff/{clinic}/bookings/']").nth(number).click()
            desk.get_by_role("link", name="Cancel").click()
            desk.get_by_role("radio", name="The clinic").check()
            desk.get_by_role("button", name="Cancel the booking").click()
            expect(desk.get_by_text("Cancelled. The time is free for others.")).to_be_visible()
        desk.goto(f"/staff/{clinic}/log?about=setting")
        expect(desk.get_by_text("The rule").first).to_be_visible()

    with chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU") as other:
        third = Patient(other.new_page())
        third.page.goto(site.url("plain"))
        to_the_times(third)
        expect(third.find("section")).not_to_contain_text(QUESTION)
        expect(third.find("button[name=slot]").first).to_be_visible()


@pytest.mark.req("S9", "B7")
def test_without_scripts_the_question_has_a_button(
    chromium: Browser, server: ServerProcess, new_clinic: NewClinic
) -> None:
    slug = new_clinic(CLOSED)
    with chromium.new_context(java_script_enabled=False, locale="en-AU") as context:
        patient = Patient(context.new_page(), where="page")
        patient.page.goto(f"{server.url}/c/{slug}")
        to_the_times(patient)
        answer(patient, "new")
        patient.button("Show times").click()
        expect(patient.find("section")).to_contain_text("Please call us to book.")
        answer(patient, "existing")
        patient.button("Show times").click()
        patient.takes()
        expect(patient.find("[type=radio][name=patient_is][value=existing]")).to_be_checked()
        patient.fills_in()
        assert re.fullmatch(r"[A-Z0-9]{3}-[A-Z0-9]{4}", patient.books())


@pytest.mark.req("S9", "R4")
@pytest.mark.clinic(CLOSED)
def test_who_turns_new_in_the_details_keeps_everything_and_reads_the_number(
    page: Page, site: Site, patient: Patient
) -> None:
    page.goto(site.url("plain"))
    to_the_times(patient)
    answer(patient, "existing")
    patient.takes()
    patient.fills_in()
    answer(patient, "new")
    patient.button("Book appointment").click()
    expect(patient.find("#patient_is-error")).to_contain_text("Please call us to book.")
    expect(patient.find("a[href='tel:+61255501234']").first).to_be_visible()
    assert patient.typed()["first_name"] == "Robin"
    answer(patient, "existing")
    patient.find("#terms").check()
    patient.books()
