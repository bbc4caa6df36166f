"""A prepayment as Stripe's Checkout takes it."""

from typing import TYPE_CHECKING

from slotkeeper.gateways.payments import Order
from slotkeeper.gateways.stripe.amounts import to_stripe

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

ITEM = "Appointment"
"""What is paid for. The name of the type would tell Stripe of the patient's health."""

_LANGUAGES = (
    "bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb "
    "nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW"
)
LOCALES = frozenset(_LANGUAGES.split())
"""Languages of Checkout's page."""


def checkout_params(order: Order) -> "SessionCreateParams":
    """Card only, authorised and not yet captured; nothing that says who or what for.

    Raises PaymentsRefused for an amount that Stripe cannot count.
    """
    reference = {"payment": order.reference}
    return {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "client_reference_id": order.reference,
        "metadata": reference,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.currency.lower(),
                    "unit_amount": to_stripe(order.amount, order.currency),
                    "product_data": {"name": ITEM},
                },
            }
        ],
        "payment_intent_data": {"capture_method": "manual", "metadata": reference},
        # Paid in another currency it would not be the amount that was agreed on.
        "adaptive_pricing": {"enabled": False},
        "submit_type": "book" if order.is_booking else "pay",
        "custom_text": {"submit": {"message": order.message}},
        "locale": locale_of(order.language),
        "expires_at": order.expires_at,
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
    }


def locale_of(language: str) -> str:
    """Checkout's word for a language tag, "auto" (the browser's) where it does not speak it."""
    base = language.partition("-")[0]
    return next((each for each in (language, base) if each in LOCALES), "auto")
