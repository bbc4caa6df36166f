"""The link by which a patient confirms an appointment (T2): looking changes nothing, as mail
scanners look at every link; only the button on its page does.
"""

from dataclasses import dataclass

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import BookingUnknown, Fact
from slotkeeper.domain.tokens import TokenInvalid
from slotkeeper.services.booking_link import KEPT_SECONDS, get_managed, sign_link
from slotkeeper.services.counted import lock_time_of
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.notices.queue import tell_both
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.tell import tell_patient
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import last_made_at
from slotkeeper.storage.pending import confirm_pending
from slotkeeper.storage.practitioner import lock_practitioner_of

PURPOSE = "confirm"
RESEND_SECONDS = 60


class ConfirmOver(Fact):
    """The link came too late, or the booking has ended otherwise."""


class ConfirmedBefore(Fact):
    """The link was used already; `token` is the booking's own link."""

    def __init__(self, booking: Booking, token: str) -> None:
        super().__init__(booking.id)
        self.token = token


@dataclass(frozen=True, slots=True)
class Confirmable:
    """A booking that its link opens, to be confirmed until `booking.expires_at`."""

    clinic: Clinic
    booking: Booking


def sign_confirm(toolbox: Toolbox, booking: Booking) -> str:
    """The token of a booking's link: the same at each call, for one use; it is good for nothing
    else. It can be read longer than it confirms, so that its page can say what became of it.
    """
    expires_at = booking.ends_at + KEPT_SECONDS
    return toolbox.signer.sign(
        PURPOSE, expires_at, booking.clinic_id, booking.id, booking.manage_key
    )


def confirm_url(toolbox: Toolbox, slug: str, booking: Booking) -> str:
    """The address that is mailed to the patient."""
    return f"{toolbox.base_url}/c/{slug}/confirm/{sign_confirm(toolbox, booking)}"


async def get_confirmable(toolbox: Toolbox, slug: str, token: str) -> Confirmable:
    """What that link would confirm.

    Raises ClinicUnknown; BookingUnknown where it is forged or another clinic's; ConfirmedBefore;
    ConfirmOver.
    """
    clinic = await toolbox.clinics.get(toolbox.database, slug)
    booking_id, manage_key = _read(toolbox, clinic, token)
    booking = await find_booking(toolbox.database, clinic.id, booking_id)
    return Confirmable(clinic, _open(toolbox, booking, manage_key, toolbox.clock()))


async def confirm(toolbox: Toolbox, slug: str, token: str) -> Booking:
    """The patient presses the button. Raises as `get_confirmable`."""
    clinic = await toolbox.clinics.get(toolbox.database, slug)
    booking_id, manage_key = _read(toolbox, clinic, token)

    async def job(tx: Transaction) -> Booking:
        await lock_time_of(tx, clinic, booking_id)
        now = toolbox.clock()
        booking = _open(toolbox, await find_booking(tx, clinic.id, booking_id), manage_key, now)
        if not await confirm_pending(tx, clinic.id, booking_id, "patient", now):
            raise ConfirmOver
        await tell_both(tx, clinic.id, booking_id, "booking_confirmed", now)
        await announce(tx, clinic.id, booking_id, "confirmed", now)
        return booking

    confirmed = await toolbox.database.write(job)
    toolbox.bell.ring()
    return confirmed


async def resend(toolbox: Toolbox, slug: str, token: str) -> bool:
    """Send the link once more, by the booking's own link; False where one was sent within the last
    minute.

    Raises ClinicUnknown, BookingUnknown, ConfirmedBefore, ConfirmOver.
    """
    managed = await get_managed(toolbox, slug, token)
    clinic_id, booking_id = managed.clinic.id, managed.booking.id

    async def job(tx: Transaction) -> bool:
        await lock_practitioner_of(tx, clinic_id, booking_id)
        now = toolbox.clock()
        found = await find_booking(tx, clinic_id, booking_id)
        booking = _open(toolbox, found, managed.booking.manage_key, now)
        sent_at = await last_made_at(tx, clinic_id, booking_id, "confirm_link")
        if sent_at is not None and now - sent_at < RESEND_SECONDS:
            return False
        await tell_patient(tx, booking, "confirm_link", now, occasion=str(now))
        return True

    sent = await toolbox.database.write(job)
    toolbox.bell.ring()
    return sent


def _read(toolbox: Toolbox, clinic: Clinic, token: str) -> tuple[int, str]:
    try:
        clinic_id, booking_id, key = toolbox.signer.read(PURPOSE, token, toolbox.clock())
    except TokenInvalid as problem:
        raise BookingUnknown from problem
    if clinic_id != clinic.id:
        raise BookingUnknown
    return booking_id, key


def _open(toolbox: Toolbox, booking: Booking | None, manage_key: str, now: int) -> Booking:
    if booking is None or booking.manage_key != manage_key:
        raise BookingUnknown
    if booking.state in {"confirmed", "arrived", "fulfilled", "noshow"}:
        raise ConfirmedBefore(booking, sign_link(toolbox, booking))
    waits = booking.state == "pending" and booking.awaits == "patient"
    if not waits or booking.expires_at is None or booking.expires_at <= now:
        raise ConfirmOver
    return booking
