"""POST /staff/{clinic}/time-off/cancel: the bookings that were ticked, after a look at them."""

import re
from typing import Any

from litestar import Response
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.bookings.cancel import WantedCancel
from slotkeeper.services.staff.time_off.affected import MOST, find_affected
from slotkeeper.services.staff.time_off.cancel import cancel_several
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.time_off.affected_view import affected_view

TEMPLATE = "time_off/cancel.html"
_TICK = re.compile(r"b\.([0-9]{1,15})")
_LONGEST_MESSAGE = 1000


async def cancel_ticked(staff: StaffVisit) -> Response[Any] | Redirect:
    """Those of the bookings in time off that were ticked: shown, or cancelled where that was done
    already. Any other booking is not looked at.
    """
    moments, fields = moments_of(staff), staff.fields
    ticked = {int(found[1]) for name in fields if (found := _TICK.fullmatch(name))}
    affected = await find_affected(
        staff.toolbox.database, staff.clinic, staff.member.only_diary, moments.now
    )
    rows = [
        each
        for each in affected_view(moments, affected)["rows"]
        if each["may_tick"] and each["id"] in ticked
    ][:MOST]
    if not rows:
        return staff.redirect(f"{staff.home}/time-off", told="none_ticked")
    told = sum(each["has_email"] for each in rows)
    context: dict[str, Any] = {"rows": rows, "told_by_mail": told}
    if "sure" not in fields:
        return staff.show(TEMPLATE, values={"tell": "on"}, **context)
    reading = Reading(fields, staff.clinic)
    reason, message = reading.words("reason"), reading.words("message", _LONGEST_MESSAGE)
    try:
        reading.finish()
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **context)
    wanted = [
        WantedCancel(
            booking_id=each["id"],
            revision=int(fields[f"b.{each['id']}"]) if _is_number(fields, each["id"]) else -1,
            reason=reason,
            message=message,
            tell=reading.is_ticked("tell"),
        )
        for each in rows
    ]
    done = await cancel_several(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    return staff.redirect(
        f"{staff.home}/time-off", told="bookings_left" if done.left else "bookings_cancelled"
    )


def _is_number(fields: dict[str, str], booking: int) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,9}", fields[f"b.{booking}"]))
