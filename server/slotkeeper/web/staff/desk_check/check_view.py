"""What the desk is told of a booking, in words."""

from typing import Any

from slotkeeper.domain.booking_history import HistoryEvent
from slotkeeper.domain.desk_check import TONES
from slotkeeper.services.staff.bookings.mark import may_mark
from slotkeeper.services.staff.bookings.move import MOVABLE
from slotkeeper.services.staff.desk_check.check import DeskCheck
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.booking_words import done_text
from slotkeeper.web.staff.deliveries.way_view import way_views
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

_COMES = frozenset({"today", "arrived", "another_day", "moved"})
"""There is an appointment, whose day and time are said."""


def check_view(staff: StaffVisit, checked: DeskCheck) -> dict[str, Any]:
    """For desk/check.html."""
    moments, detail = moments_of(staff), checked.detail
    booking, verdict = detail.booking, checked.verdict
    row = row_of(booking, detail.parts, moments, detail.alert)
    row["ways"] = way_views(staff, checked.ways, moments)
    others = [row_of(each, detail.parts, moments) for each in checked.others]
    return {
        "it": booking,
        "row": row,
        "revision": detail.present.revision,
        "tone": TONES[verdict],
        "heading": staff.text(f"desk.verdict_{verdict}", day=row["day"], time=row["starts"]),
        "when": moments.day_and_time(booking.starts_at) if verdict in _COMES else "",
        "due": _due(staff, checked, moments),
        "why": _why(staff, checked),
        "changes": [_change(staff, each, checked, moments) for each in checked.changes],
        "others": others,
        "acts": _acts(staff, checked),
    }


def _due(staff: StaffVisit, checked: DeskCheck, moments: Moments) -> str:
    """How long until then, or how late they are."""
    if checked.verdict != "today":
        return ""
    starts, ago = checked.detail.booking.starts_at, moments.ago(checked.detail.booking.starts_at)
    return staff.text("desk.due" if starts >= moments.now else "desk.was_due", ago=ago)


def _why(staff: StaffVisit, checked: DeskCheck) -> str:
    """What else is to be said of a booking that is not simply good."""
    by = checked.detail.present.cancelled_by
    if checked.verdict == "cancelled":
        known = by if by in {"clinic", "patient", "declined", "deadline"} else "other"
        return staff.text(f"desk.cancelled_by_{known}")
    if checked.verdict in {"today", "arrived"}:
        return ""
    return staff.text(f"desk.about_{checked.verdict}")


def _change(
    staff: StaffVisit, event: HistoryEvent, checked: DeskCheck, moments: Moments
) -> dict[str, Any]:
    return {
        "text": done_text(staff, event, checked.detail.parts),
        "by": event.staff_name,
        "ago": moments.ago(event.at),
        "at": moments.day_and_time(event.at),
        "iso": moments.iso(event.at),
    }


def _acts(staff: StaffVisit, checked: DeskCheck) -> dict[str, bool]:
    """What can be done at once."""
    booking, verdict = checked.detail.present, checked.verdict
    zone, now = staff.clinic.time_zone, staff.toolbox.clock()
    return {
        "arrived": verdict == "today" and may_mark(booking, "arrived", zone, now),
        "undo": verdict == "arrived",
        "moves": booking.state in MOVABLE and verdict != "arrived",
        "squeeze": verdict not in {"arrived", "waits", "paying"},
    }
