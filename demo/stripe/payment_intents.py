"""PaymentIntents: captured, cancelled, or left until the bank lets the money go."""

from collections.abc import Collection

from .parameters import Given
from .refusals import Refusal
from .shapes import Body, shape
from .world import Scope, World

AUTHORISATION_LASTS = 7 * 24 * 60 * 60
"""Seconds for which a bank keeps authorised money: the shortest of the card networks."""

_CANCELLABLE = ("requires_payment_method", "requires_capture", "requires_action")


def capture_intent(scope: Scope, given: Given, intent_id: str) -> Body:
    """All of the authorised money, or `amount_to_capture`; the rest is let go. Raises Refusal."""
    intent = scope.get("payment_intent", intent_id, "intent")
    _check_status(intent, ("requires_capture",), "captured")
    amount: int = ({"amount_to_capture": intent["amount_capturable"]} | given)["amount_to_capture"]
    if amount > intent["amount_capturable"]:
        message = (
            f"The amount to capture ({amount}) is greater than the amount that can be captured "
            f"({intent['amount_capturable']})."
        )
        raise Refusal(400, message, code="amount_too_large", param="amount_to_capture")
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise Refusal(400, message, code="parameter_invalid_integer", param="amount_to_capture")
    intent |= {"amount_capturable": 0, "amount_received": amount, "status": "succeeded"}
    intent["metadata"] |= given.get("metadata", {})
    charge = scope.get("charge", intent["latest_charge"])
    released = charge["amount"] - amount  # Stripe counts it among what went back
    charge |= {"captured": True, "amount_captured": amount, "amount_refunded": released}
    for session in scope.find("checkout.session", payment_intent=intent_id):
        session["payment_status"] = "paid"
    scope.announce("charge.captured", charge)
    scope.announce("payment_intent.succeeded", intent)
    return intent


def cancel_intent(scope: Scope, given: Given, intent_id: str) -> Body:
    """Authorised money is let go. Raises Refusal: money that was captured is refunded instead."""
    intent = scope.get("payment_intent", intent_id, "intent")
    _check_status(intent, _CANCELLABLE, "canceled")
    session = next(scope.find("checkout.session", payment_intent=intent_id), None)
    if session and session["status"] == "open":
        message = (
            "You cannot cancel this PaymentIntent while its Checkout Session is open. Expire the "
            "Checkout Session instead."
        )
        raise Refusal(400, message, code="payment_intent_unexpected_state")
    _let_go(scope, intent, given.get("cancellation_reason"))
    return intent


def expire_due_authorisations(world: World) -> None:
    """Those that were not captured in time."""
    for record in list(world.records.values()):
        body = record.body
        if body["object"] == "payment_intent" and body["status"] == "requires_capture":
            scope = Scope(world, record.account, record.livemode)
            charge = scope.get("charge", body["latest_charge"])
            if charge["created"] + AUTHORISATION_LASTS <= world.now():
                lose_authorisation(scope, body)


def lose_authorisation(scope: Scope, intent: Body) -> None:
    """The bank keeps the money no longer."""
    _let_go(scope, intent, "expired")


def _let_go(scope: Scope, intent: Body, reason: str | None) -> None:
    held = intent["status"] == "requires_capture"
    intent |= {
        "amount_capturable": 0,
        "canceled_at": scope.now(),
        "cancellation_reason": reason,
        "next_action": None,
        "status": "canceled",
    }
    if held:
        charge = scope.get("charge", intent["latest_charge"])
        charge |= {"amount_refunded": charge["amount"], "refunded": True}
        scope.announce("charge.refunded", charge)
    scope.announce("payment_intent.canceled", intent)


def _check_status(intent: Body, allowed: Collection[str], verb: str) -> None:
    if intent["status"] in allowed:
        return
    message = (
        f"This PaymentIntent could not be {verb} because it has a status of {intent['status']}. "
        f"Only a PaymentIntent with one of the following statuses may be {verb}: "
        f"{', '.join(allowed)}."
    )
    code = "payment_intent_unexpected_state"
    raise Refusal(400, message, code=code, payment_intent=shape(intent))
