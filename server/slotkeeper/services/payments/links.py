"""The patient's keys to a payment: one for the page that shows how it stands, one for the way back
from the payment service (P-15).
"""

import re
from dataclasses import dataclass

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import PaymentUnknown
from slotkeeper.domain.payment import Payment
from slotkeeper.domain.tokens import Signer, TokenInvalid
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.payment import find_payment_of

LONGEST_PAGE = 2000
KEPT_SECONDS = 2 * 86_400
"""How long after its start a payment can be looked at: pay pages live a day at most."""

_SHOW, _RETURN = "payment", "return"
_PAGE = re.compile(r"(https?://[^/?@\\#]+)(?:[/?][!\"$-~]*)?")
"""An address as a browser writes it, without credentials or a fragment: printable ASCII."""


def sign_payment(signer: Signer, booking: Booking) -> str:
    """The token of a payment that has begun with that booking: the same at each call."""
    return _sign(signer, _SHOW, booking.clinic_id, booking.id, booking.held_at)


def return_url(toolbox: Toolbox, payment: Payment) -> str:
    """Where the payment service sends the patient back to: the same at each call."""
    token = _sign(
        toolbox.signer, _RETURN, payment.clinic_id, payment.booking_id, payment.started_at
    )
    return f"{toolbox.base_url}/return/{token}"


def page_of_clinic(clinic: Clinic, address: str) -> str:
    """The address if it is a page of one of the clinic's own origins, else "" for ours (P-15)."""
    found = _PAGE.fullmatch(address) if len(address) <= LONGEST_PAGE else None
    return address if found and found[1] in clinic.allowed_origins else ""


async def get_payment(toolbox: Toolbox, clinic: Clinic, token: str) -> Payment:
    """The payment of a token that shows it. Raises PaymentUnknown for forged, old and foreign
    ones.
    """
    clinic_id, booking_id = _read(toolbox, _SHOW, token)
    if clinic_id != clinic.id:
        raise PaymentUnknown
    return await _get(toolbox, clinic_id, booking_id)


@dataclass(frozen=True, slots=True)
class Returning:
    """A patient on the way back: to `page`, if that is still one of the clinic's, else to ours."""

    payment: Payment
    slug: str
    token: str
    page: str


async def get_returning(toolbox: Toolbox, token: str) -> Returning:
    """The payment whose patient comes back, and where to. Raises PaymentUnknown."""
    clinic_id, booking_id = _read(toolbox, _RETURN, token)
    payment = await _get(toolbox, clinic_id, booking_id)
    booking = await find_booking(toolbox.database, clinic_id, booking_id)
    slug = await find_slug(toolbox.database, clinic_id)
    if booking is None or slug is None:
        raise PaymentUnknown
    clinic = await toolbox.clinics.get(toolbox.database, slug)
    page = page_of_clinic(clinic, payment.page)  # again: the list may have changed meanwhile
    return Returning(payment, slug, sign_payment(toolbox.signer, booking), page)


async def _get(toolbox: Toolbox, clinic_id: int, booking_id: int) -> Payment:
    payment = await find_payment_of(toolbox.database, clinic_id, booking_id)
    if payment is None:
        raise PaymentUnknown
    return payment


def _sign(signer: Signer, purpose: str, clinic_id: int, booking_id: int, since: int) -> str:
    return signer.sign(purpose, since + KEPT_SECONDS, clinic_id, booking_id)


def _read(toolbox: Toolbox, purpose: str, token: str) -> tuple[int, int]:
    try:
        clinic_id, booking_id = toolbox.signer.read(purpose, token, toolbox.clock())
    except TokenInvalid as problem:
        raise PaymentUnknown from problem
    return clinic_id, booking_id
