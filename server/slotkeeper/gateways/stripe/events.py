"""Webhooks: who signed them, when, and what they are about."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from slotkeeper.gateways.payments import Event, SignatureWrong

OLDEST = 300
"""Seconds by which a signature may be off the clock, either way; Stripe's own tolerance."""

_STAMP = re.compile(r"t=([0-9]{1,12})")


def check_signature(body: bytes, header: str, secrets: Sequence[str], now: int) -> None:
    """Raises SignatureWrong unless one of the secrets signed it at most OLDEST seconds from `now`.

    The client's own check reads the machine's clock and takes the future for fresh: it is asked
    about the signature only. All secrets are tried, whichever fits.
    """
    stamps = [part for part in header.split(",") if part.partition("=")[0].strip() == "t"]
    stamp = _STAMP.fullmatch(stamps[0]) if len(stamps) == 1 else None
    if stamp is None or abs(now - int(stamp[1])) > OLDEST:
        raise SignatureWrong
    if not any([_is_signed(body, header, secret) for secret in secrets]):  # noqa: C419 - all
        raise SignatureWrong


def read_event(body: bytes) -> Event:
    """What a body says that Stripe has signed; of kind "" where it is no event of Stripe's."""
    try:
        said = msgspec.json.decode(body)
    except (ValueError, RecursionError):  # no JSON, or nested beyond reading
        return Event(id="", kind="", live=False)
    event = _table(said)
    if event.get("object") != "event":
        return Event(id=_text(event.get("id")), kind="", live=False)
    kind = _text(event.get("type"))
    about = _table(_table(event.get("data")).get("object"))
    metadata = _table(about.get("metadata"))
    of_session = kind.startswith("checkout.session.")
    of_intent = kind.startswith("payment_intent.")
    return Event(
        id=_text(event.get("id")),
        kind=kind,
        live=event.get("livemode") is True,
        account=_text(event.get("account")),
        session_id=_id(about) if of_session else "",
        intent_id=_id(about if of_intent else about.get("payment_intent")),
        reference=_text(about.get("client_reference_id")) or _text(metadata.get("payment")),
    )


def _is_signed(body: bytes, header: str, secret: str) -> bool:
    import stripe  # noqa: PLC0415 - loaded by now

    try:
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None)
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        return False  # also what is no UTF-8, and letters that no signature has
    return True


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str:
    """Of an object, or of the id that stands for it."""
    return _text(_table(value).get("id", value))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
