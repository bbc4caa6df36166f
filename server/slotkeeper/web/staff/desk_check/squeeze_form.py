"""For whom and for what time is looked for: what the form says, or the booking that there is."""

from collections.abc import Mapping
from dataclasses import dataclass

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.booking_detail import BookingDetail, get_booking_detail
from slotkeeper.services.staff.bookings.book import WantedBooking, Whom, find_whom
from slotkeeper.services.staff.bookings.move import MOVABLE, get_kind_of
from slotkeeper.services.staff.desk_check.chances import (
    Offer,
    SqueezeAsked,
    find_offers,
    people_for,
)
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Squeeze:
    """`values` as the form has them. `detail` is the booking that somebody showed, `own` the same
    where it would be moved; `offers` None while nobody knows for what time is wanted.
    """

    values: dict[str, str]
    kind: AppointmentType | None
    detail: BookingDetail | None
    own: Booking | None
    offers: list[Offer] | None

    @property
    def kind_name(self) -> str:
        """How the type is called."""
        return self.kind.name if self.kind else ""


async def load_squeeze(
    staff: StaffVisit, fields: Mapping[str, str], booking: int | None = None
) -> Squeeze:
    """What is asked for, and what can be had. Raises BookingUnknown."""
    toolbox, clinic = staff.toolbox, staff.clinic
    detail = await get_booking_detail(toolbox, staff.member, booking) if booking else None
    values, own = dict(fields), None
    kinds = {each.slug: each for each in clinic.appointment_types if each.enabled}
    if detail:
        slugs = {each.id: each.slug for each in kinds.values()}
        values["patient"] = str(detail.booking.patient_id)
        values.setdefault("kind", slugs.get(detail.booking.appointment_type_id, ""))
        own = detail.present if detail.present.state in MOVABLE else None
    kind = kinds.get(values.get("kind", ""))
    if own:
        kind = await get_kind_of(toolbox.database, clinic, own)
    offers = None
    if kind and fields.get("act") != "find":
        asked = SqueezeAsked(
            clinic=clinic,
            kind=kind,
            people=people_for(clinic, staff.member, kind, values.get("with", "")),
            own=own,
            whom=None if own else await _whom(staff, values),
        )
        offers = await find_offers(toolbox, staff.member, asked)
    return Squeeze(values=values, kind=kind, detail=detail, own=own, offers=offers)


async def _whom(staff: StaffVisit, values: Mapping[str, str]) -> Whom | None:
    """A known patient who was chosen; of somebody new nothing is known before."""
    number = Reading(values, staff.clinic).number("patient")
    if number is None:
        return None
    wanted = WantedBooking(kind="", practitioner="", starts_at=0, patient_id=number)
    try:
        return await find_whom(staff.toolbox.database, staff.member, wanted)
    except FieldsInvalid:
        return None
