"""What Stripe answers when it does not do what was asked."""

import asyncio
import re
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from slotkeeper.gateways.payments import PaymentsDown, PaymentsFailed, PaymentsRefused

if TYPE_CHECKING:
    import stripe

T = TypeVar("T")

_CODE = re.compile(r"[a-z0-9_]{1,80}")
_BY_STATUS = {401: "authentication", 403: "permission"}
KEY_IS_REFUSED = frozenset(_BY_STATUS.values())
"""Codes for a key that opens nothing, or not enough."""
_LATER = {409, 429}
_OWN_FAILURE = 500


async def answered(asked: Awaitable[T], seconds: float) -> T:
    """What is answered within so many seconds, however slowly the answer trickles.

    Raises PaymentsDown, PaymentsFailed, PaymentsRefused.

    Each is raised outside of the `except`: Stripe's own error holds parts of keys and, in its
    body, patients' names, and would follow into every log as the context of ours.
    """
    import stripe  # noqa: PLC0415 - loaded by now

    try:
        async with asyncio.timeout(seconds):
            return await asked
    except (TimeoutError, AttributeError, TypeError):  # the latter: not an object of Stripe's
        problem: Exception = PaymentsDown()
    except stripe.StripeError as error:
        problem = _read(error)
    raise problem


def _read(error: "stripe.StripeError") -> Exception:
    import stripe  # noqa: PLC0415

    status = error.http_status or 0
    if status in _LATER or isinstance(error, stripe.RateLimitError):
        return PaymentsDown()
    if error.error is None:  # no answer, or the page of a machine in between
        return PaymentsFailed() if status == _OWN_FAILURE else PaymentsDown()
    if status >= _OWN_FAILURE:
        return PaymentsFailed()
    if isinstance(error, stripe.IdempotencyError):
        return PaymentsRefused("idempotency")
    return PaymentsRefused(_BY_STATUS.get(status) or _code(error))


def _code(error: "stripe.StripeError") -> str:
    """Stripe's code, else the kind of its error; a word, whatever was answered."""
    said = error.code or getattr(error.error, "type", None)
    return said if isinstance(said, str) and _CODE.fullmatch(said) else "unknown"
