"""A booking that waits for its payment: the ways back to it, and of whom no payment is asked."""

import pytest

from tests.web.page import Page
from tests.web.patient import ADA
from tests.web.payments.conftest import HARBOUR
from tests.web.payments.payer import TYPING_SECONDS, Payer
from tests.web.payments.till import Till
from tests.web.trusted import put_on
from tests.web.world import World

MARKED = HARBOUR.replace('prepay_from = "new"', 'prepay_from = "marked"')


@pytest.mark.req("P4", "H4")
@pytest.mark.parametrize("path", ["/holds/extend", "/holds/renew"])
async def test_a_hold_that_is_being_paid_leads_on_to_the_payment(ada: Payer, path: str) -> None:
    hold = await hold_of_a_payment(ada)
    page = await ada.post(path, {"hold": hold})
    assert (ada.answer.status_code, page.notice) == (410, "being_paid")
    await way_on_is_the_payment(ada, page)


@pytest.mark.req("H4")
async def test_the_widget_that_comes_back_with_the_hold_is_led_on_to_the_payment(
    widget: Payer,
) -> None:
    hold = await hold_of_a_payment(widget)
    page = await widget.post("/holds/resume", {"hold": hold})
    assert (widget.answer.status_code, page.notice) == (410, "being_paid")
    await way_on_is_the_payment(widget, page)


@pytest.mark.req("H4")
async def test_the_details_page_that_is_reloaded_leads_on_to_the_payment(
    widget: Payer, world: World
) -> None:
    ada = Payer(await world.browser(), "/c/harbour-physio", clock=world.clock)
    hold = await hold_of_a_payment(ada)
    assert widget.answers == []
    page = await ada.get(f"/h/{hold}")
    assert (ada.answer.status_code, page.notice) == (410, "being_paid")
    await way_on_is_the_payment(ada, page)


@pytest.mark.req("P2", "R4")
async def test_details_that_are_sent_twice_lead_to_the_same_payment(
    ada: Payer, world: World
) -> None:
    await ada.choose_time()
    form = ada.page.form("/bookings").fields
    ada.clock.advance(TYPING_SECONDS)
    first = await ada.book(ADA)
    again = await ada.post("/bookings", {**form, **ADA})
    assert again.step["data-payment-token"] == first.step["data-payment-token"]
    assert again.step["data-expires-at"] == first.step["data-expires-at"]
    for table in ("payment", "patient", "acceptance"):
        rows = await world.toolbox.database.fetch(f"SELECT 1 FROM {table}")  # noqa: S608 - ours
        assert len(rows) == 1, table


@pytest.mark.req("P2")
async def test_details_that_are_sent_again_after_paying_lead_to_the_confirmation(
    ada: Payer, till: Till
) -> None:
    await ada.choose_time()
    form = ada.page.form("/bookings").fields
    ada.clock.advance(TYPING_SECONDS)
    await ada.book(ADA)
    await ada.press_pay()
    till.pay(ada.pay_url)
    await ada.come_back(till.way_back(ada.pay_url))
    assert (await ada.post("/bookings", {**form, **ADA})).name == "confirmed"
    page = await ada.post("/holds/extend", {"hold": form["hold"]})
    assert page.notice == "already_booked"


@pytest.mark.req("P2")
async def test_details_that_are_sent_again_after_the_deadline_are_told_that_it_is_over(
    ada: Payer,
) -> None:
    await ada.choose_time(number=5)
    form = ada.page.form("/bookings").fields
    ada.clock.advance(TYPING_SECONDS)
    await ada.book(ADA)
    ada.clock.advance(451)
    page = await ada.post("/bookings", {**form, **ADA})
    assert (ada.answer.status_code, page.notice) == (410, "payment_over")
    assert page.slots


@pytest.mark.req("P6")
async def test_of_a_type_for_new_patients_a_known_one_is_booked_at_once(
    ada: Payer, till: Till, world: World
) -> None:
    details = await ada.choose_time("shockwave")
    assert "New patients pay A$30.00 now, A$90.00 at the clinic" in details.text
    assert "Go on to payment" not in details.text
    ada.clock.advance(TYPING_SECONDS)
    page = await ada.book(ADA)
    assert page.name == "payment"
    assert "Pay A$30.00 to book" in page.text
    await ada.press_pay()
    till.pay(ada.pay_url)
    await ada.come_back(till.way_back(ada.pay_url))

    await ada.choose_time("shockwave", number=6)
    ada.clock.advance(TYPING_SECONDS)
    page = await ada.book({**ADA, "patient_is": "existing"})
    assert (ada.answer.status_code, page.name) == (200, "confirmed")
    assert "Paid" not in page.text
    assert len(await world.toolbox.database.fetch("SELECT 1 FROM payment")) == 1


@pytest.mark.req("P6")
async def test_to_say_that_one_is_known_saves_nobody_the_payment(ada: Payer) -> None:
    page = await ada.go_to_payment("shockwave", typed={**ADA, "patient_is": "existing"})
    assert page.name == "payment"


@pytest.mark.req("P6")
async def test_of_a_type_for_marked_patients_only_they_are_asked(
    ada: Payer, world: World, till: Till
) -> None:
    await world.import_clinic(MARKED)
    details = await ada.choose_time("shockwave")
    assert "A$30.00" not in details.text
    ada.clock.advance(TYPING_SECONDS)
    assert (await ada.book(ADA)).name == "confirmed"
    assert till.account
    await put_on(world, "prepay")
    page = await ada.go_to_payment("shockwave", 6)
    assert page.name == "payment"


@pytest.mark.req("P1")
async def test_a_type_without_a_prepayment_is_booked_as_ever(ada: Payer, till: Till) -> None:
    page = await ada.go_to_payment("running")
    assert page.name == "confirmed"
    assert "Paid" not in page.text
    assert "POST /v1/checkout/sessions" not in till.asked()


async def hold_of_a_payment(ada: Payer) -> str:
    """The token of a hold whose details were sent."""
    await ada.choose_time()
    hold = ada.page.form("/bookings").fields["hold"]
    ada.clock.advance(TYPING_SECONDS)
    assert (await ada.book(ADA)).name == "payment"
    return hold


async def way_on_is_the_payment(ada: Payer, page: Page) -> None:
    assert "Your payment is not finished" in page.text
    token = ada.token
    buttons = [each.get("hx-get", "") for each in page.buttons]
    assert f"{ada.prefix}/p/{token}" in (buttons if ada.is_fragment else page.links)
    assert (await ada.get(f"/p/{token}")).step["data-payment"] == "open"
