"""A mother books for her son and answers the clinic's questions: on the clinic's website, and on
the hosted page with and without JavaScript.
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import Patient
from tests.server_process import ServerProcess

DEMO_QUESTION = 'kind = "long", help = "A sentence is enough." }]'
QUESTIONS = {
    DEMO_QUESTION: """kind = "long", help = "A sentence is enough.", required = true },
  { id = "side", ask = "Which side is it?", kind = "choice", options = ["Left", "Right", "Both"] },
  { id = "where", ask = "Where?", kind = "several", options = ["Hip", "Knee"], required = true },
  { id = "scan", ask = "Are there any scans?", kind = "yes-no", required = true },
  { id = "since", ask = "Since when?", kind = "date" },
  { id = "doctor", ask = "Who sent you?" },
]"""
}
SECRET = "Run up the lighthouse stairs."
TIM = {"first_name": "Tim", "last_name": "Tidewell"}

pytestmark = [pytest.mark.e2e, pytest.mark.clinic(QUESTIONS), pytest.mark.req("B12")]


def answers(patient: Patient) -> None:
    patient.find("#q_goal").fill(SECRET)
    patient.find("[name=q_side][value=Both]").check()
    patient.find("[name=q_where_2]").check()
    patient.find("[name=q_scan][value=no]").check()
    patient.find("#q_since").fill("2026-05-17")


def names_herself(patient: Patient) -> None:
    patient.find("#for_other").check()
    patient.find("#booker_first_name").fill("Nora")
    patient.find("#booker_last_name").fill("Tidewell")
    patient.find("#booker_is").select_option("parent")


def tells_all(patient: Patient) -> None:
    """What is missing is told at its field, what was typed stays, and then it is booked."""
    expect(patient.find("#booker_first_name")).to_be_hidden()
    names_herself(patient)
    answers(patient)
    patient.find("#q_goal").fill("")
    patient.fills_in(**TIM)
    patient.button("Book appointment").click()
    expect(patient.find("#q_goal-error")).to_contain_text("Answer this question")
    expect(patient.find("#booker_first_name")).to_have_value("Nora")
    expect(patient.find("[name=q_where_2]")).to_be_checked()
    expect(patient.find("[name=q_side][value=Both]")).to_be_checked()
    patient.find("#q_goal").fill(SECRET)
    patient.find("#terms").check()
    patient.books()
    expect(patient.find("section")).to_contain_text("Tim's appointment is booked")
    expect(patient.find("section")).to_contain_text("for Tim")


def test_in_the_widget(page: Page, site: Site, patient: Patient) -> None:
    page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    patient.takes()
    tells_all(patient)
    assert page.evaluate("violations") == []


def test_what_was_answered_survives_a_reload_and_is_gone_after_booking(
    page: Page, site: Site, patient: Patient
) -> None:
    page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    patient.takes()
    names_herself(patient)
    answers(patient)
    page.reload()
    patient.sees("details")
    expect(patient.find("#q_goal")).to_have_value(SECRET)
    expect(patient.find("[name=q_where_2]")).to_be_checked()
    expect(patient.find("#booker_first_name")).to_have_value("Nora")
    expect(patient.find("#booker_is")).to_have_value("parent")
    kept = "JSON.stringify([{...sessionStorage}, {...localStorage}])"
    assert SECRET in page.evaluate(kept)
    assert SECRET not in page.evaluate("JSON.stringify({...localStorage})")
    patient.fills_in(**TIM)
    patient.books()
    assert SECRET not in page.evaluate(kept)


def test_on_the_hosted_page(page: Page, server: ServerProcess, clinic: str) -> None:
    page.goto(f"{server.url}/c/{clinic}")
    patient = Patient(page, where="page")
    patient.goes_to_times()
    patient.takes()
    tells_all(patient)


@pytest.mark.req("E6")
def test_on_the_hosted_page_without_javascript(
    chromium: Browser, server: ServerProcess, clinic: str
) -> None:
    with chromium.new_context(java_script_enabled=False, locale="en-AU") as context:
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.goto(f"{server.url}/c/{clinic}")
        patient = Patient(page, where="page")
        patient.goes_to_times()
        patient.takes()
        tells_all(patient)


@pytest.mark.req("E6")
def test_axe_finds_nothing_in_questions_and_their_errors(
    page: Page, server: ServerProcess, clinic: str
) -> None:
    page.emulate_media(reduced_motion="reduce")  # colours are looked at when they have settled
    page.goto(f"{server.url}/c/{clinic}")
    patient = Patient(page, where="page")
    patient.goes_to_times()
    patient.takes()
    has_no_fault(page)
    patient.find("#for_other").check()
    has_no_fault(page)
    patient.button("Book appointment").click()
    expect(patient.find(".notice.wrong")).to_be_visible()
    has_no_fault(page)
