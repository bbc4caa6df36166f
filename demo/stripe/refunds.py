"""Refunds, never of more than was captured; and disputes, which the patient's bank opens."""

from .money import format_money
from .parameters import Given
from .refusals import Refusal
from .shapes import Body
from .world import Scope

EMULATED = frozenset({"amount", "charge", "expand", "metadata", "payment_intent", "reason"})
_DAYS_TO_ANSWER = 7 * 24 * 60 * 60


def create_refund(scope: Scope, given: Given) -> Body:
    """Of `payment_intent` or `charge`, all that is left or `amount`. Raises Refusal."""
    charge = _charge_of(scope, given)
    left = charge["amount_captured"] - _already_refunded(scope, charge)
    amount = given.get("amount", left)
    _check(charge, amount, left)
    fields = {
        "amount": amount,
        "charge": charge["id"],
        "currency": charge["currency"],
        "metadata": given.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": given.get("reason"),
        "status": "succeeded",
    }
    refund = scope.add("refund", fields)
    charge["amount_refunded"] += amount
    charge["refunded"] = amount == left
    scope.announce("refund.created", refund)
    scope.announce("charge.refunded", charge)
    return refund


def fail_refund(scope: Scope, refund: Body) -> None:
    """The patient's bank sends it back: the money is the clinic's again."""
    refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
    charge = scope.get("charge", refund["charge"])
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    scope.announce("refund.failed", refund)
    scope.announce("charge.refund.updated", refund)


def open_dispute(scope: Scope, charge: Body, reason: str) -> Body:
    """The money is taken back until it is decided."""
    charge["disputed"] = True
    fields = {
        "amount": charge["amount_captured"] - _already_refunded(scope, charge),
        "balance_transactions": [],
        "charge": charge["id"],
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": scope.now() + _DAYS_TO_ANSWER,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "needs_response",
    }
    dispute = scope.add("dispute", fields)
    scope.announce("charge.dispute.created", dispute)
    scope.announce("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(scope: Scope, dispute: Body, status: str) -> None:
    """`status` is `won` or `lost`."""
    dispute["status"] = status
    if status == "won":
        scope.announce("charge.dispute.funds_reinstated", dispute)
    scope.announce("charge.dispute.closed", dispute)


def _charge_of(scope: Scope, given: Given) -> Body:
    if ("charge" in given) == ("payment_intent" in given):
        message = "One of the following params should be provided: payment_intent or charge."
        raise Refusal(400, message, code="parameter_missing", param="payment_intent")
    if "charge" in given:
        return scope.get("charge", given["charge"], "charge")
    intent = scope.get("payment_intent", given["payment_intent"], "payment_intent")
    charge = scope.lookup(intent["latest_charge"] or "")
    if charge is None or not charge["captured"]:
        message = (
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        )
        raise Refusal(400, message, code="payment_intent_unexpected_state", param="payment_intent")
    return charge


def _already_refunded(scope: Scope, charge: Body) -> int:
    refunds = scope.find("refund", charge=charge["id"], status="succeeded")
    return sum(refund["amount"] for refund in refunds)


def _check(charge: Body, amount: int, left: int) -> None:
    if not charge["captured"]:
        message = f"Charge {charge['id']} has not been captured: cancel its PaymentIntent instead."
        raise Refusal(400, message, param="charge")
    if charge["disputed"]:
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise Refusal(400, message, code="charge_disputed")
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise Refusal(400, message, code="charge_already_refunded")
    if amount > left:
        money = [format_money(each, charge["currency"]) for each in (amount, left)]
        message = "Refund amount ({}) is greater than unrefunded amount on charge ({})"
        raise Refusal(400, message.format(*money), param="amount")
    if amount < 1:
        message = "Invalid positive integer"
        raise Refusal(400, message, code="parameter_invalid_integer", param="amount")
