"""What can be had today, in words."""

from typing import Any

from slotkeeper.domain.staff_booking import Objection
from slotkeeper.services.staff.desk_check.chances import Offer
from slotkeeper.web.staff.acts.against import NOTHING, moments_of, words_of
from slotkeeper.web.staff.acts.book_form import find_people, own_practitioners
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.desk_check.squeeze_form import Squeeze
from slotkeeper.web.staff.desk_check.taken_offer import written_offer
from slotkeeper.web.staff.door import StaffVisit


async def squeeze_context(staff: StaffVisit, squeeze: Squeeze) -> dict[str, Any]:
    """For desk/squeeze.html."""
    detail, moments = squeeze.detail, moments_of(staff)
    row = row_of(detail.booking, detail.parts, moments, detail.alert) if detail else None
    address = f"{detail.booking.id}/squeeze-in" if detail else "without-booking"
    offers = squeeze.offers
    return {
        **NOTHING,
        **await find_people(staff, squeeze.values),
        "values": squeeze.values,
        "stale": None,
        "row": row,
        "moves": squeeze.own is not None,
        "action": f"{staff.home}/desk-check/{address}",
        "kind": squeeze.kind_name,
        "kinds": [each for each in staff.clinic.appointment_types if each.enabled],
        "practitioners": own_practitioners(staff),
        "offers": None if offers is None else [_offer(staff, squeeze, each) for each in offers],
    }


def _offer(staff: StaffVisit, squeeze: Squeeze, offer: Offer) -> dict[str, Any]:
    moments, chance = moments_of(staff), offer.chance
    time, room = chance.time, chance.room
    moved = None
    if room:
        moved = {
            "patient": room.there.patient,
            "from": moments.time(room.there.starts_at),
            "to": moments.time(room.to.starts_at),
            "practitioner": room.to.practitioner.name,
            "kind": room.to.kind.name,
            "booking": room.there.id,
            "same_time": room.shift == 0,
        }
    return {
        "value": written_offer(offer, squeeze.own.revision if squeeze.own else 0),
        "sort": "room" if room else "beyond" if chance.is_beyond else "free",
        "time": moments.time(time.starts_at),
        "ends": moments.time(time.ends_at),
        "ago": moments.ago(time.starts_at),
        "practitioner": time.practitioner.name,
        "moved": moved,
        "against": _words(staff, offer.against, time.practitioner.name, time.kind.name),
        "override": " ".join(offer.agreed),
    }


def _words(
    staff: StaffVisit, objections: list[Objection], practitioner: str, kind: str
) -> list[str]:
    """What is to be known before; that patients could not book so late is no news at the desk."""
    names = {"practitioner": practitioner, "kind": kind}
    return [words_of(staff, each, names) for each in objections if not each.is_said_only]
