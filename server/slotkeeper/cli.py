"""`slotkeeper`: the command line. Each command imports what it needs, so that --help is quick."""

# ruff: noqa: PLC0415 - imported when needed: --help is quick
# ruff: noqa: D301 - \b is the mark by which click leaves lines as they are

from typing import IO

import click

from slotkeeper import __version__
from slotkeeper.cli_payments import payments
from slotkeeper.cli_user import user
from slotkeeper.commands.carry_out import carry_out

_SETTINGS_HELP = """
\b
Settings come from the environment; each also as …_FILE, the name of a file that holds it:
  SLOTKEEPER_DATABASE         file of SQLite (data/slotkeeper.db), or postgresql://…
  SLOTKEEPER_URL              public address, such as https://book.example
  SLOTKEEPER_MODE             development (default) or production
  SLOTKEEPER_SECRET           32 or more characters of chance; production needs it
  SLOTKEEPER_ENCRYPTION_KEYS  seal the clinics' keys for payments, see slotkeeper key
  SLOTKEEPER_TRUSTED_PROXIES  addresses whose X-Forwarded-For is believed
  SLOTKEEPER_CLOCK            an instant at which the clock starts (development)
  SLOTKEEPER_ABUSE_CHECKS     off lifts rate limits, for load tests (development)
  SLOTKEEPER_STRIPE_API       address of a pretend Stripe (development)

\b
A first clinic:
  slotkeeper clinic import clinic.toml
  slotkeeper user create you@clinic.example --clinic SLUG
  slotkeeper doctor
  slotkeeper serve
"""


@click.group(epilog=_SETTINGS_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Online booking that a clinic pastes into its own website."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, help="0 takes any free port.")
@click.option("--no-migrate", is_flag=True, help="Leave the database as it is.")
def serve(host: str, port: int, *, no_migrate: bool) -> None:
    """Serve the widget, the booking pages and the API.

    Brings the database up to date first.

    \b
    Examples:
      slotkeeper serve
      slotkeeper serve --host 0.0.0.0 --port 80
      SLOTKEEPER_DATABASE=postgresql:///clinics slotkeeper serve --no-migrate
    """
    from slotkeeper.commands.serve import serve_app

    carry_out(serve_app, host, port, migrate_first=not no_migrate)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, help="Port of the server.")
@click.option("--website-port", default=8001, show_default=True, help="Port of the website.")
@click.option("--stripe-port", default=8002, show_default=True, help="Port of the pretend Stripe.")
@click.option("--mail-port", default=8003, show_default=True, help="Port of the mail's inbox.")
@click.option("--sms-port", default=8004, show_default=True, help="Port of the pretend phones.")
def demo(
    host: str, port: int, website_port: int, stripe_port: int, mail_port: int, sms_port: int
) -> None:
    """Serve a pretend clinic's website with the widget in it, and the server behind it.

    The website has a port of its own, so that the widget is a guest on another origin, as in real
    life; so have a pretend Stripe, where prepayments are paid with pretend money, the inbox in
    which all mail ends, and the phones that texts go to. Where a port is taken, the next free one
    is used.

    \b
    Example:
      slotkeeper demo --port 8080 --website-port 8081
    """
    from slotkeeper.commands.demo import DemoPorts, serve_demo

    ports = DemoPorts(
        server=port, website=website_port, stripe=stripe_port, mail=mail_port, sms=sms_port
    )
    carry_out(serve_demo, host, ports)


@main.command()
def migrate() -> None:
    """Bring the database up to date. Running it twice, or at once from many places, does no harm.

    \b
    Example:
      SLOTKEEPER_DATABASE=postgresql:///clinics slotkeeper migrate
    """
    from slotkeeper.commands.migrate import migrate_database

    carry_out(migrate_database)


@main.command()
def doctor() -> None:
    """Say what is wrong with this set-up, in words. Changes nothing; exit code 1 if anything is."""
    from slotkeeper.commands.doctor import examine

    if not carry_out(examine):
        raise SystemExit(1)


@main.command()
def key() -> None:
    """Print a new key for SLOTKEEPER_ENCRYPTION_KEYS. Nothing is kept of it.

    \b
    Example:
      slotkeeper key > /etc/slotkeeper/encryption-keys
    """
    from slotkeeper.encryption_keys import new_key

    click.echo(new_key())


@main.group()
def clinic() -> None:
    """A clinic's whole set-up as a TOML file, and how it is paid.

    \b
    Examples:
      slotkeeper clinic import clinic.toml
      slotkeeper clinic export harbour-physio > clinic.toml
      slotkeeper clinic list
      slotkeeper clinic payments set harbour-physio
    """


clinic.add_command(payments)
main.add_command(user)


@clinic.command("import")
@click.argument("file", type=click.File("rb"))
def import_(file: IO[bytes]) -> None:
    """Make a clinic of FILE, or change the one of that slug to what FILE says. "-" reads stdin.

    A wrong file is told with line, field and what was expected, and changes nothing. What FILE no
    longer names is not offered any more; its bookings stay.

    \b
    Examples:
      slotkeeper clinic import clinic.toml
      slotkeeper clinic export corner | sed 's/60/90/' | slotkeeper clinic import -
    """
    from slotkeeper.commands.clinic import import_file

    carry_out(import_file, file.read())


@clinic.command()
@click.argument("slug")
def export(slug: str) -> None:
    """Print the file of the clinic SLUG; importing it again changes nothing.

    \b
    Example:
      slotkeeper clinic export harbour-physio > clinic.toml
    """
    from slotkeeper.commands.clinic import print_file

    carry_out(print_file, slug)


@clinic.command("list")
def list_() -> None:
    """Print slug, name and address of all clinics."""
    from slotkeeper.commands.clinic import print_list

    carry_out(print_list)


if __name__ == "__main__":
    main()
