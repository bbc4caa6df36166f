"""`slotkeeper doctor`"""

import os
import secrets
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import click

from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import opened
from slotkeeper.commands.doctor_changing import examine_policy, examine_waitlist
from slotkeeper.commands.doctor_mail import examine_mail
from slotkeeper.commands.doctor_new_patients import examine_new_patients
from slotkeeper.commands.doctor_payments import examine_payments
from slotkeeper.commands.doctor_sms import examine_sms
from slotkeeper.commands.doctor_staff import examine_staff
from slotkeeper.commands.payments import stripe_gateway
from slotkeeper.commands.refusals import REFUSALS, told
from slotkeeper.config import Settings, read_settings
from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.clinic_check import find_faults
from slotkeeper.services.clinics import list_clinics
from slotkeeper.storage.clinic import save_clinic
from slotkeeper.storage.database import Database, Transaction, is_postgresql
from slotkeeper.storage.migrate import pending

_LEAST_FREE_BYTES = 200_000_000
_THIS_RELEASE = datetime(2026, 11, 1, tzinfo=UTC).timestamp()


async def examine() -> bool:
    """Print what is right and what is wrong; whether nothing is wrong."""
    problems = 0
    try:
        async for good, bad in _examine():
            problems += bool(bad)
            click.echo(f"✗ {bad}" if bad else f"✓ {good}")
    except REFUSALS as refusal:
        problems += 1
        click.echo(f"✗ {told(refusal)}")
    if problems:
        click.echo(f"\n{problems} to mend.")
    return not problems


_Finding = tuple[str, str]
"""What is right, and what is wrong: the one or the other is said."""


async def _examine() -> AsyncIterator[_Finding]:
    settings = read_settings(keep_secret=False)
    yield f"The settings are right for {settings.mode}.", ""
    for finding in (_clock(settings), _disk(settings), _proxies(settings)):
        yield finding
    missing = await pending(settings.database)
    yield (
        f"The database {_shown(settings)} is up to date.",
        f"{_shown(settings)} lacks {', '.join(missing)}: run slotkeeper migrate."
        if missing
        else "",
    )
    if missing:
        return
    async with opened(settings.database, migrate=False) as database:
        await _try_to_write(database)
        yield "It can be written to.", ""
        yield await examine_mail(database, settings)
        async for finding in _examine_clinics(database, settings):
            yield finding


def _clock(settings: Settings) -> _Finding:
    now = choose_clock(settings.clock)()
    shown = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M} UTC"
    if settings.clock is not None:
        return f"The clock was moved to {shown} by SLOTKEEPER_CLOCK.", ""
    wrong = f"The machine's clock says {shown}, before this release was made: set it right."
    return f"The clock says {shown}.", wrong if now < _THIS_RELEASE else ""


def _disk(settings: Settings) -> _Finding:
    if is_postgresql(settings.database):
        return "The database is on a PostgreSQL server.", ""
    folder = Path(settings.database).resolve().parent
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return "", f"{folder} cannot be written to by this user."
    free = shutil.disk_usage(folder).free
    shown = f"{free / 1e9:.1f} GB are free at {folder}"
    return f"{shown}.", f"Only {shown}: make room." if free < _LEAST_FREE_BYTES else ""


def _proxies(settings: Settings) -> _Finding:
    if settings.trusted_proxies:
        shown = ", ".join(settings.trusted_proxies)
        return f"Patients' network addresses are taken from the proxies {shown}.", ""
    advice = (
        "Patients' network addresses are taken from their connections. Behind a reverse proxy, "
        "name it in SLOTKEEPER_TRUSTED_PROXIES: else all patients share the limits of one."
    )
    return advice, ""


def _shown(settings: Settings) -> str:
    """Without what may be a password."""
    return settings.database.rpartition("@")[2]


class _UndoneError(Exception):
    """Ends the trial, so that nothing of it is kept."""


async def _try_to_write(database: Database) -> None:
    """Raises DatabaseUnavailable where it cannot be done."""

    async def job(tx: Transaction) -> None:
        trial = f"doctor-{secrets.token_hex(8)}"
        await save_clinic(tx, Clinic(slug=trial, name=trial, time_zone="Etc/UTC", currency="EUR"))
        raise _UndoneError

    try:
        await database.write(job)
    except _UndoneError:
        return


async def _examine_clinics(database: Database, settings: Settings) -> AsyncIterator[_Finding]:
    clinics, now = await list_clinics(database), choose_clock(settings.clock)()
    if not clinics:
        yield "", "There is no clinic yet: slotkeeper clinic import clinic.toml."
    async with stripe_gateway(settings) as gateway:
        for clinic in clinics:
            faults = await find_faults(database, clinic, now)
            if not faults:
                yield f"{clinic.slug}: patients can book.", ""
            for fault in faults:
                yield "", f"{clinic.slug}: {fault}"
            async for standing in examine_new_patients(database, clinic, now):
                yield f"{clinic.slug}: {standing}", ""
            findings = [
                await examine_staff(database, clinic),
                await examine_payments(database, gateway, settings, clinic),
                await examine_sms(database, settings, clinic),
                *examine_policy(clinic),
                *[each async for each in examine_waitlist(database, settings, clinic)],
            ]
            for good, bad in findings:
                if good or bad:
                    yield good and f"{clinic.slug}: {good}", bad and f"{clinic.slug}: {bad}"
