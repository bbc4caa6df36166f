"""What a patient is shown who has to pay: amounts, the deadline, the way there, and the wait."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from slotkeeper.web.render import Renderer
from tests.web import made_up
from tests.web.shown import fragment, page

WIDGET = Path(__file__).parents[2] / "widget"
PAY_URL = "https://pay.example/c/made-up"
FRAMED = replace(made_up.PAYMENT, pay_url=PAY_URL, poll_seconds=5)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(WIDGET)


@pytest.mark.req("P1")
def test_amount_rest_and_deadline_are_named_before_the_page_is_left(renderer: Renderer) -> None:
    text = _words(fragment(renderer, "payment"))
    assert "Pay A$30.00 to book" in text
    assert "Now A$30.00 At the clinic A$65.00 Total A$95.00" in text
    assert "You pay on a page of Stripe" in text
    assert "We keep Tue 5 Jan, 9:15 am for you until 9:22 am." in text


def test_where_all_is_paid_now_nothing_else_is_counted(renderer: Renderer) -> None:
    view = replace(made_up.PAYMENT, later_text="", total_text="")
    text = _words(fragment(renderer, "payment", view=view))
    assert "At the clinic" not in text
    assert "Total" not in text


def test_test_mode_says_so_and_live_mode_does_not(renderer: Renderer) -> None:
    live = replace(made_up.PAYMENT, is_test=False)
    assert "Test mode" in fragment(renderer, "payment")
    assert "Test mode" not in fragment(renderer, "payment", view=live)


def test_paying_is_a_form_that_a_second_press_does_not_send_again(renderer: Renderer) -> None:
    form = _form(fragment(renderer, "payment"), "/f/harbour-physio/payments")
    assert 'hx-sync="this:drop"' in form
    assert '<input type="hidden" name="payment" value="made-up-payment">' in form
    assert "Pay A$30.00 and book</button>" in form


def test_a_page_leaves_every_frame_to_pay(renderer: Renderer) -> None:
    assert 'target="_top"' in _form(page(renderer, "payment"), "/c/harbour-physio/payments")


def test_in_a_frame_real_links_lead_to_the_payment(renderer: Renderer) -> None:
    html = fragment(renderer, "payment", view=FRAMED)
    assert "data-pay-form" not in html
    links = re.findall(r"<a [^>]*>[^<]*</a>", html)
    here, new_tab = (link for link in links if PAY_URL in link)
    assert 'target="_top">Continue to payment' in here
    assert 'target="_blank" rel="noopener">Open in a new tab' in new_tab


def test_a_framed_page_asks_whether_the_payment_has_come_through(renderer: Renderer) -> None:
    html = fragment(renderer, "payment", view=FRAMED)
    assert ' data-poll="5"' in html
    (form,) = (form for form in _forms(html) if "data-poll-form" in form)
    assert ' action="/f/harbour-physio/payments/state"' in form
    assert 'name="payment" value="made-up-payment"' in form


def test_at_the_end_of_the_time_the_state_is_asked_for_and_nothing_renewed(
    renderer: Renderer,
) -> None:
    html = fragment(renderer, "payment")
    form = _form(html, "/f/harbour-physio/payments/state")
    assert 'data-expired-form="ask"' in form
    assert "/holds/" not in html


def test_the_time_can_be_given_back_and_each_decision_changed(renderer: Renderer) -> None:
    summary = [
        replace(each, change_url=None, back_to=each.kind) if each.change_url else each
        for each in made_up.SUMMARY
    ]
    html = fragment(renderer, "payment", summary=summary)
    assert 'id="back-form"' in _form(html, "/f/harbour-physio/payments/release")
    assert html.count('form="back-form" name="back_to"') == 2
    assert 'form="back-form">Give the time back</button>' in html


def test_what_happened_before_is_told(renderer: Renderer) -> None:
    view = replace(made_up.PAYMENT, notice="You have not paid yet.")
    assert '<div class="notice" part="notice"><p>You have not paid yet.' in fragment(
        renderer, "payment", view=view
    )


def test_a_payment_under_way_is_asked_for_by_itself(renderer: Renderer) -> None:
    html = fragment(renderer, "processing")
    assert ' data-payment="waiting" data-payment-token="made-up-payment" data-poll="2"' in html
    assert "data-poll-form" in _form(html, "/f/harbour-physio/payments/state")
    assert "Nothing is charged twice." in html


def test_without_scripts_the_page_of_a_payment_under_way_reloads(renderer: Renderer) -> None:
    refresh = '<noscript><meta http-equiv="refresh" content="5"></noscript>'
    html = page(renderer, "processing", kept={"lang": "de"})
    assert refresh in html
    assert 'href="/c/harbour-physio/p/made-up-payment?lang=de">Look again</a>' in html
    assert refresh not in page(renderer, "payment")


def test_a_type_that_is_prepaid_says_so(renderer: Renderer) -> None:
    choice = replace(made_up.TYPES[0], prepay_text="Pay A$30.00 when you book")
    html = fragment(renderer, "type", choices=(choice, made_up.TYPES[1]))
    assert html.count("Pay A$30.00 when you book") == 1


def test_the_details_name_the_amount_and_that_payment_is_next(renderer: Renderer) -> None:
    view = replace(made_up.DETAILS, pays=True, prepay_text="Pay A$30.00 now")
    html = fragment(renderer, "details", view=view)
    assert "Pay A$30.00 now" in html
    assert "Go on to payment</button>" in html
    assert "Book appointment" not in html


def test_the_confirmation_says_what_is_paid_and_what_is_left(renderer: Renderer) -> None:
    view = replace(made_up.CONFIRMED, paid_text="Paid: A$30.00", later_text="To pay: A$65.00")
    text = _words(fragment(renderer, "confirmed", view=view))
    assert "Paid: A$30.00 To pay: A$65.00" in text


def _forms(html: str) -> list[str]:
    return re.findall(r"<form.*?</form>", html, re.DOTALL)


def _form(html: str, action: str) -> str:
    (found,) = (form for form in _forms(html) if f' action="{action}"' in form)
    return found


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
