"""`slotkeeper demo`"""

import asyncio
import importlib
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import click
from msgspec import Struct, structs
from msgspec.structs import replace

import slotkeeper
from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import opened
from slotkeeper.commands.demo_bookings import REFUSED_ADDRESS, book_pretend_patients
from slotkeeper.commands.demo_diary import PASSWORD as DIARY_PASSWORD
from slotkeeper.commands.demo_diary import USER as DIARY_USER
from slotkeeper.commands.demo_diary import pretend_diary
from slotkeeper.commands.demo_payments import set_up_pretend_stripe
from slotkeeper.commands.demo_sms import set_up_pretend_sms
from slotkeeper.commands.demo_staff import PASSWORD, STAFF, employ_pretend_staff
from slotkeeper.commands.migrate import migrate_and_tell
from slotkeeper.commands.refusals import Refused
from slotkeeper.commands.serve import address_of, listen, run
from slotkeeper.config import Settings, read_settings
from slotkeeper.domain.clinic_file import parse_clinic
from slotkeeper.domain.clinic_file.fields import parse_page
from slotkeeper.gateways.smtp.server import MailServer
from slotkeeper.services.clinics import get_clinic, import_clinic, update_clinic
from slotkeeper.storage.clinic import clinic_version

_PORTS_TRIED = 100
_MAIL_FROM = "appointments@book.example"


class DemoPorts(Struct, frozen=True, kw_only=True):
    """Where each part is wanted; the next free one is taken where another has it."""

    server: int
    website: int
    stripe: int
    mail: int
    sms: int


async def serve_demo(host: str, wanted: DemoPorts) -> None:
    """Serve the demo clinic, its website, a pretend Stripe, an inbox and phones until stopped.

    Raises Refused.
    """
    settings = read_settings()
    if settings.mode == "production":
        raise Refused("the demo is for development: SLOTKEEPER_MODE is production")
    parts = ("website", "stripe", "mail", "sms")
    website, stripe, mail, sms = (_find_demo(each) for each in parts)
    ports = (wanted.server, wanted.website, wanted.stripe, wanted.mail, wanted.sms)
    booking, shown, paid, read, texted = (_listen_near(host, each) for each in ports)
    posted = listen("127.0.0.1", 0)
    settings = replace(
        settings,
        url=settings.url or address_of(host, booking),
        stripe_api=address_of(host, paid),
        sms_api=address_of(host, texted),
        mail=MailServer(host="127.0.0.1", port=posted.getsockname()[1], tls="none"),
        mail_from=_MAIL_FROM,
    )
    await migrate_and_tell(settings.database, quiet=True)
    text = await asyncio.to_thread(Path(str(website.__file__)).with_name("clinic.toml").read_text)
    slug = await _import_once(settings, text)
    await _let_back(settings, slug, address_of(host, shown))
    await employ_pretend_staff(settings, slug)
    pretend = await set_up_pretend_stripe(stripe, settings, slug)
    phones = await set_up_pretend_sms(sms, settings, slug)
    from slotkeeper.app import create_app  # noqa: PLC0415 - what is wrong before is told at once

    site = website.create_website(settings.url)
    box = mail.Box(faults=[mail.Fault("never", to=REFUSED_ADDRESS)])
    catcher = mail.create_mail_catcher(box, posted)
    apps = [(catcher, read), (phones, texted), (create_app(settings), booking)]
    apps += [(site, shown), (pretend, paid)]
    pages = address_of(host, shown), address_of(host, read)
    async with pretend_diary(settings, slug) as diary:
        await book_pretend_patients(settings, slug)
        await run(apps, lambda: _announce(settings, slug, *pages, diary))


def _find_demo(name: str) -> ModuleType:
    """A part of the pretend world: inside the package when installed, beside it in a checkout."""
    if find_spec("slotkeeper.demo"):
        return importlib.import_module(f"slotkeeper.demo.{name}")
    checkout = Path(slotkeeper.__file__).resolve().parents[2]
    if not (checkout / "demo" / "website.py").exists():
        raise Refused("the demo's files are missing: please install slotkeeper again")
    if str(checkout) not in sys.path:
        sys.path.append(str(checkout))
    return importlib.import_module(f"demo.{name}")


def _listen_near(host: str, wanted: int) -> socket.socket:
    for port in range(wanted, min(wanted + _PORTS_TRIED, 65_536)):
        try:
            bound = listen(host, port)
        except Refused:
            continue
        if port != wanted:
            click.echo(f"Port {wanted} is taken, so this is on {port}.")
        return bound
    return listen(host, wanted)


async def _import_once(settings: Settings, text: str) -> str:
    """A demo clinic that was changed stays as it is."""
    slug = parse_clinic(text).slug
    async with opened(settings.database, migrate=False) as database:
        if await clinic_version(database, slug) is None:
            await import_clinic(database, text, choose_clock(settings.clock)())
    return slug


async def _let_back(settings: Settings, slug: str, website: str) -> None:
    """Who pays comes back to the website, whichever port it has today, and links lead there unless
    somebody has taken that back.
    """
    async with opened(settings.database, migrate=False) as database:
        clinic = await get_clinic(database, slug)
        origins, page = clinic.allowed_origins, clinic.booking_page
        if website in origins and (not page or page.startswith(f"{website}/")):
            return
        origins = (*(each for each in origins if each != website), website)
        changed = structs.replace(clinic, allowed_origins=origins, booking_page=_own_page(website))
        await update_clinic(database, changed, choose_clock(settings.clock)())


def _own_page(website: str) -> str:
    """Its page with the widget; "" where other computers would need https for it."""
    try:
        return parse_page(f"{website}/book")
    except ValueError:
        return ""


def _announce(settings: Settings, slug: str, website: str, inbox: str, diary: str) -> None:
    kept = f"\n  Nell's own diary, as on her phone             {diary}" if diary else ""
    login = f"\n  At the diary: {DIARY_USER}, {DIARY_PASSWORD}" if diary else ""
    staff = "".join(f"\n    {email:<24}{role}" for email, _name, role, _whose in STAFF)
    click.echo(
        f"\n  The clinic's website, with the widget in it   {website}/book"
        f"\n  The same without a website                    {settings.url}/c/{slug}"
        f"\n  The pretend Stripe, where payments are seen   {settings.stripe_api}/"
        f"\n  The clinic's side, for its staff              {settings.url}/staff"
        f"\n  The inbox, where all mail of the demo ends    {inbox}/"
        f"\n  The phones, where all texts of the demo end   {settings.sms_api}/"
        f"{kept}"
        f"\n\n  Staff sign in with the password {PASSWORD}{staff}{login}"
        "\n\n  Cards to pay with, of any date and code"
        "\n    4242 4242 4242 4242   is charged"
        "\n    4000 0000 0000 0002   is declined"
        "\n    4000 0025 0000 3155   asks for 3-D Secure first"
        "\n\n  Nobody in it exists, no money moves. Stop with Ctrl+C.\n"
    )
