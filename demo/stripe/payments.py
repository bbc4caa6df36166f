"""A patient pays: on the pay page, or through the control API by the same way."""

from secrets import token_hex
from typing import Any, Literal

from msgspec import Struct

from .cards import MESSAGES, Card, error_code
from .shapes import Body
from .world import Scope

Outcome = Literal["paid", "declined", "challenge"]


class Payer(Struct, frozen=True):
    """What was typed on the pay page; of the number only the card's kind and last digits go on."""

    card: Card
    email: str
    name: str
    month: int
    year: int


class SessionClosed(Exception):  # noqa: N818 -- a fact
    """It is complete or expired: nothing can be paid on it."""


def pay(scope: Scope, session: Body, payer: Payer, *, settling: bool = False) -> Outcome:
    """One attempt. `settling` leaves the payment in `processing`, as with a slow method.

    Raises SessionClosed.
    """
    if session["status"] != "open":
        raise SessionClosed
    session["customer_details"] = {"email": payer.email, "name": payer.name, "tax_exempt": "none"}
    intent = _intent_of(scope, session)
    intent |= {"_payer": payer, "next_action": None, "payment_method": f"pm_{token_hex(12)}"}
    if payer.card.challenge:
        url = f"{scope.origin}/c/pay/{session['id']}/challenge"
        action = {"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": None}}
        intent |= {"status": "requires_action", "next_action": action, "last_payment_error": None}
        scope.announce("payment_intent.requires_action", intent)
        return "challenge"
    return _charge(scope, session, intent, settling=settling)


def answer_challenge(scope: Scope, session: Body, *, passed: bool) -> Outcome:
    """What the bank's page sends back. Raises SessionClosed, also where no challenge is open."""
    intent = scope.lookup(session["payment_intent"] or "")
    if session["status"] != "open" or not intent or intent["status"] != "requires_action":
        raise SessionClosed
    intent["next_action"] = None
    if passed:
        return _charge(scope, session, intent)
    _fail(scope, intent, "payment_intent_authentication_failure", "authentication_required", None)
    return "declined"


def finish(scope: Scope, intent: Body, outcome: str) -> None:
    """A payment in `processing` comes out as `succeeded`, `requires_capture` or `failed`."""
    session = next(scope.find("checkout.session", payment_intent=intent["id"]))
    if outcome == "failed":
        _fail(scope, intent, "processing_error", "processing_error", None)
        scope.announce("checkout.session.async_payment_failed", session)
        return
    _authorise(scope, intent, capture=outcome == "succeeded")
    if outcome == "succeeded":
        session["payment_status"] = "paid"
    scope.announce("checkout.session.async_payment_succeeded", session)


def _intent_of(scope: Scope, session: Body) -> Body:
    """Made at the first attempt: until then a session has none."""
    if session["payment_intent"]:
        return scope.get("payment_intent", session["payment_intent"])
    asked = session["_intent"]
    kept = (
        "application_fee_amount",
        "description",
        "receipt_email",
        "statement_descriptor_suffix",
    )
    fields = {key: asked[key] for key in kept if key in asked} | {
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_received": 0,
        "capture_method": asked.get("capture_method", "automatic_async"),
        "client_secret": None,
        "confirmation_method": "automatic",
        "currency": session["currency"],
        "last_payment_error": None,
        "latest_charge": None,
        "metadata": dict(asked.get("metadata", {})),
        "next_action": None,
        "payment_method": None,
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
    }
    intent = scope.add("payment_intent", fields)
    intent["client_secret"] = f"{intent['id']}_secret_{token_hex(12)}"
    session["payment_intent"] = intent["id"]
    scope.announce("payment_intent.created", intent)
    return intent


def _charge(scope: Scope, session: Body, intent: Body, *, settling: bool = False) -> Outcome:
    decline = intent["_payer"].card.decline
    if decline:
        charge = _add_charge(scope, intent, status="failed")
        charge |= {"failure_code": error_code(decline), "failure_message": MESSAGES[decline]}
        intent["latest_charge"] = charge["id"]
        scope.announce("charge.failed", charge)
        _fail(scope, intent, error_code(decline), decline, charge["id"])
        return "declined"
    if settling:
        intent |= {"status": "processing", "last_payment_error": None}
        scope.announce("payment_intent.processing", intent)
    else:
        _authorise(scope, intent, capture=intent["capture_method"] != "manual")
    session |= {"status": "complete", "url": None}
    if intent["status"] == "succeeded":
        session["payment_status"] = "paid"
    scope.announce("checkout.session.completed", session)
    return "paid"


def _authorise(scope: Scope, intent: Body, *, capture: bool) -> None:
    amount = intent["amount"]
    charge = _add_charge(scope, intent, status="succeeded")
    charge |= {"captured": capture, "amount_captured": amount if capture else 0}
    intent |= {
        "amount_capturable": 0 if capture else amount,
        "amount_received": amount if capture else 0,
        "last_payment_error": None,
        "latest_charge": charge["id"],
        "status": "succeeded" if capture else "requires_capture",
    }
    scope.announce("charge.succeeded", charge)
    kind = "succeeded" if capture else "amount_capturable_updated"
    scope.announce(f"payment_intent.{kind}", intent)


def _fail(scope: Scope, intent: Body, code: str, decline: str, charge: str | None) -> None:
    error: dict[str, Any] = {"type": "card_error", "code": code, "message": MESSAGES[decline]}
    error |= {"decline_code": decline, "charge": charge}
    intent |= {"status": "requires_payment_method", "last_payment_error": error}
    intent["payment_method"] = None
    scope.announce("payment_intent.payment_failed", intent)


def _add_charge(scope: Scope, intent: Body, status: str) -> Body:
    payer: Payer = intent["_payer"]
    card = {
        "brand": payer.card.brand,
        "country": "AU",
        "exp_month": payer.month,
        "exp_year": payer.year,
        "funding": "credit",
        "last4": payer.card.number[-4:],
    }
    fields = {
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "billing_details": {"email": payer.email, "name": payer.name},
        "captured": False,
        "currency": intent["currency"],
        "description": intent.get("description"),
        "disputed": False,
        "metadata": dict(intent["metadata"]),
        "paid": status == "succeeded",
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {"type": "card", "card": card},
        "refunded": False,
        "status": status,
    }
    return scope.add("charge", fields)
