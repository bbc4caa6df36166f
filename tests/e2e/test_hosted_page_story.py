"""The same booking on a page of its own, with JavaScript switched off."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.e2e.conftest import CLOCK, Later, NewClinic
from tests.e2e.patient import DETAILS, Patient
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Without scripts."""
    with chromium.new_context(java_script_enabled=False, locale="en-AU") as context:
        context.set_default_timeout(60_000)
        yield context.new_page()


@pytest.fixture
def patient(page: Page, server: ServerProcess, clinic: str) -> Patient:
    page.goto(f"{server.url}/c/{clinic}")
    return Patient(page, where="page")


def kept_until(patient: Patient) -> datetime:
    """The end of the hold, which is said in words too: the server's clock runs on meanwhile."""
    ends = int(patient.find("[data-expires-at]").get_attribute("data-expires-at") or 0)
    end = datetime.fromtimestamp(ends, ZoneInfo("Australia/Sydney"))
    expect(patient.find(".hold p")).to_contain_text(f"for you until {end:%-I:%M} am")
    return end


@pytest.mark.req("B7", "E6")
def test_check_17_without_javascript_all_steps_lead_to_a_booking(
    page: Page, server: ServerProcess, patient: Patient
) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - it marks a function
    patient.goes_to_times()
    patient.find(".day", has_text="Wed").click()
    expect(patient.find(".chosen-day")).to_have_text("Wednesday 6 January")
    patient.takes()
    expect(patient.find(".hold p")).to_contain_text("We're keeping Wed 6 Jan, 1:00 pm for you")
    assert kept_until(patient)
    patient.fills_in()
    reference = patient.books()
    page.reload()
    expect(patient.find(".reference")).to_have_text(reference)
    assert {request.url.split("/")[2] for request in asked} == {server.url.split("/")[2]}


@pytest.mark.req("R4")
def test_refused_fields_keep_the_text_and_lead_to_each_field(page: Page, patient: Patient) -> None:
    patient.goes_to_times()
    patient.takes()
    patient.fills_in(email="robin.lightwater", last_name="")
    patient.button("Book appointment").click()
    expect(patient.find(".notice.wrong")).to_contain_text("There are 2 problems")
    assert page.title().startswith("Error: Your details")
    assert patient.typed() == {**DETAILS, "email": "robin.lightwater", "last_name": ""}
    patient.find(".notice.wrong a", has_text="Enter your last name").click()
    expect(patient.find("#last_name")).to_be_focused()
    patient.fills_in()
    patient.books()


@pytest.mark.req("H5")
def test_the_time_can_be_kept_longer(patient: Patient, later: Later) -> None:
    patient.goes_to_times()
    patient.takes()
    before = kept_until(patient)
    later((before - datetime.fromisoformat(CLOCK)) // timedelta(minutes=1) - 3)
    patient.button("Keep it longer").click()
    expect(patient.find(".hold p")).not_to_contain_text(f"{before:%-I:%M} am")
    assert kept_until(patient) - before > timedelta(minutes=3)


@pytest.mark.req("H6")
def test_back_gives_the_time_back_and_change_leads_to_the_decision(patient: Patient) -> None:
    patient.goes_to_times()
    first = patient.takes()
    patient.button("Back").click()
    patient.sees("slot")
    expect(patient.find(f"button[value='{first}']")).to_be_visible()
    patient.takes()
    patient.button("Change: Manly").click()
    patient.sees("location")


@pytest.mark.req("B5")
@pytest.mark.clinic({"daily_limit = 3": "daily_limit = 1"})
def test_past_the_daily_limit_it_is_said_when_the_next_booking_is_possible(
    page: Page, patient: Patient
) -> None:
    start = page.url
    for _ in range(2):
        page.goto(start)
        patient.goes_to_times()
        patient.takes()
        patient.fills_in()
        patient.button("Book appointment").click()
    patient.sees("notice")
    expect(patient.find("section")).to_contain_text(re.compile("from Wed 6 Jan, 9:[0-5][0-9]"))
    expect(patient.find("a[href='tel:+61255501234']")).to_be_visible()


@pytest.mark.req("B6", "H5")
def test_a_time_that_ran_out_and_went_to_another_leaves_the_text_and_the_nearest_times(
    chromium: Browser, server: ServerProcess, patient: Patient, clinic: str, later: Later
) -> None:
    patient.goes_to_times(who="kit-saltmarsh")
    patient.takes(1)
    patient.fills_in()
    later(9)
    with chromium.new_context() as other:
        quicker = Patient(other.new_page(), where="page")
        quicker.page.goto(f"{server.url}/c/{clinic}")
        quicker.goes_to_times(who="kit-saltmarsh")
        quicker.takes(1)
    patient.button("Book appointment").click()
    patient.sees("notice")
    patient.takes()
    assert patient.typed() == DETAILS
    patient.find("#terms").check()
    patient.books()


@pytest.mark.req("B7")
def test_a_type_has_an_address_of_its_own(
    page: Page, server: ServerProcess, patient: Patient, clinic: str
) -> None:
    page.goto(f"{server.url}/c/{clinic}/running")
    patient.sees("location")
    expect(patient.find(".summary")).to_contain_text("Running assessment")


@pytest.mark.req("H4", "H5", "B9")
def test_with_javascript_it_counts_down_keeps_what_is_typed_and_shows_both_zones(
    chromium: Browser, server: ServerProcess, new_clinic: NewClinic
) -> None:
    with chromium.new_context(timezone_id="Europe/Berlin", locale="en-GB") as context:
        patient = Patient(context.new_page(), where="page")
        patient.page.clock.install()
        patient.page.goto(f"{server.url}/c/{new_clinic({})}")
        patient.goes_to_times()
        expect(patient.find("[data-zone-line]")).to_contain_text("you are 10 h behind")
        patient.takes()
        patient.page.clock.run_for(1000)
        patient.find("#first_name").fill("Robin")
        patient.page.reload()
        expect(patient.find("#first_name")).to_have_value("Robin")
        patient.page.clock.run_for(332_000)
        expect(patient.find("[data-timer]")).to_have_text(re.compile("^1:5"))
        patient.hears("We keep this time for 2 more minutes. You can keep it longer.")
