"""What Stripe is told of a prepayment, and what it is not."""

from typing import get_args, get_origin

import pytest
from stripe.params.checkout import SessionCreateParams

from demo.stripe.annotations import hints_of, members
from slotkeeper.gateways.payments import Payee, PaymentGateway
from slotkeeper.gateways.stripe.orders import LOCALES, checkout_params, locale_of
from tests.demo.stripe.shop import Json, Shop
from tests.gateways.stripe.orders import an_order

TOLD = {
    "mode": "payment",
    "allowed_payment_method_types[]": "card",
    "client_reference_id": "p_4f9Zk1",
    "metadata.payment": "p_4f9Zk1",
    "line_items[].quantity": 1,
    "line_items[].price_data.currency": "aud",
    "line_items[].price_data.unit_amount": 3000,
    "line_items[].price_data.product_data.name": "Appointment",
    "payment_intent_data.capture_method": "manual",
    "payment_intent_data.metadata.payment": "p_4f9Zk1",
    "adaptive_pricing.enabled": False,
    "submit_type": "book",
    "custom_text.submit.message": "We keep 14:30 for you until 14:22.",
    "locale": "en",
    "expires_at": 1_800_000_000,
    "success_url": "https://book.example/return/token",
    "cancel_url": "https://book.example/return/token?back=1",
}


def flat(value: object, path: str = "") -> Json:
    if isinstance(value, dict):
        found = [flat(each, f"{path}.{key}".removeprefix(".")) for key, each in value.items()]
    elif isinstance(value, list):
        found = [flat(each, f"{path}[]") for each in value]
    else:
        return {path: value}
    return {key: each for part in found for key, each in part.items()}


def test_the_button_says_book_only_where_something_is_booked() -> None:
    assert checkout_params(an_order())["submit_type"] == "book"
    assert checkout_params(an_order(is_booking=False))["submit_type"] == "pay"


@pytest.mark.req("R6")
def test_nothing_is_sent_but_this() -> None:
    assert flat(checkout_params(an_order(expires_at=1_800_000_000))) == TOLD


@pytest.mark.req("R6")
async def test_stripe_holds_no_name_no_address_and_no_word_of_what_for(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    order = an_order()
    opened = await gateway.open_checkout(payee, order)
    session = (await shop.sessions.retrieve_async(opened.session_id)).to_dict()
    filled = {key for key, value in flat(session).items() if isinstance(value, str) and value}
    assert filled == {
        *("allowed_payment_method_types[]", "payment_method_types[]", "ui_mode", "id", "object"),
        *("currency", "mode", "payment_status", "status", "submit_type", "locale"),
        *("cancel_url", "success_url", "url", "custom_text.submit.message"),
        *("client_reference_id", "metadata.payment"),
    }
    assert session["metadata"] == {"payment": order.reference}
    items = (await shop.sessions.line_items.list_async(opened.session_id)).data
    assert [item.description for item in items] == ["Appointment"]
    paid = shop.control(f"/sessions/{opened.session_id}/pay")
    intent = await shop.intents.retrieve_async(paid["payment_intent"])
    assert intent.metadata.to_dict() == {"payment": order.reference}
    assert (intent.description, intent.receipt_email, intent.customer) == (None, None, None)


@pytest.mark.req("P2")
async def test_money_is_authorised_first_and_in_the_clinics_currency(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    opened = await gateway.open_checkout(payee, an_order())
    session = await shop.sessions.retrieve_async(opened.session_id)
    assert session.adaptive_pricing is not None
    assert session.adaptive_pricing.enabled is False
    paid = shop.control(f"/sessions/{opened.session_id}/pay")
    intent = await shop.intents.retrieve_async(paid["payment_intent"])
    assert (intent.capture_method, intent.status) == ("manual", "requires_capture")


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("en-GB", "en-GB"),
        ("en-AU", "en"),
        ("pt-BR", "pt-BR"),
        ("es-419", "es-419"),
        ("ar", "auto"),
        ("", "auto"),
    ],
)
def test_the_pay_page_speaks_the_patients_language_if_it_can(language: str, locale: str) -> None:
    assert locale_of(language) == locale


def test_the_languages_are_those_that_the_client_knows() -> None:
    known = {
        word
        for member in members(hints_of(SessionCreateParams)["locale"])
        if get_origin(member) is not None
        for word in get_args(member)
    }
    assert known == LOCALES | {"auto"}
