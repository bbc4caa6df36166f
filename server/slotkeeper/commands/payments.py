"""`slotkeeper clinic payments`"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import up_to_date
from slotkeeper.config import Settings, encryption_keys, read_settings
from slotkeeper.gateways.payments import PaymentGateway
from slotkeeper.gateways.stripe.gateway import StripeGateway
from slotkeeper.services.payment_accounts import (
    WEBHOOK_EVENTS,
    add_webhook_secret,
    get_payment_account,
    payee_of,
    remove_payments,
    reseal_all,
    set_payments,
)
from slotkeeper.services.payment_keys import (
    PaymentKeys,
    ending,
    is_restricted,
    read_payment_keys,
    read_webhook_secret,
)
from slotkeeper.services.reseal_answers import reseal_all_answers
from slotkeeper.services.reseal_secrets import reseal_all_secrets
from slotkeeper.services.vault import Vault


async def set_keys(
    slug: str, secret_key: str, webhook_secret: str, account: str, *, force: bool
) -> None:
    """Try the keys and keep them.

    Raises PaymentKeysWrong, before anything is opened, and what `set_payments` raises.
    """
    keys = read_payment_keys(secret_key, webhook_secret, account)
    settings = read_settings()
    vault, now = Vault(encryption_keys(settings)), choose_clock(settings.clock)()
    async with up_to_date(settings) as database, stripe_gateway(settings) as gateway:
        known = await set_payments(database, vault, gateway, slug, keys, now, force=force)
    click.echo(f"{slug} is paid through Stripe, in {_mode(live=keys.live)}.")
    for each in _advice(keys, known=known):
        click.echo(each)
    _tell_webhook(settings, slug)


async def show_payments(slug: str) -> None:
    """Print mode, end of the key, and the webhook's address."""
    settings = read_settings(keep_secret=False)
    async with up_to_date(settings) as database:
        account = await get_payment_account(database, slug)
    key = payee_of(Vault(encryption_keys(settings)), account).secret_key
    click.echo(f"{slug} is paid through Stripe, in {_mode(live=account.live)}.")
    click.echo(f"Its {_kind(key)} key ends in {ending(key)}.")
    if account.account:
        click.echo(f"It acts for the connected account {account.account}.")
    if account.previous_webhook_secret:
        click.echo("Webhooks may be signed with the newest secret and with the one before.")
    _tell_webhook(settings, slug)


async def add_secret(slug: str, webhook_secret: str) -> None:
    """Raises PaymentKeysWrong, and what `add_webhook_secret` raises."""
    secret, settings = read_webhook_secret(webhook_secret), read_settings()
    vault, now = Vault(encryption_keys(settings)), choose_clock(settings.clock)()
    async with up_to_date(settings) as database:
        await add_webhook_secret(database, vault, slug, secret, now)
    click.echo(f"Webhooks of {slug} may be signed with this secret and with the one before.")


async def remove_keys(slug: str, *, force: bool) -> None:
    """Raises what `remove_payments` raises."""
    async with up_to_date(read_settings(keep_secret=False)) as database:
        await remove_payments(database, slug, force=force)
    click.echo(f"{slug} takes no payments any more; what asks for a prepayment is not offered.")


async def reseal_keys() -> bool:
    """Whether all could be opened."""
    settings = read_settings(keep_secret=False)
    async with up_to_date(settings) as database:
        vault = Vault(encryption_keys(settings))
        resealed = await reseal_all(database, vault)
        answers = await reseal_all_answers(database, vault)
        others = await reseal_all_secrets(database, vault)
    click.echo(f"Sealed with the newest encryption key: {resealed.done}.")
    if others.done:
        click.echo(f"Secrets of diaries, webhooks, texts and people sealed with it: {others.done}.")
    if others.locked:
        click.echo(f"Other secrets that no encryption key fits: {others.locked}.", err=True)
    if answers.done:
        click.echo(f"Answers of patients sealed with it: {answers.done}.")
    if answers.locked:
        click.echo(f"Answers of patients that no encryption key fits: {answers.locked}.", err=True)
    for slug in resealed.locked:
        click.echo(
            f"{slug}: no encryption key fits; add the one that it was sealed with, or run "
            f"slotkeeper clinic payments set {slug}",
            err=True,
        )
    return not (resealed.locked or answers.locked or others.locked)


@asynccontextmanager
async def stripe_gateway(settings: Settings) -> AsyncIterator[PaymentGateway]:
    """The gateway for one command."""
    gateway = StripeGateway(settings.stripe_api)
    try:
        yield gateway
    finally:
        await gateway.close()


def _mode(*, live: bool) -> str:
    return "live mode: real money" if live else "test mode: no money moves"


def _kind(key: str) -> str:
    return "restricted" if is_restricted(key) else "secret"


def _advice(keys: PaymentKeys, *, known: bool) -> list[str]:
    advice = []
    if not known:
        advice.append("Stripe could not be asked whether it knows the key: check with doctor.")
    if not is_restricted(keys.secret_key):
        advice.append(
            "This key may do everything at Stripe. A restricted one (rk_…) does less harm when it "
            "is lost: docs/payments.md."
        )
    return advice


def _tell_webhook(settings: Settings, slug: str) -> None:
    address = settings.url or "https://your-address"
    click.echo(f"\nThe webhook at Stripe goes to\n  {address}/hooks/stripe/{slug}\nwith the events")
    for each in WEBHOOK_EVENTS:
        click.echo(f"  {each}")
