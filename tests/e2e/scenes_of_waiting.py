"""What the pictures show of the waiting list; as in tests/e2e/scenes.py."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.e2e.patient import DETAILS, Patient
from tests.e2e.scenes import STATE_LOOKS, STEP_LOOKS, Scene, at_times


def at_the_form(book: str, page: Page) -> Patient:
    patient = at_times(book, page)
    patient.button("Join the waiting list").click()
    patient.sees("waitlist")
    for name in ("day_1", "day_3", "part_morning"):
        patient.find(f"[name={name}]").check()
    return patient


def at_the_list(book: str, page: Page) -> Patient:
    patient = at_the_form(book, page)
    for name, text in DETAILS.items():
        patient.find(f"#{name}").fill(text)
    patient.button("Join the waiting list").click()
    patient.sees("waiting")
    return patient


def at_the_offer(book: str, page: Page) -> None:
    """By the link, on the hosted page."""
    patient = at_the_list(book, page)
    form = patient.find("form[action$='/waitlist/leave']").first
    action = urlsplit(form.evaluate("form => form.action"))
    token = patient.find("input[name=entry]").first.input_value()
    server = form.get_attribute("hx-post") or ""
    origin = urlsplit(server) if "://" in server else action
    page_of = action.path.replace("/f/", "/c/").removesuffix("/waitlist/leave")
    offered = Patient(page, where="page")
    for _ in range(30):
        page.goto(f"{origin.scheme}://{origin.netloc}{page_of}/w/{token}")
        if offered.find('section[data-step="offer"]').count():
            break
        page.wait_for_timeout(500)
    offered.sees("offer")
    until = "it => { it.textContent = it.textContent.replace(/9:\\d\\d am/, '9:36 am'); }"
    offered.find(".notice b").evaluate(until)


WAITING = {
    "waitlist": Scene(at_the_form, STEP_LOOKS),
    "waiting": Scene(at_the_list, STATE_LOOKS),
    "offer": Scene(at_the_offer, STEP_LOOKS),
}
