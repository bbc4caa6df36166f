"""Whether the payment service means the payment that was asked for (P-1)."""

from slotkeeper.domain.payment import Payment
from slotkeeper.gateways.payments import Seen


def agrees(payment: Payment, seen: Seen) -> bool:
    """Reference, amount, currency and mode are those that were asked for, and the money is all of
    it.
    """
    asked = (payment.reference, payment.amount, payment.currency, payment.live)
    if (seen.reference, seen.amount, seen.currency, seen.live) != asked:
        return False
    if seen.intent == "authorised":
        return seen.authorised == payment.amount
    return seen.intent != "succeeded" or seen.received == payment.amount
