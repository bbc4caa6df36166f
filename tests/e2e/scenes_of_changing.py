"""What the pictures show of changing and cancelling; as in tests/e2e/scenes.py."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.changing.paid.mover import Mover, asks
from tests.e2e.patient import Patient
from tests.e2e.paying.scenes import at_paid
from tests.e2e.paying.till import Till
from tests.e2e.scenes import (
    STATE_LOOKS,
    STEP_LOOKS,
    Look,
    Scene,
    at_confirmation,
    settle_clock,
    turn,
)
from tests.server_process import ServerProcess

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


def dearer(server: ServerProcess, slug: str) -> None:
    asks(server, slug, 4500, 27500)


def cheaper(server: ServerProcess, slug: str) -> None:
    asks(server, slug, 2000, 25000)


def at_difference(_book: str, page: Page) -> Mover:
    """Paid, then another time chosen at the price of today."""
    patient = Mover(page)
    patient.chooses_another()
    settle_clock(patient)
    return patient


def at_difference_payment(book: str, page: Page) -> Mover:
    patient = at_difference(book, page)
    patient.goes_on_to_the_difference()
    settle_clock(patient)
    return patient


def at_difference_from_the_right(book: str, page: Page) -> None:
    turn(at_difference_payment(book, page))


def at_difference_waiting(book: str, page: Page) -> None:
    patient = at_difference_payment(book, page)
    pay_page = patient.leaves_to_pay_more()
    pay_page.types()
    till = Till(pay_page.origin(), "*")
    till.fails("down")
    pay_page.presses_pay()
    patient.waits()
    page.route("**/payments/state", lambda _: None)
    till.heals()


def at_difference_lost(book: str, page: Page) -> None:
    """The bank let it go before it was taken."""
    patient = at_difference_payment(book, page)
    pay_page = patient.leaves_to_pay_more()
    pay_page.types()
    till = Till(pay_page.origin(), "*")
    till.fails("error", "/v1/payment_intents/*")
    pay_page.presses_pay()
    patient.waits()
    till.loses_authorisation()
    till.heals()
    patient.sees("notice")


def at_difference_paid(book: str, page: Page) -> None:
    patient = at_difference_payment(book, page)
    patient.leaves_to_pay_more().pays()
    patient.is_moved("A$45.00")
    patient.find(".reference").evaluate("it => { it.textContent = 'KQ7-W4M'; }")


def _dearer(play: Callable[[str, Page], object], looks: list[Look]) -> Scene:
    return Scene(play, looks, begin=at_paid, midway=dearer)


DIFFERENCE = {
    "difference": _dearer(at_difference, STEP_LOOKS),
    "difference-payment": _dearer(at_difference_payment, STEP_LOOKS),
    "right-to-left-difference": _dearer(at_difference_from_the_right, [(320, "light")]),
    "difference-waiting": _dearer(at_difference_waiting, STATE_LOOKS),
    "difference-lost": _dearer(at_difference_lost, STATE_LOOKS),
    "difference-paid": _dearer(at_difference_paid, STATE_LOOKS),
    "difference-less": Scene(at_difference, STATE_LOOKS, begin=at_paid, midway=cheaper),
}
CHANGING = DIFFERENCE | {
    "move": Scene(at_new_times, STEP_LOOKS),
    "review": Scene(at_review, STEP_LOOKS),
    "moved": Scene(at_moved, STATE_LOOKS),
    "cancel": Scene(at_cancel, STEP_LOOKS),
    "cancel-paid": Scene(at_cancel_of_paid, STATE_LOOKS, KEPT),
    "cancelled": Scene(at_cancelled, STEP_LOOKS),
    "right-to-left-review": Scene(at_review_from_the_right, [(320, "light")]),
}
