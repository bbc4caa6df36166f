"""What the pictures show of paying; as in tests/e2e/scenes.py."""

from playwright.sync_api import Page, Route, expect

from tests.e2e.paying.till import Payer, Till
from tests.e2e.scenes import STATE_LOOKS, STEP_LOOKS, Scene, settle_clock, turn


def at_payment(book: str, page: Page) -> Payer:
    patient = Payer(page)
    patient.comes_to_pay(book)
    settle_clock(patient)
    return patient


def at_payment_from_the_right(book: str, page: Page) -> None:
    turn(at_payment(book, page))


def at_going_back(book: str, page: Page) -> None:
    patient = at_payment(book, page)
    patient.leaves_to_pay()
    page.go_back()
    patient.is_asked_to_pay()
    expect(patient.find(".notice")).to_be_visible()
    settle_clock(patient)


def at_processing(book: str, page: Page) -> Payer:
    """Paid, while the payment service does not answer; then nothing more is heard."""
    patient = at_payment(book, page)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till = Till(pay_page.origin(), "*")
    till.fails("down")
    pay_page.presses_pay()
    patient.waits()
    page.route("**/payments/state", lambda _: None)
    till.heals()
    return patient


def at_paid(book: str, page: Page) -> Payer:
    patient = at_payment(book, page)
    patient.leaves_to_pay().pays()
    patient.is_booked()
    patient.find(".reference").evaluate("it => { it.textContent = 'KQ7-W4M'; }")
    return patient


def at_lost_payment(book: str, page: Page) -> None:
    """The bank let the payment go before it was taken."""
    patient = at_payment(book, page)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till = Till(pay_page.origin(), "*")
    till.fails("error", "/v1/payment_intents/*")
    pay_page.presses_pay()
    patient.waits()
    till.loses_authorisation()
    till.heals()
    patient.sees("notice")


def at_framed_links(book: str, page: Page) -> None:
    """As the server answers a page in a frame."""
    patient = at_payment(book, page)

    def framed(route: Route) -> None:
        route.continue_(post_data=f"{route.request.post_data}&framed=1")

    page.route("**/payments", framed)
    patient.button("Pay A$30.00").click()
    expect(patient.find("a", has_text="Continue to payment")).to_be_visible()
    settle_clock(patient)


PAYING = {
    "payment": Scene(at_payment, STEP_LOOKS),
    "right-to-left-payment": Scene(at_payment_from_the_right, [(320, "light")]),
    "not-paid-yet": Scene(at_going_back, STATE_LOOKS),
    "payment-in-a-frame": Scene(at_framed_links, STATE_LOOKS),
    "processing": Scene(at_processing, STATE_LOOKS),
    "paid": Scene(at_paid, STATE_LOOKS),
    "lost-payment": Scene(at_lost_payment, STATE_LOOKS),
}
