"""A patient pays on the clinic's own page, under a strict policy, and comes back to it (P-18).

Whatever happens, the page asks nothing of the payment service, keeps no cookie, and complains of
nothing: the fixture `page` sees to that.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosts.site import Site
from tests.e2e.patient import DETAILS
from tests.e2e.paying.till import ASKS, DECLINED, Payer, Till
from tests.e2e.paying.watch import Watch

pytestmark = [pytest.mark.e2e, pytest.mark.req("P7")]

STEPS = ("type", "location", "practitioner", "slot", "details", "payment")
LEFT = {"ready": [{}], "held": [{}], "step": [{"step": step} for step in STEPS]}
BOOKED = {"ready": [{}], "step": [{"step": "confirmed"}], "booked": [{}]}


@pytest.mark.req("B2", "E5", "P1", "R6")
def test_who_pays_comes_back_to_the_clinics_page_and_is_booked(
    book_page: str, page: Page, patient: Payer, till: Till, watch: Watch
) -> None:
    patient.comes_to_pay(book_page)
    expect(patient.find(".sums")).to_contain_text("A$230.00")
    assert _told(page) == LEFT
    before = page.evaluate("history.length")
    patient.leaves_to_pay().pays()
    patient.is_booked()
    expect(page, "the token is gone from the address").to_have_url(book_page)
    assert page.evaluate("history.length") == before + 2
    expect(patient.find(".heading")).to_be_focused()
    patient.hears("Your appointment is booked.")
    assert _told(page) == BOOKED
    assert page.evaluate("violations") == []
    till.is_paid_once()


@pytest.mark.req("P3")
@pytest.mark.usefixtures("webhooks")
def test_after_a_declined_card_another_one_pays_and_webhooks_change_nothing(
    book_page: str, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(book_page)
    pay_page = patient.leaves_to_pay()
    pay_page.pays(DECLINED)
    pay_page.says("Your card was declined")
    pay_page.pays()
    patient.is_booked()
    assert _told(patient.page) == BOOKED
    till.is_paid_once()


def test_3d_secure_is_passed(book_page: str, patient: Payer, till: Till) -> None:
    patient.comes_to_pay(book_page)
    pay_page = patient.leaves_to_pay()
    pay_page.pays(ASKS)
    pay_page.approves()
    patient.is_booked()
    till.is_paid_once()


@pytest.mark.usefixtures("webhooks")
def test_after_3d_secure_failed_another_card_pays(
    book_page: str, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(book_page)
    pay_page = patient.leaves_to_pay()
    pay_page.pays(ASKS)
    pay_page.refuses()
    pay_page.says("Nothing was charged")
    pay_page.pays()
    patient.is_booked()
    till.is_paid_once()


@pytest.mark.parametrize("way", ["the browser's button", "the pay page's link"])
def test_who_goes_back_has_not_paid_yet_finds_the_time_kept_and_can_still_pay(
    book_page: str, page: Page, patient: Payer, till: Till, way: str
) -> None:
    patient.comes_to_pay(book_page)
    kept = patient.find(".hold p").inner_text()
    pay_page = patient.leaves_to_pay()
    first = page.url
    if way == "the pay page's link":
        pay_page.goes_back()
    else:
        page.go_back()
    patient.has_not_paid_yet()
    expect(patient.find(".hold p")).to_have_text(kept)
    expect(page).to_have_url(book_page)
    pay_page = patient.leaves_to_pay()
    assert page.url == first, "one payment has one pay page"
    pay_page.pays()
    patient.is_booked()
    till.is_paid_once()


def test_back_and_forth_between_the_pages_changes_nothing(
    book_page: str, page: Page, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(book_page)
    pay_page = patient.leaves_to_pay()
    page.go_back()
    patient.has_not_paid_yet()
    page.go_forward()
    pay_page.pays()
    patient.is_booked()
    page.go_back()
    expect(page.get_by_role("heading", name="This is paid")).to_be_visible()
    page.go_forward()
    patient.sees("type")
    till.is_paid_once()


@pytest.mark.req("P2", "P3")
def test_the_way_back_and_the_clinics_page_are_loaded_again_and_nothing_happens_twice(
    book_page: str, page: Page, patient: Payer, till: Till
) -> None:
    returns: list[str] = []
    page.on("request", lambda it: returns.append(it.url) if "/return/" in it.url else None)
    patient.comes_to_pay(book_page)
    patient.leaves_to_pay().pays()
    patient.is_booked()
    reference = patient.find(".reference").inner_text()
    for _ in range(2):
        page.goto(returns[0])
        patient.is_booked()
        expect(patient.find(".reference")).to_have_text(reference)
        expect(page).to_have_url(book_page)
    page.reload()
    patient.sees("type")
    till.is_paid_once()


def test_in_two_tabs_one_payment_is_made(
    book_page: str, page: Page, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(book_page)
    other = Payer(page.context.new_page())
    other.page.goto(book_page)
    other.is_asked_to_pay()
    there, here = other.leaves_to_pay(), patient.leaves_to_pay()
    assert page.url == other.page.url, "one payment has one pay page"
    there.types()
    here.pays()
    patient.is_booked()
    there.presses_pay()
    expect(other.page.get_by_role("heading", name="This is paid")).to_be_visible()
    other.page.goto(book_page)
    other.sees("type")
    till.is_paid_once()


def test_who_gives_the_time_back_goes_on_with_what_was_typed(
    book_page: str, patient: Payer, till: Till
) -> None:
    time = patient.comes_to_pay(book_page)
    patient.leaves_to_pay()
    patient.page.go_back()
    patient.has_not_paid_yet()
    patient.button("Give the time back").click()
    patient.sees("slot")
    assert patient.takes() == time
    assert patient.typed() == DETAILS
    patient.find("#terms").check()
    patient.button("Go on to payment").click()
    patient.is_asked_to_pay()
    patient.leaves_to_pay().pays()
    patient.is_booked()
    till.is_paid_once()


def test_what_the_clinics_page_must_not_do_would_be_found(
    site: Site, page: Page, patient: Payer, watch: Watch, stripe: str
) -> None:
    page.goto(site.url("plain"))
    patient.sees("type")
    page.evaluate("url => fetch(url, { mode: 'no-cors' })", f"{stripe}/v1/account")
    page.evaluate("document.cookie = 'tasted=yes'; console.error('an error of the page')")
    page.wait_for_timeout(100)
    assert [cookie.get("name") for cookie in page.context.cookies()] == ["tasted"]
    assert "an error of the page" in watch.complaints[-1]
    assert f"GET {stripe}/v1/account by {site.url('plain')}" in watch.complaints
    watch.complaints.clear()
    page.context.clear_cookies()


def _told(page: Page) -> dict[str, list[object]]:
    """What the clinic's page was told since it was loaded, by event."""
    told: dict[str, list[object]] = {}
    for name, detail in page.evaluate("told"):
        told.setdefault(name, []).append(detail)
    return told
