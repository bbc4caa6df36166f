"""`slotkeeper user`: who may sign in. Passwords come from standard input only."""

# ruff: noqa: PLC0415 - imported when needed: --help is quick
# ruff: noqa: D301 - \b is the mark by which click leaves lines as they are

import sys

import click

from slotkeeper.commands.carry_out import carry_out

_ROLES = ("owner", "reception", "practitioner")


@click.group()
def user() -> None:
    """Clinic staff: who may sign in at /staff.

    \b
    Examples:
      slotkeeper user create robin@harbour.example --clinic harbour-physio --role owner
      slotkeeper user list
    """


@user.command()
@click.argument("email")
@click.option("--clinic", required=True, help="Slug of the clinic that they work for.")
@click.option("--role", type=click.Choice(_ROLES), default="owner", show_default=True)
@click.option("--practitioner", default="", help="Slug of whose diary theirs is.")
@click.option("--name", default="", help="By what they are called; the address where not given.")
def create(email: str, clinic: str, role: str, practitioner: str, name: str) -> None:
    """Let EMAIL work for a clinic: with the password that is typed, or by a link without one.

    The password is read from standard input, unseen where somebody types it. Where it is empty, the
    link of an invitation is printed, with which they choose one themselves. An account that is
    there already keeps its password.

    \b
    Examples:
      slotkeeper user create robin@harbour.example --clinic harbour-physio
      slotkeeper user create kit@harbour.example --clinic harbour-physio \\
        --role practitioner --practitioner kit-saltmarsh </dev/null
    """
    from slotkeeper.commands.user import create_user

    password = _ask("Password (empty for an invitation by link)")
    carry_out(create_user, email, clinic, role, practitioner, name, password)


@user.command("list")
def list_() -> None:
    """Print who may sign in, for which clinics and as what.

    \b
    Example:
      slotkeeper user list
    """
    from slotkeeper.commands.user import print_users

    carry_out(print_users)


@user.command()
@click.argument("email")
@click.option("--no-second-factor", is_flag=True, help="Ask for the password alone from now on.")
def password(email: str, *, no_second_factor: bool) -> None:
    """Set another password for EMAIL, read from standard input, and sign them out everywhere.

    \b
    Example:
      slotkeeper user password robin@harbour.example
    """
    from slotkeeper.commands.user import set_password

    carry_out(set_password, email, _ask("New password"), drop_second_factor=no_second_factor)


@user.command()
@click.argument("email")
@click.option("--clinic", default="", help="Slug of the one clinic that they leave.")
def remove(email: str, clinic: str) -> None:
    """Let EMAIL work for a clinic no more, or without --clinic remove the account.

    \b
    Examples:
      slotkeeper user remove robin@harbour.example --clinic harbour-physio
      slotkeeper user remove robin@harbour.example
    """
    from slotkeeper.commands.user import remove_user

    carry_out(remove_user, email, clinic)


def _ask(what: str) -> str:
    """Unseen where somebody types it, else the next line."""
    if sys.stdin.isatty():
        typed: str = click.prompt(what, hide_input=True, default="", show_default=False)
        return typed
    return sys.stdin.readline().rstrip("\r\n")
