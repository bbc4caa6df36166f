"""Bookings that are reminded of, and a server that looks which."""

from collections.abc import Sequence

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice_rules import By, Reminder
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.reminders import Reminding
from tests.services.desk import DAY, NINE
from tests.services.notices.office import Office
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk

ADA = "ada@patient.example"
THURSDAY = NINE + 2 * DAY
HALF_PAST = THURSDAY + 1800
FRIDAY = NINE + 3 * DAY
MINUTE, HOUR = 60, 3600


async def remind(office: Office) -> int:
    """What a server that has just started queues."""
    return await Reminding(office.desk.toolbox).remind()


async def reminders(office: Office) -> Sequence[tuple[str, str]]:
    """Occasion and channel of all, the oldest first."""
    rows = await office.deliveries()
    return [
        (each["occasion"], each["channel"])
        for each in rows
        if each["message"] == "booking_reminder"
    ]


async def set_reminders(office: Office, *leads: tuple[CutOff, By]) -> None:
    clinic = await get_clinic(office.database, office.desk.slug)
    chosen = tuple(Reminder(before=before, by=by) for before, by in leads)
    await office.desk.save(replace(clinic, notices=replace(clinic.notices, reminders=chosen)))


def wait_until(office: Office, instant: int) -> None:
    office.desk.clock.now = instant


async def mara_at(office: Office) -> FrontDesk:
    return await front_desk(office.desk)


async def told_letter(office: Office) -> Booking:
    """A booking for Thursday whose confirmation has gone."""
    booking = await office.book(THURSDAY)
    await office.run()
    return booking
