"""`slotkeeper clinic payments`: how a clinic is paid. Secrets come from standard input only."""

# ruff: noqa: PLC0415 - imported when needed: --help is quick
# ruff: noqa: D301 - \b is the mark by which click leaves lines as they are

import sys

import click

from slotkeeper.commands.carry_out import carry_out

_FORCE = click.option("--force", is_flag=True, help="Also while payments are not finished.")


@click.group()
def payments() -> None:
    """A clinic's keys at Stripe, for appointment types that are paid when booking.

    They are stored sealed, with SLOTKEEPER_ENCRYPTION_KEYS.

    \b
    Examples:
      slotkeeper clinic payments set harbour-physio
      slotkeeper clinic payments show harbour-physio
    """


@payments.command("set")
@click.argument("slug")
@click.option("--account", default="", help="A connected account, acct_…, that the key acts for.")
@_FORCE
def set_(slug: str, account: str, *, force: bool) -> None:
    """Let the clinic SLUG be paid: asks for its key at Stripe, then for the webhook's secret.

    Both are read from standard input, one a line, and never from the command line, where others
    could see them.

    \b
    Examples:
      slotkeeper clinic payments set harbour-physio
      cat key webhook-secret | slotkeeper clinic payments set harbour-physio
      slotkeeper clinic payments set harbour-physio --account acct_1QexampleAccount
    """
    from slotkeeper.commands.payments import set_keys

    secret_key = _ask("Secret or restricted key (rk_… or sk_…)")
    webhook_secret = _ask("Webhook's secret (whsec_…)")
    carry_out(set_keys, slug, secret_key, webhook_secret, account, force=force)


@payments.command()
@click.argument("slug")
def show(slug: str) -> None:
    """Print how the clinic SLUG is paid, and what to enter at Stripe for its webhook.

    \b
    Example:
      slotkeeper clinic payments show harbour-physio
    """
    from slotkeeper.commands.payments import show_payments

    carry_out(show_payments, slug)


@payments.command("webhook-secret")
@click.argument("slug")
def webhook_secret(slug: str) -> None:
    """Believe another webhook secret of the clinic SLUG, and still the one before.

    \b
    Example:
      slotkeeper clinic payments webhook-secret harbour-physio
    """
    from slotkeeper.commands.payments import add_secret

    carry_out(add_secret, slug, _ask("Webhook's new secret (whsec_…)"))


@payments.command()
@click.argument("slug")
@_FORCE
def remove(slug: str, *, force: bool) -> None:
    """Take no payments for the clinic SLUG any more, and forget its keys.

    \b
    Example:
      slotkeeper clinic payments remove harbour-physio
    """
    from slotkeeper.commands.payments import remove_keys

    carry_out(remove_keys, slug, force=force)


@payments.command()
def reseal() -> None:
    """Seal all clinics' keys anew with the first of SLOTKEEPER_ENCRYPTION_KEYS.

    \b
    Example:
      SLOTKEEPER_ENCRYPTION_KEYS=new,old slotkeeper clinic payments reseal
    """
    from slotkeeper.commands.payments import reseal_keys

    if not carry_out(reseal_keys):
        raise SystemExit(1)


def _ask(what: str) -> str:
    """Unseen where somebody types it, else the next line."""
    if sys.stdin.isatty():
        typed: str = click.prompt(what, hide_input=True)
        return typed
    return sys.stdin.readline().strip()
