"""What can be done with a booking as it is now."""

from typing import Any

from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.booking_detail import BookingDetail
from slotkeeper.services.staff.bookings.cancel import CANCELLABLE, is_restorable
from slotkeeper.services.staff.bookings.mark import MARKS, may_mark
from slotkeeper.services.staff.bookings.move import MOVABLE
from slotkeeper.services.staff.bookings.renew_link import is_renewable
from slotkeeper.services.staff.series.preview import is_repeatable
from slotkeeper.web.staff.acts.restored import restored_view
from slotkeeper.web.staff.door import StaffVisit


def acts_of(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    """For acts/marks.html and acts/links.html."""
    booking, now = detail.present, staff.toolbox.clock()
    zone = staff.clinic.time_zone
    marks = [each for each in MARKS if each != booking.state and may_mark(booking, each, zone, now)]
    if booking.state == "confirmed":
        marks = [each for each in marks if each != "confirmed"]
    elif booking.state in {"fulfilled", "noshow"}:
        marks = [each for each in marks if each == "confirmed"]
    slugs = {each.id: each.slug for each in staff.clinic.practitioners if each.enabled}
    return {
        "revision": booking.revision,
        "marks": marks,
        "move": booking.state in MOVABLE,
        "cancel": booking.state in CANCELLABLE,
        "restore": is_restorable(booking, now),
        "repeat": detail.booking.series_id is None and is_repeatable(booking),
        "link": is_renewable(booking) and staff.member.role != "practitioner",
        "unpaid": detail.marks.is_unpaid,
        "may_be_unpaid": _may_be_unpaid(detail),
        "restored": restored_view(staff, detail),
        "is_late": detail.marks.is_late,
        "reason": detail.marks.cancel_reason,
        "day": local_date(booking.starts_at, zone).isoformat(),
        "practitioner": slugs.get(booking.practitioner_id, ""),
        "left": bool(detail.refundable) and booking.state == "cancelled",
    }


def _may_be_unpaid(detail: BookingDetail) -> bool:
    """Nobody owes anything for what the clinic cancelled; a mark can always be taken back."""
    booking = detail.present
    if booking.state in {"paying", "pending"} or booking.was_not_paid:
        return False
    return booking.cancelled_by != "clinic" or detail.marks.is_unpaid
