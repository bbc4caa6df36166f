"""`slotkeeper clinic`"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from slotkeeper.clock import choose_clock
from slotkeeper.commands.refusals import Refused
from slotkeeper.config import Settings, read_settings
from slotkeeper.domain.clinic_file import ClinicFileWrong, FileProblem, parse_clinic
from slotkeeper.services.clinics import export_clinic, list_clinics, update_clinic
from slotkeeper.storage.database import Database, open_database
from slotkeeper.storage.migrate import pending


async def import_file(data: bytes) -> None:
    """Import what a file holds. Raises ClinicFileWrong, before anything is made or changed."""
    given = parse_clinic(_decode(data))
    settings = read_settings(keep_secret=False)
    async with opened(settings.database, migrate=True) as database:
        clinic = await update_clinic(database, given, choose_clock(settings.clock)())
    people, kinds = len(clinic.practitioners), len(clinic.appointment_types)
    click.echo(
        f"{clinic.name} is set up: {_count(people, 'practitioner')}, "
        f"{_count(kinds, 'appointment type')}. Its page: {_page(settings, clinic.slug)}"
    )


async def print_file(slug: str) -> None:
    """Print a clinic's file. Raises ClinicUnknown."""
    async with up_to_date(read_settings(keep_secret=False)) as database:
        click.echo(await export_clinic(database, slug), nl=False)


async def print_list() -> None:
    """Print a line a clinic."""
    settings = read_settings(keep_secret=False)
    async with up_to_date(settings) as database:
        clinics = await list_clinics(database)
    width = max((len(each.slug) for each in clinics), default=0)
    for each in clinics:
        click.echo(f"{each.slug:{width}}  {each.name}  {_page(settings, each.slug)}")
    if not clinics:
        click.echo("There is no clinic yet: slotkeeper clinic import clinic.toml", err=True)


@asynccontextmanager
async def opened(url: str, *, migrate: bool) -> AsyncIterator[Database]:
    """A database for one command."""
    database = await open_database(url, pool_size=1, migrate=migrate)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def up_to_date(settings: Settings) -> AsyncIterator[Database]:
    """A command that only reads changes no schema, and makes no file."""
    if missing := await pending(settings.database):
        raise Refused(
            f"{settings.database} is not up to date ({', '.join(missing)}): run slotkeeper migrate"
        )
    async with opened(settings.database, migrate=False) as database:
        yield database


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"the byte {data[error.start]:#04x}"
        problem = FileProblem(line=line, field="", found=found, expected="text in UTF-8")
        raise ClinicFileWrong([problem]) from error


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _page(settings: Settings, slug: str) -> str:
    return f"{settings.url}/c/{slug}"
