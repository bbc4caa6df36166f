"""Somebody of each role who may sign in at the demo clinic."""

from contextlib import suppress

from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import opened
from slotkeeper.config import Settings
from slotkeeper.domain.staff import AlreadyMember, Role
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor

EMAIL = "robin@harbour.example"
PASSWORD = "pretend-harbour"  # noqa: S105 - printed for everybody; the demo refuses production
STAFF: tuple[tuple[str, str, Role, str], ...] = (
    (EMAIL, "Robin Lightwater", "owner", ""),
    ("mara@harbour.example", "Mara Quillfeather", "reception", ""),
    ("nell@harbour.example", "Nell Tidewater", "practitioner", "nell-tidewater"),
)
"""E-mail address, name, role, and for whose diary."""


async def employ_pretend_staff(settings: Settings, slug: str) -> None:
    """Once: a password that was changed stays as it is."""
    async with opened(settings.database, migrate=False) as database:
        clinic = await get_clinic(database, slug)
        actor = Actor(clinic_id=clinic.id, staff_id=None, at=choose_clock(settings.clock)())
        ids = {each.slug: each.id for each in clinic.practitioners}
        for email, name, role, whose in STAFF:
            if whose and whose not in ids:
                continue  # the clinic was changed
            with suppress(AlreadyMember):
                await create_member(database, actor, email, name, PASSWORD, role, ids.get(whose))
