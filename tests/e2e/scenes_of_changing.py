"""What the pictures show of changing and cancelling; as in tests/e2e/scenes.py."""

from playwright.sync_api import Page, expect

from tests.e2e.patient import Patient
from tests.e2e.paying.scenes import at_paid
from tests.e2e.scenes import STATE_LOOKS, STEP_LOOKS, Scene, at_confirmation, settle_clock, turn

_WINDOWS = '[{ until = "30d", keep = "nothing" }, { until = "1h", keep = "10.00" }]'
KEPT = {
    'slug = "insoles"\n': 'slug = "insoles"\nchange_policy = '
    f'{{ windows = {_WINDOWS}, afterwards = "all", enforced = true }}\n'
}
"""Ten dollars are kept of what is paid for a type."""


def at_new_times(book: str, page: Page) -> Patient:
    patient = at_confirmation(book, page)
    patient.button("Change the time").click()
    patient.sees("move")
    return patient


def at_review(book: str, page: Page) -> Patient:
    patient = at_new_times(book, page)
    patient.find("button[name=slot]").nth(5).click()
    patient.sees("review")
    settle_clock(patient)
    return patient


def at_moved(book: str, page: Page) -> None:
    patient = at_review(book, page)
    patient.button("Change appointment").click()
    patient.sees("confirmed")
    expect(patient.find(".heading")).to_have_text("Your appointment is changed")
    patient.find(".reference").evaluate("it => { it.textContent = 'KQ7-W4M'; }")


def at_cancel(book: str, page: Page) -> Patient:
    patient = at_confirmation(book, page)
    patient.button("Cancel appointment").click()
    patient.sees("cancel")
    return patient


def at_cancel_of_paid(book: str, page: Page) -> None:
    patient = at_paid(book, page)
    patient.button("Cancel appointment").click()
    patient.sees("cancel")


def at_cancelled(book: str, page: Page) -> Patient:
    patient = at_cancel(book, page)
    patient.button("Cancel appointment").click()
    patient.sees("cancelled")
    patient.find("[data-timer]").evaluate("it => { it.textContent = '1:00'; }")
    return patient


def at_review_from_the_right(book: str, page: Page) -> None:
    turn(at_review(book, page))


CHANGING = {
    "move": Scene(at_new_times, STEP_LOOKS),
    "review": Scene(at_review, STEP_LOOKS),
    "moved": Scene(at_moved, STATE_LOOKS),
    "cancel": Scene(at_cancel, STEP_LOOKS),
    "cancel-paid": Scene(at_cancel_of_paid, STATE_LOOKS, KEPT),
    "cancelled": Scene(at_cancelled, STEP_LOOKS),
    "right-to-left-review": Scene(at_review_from_the_right, [(320, "light")]),
}
