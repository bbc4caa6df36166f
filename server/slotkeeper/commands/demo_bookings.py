"""What stands in the demo clinic's calendar at its first start, so that there is something to look
at: appointments with and without a diary, a reminder, a message that does not arrive, and one that
its patient cancelled late.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from msgspec import structs

from slotkeeper.commands.clinic import opened
from slotkeeper.commands.demo_waiting import at_time, let_pretend_patients_wait
from slotkeeper.config import Settings
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.slots import Slot
from slotkeeper.domain.staff import Member
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.changing.cancel import WantedCancel, cancel_by_patient
from slotkeeper.services.changing.changeable import get_changeable
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.slot_search import search_slots
from slotkeeper.services.staff.accounts import list_members
from slotkeeper.services.staff.bookings.book import WantedBooking, book_by_staff
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, TimeTaken
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import get_wish
from slotkeeper.storage.booking_list import has_bookings

REFUSED_ADDRESS = "tamsin@no-such-mailbox.example"
"""The demo's mail server says that there is nobody."""

_HOUR = 3600
_MADE_HOURS_AGO = 80
_DAYS = 8


@dataclass(frozen=True, slots=True)
class _Sample:
    """Somebody who comes: what for, to whom, and how many hours from now at the earliest."""

    first_name: str
    last_name: str
    phone: str
    kind: str
    practitioner: str
    hours: int
    email: str = ""


_SAMPLES = (
    _Sample("Wren", "Saltcombe", "+61491570156", "standard", "any", 25),
    _Sample("Tamsin", "Oarlock", "+61491570157", "initial", "any", 50, REFUSED_ADDRESS),
    _Sample("Ansel", "Driftholm", "+61491570158", "standard", "nell-tidewater", 20),
    _Sample("Juniper", "Quayside", "+61491570159", "video", "fern-halloway", 20),
    _Sample("Corin", "Marlinspike", "+61491570110", "running", "kit-saltmarsh", 40),
)
_CANCELLED = _Sample("Odette", "Fairlead", "+61491570124", "standard", "any", 4)
_SHOWN = "Cancelling costs nothing, but it is later than the clinic asks for."


async def book_pretend_patients(settings: Settings, slug: str) -> None:
    """Once: a demo in which anything was booked stays as it is."""
    from slotkeeper.app import make_toolbox  # noqa: PLC0415 - what is wrong before is told at once

    async with opened(settings.database, migrate=False) as database:
        toolbox = make_toolbox(settings, database)
        clinic = await get_clinic(database, slug)
        if not await has_bookings(database, clinic.id):
            now = toolbox.clock()
            # Made days ago: so the reminder of what is within two days is due.
            then = at_time(toolbox, now - _MADE_HOURS_AGO * _HOUR)
            [owner, *_] = [
                each for each in await list_members(database, clinic) if each.role == "owner"
            ]
            booked = [await _book(then, owner, slug, sample, now) for sample in _SAMPLES]
            await _cancel(toolbox, slug, await _book(then, owner, slug, _CANCELLED, now), now)
            await let_pretend_patients_wait(toolbox, owner, slug, booked[-1], now)
        await toolbox.payments.close()


async def _book(
    toolbox: Toolbox, owner: Member, slug: str, sample: _Sample, now: int
) -> Booking | None:
    slot = await _first_free(toolbox, slug, sample, now + sample.hours * _HOUR)
    if slot is None:
        return None
    wanted = WantedBooking(
        kind=sample.kind,
        practitioner=slot.practitioner,
        starts_at=slot.starts_at,
        details=_details(sample),
    )
    with suppress(TimeTaken, RulesAgainst):
        try:
            return await book_by_staff(toolbox, owner, slug, wanted)
        except RulesAgainst as against:
            agreed = frozenset(each.key for each in against.objections)
            return await book_by_staff(toolbox, owner, slug, structs.replace(wanted, agreed=agreed))
    return None


async def _cancel(toolbox: Toolbox, slug: str, booking: Booking | None, now: int) -> None:
    """An hour ago, by its link, where that is late: not before a weekend with a holiday."""
    if booking is None:
        return
    then, token = at_time(toolbox, now - _HOUR), sign_link(toolbox, booking)
    cost = (await get_changeable(then, slug, token)).cost
    if cost is None or not cost.consequence.is_late:
        return
    wanted = WantedCancel(
        revision=booking.revision,
        keeps=cost.consequence.keeps,
        returns=cost.returns,
        shown=_SHOWN,
    )
    await cancel_by_patient(then, slug, token, wanted)


async def _first_free(toolbox: Toolbox, slug: str, sample: _Sample, after: int) -> Slot | None:
    wish = await get_wish(toolbox, slug, sample.kind, sample.practitioner, "any")
    first = local_date(after, wish.clinic.time_zone)
    found = await search_slots(toolbox, wish, first, first + timedelta(days=_DAYS))
    return next((each for each in found.slots if each.starts_at >= after), None)


def _details(sample: _Sample) -> ContactDetails:
    name = sample.first_name.lower()
    return ContactDetails(
        first_name=sample.first_name,
        last_name=sample.last_name,
        email=sample.email or f"{name}@{sample.last_name.lower()}.example",
        phone=sample.phone,
        birth_date=None,
        patient_is="existing" if sample.kind == "standard" else "new",
    )
