"""POST …/waitlist/{entry}/contact and …/again: somebody whom messages did not reach."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.waitlist.reach import correct_contact, offer_again
from slotkeeper.services.staff.waitlist.steer import NotWaiting
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import DESK
from slotkeeper.web.staff.waitlist.waitlist_show import ONE, known, one_context
from slotkeeper.web.staff.waitlist.waitlist_steer import too_late


@post("/{clinic:str}/waitlist/{entry:int}/contact", opt=DESK)
async def update_contact(
    entry: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Told at that address and number from now on. Raises EntryUnknown."""
    toolbox, clinic = staff.toolbox, staff.clinic
    try:
        await correct_contact(toolbox, clinic, staff.actor, known(entry), staff.fields)
    except FieldsInvalid as wrong:
        return staff.show_wrong(ONE, wrong, **await one_context(staff, entry))
    except NotWaiting as late:
        return await too_late(staff, entry, late)
    return staff.redirect(f"{staff.home}/waitlist/{entry}", told="waitlist_contact")


@post("/{clinic:str}/waitlist/{entry:int}/again", opt=DESK)
async def update_reached(
    entry: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Offered times again as they are. Raises EntryUnknown."""
    try:
        await offer_again(staff.toolbox, staff.actor, known(entry))
    except NotWaiting as late:
        return await too_late(staff, entry, late)
    return staff.redirect(f"{staff.home}/waitlist/{entry}", told="waitlist_again")
