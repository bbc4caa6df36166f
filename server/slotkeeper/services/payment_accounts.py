"""How a clinic is paid: set up, looked at, changed, taken away."""

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.gateways.payments import Payee, PaymentGateway, PaymentsDown, PaymentsFailed
from slotkeeper.services.clinics import get_clinic, list_clinics
from slotkeeper.services.payment_keys import PaymentKeys
from slotkeeper.services.vault import Vault, VaultLocked
from slotkeeper.storage.database import Database, Reader, Transaction
from slotkeeper.storage.payment_account import (
    PaymentAccount,
    count_unfinished,
    delete_payment_account,
    find_payment_account,
    save_payment_account,
)

_KEY = "payment key"
_WEBHOOK = "payment webhook"

WEBHOOK_EVENTS = (
    "checkout.session.completed",
    "checkout.session.expired",
    "payment_intent.amount_capturable_updated",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.closed",
    "refund.updated",
    "refund.failed",
)
"""What Stripe is asked to tell; without it all is found out too, only later."""


class PaymentsNotSet(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """The clinic, whose slug is the argument, takes no payments."""


class PaymentsUnfinished(Exception):  # noqa: N818
    """`count` payments and refunds still need the account as it is."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} are not finished")
        self.count = count


class Resealed(Struct, frozen=True):
    """How many accounts are sealed with the newest key now, and whose cannot be opened."""

    done: int
    locked: tuple[str, ...]


async def set_payments(
    database: Database,
    vault: Vault,
    gateway: PaymentGateway,
    slug: str,
    keys: PaymentKeys,
    now: int,
    *,
    force: bool = False,
) -> bool:
    """Let that clinic be paid with these keys, if the payment service knows them; False where it
    could not be asked, and they are kept all the same.

    `now` in epoch seconds. Raises ClinicUnknown, VaultLocked, PaymentsRefused, and, unless `force`,
    PaymentsUnfinished where account or mode change under payments that need them; then nothing has
    changed.
    """
    await get_clinic(database, slug)
    if not vault.has_keys:
        raise VaultLocked(has_keys=False)
    payee = Payee(secret_key=keys.secret_key, account=keys.account, live=keys.live)
    try:
        await gateway.check(payee)
    except (PaymentsDown, PaymentsFailed):
        known = False
    else:
        known = True
    await keep_payments(database, vault, slug, keys, now, force=force)
    return known


async def keep_payments(
    database: Database, vault: Vault, slug: str, keys: PaymentKeys, now: int, *, force: bool = False
) -> None:
    """As `set_payments`, without asking the payment service."""
    clinic_id = (await get_clinic(database, slug)).id
    account = PaymentAccount(
        clinic_id=clinic_id,
        account=keys.account,
        live=keys.live,
        secret_key=vault.seal(keys.secret_key, clinic_id, _KEY),
        webhook_secret=vault.seal(keys.webhook_secret, clinic_id, _WEBHOOK),
        changed_at=now,
    )

    async def save(tx: Transaction) -> None:
        if not force:
            await _require_finished(tx, clinic_id, account)
        await save_payment_account(tx, account)

    await database.write(save)


async def add_webhook_secret(
    database: Database, vault: Vault, slug: str, webhook_secret: str, now: int
) -> None:
    """Believe webhooks that are signed with this one from now on, and with the one before.

    Raises ClinicUnknown, PaymentsNotSet, VaultLocked.
    """
    clinic_id = (await get_clinic(database, slug)).id
    sealed = vault.seal(webhook_secret, clinic_id, _WEBHOOK)

    async def save(tx: Transaction) -> None:
        account = await _get_account(tx, clinic_id, slug)
        if vault.unseal(account.webhook_secret, clinic_id, _WEBHOOK) == webhook_secret:
            return  # said twice: the one before must not be forgotten
        changes = {"webhook_secret": sealed, "previous_webhook_secret": account.webhook_secret}
        await save_payment_account(tx, replace(account, changed_at=now, **changes))

    await database.write(save)


async def remove_payments(database: Database, slug: str, *, force: bool = False) -> None:
    """Take no payments any more, and forget the keys.

    Raises ClinicUnknown, PaymentsNotSet and, unless `force`, PaymentsUnfinished.
    """
    clinic_id = (await get_clinic(database, slug)).id

    async def remove(tx: Transaction) -> None:
        await _get_account(tx, clinic_id, slug)
        if not force:
            await _require_finished(tx, clinic_id)
        await delete_payment_account(tx, clinic_id)

    await database.write(remove)


async def reseal_all(database: Database, vault: Vault) -> Resealed:
    """Seal every clinic's keys anew with the newest encryption key; what no key opens stays."""
    done, locked = 0, []
    for clinic in await list_clinics(database):
        try:
            done += await _reseal(database, vault, clinic.id)
        except VaultLocked:
            locked.append(clinic.slug)
    return Resealed(done, tuple(locked))


async def get_payment_account(database: Database, slug: str) -> PaymentAccount:
    """How that clinic is paid. Raises ClinicUnknown, PaymentsNotSet."""
    return await _get_account(database, (await get_clinic(database, slug)).id, slug)


def payee_of(vault: Vault, account: PaymentAccount) -> Payee:
    """For whom the payment service is asked. Raises VaultLocked."""
    key = vault.unseal(account.secret_key, account.clinic_id, _KEY)
    return Payee(secret_key=key, account=account.account, live=account.live)


def webhook_secrets_of(vault: Vault, account: PaymentAccount) -> list[str]:
    """With which webhooks may be signed, the newest first. Raises VaultLocked."""
    sealed = (account.webhook_secret, account.previous_webhook_secret)
    return [vault.unseal(each, account.clinic_id, _WEBHOOK) for each in sealed if each]


async def _get_account(reader: Reader, clinic_id: int, slug: str) -> PaymentAccount:
    account = await find_payment_account(reader, clinic_id)
    if account is None:
        raise PaymentsNotSet(slug)
    return account


async def _require_finished(
    reader: Reader, clinic_id: int, beside: PaymentAccount | None = None
) -> None:
    if count := await count_unfinished(reader, clinic_id, beside):
        raise PaymentsUnfinished(count)


async def _reseal(database: Database, vault: Vault, clinic_id: int) -> bool:
    """False where the clinic takes no payments."""

    async def save(tx: Transaction) -> bool:
        account = await find_payment_account(tx, clinic_id)
        if account:
            await save_payment_account(tx, _resealed(vault, account))
        return account is not None

    return await database.write(save)


def _resealed(vault: Vault, account: PaymentAccount) -> PaymentAccount:
    def anew(sealed: str, purpose: str) -> str:
        return vault.reseal(sealed, account.clinic_id, purpose) if sealed else ""

    return replace(
        account,
        secret_key=anew(account.secret_key, _KEY),
        webhook_secret=anew(account.webhook_secret, _WEBHOOK),
        previous_webhook_secret=anew(account.previous_webhook_secret, _WEBHOOK),
    )
