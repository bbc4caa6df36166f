"""A prepayment is asked for: the price is frozen, in the transaction that makes the booking."""

import secrets

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import PaymentsClosed
from slotkeeper.domain.payment import Payment
from slotkeeper.domain.prepayment import Due
from slotkeeper.services.wish import Wish
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import insert_payment
from slotkeeper.storage.payment_account import find_payment_account


async def ask_payment(
    tx: Transaction, wish: Wish, booking: Booking, due: Due, language: str
) -> None:
    """Freeze what is due for a booking that is `paying` until it expires.

    Raises PaymentsClosed where the clinic's account is gone.
    """
    account = await find_payment_account(tx, wish.clinic.id)
    if account is None or booking.expires_at is None or booking.made_at is None:
        raise PaymentsClosed
    payment = Payment(
        clinic_id=wish.clinic.id,
        booking_id=booking.id,
        reference=secrets.token_hex(12),
        amount=due.now,
        at_clinic=due.at_clinic,
        currency=wish.clinic.currency,
        account=account.account,
        live=account.live,
        wish=(wish.kind.slug, wish.practitioner, wish.location or ""),
        language=language,
        started_at=booking.made_at,
        deadline=booking.expires_at,
    )
    await insert_payment(tx, payment)
