"""Bookings in somebody's time off, as the pages list them."""

from typing import Any

from slotkeeper.services.staff.bookings.cancel import CANCELLABLE
from slotkeeper.services.staff.bookings.move import MOVABLE
from slotkeeper.services.staff.time_off.affected import Affected
from slotkeeper.storage.booking_within import LyingBooking
from slotkeeper.web.staff.moments import Moments


def affected_view(moments: Moments, affected: Affected) -> dict[str, Any]:
    """`rows` with what can be done; `more` are not listed."""
    rows = [
        booking_view(moments, each, affected.alerts.get(each.patient_id, ""))
        for each in affected.bookings
    ]
    return {"count": affected.count, "rows": rows, "more": affected.count - len(rows)}


def booking_view(moments: Moments, booking: LyingBooking, alert: str) -> dict[str, Any]:
    """One of them."""
    may_cancel = booking.state in CANCELLABLE
    return {
        "id": booking.booking_id,
        "revision": booking.revision,
        "day": moments.day(booking.starts_at),
        "starts": moments.time(booking.starts_at),
        "ends": moments.time(booking.ends_at),
        "starts_iso": moments.iso(booking.starts_at),
        "patient": booking.patient,
        "alert": alert,
        "kind": booking.kind,
        "practitioner": booking.practitioner,
        "colour": booking.colour,
        "state": booking.state,
        "is_paid": booking.is_paid,
        "has_email": bool(booking.email),
        "may_move": booking.state in MOVABLE,
        "may_cancel": may_cancel,
    }
