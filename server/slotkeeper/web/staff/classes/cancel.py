"""/staff/{clinic}/classes/{session}/cancel, and …/restore, which takes that back."""

import re
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, TimeTaken
from slotkeeper.services.staff.classes.cancel import (
    WantedClassCancel,
    cancel_class,
    restore_class,
)
from slotkeeper.services.staff.classes.find import ClassAt, ClassChanged
from slotkeeper.services.staff.settings.save import SettingsStale
from slotkeeper.web.staff.acts.against import NOTHING, against_context, taken_context
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.classes.show import TEMPLATE as SHOW
from slotkeeper.web.staff.classes.show import address_of, class_context, find_class
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.several_money import give_of_several, money_of_several

TEMPLATE = "classes/cancel.html"
_LONGEST_MESSAGE = 1000
_SHOWN = re.compile(r"b\.([0-9]{1,15})")
_REVISION = re.compile(r"[0-9]{1,9}")


@get("/{clinic:str}/classes/{session:str}/cancel", opt=EVERYBODY)
async def show_class_cancel(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Who is cancelled, and what goes back."""
    found = await find_class(staff, session)
    first = {"tell": "on", "give": "on", "take_out": "on"}
    return staff.show(TEMPLATE, **await _context(staff, found), values=first)


@post(
    "/{clinic:str}/classes/{session:str}/cancel",
    status_code=200,
    opt={**EVERYBODY, "most_fields": 1000},
)
async def cancel_whole_class(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Everybody, or nobody where others come by now."""
    found = await find_class(staff, session)
    try:
        wanted = _read(staff, found)
        money = await money_of_several(staff, list(wanted.bookings))
        await cancel_class(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **await _context(staff, found))
    except (ClassChanged, SettingsStale):
        fresh = await _context(staff, await find_class(staff, session))
        return staff.show(TEMPLATE, 409, values=staff.fields, **{**fresh, "is_changed": True})
    told = "class_cancelled_back" if money and wanted.give == "all" else "class_cancelled"
    return staff.redirect(address_of(staff, found.key), told=told)


@post(
    "/{clinic:str}/classes/{session:str}/restore",
    status_code=200,
    opt={**EVERYBODY, "most_fields": 1000},
)
async def restore_whole_class(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """All of them stand again, or none."""
    found = await find_class(staff, session)
    try:
        await restore_class(
            staff.toolbox, staff.member, staff.clinic.slug, found.key, shown_bookings(staff)
        )
    except TimeTaken as taken:
        return await _not_restored(staff, session, taken_context(staff, taken))
    except RulesAgainst as against:
        why = against_context(staff, against, practitioner=found.practitioner.name)
        return await _not_restored(staff, session, {**why, "override": ""})
    except (ClassChanged, SettingsStale):
        return await _not_restored(staff, session, {**NOTHING, "is_changed": True})
    return staff.redirect(address_of(staff, found.key), told="class_restored")


def shown_bookings(staff: StaffVisit) -> dict[int, int]:
    """The bookings that the form showed, each with its revision."""
    return {
        int(named[1]): int(text) if _REVISION.fullmatch(text) else -1
        for name, text in staff.fields.items()
        if (named := _SHOWN.fullmatch(name))
    }


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
    rows = context["rows"]
    return {
        **context,
        "is_changed": False,
        "money": await money_of_several(staff, [each["id"] for each in rows]),
        "told_by_mail": sum(each["has_email"] for each in rows),
    }


async def _not_restored(staff: StaffVisit, session: str, why: dict[str, Any]) -> Response[Any]:
    context = await class_context(staff, await find_class(staff, session))
    return staff.show(SHOW, 409, **{**context, **why})
