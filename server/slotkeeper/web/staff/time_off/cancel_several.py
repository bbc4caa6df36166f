"""POST /staff/{clinic}/time-off/cancel and …/keep: the bookings that were ticked."""

from typing import Any

from litestar import Response
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.bookings.cancel import WantedCancel
from slotkeeper.services.staff.bookings.several import cancel_several
from slotkeeper.services.staff.time_off.keep import keep_several
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.several_money import give_of_several, money_of_several
from slotkeeper.web.staff.time_off.overview import show_overview
from slotkeeper.web.staff.time_off.ticked import ticked_rows

TEMPLATE = "time_off/cancel.html"
_LONGEST_MESSAGE = 1000


async def cancel_ticked(staff: StaffVisit) -> Response[Any] | Redirect:
    """Those that can be cancelled here: shown, or cancelled where that was done already."""
    rows = [each for each in await ticked_rows(staff) if each["may_cancel"]]
    if not rows:
        return await show_overview(staff, none_ticked=True)
    context: dict[str, Any] = {
        "rows": rows,
        "told_by_mail": sum(each["has_email"] for each in rows),
    }
    context["money"] = await money_of_several(staff, [each["id"] for each in rows])
    if "sure" not in staff.fields:
        return staff.show(TEMPLATE, values={"tell": "on", "give": "on"}, **context)
    try:
        wanted = _read(staff, rows)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **context)
    done = await cancel_several(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    given = bool(context["money"]) and wanted[0].give == "all"
    told = "bookings_left" if done.left else f"bookings_cancelled{'_back' if given else ''}"
    return staff.redirect(f"{staff.home}/time-off", told=told)


async def keep_ticked(staff: StaffVisit) -> Response[Any] | Redirect:
    """They stay, and are named no more."""
    rows = await ticked_rows(staff)
    if not rows:
        return await show_overview(staff, none_ticked=True)
    wanted = [(each["id"], each["revision"]) for each in rows]
    done = await keep_several(staff.toolbox, staff.member, wanted)
    told = "bookings_kept" if done == len(wanted) else "bookings_left"
    return staff.redirect(f"{staff.home}/time-off", told=told)


def _read(staff: StaffVisit, rows: list[dict[str, Any]]) -> list[WantedCancel]:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    reason, message = reading.words("reason"), reading.words("message", _LONGEST_MESSAGE)
    reading.finish()
    return [
        WantedCancel(
            booking_id=each["id"],
            revision=each["revision"],
            reason=reason,
            message=message,
            tell=reading.is_ticked("tell"),
            give=give_of_several(staff, reading),
        )
        for each in rows
    ]
