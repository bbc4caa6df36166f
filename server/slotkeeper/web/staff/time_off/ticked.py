"""Which of the bookings in time off were ticked."""

import re
from typing import Any

from slotkeeper.services.staff.time_off.affected import find_affected
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.time_off.affected_view import affected_view

_TICK = re.compile(r"b\.([0-9]{1,15})")
_REVISION = re.compile(r"[0-9]{1,9}")


async def ticked_rows(staff: StaffVisit) -> list[dict[str, Any]]:
    """Those that were, each with the `revision` that the form showed; any other booking than one
    that lies in time off is not looked at.
    """
    moments = moments_of(staff)
    ticked = {
        int(found[1]): int(text) if _REVISION.fullmatch(text) else -1
        for name, text in staff.fields.items()
        if (found := _TICK.fullmatch(name))
    }
    affected = await find_affected(
        staff.toolbox.database, staff.clinic, staff.member.only_diary, moments.now
    )
    return [
        {**each, "revision": ticked[each["id"]]}
        for each in affected_view(moments, affected)["rows"]
        if each["id"] in ticked
    ]
