"""What Stripe has, in Slotkeeper's words; what it does not say is empty."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from slotkeeper.gateways.payments import Receipt, RefundSeen, Seen
from slotkeeper.gateways.stripe.amounts import from_stripe

if TYPE_CHECKING:
    import stripe

_SESSIONS: dict[str, Literal["complete", "expired"]] = {
    "complete": "complete",
    "expired": "expired",
}
_INTENTS: dict[str, Literal["processing", "authorised", "succeeded", "canceled"]] = {
    "requires_capture": "authorised",
    "processing": "processing",
    "succeeded": "succeeded",
    "canceled": "canceled",
}
_REFUNDS: dict[str, Literal["succeeded", "failed"]] = {
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "failed",
}


def read_session(session: "stripe.checkout.Session") -> Seen:
    """A session whose PaymentIntent is expanded; the currency is that in which money moves.

    Raises PaymentsRefused for amounts that have no minor units of ours.
    """
    intent = None if isinstance(session.payment_intent, str) else session.payment_intent
    currency = ((intent.currency if intent else session.currency) or "").upper()
    return Seen(
        session_id=session.id,
        session=_SESSIONS.get(session.status or "", "open"),
        url=session.url or "",
        reference=session.client_reference_id or "",
        amount=from_stripe(session.amount_total or 0, currency),
        currency=currency,
        live=session.livemode,
        intent_id=intent.id if intent else "",
        intent=_INTENTS.get(intent.status, "waiting") if intent else "none",
        authorised=from_stripe(intent.amount_capturable, currency) if intent else 0,
        received=from_stripe(intent.amount_received, currency) if intent else 0,
    )


def read_refund(refund: "stripe.Refund", currency: str) -> RefundSeen:
    """`currency` is ours, in upper case. Raises PaymentsRefused as `read_session`."""
    metadata = refund.metadata.to_dict() if refund.metadata else {}
    return RefundSeen(
        id=refund.id,
        amount=from_stripe(refund.amount, currency),
        status=_REFUNDS.get(refund.status or "", "pending"),
        reference=metadata.get("refund", ""),
    )


def read_receipt(
    intent: "stripe.PaymentIntent",
    refunds: Sequence["stripe.Refund"],
    disputes: Sequence["stripe.Dispute"],
    currency: str,
) -> Receipt:
    """A refund that is under way counts, one that failed does not: its money came back.

    Letting an authorisation go is a refund to Stripe; not to us, who never had it.
    """
    received = from_stripe(intent.amount_received, currency)
    seen = tuple(read_refund(refund, currency) for refund in refunds)
    given_back = sum(refund.amount for refund in seen if refund.status != "failed")
    newest = max(disputes, key=lambda dispute: dispute.created, default=None)
    return Receipt(
        received=received,
        refunded=min(given_back, received),
        dispute=newest.status if newest else "",
        refunds=seen,
    )
