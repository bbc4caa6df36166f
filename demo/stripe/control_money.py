"""Commands that move money: a patient who pays without a browser, the clinic's dashboard, banks."""

from collections import Counter
from typing import Literal

from msgspec import Struct

from . import payments, refunds
from .cards import find_card
from .control_setup import Nothing
from .payment_intents import cancel_intent, capture_intent
from .payment_intents import lose_authorisation as lose
from .refusals import Refusal
from .shapes import Body
from .world import Scope, World

_FAR_YEAR = 2099
_FIGURES = ["authorised", "received", "refunded", "net", "charges", "captures", "refunds"]


class Pay(Struct, forbid_unknown_fields=True):
    """`challenge` is how a 3-D Secure page is left. `settling`: the payment stays in processing."""

    card: str = "4242424242424242"
    email: str = "robin@patient.example"
    name: str = "Robin Example"
    challenge: Literal["pass", "fail", "leave"] = "pass"
    settling: bool = False
    origin: str = ""


class Finish(Struct, forbid_unknown_fields=True):
    """How a payment in processing comes out."""

    outcome: Literal["succeeded", "requires_capture", "failed"] = "succeeded"


class Amount(Struct, forbid_unknown_fields=True):
    """In the currency's smallest unit; all of it when left out."""

    amount: int | None = None


class Dispute(Struct, forbid_unknown_fields=True):
    """Stripe's word for why."""

    reason: str = "fraudulent"


class Verdict(Struct, forbid_unknown_fields=True):
    """How the patient's bank decides."""

    status: Literal["won", "lost"] = "lost"


def pay_session(world: World, given: Pay, session_id: str) -> Body:
    """The same that the pay page does. Raises Refusal, and ValueError for a card that is none."""
    scope = world.scope_of(session_id, "checkout.session", given.origin)
    session = scope.get("checkout.session", session_id)
    payer = payments.Payer(find_card(given.card), given.email, given.name, 12, _FAR_YEAR)
    try:
        outcome = payments.pay(scope, session, payer, settling=given.settling)
        if outcome == "challenge" and given.challenge != "leave":
            passed = given.challenge == "pass"
            outcome = payments.answer_challenge(scope, session, passed=passed)
    except payments.SessionClosed:
        raise Refusal(409, f"The session is {session['status']}") from None
    return {"outcome": outcome, "payment_intent": session["payment_intent"]}


def finish_payment(world: World, given: Finish, intent_id: str) -> Body:
    """Raises Refusal for a payment that is not in processing."""
    scope, intent = _intent(world, intent_id)
    if intent["status"] != "processing":
        raise Refusal(409, f"The payment is {intent['status']}, not processing")
    payments.finish(scope, intent, given.outcome)
    return intent


def lose_authorisation(world: World, _given: Nothing, intent_id: str) -> Body:
    """The bank lets the money go before it is captured. Raises Refusal."""
    scope, intent = _intent(world, intent_id)
    if intent["status"] != "requires_capture":
        raise Refusal(409, f"The payment is {intent['status']}: there is no authorisation")
    lose(scope, intent)
    return intent


def capture_by_hand(world: World, given: Amount, intent_id: str) -> Body:
    """In the clinic's dashboard. Raises Refusal."""
    scope, _ = _intent(world, intent_id)
    asked = {} if given.amount is None else {"amount_to_capture": given.amount}
    return capture_intent(scope, asked, intent_id)


def cancel_by_hand(world: World, _given: Nothing, intent_id: str) -> Body:
    """In the clinic's dashboard. Raises Refusal."""
    scope, _ = _intent(world, intent_id)
    return cancel_intent(scope, {"cancellation_reason": "requested_by_customer"}, intent_id)


def refund_by_hand(world: World, given: Amount, intent_id: str) -> Body:
    """In the clinic's dashboard. Raises Refusal."""
    scope, _ = _intent(world, intent_id)
    asked = {} if given.amount is None else {"amount": given.amount}
    return refunds.create_refund(scope, {"payment_intent": intent_id, **asked})


def dispute_payment(world: World, given: Dispute, intent_id: str) -> Body:
    """The patient asks the bank for the money back. Raises Refusal for what was not captured."""
    scope, intent = _intent(world, intent_id)
    charge = scope.get("charge", intent["latest_charge"] or "")
    if not charge["captured"] or charge["disputed"]:
        raise Refusal(409, "Only a captured payment can be disputed, and only once")
    return refunds.open_dispute(scope, charge, given.reason)


def close_dispute(world: World, given: Verdict, dispute_id: str) -> Body:
    """Raises Refusal."""
    scope = world.scope_of(dispute_id, "dispute")
    dispute = scope.get("dispute", dispute_id)
    refunds.close_dispute(scope, dispute, given.status)
    return dispute


def fail_refund(world: World, _given: Nothing, refund_id: str) -> Body:
    """Raises Refusal."""
    scope = world.scope_of(refund_id, "refund")
    refund = scope.get("refund", refund_id)
    if refund["status"] != "succeeded":
        raise Refusal(409, f"The refund is {refund['status']}")
    refunds.fail_refund(scope, refund)
    return refund


def count_money(world: World, _given: Nothing) -> Body:
    """By account and currency: authorised (held at the bank now), received, refunded, net; and how
    many charges, captures and refunds there were.
    """
    counts: dict[str, dict[str, Counter[str]]] = {}
    for record in world.records.values():
        body = record.body
        if body["object"] not in {"charge", "payment_intent", "refund"}:
            continue
        count = counts.setdefault(record.account, {}).setdefault(
            body["currency"], Counter(dict.fromkeys(_FIGURES, 0))
        )
        count.update(_count(body))
    for by_currency in counts.values():
        for count in by_currency.values():
            count["net"] = count["received"] - count["refunded"]
    return {"accounts": counts}


def _count(body: Body) -> dict[str, int]:
    if body["object"] == "payment_intent":
        return {"authorised": body["amount_capturable"], "received": body["amount_received"]}
    if body["object"] == "refund":
        done = body["status"] == "succeeded"
        return {"refunded": body["amount"] if done else 0, "refunds": 1}
    return {"charges": int(body["paid"]), "captures": int(body["captured"])}


def _intent(world: World, intent_id: str) -> tuple[Scope, Body]:
    scope = world.scope_of(intent_id, "payment_intent")
    return scope, scope.get("payment_intent", intent_id)
