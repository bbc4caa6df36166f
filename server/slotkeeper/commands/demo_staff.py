"""Somebody who may sign in at the demo clinic."""

from contextlib import suppress

from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import opened
from slotkeeper.config import Settings
from slotkeeper.domain.staff import AlreadyMember
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor

EMAIL, NAME = "robin@harbour.example", "Robin Lightwater"
PASSWORD = "pretend-harbour"  # noqa: S105 - printed for everybody; the demo refuses production


async def employ_pretend_owner(settings: Settings, slug: str) -> None:
    """Once: a password that was changed stays as it is."""
    async with opened(settings.database, migrate=False) as database:
        clinic = await get_clinic(database, slug)
        actor = Actor(clinic_id=clinic.id, staff_id=None, at=choose_clock(settings.clock)())
        with suppress(AlreadyMember):
            await create_member(database, actor, EMAIL, NAME, PASSWORD, "owner", None)
