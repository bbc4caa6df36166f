"""Who is paid: the clinic's account, unsealed for one call."""

from slotkeeper.domain.errors import PaymentsClosed
from slotkeeper.domain.payment import Payment
from slotkeeper.gateways.payments import Payee
from slotkeeper.services.payment_accounts import payee_of
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.payment_account import find_payment_account


async def get_payee(toolbox: Toolbox, payment: Payment) -> Payee:
    """The account that the payment was asked for.

    Raises PaymentsClosed where the clinic has none now, or another.
    """
    account = await find_payment_account(toolbox.database, payment.clinic_id)
    if account is None or (account.account, account.live) != (payment.account, payment.live):
        raise PaymentsClosed
    try:
        return payee_of(toolbox.vault, account)
    except VaultLocked as locked:
        raise PaymentsClosed from locked
