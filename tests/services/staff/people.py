"""Pretend staff of the pretend clinic."""

import pyotp

from slotkeeper.domain.staff import Role, Staff
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.second_factor import offer_second_factor, turn_on_second_factor
from slotkeeper.storage.staff import find_staff_by_email
from tests.services.desk import Desk

ROBIN = "robin@harbour.example"
KIT = "kit@harbour.example"
PASSWORD = "a calm long password"
BROWSER = "Firefox, Linux"


async def employ(
    desk: Desk, email: str = ROBIN, role: Role = "owner", practitioner: str = ""
) -> Staff:
    """Somebody who works for the desk's clinic, with PASSWORD."""
    diary = None
    if practitioner:
        clinic = await get_clinic(desk.database, desk.slug)
        diary = clinic.practitioner(practitioner).id
    actor = await operator(desk)
    name = email.partition("@")[0].title()
    return await create_member(desk.database, actor, email, name, PASSWORD, role, diary)


async def operator(desk: Desk) -> Actor:
    """Whoever runs the server."""
    return await acting(desk, None)


async def acting(desk: Desk, staff: Staff | None) -> Actor:
    clinic = await get_clinic(desk.database, desk.slug)
    return Actor(clinic_id=clinic.id, staff_id=staff.id if staff else None, at=desk.toolbox.clock())


async def again(desk: Desk, staff: Staff) -> Staff:
    """The same person as the database has them now."""
    found = await find_staff_by_email(desk.database, staff.email)
    assert found
    return found


async def with_second_factor(desk: Desk, staff: Staff) -> tuple[Staff, "App", list[str]]:
    """Turned on a minute ago: the person, their app, their recovery codes."""
    offered = offer_second_factor(desk.toolbox, staff)
    app = App(desk, offered.secret)
    codes = await turn_on_second_factor(desk.toolbox, staff, offered.token, app.code(), "")
    desk.clock.wait(60)
    return await again(desk, staff), app, codes


class App:
    """An authenticator on somebody's phone."""

    def __init__(self, desk: Desk, secret: str) -> None:
        self._desk, self._totp = desk, pyotp.TOTP(secret)

    def code(self, seconds: int = 0) -> str:
        """What it shows now, or on a clock that differs by so much."""
        return self._totp.at(self._desk.toolbox.clock() + seconds)
