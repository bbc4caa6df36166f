"""/staff/{clinic}/classes/{session}/cancel, and …/restore, which takes that back."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.services.staff.classes.cancel import (
    WantedClassCancel,
    cancel_class,
    restore_class,
)
from slotkeeper.services.staff.classes.find import ClassAt
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.classes.form import SEVERAL, answer_form, shown_bookings
from slotkeeper.web.staff.classes.show import TEMPLATE as SHOW
from slotkeeper.web.staff.classes.show import address_of, class_context, find_class
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.several_money import give_of_several, money_of_several

TEMPLATE = "classes/cancel.html"
_LONGEST_MESSAGE = 1000


@get("/{clinic:str}/classes/{session:str}/cancel", opt=EVERYBODY)
async def show_class_cancel(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Who is cancelled, and what goes back."""
    context = await _context(staff, await find_class(staff, session))
    return staff.show(TEMPLATE, **context, values={"tell": "on", "give": "on", "take_out": "on"})


@post("/{clinic:str}/classes/{session:str}/cancel", status_code=200, opt=SEVERAL)
async def cancel_whole_class(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Everybody, or nobody where others come by now."""
    return await answer_form(staff, session, _cancel, TEMPLATE, _context)


@post("/{clinic:str}/classes/{session:str}/restore", status_code=200, opt=SEVERAL)
async def restore_whole_class(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """All of them stand again, or none."""
    return await answer_form(staff, session, _restore, SHOW, class_context)


async def _cancel(staff: StaffVisit, found: ClassAt) -> Redirect:
    wanted = _read(staff, found)
    money = await money_of_several(staff, list(wanted.bookings))
    await cancel_class(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    told = "class_cancelled_back" if money and wanted.give == "all" else "class_cancelled"
    return staff.redirect(address_of(staff, found.key), told=told)


async def _restore(staff: StaffVisit, found: ClassAt) -> Redirect:
    clinic, shown = staff.clinic.slug, shown_bookings(staff)
    await restore_class(staff.toolbox, staff.member, clinic, found.key, shown)
    return staff.redirect(address_of(staff, found.key), told="class_restored")


def _read(staff: StaffVisit, found: ClassAt) -> WantedClassCancel:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    wanted = WantedClassCancel(
        key=found.key,
        bookings=shown_bookings(staff),
        reason=reading.words("reason"),
        message=reading.words("message", _LONGEST_MESSAGE),
        tell=reading.is_ticked("tell"),
        give=give_of_several(staff, reading),
        take_out=reading.is_ticked("take_out"),
    )
    reading.finish()
    return wanted


async def _context(staff: StaffVisit, found: ClassAt) -> dict[str, Any]:
    context = await class_context(staff, found)
    return context | {"money": await money_of_several(staff, [e["id"] for e in context["rows"]])}
