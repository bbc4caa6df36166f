"""A chosen time is kept while the patient types, goes away, comes back, or takes too long."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Later
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.page_clock import FRESH, hold_still, run_until
from tests.e2e.patient import DETAILS, Patient
from tests.e2e.recorder import Recorder
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e


@pytest.fixture
def holding(page: Page, site: Site, patient: Patient) -> Patient:
    """A patient who chose a time, in a browser whose clock the test moves."""
    page.clock.install()
    page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times(who="kit-saltmarsh")
    patient.takes(1)
    return patient


@pytest.mark.req("H4")
def test_after_a_reload_the_time_and_what_was_typed_are_there(holding: Patient) -> None:
    held = _held_time(holding)
    holding.fills_in()
    holding.page.reload()
    holding.sees("details")
    assert _held_time(holding) == held
    assert holding.typed() == DETAILS
    expect(holding.find("#terms")).not_to_be_checked()
    expect(holding.find(".notice")).to_contain_text("Welcome back. We kept your time for you.")
    holding.find("#terms").check()
    holding.books()


@pytest.mark.req("H4")
def test_after_the_tab_was_closed_the_time_is_there_and_nothing_that_was_typed(
    holding: Patient,
) -> None:
    held = _held_time(holding)
    holding.fills_in()
    address, browser = holding.page.url, holding.page.context
    holding.page.close()
    back = Patient(browser.new_page())
    back.page.goto(address)
    back.sees("details")
    assert _held_time(back) == held
    assert set(back.typed().values()) == {""}


@pytest.mark.req("H6")
def test_going_back_gives_the_time_to_others_at_once(chromium: Browser, holding: Patient) -> None:
    with chromium.new_context() as other:
        waiting = Patient(other.new_page())
        waiting.page.goto(holding.page.url)
        waiting.goes_to_times(who="kit-saltmarsh")
        before = waiting.find("button[name=slot]").count()
        holding.button("Back").click()
        holding.sees("slot")
        waiting.page.reload()
        waiting.goes_to_times(who="kit-saltmarsh")
        assert waiting.find("button[name=slot]").count() > before


@pytest.mark.req("H5")
def test_two_minutes_before_the_end_the_patient_is_warned_and_keeps_it_longer_with_one_click(
    holding: Patient,
) -> None:
    hold_still(holding.page)
    run_until(holding.find("[data-timer]"), 121)
    expect(holding.button("Keep it longer")).to_be_hidden()
    holding.find("#last_name").fill("Lightwater")
    run_until(holding.find("[data-timer]"), 120)
    holding.page.clock.resume()
    holding.hears("We keep this time for 2 more minutes. You can keep it longer.")
    holding.button("Keep it longer").click()
    expect(holding.button("Keep it longer")).to_be_hidden()
    holding.hears("We're keeping your time longer.")
    expect(holding.find("[data-timer]")).to_have_text(FRESH)
    expect(holding.find("#last_name")).to_have_value("Lightwater")


@pytest.mark.req("H5")
def test_a_time_that_ran_out_and_is_still_free_is_kept_again(
    holding: Patient, later: Later
) -> None:
    held = _held_time(holding)
    holding.fills_in()
    later(9)
    holding.page.clock.run_for(451_000)
    expect(holding.find(".notice")).to_contain_text("It was still free")
    expect(holding.find("[data-timer]")).to_have_text(FRESH)
    assert _held_time(holding) == held
    assert holding.typed() == DETAILS
    expect(holding.find("#terms")).to_be_checked()
    holding.books()


@pytest.mark.req("H5", "B6")
def test_a_time_that_ran_out_and_went_to_another_leaves_the_text_and_the_nearest_times(
    chromium: Browser, holding: Patient, later: Later
) -> None:
    holding.fills_in()
    later(9)
    with chromium.new_context() as other:
        quicker = Patient(other.new_page())
        quicker.page.goto(holding.page.url)
        quicker.goes_to_times(who="kit-saltmarsh")
        quicker.takes(1)
    holding.page.clock.run_for(451_000)
    holding.sees("notice")
    expect(holding.find(".heading")).to_have_text("Your time ran out")
    expect(holding.find(".heading")).to_be_focused()
    holding.takes()
    assert holding.typed() == DETAILS
    holding.find("#terms").check()
    holding.books()


@pytest.mark.req("R4", "E6")
def test_check_20_while_the_server_is_down_nothing_typed_is_lost(
    holding: Patient, server: ServerProcess, recorder: Recorder, clinic: str
) -> None:
    holding.fills_in()
    server.kill()
    holding.button("Book appointment").click()
    alert = holding.find("[role=alert]")
    expect(alert).to_contain_text("Nothing you typed is lost.")
    expect(alert.locator("a")).to_have_attribute("href", f"{recorder.origin}/c/{clinic}")
    assert holding.typed() == DETAILS
    server.start()
    alert.get_by_role("button", name="Try again").click()
    holding.sees("confirmed")
    expect(alert).to_be_empty()


def _held_time(patient: Patient) -> str:
    return patient.find(".hold p").inner_text()
