"""The link by which a patient finds the booking again, without an account; a place on the waiting
list has one like it.
"""

from dataclasses import dataclass

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booker import Booker
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.location import Location
from slotkeeper.domain.payment import Payment
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.tokens import TokenInvalid
from slotkeeper.services.payments.of_booking import find_paid_for
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.agreed_change import find_kept_at_least
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.manage_link import is_renewed_since
from slotkeeper.storage.patient import get_first_name
from slotkeeper.storage.set_up import get_appointment_type, get_location, get_practitioner

PURPOSE = "manage"
KEPT_SECONDS = 90 * 86_400
"""How long after the appointment the link still opens it."""
WAITING = "w."
"""What stands before the token of a place on the waiting list, in the fragment of a page; no signed
token has a full stop.
"""


@dataclass(frozen=True, slots=True)
class Managed:
    """A booking as its link shows it; `first_name` is the patient's. `kept_at_least` is what
    cancelling costs in any case, minor units, as it was moved late.
    """

    clinic: Clinic
    booking: Booking
    kind: AppointmentType
    practitioner: Practitioner
    location: Location | None
    token: str
    first_name: str
    payment: Payment | None
    booker: Booker | None = None
    kept_at_least: int = 0

    @property
    def for_whom(self) -> str:
        """The patient's first name where somebody else booked, who is spoken to; else ""."""
        return self.first_name if self.booker else ""


def booking_url(base_url: str, clinic: Clinic, token: str) -> str:
    """Where a booking's link leads: to the clinic's own page, else to the hosted one."""
    own = clinic.booking_page
    return in_page(own, clinic.slug, token) if own else hosted_url(base_url, clinic, token)


def waiting_url(base_url: str, clinic: Clinic, token: str) -> str:
    """The same for a place on the waiting list, where offers of it are answered."""
    own = clinic.booking_page
    if own:
        return in_page(own, clinic.slug, f"{WAITING}{token}")
    return hosted_waiting_url(base_url, clinic, token)


def hosted_url(base_url: str, clinic: Clinic, token: str) -> str:
    """The booking as a page of ours, which needs no script and nobody's website."""
    return f"{base_url}/c/{clinic.slug}/b/{token}"


def hosted_waiting_url(base_url: str, clinic: Clinic, token: str) -> str:
    """The same for a place on the waiting list."""
    return f"{base_url}/c/{clinic.slug}/w/{token}"


def in_page(page: str, slug: str, token: str) -> str:
    """A page of the clinic's website that opens what the token is for in the widget. The token is
    in the fragment: browsers send that to no server.
    """
    return f"{page}#slotkeeper={slug}.{token}"


def sign_link(toolbox: Toolbox, booking: Booking) -> str:
    """The unguessable token of a booking's link: the same at each call."""
    expires_at = booking.ends_at + KEPT_SECONDS
    return toolbox.signer.sign(
        PURPOSE, expires_at, booking.clinic_id, booking.id, booking.manage_key
    )


async def link_since(toolbox: Toolbox, booking: Booking, since: int) -> str:
    """The token of a booking's link for a browser that has known it since that instant (epoch
    seconds) by something else: its hold, or its payment. Raises BookingUnknown where the link was
    made anew after that: then only who has the new one opens it.
    """
    if await is_renewed_since(toolbox.database, booking.clinic_id, booking.id, since):
        raise BookingUnknown
    return sign_link(toolbox, booking)


async def get_link_since(toolbox: Toolbox, clinic_id: int, booking_id: int, since: int) -> str:
    """The same by the booking's id. Raises BookingUnknown."""
    booking = await find_booking(toolbox.database, clinic_id, booking_id)
    if booking is None:
        raise BookingUnknown
    return await link_since(toolbox, booking, since)


async def get_managed(toolbox: Toolbox, clinic: str, token: str) -> Managed:
    """The booking of that link.

    Raises ClinicUnknown; BookingUnknown where the link is forged, of another clinic, or too old.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    try:
        # When it ends is the booking's to say: one that was moved may be long after that.
        clinic_id, booking_id, manage_key = toolbox.signer.read(PURPOSE, token, now=0)
    except TokenInvalid as problem:
        raise BookingUnknown from problem
    booking = (
        await find_booking(toolbox.database, known.id, booking_id)
        if clinic_id == known.id
        else None
    )
    if booking is None or booking.manage_key != manage_key or booking.patient_id is None:
        raise BookingUnknown
    if booking.state == "paying" or booking.ends_at + KEPT_SECONDS <= toolbox.clock():
        raise BookingUnknown
    reader = toolbox.database
    return Managed(
        clinic=known,
        booking=booking,
        kind=await get_appointment_type(reader, booking),
        practitioner=await get_practitioner(reader, booking),
        location=await get_location(reader, booking),
        token=token,
        first_name=await get_first_name(reader, known.id, booking.patient_id),
        payment=await find_paid_for(reader, known.id, booking.id),
        booker=await find_booker(reader, known.id, booking.id),
        kept_at_least=await find_kept_at_least(reader, known.id, booking.id),
    )
