"""A patient books on the clinic's own website: the real server, another origin, a strict policy."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import CLOCK
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import DETAILS, Patient
from tests.server_process import ServerProcess, start_server

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    """With rate limits and bot checks, as patients meet it."""
    with start_server(clinic_file=None, clock=CLOCK) as started:
        yield started


@pytest.fixture
def book_page(page: Page, site: Site) -> str:
    """The clinic's page, opened."""
    address = site.url("plain", csp=STRICT)
    page.goto(address)
    return address


@pytest.mark.req("B1", "B2", "B4", "B13", "E1")
def test_from_the_first_question_to_the_confirmation(
    book_page: str, page: Page, patient: Patient
) -> None:
    patient.sees("type")
    patient.choose("type", "running")
    patient.sees("location")
    patient.choose("location", "balmain")
    patient.sees("slot")  # one practitioner gives it there: nothing to be asked
    expect(patient.find(".summary")).to_contain_text("with Otis Brinewell")
    patient.takes()
    expect(patient.find("#terms")).not_to_be_checked()
    for name, text in DETAILS.items():
        patient.types(name, text)
    patient.find("[name=patient_is][value=new]").check()
    patient.find("#terms").check()
    reference = patient.books()
    expect(patient.find("section")).to_contain_text("You are booked, Robin")
    expect(patient.find("section")).to_contain_text(reference)
    expect(patient.find("section")).to_contain_text("3 Capstan Steps, Balmain NSW 2041")
    calendar = patient.find("a", has_text="Add to calendar").get_attribute("href")
    answer = page.request.get(str(calendar))
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:" in answer.text()
    assert page.evaluate("violations") == []
    expect(page).to_have_url(book_page)


@pytest.mark.req("E8")
def test_by_keyboard_alone(book_page: str, page: Page, patient: Patient) -> None:
    patient.sees("type")
    _tab_to(page, patient, "Standard consultation")
    page.keyboard.press("Enter")
    patient.sees("location")
    _tab_to(page, patient, "Manly")
    page.keyboard.press("Space")
    patient.sees("practitioner")
    _tab_to(page, patient, "Anyone available")
    page.keyboard.press("Enter")
    patient.sees("slot")
    _tab_to(page, patient, "Wednesday 6 January")
    page.keyboard.press("Enter")
    expect(patient.find(".chosen-day")).to_have_text("Wednesday 6 January")
    assert "Wednesday 6 January" in _focused_name(patient)
    _tab_to(page, patient, "1:00 pm")
    page.keyboard.press("Enter")
    patient.sees("details")
    labels = ("First name", "Last name", "Email", "Phone")
    for label, text in zip(labels, DETAILS.values(), strict=True):
        _tab_to(page, patient, label)
        page.keyboard.type(text, delay=60)
    _tab_to(page, patient, "I accept")
    page.keyboard.press("Space")
    _tab_to(page, patient, "Book appointment")
    page.keyboard.press("Enter")
    patient.sees("confirmed")


@pytest.mark.req("R4", "E8")
def test_refused_fields_keep_the_text_say_what_to_do_and_take_the_focus(
    book_page: str, patient: Patient
) -> None:
    patient.goes_to_times()
    patient.takes()
    patient.types("first_name", "Robin")
    patient.types("email", "robin.lightwater-is-no-address-yet")
    patient.types("phone", "12")
    patient.button("Book appointment").click()
    patient.hears("There are 4 problems")
    assert patient.focused() == "last_name"
    assert patient.typed() == {
        "first_name": "Robin",
        "last_name": "",
        "email": "robin.lightwater-is-no-address-yet",
        "phone": "12",
    }
    patient.find(".notice a", has_text="Enter an email address like").click()
    assert patient.focused() == "email"
    expect(patient.find("#email")).to_have_accessible_description(
        "Error: Enter an email address like name@example.com"
    )
    patient.fills_in()
    patient.books()


@pytest.mark.req("B6", "H3")
def test_of_two_patients_who_want_one_time_the_slower_keeps_all_and_is_offered_the_nearest(
    chromium: Browser, book_page: str, page: Page, patient: Patient
) -> None:
    patient.goes_to_times(who="kit-saltmarsh")
    wanted = patient.takes(2)
    patient.fills_in()
    patient.button("Back").click()
    patient.sees("slot")
    with chromium.new_context() as other:
        quicker = Patient(other.new_page())
        quicker.page.goto(book_page)
        quicker.goes_to_times(who="kit-saltmarsh")
        quicker.find(f"button[value='{wanted}']").click()
        quicker.sees("details")
        patient.find(f"button[value='{wanted}']").click()
        patient.sees("notice")
        patient.hears("That time has just been taken")
        assert patient.find(f"button[value='{wanted}']").count() == 0
        nearest = [int(str(it.get_attribute("value"))) for it in patient.find(".time").all()]
        assert min(abs(start - int(wanted)) for start in nearest) <= 3600
        patient.takes()
        assert patient.typed() == DETAILS
        patient.find("#terms").check()
        quicker.fills_in(email="sam.oarfish@patients.example", phone="02 5550 7713")
        page.wait_for_timeout(2000)  # nobody answers within less
        assert patient.books() != quicker.books()


@pytest.mark.req("B5")
@pytest.mark.clinic({"daily_limit = 3": "daily_limit = 1"})
def test_past_the_daily_limit_it_is_said_when_the_next_booking_is_possible(
    book_page: str, page: Page, patient: Patient
) -> None:
    patient.goes_to_times()
    patient.takes()
    for name, text in DETAILS.items():
        patient.types(name, text)
    patient.find("#terms").check()
    patient.books()
    page.goto(book_page)
    patient.goes_to_times()
    patient.takes()
    for name, text in DETAILS.items():
        patient.types(name, text)
    patient.find("#terms").check()
    patient.button("Book appointment").click()
    patient.sees("notice")
    expect(patient.find("section")).to_contain_text(re.compile("from Wed 6 Jan, 9:[0-5][0-9]"))
    expect(patient.find("a[href='tel:+61255501234']")).to_be_visible()


@pytest.mark.req("B9")
def test_a_patient_in_another_zone_sees_both_times(chromium: Browser, site: Site) -> None:
    with chromium.new_context(timezone_id="Europe/Berlin", locale="en-GB") as context:
        patient = Patient(context.new_page())
        patient.page.goto(site.url("plain", csp=STRICT))
        patient.goes_to_times()
        expect(patient.find("[data-zone-line]")).to_have_text(
            "Times are in Sydney (you are 10 h behind)."
        )
        first = patient.find("button[name=slot]").first
        expect(first).to_contain_text("11:15 am")
        expect(first.locator(".slot-local")).to_have_text(re.compile("^0?1:15$"))
        patient.button("Wednesday 6 January").click()
        expect(patient.find(".chosen-day")).to_have_text("Wednesday 6 January")
        expect(patient.find("[data-zone-line]")).to_be_visible()


@pytest.mark.req("S1", "S9")
@pytest.mark.clinic({"[online_booking]\nenabled = true": "[online_booking]\nenabled = false"})
def test_a_clinic_that_is_closed_online_is_called(book_page: str, patient: Patient) -> None:
    patient.sees("notice")
    expect(patient.find("section")).to_contain_text("Please call us to book")
    expect(patient.find("a[href='tel:+61255501234']")).to_be_visible()


def _tab_to(page: Page, patient: Patient, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in _focused_name(patient):
            return
    raise AssertionError(f"{name!r} is not reached by Tab")


def _focused_name(patient: Patient) -> str:
    script = """host => {
      const it = host.shadowRoot.activeElement;
      return it ? it.getAttribute("aria-label") ?? (it.labels?.[0] ?? it).textContent : "";
    }"""
    return str(patient.host.evaluate(script))
