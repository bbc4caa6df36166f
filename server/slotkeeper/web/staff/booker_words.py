"""Who booked for somebody else, in words: "Nora Tidewell (parent)"."""

from collections.abc import Callable
from typing import Any

from slotkeeper.domain.booker import Booker
from slotkeeper.services.staff.booking_detail import BookingDetail
from slotkeeper.web.staff.door import StaffVisit


def booked_by(booker: Booker, text: Callable[..., str]) -> str:
    """The name and what they are to the patient; `text` gives the portal's words."""
    return text(f"booker.{booker.booker_is}", name=booker.name)


def beside_view(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    """What page and panel of a booking show beside it: who made it, and that there are answers."""
    booker = detail.booker
    return {
        "booker": booker,
        "booked_by": booked_by(booker, staff.text) if booker else "",
        "has_answers": detail.has_answers,
    }
