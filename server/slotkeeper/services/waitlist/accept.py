"""Accepting an offer: the time that is kept becomes the booking, or the booking that there is moves
to it.

Either happens in the one transaction that all other bookings go through (services/bookings.py,
services/changing/move.py): what the hold became says what became of the offer.
"""

from collections.abc import Mapping

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown, HoldOver
from slotkeeper.domain.waitlist import WaitlistOffer
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.bookings import make_booking
from slotkeeper.services.changing.move import WantedMove, move_by_patient
from slotkeeper.services.hold_token import HoldKey, sign_hold
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import OfferOver, Waiting, get_waiting
from slotkeeper.services.waitlist.settle import has_time_of, settle_entry
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.waitlist_offer import find_offer


def known_fields(waiting: Waiting) -> dict[str, str]:
    """The contact details of an entry as the fields of the booking form."""
    entry = waiting.entry
    born = entry.birth_date.isoformat() if entry.birth_date else ""
    return {
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "email": entry.email,
        "phone": entry.phone,
        "birth_date": born,
        "patient_is": entry.patient_is,
        "note": entry.note,
    }


async def accept(
    toolbox: Toolbox,
    slug: str,
    token: str,
    offer_id: int,
    fields: Mapping[str, str],
    address: str = "",
) -> Booking:
    """Book what is offered: `fields` are those of the booking form (`terms`, `terms_version`,
    answers), the contact details stand as they were given where they are missing. Pressed twice,
    it is booked once; it may have to be paid or answered first, as any other.

    Raises ClinicUnknown, EntryUnknown, OfferOver; as `make_booking`.
    """
    waiting = await get_waiting(toolbox, slug, token)
    offer = await _get_offer(toolbox, waiting, offer_id)
    key = sign_hold(toolbox.signer, hold_key(waiting, offer))
    wanted = known_fields(waiting) | dict(fields)
    try:
        booking = await make_booking(toolbox, slug, key, wanted, address, waiting.entry.language)
    except HoldOver as over:
        raise OfferOver from over
    await settle_entry(toolbox, waiting.clinic, waiting.entry.id)
    return booking


async def accept_earlier(
    toolbox: Toolbox,
    slug: str,
    token: str,
    offer_id: int,
    *,
    revision: int,
    shown: str = "",
    terms_version: str = "",
    address: str = "",
) -> Booking:
    """Move the booking to the earlier time that is offered; `revision`, `shown` and `terms_version`
    as those of a move. Pressed twice, it is moved once.

    Raises ClinicUnknown, EntryUnknown, OfferOver; as `move_by_patient`.
    """
    waiting = await get_waiting(toolbox, slug, token)
    offer = await find_offer(toolbox.database, waiting.clinic.id, offer_id)
    before = await get_booking_of(toolbox, waiting)
    if offer is None or offer.entry_id != waiting.entry.id:
        raise OfferOver
    if has_time_of(offer, before):
        return before  # pressed twice, or by the other click of a double click
    wanted = WantedMove(
        hold=sign_hold(toolbox.signer, hold_key(waiting, offer)),
        revision=revision,
        shown=shown,
        terms_version=terms_version,
    )
    try:
        await _get_offer(toolbox, waiting, offer_id)
        link = sign_link(toolbox, before)
        booking = await move_by_patient(toolbox, slug, link, wanted, address)
    except (HoldOver, OfferOver) as over:
        booking = await get_booking_of(toolbox, waiting)
        if not has_time_of(offer, booking):
            raise OfferOver from over
    await settle_entry(toolbox, waiting.clinic, waiting.entry.id)
    return booking


async def get_booking_of(toolbox: Toolbox, waiting: Waiting) -> Booking:
    """The booking for which an earlier time is wanted. Raises BookingUnknown."""
    entry = waiting.entry
    booking = await find_booking(toolbox.database, entry.clinic_id, entry.booking_id or 0)
    if booking is None:
        raise BookingUnknown
    return booking


def hold_key(waiting: Waiting, offer: WaitlistOffer) -> HoldKey:
    """The key to the time that is kept, such as whoever chose it themselves would have."""
    entry, clinic = waiting.entry, waiting.clinic
    who = next((e for e in clinic.practitioners if e.id == offer.practitioner_id), None)
    if waiting.kind is None or who is None:
        raise OfferOver
    return HoldKey(
        clinic_id=clinic.id,
        hold_id=offer.hold_id,
        visitor="",
        kind=waiting.kind.slug,
        practitioner=who.slug,
        location="",
        starts_at=offer.starts_at,
        issued_at=waiting.now,
        said=entry.patient_is,
    )


async def _get_offer(toolbox: Toolbox, waiting: Waiting, offer_id: int) -> WaitlistOffer:
    """That offer of the entry, open or become a booking. Raises OfferOver."""
    offer = await find_offer(toolbox.database, waiting.clinic.id, offer_id)
    if offer is None or offer.entry_id != waiting.entry.id:
        raise OfferOver
    hold = await find_booking(toolbox.database, waiting.clinic.id, offer.hold_id)
    if hold is None or (hold.state == "held" and not hold.is_live_hold(toolbox.clock())):
        raise OfferOver
    return offer
