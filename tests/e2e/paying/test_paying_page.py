"""The same on the hosted page, with JavaScript switched off: forms, redirects, and a page that
loads itself again.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Later
from tests.e2e.paying.till import DECLINED, Payer, Till, somebody_takes
from tests.e2e.paying.watch import Watch
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("B7", "P7")]


@pytest.fixture
def page(chromium: Browser, watch: Watch) -> Iterator[Page]:
    """Without scripts."""
    with chromium.new_context(java_script_enabled=False, locale="en-AU") as context:
        context.set_default_timeout(60_000)
        watch.over(context)
        yield context.new_page()
        assert (watch.complaints, context.cookies()) == ([], [])


@pytest.fixture
def patient(page: Page) -> Payer:
    return Payer(page, "page")


@pytest.fixture
def start(server: ServerProcess, clinic: str, till: Till) -> str:
    """The address of the first step. The clinic is paid."""
    assert till.account
    return f"{server.url}/c/{clinic}"


def test_without_javascript_who_pays_comes_back_and_is_booked(
    start: str, page: Page, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(start)
    expect(patient.find(".hold p")).to_contain_text("for you until 9:1")
    patient.leaves_to_pay().pays()
    patient.is_booked()
    reference = patient.find(".reference").inner_text()
    page.reload()
    expect(patient.find(".reference")).to_have_text(reference)
    till.is_paid_once()


@pytest.mark.usefixtures("webhooks")
def test_without_javascript_a_declined_card_leaves_the_way_back_and_another_try(
    start: str, page: Page, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(start)
    pay_page = patient.leaves_to_pay()
    first = page.url
    pay_page.pays(DECLINED)
    pay_page.says("Your card was declined")
    pay_page.goes_back()
    patient.is_asked_to_pay()
    expect(patient.find(".notice")).to_contain_text("You have not paid yet")
    pay_page = patient.leaves_to_pay()
    assert page.url == first, "one payment has one pay page"
    pay_page.pays()
    patient.is_booked()
    till.is_paid_once()


@pytest.mark.req("R3")
def test_without_javascript_the_page_of_a_payment_under_way_loads_itself_again(
    start: str, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(start)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till.fails("down")
    pay_page.presses_pay()
    patient.waits()
    expect(patient.find("section")).to_contain_text("We are waiting for your payment")
    till.heals()
    patient.is_booked()
    till.is_paid_once()


@pytest.mark.req("P2")
def test_without_javascript_paid_late_when_the_time_is_taken_nothing_is_charged(
    start: str,
    clinic: str,
    server: ServerProcess,
    patient: Payer,
    till: Till,
    watch: Watch,
    later: Later,
) -> None:
    watch.refusals.add(409)
    time = patient.comes_to_pay(start)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till.fails("error", "/v1/checkout/sessions/*/expire")  # else the pay page may end before
    later(9)
    somebody_takes(server, clinic, time)
    pay_page.presses_pay()
    patient.sees("notice")
    expect(patient.find("section")).to_contain_text("You have not been charged")
    till.heals()
    assert patient.takes() != time
    assert till.money()["received"] == 0


def test_without_javascript_the_time_can_be_given_back(start: str, patient: Payer) -> None:
    time = patient.comes_to_pay(start)
    patient.button("Give the time back").click()
    patient.sees("slot")
    expect(patient.find(f"button[value='{time}']")).to_be_visible()
