"""What the pictures show: how a patient comes to see each step and state of the widget."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from playwright.sync_api import Page, expect

from tests.e2e.patient import Patient
from tests.server_process import ServerProcess

Scheme = Literal["light", "dark"]
Look = tuple[int, Scheme]

NOW = 1_799_100_000  # the browser's clock; it stands still
_FIRST_MINUTE = """section => {
  const walk = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    text.data = text.data.replace(/until 9:1\\d am/, "until 9:12 am");
    text.data = text.data.replace(/, 9:0\\d am/, ", 9:05 am");
  }
  const timer = section.querySelector("[data-timer]");
  if (timer) timer.textContent = "7:30";
  timer?.removeAttribute("data-timer");
}"""
STEP_LOOKS: list[Look] = list(product((320, 768, 1280), ("light", "dark")))
CLOSED_TO_NEW = {
    'new_patients = "open"': 'new_patients = "closed"',
    'slug = "video"\n': 'slug = "video"\nnew_patients = "open"\n',
}
CLOSED_ONLINE = {"[online_booking]\nenabled = true": "[online_booking]\nenabled = false"}
STATE_LOOKS: list[Look] = [(320, "light"), (768, "dark")]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: what the patient does in the Book page, in which widths and colours it is taken,
    and what is otherwise in the clinic's file. What happens at the clinic (by its slug) `midway`
    does so after the patient's `begin`, and before what they `play`.
    """

    play: Callable[[str, Page], object]
    looks: list[Look]
    clinic: dict[str, str] = field(default_factory=dict)
    begin: Callable[[str, Page], object] | None = None
    midway: Callable[[ServerProcess, str], object] | None = None


def at_type(book: str, page: Page) -> Patient:
    page.goto(book)
    patient = Patient(page)
    patient.sees("type")
    return patient


def at_location(book: str, page: Page) -> Patient:
    patient = at_type(book, page)
    patient.choose("type", "initial")
    patient.sees("location")
    return patient


def at_practitioner(book: str, page: Page) -> Patient:
    patient = at_location(book, page)
    patient.choose("location", "manly")
    patient.sees("practitioner")
    return patient


def at_times(book: str, page: Page) -> Patient:
    patient = at_practitioner(book, page)
    patient.choose("practitioner", "any")
    patient.sees("slot")
    return patient


def at_a_class(book: str, page: Page) -> Patient:
    patient = at_type(book, page)
    patient.choose("type", "pilates")
    patient.sees("slot")
    return patient


def at_a_place(book: str, page: Page) -> Patient:
    patient = at_a_class(book, page)
    patient.takes()
    patient.sees("details")
    return patient


def at_details(book: str, page: Page) -> Patient:
    patient = at_times(book, page)
    patient.takes(3)
    return patient


def at_confirmation(book: str, page: Page) -> Patient:
    patient = at_details(book, page)
    patient.fills_in()
    patient.books()
    patient.find(".reference").evaluate("it => { it.textContent = 'KQ7-W4M'; }")
    return patient


def at_the_question(book: str, page: Page) -> Patient:
    """Of a clinic that is closed to new patients."""
    patient = at_type(book, page)
    patient.choose("type", "running")
    patient.choose("location", "manly")
    patient.sees("slot")
    return patient


def at_the_answer_before_the_times(book: str, page: Page) -> None:
    patient = at_the_question(book, page)
    patient.find("[type=radio][value=existing]").check()
    expect(patient.find("button[name=slot]").first).to_be_visible()


def at_the_end_for_new_patients(book: str, page: Page) -> None:
    patient = at_the_question(book, page)
    patient.find("[type=radio][value=new]").check()
    expect(patient.button("I have been here before")).to_be_visible()


def at_a_full_day(book: str, page: Page) -> None:
    patient = at_practitioner(book, page)
    patient.choose("practitioner", "nell-tidewater")
    patient.sees("slot")
    patient.find(".day.full").last.click()
    expect(patient.find(".notice")).to_be_visible()


def at_a_lost_race(book: str, page: Page) -> None:
    patient = at_times(book, page)
    browser = page.context.browser
    assert browser is not None
    with browser.new_context() as other:
        at_details(book, other.new_page())
    patient.find("button[name=slot]").nth(3).click()
    patient.sees("notice")


def at_the_limit(book: str, page: Page) -> None:
    at_confirmation(book, page)
    again = at_details(book, page)
    again.fills_in()
    again.button("Book appointment").click()
    again.sees("notice")
    settle_clock(again)


def at_two_minutes(book: str, page: Page) -> None:
    patient = at_details(book, page)
    patient.fills_in()
    page.clock.set_fixed_time(NOW + 331)
    expect(patient.button("Keep it longer")).to_be_visible()


def at_the_end_of_a_hold(book: str, page: Page) -> None:
    """In a tab that was left open: nobody is there for whom the time would be kept again."""
    patient = at_details(book, page)
    page.clock.set_fixed_time(NOW + 451)
    expect(patient.find("[data-over]")).to_contain_text("Your time has run out")


def at_errors(book: str, page: Page) -> None:
    patient = at_details(book, page)
    patient.find("#first_name").fill("Robin")
    patient.find("#email").fill("robin.lightwater")
    patient.button("Book appointment").click()
    expect(patient.find(".notice.wrong")).to_be_visible()
    settle_clock(patient)


def at_a_closed_clinic(book: str, page: Page) -> None:
    page.goto(book)
    Patient(page).sees("notice")


def at_a_fault(book: str, page: Page) -> None:
    patient = at_details(book, page)
    patient.fills_in()
    page.route("**/bookings", lambda route: route.abort())
    patient.button("Book appointment").click()
    expect(patient.find("[role=alert] .notice")).to_be_visible()


def at_the_link(book: str, page: Page) -> None:
    page.route("**/f/**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(book)


def at_times_from_the_right(book: str, page: Page) -> None:
    turn(at_times(book, page))


def at_details_from_the_right(book: str, page: Page) -> None:
    turn(at_details(book, page))


def settle_clock(patient: Patient) -> None:
    """The server's goes on while pictures are made: each shows its first moment."""
    patient.find("section").first.evaluate(_FIRST_MINUTE)


def turn(patient: Patient) -> None:
    """As in a page written from right to left, in a language that is, too."""
    patient.page.evaluate("document.documentElement.dir = 'rtl'")
    patient.find("section").first.evaluate("section => { section.dir = 'rtl'; }")


SCENES = {
    "type": Scene(at_type, STEP_LOOKS),
    "location": Scene(at_location, STEP_LOOKS),
    "practitioner": Scene(at_practitioner, STEP_LOOKS),
    "slot": Scene(at_times, STEP_LOOKS),
    "class": Scene(at_a_class, STATE_LOOKS),
    "class-details": Scene(at_a_place, STATE_LOOKS),
    "in-demo-clinic": Scene(at_times, [(1280, "light")]),
    "details": Scene(at_details, STEP_LOOKS),
    "confirmed": Scene(at_confirmation, STEP_LOOKS),
    "full-day": Scene(at_a_full_day, STATE_LOOKS),
    "taken": Scene(at_a_lost_race, STATE_LOOKS),
    "limit": Scene(at_the_limit, STATE_LOOKS, {"daily_limit = 3": "daily_limit = 1"}),
    "two-minutes": Scene(at_two_minutes, STATE_LOOKS),
    "ran-out": Scene(at_the_end_of_a_hold, STATE_LOOKS),
    "errors": Scene(at_errors, STATE_LOOKS),
    "closed": Scene(at_a_closed_clinic, STATE_LOOKS, CLOSED_ONLINE),
    "who-asks": Scene(at_the_question, STATE_LOOKS, CLOSED_TO_NEW),
    "who-asks-existing": Scene(at_the_answer_before_the_times, STATE_LOOKS, CLOSED_TO_NEW),
    "closed-to-new": Scene(at_the_end_for_new_patients, STEP_LOOKS, CLOSED_TO_NEW),
    "fault": Scene(at_a_fault, STATE_LOOKS),
    "link": Scene(at_the_link, STATE_LOOKS),
    "right-to-left-slot": Scene(at_times_from_the_right, [(768, "light")]),
    "right-to-left-details": Scene(at_details_from_the_right, [(320, "light")]),
}
