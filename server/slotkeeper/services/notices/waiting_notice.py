"""What is told of a place on the waiting list, with no booking or one that is to be earlier."""

from urllib.parse import urlencode

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.services.booking_link import (
    Managed,
    hosted_waiting_url,
    sign_link,
    waiting_url,
)
from slotkeeper.services.notices.notice import Notice
from slotkeeper.services.notices.series_dates import SeriesDates
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import get_waiting, sign_entry
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.set_up import get_appointment_type, get_location, get_practitioner
from slotkeeper.storage.waitlist import find_entry
from slotkeeper.storage.waitlist_addressee import find_who_waits
from slotkeeper.storage.wording import find_wordings

OF_A_PLACE = frozenset({"waitlist_joined", "waitlist_ended"})
"""Messages of storage/waitlist_message.py, whose `target` is the entry."""
_TRUE_WHILE = {"waitlist_joined": "waiting", "waitlist_ended": "unanswered"}


async def get_waiting_notice(toolbox: Toolbox, delivery: Delivery) -> Notice:
    """Read it. Raises BookingUnknown where the entry or its patient are no more, ClinicUnknown."""
    reader, clinic_id = toolbox.database, delivery.clinic_id
    slug = await find_slug(reader, clinic_id) or ""
    clinic = await toolbox.clinics.get(reader, slug)
    entry = await find_entry(reader, clinic_id, delivery.target)
    patient = await find_who_waits(reader, entry) if entry else None
    if entry is None or patient is None:
        raise BookingUnknown
    waiting = await get_waiting(toolbox, slug, sign_entry(toolbox, entry))
    managed = await _managed(toolbox, clinic, entry, waiting.token, patient.first_name)
    return Notice(
        delivery=delivery,
        managed=managed,
        patient=patient,
        language=delivery.language or clinic.languages[0],
        amount=0,
        alert_note="",
        clinic_url=f"{toolbox.base_url}/c/{slug}",
        booking_url=_page(toolbox, managed, delivery),
        act_url="",
        confirm_url="",
        series=SeriesDates(),
        wordings=tuple(await find_wordings(reader, clinic_id, "mail", delivery.message)),
        why_known="" if entry.state == _TRUE_WHILE[delivery.message] else entry.state,
        waiting=waiting,
        hosted_url=hosted_waiting_url(toolbox.base_url, clinic, waiting.token)
        if clinic.booking_page and delivery.message == "waitlist_joined"
        else "",
    )


def _page(toolbox: Toolbox, managed: Managed, delivery: Delivery) -> str:
    """Their place on the list; where they have lost it, the form to wait again."""
    clinic, booking = managed.clinic, managed.booking
    if delivery.message == "waitlist_joined":
        return waiting_url(toolbox.base_url, clinic, managed.token)
    page = f"{toolbox.base_url}/c/{clinic.slug}"
    if booking.id:
        return f"{page}/b/{sign_link(toolbox, booking)}/earlier"
    return f"{page}/waitlist?{urlencode({'type': managed.kind.slug})}"


async def _managed(
    toolbox: Toolbox, clinic: Clinic, entry: WaitlistEntry, token: str, first_name: str
) -> Managed:
    reader, has_booking = toolbox.database, entry.booking_id or 0
    booking = await find_booking(reader, clinic.id, has_booking) if has_booking else None
    kind = await get_appointment_type(reader, booking or no_booking(entry))
    return Managed(
        clinic=clinic,
        booking=booking or no_booking(entry),
        kind=kind,
        practitioner=await get_practitioner(reader, booking) if booking else _NOBODY,
        location=await get_location(reader, booking) if booking else None,
        token=token,
        first_name=first_name,
        payment=None,
        booker=await find_booker(reader, clinic.id, booking.id) if booking else None,
    )


_NOBODY = Practitioner(slug="", name="")


def no_booking(entry: WaitlistEntry) -> Booking:
    """What stands in a message in the place of a booking that there is not."""
    return Booking(
        id=0,
        clinic_id=entry.clinic_id,
        practitioner_id=0,
        appointment_type_id=entry.appointment_type_id,
        location_id=None,
        state="held",
        starts_at=entry.made_at,
        ends_at=entry.made_at,
        busy_from=entry.made_at,
        busy_until=entry.made_at,
        expires_at=None,
    )
