"""`slotkeeper user`"""

import click

from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import up_to_date
from slotkeeper.commands.refusals import Refused
from slotkeeper.config import read_settings
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.staff import (
    SHORTEST_PASSWORD,
    AlreadyMember,
    LastOwner,
    MemberUnknown,
    Staff,
    fold_email,
    is_role,
)
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import (
    create_member,
    remove_account,
    remove_member,
    reset_password,
)
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.invitations import LIFETIME, invite, read_email
from slotkeeper.storage.database import Database
from slotkeeper.storage.membership import find_workplaces
from slotkeeper.storage.staff import find_all_staff, find_staff_by_email

_DAY_SECONDS = 86_400
_WRONG = {
    "wrong.email": "this is no e-mail address",
    "wrong.name": "a name has 1 to 100 characters",
    "wrong.password_short": f"a password has {SHORTEST_PASSWORD} characters or more",
    "wrong.password_long": "a password has 200 characters or less",
    "wrong.password_easy": "this password is easily guessed: it is the name or address, or nearly "
    "always the same character",
}


async def create_user(
    email: str, slug: str, role: str, practitioner: str, name: str, password: str
) -> None:
    """Make the account, or the invitation. Raises ClinicUnknown, Refused."""
    settings = read_settings(keep_secret=False)
    async with up_to_date(settings) as database:
        clinic = await get_clinic(database, slug)
        actor = Actor(clinic_id=clinic.id, staff_id=None, at=choose_clock(settings.clock)())
        diary = _diary(clinic, role, practitioner)
        assert is_role(role)  # noqa: S101 - click lets no other through
        try:
            address = read_email(email)
            known = await find_staff_by_email(database, address)
            if known or password:
                called = name or address.partition("@")[0]
                await create_member(database, actor, address, called, password, role, diary)
            else:
                token = await invite(database, actor, address, role, diary)
                _tell_link(settings.url, clinic, token)
                return
        except FieldsInvalid as wrong:
            raise Refused(_words(wrong)) from wrong
        except AlreadyMember as problem:
            raise Refused(f"{address} works for {slug} already") from problem
    click.echo(f"{address} works for {clinic.name} now, as {role}.")
    click.echo(
        "The account that was there keeps its password."
        if known
        else f"Sign in at {settings.url or 'https://your-address'}/staff"
    )


async def print_users() -> None:
    """Print a line a person."""
    async with up_to_date(read_settings(keep_secret=False)) as database:
        people = await find_all_staff(database)
        places = await find_workplaces(database)
    for each in people:
        where = [f"{place.slug}: {place.role}" for place in places if place.staff_id == each.id]
        second = "second factor" if each.has_second_factor else "password only"
        click.echo(f"{each.email}  {each.name}  {', '.join(where) or 'no clinic'}  {second}")
    if not people:
        click.echo("Nobody may sign in yet: slotkeeper user create EMAIL --clinic SLUG")


async def set_password(email: str, password: str, *, drop_second_factor: bool) -> None:
    """Set another. Raises Refused."""
    settings = read_settings(keep_secret=False)
    async with up_to_date(settings) as database:
        staff, now = await _get_staff(database, email), choose_clock(settings.clock)()
        try:
            await reset_password(
                database, staff, password, now, drop_second_factor=drop_second_factor
            )
        except FieldsInvalid as wrong:
            raise Refused(_words(wrong)) from wrong
    click.echo(f"{staff.email} has another password, and is signed out everywhere.")


async def remove_user(email: str, slug: str) -> None:
    """From one clinic, or altogether. Raises ClinicUnknown, Refused."""
    settings = read_settings(keep_secret=False)
    now = choose_clock(settings.clock)()
    async with up_to_date(settings) as database:
        staff = await _get_staff(database, email)
        if not slug:
            await remove_account(database, staff, now)
            click.echo(f"{staff.email} cannot sign in any more.")
            return
        clinic = await get_clinic(database, slug)
        actor = Actor(clinic_id=clinic.id, staff_id=None, at=now)
        try:
            await remove_member(database, actor, staff.id)
        except MemberUnknown as problem:
            raise Refused(f"{staff.email} does not work for {slug}") from problem
        except LastOwner as problem:
            raise Refused(f"{staff.email} is the only owner of {slug}: make another first") from (
                problem
            )
    click.echo(f"{staff.email} works for {clinic.name} no more.")


def _diary(clinic: Clinic, role: str, slug: str) -> int | None:
    """The id of that practitioner. Raises Refused."""
    found = [each.id for each in clinic.practitioners if each.slug == slug]
    if (slug and not found) or (role == "practitioner" and not slug):
        names = ", ".join(each.slug for each in clinic.practitioners)
        raise Refused(f"--practitioner takes one of {clinic.slug}'s: {names}")
    return found[0] if found else None


def _tell_link(url: str, clinic: Clinic, token: str) -> None:
    days = LIFETIME // _DAY_SECONDS
    click.echo(
        f"This link, which is shown only now, lets one person work for {clinic.name}. It is good "
        f"once, for {days} days:\n  {url or 'https://your-address'}/staff/invitation/{token}"
    )


async def _get_staff(database: Database, email: str) -> Staff:
    staff = await find_staff_by_email(database, fold_email(email))
    if staff is None:
        raise Refused(f"nobody has the address {email}; `slotkeeper user list` names them all")
    return staff


def _words(wrong: FieldsInvalid) -> str:
    return "; ".join(_WRONG[problem.key] for problem in wrong.problems.values())
