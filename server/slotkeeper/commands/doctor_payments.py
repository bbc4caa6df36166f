"""What `slotkeeper doctor` finds about a clinic's payments."""

from slotkeeper.commands.refusals import told
from slotkeeper.config import Settings, encryption_keys
from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.gateways.payments import (
    Payee,
    PaymentGateway,
    PaymentsDown,
    PaymentsFailed,
    PaymentsRefused,
)
from slotkeeper.services.payment_accounts import payee_of, webhook_secrets_of
from slotkeeper.services.payment_keys import ending, is_pretend
from slotkeeper.services.vault import Vault, VaultLocked
from slotkeeper.storage.database import Reader
from slotkeeper.storage.payment_account import find_payment_account


async def examine_payments(
    reader: Reader, gateway: PaymentGateway, settings: Settings, clinic: Clinic
) -> tuple[str, str]:
    """What is right and what is wrong, of which one is said; both empty for a clinic where nothing
    is paid when booking.
    """
    account = await find_payment_account(reader, clinic.id)
    if account is None:
        asking = [each.name for each in clinic.appointment_types if _asks(each)]
        missing = f"no payments can be taken for {', '.join(asking)}"
        return "", f"{missing}: slotkeeper clinic payments set {clinic.slug}." if asking else ""
    vault = Vault(encryption_keys(settings))
    try:
        payee = payee_of(vault, account)
        webhook_secrets_of(vault, account)
    except VaultLocked as locked:
        return "", f"{told(locked)}."
    return await _examine_key(gateway, settings, payee)


def _asks(kind: AppointmentType) -> bool:
    return kind.enabled and kind.prepay.kind != "none"


async def _examine_key(
    gateway: PaymentGateway, settings: Settings, payee: Payee
) -> tuple[str, str]:
    key = payee.secret_key
    if is_pretend(key) and settings.mode == "production":
        return "", "payments go to the demo's pretend Stripe: slotkeeper clinic payments set."
    if is_pretend(key) and not settings.stripe_api:
        return "payments go to the pretend Stripe, which slotkeeper demo starts.", ""
    try:
        await gateway.check(payee)
    except PaymentsRefused as refused:
        return "", f"{told(refused)}."
    except (PaymentsDown, PaymentsFailed):
        return "", "Stripe does not answer: try again, and see whether it can be reached from here."
    mode = "live mode" if payee.live else "test mode, so that no money moves"
    return f"Stripe knows its key, which ends in {ending(key)}; {mode}.", ""
