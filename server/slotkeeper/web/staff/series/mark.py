"""That a booking is one of a series, on its page and beside the calendar."""

from typing import Any

from slotkeeper.domain.booking import Booking
from slotkeeper.services.staff.series.show import find_mark
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.series.words import rhythm


async def series_mark(staff: StaffVisit, booking: Booking) -> dict[str, Any] | None:
    """For series/mark.html: how it repeats and where the series is to be seen; None for a booking
    that stands alone.
    """
    mark = await find_mark(staff.toolbox, staff.clinic, staff.member, booking)
    if mark is None:
        return None
    return {
        "text": rhythm(staff, mark.series.repeat),
        "is_moved": mark.is_moved,
        "link": f"{staff.home}/series/{mark.series.id}" if mark.may_open else "",
    }
