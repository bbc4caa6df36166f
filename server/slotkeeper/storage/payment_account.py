"""How a clinic is paid: its keys at the payment service, sealed (services/vault.py)."""

from msgspec import Struct

from slotkeeper.storage.database import Reader, Row, Transaction

_COLUMNS = (
    "clinic_id, account, live, secret_key, webhook_secret, previous_webhook_secret, changed_at"
)


class PaymentAccount(Struct, frozen=True, kw_only=True):
    """One clinic's. `account` is the connected account at Stripe, "" for the key's own; keys and
    secrets are sealed texts, "" for none; `changed_at` in epoch seconds.
    """

    clinic_id: int
    account: str
    live: bool
    secret_key: str
    webhook_secret: str
    previous_webhook_secret: str = ""
    changed_at: int


async def save_payment_account(tx: Transaction, account: PaymentAccount) -> None:
    """Keep it in place of the one before; the clinic's version rises, as more is offered now."""
    await tx.execute(
        f"""INSERT INTO payment_account ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (clinic_id) DO UPDATE SET account = $2, live = $3, secret_key = $4,
              webhook_secret = $5, previous_webhook_secret = $6, changed_at = $7""",  # noqa: S608
        account.clinic_id,
        account.account,
        int(account.live),
        account.secret_key,
        account.webhook_secret,
        account.previous_webhook_secret,
        account.changed_at,
    )
    await _raise_version(tx, account.clinic_id)


async def delete_payment_account(tx: Transaction, clinic_id: int) -> None:
    """Forget it; what asks for a prepayment is offered no longer."""
    await tx.execute("DELETE FROM payment_account WHERE clinic_id = $1", clinic_id)
    await _raise_version(tx, clinic_id)


async def find_payment_account(reader: Reader, clinic_id: int) -> PaymentAccount | None:
    """That clinic's, or None."""
    row = await reader.fetch_one(
        f"SELECT {_COLUMNS} FROM payment_account WHERE clinic_id = $1",  # noqa: S608
        clinic_id,
    )
    return None if row is None else _account(row)


async def count_unfinished(
    reader: Reader, clinic_id: int, beside: PaymentAccount | None = None
) -> int:
    """That clinic's payments and refunds with something left to be done at the payment service;
    those of the account and mode of `beside` left out.
    """
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS number FROM payment
           WHERE clinic_id = $1 AND (account <> $2 OR live <> $3)
             AND (settled_at IS NULL OR EXISTS (
               SELECT 1 FROM refund WHERE refund.payment_id = payment.id AND refund.state = 'asked'
             ))""",
        clinic_id,
        beside.account if beside else "none",
        int(beside.live) if beside else 2,
    )
    return 0 if row is None else int(row["number"])


async def _raise_version(tx: Transaction, clinic_id: int) -> None:
    await tx.execute("UPDATE clinic SET version = version + 1 WHERE id = $1", clinic_id)


def _account(row: Row) -> PaymentAccount:
    return PaymentAccount(
        clinic_id=row["clinic_id"],
        account=row["account"],
        live=bool(row["live"]),
        secret_key=row["secret_key"],
        webhook_secret=row["webhook_secret"],
        previous_webhook_secret=row["previous_webhook_secret"],
        changed_at=row["changed_at"],
    )
